"""How far one spelling lies from another, said once for every engine.

Pure: an engine says which spellings there are, and who holds them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

ONE_WRONG_FROM, TWO_WRONG_FROM, LONGEST = 4, 6, 32
"""Of so many letters on, one may be wrong, or two; beyond the longest nothing is a word."""

_WORD = re.compile(rf"[a-z]{{{ONE_WRONG_FROM},{LONGEST}}}")


def allowed(word: str) -> int:
    """Say how many letters of a folded word may be wrong; none of a short one, or of what is no word."""
    if not _WORD.fullmatch(word):
        return 0
    return 2 if len(word) >= TWO_WRONG_FROM else 1


def distance(one: str, other: str, most: int) -> int:
    """Count the letters to put in, leave out, change or swap with their neighbour; more than ``most`` is given as one more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    at, shorter = 0, min(len(one), len(other))
    while at < shorter and one[at] == other[at]:
        at += 1
    one, other = one[at:], other[at:]
    if not one or not other:
        return len(one) + len(other)
    if not most:
        return 1
    steps = [distance(one[1:], other[1:], most - 1), distance(one[1:], other, most - 1), distance(one, other[1:], most - 1)]
    if one[:2] == other[1::-1]:
        steps.append(distance(one[2:], other[2:], most - 1))
    return 1 + min(steps)


def nearest(word: str, others: Iterable[str], count: Callable[[list[str]], Mapping[str, int]]) -> dict[str, int]:
    """Give the spellings that lie closest to a word, of those that stand somewhere, and in how many documents.

    The first letter is taken to be right, as it nearly always is.

    :param count: says of some spellings in how many documents that the reader may see they stand
    """
    most = allowed(word)
    letters = set(word)
    apart = defaultdict(set)
    for other in others if most else ():
        if other[:1] == word[0] and abs(len(other) - len(word)) <= most and len(letters - set(other)) <= most and _WORD.fullmatch(other):
            apart[distance(word, other, most)].add(other)
    for far in range(1, most + 1):
        held = {spelled: number for spelled, number in count(sorted(apart[far])).items() if number} if apart[far] else {}
        if held:
            return held
    return {}
