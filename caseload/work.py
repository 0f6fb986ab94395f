"""What needs a person now: computed from states and dates, done by doing the thing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from advice.models import AdviceRequest
from advice.states import State as AdviceState
from casetracker import deadlines, ledger, names, policies, situations
from casetracker.delay import AMBER_DAYS
from casetracker.models import Appearance, CaseFile, Count, Proceeding, VictimRequest, Warrant
from casetracker.states import BEFORE_JUDGMENT, ENDED, FILE_ACTIVE, FILE_INTAKE, NO_LIVE_STEP, TERMINAL, FileState, ProceedingState
from foundation.accounts.models import ASKERS, Reset, Role
from foundation.accounts.policies import may_decide_reset

from .models import Reminder, Snooze

SOON = timedelta(days=7)
MOST = 200  # rows of one kind that are read; where more stand behind them the page says so

OVERDUE, TODAY, RISK, TOMORROW, WEEK, LATER = range(6)
PLACES = {
    "overdue": (OVERDUE, gettext_lazy("Overdue")),
    "today": (TODAY, gettext_lazy("Due today")),
    "risk": (RISK, gettext_lazy("Delay ceiling near")),
    "tomorrow": (TOMORROW, gettext_lazy("Due tomorrow")),
    "week": (WEEK, gettext_lazy("This week, or without a day")),
    "later": (LATER, gettext_lazy("Later")),
}
DEADLINE, RESULT, STEP, ADVICE, REMINDER, OTHER = "deadline", "result", "step", "advice", "reminder", "other"
KINDS = {
    DEADLINE: gettext_lazy("Deadlines and delay"),
    RESULT: gettext_lazy("Results to record"),
    STEP: gettext_lazy("Next steps"),
    ADVICE: gettext_lazy("Advice"),
    REMINDER: gettext_lazy("My reminders"),
    OTHER: gettext_lazy("Other"),
}


_lazy = lazy(lambda make: make(), str)


def later(make: Callable[[], str]) -> str:
    """Give a text that is made when it is shown: of many tasks a page shows a few."""
    return cast(str, _lazy(make))


@dataclass(frozen=True)
class Task:
    """One thing to do: what, on which record, by when, and the button that leads there.

    Its words may be made ``later``; two tasks are one by what they are about.
    """

    what: str = field(compare=False)
    title: str = field(compare=False)
    ref: str
    url: str = field(compare=False)
    button: str = field(compare=False)
    due: date | None = None
    risk: bool = False
    tone: str = field(default="action", compare=False)
    kind: str = OTHER
    code: str = ""
    about: tuple[str, str] = ("", "")
    who: str = field(default="", compare=False)
    counted: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other task of a person."""
        return self.code, self.about[1]

    @property
    def token(self) -> str:
        """How a form names it."""
        return f"{self.about[1]}.{self.code}"

    @property
    def snooze_url(self) -> str:
        """Where it is put off; "" for what is not computed from a file."""
        if not self.code or self.kind == REMINDER:
            return ""
        return reverse("snooze_task", kwargs={"ref": self.ref, "subject": self.about[1], "task": self.code})

    def place(self, today: date) -> int:
        """Which part of the list it stands in."""
        return self.rank(today)[0]

    def rank(self, today: date) -> tuple:
        """Where it stands in the list: overdue, today, Jordan risk, tomorrow, this week, later."""
        days = (self.due - today).days if self.due else None
        if self.risk:
            place = RISK if days is None or days >= 0 else OVERDUE
        elif days is None:
            place = WEEK
        else:
            place = OVERDUE if days < 0 else TODAY if days == 0 else TOMORROW if days == 1 else WEEK if days <= SOON.days else LATER
        return (place, self.due or today + SOON, self.ref, self.kind, self.code, self.about)


