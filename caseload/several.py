"""Several of a person's tasks at a time: which are taken, which are left out and why, and what became of each.

Up to fifty are done in the request; more are a job of the worker. What a job keeps names its tasks and repeats no word of a file.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from casetracker.models import CaseFile
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act, was_sent
from foundation.jobs.models import Job
from foundation.jobs.queue import enqueue
from foundation.records import AlreadySent, Refusal, StaleRecord

from . import reminders, work
from .models import Reminder

SNOOZE, DONE = "snooze", "done"
KIND = "several_tasks"
IN_THE_REQUEST = 50


@dataclass
class Became:
    """What became of tasks: those done, those left out and those that failed, the latter two with the reason."""

    done: list[work.Task] = field(default_factory=list)
    left_out: list[tuple[work.Task | None, str]] = field(default_factory=list)
    failed: list[tuple[work.Task | None, str]] = field(default_factory=list)


def sort_out(user: User, what: str, tokens: Iterable[str]) -> tuple[list[work.Task], list[tuple[str, work.Task | None]]]:
    """Part the tasks that were selected into what this act takes, and what it leaves out."""
    now = {task.token: task for task in work.work_of(user, clock.today()).now if task.code}
    taken, left_out = [], []
    for token in tokens:
        task = now.get(token)
        if task is None or why_left_out(task, what):
            left_out.append((token, task))
        else:
            taken.append(task)
    return taken, left_out


def why_left_out(task: work.Task | None, what: str) -> str:
    """Say why this act does not take a task; "" where it does."""
    if task is None:
        return _("It is not among your tasks any more: it was done, or put off, in the meantime.")
    if what == DONE and task.kind != work.REMINDER:
        return _("It is computed, and done by doing the thing.")
    if what == SNOOZE and not task.snooze_url:
        return _("A reminder has a day of its own: change that.")
    return ""


def carry_out(
    user: User,
    what: str,
    tasks: list[work.Task],
    *,
    key: str,
    until_on: date | None = None,
    reason: str = "",
    told: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[list[work.Task], list[tuple[work.Task, str]]]:
    """Do it to each task in an act of its own; give those done, and those that failed with the sentence."""
    typed: dict[str, Any] = {"until_on": until_on, "reason": reason}
    files = {file.ref: file for file in CaseFile.objects.visible_to(user).filter(ref__in={task.ref for task in tasks})}
    notes = {note.ref: note for note in Reminder.objects.visible_to(user).filter(ref__in={task.about[1] for task in tasks})}
    done: list[work.Task] = []
    failed: list[tuple[work.Task, str]] = []
    for number, task in enumerate(tasks, start=1):
        words: dict[str, Any] = {"by": user, "at": clock.now(), "key": own_key(key, task.token)}
        try:
            if what == DONE:
                reminders.finish_reminder(reminder=notes[task.about[1]], **words)
            else:
                named: dict[str, Any] = {"case_file": files[task.ref], "task": task.code, "subject": task.about, "due": task.due}
                reminders.snooze_task(**named, **typed, **words)
        except AlreadySent:
            done.append(task)
        except KeyError:  # she may not see it any more
            failed.append((task, why_left_out(None, what)))
        except (Refusal, StaleRecord) as refused:
            failed.append((task, str(refused)))
        else:
            done.append(task)
        told(number, len(tasks))
    return done, failed


def own_key(key: str, token: str) -> str | None:
    """The send-once key of one task among several that were sent together."""
    return hashlib.sha256(f"{key} {token}".encode()).hexdigest() if key else None


def hand_to_worker(
    *, what: str, tokens: list[str], by: User, at: datetime, key: str, until_on: date | None = None, reason: str = ""
) -> Job:
    """Have the worker do it: the page of the job says how far it is, and what became of each.

    :raises PermissionDenied: ``by`` is not of the team
    """
    if not reminders.may_keep_tasks(by):
        raise PermissionDenied
    with act(by=by, at=at, kind=KIND, key=key) as this_act:
        params = {"what": what, "tokens": tokens, "key": this_act.row.key or str(this_act.row.pk), "reason": reason}
        job = enqueue(KIND, params | {"until_on": until_on.isoformat() if until_on else ""}, by=by, act=this_act)
        this_act.record("handed_to_worker", None, count=len(tokens))
        this_act.result("several_tasks_result", ref=job.ref)
    return job


def run(job: Job, told: Callable[[int, int], None]) -> dict:
    """Do what a job asks for; what an earlier try of it did counts as done."""
    user, given = job.requested_by, job.params
    before = [token for token in given["tokens"] if was_sent(by=user, key=own_key(given["key"], token) or "")]
    taken, left_out = sort_out(user, given["what"], [token for token in given["tokens"] if token not in before])
    done, failed = carry_out(user, given["what"], taken, key=given["key"], **_typed(job), told=told)
    return {
        "done": [*before, *(task.token for task in done)],
        "left_out": [token for token, _task in left_out],
        "failed": [task.token for task, _sentence in failed],
    }


def became(job: Job, user: User) -> Became:
    """Say of each task of a job that ran what became of it, in the reader's language and as far as she may see the file today."""
    work_now = work.work_of(user, clock.today())
    known = {task.token: task for task in (*work_now.now, *(task for task, _snooze in work_now.snoozed))}
    refs = {token.partition(".")[0] for token in job.params["tokens"]}
    known |= {
        task.token: task for task in work.reminder_tasks(Reminder.objects.visible_to(user).filter(ref__in=refs).select_related("file"))
    }
    found, result = Became(), job.result
    found.done = [known[token] for token in result["done"] if token in known]
    found.left_out = [
        (known.get(token), why_left_out(known.get(token), job.params["what"]) or why_left_out(None, "")) for token in result["left_out"]
    ]
    found.failed = [(known.get(token), _why_failed(job, known.get(token))) for token in result["failed"]]
    return found


def _why_failed(job: Job, task: work.Task | None) -> str:
    if task is not None and job.params["what"] == SNOOZE:
        try:
            reminders.check_snooze(**_typed(job), due=task.due)
        except Refusal as refused:
            return str(refused)
    return _("It was changed in the meantime: look at it again.")


def _typed(job: Job) -> dict[str, Any]:
    until_on = job.params["until_on"]
    return {"until_on": date.fromisoformat(until_on) if until_on else None, "reason": job.params["reason"]}
