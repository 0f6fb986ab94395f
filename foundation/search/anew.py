"""The index built anew because a person asked for it: the worker does it, and her page says how far it is."""

from datetime import datetime

from foundation.audit.acts import act
from foundation.jobs.models import Job
from foundation.jobs.queue import enqueue

BUILD = "build_index"


def build_anew(*, by, at: datetime, key: str | None = None) -> Job:
    """Have the worker build the index anew; one that waits or runs already stands for both."""
    with act(by=by, at=at, kind=BUILD, key=key) as this_act:
        job = enqueue(BUILD, {}, by=by, act=this_act, unique_key="index")
        this_act.record("asked_for", job)
        this_act.result("search_health")
    return job


def last_build() -> Job | None:
    """Give the build that was asked for last."""
    return Job.objects.filter(kind=BUILD).order_by("-pk").first()
