"""What the law on file says beside a sentence: until when it can be appealed, which orders it offers, between which limits it lies,
and what victims are told or asked.

The rules are rows of the data files of the law, each with the dates it holds for, its source and what is uncertain about it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casetracker import choices, sentence
from foundation.law import deadlines
from foundation.law.files import Dated, read_rows
from foundation.law.models import KeyedOn, in_reader_language
from foundation.law.words import NOTES


@dataclass(frozen=True, kw_only=True)
class Row(Dated):
    """A row about a sentence: it holds by the day of the offence or of the sentence."""

    def holds_for(self, count, decided_on: date) -> bool:
        """Say whether the row held on the day that decides: of the offence, or of the sentence."""
        return self.on((count.offence_to or count.offence_from) if self.keyed_on == KeyedOn.OFFENCE_DATE else decided_on)

    @property
    def doubts(self) -> list[str]:
        """What is uncertain about it, in sentences."""
        return [str(NOTES.get(note, note)) for note in self.uncertain.values()]


# Appeals


@dataclass(frozen=True)
class AppealDay:
    """The last day to appeal a decision and how it was counted: the first day left out, the last one counted, and moved on if a holiday."""

    due_on: date
    decided_on: date
    rule: deadlines.DeadlineRule

    @property
    def counted_to(self) -> date:
        """The day on which the period ends by counting alone."""
        return self.decided_on + timedelta(days=self.rule.length)

    @property
    def moved(self) -> bool:
        """Whether that is a day on which no court office is open."""
        return self.due_on != self.counted_to

    @property
    def doubts(self) -> list[str]:
        """What is uncertain about the rule, in sentences."""
        return [str(NOTES.get(note, note)) for note in self.rule.uncertain.values()]


def last_day_to_appeal(decided_on: date, *, by_summary: bool) -> AppealDay | None:
    """Count the last day to appeal a decision of a day; None where the law on file gives no period for it."""
    rule = deadlines.rule("APPEAL_SUMMARY" if by_summary else "APPEAL_INDICTMENT", decided_on)
    return AppealDay(deadlines.last_day(rule, decided_on), decided_on, rule) if rule else None


# Orders


class Standing(IntEnum):
    """How an order stands to the offences of an accused, the strongest first."""

    MANDATORY, EXPECTED, AVAILABLE, NOT_CHECKED, NOT_OFFERED = range(5)


STANDING_WORDS = {
    Standing.MANDATORY: _("mandatory"),
    Standing.EXPECTED: _("near mandatory"),
    Standing.AVAILABLE: _("can be made"),
    Standing.NOT_CHECKED: _("not checked for these offences"),
    Standing.NOT_OFFERED: _("not in force for these offences"),
}


@dataclass(frozen=True, kw_only=True)
class OrderRow(Row):
    """For which offences an order can be made: by a flag of the catalogue, by sections, or for any."""

    order: str
    standing: Standing
    flag: str
    values: tuple[str, ...]
    sections: tuple[str, ...]
    note_en: str
    note_fr: str

    def names(self, offence) -> bool:
        """Say whether the row is about an offence."""
        if self.flag:
            return getattr(offence, self.flag) in self.values
        return not self.sections or is_under(self.sections, offence)


@dataclass(frozen=True)
class Offer:
    """How one order stands for an accused, and what the row that says so notes."""

    order: str
    standing: Standing
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
    return read_rows("sentence_orders.csv", OrderRow)


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


def is_under(sections: Iterable[str], offence) -> bool:
    """Say whether an offence lies under one of some sections, each whole or with its subsection."""
    whole = f"{offence.section}{offence.para}"
    return any(section == offence.section or ("(" in section and whole.startswith(section)) for section in sections)


# Limits

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


TERM = re.compile(r"(\d+)([ym])")


@dataclass(frozen=True)
class Minimum:
    """The shortest custody an offence allows, in months, and whether that hangs on circumstances that no catalogue knows."""

    months: int
    by_circumstances: bool = False


def minimum_of(count) -> Minimum | None:
    """Give the shortest custody a count allows as it is prosecuted, of a first offence where the text parts first from later.

    None where the text has no minimum of imprisonment, or where it is not known.
    """
    offence = found_offence(count)
    code = offence.min_summary if count.by_summary else offence.min_indictment
    terms = [(part.partition("@")[2], [int(n) * (12 if unit == "y" else 1) for n, unit in TERM.findall(part)]) for part in code.split(";")]
    sure = [min(months) for condition, months in terms if months and condition in ("", "first")]
    if sure:
        return Minimum(min(sure))
    perhaps = [min(months) for _condition, months in terms if months]
    return Minimum(min(perhaps), by_circumstances=True) if perhaps else None


@dataclass(frozen=True, kw_only=True)
class LimitRow(Row):
    """A rule about the limits of a sentence: for which mode and sections, from how many months, and what it says."""

    limit: str
    mode: str
    sections: tuple[str, ...]
    months: int
    note_en: str
    note_fr: str

    def speaks_of(self, count, decided_on: date) -> bool:
        """Say whether the row is about a count sentenced on a day."""
        mode = choices.CountMode.SUMMARY if count.by_summary else choices.CountMode.INDICTMENT
        named = not self.sections or is_under(self.sections, found_offence(count))
        return self.mode in ("", mode) and named and self.holds_for(count, decided_on)


@cache
def _limit_rows() -> tuple[LimitRow, ...]:
    return read_rows("sentence_limits.csv", LimitRow)


@dataclass(frozen=True)
class Caution:
    """Something to look at beside a sentence before it is recorded: in words, where the rule was read, and what is uncertain of it."""

    words: str
    source: str = ""
    doubts: tuple[str, ...] = ()


def _caution(row: LimitRow, *more: str) -> Caution:
    return Caution(" ".join(part for part in (in_reader_language(row, "note"), *more) if part), row.source, tuple(row.doubts))


def cautions(count, parts: Iterable, on: date) -> list[Caution]:
    """Say what to look at of a sentence in parts passed on a count on a day: above the maximum, below the minimum, or a conditional
    sentence where section 742.1 excludes it. Nothing is refused: courts correct themselves, and a sentence is recorded as it was passed.
    """
    parts = list(parts)
    timed = [part for part in parts if part.kind in (choices.PartKind.CUSTODY, choices.PartKind.CONDITIONAL)]
    found = _above(count, timed, on)
    if parts:
        found += _below(count, timed, on)
    conditional = [part for part in timed if part.kind == choices.PartKind.CONDITIONAL]
    return found + (_not_conditional(count, conditional, on) if conditional else [])


def _above(count, timed: list, on: date) -> list[Caution]:
    maximum, offence = maximum_of(count), found_offence(count)
    if not timed:
        return []
    if maximum is None:
        return [Caution(gettext("The maximum is not checked."), offence.source)]
    if not any(sentence.exceeds(part.months, part.days, part.life, maximum, on) for part in timed):
        return []
    words = offence.max_summary_text if count.by_summary else offence.max_indictment_text
    above = gettext("This is above the maximum (%(maximum)s). It is recorded as the court said it; tell counsel.")
    return [Caution(above % {"maximum": words}, offence.source)]


def minimum_words(count) -> str:
    """Write the minimum of a count as it is prosecuted, as the text has it."""
    offence = found_offence(count)
    return offence.min_summary_text if count.by_summary else offence.min_indictment_text


def what_courts_said(count) -> str:
    """Say what became of the minimum of a count before courts, in a sentence; nothing where it stands unquestioned."""
    offence = found_offence(count)
    if offence.min_status == offence.MinimumStatus.STRUCK:
        return gettext("A court struck this minimum. Court history: %(history)s") % {"history": offence.court_history}
    if offence.court_history:
        return gettext("Court history: %(history)s") % {"history": offence.court_history}
    unknown = offence.min_status == offence.MinimumStatus.UNKNOWN
    return gettext("What courts said of this minimum was not checked.") if unknown else ""


def _below(count, timed: list, on: date) -> list[Caution]:
    minimum, offence = minimum_of(count), found_offence(count)
    if minimum is None or any(not sentence.falls_short(part.months, part.days, part.life, minimum.months, on) for part in timed):
        return []
    if minimum.by_circumstances:
        words = gettext("A minimum holds in some circumstances (%(minimum)s): whether it does here is not checked.")
    else:
        words = gettext("This is below the minimum of the text (%(minimum)s). It is recorded as the court said it; tell counsel.")
    said = " ".join(part for part in (words % {"minimum": minimum_words(count)}, what_courts_said(count)) if part)
    rows = [row for row in _limit_rows() if row.limit == "BELOW_MINIMUM" and row.speaks_of(count, on)]
    return [Caution(said, offence.source), *(_caution(row) for row in rows)]


def _not_conditional(count, conditional: list, on: date) -> list[Caution]:
    found, minimum = [], minimum_of(count)
    for row in _limit_rows():
        if not row.speaks_of(count, on):
            continue
        if row.limit == "CONDITIONAL_MINIMUM" and minimum is not None:
            by = gettext("Here only in some circumstances.") if minimum.by_circumstances else ""
            found.append(_caution(row, gettext("Minimum: %(minimum)s.") % {"minimum": minimum_words(count)}, by))
        elif (
            row.limit == "CONDITIONAL_SECTION"
            or row.limit == "CONDITIONAL_LENGTH"
            and any(not sentence.falls_short(part.months, part.days, part.life, row.months, on) for part in conditional)
        ):
            found.append(_caution(row))
    return found


# Victims


@dataclass(frozen=True, kw_only=True)
class DutyRow(Row):
    """What victims are told or asked from a stage on: SENTENCED, ENDED by any outcome, or NEW_TRIAL."""

    duty: str
    stage: str

    @property
    def words(self) -> str:
        """What it is, in words."""
        return str(choices.VictimDuty(self.duty).label)


@cache
def _duty_rows() -> tuple[DutyRow, ...]:
    return read_rows("victim_duties.csv", DutyRow)


def victim_duties(on: date) -> list[DutyRow]:
    """List what victims are told or asked on a day, whatever the stage."""
    return [row for row in _duty_rows() if row.on(on)]


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
