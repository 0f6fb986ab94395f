"""What makes one text like another: their words, pairs of neighbouring words and sections, the rarer the more.

Pure: an engine says in how many documents a term stands, and weighs; everything that must not differ between engines is here. The
recipe was measured on decisions and what they cite; docs/performance.md has the figures.
"""

from __future__ import annotations

import hashlib
import heapq
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from foundation.search import analysis

FIELDS = ("sim_words", "sim_pairs", "sim_secs")
WORDS, PAIRS, SECTIONS = FIELDS
LANGUAGES = ("en", "fr")
STOP_WORDS = {language: frozenset((Path(__file__).parent / "stop_words" / f"{language}.txt").read_text().split()) for language in LANGUAGES}

MOST_WORDS = 10_000
"""So many words of a text are used, about twenty pages."""
MOST_CHARACTERS = 25 * MOST_WORDS
SHORT = 20
"""A text of more different words has enough of them to leave out those that stand in one document only."""
FEWEST_TERMS, MOST_TERMS, MOST_SECTIONS = 60, 150, 30
MOST_PAIRS = 600
"""So many pairs, the most frequent of a long text, are looked up: more of them find nothing more and take most of the time."""
PAIR_BOOST = 0.6
SECTION_MARK = "§"

POOL = 300
"""So many of the best are looked at a second time."""
VOTERS, SHARE = 10, 0.15

_WORD = re.compile(r"[^\W_]{2,}")


class Cut(NamedTuple):
    """Hold the terms of a text by the field they are compared in, each as often as it stands there."""

    sim_words: list[str]
    sim_pairs: list[str]
    sim_secs: list[str]


class Term(NamedTuple):
    """Hold one term of a question: its boost leaves out the rarity, which the engine multiplies by; its weight has both."""

    field: str
    token: str
    boost: float
    weight: float


class Ranked(NamedTuple):
    """Hold one find: its key, its score (of no meaning beside another question's) and how many of the best it is tied to by citation."""

    key: str
    score: float
    ties: int = 0


# ── Cutting ──────────────────────────────────────────────────────────────────────────────────────────────────────────


_ACCENTED = re.compile(r"[^\W_\x00-\x7f]")


def _spellings(text: str) -> list[str]:
    """List the words of a text in lower case, accents kept."""
    return _WORD.findall(unicodedata.normalize("NFKC", analysis.clean(text).lower()))


@lru_cache(maxsize=100_000)
def _folded(spelling: str) -> str:
    return re.sub(r"[\W_]", "", analysis.fold(spelling))


def _token(spelling: str) -> str:
    return (spelling if spelling.isascii() else _folded(spelling))[: analysis.LONGEST_TOKEN]


def words(text: str) -> list[str]:
    """List the words of a text in lower case without accents, function words among them."""
    spellings = _spellings(text)
    if text.isascii():
        return [spelling[: analysis.LONGEST_TOKEN] for spelling in spellings]
    return [token for token in map(_token, spellings) if token]


def cut(text: str, language: str = "") -> Cut:
    """Cut a text into its terms: "abuse of trust" gives the pair abuse_trust, since function words go first.

    :param language: whose function words go; guessed where it is not said
    """
    held = words(text)
    stops = STOP_WORDS[language or language_of(held)]
    kept = [word for word in held if word not in stops]
    return Cut(kept, [f"{one}_{other}" for one, other in zip(kept, kept[1:], strict=False)], sections(analysis.clean(text)))


def sections(text: str) -> list[str]:
    """List the sections written in a clean text, each level of each by itself."""
    return [f"{SECTION_MARK}{part}" for place in analysis.sections_in(text) for part in analysis.with_parents(place.token)]


def language_of(held: Iterable[str]) -> str:
    """Guess the language of some words by the function words among them; English where they do not tell."""
    counts = Counter(held)
    return max(LANGUAGES, key=lambda language: sum(counts[word] for word in STOP_WORDS[language]))


def shortened(text: str) -> tuple[str, bool]:
    """Keep the first words of a text, as many as are used; say whether any were left off."""
    kept = text[:MOST_CHARACTERS]
    for number, match in enumerate(_WORD.finditer(kept), 1):
        if number == MOST_WORDS:
            kept = kept[: match.end()]
            break
    return kept, bool(text[len(kept) :].strip())


def spelled(text: str, tokens: Collection[str]) -> dict[str, str]:
    """Say how a text itself spells some words, with its accents."""
    found: dict[str, str] = {}
    for spelling in _spellings(text):
        found.setdefault(_token(spelling), spelling)
    return {token: " ".join(found.get(part, part) for part in parts_of(token)) for token in tokens}


def parts_of(token: str) -> list[str]:
    """List the words of a pair; of anything else itself."""
    return token.split("_")


def fingerprint() -> str:
    """Name this way of cutting; an index carries the name of the one it was made with."""
    probe = "L'abus de confiance, the Crown's “éléments” under s. 279.01(1)(a) of the Code"
    cuts = [cut(probe, language) for language in LANGUAGES]
    return hashlib.sha256(repr([cuts, *(sorted(words) for words in STOP_WORDS.values())]).encode()).hexdigest()[:16]


