"""Which numbers of a report are hidden so that nobody reads fewer than five persons off it, also not by subtraction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5
PRIME = 2**61 - 1
"""Sums are solved by the remainders of this prime: quicker than fractions, and the rows hold little else than 1 and -1."""

Place = tuple[int, str]
"""A number of one of several tables: which table, and its code."""
Row = tuple[Place, list[Place]]
"""A number and those that it is the sum of."""
WHOLE = -1
"""The table that is the sum of the others."""


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
    """Choose what several tables of the same sums hide, each the same codes, so that all of them together give no small number away.

    Where there are several, they are the parts of a whole (the regions of a province) whose own table hides ``already``: each number of the
    whole is the sum of theirs, and the reader has that table as well.
    """
    sums, unseen, of_whole = list(sums), set(unpublished), set(already)
    numbers: dict[Place, int] = {(at, code): number for at, table in enumerate(tables) for code, number in table.items()}
    rows: list[Row] = [((at, one.total), [(at, code) for code in one.parts]) for at in range(len(tables)) for one in sums]
    whole = {code: sum(table[code] for table in tables) for code in tables[0]}
    if len(tables) > 1:
        numbers |= {(WHOLE, code): number for code, number in whole.items()}
        rows += [((WHOLE, code), [(at, code) for at in range(len(tables))]) for code in whole]
    away = {code for (at, code), number in numbers.items() if at != WHOLE and is_small(number) and code not in unseen} | of_whole
    while True:
        unknown = {(at, code) for at in range(len(tables)) for code in away | unseen} | {(WHOLE, code) for code in of_whole | unseen}
        exposed = {code for _at, code in _exposed(numbers, rows, unknown & numbers.keys())}
        if not exposed:
            return away
        candidates = {code for one in sums if exposed & set(one.codes) for code in one.codes} - away - unseen
        if not candidates:
            candidates = {code for one in sums for code in one.codes} - away - unseen
        if not candidates:
            return away
        # The least that tells something; a zero protects only where nothing else does.
        away.add(min(candidates, key=lambda code: (whole[code] == 0, whole[code], code)))


def _exposed(numbers: Mapping[Place, int], rows: list[Row], unknown: set[Place]) -> set[Place]:
    """The small numbers that a reader who knows all but the unknown ones could work out, knowing that none is less than nothing."""
    left, found = set(unknown), set()
    while True:
        left -= _nothing(numbers, rows, left)
        determined = _determined(rows, left)
        found |= {place for place in determined if is_small(numbers[place])}
        left -= determined
        if not determined:
            break
    for total, parts in rows:
        held = [place for place in parts if place in left and numbers[place]]
        if held and total not in left and sum(numbers[place] for place in held) == len(held):  # nothing but ones
            found |= {place for place in held if is_small(numbers[place])}
    return found


def _nothing(numbers: Mapping[Place, int], rows: list[Row], unknown: set[Place]) -> set[Place]:
    """The unknown numbers that can only be nothing: parts of what leaves nothing for them."""
    found: set[Place] = set()
    while True:
        more = set()
        for total, parts in rows:
            if total not in unknown or total in found:
                held = {place for place in parts if place in unknown} - found
                if held and not any(numbers[place] for place in held):
                    more |= held
        if not more:
            return found
        found |= more


def _determined(rows: list[Row], unknown: set[Place]) -> set[Place]:
    """The unknown numbers that the sums fix, by elimination; a row holds only what is unknown in it."""
    solved: dict[Place, dict[Place, int]] = {}
    holding: dict[Place, set[Place]] = {}  # the solved rows that hold a number, by the number each is solved for
    for total, parts in rows:
        row: dict[Place, int] = {}
        for place, sign in ((total, -1), *((part, 1) for part in parts)):
            if place in unknown:
                row[place] = (row.get(place, 0) + sign) % PRIME
        for pivot in [place for place in row if place in solved]:
            _take(row, solved[pivot], row[pivot])
        row = {place: value for place, value in row.items() if value}
        if not row:
            continue
        pivot, first = next(iter(row.items()))
        by = pow(first, -1, PRIME)
        row = {place: value * by % PRIME for place, value in row.items()}
        for name in holding.pop(pivot, ()):
            other = solved[name]
            _take(other, row, other[pivot])
            for place in row:
                if place in other:
                    holding.setdefault(place, set()).add(name)
                elif place in holding:
                    holding[place].discard(name)
        solved[pivot] = row
        for place in row:
            holding.setdefault(place, set()).add(pivot)
    return {place for row in solved.values() if len(row) == 1 for place in row}


def _take(row: dict[Place, int], other: Mapping[Place, int], times: int) -> None:
    """Take a row so many times off another, and drop what is gone."""
    for place, value in other.items():
        left = (row.get(place, 0) - times * value) % PRIME
        if left:
            row[place] = left
        else:
            row.pop(place, None)
