"""The arithmetic of one position: total, less what is deducted, against the ceiling.

The steps are those of *Jordan* (2016 SCC 27) and *Coulter* (2016 ONCA 704, paras 34-41), with the exclusions of Part XV.1 taken first. All
figures are whole days; nothing is decided here that counsel or a court decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .calendar import Length, over_average, total_days
from .ceilings import Ceiling, ceiling
from .intervals import POSITIONS, WHOLE, Interval, Piece, cut, measure
from .regime import OffencePeriod
from .tables import KindRow, Stage, Tables
from .words import Said, WrongInput


class Outcome(StrEnum):
    """Where the delay lies and so whose burden it is; never what becomes of the case."""

    BELOW = "BELOW"
    BELOW_AFTER_DISCRETE = "BELOW_AFTER_DISCRETE"
    PRESUMPTIVELY_UNREASONABLE = "PRESUMPTIVELY_UNREASONABLE"


@dataclass(frozen=True)
class Clock:
    """What is counted: origin (sworn, or new trial ordered), last day of evidence and argument, forum ("" while open), offences, intervals.

    :raises WrongInput: the end lies before the origin, or there is no offence
    """

    origin: date
    end: date
    forum: str
    offences: tuple[OffencePeriod, ...]
    intervals: tuple[Interval, ...] = ()

    def __post_init__(self):
        if self.end < self.origin:
            raise WrongInput("END_BEFORE_ORIGIN", origin=self.origin, end=self.end)
        if not self.offences:
            raise WrongInput("NO_OFFENCE")

    def of_position(self, position: str) -> list[Interval]:
        """List the intervals that one position counts: agreed or ruled, and those that side claims."""
        return [one for one in self.intervals if one.status in POSITIONS[position]]


@dataclass(frozen=True)
class Figures:
    """What one position comes to, in days, and the pieces it was added up from.

    ``defence_hundredths`` is the defence delay before the part of a day was dropped. ``outcome`` goes by calendar months from the origin,
    ``outcome_c2`` by average months, ``outcome_other`` by the other ceiling while the forum is open.
    """

    ceiling: Ceiling
    total: int
    reserve: int
    xv1: int
    defence: int
    defence_hundredths: int
    net: int
    discrete: int
    remaining: int
    projected_on: date
    outcome: Outcome
    outcome_c2: Outcome
    outcome_other: Outcome | None
    pieces: tuple[Piece, ...]
    warnings: tuple[Said, ...] = ()

    @property
    def within_rounding(self) -> bool:
        """Whether the two ways of counting months come to different outcomes."""
        return self.outcome != self.outcome_c2

    def length(self, days: int) -> Length:
        """Give a number of its days in months counted from the origin."""
        return Length(self.ceiling.origin, days)


def figures(clock: Clock, tables: Tables, position: str, kinds: Sequence[KindRow]) -> Figures:
    """Count one position by the kinds given, in their order, without warnings.

    :raises WrongInput: the law on file gives no ceiling for the forum
    """
    limit = ceiling(clock.origin, clock.forum, tables.months(clock.origin))
    if limit is None:
        raise WrongInput("NO_CEILING", forum=clock.forum or "OCJ, SCJ", origin=clock.origin)
    intervals = clock.of_position(position)
    pieces = cut(clock.origin, clock.end, intervals, kinds)
    stages = {row.kind: row.counts_as for row in kinds}
    taken = dict.fromkeys(["", *stages], 0)
    for piece in pieces:
        taken[piece.kind] += piece.days * piece.share
    hundredths = {stage: sum(taken[kind] for kind, counts_as in stages.items() if counts_as is stage) for stage in Stage}
    days = {stage: count // WHOLE for stage, count in hundredths.items()}
    whole = total_days(clock.origin, clock.end)
    deducted = days[Stage.OUTSIDE] + days[Stage.EXCLUDED] + days[Stage.DEFENCE]
    net = whole - deducted
    remaining = net - days[Stage.DISCRETE]
    reserved = {row.kind for row in kinds if row.counts_as is Stage.OUTSIDE}
    return Figures(
        ceiling=limit,
        total=whole - days[Stage.OUTSIDE],
        reserve=measure((one for one in intervals if one.kind in reserved), since=clock.origin),
        xv1=days[Stage.EXCLUDED],
        defence=days[Stage.DEFENCE],
        defence_hundredths=hundredths[Stage.DEFENCE],
        net=net,
        discrete=days[Stage.DISCRETE],
        remaining=remaining,
        projected_on=limit.on + timedelta(days=deducted),
        outcome=outcome(net, remaining, limit.days),
        outcome_c2=_outcome(over_average(net, limit.months), over_average(remaining, limit.months)),
        outcome_other=outcome(net, remaining, total_days(limit.origin, limit.other_on)) if limit.other_on else None,
        pieces=tuple(pieces),
    )


def outcome(net: int, remaining: int, most: int) -> Outcome:
    """Say where days net, and days remaining after discrete events, lie against the most that a ceiling allows."""
    return _outcome(net > most, remaining > most)


def _outcome(net_is_over: bool, remaining_is_over: bool) -> Outcome:
    if not net_is_over:
        return Outcome.BELOW
    return Outcome.PRESUMPTIVELY_UNREASONABLE if remaining_is_over else Outcome.BELOW_AFTER_DISCRETE
