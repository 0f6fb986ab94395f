"""Words, citations and sections of a text: one chain for all engines, so that they answer alike.

A token is a run of letters and digits in lower case without accents, stemmed by the language of its document. French stems
carry a mark, so that a French word never answers for an English one. Decimal numbers stay whole: 279 does not find 279.01.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

import tantivy

from foundation.search import sentences

VERSION = 3
"""Goes up with every change of what a text is cut into; an index made by another version is made again."""

FRENCH_MARK = "fr/"
EXACT_MARK = "~"
"""Stands before a word as it is spelled, where its stem has none."""
LONGEST_TOKEN = 64
MOST_SPELLINGS = 300_000
"""So many spellings of a language are remembered."""

# Capitals with dots (C.C.C.), decimal numbers, words with what follows an apostrophe.
TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:\.\d+)+(?![^\W_])|[^\W_]+(?:['’ʼ][^\W_]+)*")
_WORDLIKE = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u0000]")
_ELIDED = frozenset({"l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d"})

_stemmers = {
    language: tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer(name)).build()
    for language, name in (("en", "english"), ("fr", "french"))
}

_COMMON_WORDS = """
    a an and are as at be been by for from had has have he her his in is it its not of on or she that the their there they this to
    was were which who will with would au aux ce ces dans de des du elle en est et il ils la le les leur ne ou par pas pour qu que
    qui sa se ses son sont sur un une
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Words so common in both languages that a search for other words leaves them out."""


class Place(NamedTuple):
    """Say where in a text a token stands."""

    token: str
    start: int
    end: int


class Word(NamedTuple):
    """Hold a word of a text as both that can be asked for: its stem, and its spelling behind EXACT_MARK."""

    stem: str
    exact: str


_MAYBE_CONTRE = frozenset({"c", "C"})
_CONTRE, _VERSUS = Word("c", f"{EXACT_MARK}c"), Word("v", f"{EXACT_MARK}v")


def is_common(surface: str) -> bool:
    """Tell whether a spelling is nothing but common words, an elision before it aside (« d'une », « qu'il »)."""
    return all(word in COMMON for word in _parts(surface)) or fold(surface) in COMMON


def clean(text: str) -> str:
    """Bring a text to the one form that is cut, kept and shown: composed accents, nothing invisible."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """Take away case, accents and ligatures."""
    text = text.lower().translate(_LIGATURES)
    if text.isascii():
        return text
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


def _parts(surface: str) -> list[str]:
    """Cut what one match of TOKEN covers into folded words."""
    if "." in surface and not surface[0].isdigit():
        joined = fold(surface.replace(".", ""))
        return list(joined) if joined in ("rv", "rc") else [joined]
    pieces = re.split("['’ʼ]", surface)
    while len(pieces) > 1 and fold(pieces[0]) in _ELIDED:
        pieces = pieces[1:]
    if len(pieces) > 1 and pieces[-1] in "sS":
        pieces = pieces[:-1]
    words: list[str] = []
    for piece in pieces:
        folded = fold(piece)
        # Folding may leave what is no letter (a fraction becomes 1⁄2).
        words += [folded] if folded.isalnum() or "." in piece else re.findall(r"[^\W_]+", folded)
    return words


def _without_feminine(word: str) -> str:
    """Make "accusee(s)" "accuse": the French stemmer knows that ending by its accent alone, which folding took away."""
    word = word.removesuffix("s") if word.endswith("ees") else word
    return word[:-1] if word.endswith("ee") and len(word) > 4 else word


@lru_cache(maxsize=300_000)
def stem(word: str, language: str) -> str:
    """Turn a folded word into its stem in a language; a number or a single letter has none."""
    if len(word) < 2 or not word.isalpha():
        return word
    stems = _stemmers[language].analyze(_without_feminine(word) if language == "fr" else word)
    word = stems[0] if stems else word
    return FRENCH_MARK + word if language == "fr" else word


@lru_cache(maxsize=300_000)
def _tokens_of(surface: str, language: str) -> tuple[str, ...]:
    """Turn one match of TOKEN into tokens: folded, then stemmed unless language is empty."""
    words = [word[:LONGEST_TOKEN] for word in _parts(surface)]
    return tuple(stem(word, language) if language else word for word in words)


@lru_cache(maxsize=300_000)
def words_of(surface: str, language: str) -> tuple[Word, ...]:
    """Turn one match of TOKEN into words."""
    return tuple(
        Word(stemmed, EXACT_MARK + spelled) for stemmed, spelled in zip(_tokens_of(surface, language), _tokens_of(surface, ""), strict=True)
    )


class Spellings:
    """Remember the spellings that texts of a language held, by the tokens that they are: texts share most of their words."""

    def __init__(self, language: str):
        self.language = language
        self.words: dict[str, tuple[Word, ...]] = {}
        self._by_token: dict[str, set[str]] = {}

    def learn(self, surfaces: set[str]) -> None:
        """Remember some spellings."""
        for surface in surfaces.difference(self.words):
            words = words_of(surface, self.language)
            for token in {token for word in words for token in word}:
                self._by_token.setdefault(token, set()).add(surface)
            self.words[surface] = words  # last: whoever finds it here finds it by its tokens too

    def of(self, token: str) -> AbstractSet[str]:
        """Give the spellings that are a token, of those that were met."""
        return self._by_token.get(token, _NONE)


_NONE: frozenset[str] = frozenset()
_spellings: dict[str, Spellings] = {}


def spellings(language: str) -> Spellings:
    """Give what is remembered of a language; for one text, since too much of it is forgotten."""
    known = _spellings.get(language)
    if known is None or len(known.words) > MOST_SPELLINGS:
        known = _spellings[language] = Spellings(language)
    return known


def tokens(text: str, language: str) -> list[str]:
    """Cut a clean text into the tokens that the engines compare; an empty language leaves words unstemmed."""
    found: list[str] = []
    for surface in TOKEN.findall(text):
        found += _tokens_of(surface, language)
    return _same_versus(found)


def lines(text: str, language: str) -> list[list[list[Word]]]:
    """Cut a clean text into paragraphs of sentences of words."""

    def words(start: int, end: int) -> list[Word]:
        found: list[Word] = []
        surfaces = TOKEN.findall(text[start:end])
        for surface in surfaces:
            found += words_of(surface, language)
        if not _MAYBE_CONTRE.isdisjoint(surfaces):
            for at in range(1, len(found)):
                if found[at] == _CONTRE and found[at - 1].stem == "r":
                    found[at] = _VERSUS
        return found

    return sentences.lines(text, words)


def _same_versus(found: list[str]) -> list[str]:
    """Let "R. c. X" be "R. v. X"."""
    if "c" in found:
        for at in range(1, len(found)):
            if found[at] == "c" and found[at - 1] == "r":
                found[at] = "v"
    return found


def places(text: str, language: str) -> list[Place]:
    """Cut a clean text like :func:`tokens` and say where each token stands."""
    found: list[Place] = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        for token in _tokens_of(match.group(), language):
            if token == "c" and found and found[-1].token == "r":
                token = "v"
            found.append(Place(token, start, end))
    return found


def placed_lines(text: str, language: str, bounds: Iterable[tuple[int, int]] | None = None) -> list[list[list[tuple[Word, int, int]]]]:
    """Cut a clean text, or those of its paragraphs that lie between some bounds, like :func:`lines` and say where each word stands."""

    def words(start: int, end: int) -> list[tuple[Word, int, int]]:
        found: list[tuple[Word, int, int]] = []
        for match in TOKEN.finditer(text, start, end):
            for word in words_of(match.group(), language):
                if word == _CONTRE and found and found[-1][0].stem == "r":
                    word = _VERSUS
                found.append((word, *match.span()))
        return found

    return sentences.lines(text, words, bounds)


def accented(word: str, texts: Iterable[str]) -> str:
    """Write a folded word with the accents that some texts give it, in small letters."""
    pieces = {piece for text in texts for surface in set(TOKEN.findall(clean(text))) for piece in re.split("['’ʼ]", surface)}
    return max((piece.lower() for piece in pieces if fold(piece) == word), default=word)


def places_of(text: str, language: str, surfaces: Collection[str]) -> list[Place]:
    """Say where the tokens of these spellings stand; much faster than :func:`places` for a few words."""
    if not all(len(surface) > 1 and _WORDLIKE.fullmatch(surface) for surface in surfaces):
        return [place for place in places(text, language) if text[place.start : place.end] in surfaces]
    found: list[Place] = []
    for surface in surfaces:
        tokens = _tokens_of(surface, language)
        at = text.find(surface)
        while at >= 0:
            end = at + len(surface)
            if not _goes_on(text, at) and (whole := TOKEN.match(text, at)) and whole.end() == end:
                found += [Place(token, at, end) for token in tokens]
            at = text.find(surface, end)
    return sorted(found, key=lambda place: place.start)


def _goes_on(text: str, at: int) -> bool:
    """Tell whether what stands at a place belongs to a word that began before it."""
    if not at:
        return False
    before = text[at - 1]
    return before.isalnum() or (before in "'’ʼ" and at > 1 and text[at - 2].isalnum())


# ── Neutral citations ────────────────────────────────────────────────────────────────────────────────────────────────

_COURTS = """
    SCC FCA FC FCT TCC CMAC CM ONCA ONSC ONSCDC ONCJ QCCA QCCS QCCQ QCCM QCTP QCTDP BCCA BCSC BCPC ABCA ABQB ABKB ABPC ABCJ SKCA
    SKQB SKKB SKPC MBCA MBQB MBKB MBPC NBCA NBQB NBKB NBPC NSCA NSSC NSSF NSPC NSFC NSSM NSPB NLCA NLSCTD NLTD NLSC NLPC PESCAD
    PECA PESCTD PESC PEPC YKCA YKSC YKTC NWTCA NWTSC NWTTC NUCA NUCJ CHRT HRTO CANLII
