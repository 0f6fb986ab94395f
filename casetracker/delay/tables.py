"""The dated tables the calculator counts by: ceilings, kinds of interval, rules of the regime. Law is in them and not in the code."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from foundation.law.files import DATA, BadLawData, plain_rows


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


@dataclass(frozen=True)
class Dated:
    """What every row has: the days it holds for, where it was read, and what is uncertain about it."""

    valid_from: date | None
    valid_to: date | None
    keyed_on: KeyedOn
    source: str
    uncertain: dict[str, str] = field(default_factory=dict)

    def on(self, day: date) -> bool:
        """Say whether the row holds for a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class CeilingRow(Dated):
    """The ceiling of a forum, in months."""

    forum: str = ""
    months: int = 0


@dataclass(frozen=True)
class KindRow(Dated):
    """A kind of interval: in which order it takes a day, as what the day counts, and whether a share of it may count."""

    kind: str = ""
    rank: int = 0
    counts_as: Stage = Stage.NOTHING
    takes_share: bool = False
    title_en: str = ""
    title_fr: str = ""


@dataclass(frozen=True)
class RuleRow(Dated):
    """A rule that changes no figure: a warning, a duty, a factor to be counted, a ground of exclusion, a word on the remedy."""

    code: str = ""
    section: str = ""
    effect: str = ""
    title_en: str = ""
    title_fr: str = ""


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
    kinds = [
        KindRow(
            **_dated(where, row),
            kind=row["kind"],
            rank=_read(where, row, "rank", int),
            counts_as=_read(where, row, "counts_as", Stage),
            takes_share=_read(where, row, "takes_share", {"true": True, "false": False}.__getitem__),
            title_en=row["title_en"],
            title_fr=row["title_fr"],
        )
        for where, row in plain_rows("delay_kinds.csv", folder)
    ]
    return Tables(
        ceilings=tuple(
            CeilingRow(**_dated(where, row), forum=row["forum"], months=_read(where, row, "months", int))
            for where, row in plain_rows("ceilings.csv", folder)
        ),
        kinds=tuple(sorted(kinds, key=lambda row: row.rank)),
        rules=tuple(
            RuleRow(
                **_dated(where, row),
                code=row["code"],
                section=row["section"],
                effect=row["effect"],
                title_en=row["title_en"],
                title_fr=row["title_fr"],
            )
            for where, row in plain_rows("delay_rules.csv", folder)
        ),
    )


def known_kinds(kinds: Iterable[KindRow]) -> list[str]:
    """Name the kinds in their order."""
    return list(dict.fromkeys(row.kind for row in kinds))


def _dated(where: str, row: dict[str, str]) -> dict:
    return {
        "valid_from": _read(where, row, "valid_from", _day),
        "valid_to": _read(where, row, "valid_to", _day),
        "keyed_on": _read(where, row, "keyed_on", KeyedOn),
        "source": row["source"],
        "uncertain": _read(where, row, "uncertain", _notes),
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _notes(text: str) -> dict[str, str]:
    return json.loads(text) if text else {}


def _read(where, row, name, reader):
    try:
        return reader(row[name])
    except (ValueError, KeyError) as wrong:
        raise BadLawData(f"{where}: {name} cannot be {row.get(name)!r}") from wrong
