"""A person's own reminders, and the computed tasks that she puts off: hers alone, each with its day."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from casetracker.models import CaseFile
from casetracker.policies import is_service
from casetracker.states import FILE_LEFT
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act
from foundation.pages import days
from foundation.records import Refusal, StaleRecord

from .models import TELLS_THE_TEAM, Reminder, Snooze

LONGEST = timedelta(days=731)  # ahead, of a reminder
LONGEST_SNOOZE = timedelta(days=90)
LATE_SNOOZE = timedelta(days=14)  # of what is overdue already


def may_keep_tasks(user) -> bool:
    """PRO, LEAD, AST"""
    return user.is_active and user.is_role(*TELLS_THE_TEAM) and not is_service(user)


def check_reminder(what: str, due_on: date | None, case_file: CaseFile | None, *, before: date | None = None) -> None:
    """Say what is wrong with a reminder as it was typed.

    :param before: the day it had; it may keep that one though it has passed
    :raises Refusal: no words, no day, a day that has passed or lies more than two years ahead, a file that the team has left behind
    """
    if not what.strip():
        raise Refusal(_("Say what is to be done."), "what")
    if due_on is None:
        raise Refusal(_("Enter the day by which it is to be done."), "due_on")
    if due_on < clock.today() and due_on != before:
        raise Refusal(_("This day has passed: today is %(day)s.") % {"day": days.day(clock.today())}, "due_on")
    if due_on > clock.today() + LONGEST:
        raise Refusal(_("A reminder lies two years ahead at most: check the year."), "due_on")
    if case_file is not None and case_file.state in FILE_LEFT:
        raise Refusal(_("This file is closed to the team: a reminder in it would not be shown."))


def add_reminder(*, what: str, due_on: date, by: User, at: datetime, case_file: CaseFile | None = None, key: str | None = None) -> Reminder:
    """Remind oneself of something by a day, in a file or in none.

    :raises Refusal: what was typed is not a reminder (see ``check_reminder``)
    :raises PermissionDenied: ``by`` is not of the team, or may not see the file
    """
    if not may_keep_tasks(by) or (case_file is not None and not CaseFile.objects.visible_to(by).filter(pk=case_file.pk).exists()):
        raise PermissionDenied
    check_reminder(what, due_on, case_file)
    with act(by=by, at=at, kind="add_reminder", key=key) as this_act:
        this_act.result("file_tasks", ref=case_file.ref) if case_file else this_act.result("tasks")
        return Reminder.objects.create(user=by, file=case_file, what=what.strip(), due_on=due_on)


def change_reminder(
    *, reminder: Reminder, what: str, due_on: date, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> Reminder:
    """Change the words or the day of a reminder of one's own.

    :raises Refusal: it is done already, or what was typed is not a reminder
    :raises StaleRecord: it was changed since
    :raises PermissionDenied: it is somebody else's
    """
    with act(by=by, at=at, kind="change_reminder", key=key) as this_act:
        this_act.result("tasks")
        reminder = _own_open(reminder, by, version)
        check_reminder(what, due_on, reminder.file, before=reminder.due_on)
        reminder.what, reminder.due_on = what.strip(), due_on
        reminder.save()
    return reminder


def finish_reminder(*, reminder: Reminder, by: User, at: datetime, version: int | None = None, key: str | None = None) -> Reminder:
    """Say that a reminder of one's own is done.

    :raises Refusal: it is done already
    :raises StaleRecord: it was changed since
    :raises PermissionDenied: it is somebody else's
    """
    with act(by=by, at=at, kind="finish_reminder", key=key) as this_act:
        this_act.result("tasks")
        reminder = _own_open(reminder, by, version)
        reminder.done_at = at
        reminder.save()
    return reminder


def _own_open(reminder: Reminder, by: User, version: int | None) -> Reminder:
    reminder = Reminder.objects.select_related("file").get(pk=reminder.pk)
    if reminder.user_id != by.pk or not may_keep_tasks(by):
        raise PermissionDenied
    if version is not None and version != reminder.version:
        raise StaleRecord(reminder, _("This reminder was changed since you opened it."))
    if reminder.done_at is not None or reminder.cleared_at is not None:
        raise Refusal(_("This reminder is done already."))
    return reminder


def check_snooze(until_on: date | None, reason: str, due: date | None) -> None:
    """Say what is wrong with putting a task off as it was typed.

    :raises Refusal: no day, one that has come, one after the last day of the task, too far ahead, or no reason
    """
    today = clock.today()
    if until_on is None:
        raise Refusal(_("Enter the day on which it is to come back."), "until_on")
    if until_on <= today:
        raise Refusal(_("The day on which it comes back must lie after today, %(day)s.") % {"day": days.day(today)}, "until_on")
    if due is not None and due >= today and until_on > due:
        raise Refusal(_("The last day is %(day)s: it must come back on that day or before.") % {"day": days.day(due)}, "until_on")
    if due is not None and due < today and until_on > today + LATE_SNOOZE:
        raise Refusal(_("It is overdue: put it off by 14 days at most."), "until_on")
    if until_on > today + LONGEST_SNOOZE:
        raise Refusal(_("Put it off by 90 days at most."), "until_on")
    if not reason.strip():
        raise Refusal(_("Say why it can wait."), "reason")


def snooze_task(
    *,
    case_file: CaseFile,
    task: str,
    subject: tuple[str, str],
    due: date | None,
    until_on: date,
    reason: str,
    by: User,
    at: datetime,
    key: str | None = None,
) -> Snooze:
    """Put off a computed task of one's own until a day, with a reason; it stands until then, or until it is taken up again.

    :param task: the code of the task
    :param subject: label and ref of the record it is about
    :param due: the last day of the task, if it has one
    :raises Refusal: what was typed does not do (see ``check_snooze``)
    :raises PermissionDenied: ``by`` is not of the team, or may not see the file
    """
    if not may_keep_tasks(by) or not CaseFile.objects.visible_to(by).filter(pk=case_file.pk).exists():
        raise PermissionDenied
    check_snooze(until_on, reason, due)
    label, ref = subject
    with act(by=by, at=at, kind="snooze_task", key=key) as this_act:
        this_act.result("file_tasks", ref=case_file.ref)
        User.objects.select_for_update().get(pk=by.pk)
        for earlier in Snooze.objects.filter(user=by, task=task, subject_ref=ref, ended_at=None):
            earlier.ended_at = at
            earlier.save()
        return Snooze.objects.create(
            user=by, file=case_file, task=task, subject_label=label, subject_ref=ref, until_on=until_on, reason=reason.strip()
        )


def end_snooze(*, snooze: Snooze, by: User, at: datetime, version: int | None = None, key: str | None = None) -> Snooze:
    """Take up again what one had put off.

    :raises Refusal: it was taken up already
    :raises PermissionDenied: somebody else put it off
    """
    with act(by=by, at=at, kind="end_snooze", key=key) as this_act:
        this_act.result("tasks")
        snooze = Snooze.objects.get(pk=snooze.pk)
        if snooze.user_id != by.pk or not may_keep_tasks(by):
            raise PermissionDenied
        if version is not None and version != snooze.version:
            raise StaleRecord(snooze, _("This was changed since you opened it."))
        if snooze.ended_at is not None:
            raise Refusal(_("It was taken up already."))
        snooze.ended_at = at
        snooze.save()
    return snooze


def pass_on_reminder(*, reminder: Reminder, to: User, at: datetime) -> None:
    """Give somebody's open reminder to a colleague. Inside an act.

    :raises Refusal: she keeps no reminders, or may not see the file
    """
    if not may_keep_tasks(to):
        raise Refusal(_("%(name)s keeps no reminders here.") % {"name": to.name})
    if reminder.file is not None and not CaseFile.objects.visible_to(to).filter(pk=reminder.file.pk).exists():
        raise Refusal(_("%(name)s may not see this file.") % {"name": to.name})
    reminder.user = to
    reminder.save()


def take_up_what_was_put_off(person: User, files: list[int] | None, *, at: datetime) -> None:
    """Have what a person put off in some files, or in every file, stand again: whoever takes it over looks at it anew. Inside an act."""
    held = Snooze.objects.filter(user=person, ended_at=None)
    for snooze in held if files is None else held.filter(file__in=files):
        snooze.ended_at = at
        snooze.save()


def clear_with_file(case_file: CaseFile, this_act) -> None:
    """Clear the reminders of everybody in a file that the team leaves behind, and what was put off in it."""
    for reminder in Reminder.objects.filter(file=case_file, done_at=None, cleared_at=None):
        reminder.cleared_at = this_act.at
        reminder.save()
    for snooze in Snooze.objects.filter(file=case_file, ended_at=None):
        snooze.ended_at = this_act.at
        snooze.save()
