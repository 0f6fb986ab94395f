"""A person's tasks: the whole list with its filters, those of one file, her reminders, what she puts off, and several at a time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from caseload import reminders, several, work
from caseload.models import Reminder, Snooze
from caseload.task_forms import DoneForm, ReminderForm, SnoozeForm, TaskFilter
from casetracker import deadlines
from casetracker.models import CaseFile
from casetracker.views.base import FilePage, InFile
from foundation import clock
from foundation.audit.gate import log_list, open_record
from foundation.jobs.models import Job
from foundation.pages import days
from foundation.pages.forms import ActForm
from foundation.pages.views import ActFormView
from foundation.records import Refusal

MOST_AT_ONCE = 100


class TeamOnly:
    """A page of the team."""

    def dispatch(self, request, *args, **kwargs):
        if not reminders.may_keep_tasks(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Tasks(TeamOnly, TemplateView):
    """Everything that needs a person, by when and of which kind, with several to be taken at a time."""

    template_name = "caseload/tasks.html"

    def get_context_data(self, **kwargs):
        log_list(self.request, "casetracker.CaseFile")
        today, user = clock.today(), self.request.user
        form = TaskFilter(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {"show": "", "kind": ""}
        found = work.work_of(user, today)
        rows = {"waiting": found.waiting, "snoozed": [task for task, _snooze in found.snoozed]}.get(asked["show"], found.now)
        if asked["show"] == "risk":
            rows = [task for task in rows if task.risk]
        elif asked["show"] in work.PLACES:
            rows = [task for task in rows if task.place(today) == work.PLACES[asked["show"]][0]]
        if asked["kind"]:
            rows = [task for task in rows if task.kind == asked["kind"]]
        put_off = dict(found.snoozed)
        return super().get_context_data(
            form=form,
            rows=[(task, put_off.get(task)) for task in rows[:MOST_AT_ONCE]],
            total=len(rows),
            more=found.more,
            work_most=work.MOST,
            most=MOST_AT_ONCE,
            today=today,
            filtered=bool(asked["show"] or asked["kind"]),
            takes_several=asked["show"] not in ("waiting", "snoozed"),
            **kwargs,
        )


class FileTasks(FilePage):
    """What is to be done in one file, computed; what is waited for; what the reader put off; her reminders."""

    template_name = "caseload/file_tasks.html"
    current = "tasks"
    heading = gettext_lazy("Tasks")
    allowed = "may_read_notes"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, clock.today()
        named = {proceeding.ref: self.name(proceeding.accused) for proceeding in self.proceedings}
        found = deadlines.deadlines_of(self.proceedings, today)
        tasks, waiting = work.tasks_of_file(self.case_file, user, today, found)
        tasks, snoozed = work.without_snoozed(list(dict.fromkeys(tasks)), user, today)
        mine = Reminder.objects.visible_to(user).open().filter(file=self.case_file)
        doubts = {one.code: one.doubts for one in found}
        return super().get_context_data(
            tasks=[(task, named.get(task.about[1], ""), doubts.get(task.code, ())) for task in sorted(tasks, key=lambda t: t.rank(today))],
            waiting=[(task, named.get(task.about[1], ""), doubts.get(task.code, ())) for task in waiting],
            snoozed=snoozed,
            reminders=work.reminder_tasks(mine.select_related("file")),
            may_keep=reminders.may_keep_tasks(user),
            not_computed=[
                (rule, deadlines.title_of(rule), deadlines.length_words(rule), deadlines.START_WORDS[rule.starts])
                for rule in deadlines.not_computed()
            ],
            **kwargs,
        )


class AddReminder(TeamOnly, ActFormView):
    """A reminder of one's own, in no file."""

    template_name = "caseload/reminder.html"
    form_class = ReminderForm
    draft_name = "add_reminder"
    case_file = None

    def perform(self, form):
        typed = {**form.cleaned_data, "by": self.request.user, "at": clock.now(), "key": form.act_fields()["key"]}
        reminders.add_reminder(case_file=self.case_file, **typed)
        return self.back()

    def back(self) -> str:
        """Where the form leads."""
        return reverse("tasks")

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=_("Add a reminder"), submit=_("Remind me"), cancel_url=self.back(), **kwargs)


