"""The deadlines of accused, computed from what is on file by the dated rules of ``foundation.law.deadlines``.

A deadline is done by doing the thing: the fact that then exists takes it off the list. Nothing is stored.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.law import deadlines as law
from foundation.law.models import in_reader_language
from foundation.law.words import FIELD_NAMES, NOTES
from foundation.pages import days

from . import ledger, situations
from .models import CaseFile, CrownStay, Decision, DelayApplication, FitnessFinding, Proceeding, Warrant
from .states import APPEALABLE, FILE_OVER, GUILTY, TERMINAL, CountState, FileState, ProceedingState

AHEAD = timedelta(days=60)  # how long before its last day a deadline is shown as work to do
MOST = 500  # accused whose deadlines are read for one person; the tasks of each file have every one
NEEDS = (
    "elections",
    "warrants",
    "fitness_findings",
    "counts__crown_stays",
    "counts__appeals",
    "delay_applications",
    *ledger.LOOKED_AT,
)
"""What is read of a proceeding; whoever asks for several prefetches these."""

START_WORDS = {
    "TRIAL_BEGINS": gettext_lazy("the trial begins"),
    "PRELIM_ENDED": gettext_lazy("the preliminary inquiry ended"),
    "STAY_LAPSES": gettext_lazy("the Crown stay lapses"),
    "PRIMA_FACIE_DUE": gettext_lazy("the day entered with the finding that the accused is unfit, or with the last inquiry"),
    "APPEAL_DUE": gettext_lazy("the last day to appeal entered with the decision"),
    "GUILT_FOUND": gettext_lazy("guilt was found"),
    "DORMANT_REVIEW": gettext_lazy("the day entered when the file was let rest"),
    "WARRANT_ISSUED": gettext_lazy("the warrant was issued"),
    "DELAY_FILED": gettext_lazy("the delay application was filed"),
    "DELAY_DECIDED": gettext_lazy("the delay application was decided"),
    "DETAINED": gettext_lazy("the accused was detained"),
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
    "SENTENCE_DELAY": "record_disposition",
    "DORMANT_REVIEW": "review_dormant",
    "WARRANT_REVIEW": "accused",
    "TELL_VICTIMS_FILED": "delay_ledger",
    "TELL_VICTIMS_DECIDED": "delay_ledger",
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


STARTS: dict[str, Callable[[Proceeding], Iterator[date]]] = {
    "TRIAL_BEGINS": _trial_begins,
    "PRELIM_ENDED": _prelim_ended,
    "STAY_LAPSES": _stay_lapses,
    "PRIMA_FACIE_DUE": _prima_facie_due,
    "APPEAL_DUE": _appeal_due,
    "GUILT_FOUND": _guilt_found,
    "DORMANT_REVIEW": _dormant_review,
    "WARRANT_ISSUED": _warrant_issued,
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
                due = law.last_day(rule, start, _rounds(rule, start, today))
                if rule.on(start) and not (rule.late is law.Late.GONE and due < today):
                    yield Deadline(rule, proceeding, start, due)
    if proceeding.delay_applications.all():
        counted = ledger.ledger_of(proceeding, today, position="agreed")
        for duty in ledger.duties_of(counted) if counted else []:
            by_rule = next((rule for rule in law.rules() if rule.code == duty.rule.code), None)
            if duty.done_on is None and by_rule is not None:
                yield Deadline(by_rule, proceeding, duty.since, law.last_day(by_rule, duty.since))


def _rounds(rule: law.DeadlineRule, start: date, day: date) -> int:
    """How many times a period that repeats runs until it ends on a day or after it; once for every other."""
    rounds = 1
    while rule.late is law.Late.REPEATS and law.last_day(rule, start, rounds) < day:
        rounds += 1
    return rounds


def near(files: QuerySet[CaseFile], today: date) -> list[Deadline]:
    """List the deadlines of these files that are overdue or come within 60 days, in a constant number of queries."""
    until = today + AHEAD
    guilty_by = law.add_months(until, -_length("SENTENCE_DELAY", until))
    inside = {"proceeding__file__in": files.values("pk")}
    of_count = {"count__proceeding__file__in": files.values("pk")}
    rows = Proceeding.objects.filter(file__in=files.values("pk"))
    owing = Q(told_filed_on=None) | Q(told_decided_on=None, decided_on__isnull=False)
    wanted = [
        rows.filter(state=ProceedingState.TRIAL_SET, trial_on__range=(today, until + AHEAD)).values_list("pk"),
        rows.filter(state__in=[ProceedingState.COMMITTED, ProceedingState.INDICTED]).values_list("pk"),
        rows.filter(file__state=FileState.DORMANT, file__dormant_review_on__lte=until).values_list("pk"),
        CrownStay.objects.filter(**of_count, recommenced_on=None, lapsed_on=None, ended_on=None, lapses_on__lte=until).values_list(
            "count__proceeding"
        ),
        FitnessFinding.objects.filter(**inside, fit_on=None, ended_on=None, prima_facie_due_on__lte=until).values_list("proceeding"),
        Decision.objects.filter(**of_count, appeal_due_on__range=(today, until)).values_list("count__proceeding"),
        Decision.objects.filter(
            **of_count, count__proceeding__state=ProceedingState.GUILTY_AWAITING_SENTENCE, result__in=GUILTY, on__lte=guilty_by
        ).values_list("count__proceeding"),
        Warrant.objects.filter(**inside, executed_on=None, ended_on=None).values_list("proceeding"),
        DelayApplication.objects.filter(owing, **inside).values_list("proceeding"),
    ]
    wanted = [query.order_by() for query in wanted]
    keys = [key for (key,) in wanted[0].union(*wanted[1:])[:MOST]]
    found = Proceeding.objects.filter(pk__in=keys).select_related("file").prefetch_related(*NEEDS)
    return [one for one in deadlines_of(found, today) if one.due <= until]


def _length(code: str, day: date) -> int:
    found = law.rule(code, day)
    return found.length if found is not None else 0