"""
COURT_CODES = frozenset(_COURTS.split())
FRENCH_CODES = {"CSC": "SCC", "CAF": "FCA", "CF": "FC", "CFPI": "FCT", "CCI": "TCC", "CACM": "CMAC", "NBBR": "NBQB", "TCDP": "CHRT"}

_codes = "|".join(sorted(COURT_CODES | FRENCH_CODES.keys(), key=len, reverse=True))
CITATION = re.compile(rf"(?<![^\W_])(1[89]\d\d|20\d\d)\s*({_codes})\s*(\([GF]\))?\s*(\d{{1,6}})(?![^\W_])", re.IGNORECASE)


def _citation_key(match: re.Match[str]) -> str:
    year, code, division, number = match.groups()
    code = code.upper()
    return f"{year} {FRENCH_CODES.get(code, code)}{(division or '').upper()} {int(number)}".lower()


def citation_key(text: str) -> str:
    """Bring a citation to the form that is compared: a neutral one by its three parts, any other by its words."""
    text = clean(text).strip()
    neutral = CITATION.match(text)
    return _citation_key(neutral) if neutral else " ".join(tokens(text, ""))


def citations_in(text: str) -> Iterator[Place]:
    """Find the neutral and CanLII citations written in a text."""
    for match in CITATION.finditer(text):
        yield Place(_citation_key(match), *match.span())


# ── Sections ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_NUMBER = r"\d{1,4}(?:\.\d{1,4})*"
_LEVEL = r"(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z](?:\.\d{1,2})?|[ivxIVX]{1,6}(?:\.\d{1,2})?)"
_LEVELS = rf"(?:\s?\({_LEVEL}\)|{_LEVEL}\))*"
_SECTION = rf"{_NUMBER}{_LEVELS}"
_WORD = r"(?:§§?\s*|(?:ss?|secs?|sections?|subsections?|arts?|articles?)\.?\s*(?=\d))"
# "par. 12" in a text is a paragraph of a judgment; typed before 279.01(1)(a) it is part of the section.
_WORD_TYPED = r"(?:§§?\s*|(?:ss?|secs?|sections?|subsections?|arts?|articles?|paragraphs?|paragraphes?|alinéas?|al|par)\.?\s*(?=\d))"
_END = r"(?![^\W_])(?!\.\d)"
_ALONE = re.compile(
    rf"(?<![^\W_])(?<!\d\.)(?<![$€£])(?:{_NUMBER}(?:\s?\({_LEVEL}\){_LEVELS})|\d{{1,4}}(?:\.\d{{1,4}})+{_LEVELS}){_END}(?!\s?%)"
)
_AFTER_WORD = re.compile(rf"(?<![^\W_]){_WORD}({_SECTION}(?:\s*(?:,|and|or|et|ou|to|à|-|–|‑)\s*{_SECTION})*){_END}", re.IGNORECASE)
_ONE = re.compile(_SECTION)
SECTION_TYPED = re.compile(rf"(?<![^\W_])({_WORD_TYPED})?({_SECTION}){_END}", re.IGNORECASE)
_STEP = re.compile(rf"\(?({_LEVEL})\)")


def section_steps(written: str) -> list[str]:
    """Cut "279.01(1)(a)" into its number and the levels below it."""
    number = re.match(rf"\s*({_NUMBER})", written)
    if number is None:
        return []
    return [number.group(1), *(step.lower() for step in _STEP.findall(written[number.end() :]))]


def section_key(written: str) -> str:
    """Bring a section to the form that is compared: "s. 279.01 (1)a)" is "279.01(1)(a)"; empty when there is none."""
    typed = SECTION_TYPED.search(clean(written))
    steps = section_steps(typed.group(2)) if typed else []
    return steps[0] + "".join(f"({step})" for step in steps[1:]) if steps else ""


def with_parents(section: str) -> list[str]:
    """List a section and the sections it is part of: 279.01(1)(a), 279.01(1), 279.01."""
    steps = section_steps(section)
    return [steps[0] + "".join(f"({step})" for step in steps[1:depth]) for depth in range(len(steps), 0, -1)]


def sections_in(text: str) -> Iterator[Place]:
    """Find the sections written in a text: with the word for it, with brackets, or with decimals."""
    taken = set()
    for match in _AFTER_WORD.finditer(text):
        for one in _ONE.finditer(text, match.start(1), match.end(1)):
            taken.add(one.start())
            yield Place(section_key(one.group()), *one.span())
    for one in _ALONE.finditer(text):
        if one.start() not in taken:
            yield Place(section_key(one.group()), *one.span())


def fingerprint() -> str:
    """Name this way of cutting texts; an index carries the name of the one it was made with."""
    probe = "Détentions préventives, the accused's Cœur R. c. Généreux s. 279.01(1)(a) C.C.C. 2019 CSC 18"
    cut = tokens(clean(probe), "fr") + tokens(clean(probe), "en") + [place.token for place in sections_in(probe)]
    return f"{VERSION}-{sentences.VERSION}-{'.'.join(cut)}"