# ── First pass ───────────────────────────────────────────────────────────────────────────────────────────────────────


def rarity(holding: int, documents: int) -> float:
    """Weigh a term by how few documents hold it, as both engines do."""
    return math.log(1 + (documents - holding + 0.5) / (holding + 0.5))


def asked_about(parts: Cut) -> Cut:
    """Keep of a text's terms those that are looked up."""
    frequent = {pair for pair, _count in Counter(parts.sim_pairs).most_common(MOST_PAIRS)}
    return parts._replace(sim_pairs=[pair for pair in parts.sim_pairs if pair in frequent])


def choose(parts: Cut, holding: Mapping[str, Mapping[str, int]], documents: int, without: Collection[str] = ()) -> tuple[Term, ...]:
    """Choose the terms that a text is compared by.

    :param holding: for each field and term, in how many documents it stands
    :param without: terms that the person left out; with a word go the pairs it is part of
    """
    counts = {name: Counter(tokens) for name, tokens in zip(FIELDS, parts, strict=True)}
    words = len(counts[WORDS])
    least = 2 if words > SHORT else 1
    top = min(MOST_TERMS, max(FEWEST_TERMS, words // 2))
    chosen: list[Term] = []
    for name, most in ((WORDS, top), (PAIRS, top), (SECTIONS, MOST_SECTIONS)):
        held_by = holding.get(name, {})
        weighed = []
        for token, count in counts[name].items():
            held = held_by.get(token, 0)
            if held >= least and (not without or not _left_out(token, without)):
                boost = 1.0 if name == SECTIONS else math.sqrt(count) * (PAIR_BOOST if name == PAIRS else 1.0)
                weighed.append((-boost * rarity(held, documents), token, boost))
        chosen += [Term(name, token, boost, -weight) for weight, token, boost in heapq.nsmallest(most, weighed)]
    return tuple(chosen)


def _left_out(token: str, without: Collection[str]) -> bool:
    return token in without or any(part in without for part in parts_of(token))


# ── Second pass ──────────────────────────────────────────────────────────────────────────────────────────────────────


def second_pass(ranked: Sequence[Ranked], near: Mapping[str, Collection[str]]) -> list[Ranked]:
    """Let the best lift what they cite and what cites them, among the best few hundred.

    :param near: for each of the best, the keys it cites or is cited by
    """
    ties: Counter[str] = Counter()
    lifted: dict[str, float] = {each.key: each.score for each in ranked[:POOL]}
    for voter in ranked[:VOTERS]:
        close = set(near.get(voter.key, ())) - {voter.key}
        for key in close & lifted.keys():
            lifted[key] += SHARE * voter.score / math.sqrt(1 + len(close))
            ties[key] += 1
    again = [Ranked(each.key, lifted[each.key], ties[each.key]) for each in ranked[:POOL]]
    return [*sorted(again, key=lambda each: -each.score), *ranked[POOL:]]


# ── Explanation ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Text:
    """Tell which terms a text holds, without cutting the whole of it."""

    def __init__(self, text: str, language: str):
        self.text = analysis.clean(text)
        self.stops = STOP_WORDS[language]
        self.plain = unicodedata.normalize("NFKC", self.text.lower())
        self.folded = self.plain if self.plain.isascii() else _ACCENTED.sub(lambda match: _folded(match.group()), self.plain)

    def holds(self, term: Term) -> bool:
        """Tell whether the text holds a term."""
        if term.field == SECTIONS:
            return term.token[1:].partition("(")[0] in self.text and term.token in self._sections
        first, *rest = parts_of(term.token)
        if not self._words.issuperset((first, *rest)):
            return False
        return any(not rest or self._next(end) == rest[0] for end in self._ends(first))

    @cached_property
    def _sections(self) -> frozenset[str]:
        return frozenset(sections(self.text))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.folded))

    def _ends(self, word: str) -> Iterator[int]:
        """Say where a word ends, each time it stands there."""
        at = self.folded.find(word)
        while at >= 0:
            end = at + len(word)
            if (at == 0 or not self.folded[at - 1].isalnum()) and (end == len(self.folded) or not self.folded[end].isalnum()):
                yield end
            at = self.folded.find(word, end)

    def _next(self, at: int) -> str:
        """Give the word after a place, function words aside."""
        return next((match.group() for match in _WORD.finditer(self.folded, at) if match.group() not in self.stops), "")


def shared(terms: Iterable[Term], texts: Collection[Text], most: int) -> list[Term]:
    """List the terms of a question that some texts hold, the weightiest first, a word that a listed pair contains left out."""
    found: list[Term] = []
    in_pairs: set[str] = set()
    for term in sorted(terms, key=lambda term: -term.weight):
        if term.token in in_pairs or not any(text.holds(term) for text in texts):
            continue
        if term.field == PAIRS:
            in_pairs.update(parts_of(term.token))
            found = [each for each in found if each.token not in in_pairs]
        found.append(term)
        if len(found) == most:
            break
    return found
