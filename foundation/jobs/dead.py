"""Work that failed for good: what a person may do about it."""

from datetime import datetime

from django.utils.translation import gettext as _

from foundation.audit.acts import act
from foundation.records import Refusal

from .models import Job


class SettledAlready(Refusal):
    """Say that somebody dealt with it first."""

    def __init__(self):
        super().__init__(_("Somebody dealt with this already; nothing was changed."))


def failed_jobs():
    """The jobs that failed too often, the newest first."""
    return Job.objects.filter(state=Job.State.DEAD).order_by("-finished_at", "-pk")


def try_again(*, ref: str, by, at: datetime, key: str | None = None) -> None:
    """Give a job that failed for good its tries back; :raises SettledAlready: it does not wait for a decision any more."""
    with act(by=by, at=at, kind="retry_job", key=key) as this_act:
        job = _dead(ref)
        same = Job.objects.filter(kind=job.kind, unique_key=job.unique_key, state__in=[Job.State.WAITING, Job.State.RUNNING])
        if job.unique_key and same.exists():
            raise Refusal(_("The same work waits already; set this one aside."))
        job.state, job.attempts, job.run_after, job.leased_until, job.finished_at = Job.State.WAITING, 0, at, None, None
        job.save()
        this_act.record("retried", job)
        this_act.result("failed_work")


def give_up(*, ref: str, by, at: datetime, key: str | None = None) -> None:
    """Set a job aside for good; its row stays. :raises SettledAlready: it does not wait for a decision any more."""
    with act(by=by, at=at, kind="give_up_job", key=key) as this_act:
        job = _dead(ref)
        job.state = Job.State.CANCELLED
        job.save()
        this_act.record("given_up", job)
        this_act.result("failed_work")


def _dead(ref: str) -> Job:
    job = Job.objects.select_for_update().filter(ref=ref, state=Job.State.DEAD).first()
    if job is None:
        raise SettledAlready
    return job
