"""Which numbers of a report are hidden so that nobody reads fewer than five persons off it, also not by subtraction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

FEWEST = 5


@dataclass(frozen=True)
class Sum:
    """That one number is the sum of others, all named by their code."""

    total: str
    parts: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Everything it speaks of."""
        return (self.total, *self.parts)


def is_small(number: int) -> bool:
    """Say whether a number tells of so few that a person could be recognised; nobody is nobody."""
    return 0 < number < FEWEST


def hidden(numbers: Mapping[str, int], sums: Iterable[Sum], unpublished: Iterable[str] = ()) -> set[str]:
    """Choose what is hidden: every small number, and as many others as it takes that no small one follows from what is left.

    :param numbers: each number by its code, those too that are not published but follow from others by a sum
    :param unpublished: the codes that the report does not show at all
    """
    return hidden_alike([numbers], sums, unpublished)


def hidden_alike(
    tables: Sequence[Mapping[str, int]], sums: Iterable[Sum], unpublished: Iterable[str] = (), already: Iterable[str] = ()
) -> set[str]:
    """Choose what several tables of the same sums hide, each the same codes, so that none of them gives a small number away.

    Where the tables are the parts of a whole (the regions of a province) and hide all that the whole hides (``already``), the whole tells
    nothing more of a part: what could be added to the hidden numbers of one part could be taken off those of another.
    """
    sums = list(sums)
    unseen = set(unpublished)
    away = {code for numbers in tables for code, number in numbers.items() if is_small(number) and code not in unseen} | set(already)
    while exposed := _exposed(tables, sums, away | unseen):
        candidates = {code for one in sums if exposed & set(one.codes) for code in one.codes} - away - unseen
        if not candidates:
            candidates = {code for one in sums for code in one.codes} - away - unseen
        if not candidates:
            break
        whole = {code: sum(numbers[code] for numbers in tables) for code in candidates}
        # The least that tells something; a zero protects only where nothing else does.
        away.add(min(candidates, key=lambda code: (whole[code] == 0, whole[code], code)))
    return away


def _exposed(tables: Sequence[Mapping[str, int]], sums: list[Sum], unknown: set[str]) -> set[str]:
    """The small numbers that a reader who knows all but the unknown ones could work out."""
    determined, found = _determined(sums, unknown), set()
    for numbers in tables:
        small = {code for code in unknown if is_small(numbers[code])}
        found |= small & determined
        for one in sums:
            if one.total in unknown:
                continue
            parts = [code for code in one.parts if code in unknown and numbers[code]]
            left = sum(numbers[code] for code in parts)
            if parts and left == len(parts):  # nothing but ones
                found |= small & set(parts)
    return found


def _determined(sums: list[Sum], unknown: set[str]) -> set[str]:
    """The unknown numbers that the sums fix, by elimination; a row holds only what is unknown in it."""
    rows: list[dict[str, Fraction]] = []
    for one in sums:
        row: dict[str, Fraction] = {}
        for code, sign in ((one.total, -1), *((part, 1) for part in one.parts)):
            if code in unknown:
                row[code] = row.get(code, Fraction(0)) + sign
        rows.append({code: value for code, value in row.items() if value})
    solved: list[dict[str, Fraction]] = []
    while rows:
        row = rows.pop()
        if not row:
            continue
        pivot = min(row)
        row = {code: value / row[pivot] for code, value in row.items()}
        rows = [_without(other, row, pivot) for other in rows]
        solved = [_without(other, row, pivot) for other in solved]
        solved.append(row)
    return {code for row in solved if len(row) == 1 for code in row}


def _without(row: dict[str, Fraction], solved: dict[str, Fraction], pivot: str) -> dict[str, Fraction]:
    """Take a solved row off another one so that its pivot is gone."""
    by = row.get(pivot)
    if not by:
        return row
    left = {code: row.get(code, Fraction(0)) - by * solved.get(code, Fraction(0)) for code in {*row, *solved}}
    return {code: value for code, value in left.items() if value}
