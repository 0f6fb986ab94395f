"""The outbox and its handlers: ``enqueue`` in the transaction, ``run_due`` in the worker."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction

from foundation import clock
from foundation.audit.acts import OpenAct, write_turn

from .models import Job

logger = logging.getLogger("casetracker.jobs")

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
LEFT = "The person who asked is no longer active, or has another role."
BACK_OFF = (5, 30, 120, 600)  # seconds before the second, third, ... try

Progress = Callable[[int, int], None]
_handlers: dict[str, Callable[[Job, Progress], dict | None]] = {}
_personal: set[str] = set()
_periodic: list["Periodic"] = []


class Periodic:
    """Something the worker does every so many seconds."""

    def __init__(self, seconds: float, run: Callable[[datetime], object]):
        self.seconds = seconds
        self.run = run
        self.next_at: datetime | None = None


class Cancelled(Exception):
    """Tell a job at work that it was cancelled."""


def handler(kind: str, *, personal: bool = False):
    """Register the function that runs jobs of this kind; what it returns is stored as the job's result.

    What a ``personal`` job makes is for the person who asked (an export): it is cancelled when she leaves or her role changes. Every
    other job does what follows from an act that stands (a mail to somebody else, the text of a document), whoever has left since.
    """

    def register(function):
        _handlers[kind] = function
        if personal:
            _personal.add(kind)
        return function

    return register


def periodic(*, seconds: float):
    """Register a function of the present instant that the worker calls every ``seconds``."""

    def register(function):
        _periodic.append(Periodic(seconds, function))
        return function

    return register


def enqueue(kind: str, params: dict, *, by, act: OpenAct | None = None, unique_key: str = "", delay: timedelta = timedelta()) -> Job:
    """Store a job in the open transaction; a job of the same kind and ``unique_key`` that is still open stands for both."""
    if unique_key:
        waiting = Job.objects.filter(kind=kind, unique_key=unique_key, state__in=[Job.State.WAITING, Job.State.RUNNING]).first()
        if waiting is not None:
            return waiting
    at = clock.now()
    return Job.objects.create(
        kind=kind,
        params=params,
        requested_by=by,
        act=act.row if act else None,
        unique_key=unique_key,
        run_after=at + delay,
        created_at=at,
    )


def cancel_personal(user) -> int:
    """Cancel what this person asked for herself and has not got yet; in the act that closes her account or changes her role."""
    open_jobs = Job.objects.filter(requested_by=user, kind__in=_personal, state__in=[Job.State.WAITING, Job.State.RUNNING])
    for job in open_jobs:
        job.state, job.error, job.leased_until, job.finished_at = Job.State.CANCELLED, LEFT, None, clock.now()
        job.save()
    return len(open_jobs)


def lease_next(at: datetime) -> Job | None:
    """Take the next job that is due, or whose worker died, and hold it for ``LEASE``."""
    with write_turn(), transaction.atomic():
        due = Job.objects.filter(state=Job.State.WAITING, run_after__lte=at) | Job.objects.filter(
            state=Job.State.RUNNING, leased_until__lt=at
        )
        rows = due.order_by("run_after", "pk")
        if connection.vendor == "postgresql":
            rows = rows.select_for_update(skip_locked=True)
        job = rows.first()
        if job is None:
            return None
        job.state, job.attempts, job.leased_until = Job.State.RUNNING, job.attempts + 1, at + LEASE
        job.save()
        return job


def run_due(limit: int = 100) -> int:
    """Run jobs that are due, one after another; give how many ran."""
    ran = 0
    while ran < limit:
        job = lease_next(clock.now())
        if job is None:
            break
        run(job)
        ran += 1
    return ran


def run(job: Job) -> None:
    """Run one leased job; its effects in our database commit with its row."""

    def progress(done: int, total: int) -> None:
        with write_turn(), transaction.atomic():
            job.refresh_from_db()
            if job.state == Job.State.CANCELLED:
                raise Cancelled
            job.done, job.total, job.leased_until = max(done, job.done), total, clock.now() + LEASE
            job.save()

    requester = job.requested_by
    if job.kind in _personal and not requester.is_active and requester.role != "SVC":
        _close(job, Job.State.CANCELLED, error=LEFT)
        return
    if job.attempts > MAX_ATTEMPTS:
        _close(job, Job.State.DEAD, error=job.error or "The worker died each time it ran this.")
        return
    try:
        result = _handlers[job.kind](job, progress)
        _close(job, Job.State.DONE, result=result or {})
    except Cancelled:
        return
    except Exception as failure:  # a job may fail in any way; it must never stop the worker
        logger.warning("job failed", extra={"job": job.ref, "kind": job.kind, "attempt": job.attempts, "error": type(failure).__name__})
        _failed(job, failure)


def _failed(job: Job, failure: Exception) -> None:
    text = f"{type(failure).__name__}: {failure}"[:500]
    if job.attempts >= MAX_ATTEMPTS:
        _close(job, Job.State.DEAD, error=text)
        return
    with write_turn(), transaction.atomic():
        job.refresh_from_db()
        if job.state == Job.State.CANCELLED:
            return
        job.state, job.error, job.leased_until = Job.State.WAITING, text, None
        job.run_after = clock.now() + timedelta(seconds=BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1])
        job.save()


def _close(job: Job, state: str, *, error: str = "", result: dict | None = None) -> None:
    with write_turn(), transaction.atomic():
        job.refresh_from_db()
        if job.state == Job.State.CANCELLED:
            return
        job.state, job.error, job.result, job.leased_until, job.finished_at = state, error, result or {}, None, clock.now()
        job.save()


def run_periodic(at: datetime) -> None:
    """Call each periodic function whose time has come."""
    for entry in _periodic:
        if entry.next_at is None or at >= entry.next_at:
            entry.next_at = at + timedelta(seconds=entry.seconds)
            try:
                entry.run(at)
            except DatabaseError:
                raise
            except Exception:  # one room's fault must not stop the others
                logger.exception("periodic work failed", extra={"function": entry.run.__qualname__})
