"""The total of custody that a sentence in parts makes, counted part by part; a person confirms it. Pure Python."""

import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casetracker.delay import add_months

LONGEST_YEAR = 9000


@dataclass(frozen=True)
class Custody:
    """Custody imposed on one count: its length, its credit, and the count it follows, where it is consecutive."""

    count: Hashable
    months: int = 0
    days: int = 0
    life: bool = False
    credit_days: int = 0
    after: Hashable | None = None


@dataclass(frozen=True)
class Total:
    """What is to be served: the longest chain of consecutive custody, its parts in order, and the credit along it."""

    months: int
    days: int
    credit_days: int
    life: bool
    chain: tuple[Custody, ...]

    @property
    def digest(self) -> str:
        """What the person who confirms has seen."""
        return hashlib.sha256(repr((self.months, self.days, self.credit_days, self.life)).encode()).hexdigest()[:16]


class Circle(ValueError):
    """Tell that parts are consecutive to each other in a circle, or to a count without custody; ``count`` is the one at fault."""

    def __init__(self, count: Hashable):
        super().__init__(f"{count} is consecutive to custody that never begins")
        self.count = count


def end_of(start: date, part: Custody) -> date:
    """Give the day on which custody that begins on a day ends, credit taken off and calendar months counted."""
    if part.life:
        return date(LONGEST_YEAR, 1, 1)
    return add_months(start, part.months) + timedelta(days=part.days - part.credit_days)


def total_of(parts: Iterable[Custody], on: date) -> Total | None:
    """Count the whole of custody imposed on a day: parts run at once unless one is consecutive to the custody of another count.

    None where there is no custody.

    :raises Circle: a part follows itself, or a count that has no custody
    """
    parts = list(parts)
    by_count: dict[Hashable, list[Custody]] = {}
    for part in parts:
        by_count.setdefault(part.count, []).append(part)
    chains: dict[int, tuple[Custody, ...]] = {}

    def chain(part: Custody, seen: tuple[Hashable, ...]) -> tuple[Custody, ...]:
        if id(part) in chains:
            return chains[id(part)]
        if part.after is None:
            before: tuple[Custody, ...] = ()
        elif part.after in seen or part.after == part.count or part.after not in by_count:
            raise Circle(part.count)
        else:
            before = max((chain(one, (*seen, part.count)) for one in by_count[part.after]), key=served_until)
        chains[id(part)] = (*before, part)
        return chains[id(part)]

    def served_until(line: tuple[Custody, ...]) -> date:
        day = on
        for part in line:
            day = end_of(day, part)
            if part.life:
                return day
        return day

    if not parts:
        return None
    longest = max((chain(part, ()) for part in parts), key=served_until)
    life = any(part.life for part in longest)
    months, days = (sum(getattr(part, name) for part in longest) for name in ("months", "days"))
    return Total(months, days, sum(part.credit_days for part in longest), life, longest)


def exceeds(part_months: int, part_days: int, life: bool, maximum, on: date) -> bool:
    """Say whether a length imposed on a day is more than a maximum (``sentence_law.Maximum``)."""
    if maximum.life:
        return False
    return life or add_months(on, part_months) + timedelta(days=part_days) > add_months(on, maximum.months) - timedelta(
        days=maximum.less_days
    )


def falls_short(part_months: int, part_days: int, life: bool, least_months: int, on: date) -> bool:
    """Say whether a length imposed on a day is less than so many months."""
    return not life and add_months(on, part_months) + timedelta(days=part_days) < add_months(on, least_months)
