"""What the law on file says beside a sentence: until when it can be appealed, which orders it offers, and where a maximum lies.

The rules are rows of the data files of the law, each with the dates it holds for, its source and what is uncertain about it.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casetracker import choices
from foundation.law.calendar import is_working_day
from foundation.law.files import plain_rows
from foundation.law.models import KeyedOn, in_reader_language
from foundation.law.words import NOTES

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """What every row of these tables has: the days it holds for, where it was read, and what is uncertain about it."""

    valid_from: date | None
    valid_to: date | None
    keyed_on: str
    source: str
    uncertain: dict

    def on(self, day: date) -> bool:
        """Say whether the row holds for a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    @property
    def doubts(self) -> list[str]:
        """What is uncertain about it, in sentences."""
        return [str(NOTES.get(note, note)) for note in self.uncertain.values()]


def _dated(row: dict) -> dict:
    def day(text):
        return date.fromisoformat(text) if text else None

    return {
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
        "keyed_on": row["keyed_on"],
        "source": row["source"],
        "uncertain": json.loads(row["uncertain"]) if row["uncertain"] else {},
    }


# Appeals


@dataclass(frozen=True)
class AppealPeriod(Row):
    """How many days there are to appeal a decision in one mode of trial."""

    mode: str = ""
    days: int = 0


@dataclass(frozen=True)
class AppealDay:
    """The last day to appeal a decision and how it was counted: the first day left out, the last one counted, and moved on if a holiday."""

    due_on: date
    decided_on: date
    counted_to: date
    period: AppealPeriod

    @property
    def moved(self) -> bool:
        """Whether the period ended on a day on which no court office is open."""
        return self.due_on != self.counted_to


@cache
def _appeal_periods() -> tuple[AppealPeriod, ...]:
    return tuple(AppealPeriod(**_dated(row), mode=row["mode"], days=int(row["days"])) for _w, row in plain_rows("appeal_periods.csv"))


def last_day_to_appeal(decided_on: date, *, by_summary: bool) -> AppealDay | None:
    """Count the last day to appeal a decision of a day; None where the law on file gives no period for it.

    Counted by rule 3 of the Criminal Proceedings Rules: a period that ends on a holiday ends on the next day that is none.
    """
    mode = choices.CountMode.SUMMARY if by_summary else choices.CountMode.INDICTMENT
    period = next((row for row in _appeal_periods() if row.mode == mode and row.on(decided_on)), None)
    if period is None:
        return None
    counted_to = due_on = decided_on + timedelta(days=period.days)
    while not is_working_day(due_on):
        due_on += DAY
    return AppealDay(due_on, decided_on, counted_to, period)


# Orders


class Standing:
    """How an order stands to the offences of an accused, the strongest first."""

    MANDATORY, EXPECTED, AVAILABLE, NOT_CHECKED, NOT_OFFERED = range(5)


STANDING_WORDS = {
    Standing.MANDATORY: _("mandatory"),
    Standing.EXPECTED: _("near mandatory"),
    Standing.AVAILABLE: _("can be made"),
    Standing.NOT_CHECKED: _("not checked for these offences"),
    Standing.NOT_OFFERED: _("not in force for these offences"),
}


@dataclass(frozen=True)
class OrderRow(Row):
    """For which offences an order can be made: by a flag of the catalogue, by sections, or for any."""

    order: str = ""
    standing: int = Standing.AVAILABLE
    flag: str = ""
    values: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    note_en: str = ""
    note_fr: str = ""

    def names(self, offence) -> bool:
        """Say whether the row is about an offence."""
        if self.flag:
            return getattr(offence, self.flag) in self.values
        whole = f"{offence.section}{offence.para}"
        return not self.sections or any(
            section == offence.section or ("(" in section and whole.startswith(section)) for section in self.sections
        )

    def holds_for(self, count, decided_on: date) -> bool:
        """Say whether the row held on the day that decides: of the offence, or of the sentence."""
        return self.on((count.offence_to or count.offence_from) if self.keyed_on == KeyedOn.OFFENCE_DATE else decided_on)


@dataclass(frozen=True)
class Offer:
    """How one order stands for an accused, and what the row that says so notes."""

    order: str
    standing: int
    row: OrderRow | None = None

    @property
    def offered(self) -> bool:
        """Whether the court can be asked for it, as far as is known."""
        return self.standing != Standing.NOT_OFFERED

    @property
    def words(self):
        """How it stands, in words."""
        return STANDING_WORDS[self.standing]

    @property
    def note(self) -> str:
        """What to know of it, in the reader's language."""
        return in_reader_language(self.row, "note") if self.row else ""


@cache
def _order_rows() -> tuple[OrderRow, ...]:
    return tuple(
        OrderRow(
            **_dated(row),
            order=row["order"],
            standing=getattr(Standing, row["standing"]),
            flag=row["flag"],
            values=tuple(row["values"].split(";")) if row["values"] else (),
            sections=tuple(row["sections"].split(";")) if row["sections"] else (),
            note_en=row["note_en"],
            note_fr=row["note_fr"],
        )
        for _where, row in plain_rows("sentence_orders.csv")
    )


def found_offence(count):
    """Give the offence of which an accused was found guilty on a count: the included one where there is one."""
    return count.included_offence or count.offence


def offers(counts: Iterable, decided_on: date) -> list[Offer]:
    """Say of each order how it stands to these counts: the strongest of what the catalogue says of any of them.

    An order that no row names for them is not checked; one whose rows were not in force on the day that decides is not offered.
    """
    counts = list(counts)
    found = []
    for order in choices.OrderKind.values:
        rows = [row for row in _order_rows() if row.order == order]
        named = [(row, count) for row in rows for count in counts if row.names(found_offence(count))]
        held = [row for row, count in named if row.holds_for(count, decided_on)]
        if held:
            row = min(held, key=lambda row: row.standing)
            found.append(Offer(order, row.standing, row))
        elif named:
            found.append(Offer(order, Standing.NOT_OFFERED, named[0][0]))
        else:
            found.append(Offer(order, Standing.NOT_CHECKED))
    return found


# Maxima

SUMMARY_MAXIMUM = re.compile(r"^(?:(?P<years>\d+)y)?(?:(?P<months>\d+)m)?(?:-(?P<less>\d+)d)?(?:\+\$\d+)?$")


@dataclass(frozen=True)
class Maximum:
    """The longest custody an offence allows: for life, or months less some days."""

    months: int = 0
    less_days: int = 0
    life: bool = False


def maximum_of(count) -> Maximum | None:
    """Give the longest custody a count allows as it is prosecuted; None where the catalogue does not know it."""
    offence = found_offence(count)
    if count.by_summary:
        read = SUMMARY_MAXIMUM.match(offence.max_summary) if offence.max_summary else None
        months = int(read["years"] or 0) * 12 + int(read["months"] or 0) if read else 0
        return Maximum(months, int(read["less"] or 0)) if read and months else None
    if offence.max_life:
        return Maximum(life=True)
    return Maximum(offence.max_months) if offence.max_months else None


def length_words(months: int, days: int, life: bool = False) -> str:
    """Write a length: whole years, then months, then days."""
    if life:
        return gettext("life")
    years, months = divmod(months, 12)
    parts = [
        ngettext("%(number)d year", "%(number)d years", years) % {"number": years} if years else "",
        ngettext("%(number)d month", "%(number)d months", months) % {"number": months} if months else "",
        ngettext("%(number)d day", "%(number)d days", days) % {"number": days} if days else "",
    ]
    return " ".join(part for part in parts if part) or gettext("nothing")