class Reading:
    """What is read for a person, so many rows of one kind, and the first day behind those of each kind that has more."""

    def __init__(self):
        self.behind: dict[str, date | None] = {}

    def first(self, rows: QuerySet, kind: str, day: str = "") -> list[Any]:
        """Read the first rows of a kind; ``day`` names the column by which they come."""
        found = list(rows[: MOST + 1])
        if len(found) > MOST:
            self.behind[kind] = getattr(found[MOST], day) if day else None
        return found[:MOST]

    def deadlines_of(self, files: QuerySet[CaseFile], today: date) -> list[deadlines.Deadline]:
        """Read the deadlines of files."""
        found, behind = deadlines.near(files, today, MOST)
        if behind:
            self.behind[DEADLINE] = behind
        return found

    def at_least(self, today: date) -> frozenset[str]:
        """Name the numbers that may be too small, since not every row was read."""
        days = [day for day in self.behind.values() if day is not None]
        short = {"overdue": any(day < today for day in days), "due_today": any(day <= today for day in days)}
        short |= {"at_risk": "risk" in self.behind, "advice": ADVICE in self.behind}
        return frozenset(name for name, is_short in short.items() if is_short)


@dataclass(frozen=True)
class Work:
    """What a person finds on her first page."""

    now: list[Task]
    waiting: list[Task] = field(default_factory=list)
    snoozed: list[tuple[Task, Snooze]] = field(default_factory=list)
    overdue: int = 0
    due_today: int = 0
    at_risk: int = 0
    advice: int = 0
    more: bool = False
    at_least: frozenset[str] = frozenset()

    @property
    def shown(self) -> dict[str, str]:
        """The numbers in words: "at least" where not every row was read."""
        return {
            name: _("at least %(number)d") % {"number": getattr(self, name)} if name in self.at_least else str(getattr(self, name))
            for name in ("overdue", "due_today", "at_risk", "advice")
        }


def work_of(user, today: date) -> Work:
    """Gather what needs this person, in a number of queries that does not grow with her work."""
    reading = Reading()
    if user.role in ASKERS:
        tasks, waiting = _of_asker(user, reading)
    else:
        tasks, waiting = _of_team(user, today, reading)
    tasks, snoozed = without_snoozed(tasks, user, today)
    tasks.sort(key=lambda task: task.rank(today))
    waiting.sort(key=lambda task: (task.due or date.max, task.ref))
    return Work(
        now=tasks,
        waiting=waiting,
        snoozed=snoozed,
        overdue=sum(task.place(today) == OVERDUE for task in tasks),
        due_today=sum(task.place(today) == TODAY for task in tasks),
        at_risk=sum(task.risk for task in tasks),
        advice=sum(task.kind == ADVICE for task in tasks),
        more=bool(reading.behind),
        at_least=reading.at_least(today),
    )


def next_in_court(user, today: date, most: int = 6) -> list[Appearance]:
    """Give the next days in court of the files this person is counsel on (an assistant or a lead: of every file)."""
    files = CaseFile.objects.open_of(user) if user.is_role(Role.PRO) else CaseFile.objects.visible_to(user)
    hers = files.order_by().filter(pk=OuterRef("file"))  # asked day by day, so that the first few days are read and no more
    rows = Appearance.objects.pending().filter(Exists(hers), on__gte=today)
    return list(rows.select_related("file", "courthouse").in_order()[:most])


def _of_asker(user, reading):
    tasks, waiting = [], []
    for request in reading.first(AdviceRequest.objects.visible_to(user).filter(state__in=_ASKERS_OPEN).soonest_first(), ADVICE, "due_on"):
        task = _advice_task(request, user)
        mine = request.state in (AdviceState.DRAFT, AdviceState.NEEDS_INFO, AdviceState.DELIVERED)
        (tasks if mine else waiting).append(task)
    return tasks, waiting


_ASKERS_OPEN = (
    AdviceState.DRAFT,
    AdviceState.SUBMITTED,
    AdviceState.TRIAGED,
    AdviceState.ASSIGNED,
    AdviceState.IN_REVIEW,
    AdviceState.NEEDS_INFO,
    AdviceState.DELIVERED,
    AdviceState.FOLLOW_UP,
)
_LEADS_ADVICE = (AdviceState.SUBMITTED, AdviceState.TRIAGED)


def without_snoozed(tasks: list[Task], user, today: date) -> tuple[list[Task], list[tuple[Task, Snooze]]]:
    """Part tasks into those that stand, and those that this person put off, each with when it comes back and why."""
    if user.role in ASKERS:
        return tasks, []
    held = {snooze.key: snooze for snooze in Snooze.objects.visible_to(user).standing(today)}
    standing = [task for task in tasks if not task.code or task.key not in held]
    return standing, [(task, held[task.key]) for task in tasks if task.code and task.key in held]


