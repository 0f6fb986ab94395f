"""What needs a person now: computed from states and dates, done by doing the thing."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from advice.models import AdviceRequest
from advice.states import State as AdviceState
from casetracker import deadlines, policies, situations
from casetracker.delay import AMBER_DAYS
from casetracker.models import Appearance, CaseFile, Proceeding
from casetracker.states import BEFORE_JUDGMENT, FILE_ACTIVE, FILE_INTAKE, NO_LIVE_STEP, TERMINAL, FileState, ProceedingState
from foundation.accounts.models import ASKERS, Reset, Role
from foundation.accounts.policies import may_decide_reset

from .models import Reminder, Snooze

SOON = timedelta(days=7)
MOST = 200  # rows of one kind that are read; the lists behind them have every one

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


@dataclass(frozen=True)
class Task:
    """One thing to do: what, on which record, by when, and the button that leads there."""

    what: str
    title: str
    ref: str
    url: str
    button: str
    due: date | None = None
    risk: bool = False
    tone: str = "action"
    kind: str = OTHER
    code: str = ""
    about: tuple[str, str] = ("", "")
    who: str = ""
    counted: str = ""

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
        return (place, self.due or today + SOON, self.title, self.what)


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


def work_of(user, today: date) -> Work:
    """Gather what needs this person, in a number of queries that does not grow with her work."""
    if user.role in ASKERS:
        tasks, waiting = _of_asker(user, today)
    else:
        tasks, waiting = _of_team(user, today)
    tasks, snoozed = without_snoozed(tasks, user, today)
    tasks.sort(key=lambda task: task.rank(today))
    waiting.sort(key=lambda task: (task.due or date.max, task.title))
    return Work(
        now=tasks,
        waiting=waiting,
        snoozed=snoozed,
        overdue=sum(task.place(today) == OVERDUE for task in tasks),
        due_today=sum(task.place(today) == TODAY for task in tasks),
        at_risk=sum(task.risk for task in tasks),
        advice=sum(task.ref.startswith("AR-") for task in tasks),
    )


def next_in_court(user, today: date, most: int = 6) -> list[Appearance]:
    """Give the next days in court of the files this person is counsel on (an assistant or a lead: of every file)."""
    files = CaseFile.objects.visible_to(user)
    if user.is_role(Role.PRO):
        files = files.of(user)
    rows = Appearance.objects.pending().filter(on__gte=today, file__in=files.values("pk"))
    return list(rows.select_related("file", "courthouse").in_order()[:most])


def _of_asker(user, today):
    tasks, waiting = [], []
    for request in AdviceRequest.objects.visible_to(user).filter(state__in=_ASKERS_OPEN).soonest_first()[:MOST]:
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


def _of_team(user, today):
    files = _files_of(user, today)
    tasks, waiting = _of_files(user, files, today, deadlines.near(files, today), counsel=user.is_role(Role.PRO, Role.LEAD))
    tasks += reminder_tasks(Reminder.objects.visible_to(user).open().select_related("file").order_by("due_on", "pk")[:MOST])
    tasks += _to_rest(user)
    tasks += _lost_phones(user)
    for request in _advice_for(user):
        task = _advice_task(request, user)
        (waiting if request.state == AdviceState.NEEDS_INFO else tasks).append(task)
    return list(dict.fromkeys(tasks)), waiting  # two accused of one file may call for the same thing


def tasks_of_file(case_file: CaseFile, user, today: date, found: list[deadlines.Deadline]) -> tuple[list[Task], list[Task]]:
    """List what is to be done in one file whoever does it, and what is waited for; ``found`` is every deadline of its accused."""
    one = CaseFile.objects.visible_to(user).filter(pk=case_file.pk, state__in=(*FILE_ACTIVE, *FILE_INTAKE))
    return _of_files(user, one, today, found, counsel=policies.is_pros(case_file, user))


def reminder_tasks(reminders) -> list[Task]:
    """Show reminders as tasks."""
    return [
        Task(
            reminder.what,
            reminder.file.title if reminder.file else _("My own reminder"),
            reminder.file.ref if reminder.file else "",
            reverse("finish_reminder", kwargs={"ref": reminder.ref}),
            pgettext("button", "Done"),
            reminder.due_on,
            tone="info",
            kind=REMINDER,
            code="REMINDER",
            about=(Reminder._meta.label, reminder.ref),
        )
        for reminder in reminders
    ]


def _of_files(user, files, today, found, *, counsel):
    tasks: list[Task] = []
    waiting: list[Task] = []
    results = Appearance.objects.pending().filter(on__lt=today, file__in=files.values("pk")).select_related("file")
    for appearance in results.in_order()[:MOST]:
        file = appearance.file
        what = _("Record the result: %(purpose)s") % {"purpose": appearance.get_purpose_display()}
        url = reverse("casetracker:record_result", kwargs={"ref": file.ref, "appearance": appearance.ref})
        about = (Appearance._meta.label, appearance.ref)
        tasks.append(Task(what, file.title, file.ref, url, _("Record"), appearance.on, kind=RESULT, code="RESULT", about=about))
    for proceeding in _at_risk(user, files, today):
        file = proceeding.file
        what = _("Delay ceiling near; the trial must end before it") if not proceeding.trial_ends_on else _("Delay ceiling near")
        url = reverse("casetracker:delay_ledger", kwargs={"ref": file.ref, "accused": proceeding.ref})
        named = {"kind": DEADLINE, "code": f"CEILING-{proceeding.ceiling_on}", "about": (Proceeding._meta.label, proceeding.ref)}
        tasks.append(Task(what, file.title, file.ref, url, _("Delay"), proceeding.ceiling_on, risk=True, tone="risk", **named))
    for one in found:
        ours = one.rule.falls_on == situations.TEAM or (one.rule.falls_on == situations.LEAD and user.is_role(Role.LEAD))
        may = user.is_role(Role.LEAD) if one.rule.code in deadlines.OF_FILE else counsel or one.rule.code not in deadlines.OF_COUNSEL
        (tasks if ours else waiting).append(_deadline_task(one, ours, one.url if may else one.looked_at_on))
    for file in files.exclude(situation="").order_by("next_date", "ref")[:MOST]:
        line = situations.BY_CODE.get(file.situation)
        if line is None or line.who == situations.NOBODY or line.code in SAID_WITH_A_DAY:
            continue
        ours = line.who == situations.TEAM or (line.who == situations.LEAD and user.is_role(Role.LEAD))
        named = {"kind": STEP, "code": f"STEP-{line.code}", "about": (CaseFile._meta.label, file.ref)}
        url, button = file.get_absolute_url(), pgettext("button", "Open")
        task = Task(str(line.label), file.title, file.ref, url, button, tone="action" if ours else "wait", **named)
        (tasks if ours else waiting).append(task)
    return tasks, waiting


SAID_WITH_A_DAY = ("RESULT_NEEDED", "PRIMA_FACIE_NEEDED")
"""Situations that are in the list already, with their day."""


def _deadline_task(one: deadlines.Deadline, ours: bool, url: str) -> Task:
    file = one.proceeding.file
    return Task(
        one.title,
        file.title,
        file.ref,
        url,
        pgettext("button", "Open"),
        one.due,
        tone="action" if ours else "wait",
        kind=DEADLINE,
        code=one.code,
        about=(one.subject._meta.label, one.subject.ref),
        who=one.who,
        counted=one.counted,
    )


def _files_of(user, today):
    """The files whose steps are this person's: a prosecutor's own; for assistant and lead those in intake, or without a prosecutor."""
    visible = CaseFile.objects.visible_to(user)
    if user.is_role(Role.PRO):
        return visible.of(user).filter(state__in=(*FILE_ACTIVE, *FILE_INTAKE))
    mine = visible.of(user).active()
    if user.is_role(Role.LEAD):
        resting = visible.filter(state=FileState.DORMANT, dormant_review_on__lte=today + deadlines.AHEAD)
        ready = visible.filter(situation="CLOSE_READY")
        return mine | visible.filter(state__in=FILE_INTAKE) | visible.without_prosecutor() | ready | resting
    if user.is_role(Role.AST):
        return visible.active() | visible.filter(state__in=FILE_INTAKE)
    return visible.none()


def _at_risk(user, files, today):
    near = Proceeding.objects.filter(
        file__in=files.values("pk"),
        state__in=BEFORE_JUDGMENT,
        evidence_ended_on=None,
        ceiling_on__lte=today + timedelta(days=AMBER_DAYS),
    )
    return near.select_related("file").order_by("ceiling_on")[:MOST]


def _to_rest(user):
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
        )
        for file in rests.order_by("ref")[:MOST]
    ]


def _lost_phones(user):
    """Colleagues who lost a phone and wait for this lead to make sure that it is they."""
    if not user.is_role(Role.LEAD):
        return []
    waiting = Reset.objects.visible_to(user).waiting().select_related("person", "asked_by").order_by("asked_at")[:MOST]
    return [
        Task(_("Lost phone: make sure who is asking"), reset.person.name, "", reset.get_absolute_url(), pgettext("button", "Open"))
        for reset in waiting
        if may_decide_reset(reset, user)
    ]


def _advice_for(user):
    visible = AdviceRequest.objects.visible_to(user)
    mine = visible.of_adviser(user).open() | visible.to_correct(user) | visible.to_read(user)
    if user.is_role(Role.LEAD):
        mine = mine | visible.filter(state__in=_LEADS_ADVICE)
    elif user.is_role(Role.PRO):
        mine = mine | visible.filter(state=AdviceState.SUBMITTED)
    return mine.distinct().soonest_first()[:MOST]


def _advice_task(request, user) -> Task:
    return Task(
        what=request.asker_situation if user.role in ASKERS else request.team_situation,
        title=request.question or _("Request without a question yet"),
        ref=request.ref,
        url=request.get_absolute_url(),
        button=pgettext("button", "Open"),
        due=request.due_on,
        kind=ADVICE,
    )
