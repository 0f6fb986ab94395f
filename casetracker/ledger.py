"""The bridge from the rows of a file to the delay engine: what is counted for one accused, and what comes of it.

Every page, list and file that shows delay asks here, and the derived columns are written from here, so that one number stands everywhere.
The law is read from the shipped tables, as ``manage.py calculate_delay`` reads it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from . import delay
from .choices import AppearancePurpose, AppearanceResult, DelayKind
from .delay.tables import RuleRow
from .models import Appearance, ClockOrigin, ComplexityFact, Count, DelayApplication, DelayInterval, Proceeding, Warrant
from .states import LIVE, TERMINAL, CountState, Forum, ProceedingState

LOOKED_AT = ("counts__clock_origin", "counts__decisions", "clock_origins", "delay_intervals", "appearances", "direct_indictments")
"""What the bridge reads of a proceeding; whoever shows several prefetches these."""

DIRECT_INDICTMENT = "DIRECT_INDICTMENT"
PRELIM_RESULTS = (CountState.COMMITTED, CountState.DISCHARGED_PRELIM)
RANK = {kind: place for place, kind in enumerate(DelayKind.values)}


class EndKind(StrEnum):
    """How the last day is known: it was, a plea or decision made it, it is scheduled, only its first day is, or nobody set it."""

    ACTUAL = "ACTUAL"
    DECIDED = "DECIDED"
    SCHEDULED = "SCHEDULED"
    TRIAL_BEGINS = "TRIAL_BEGINS"
    OPEN = "OPEN"
    ASKED = "ASKED"


@dataclass(frozen=True)
class Stretch:
    """Days in a row of which the ledger says the same: by which rows they are attributed, or a gap between two days in court."""

    start: date
    end: date
    rows: tuple[DelayInterval, ...]
    came_from: Appearance | None = None
    leads_to: Appearance | None = None

    @property
    def days(self) -> int:
        """How many days it holds."""
        return delay.total_days(self.start, self.end)

    @property
    def is_gap(self) -> bool:
        """Whether nobody attributed it."""
        return not self.rows

    @property
    def kind(self) -> str:
        """What it counts as: the kind of its rows that takes a day first; "" for a gap."""
        return min((row.kind for row in self.rows), key=RANK.__getitem__, default="")


@dataclass(frozen=True)
class Ledger:
    """What is counted for one accused, and the figures of each position; ``refused`` says why it cannot be counted."""

    proceeding: Proceeding
    origin: ClockOrigin
    end: date
    end_kind: EndKind
    forum: str
    counts: tuple[Count, ...]
    rows: tuple[DelayInterval, ...]
    clock: delay.Clock | None
    positions: dict[str, delay.Figures] = field(default_factory=dict)
    refused: delay.Said | None = None

    @property
    def agreed(self) -> delay.Figures | None:
        """The figures that lists, colours and derived columns go by: what is agreed or ruled."""
        return self.positions.get("agreed")

    @property
    def ceiling(self) -> delay.Ceiling | None:
        """The ceiling without any deduction; None where the law on file gives none."""
        return delay.ceiling(self.origin.on, self.forum, tables().months(self.origin.on))

    @property
    def projected_on(self) -> date | None:
        """The day on which the ceiling is reached, with what is deducted; the bare ceiling where the ledger cannot be counted."""
        if self.agreed is not None:
            return self.agreed.projected_on
        return self.ceiling.on if self.ceiling else None

    @property
    def is_live(self) -> bool:
        """Whether a count of it is live."""
        return any(count.state in LIVE for count in self.counts)

    @property
    def others(self) -> list[ClockOrigin]:
        """The origins on record that do not decide."""
        return [row for row in self.proceeding.clock_origins.all() if row.pk != self.origin.pk]

    @cached_property
    def regimes(self) -> list[tuple[tuple[delay.OffencePeriod, ...], delay.Figures]]:
        """One result for each law that counts of this accused stand under; more than one only where they stand under both."""
        if self.clock is None or self.refused:
            return []
        return delay.calculate_regimes(self.clock, tables())

    def number(self, row: DelayInterval) -> int:
        """By which number sentences name an interval."""
        return self.rows.index(row) + 1

    def strip(self) -> list[Stretch]:
        """Part the time from origin to end, and what is attributed beyond it, at every interval and at every day in court."""
        if not self.rows and self.end <= self.origin.on:
            return []
        days_in_court = in_court(self.proceeding)
        first, last = self.origin.on, max([self.end, *(row.to_on for row in self.rows)])
        cuts = {first, last, self.end, *(row.from_on for row in self.rows), *(row.to_on for row in self.rows)}
        cuts |= {day.on for day in days_in_court}
        inside = sorted(cut for cut in cuts if first <= cut <= last)
        stretches: list[Stretch] = []
        for start, end in zip(inside, inside[1:], strict=False):
            rows = tuple(row for row in self.rows if row.from_on <= start and end <= row.to_on)
            if rows and stretches and stretches[-1].rows == rows and start != self.end:
                stretches[-1] = Stretch(stretches[-1].start, end, rows, stretches[-1].came_from)
            elif rows or start < self.end:
                before = [day for day in days_in_court if day.on <= start]
                leads_to = next((day for day in days_in_court if day.on >= end), None)
                stretches.append(Stretch(start, end, rows, before[-1] if before else None, leads_to if not rows else None))
        return stretches

    def remarks(self) -> Iterator[delay.Said]:
        """Say what is open about the rows themselves: the engine says what is open about the figures."""
        if not self.is_live:
            yield delay.Said("NOTHING_LIVE")
        if self.end_kind is EndKind.OPEN:
            yield delay.Said("END_OPEN", {"end": self.end})
        if self.end_kind is EndKind.TRIAL_BEGINS:
            yield delay.Said("TRIAL_END_OPEN", {"end": self.end})
        if self.forum == Forum.OCJ_AFTER_PRELIM and not prelim_was_held(self.proceeding):
            yield delay.Said("PRELIM_MISSING")
        if any(line.origin_kept and line.confirmed_by_id is None for count in self.counts for line in count.predecessors.all()):
            yield delay.Said("CLOCK_UNCONFIRMED", {"origin": self.origin.on})
        yield from _of_appearances(self.proceeding)


@cache
def tables() -> delay.Tables:
    """The law the engine counts by; read once."""
    return delay.read_tables()


def origin_of(proceeding: Proceeding) -> ClockOrigin | None:
    """The day from which delay counts: by the live counts, or by the last generation where no count is live any more."""
    found = proceeding.clock_origin
    if found is not None:
        return found
    origins = [count.clock_origin for count in proceeding.counts.all() if count.clock_origin is not None]
    last = max((origin.generation for origin in origins), default=0)
    return min((origin for origin in origins if origin.generation == last), key=lambda origin: (origin.on, origin.pk), default=None)


def first_charged(proceeding: Proceeding) -> date | None:
    """The earliest day on record on which the accused was charged; no interval begins before it."""
    origins = [row.on for row in proceeding.clock_origins.all()]
    origins += [count.clock_origin.on for count in proceeding.counts.all() if count.clock_origin is not None]
    return min(origins, default=None)


def prelim_was_held(proceeding: Proceeding) -> bool:
    """Say whether a preliminary inquiry came to its end on a count of this accused."""
    return any(decision.result in PRELIM_RESULTS for count in proceeding.counts.all() for decision in count.decisions.all())


def prelim_is_possible(proceeding: Proceeding) -> bool:
    """Say whether a preliminary inquiry was held, runs, or was asked for."""
    election = proceeding.accused_election
    asked = election is not None and election.prelim_requested
    return prelim_was_held(proceeding) or proceeding.state == ProceedingState.PRELIM or asked


def warrant_time(proceeding: Proceeding, today: date) -> list[tuple[Warrant, date, date]]:
    """List the time for which a warrant was out and that nobody attributed: each stretch, its end not counted.

    It may be delay caused by the defence: counsel is asked, and whatever she attributes it to answers that. Nothing is counted by itself.
    """
    charged = first_charged(proceeding)
    found = []
    for warrant in sorted(proceeding.warrants.all(), key=lambda row: (row.issued_on, row.pk)):
        start = max(warrant.issued_on, charged or warrant.issued_on)
        end = warrant.executed_on or warrant.ended_on or today
        for row in sorted(proceeding.delay_intervals.all(), key=lambda row: row.from_on):
            if start < min(row.from_on, end):
                found.append((warrant, start, min(row.from_on, end)))
            start = max(start, row.to_on)
        if start < end:
            found.append((warrant, start, end))
    return found


def in_court(proceeding: Proceeding) -> list[Appearance]:
    """The days in court of an accused in their order, without those that were vacated."""
    days = [day for day in proceeding.appearances.all() if day.result != AppearanceResult.VACATED]
    return sorted(days, key=lambda day: (day.on, day.pk))


def ledger_of(
    proceeding: Proceeding, today: date, *, end: date | None = None, forum: str | None = None, position: str | None = None
) -> Ledger | None:
    """Count the delay of one accused as the file stands; None where no clock ever began.

    :param end: ask what it would be with another last day
    :param forum: ask what it would be in another court
    :param position: count this one alone ("agreed"); else all three
    """
    origin = origin_of(proceeding)
    if origin is None:
        return None
    live = [count for count in proceeding.counts.all() if count.state in LIVE]
    counts = live or [count for count in proceeding.counts.all() if count.clock_origin_id == origin.pk]
    rows = tuple(sorted(proceeding.delay_intervals.all(), key=lambda row: (row.from_on, row.to_on, row.pk)))
    known_end, kind = (end, EndKind.ASKED) if end is not None else end_of(proceeding, rows, today)
    route = forum_of(proceeding) if forum is None else forum
    asked: dict[str, Any] = {"proceeding": proceeding, "origin": origin, "end": known_end, "end_kind": kind, "forum": route}
    clock = None
    try:
        clock = delay.Clock(origin.on, known_end, route, offences_of(counts), intervals_of(rows))
        if position:
            positions = {position: delay.calculate(clock, tables(), position)}
        else:
            positions = delay.calculate_positions(clock, tables())
    except delay.WrongInput as wrong:
        return Ledger(**asked, counts=tuple(counts), rows=rows, clock=clock, refused=wrong.said)
    return Ledger(**asked, counts=tuple(counts), rows=rows, clock=clock, positions=positions)


def ceiling_on(proceeding: Proceeding, today: date) -> date | None:
    """The day kept beside the accused: when the ceiling is reached, with what is agreed or ruled deducted; None where no clock runs.

    It does not move with the day it is asked on: while no end is known every interval is counted.
    """
    if proceeding.clock_origin is None or not proceeding.clock_runs:
        return None
    found = ledger_of(proceeding, today, position="agreed")
    return found.projected_on if found else None


def end_of(proceeding: Proceeding, rows: Iterable[DelayInterval], today: date) -> tuple[date, EndKind]:
    """The last day of evidence and argument, actual or scheduled; where none is set, the last day that is known, today at the earliest."""
    if proceeding.evidence_ended_on is not None:
        return proceeding.evidence_ended_on, EndKind.ACTUAL
    decided = None if proceeding.clock_runs else decided_on(proceeding)
    if decided is not None:
        return decided, EndKind.DECIDED
    trial_days = [day.on for day in in_court(proceeding) if day.purpose == AppearancePurpose.TRIAL]
    if proceeding.trial_on is not None:
        planned = proceeding.trial_ends_on or proceeding.trial_on
        last = max([planned, *trial_days])
        return last, EndKind.SCHEDULED if proceeding.trial_ends_on or last > planned else EndKind.TRIAL_BEGINS
    known = [day.on for day in in_court(proceeding)]
    if proceeding.state in TERMINAL:
        known = [day for day in known if day <= today] or [today]
    else:
        known += [today, *(row.to_on for row in rows)]
    return max(known), EndKind.OPEN


def decided_on(proceeding: Proceeding) -> date | None:
    """The day on which the last count was first decided, by a plea, a verdict or an order; no inquiry and no mistrial decides one."""
    firsts = []
    for count in proceeding.counts.all():
        days = [decision.on for decision in count.decisions.all() if decision.result not in (*PRELIM_RESULTS, CountState.MISTRIAL)]
        firsts += [min(days)] if days else []
    return max(firsts, default=None)


def forum_of(proceeding: Proceeding) -> str:
    """The court and route by which the ceiling is found; "" while it is open."""
    direct = any(row.consent_on and row.intended for row in proceeding.direct_indictments.all())
    indicted = any(count.state == CountState.ON_INDICTMENT for count in proceeding.counts.all())
    if proceeding.forum == Forum.SCJ and direct and indicted and not prelim_was_held(proceeding):
        return DIRECT_INDICTMENT
    return proceeding.forum


def offences_of(counts: Iterable[Count]) -> tuple[delay.OffencePeriod, ...]:
    """The offence periods of counts, each once."""
    return tuple(dict.fromkeys(delay.OffencePeriod(count.offence_from, count.offence_to) for count in counts))


def intervals_of(rows: Iterable[DelayInterval]) -> tuple[delay.Interval, ...]:
    """The intervals as the engine takes them, numbered as they stand; what only says why time counts is no interval of the law."""
    known = {row.kind for row in tables().kinds}
    return tuple(
        delay.Interval(row.from_on, row.to_on, row.kind, delay.Status(row.status), row.share, row.note, number)
        for number, row in enumerate(rows, start=1)
        if row.kind in known
    )


def check_shares(rows: Iterable[DelayInterval]) -> tuple[int, int, date] | None:
    """Find two intervals whose shares of one day make more than the whole: their places among ``rows``, and the day."""
    try:
        delay.check_shares(intervals_of(rows), tables().kinds)
    except delay.WrongInput as wrong:
        found: Any = wrong.said.values
        return found["first"] - 1, found["number"] - 1, found["day"]
    return None


def _of_appearances(proceeding: Proceeding) -> Iterator[delay.Said]:
    """Say which days in court break the row: a result that is missing before one that is there, and no next day at the end."""
    days = in_court(proceeding)
    with_result = [day.on for day in days if day.result]
    for day in days:
        if not day.result and with_result and day.on < max(with_result):
            yield delay.Said("RESULT_MISSING", {"day": day.on})
    if days and proceeding.clock_runs and all(day.result for day in days) and proceeding.trial_on is None:
        yield delay.Said("NO_NEXT_DATE", {"day": days[-1].on})


# Part XV.1: what is counted for the court, and what is owed to victims


@dataclass(frozen=True)
class Factor:
    """One thing the court must weigh: its rule, what the file knows of it, and what counsel counted."""

    rule: RuleRow
    of_file: int | None
    fact: ComplexityFact | None


HEARINGS = (AppearancePurpose.TRIAL, AppearancePurpose.PRELIM, AppearancePurpose.MOTION, AppearancePurpose.SENTENCE)


def _number(days: list[Appearance], **wanted) -> int:
    return sum(all(getattr(day, name) in values for name, values in wanted.items()) for day in days)


COUNTED_BY = {
    "MOTIONS": lambda days: _number(days, purpose=(AppearancePurpose.MOTION,)),
    "SEPARATE_DATES": lambda days: len({day.on for day in days}),
    "ADJOURNMENTS": lambda days: _number(days, result=(AppearanceResult.ADJOURNED,)),
    "COURT_TIME": lambda days: len({day.on for day in days if day.purpose in HEARINGS}),
    "CONTINUATION_DATES": lambda days: _number(days, result=(AppearanceResult.CONTINUED,)),
}
"""How the days in court answer a factor of s. 492.26; one that is not here is counted by hand."""


def rules_of(found: Ledger, effect: str) -> list[RuleRow]:
    """The rules of one effect that hold for the offences of a ledger, or for some of its counts where they stand under both laws."""
    groups = delay.by_regime(tables(), found.origin.on, offences_of(found.counts))
    return unique(row for group in groups for row in delay.rules(tables(), effect, found.origin.on, group))


def unique(rows: Iterable[RuleRow]) -> list[RuleRow]:
    """Each rule once, by its code."""
    return list({row.code: row for row in rows}.values())


def all_rules(effect: str) -> list[RuleRow]:
    """Every rule of one effect, whatever offences it holds for."""
    return unique(row for row in tables().rules if row.effect == effect)


def factors_of(proceeding: Proceeding) -> list[Factor]:
    """The factors of s. 492.26, as the file counts them and as counsel does."""
    days = in_court(proceeding)
    facts = {fact.rule: fact for fact in proceeding.complexity_facts.all()}
    return [
        Factor(rule, COUNTED_BY[rule.code](days) if rule.code in COUNTED_BY else None, facts.get(rule.code)) for rule in all_rules("FACTOR")
    ]


DUTY_DONE = {"TELL_VICTIMS_FILED": ("filed_on", "told_filed_on"), "TELL_VICTIMS_DECIDED": ("decided_on", "told_decided_on")}
"""Which day an application for delay gives rise to a duty of s. 492.25, and which says that it was done."""


@dataclass(frozen=True)
class Duty:
    """A duty to victims that an application gave rise to, and when it was done."""

    rule: RuleRow
    application: DelayApplication
    since: date
    done_on: date | None


def duties_of(found: Ledger) -> list[Duty]:
    """The duties of s. 492.25 that the applications of an accused gave rise to; none where her offences fall under the earlier law."""
    duties = []
    for application in found.proceeding.delay_applications.all():
        for rule in rules_of(found, "DUTY"):
            since_on, done_on = DUTY_DONE.get(rule.code, ("filed_on", ""))
            since = getattr(application, since_on)
            if since is not None:
                duties.append(Duty(rule, application, since, getattr(application, done_on) if done_on else None))
    return duties
