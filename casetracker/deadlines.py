"""The deadlines of accused, computed from what is on file by the dated rules of ``foundation.law.deadlines``.

A deadline is done by doing the thing: the fact that then exists takes it off the list. Which rules run for an accused and from which day is
kept beside her (``services.refresh_summary``), so that a list across files reads it; their last days are always counted anew.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.law import deadlines as law
from foundation.law.models import in_reader_language
from foundation.law.words import FIELD_NAMES, NOTES
from foundation.pages import days

from . import bail, ledger, situations
from .models import CaseFile, Proceeding
from .states import APPEALABLE, FILE_OVER, GUILTY, TERMINAL, CountState, FileState, ProceedingState

AHEAD = timedelta(days=60)  # how long before its last day a deadline is shown as work to do
LOOKED_AT = ("bail_hearings", "delay_applications")
"""What is read for them of every accused of a file beside what the situation and the delay rest on."""

START_WORDS = {
    "TRIAL_BEGINS": gettext_lazy("the trial begins"),
    "PRELIM_ENDED": gettext_lazy("the preliminary inquiry ended"),
    "STAY_LAPSES": gettext_lazy("the Crown stay lapses"),
    "PRIMA_FACIE_DUE": gettext_lazy("the day entered with the finding that the accused is unfit, or with the last inquiry"),
    "DECIDED": gettext_lazy("the decision"),
    "APPEAL_DUE": gettext_lazy("the last day to appeal entered with the decision"),
    "GUILT_FOUND": gettext_lazy("guilt was found"),
    "DORMANT_REVIEW": gettext_lazy("the day entered when the file was let rest"),
    "WARRANT_ISSUED": gettext_lazy("the warrant was issued"),
    "DELAY_FILED": gettext_lazy("the delay application was filed"),
    "DELAY_DECIDED": gettext_lazy("the delay application was decided"),
    "BAIL_JUSTICE": gettext_lazy("the day the accused was taken before a justice"),
    "BAIL_DECISION": gettext_lazy("the later of the decision and the day the accused was taken into custody under it"),
    "HEARING_SEXUAL_HISTORY": gettext_lazy("the hearing of the application on sexual history"),
    "HEARING_RECORDS": gettext_lazy("the hearing of the application for records"),
    "JOINT_RECORDS_APPLICATION": gettext_lazy("the joint application about records"),
}
PAGES = {
    "REELECTION": "reelect",
    "REELECTION_AFTER_PRELIM": "reelect",
    "RECOMMENCE": "recommence",
    "PRIMA_FACIE": "record_inquiry",
    "APPEAL_NOTICE": "record_appeal",
    "APPEAL_INDICTMENT": "record_appeal",  # both give the day that is entered with the decision (sentence_law)
    "APPEAL_SUMMARY": "record_appeal",
    "SENTENCE_DELAY": "record_outcomes",
    "DORMANT_REVIEW": "review_dormant",
    "WARRANT_REVIEW": "accused",
    "TELL_VICTIMS_FILED": "delay_ledger",
    "TELL_VICTIMS_DECIDED": "delay_ledger",
    bail.REVIEW: "record_bail_hearing",
    bail.REVIEW_AGAIN: "record_bail_hearing",
}
"""Where the thing is done that a deadline calls for."""

OF_COUNSEL = frozenset({"REELECTION", "REELECTION_AFTER_PRELIM", "RECOMMENCE", "APPEAL_NOTICE"})
"""Rules whose thing is done by counsel on the file or a lead alone."""

OF_FILE = frozenset({"DORMANT_REVIEW"})
"""Rules about the file and not about one of its accused."""


@dataclass(frozen=True)
class Deadline:
    """Something that must be done, or can only be done, until a day: by which rule, about whom, and from what it counts."""

    rule: law.DeadlineRule
    proceeding: Proceeding
    start: date
    due: date

    @property
    def code(self) -> str:
        """What names it among the tasks of its subject; another last day makes it another task."""
        return f"{self.rule.code}-{self.due.isoformat()}"

    @property
    def subject(self) -> CaseFile | Proceeding:
        """The record it is about."""
        return self.proceeding.file if self.rule.code in OF_FILE else self.proceeding

    @property
    def title(self) -> str:
        """What is to be done, in the reader's language."""
        return title_of(self.rule)

    @property
    def who(self) -> str:
        """Whom it falls on, in the reader's language."""
        return str(situations.ACTORS[self.rule.falls_on])

    @property
    def is_ours(self) -> bool:
        """Whether the team or its lead must act."""
        return self.rule.falls_on in (situations.TEAM, situations.LEAD)

    @property
    def url(self) -> str:
        """The page where it is done."""
        page, refs = PAGES[self.rule.code], {"ref": self.proceeding.file.ref}
        if self.rule.code not in OF_FILE:
            refs["accused"] = self.proceeding.ref
        return reverse(f"casetracker:{page}", kwargs=refs)

    @property
    def looked_at_on(self) -> str:
        """The page that shows it to whoever may not do it."""
        if self.rule.code in OF_FILE:
            return self.proceeding.file.get_absolute_url()
        return reverse("casetracker:accused", kwargs={"ref": self.proceeding.file.ref, "accused": self.proceeding.ref})

    @property
    def counted(self) -> str:
        """How the last day was counted, as a sentence."""
        start, day = START_WORDS[self.rule.starts], days.day(self.start)
        if not self.rule.length:
            return _("%(day)s: %(start)s.") % {"day": day, "start": start}
        rounds = _rounds(self.rule, self.start, self.due)
        words = {"length": length_words(self.rule, rounds), "day": day, "start": start}
        if self.rule.direction is law.Direction.BEFORE:
            said = _("%(length)s before %(day)s (%(start)s).") % words
        else:
            said = _("%(length)s from %(day)s (%(start)s); that day is not counted, the last one is.") % words
        if self.rule.court_rule and self.rule.unit is law.Unit.DAYS:
            if self.rule.length < law.SHORT:
                said += " " + _("Holidays are left out, since the period is shorter than 7 days.")
            elif abs((self.due - self.start).days) != self.rule.length:
                said += " " + _("It ends on a holiday and is moved to a day that is none.")
        return said

    @property
    def doubts(self) -> list[tuple[str, str]]:
        """What is uncertain about the rule, as (words for the field, sentence)."""
        return doubts_of(self.rule)


