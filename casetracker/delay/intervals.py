"""Intervals of time with what is said of them, and the pieces into which they part the time from origin to end."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from .tables import KindRow, Stage
from .words import WrongInput

WHOLE = 100


class Status(StrEnum):
    """Who says so."""

    AGREED = "AGREED"
    CROWN_POSITION = "CROWN_POSITION"
    DEFENCE_POSITION = "DEFENCE_POSITION"
    RULED = "RULED"


SETTLED = frozenset({Status.AGREED, Status.RULED})
POSITIONS = {
    "crown": SETTLED | {Status.CROWN_POSITION},
    "defence": SETTLED | {Status.DEFENCE_POSITION},
    "agreed": SETTLED,
}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from a first to the day after the last, of one kind (``KindRow.kind``), with a share in whole percent and who says so.

    ``number`` names it in sentences. :raises WrongInput: it holds no day, or the share is no whole percent from 0 to 100
    """

    start: date
    end: date
    kind: str
    status: Status
    share: int = WHOLE
    note: str = ""
    number: int = 0

    def __post_init__(self):
        if self.end <= self.start:
            raise WrongInput("EMPTY_INTERVAL", number=self.number, start=self.start, end=self.end)
        if type(self.share) is not int or not 0 <= self.share <= WHOLE:
            raise WrongInput("BAD_SHARE", number=self.number)


class Piece(NamedTuple):
    """Days in a row of which the same is said: the kind that takes them ("" where none does) and the percent of them it takes.

    ``by`` are the intervals of that kind, ``beside`` those of other kinds that hold the same days and take nothing.
    """

    start: date
    end: date
    kind: str
    stage: Stage | None
    share: int
    by: tuple[Interval, ...]
    beside: tuple[Interval, ...]

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days


def cut(start: date, end: date, intervals: Iterable[Interval], kinds: Iterable[KindRow]) -> list[Piece]:
    """Part the days from start to end so that each lies in one piece: the first kind, in the order of ``kinds``, takes it.

    Intervals are clipped; those of a kind that is not in ``kinds``, or that takes no day, are passed over.
    """
    rows = {row.kind: row for row in kinds if row.counts_as is not Stage.NOTHING}
    order = {kind: place for place, kind in enumerate(rows)}
    taking = sorted((one for one in intervals if one.kind in rows), key=lambda one: order[one.kind])
    spans = [(max(one.start, start), min(one.end, end), one) for one in taking]
    pieces = []
    for first, last, covering in _steps(start, end, [span for span in spans if span[0] < span[1]]):
        if not covering:
            pieces.append(Piece(first, last, "", None, 0, (), ()))
            continue
        taker = rows[covering[0].kind]
        split = 1
        while split < len(covering) and covering[split].kind == taker.kind:
            split += 1
        by, beside = tuple(covering[:split]), tuple(covering[split:])
        share = _share(by) if taker.takes_share else WHOLE
        pieces.append(Piece(first, last, taker.kind, taker.counts_as, share, by, beside))
    return pieces


def measure(intervals: Iterable[Interval], since: date) -> int:
    """Count the days that lie in at least one of the intervals, from a day on."""
    days, reached = 0, since
    for one in sorted(intervals, key=lambda one: one.start):
        if one.end > reached:
            days += (one.end - max(one.start, reached)).days
            reached = one.end
    return days


def check_shares(intervals: Iterable[Interval], kinds: Iterable[KindRow]) -> None:
    """Refuse shares of one day that contradict each other: same kind, same status, a part among them, and more than the whole together.

    Two whole intervals may overlap, since a day counts once; parts of a day add up.

    :raises WrongInput: they make more than the whole
    """
    shared = {row.kind for row in kinds if row.takes_share}
    groups: dict[tuple[str, Status], list[Interval]] = defaultdict(list)
    for one in intervals:
        if one.kind in shared:
            groups[one.kind, one.status].append(one)
    for group in groups.values():
        if all(one.share == WHOLE for one in group):
            continue
        start, end = min(one.start for one in group), max(one.end for one in group)
        for first, _last, covering in _steps(start, end, [(one.start, one.end, one) for one in group]):
            shares = [one.share for one in covering]
            if sum(shares) > WHOLE and min(shares) < WHOLE:
                raise WrongInput("MORE_THAN_WHOLE", first=covering[0].number, number=covering[-1].number, day=first)


def _share(covering: Sequence[Interval]) -> int:
    """Add the shares of one status, to the whole at most, and take the largest of the statuses."""
    if len(covering) == 1:
        return covering[0].share
    sums: dict[Status, int] = defaultdict(int)
    for one in covering:
        sums[one.status] += one.share
    return min(WHOLE, max(sums.values()))


def _steps(start: date, end: date, spans: list[tuple[date, date, Interval]]) -> Iterator[tuple[date, date, list[Interval]]]:
    """Walk from boundary to boundary with the intervals that cover each step, in their order."""
    starting: dict[date, list[int]] = defaultdict(list)
    ending: dict[date, list[int]] = defaultdict(list)
    for place, (first, last, _one) in enumerate(spans):
        starting[first].append(place)
        ending[last].append(place)
    covering: list[int] = []
    since = start
    for day in sorted({*starting, *ending, end}):
        if day > since:
            yield since, day, [spans[place][2] for place in covering]
            since = day
        for place in ending.get(day, ()):
            covering.remove(place)
        for place in starting.get(day, ()):
            insort(covering, place)
