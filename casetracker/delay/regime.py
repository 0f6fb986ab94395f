"""Which dated rows hold for a proceeding: Part XV.1 (ss. 492.21-492.31) or the law before it, by the dates of its offences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from .tables import DelayRow, KeyedOn, KindRow, RuleRow, Stage, Tables
from .words import WrongInput

Row = TypeVar("Row", bound=DelayRow)


@dataclass(frozen=True)
class OffencePeriod:
    """The days on which a count says the offence was committed, both included; without a last day it is one day.

    :raises WrongInput: it ends before it begins
    """

    first: date
    last: date | None = None

    def __post_init__(self):
        if self.last and self.last < self.first:
            raise WrongInput("OFFENCE_ENDS_EARLY", first=self.first, last=self.last)


class Reading(StrEnum):
    """How a row keyed on the offence date is applied to offence periods.

    WHOLE is the rule: it holds where every period begins under it. The others give the figures shown beside it.
    """

    WHOLE = "WHOLE"
    TOUCHED = "TOUCHED"
    LEFT_OUT = "LEFT_OUT"


def holds(row: DelayRow, origin: date, offences: Iterable[OffencePeriod], reading: Reading = Reading.WHOLE) -> bool:
    """Say whether a row holds for a clock that began on a day and for these offences."""
    if row.keyed_on is KeyedOn.CHARGE_DATE:
        return row.on(origin)
    if reading is Reading.WHOLE:
        return all(row.on(period.first) for period in offences)
    if reading is Reading.TOUCHED:
        return any(_touches(row, period) for period in offences)
    return row.valid_from is None


def rows_that_hold(rows: Iterable[Row], origin: date, offences: Iterable[OffencePeriod], reading: Reading = Reading.WHOLE) -> list[Row]:
    """List the rows that hold, in their order."""
    offences = tuple(offences)
    return [row for row in rows if holds(row, origin, offences, reading)]


def rules(tables: Tables, effect: str, origin: date, offences: Iterable[OffencePeriod]) -> list[RuleRow]:
    """List the rules of one effect that hold: DUTY (s. 492.25), FACTOR (s. 492.26), EXCLUSION, EXCLUSION_WEIGHED, REMEDY, WARNING."""
    return rows_that_hold([row for row in tables.rules if row.effect == effect], origin, offences)


def excluding_kinds(tables: Tables, origin: date, offences: Iterable[OffencePeriod], reading: Reading = Reading.WHOLE) -> list[KindRow]:
    """List the kinds whose days the law excludes from the clock of these offences."""
    return rows_that_hold([row for row in tables.kinds if row.counts_as is Stage.EXCLUDED], origin, offences, reading)


def by_regime(tables: Tables, origin: date, offences: Iterable[OffencePeriod]) -> list[tuple[OffencePeriod, ...]]:
    """Group the offences of a proceeding by the excluded kinds that hold for each: more than one group needs a result for each."""
    groups: dict[tuple[str, ...], list[OffencePeriod]] = {}
    for period in offences:
        key = tuple(row.kind for row in excluding_kinds(tables, origin, [period]))
        groups.setdefault(key, []).append(period)
    return [tuple(groups[key]) for key in sorted(groups, key=len)]


def _touches(row: DelayRow, period: OffencePeriod) -> bool:
    last = period.last or period.first
    return (row.valid_from is None or row.valid_from <= last) and (row.valid_to is None or period.first < row.valid_to)