def length_words(rule: law.DeadlineRule, rounds: int = 1) -> str:
    """Write the length of a period: "60 days", "5 months"."""
    number = rule.length * rounds
    if rule.unit is law.Unit.MONTHS:
        return ngettext("%(number)d month", "%(number)d months", number) % {"number": number}
    if rule.unit is law.Unit.COURT_DAYS:
        return ngettext("%(number)d court day", "%(number)d court days", number) % {"number": number}
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def doubts_of(rule: law.DeadlineRule) -> list[tuple[str, str]]:
    """List what is uncertain about a rule as (words for the field, sentence)."""
    return [(str(FIELD_NAMES.get(name, name)), str(NOTES.get(note, note))) for name, note in sorted(rule.uncertain.items())]


def not_computed() -> list[law.DeadlineRule]:
    """The rules whose start no file records: they are shown with their length, and counted by nobody."""
    return [rule for rule in law.rules() if rule.code not in PAGES]


def title_of(rule: law.DeadlineRule) -> str:
    """What a rule calls for, in the reader's language."""
    return in_reader_language(rule, "title")


# From what each rule counts, while the thing is still to be done


def _trial_begins(proceeding: Proceeding) -> Iterator[date]:
    open_to_choice = proceeding.state == ProceedingState.TRIAL_SET and proceeding.accused_election is not None
    if open_to_choice and proceeding.trial_on is not None and not list(_committed(proceeding)):
        yield proceeding.trial_on


def _committed(proceeding: Proceeding) -> Iterator[date]:
    found = [row.on for count in proceeding.counts.all() for row in count.decisions.all() if row.result == CountState.COMMITTED]
    if found:
        yield max(found)


def _prelim_ended(proceeding: Proceeding) -> Iterator[date]:
    if proceeding.state in (ProceedingState.COMMITTED, ProceedingState.INDICTED, ProceedingState.TRIAL_SET):
        yield from _committed(proceeding)


def _stay_lapses(proceeding: Proceeding) -> Iterator[date]:
    for count in proceeding.counts.all():
        if count.open_stay is not None:
            yield count.open_stay.lapses_on


def _prima_facie_due(proceeding: Proceeding) -> Iterator[date]:
    if proceeding.state == ProceedingState.UNFIT and proceeding.open_finding is not None:
        yield proceeding.open_finding.prima_facie_due_on


def _appeal_due(proceeding: Proceeding) -> Iterator[date]:
    for count in proceeding.counts.all():
        decision = count.last_decision if count.state in APPEALABLE else None
        if decision is None or decision.appeal_due_on is None:
            continue
        if all(row.decision_id != decision.pk for row in count.appeals.all()):
            yield decision.appeal_due_on


def _guilt_found(proceeding: Proceeding) -> Iterator[date]:
    if proceeding.state == ProceedingState.GUILTY_AWAITING_SENTENCE:
        found = [count.last_decision for count in proceeding.counts.all() if count.state in GUILTY]
        yield from sorted(decision.on for decision in found if decision is not None)[:1]


def _dormant_review(proceeding: Proceeding) -> Iterator[date]:
    if proceeding.file.state == FileState.DORMANT and proceeding.file.dormant_review_on is not None:
        yield proceeding.file.dormant_review_on


def _warrant_issued(proceeding: Proceeding) -> Iterator[date]:
    if proceeding.open_warrant is not None and proceeding.state not in (*TERMINAL, ProceedingState.CROWN_STAYED):
        yield proceeding.open_warrant.issued_on


