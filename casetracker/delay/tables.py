"""The dated tables the calculator counts by: ceilings, kinds of interval, rules of the regime. Law is in them and not in the code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from foundation.law.files import DATA, Dated, read_rows


class Stage(StrEnum):
    """What becomes of the days of a kind: each day takes the first that holds."""

    OUTSIDE = "OUTSIDE"
    EXCLUDED = "EXCLUDED"
    DEFENCE = "DEFENCE"
    DISCRETE = "DISCRETE"
    NOTHING = "NOTHING"


class KeyedOn(StrEnum):
    """Which date decides that a row holds: that of the offence, or the day the clock began."""

    OFFENCE_DATE = "offence_date"
    CHARGE_DATE = "charge_date"


@dataclass(frozen=True, kw_only=True)
class DelayRow(Dated):
    """What every row of these tables has: the date that decides is that of the offence or of the charge."""

    keyed_on: KeyedOn


@dataclass(frozen=True, kw_only=True)
class CeilingRow(DelayRow):
    """The ceiling of a forum, in months."""

    forum: str
    months: int


@dataclass(frozen=True, kw_only=True)
class KindRow(DelayRow):
    """A kind of interval: in which order it takes a day, as what the day counts, and whether a share of it may count."""

    kind: str
    rank: int
    counts_as: Stage
    takes_share: bool
    title_en: str
    title_fr: str


@dataclass(frozen=True, kw_only=True)
class RuleRow(DelayRow):
    """A rule that changes no figure: a warning, a duty, a factor to be counted, a ground of exclusion, a word on the remedy."""

    code: str
    section: str
    effect: str
    title_en: str
    title_fr: str


@dataclass(frozen=True)
class Tables:
    """All of them; kinds in the order in which they take a day."""

    ceilings: tuple[CeilingRow, ...]
    kinds: tuple[KindRow, ...]
    rules: tuple[RuleRow, ...]

    def months(self, origin: date) -> dict[str, int]:
        """Tell the ceiling of each forum, in months, for a clock that starts on a day."""
        return {row.forum: row.months for row in self.ceilings if row.on(origin)}

    def ceiling_row(self, forum: str, origin: date) -> CeilingRow | None:
        """Find the row that gives the ceiling of a forum."""
        return next((row for row in self.ceilings if row.forum == forum and row.on(origin)), None)


def read_tables(folder: Path = DATA) -> Tables:
    """Read the shipped tables, without a database.

    :raises BadLawData: a file or a value cannot be read; says which file, line and column
    """
    return Tables(
        ceilings=read_rows("ceilings.csv", CeilingRow, folder),
        kinds=tuple(sorted(read_rows("delay_kinds.csv", KindRow, folder), key=lambda row: row.rank)),
        rules=read_rows("delay_rules.csv", RuleRow, folder),
    )


def known_kinds(kinds: Iterable[KindRow]) -> list[str]:
    """Name the kinds in their order."""
    return list(dict.fromkeys(row.kind for row in kinds))