def _of_team(user, today, reading):
    files = _files_of(user, today)
    found = reading.deadlines_of(files, today)
    tasks, waiting = _of_files(user, files, today, found, reading, counsel=user.is_role(Role.PRO, Role.LEAD))
    if user.is_role(Role.PRO, Role.LEAD):
        tasks += _texts_to_confirm(files, reading) + _warrant_time(files, today, reading)
    tasks += _victim_requests(files, user, reading)
    mine = Reminder.objects.visible_to(user).open().select_related("file").order_by("due_on", "pk")
    tasks += reminder_tasks(reading.first(mine, REMINDER, "due_on"))
    tasks += _to_rest(user, reading)
    tasks += _lost_phones(user, reading)
    for request in reading.first(_advice_for(user), ADVICE, "due_on"):
        task = _advice_task(request, user)
        (waiting if request.state == AdviceState.NEEDS_INFO else tasks).append(task)
    return list(dict.fromkeys(tasks)), waiting  # two accused of one file may call for the same thing


def tasks_of_file(case_file: CaseFile, user, today: date, found: list[deadlines.Deadline]) -> tuple[list[Task], list[Task]]:
    """List what is to be done in one file whoever does it, and what is waited for; ``found`` is every deadline of its accused."""
    one = CaseFile.objects.visible_to(user).filter(pk=case_file.pk, state__in=(*FILE_ACTIVE, *FILE_INTAKE))
    counsel = policies.is_pros(case_file, user)
    reading = Reading()
    tasks, waiting = _of_files(user, one, today, found, reading, counsel=counsel)
    (tasks if counsel else waiting).extend(_texts_to_confirm(one, reading) + _warrant_time(one, today, reading))
    (tasks if policies.may_record_victim_request(case_file, user) else waiting).extend(_victim_requests(one, user, reading))
    return tasks, waiting


def reminder_tasks(reminders) -> list[Task]:
    """Show reminders as tasks."""
    return [_reminder_task(reminder) for reminder in reminders]


def _reminder_task(reminder: Reminder) -> Task:
    file = reminder.file
    return Task(
        reminder.what,
        later(lambda: file.title) if file else _("My own reminder"),
        file.ref if file else "",
        later(lambda: reverse("finish_reminder", kwargs={"ref": reminder.ref})),
        pgettext("button", "Done"),
        reminder.due_on,
        tone="info",
        kind=REMINDER,
        code="REMINDER",
        about=(Reminder._meta.label, reminder.ref),
    )


def _of_files(user, files, today, found, reading, *, counsel):
    tasks: list[Task] = []
    waiting: list[Task] = []
    results = Appearance.objects.pending().filter(on__lt=today, file__in=files.values("pk")).select_related("file")
    tasks += [_result_task(appearance) for appearance in reading.first(results.in_order(), RESULT, "on")]
    tasks += [_risk_task(proceeding) for proceeding in reading.first(_at_risk(files, today), "risk", "ceiling_on")]
    for one in found:
        ours = one.rule.falls_on == situations.TEAM or (one.rule.falls_on == situations.LEAD and user.is_role(Role.LEAD))
        may = user.is_role(Role.LEAD) if one.rule.code in deadlines.OF_FILE else counsel or one.rule.code not in deadlines.OF_COUNSEL
        (tasks if ours else waiting).append(_deadline_task(one, ours, may))
    for file in reading.first(files.filter(situation__in=SAID_OF_A_FILE).order_by("next_date", "ref"), STEP):
        line = situations.BY_CODE[file.situation]
        ours = line.who == situations.TEAM or (line.who == situations.LEAD and user.is_role(Role.LEAD))
        (tasks if ours else waiting).append(_step_task(file, line, ours))
    return tasks, waiting


def _result_task(appearance: Appearance) -> Task:
    file = appearance.file
    return Task(
        later(lambda: _("Record the result: %(purpose)s") % {"purpose": appearance.get_purpose_display()}),
        later(lambda: file.title),
        file.ref,
        later(lambda: reverse("casetracker:record_result", kwargs={"ref": file.ref, "appearance": appearance.ref})),
        _("Record"),
        appearance.on,
        kind=RESULT,
        code="RESULT",
        about=(Appearance._meta.label, appearance.ref),
    )