class AddFileReminder(InFile, AddReminder):
    """A reminder of one's own in a file."""

    template_name = "casetracker/form.html"
    current = "tasks"
    allowed = "may_read_notes"
    draft_name = "add_file_reminder"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "case_file": self.case_file}

    def draft_about(self) -> str:
        return self.case_file.ref

    def back(self) -> str:
        return reverse("file_tasks", kwargs={"ref": self.case_file.ref})


class OfReminder(TeamOnly):
    """A page about a reminder of one's own."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.reminder = None
        if request.user.is_authenticated and reminders.may_keep_tasks(request.user):
            self.reminder = open_record(request, Reminder.objects.select_related("file"), ref=kwargs["ref"])

    def get_record(self):
        return self.reminder

    def back(self) -> str:
        """Where the form leads: to the tasks of its file, or to all of them."""
        return reverse("file_tasks", kwargs={"ref": self.reminder.file.ref}) if self.reminder.file else reverse("tasks")

    def get_context_data(self, **kwargs):
        return super().get_context_data(reminder=self.reminder, today=clock.today(), cancel_url=self.back(), **kwargs)


class ChangeReminder(OfReminder, ActFormView):
    """The words and the day of a reminder."""

    template_name = "caseload/reminder.html"
    form_class = ReminderForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "case_file": self.reminder.file}

    def get_initial(self):
        return {"what": self.reminder.what, "due_on": self.reminder.due_on}

    def perform(self, form):
        typed = {**form.cleaned_data, **form.act_fields(), "by": self.request.user, "at": clock.now()}
        reminders.change_reminder(reminder=self.reminder, **typed)
        return self.back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=_("Change the reminder"), submit=_("Save"), **kwargs)


class FinishReminder(OfReminder, ActFormView):
    """A reminder that is done."""

    template_name = "caseload/finish_reminder.html"
    form_class = ActForm

    def perform(self, form):
        reminders.finish_reminder(reminder=self.reminder, by=self.request.user, at=clock.now(), **form.act_fields())
        return self.back()


class SnoozeTask(TeamOnly, InFile, ActFormView):
    """Putting off one computed task of a file."""

    template_name = "caseload/snooze.html"
    form_class = SnoozeForm
    current = "tasks"
    allowed = "may_read_notes"

    def find(self, *, subject, task):
        today = clock.today()
        found = deadlines.deadlines_of(self.proceedings, today)
        tasks, waiting = work.tasks_of_file(self.case_file, self.request.user, today, found)
        self.task = next((one for one in (*tasks, *waiting) if one.key == (task, subject)), None)
        if self.task is None and self.request.method != "POST":
            raise Http404

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "due": self.task.due if self.task else None}

    def perform(self, form):
        if self.task is None:
            raise Refusal(_("This was done in the meantime: there is nothing left to put off."))
        snooze(self.task, self.case_file, self.request.user, form.act_fields()["key"], **form.cleaned_data)
        messages.success(self.request, _("Put off. It comes back on %(day)s.") % {"day": days.day(form.cleaned_data["until_on"])})
        return reverse("file_tasks", kwargs={"ref": self.case_file.ref})

    def get_context_data(self, **kwargs):
        back = reverse("file_tasks", kwargs={"ref": self.case_file.ref})
        return super().get_context_data(task=self.task, heading=_("Put a task off"), cancel_url=back, **kwargs)


def snooze(task: work.Task, case_file: CaseFile, by, key: str, *, until_on, reason) -> None:
    """Put off a task as it was computed."""
    reminders.snooze_task(
        case_file=case_file,
        task=task.code,
        subject=task.about,
        due=task.due,
        until_on=until_on,
        reason=reason,
        by=by,
        at=clock.now(),
        key=key,
    )


class EndSnooze(TeamOnly, ActFormView):
    """Taking up again what one had put off."""

    template_name = "caseload/end_snooze.html"
    form_class = ActForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.snooze = None
        if request.user.is_authenticated and reminders.may_keep_tasks(request.user):
            self.snooze = open_record(request, Snooze.objects.select_related("file"), ref=kwargs["ref"])

    def get_record(self):
        return self.snooze

    def perform(self, form):
        reminders.end_snooze(snooze=self.snooze, by=self.request.user, at=clock.now(), **form.act_fields())
        return reverse("file_tasks", kwargs={"ref": self.snooze.file.ref})

    def get_context_data(self, **kwargs):
        back = reverse("file_tasks", kwargs={"ref": self.snooze.file.ref})
        return super().get_context_data(snooze=self.snooze, cancel_url=back, **kwargs)


class SeveralTasks(TeamOnly, ActFormView):
    """Several tasks at a time: a page that lists them with those left out and why, then one that says what became of each."""

    template_name = "caseload/several_tasks.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.what = several.DONE if request.POST.get("what") == several.DONE else several.SNOOZE
        self.selected = list(dict.fromkeys(request.POST.getlist("selected")))[:MOST_AT_ONCE]

    def get(self, request, *args, **kwargs):
        return redirect("tasks")

    def post(self, request, *args, **kwargs):
        if not self.selected:
            messages.error(request, _("Select at least one task."))
            return redirect("tasks")
        log_list(request, "casetracker.CaseFile")
        self.taken, left_out = several.sort_out(request.user, self.what, self.selected)
        self.left_out = [(task, several.why_left_out(task, self.what)) for _token, task in left_out]
        if "confirmed" not in request.POST:
            return self.render_to_response(self.get_context_data(form=self.get_form_class()()))
        return super().post(request, *args, **kwargs)

    def get_form_class(self):
        return DoneForm if self.what == several.DONE else SnoozeForm

    def form_valid(self, form):
        """Do it and say what became of each; more than fifty are handed to the worker."""
        if len(self.selected) > several.IN_THE_REQUEST:
            return super().form_valid(form)
        done, failed = several.carry_out(self.request.user, self.what, self.taken, key=form.act_fields()["key"], **form.cleaned_data)
        words = {"what": self.what, "done": done, "failed": failed, "left_out": self.left_out}
        return render(self.request, "caseload/several_tasks_done.html", words)

    def perform(self, form):
        job = several.hand_to_worker(
            what=self.what,
            tokens=self.selected,
            by=self.request.user,
            at=clock.now(),
            key=form.act_fields()["key"],
            **form.cleaned_data,
        )
        return reverse("several_tasks_result", kwargs={"ref": job.ref})

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            what=self.what,
            taken=self.taken,
            left_out=self.left_out,
            selected=self.selected,
            today=clock.today(),
            cancel_url=reverse("tasks"),
            **kwargs,
        )


class SeveralTasksResult(TeamOnly, TemplateView):
    """How far the worker is with several tasks, and what became of each; whoever asked for it alone sees it."""

    template_name = "caseload/several_tasks_done.html"

    def get_context_data(self, **kwargs):
        job = Job.objects.filter(kind=several.KIND, requested_by=self.request.user, ref=self.kwargs["ref"]).first()
        if job is None:
            raise Http404
        if job.state == Job.State.DONE:
            log_list(self.request, "casetracker.CaseFile")
            found = several.became(job, self.request.user)
            return super().get_context_data(done=found.done, failed=found.failed, left_out=found.left_out, **kwargs)
        return super().get_context_data(job=job, running=job.state in (Job.State.WAITING, Job.State.RUNNING), **kwargs)
