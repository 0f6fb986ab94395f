"""What words, patterns and nearness mean: said once, in plain Python, for the oracle, the marks in a find, and where an engine asks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext

from foundation.search import query
from foundation.search.analysis import EXACT_MARK, FRENCH_MARK, Word
from foundation.search.entry import Entry, Request
from foundation.search.marks import TEXT, QueryError

MOST_EXPANSIONS = 1_000
MOST_PAIRS = 256
MOST_BESIDE = 400
"""So many pairs and written-out phrases of one query; a node with little memory takes 4,096 clauses, of which each makes several."""
MOST_CANDIDATES = 2_000

Form = tuple[str, ...]
Expansions = Mapping[str, Sequence[str]]
"""The spellings that a pattern stands for."""


class TooWide(QueryError):
    """Say that words stand for more than an engine should look at, and how to narrow them."""


# ── One text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1_000)
def regex(pattern: str) -> re.Pattern[str]:
    """Compile a pattern such as ~exploit* or ~wom?n."""
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."))


def prefix(pattern: str) -> str:
    """Give what stands before the first wildcard of a pattern."""
    return re.split("[*?]", pattern)[0]


def meets(token: str, word: Word) -> bool:
    """Tell whether a word of a text is what a token asks for."""
    if not token.startswith(EXACT_MARK):
        return word.stem == token
    return regex(token).fullmatch(word.exact) is not None if query.is_pattern(token) else word.exact == token


def _positions(token: str, line: Sequence[Word]) -> list[int]:
    if not token.startswith(EXACT_MARK):
        return [at for at, (stem, _) in enumerate(line) if stem == token]
    return [at for at, word in enumerate(line) if meets(token, word)]


def occurrences(form: Form, line: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Find where words stand in this order, side by side: the first position and the one after the last."""
    for at in _positions(form[0], line):
        end = at + len(form)
        if len(form) == 1 or (end <= len(line) and all(map(meets, form[1:], line[at + 1 : end]))):
            yield at, end


def occurrences_of(side: Iterable[query.Words], line: Sequence[Word]) -> list[tuple[int, int]]:
    """Find where any of several words or phrases stands."""
    return [place for words in side for form in words.forms for place in occurrences(form, line)]


def are_near(one: tuple[int, int], other: tuple[int, int], near: query.Near) -> bool:
    """Tell whether two places of one line lie close enough; what overlaps does."""
    between = max(one[1], other[1]) - min(one[0], other[0]) - (one[1] - one[0]) - (other[1] - other[0])
    return near.within != query.WORDS or between < near.distance


def holds_words(words: query.Words, entry: Entry, names: Iterable[str]) -> bool:
    """Tell whether a document holds words that are asked for by their spelling."""
    lines = (line for name in names for line in entry.units(name, query.PARAGRAPH))
    return any(any(occurrences(form, line)) for line in lines for form in words.forms)


def holds_near(near: query.Near, lines: Iterable[Sequence[Word]]) -> bool:
    """Tell whether sentences or paragraphs hold words near one another."""
    for line in lines:
        left = occurrences_of(near.left, line)
        right = occurrences_of(near.right, line) if left else []
        if any(are_near(one, other, near) for one in left for other in right):
            return True
    return False


# ── From patterns to spellings ───────────────────────────────────────────────────────────────────────────────────────


def expand(request: Request, look_up: Callable[[list[str], tuple[str, ...]], Mapping[str, Iterable[str]]]) -> Expansions:
    """Find the spellings that the patterns of a tree stand for, in what the reader may see.

    :param look_up: gives the spellings of patterns in some of the texts
    :raises TooWide: there are too many
    """
    patterns = query.patterns(request.tree)
    found = look_up(patterns, request.fields(TEXT)) if patterns else {}
    expansions = {pattern: sorted(set(found.get(pattern, ()))) for pattern in patterns}
    left = MOST_EXPANSIONS
    for pattern, spellings in expansions.items():
        left -= len(spellings)
        if left < 0:
            raise TooWide(
                gettext("“%(word)s” stands for too many words, more than %(most)d in all; write more of its letters.")
                % {"word": pattern.removeprefix(EXACT_MARK), "most": MOST_EXPANSIONS}
            )
    beside = sum(len(pairs(near, expansions)) for near in query.nears(request.tree))
    phrases = (form for leaf in query.leaves(request.tree) if isinstance(leaf, query.Words) and not leaf.is_plain for form in leaf.forms)
    beside += sum(len(concrete([form], expansions)) for form in phrases if len(form) > 1)
    if beside > MOST_BESIDE:
        raise _too_many(query.echo(request.tree))
    return expansions


def concrete(forms: Iterable[Form], expansions: Expansions) -> list[Form]:
    """Write out every form with a spelling in place of each pattern."""
    found: list[Form] = []
    for form in forms:
        if not any(map(query.is_pattern, form)):
            found.append(form)
            continue
        choices = [expansions[token] if query.is_pattern(token) else (token,) for token in form]
        for chosen in itertools.product(*choices):
            found.append(chosen)
            if len(found) > MOST_EXPANSIONS:
                raise _too_many(" ".join(form))
    return found


def pairs(near: query.Near, expansions: Expansions) -> list[tuple[Form, Form]]:
    """List what must stand near what; a French word and an English one never stand in one paragraph.

    :raises TooWide: there are too many
    """
    left, right = (concrete((form for words in side for form in words.forms), expansions) for side in (near.left, near.right))
    if len(left) * len(right) > MOST_PAIRS * 16:
        raise _too_many(query.echo(near))
    found = [(one, other) for one in left for other in right if not {"en", "fr"} <= _languages(one) | _languages(other)]
    if len(found) > MOST_PAIRS:
        raise _too_many(query.echo(near))
    return found


def _languages(form: Form) -> set[str]:
    """Name the languages that the stems of a form belong to; spellings, numbers and letters belong to any."""
    return {
        "fr" if token.startswith(FRENCH_MARK) else "en"
        for token in form
        if token.startswith(FRENCH_MARK) or (len(token) > 1 and token.isalpha() and not token.startswith(EXACT_MARK))
    }


def _too_many(typed: str) -> TooWide:
    return TooWide(
        gettext("“%(word)s” stands for too many words beside one another; write more of their letters, or fewer words.")
        % {"word": typed.replace(EXACT_MARK, "")}
    )


def too_many_candidates(near: query.Near) -> TooWide:
    """Say that more documents hold a phrase near a word than are read through."""
    return TooWide(
        gettext("More than %(most)d documents hold the words of “%(word)s”; add a word or a field that narrows the search.")
        % {"word": query.echo(near), "most": MOST_CANDIDATES}
    )