def _reviewed_from(code: str) -> Callable[[Proceeding], Iterator[date]]:
    def start(proceeding: Proceeding) -> Iterator[date]:
        review = bail.review_due(proceeding)
        if review is not None and review.proceeding == proceeding and review.rule.code == code:
            yield review.from_on

    return start


STARTS: dict[str, Callable[[Proceeding], Iterator[date]]] = {
    "TRIAL_BEGINS": _trial_begins,
    "PRELIM_ENDED": _prelim_ended,
    "STAY_LAPSES": _stay_lapses,
    "PRIMA_FACIE_DUE": _prima_facie_due,
    "APPEAL_DUE": _appeal_due,
    "GUILT_FOUND": _guilt_found,
    "DORMANT_REVIEW": _dormant_review,
    "WARRANT_ISSUED": _warrant_issued,
    "BAIL_JUSTICE": _reviewed_from(bail.REVIEW),
    "BAIL_DECISION": _reviewed_from(bail.REVIEW_AGAIN),
}
"""Which facts of a file start a period that still runs; a start that is not here is recorded by no file."""


def deadlines_of(proceedings: Iterable[Proceeding], today: date) -> list[Deadline]:
    """List what is open for these accused, the nearest last day first; nothing where their file is over.

    What can be done no more after its last day is left out when that day has passed.
    """
    found: dict[tuple, Deadline] = {}
    for proceeding in proceedings:
        if proceeding.file.state in FILE_OVER:
            continue
        for one in _of(proceeding, today):
            found.setdefault((one.code, type(one.subject), one.subject.pk), one)
    return sorted(found.values(), key=lambda one: (one.due, one.rule.code, one.proceeding.pk))


def _of(proceeding: Proceeding, today: date) -> Iterator[Deadline]:
    for rule in law.rules():
        if rule.starts in STARTS:
            for start in STARTS[rule.starts](proceeding):
                if rule.on(start):
                    yield from _open(rule, proceeding, start, today)
    if proceeding.delay_applications.all():
        counted = ledger.ledger_of(proceeding, today, position="agreed")
        for duty in ledger.duties_of(counted) if counted else []:
            by_rule = law.rule(duty.rule.code, duty.since)
            if duty.done_on is None and by_rule is not None:
                yield from _open(by_rule, proceeding, duty.since, today)


def _open(rule: law.DeadlineRule, proceeding: Proceeding, start: date, today: date) -> Iterator[Deadline]:
    due = law.last_day(rule, start, _rounds(rule, start, today))
    if not (rule.late is law.Late.GONE and due < today):
        yield Deadline(rule, proceeding, start, due)


def _rounds(rule: law.DeadlineRule, start: date, day: date) -> int:
    """How many times a period that repeats runs until it ends on a day or after it; once for every other."""
    rounds = 1
    while rule.late is law.Late.REPEATS and law.last_day(rule, start, rounds) < day:
        rounds += 1
    return rounds


# What is kept beside an accused, and read across files


def columns_of(proceedings: list[Proceeding], today: date) -> dict[int, dict[str, Any]]:
    """Give the columns of the accused of one file: which deadlines run, each as rule and start, and the nearest last day."""
    kept: dict[int, dict[str, Any]] = {one.pk: {"deadlines": [], "next_due_on": None} for one in proceedings}
    for one in deadlines_of(proceedings, today):
        columns = kept[one.proceeding.pk]
        columns["deadlines"].append([one.rule.code, one.start.isoformat()])
        columns["next_due_on"] = columns["next_due_on"] or one.due
    return kept


def kept_of(proceeding: Proceeding, today: date) -> list[Deadline]:
    """Read the deadlines kept beside an accused as they stand on a day, the nearest first; the column may be of the day before."""
    found: list[Deadline] = []
    for code, day in proceeding.deadlines:
        start = date.fromisoformat(day)
        rule = law.rule(code, start)
        found += _open(rule, proceeding, start, today) if rule else []
    return sorted(found, key=lambda one: (one.due, one.rule.code))


def near(files: QuerySet[CaseFile], today: date, most: int) -> tuple[list[Deadline], date | None]:
    """List the deadlines of these files that are overdue or come within 60 days, of the accused whose nearest comes first; in one query.

    :return: the deadlines, the nearest first; and the day up to which none is missing, None where more accused than ``most`` have none
    """
    until = today + AHEAD
    rows = Proceeding.objects.filter(file__in=files.values("pk"), next_due_on__lte=until).select_related("file")
    read = list(rows.order_by("next_due_on", "pk")[: most + 1])
    found = [one for proceeding in read[:most] for one in kept_of(proceeding, today) if one.due <= until]
    return sorted(found, key=lambda one: (one.due, one.rule.code, one.proceeding.pk)), read[most].next_due_on if len(read) > most else None