def _risk_task(proceeding: Proceeding) -> Task:
    file = proceeding.file
    return Task(
        _("Delay ceiling near; the trial must end before it") if not proceeding.trial_ends_on else _("Delay ceiling near"),
        later(lambda: file.title),
        file.ref,
        later(lambda: reverse("casetracker:delay_ledger", kwargs={"ref": file.ref, "accused": proceeding.ref})),
        _("Delay"),
        proceeding.ceiling_on,
        risk=True,
        tone="risk",
        kind=DEADLINE,
        code=f"CEILING-{proceeding.ceiling_on}",
        about=(Proceeding._meta.label, proceeding.ref),
    )


def _step_task(file: CaseFile, line: situations.Situation, ours: bool) -> Task:
    return Task(
        str(line.label),
        later(lambda: file.title),
        file.ref,
        later(file.get_absolute_url),
        pgettext("button", "Open"),
        tone="action" if ours else "wait",
        kind=STEP,
        code=f"STEP-{line.code}",
        about=(CaseFile._meta.label, file.ref),
    )


def _texts_to_confirm(files, reading) -> list[Task]:
    """Counts on which counsel has not said which text of the law holds, also where whoever typed the count chose one; in two queries."""
    counts = Count.objects.filter(proceeding__file__in=files.values("pk"), offence_to__gt=F("offence_from")).exclude(state__in=ENDED)
    counts = counts.select_related("offence", "document", "proceeding__file").prefetch_related("text_choices")
    found = []
    for count in reading.first(counts.order_by("-pk"), "texts"):
        if all(choice is not None for _question, choice in count.texts_to_decide):
            continue
        file = count.proceeding.file
        what = _("Confirm which text of the law holds: %(citation)s") % {"citation": count.offence.citation}
        url = reverse("casetracker:choose_texts", kwargs={"ref": file.ref, "accused": count.proceeding.ref, "count": count.ref})
        about = (Count._meta.label, count.ref)
        found.append(Task(what, file.title, file.ref, url, pgettext("button", "Open"), kind=STEP, code="TEXT", about=about))
    return found


def _warrant_time(files, today, reading) -> list[Task]:
    """Accused before judgment whose warrant ended and whose time at large nobody attributed; in a handful of queries."""
    ended = Warrant.objects.filter(proceeding=OuterRef("pk"), executed_on__gt=F("issued_on"))
    rows = Proceeding.objects.filter(Exists(ended), file__in=files.values("pk"), state__in=BEFORE_JUDGMENT)
    rows = rows.select_related("file").prefetch_related("warrants", "delay_intervals", "clock_origins", "counts__clock_origin")
    found = []
    for proceeding in reading.first(rows.order_by("-pk"), "warrants"):
        if all(warrant.is_out for warrant, _start, _end in ledger.warrant_time(proceeding, today)):
            continue
        file = proceeding.file
        url = reverse("casetracker:delay_ledger", kwargs={"ref": file.ref, "accused": proceeding.ref})
        about = (Proceeding._meta.label, proceeding.ref)
        what = _("Say what the time of the warrant counts as in the delay")
        found.append(Task(what, file.title, file.ref, url, _("Delay"), kind=STEP, code="WARRANT-TIME", about=about))
    return found


def _victim_requests(files, user, reading) -> list[Task]:
    """What victims and witnesses of these files asked for and nobody answered, the oldest first; in a handful of queries."""
    rows = VictimRequest.objects.visible_to(user).open().filter(participant__file__in=files.values("pk"))
    rows = rows.select_related("participant__file").prefetch_related("participant__bans__provision")
    found = []
    for row in reading.first(rows.order_by("asked_on", "pk"), "requests"):
        file = row.participant.file
        found.append(
            Task(
                _("Answer what was asked for: %(what)s") % {"what": row.get_kind_display()},
                file.title,
                file.ref,
                reverse("casetracker:person", kwargs={"ref": file.ref, "person": row.participant.ref}),
                pgettext("button", "Open"),
                kind=STEP,
                code="VICTIM-REQUEST",
                about=(VictimRequest._meta.label, row.ref),
                who=names.display_name(row.participant, user, names.LIST),
            )
        )
    return found


SAID_WITH_A_DAY = ("RESULT_NEEDED", "PRIMA_FACIE_NEEDED")
"""Situations that are in the list already, with their day."""
SAID_OF_A_FILE = [line.code for line in situations.BY_CODE.values() if line.who != situations.NOBODY and line.code not in SAID_WITH_A_DAY]


def _deadline_task(one: deadlines.Deadline, ours: bool, may: bool) -> Task:
    file = one.proceeding.file
    return Task(
        one.title,
        later(lambda: file.title),
        file.ref,
        later(lambda: one.url if may else one.looked_at_on),
        pgettext("button", "Open"),
        one.due,
        tone="action" if ours else "wait",
        kind=DEADLINE,
        code=one.code,
        about=(one.subject._meta.label, one.subject.ref),
        who=later(lambda: one.who),
        counted=later(lambda: one.counted),
    )


def _files_of(user, today):
    """The files whose steps are this person's: a prosecutor's own; for assistant and lead those in intake, or without a prosecutor."""
    visible = CaseFile.objects.visible_to(user)
    if user.is_role(Role.PRO):
        return CaseFile.objects.filter(pk__in=list(CaseFile.objects.open_of(user).order_by().values_list("pk", flat=True)))
    mine = visible.of(user).active()
    if user.is_role(Role.LEAD):
        resting = visible.filter(state=FileState.DORMANT, dormant_review_on__lte=today + deadlines.AHEAD)
        ready = visible.filter(situation="CLOSE_READY")
        return mine | visible.filter(state__in=FILE_INTAKE) | visible.without_prosecutor() | ready | resting
    if user.is_role(Role.AST):
        return visible.active() | visible.filter(state__in=FILE_INTAKE)
    return visible.none()


def _at_risk(files, today):
    near = Proceeding.objects.filter(
        file__in=files.values("pk"),
        state__in=BEFORE_JUDGMENT,
        evidence_ended_on=None,
        ceiling_on__lte=today + timedelta(days=AMBER_DAYS),
    )
    return near.select_related("file").order_by("ceiling_on", "pk")


def _to_rest(user, reading):
    """Files in which no accused can be moved forward: a lead is asked to let them rest (F6)."""
    if not user.is_role(Role.LEAD):
        return []
    accused = Proceeding.objects.filter(file=OuterRef("pk"))
    rests = CaseFile.objects.visible_to(user).filter(
        Exists(accused.filter(state__in=NO_LIVE_STEP)),
        ~Exists(accused.exclude(state__in=[*NO_LIVE_STEP, ProceedingState.UNDER_APPEAL, *TERMINAL])),
        state__in=[FileState.CARRIED, FileState.SHARED],
    )
    return [
        Task(
            _("No accused can be moved forward: let the file rest"),
            file.title,
            file.ref,
            reverse("casetracker:make_dormant", kwargs={"ref": file.ref}),
            pgettext("button", "Open"),
            about=(CaseFile._meta.label, file.ref),
        )
        for file in reading.first(rests.order_by("ref"), "rests")
    ]


def _lost_phones(user, reading):
    """Colleagues who lost a phone and wait for this lead to make sure that it is they."""
    if not user.is_role(Role.LEAD):
        return []
    waiting = Reset.objects.visible_to(user).waiting().select_related("person", "asked_by").order_by("asked_at")
    return [
        Task(
            _("Lost phone: make sure who is asking"),
            reset.person.name,
            "",
            reset.get_absolute_url(),
            pgettext("button", "Open"),
            about=(Reset._meta.label, reset.ref),
        )
        for reset in reading.first(waiting, "phones")
        if may_decide_reset(reset, user)
    ]


def _advice_for(user):
    visible = AdviceRequest.objects.visible_to(user)
    mine = visible.of_adviser(user).open() | visible.to_correct(user) | visible.to_read(user)
    if user.is_role(Role.LEAD):
        mine = mine | visible.filter(state__in=_LEADS_ADVICE)
    elif user.is_role(Role.PRO):
        mine = mine | visible.filter(state=AdviceState.SUBMITTED)
    return mine.distinct().soonest_first()


def _advice_task(request, user) -> Task:
    return Task(
        what=later(lambda: str(request.asker_situation if user.role in ASKERS else request.team_situation)),
        title=request.question or _("Request without a question yet"),
        ref=request.ref,
        url=later(request.get_absolute_url),
        button=pgettext("button", "Open"),
        due=request.due_on,
        kind=ADVICE,
    )
