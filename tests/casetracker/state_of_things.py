"""What a refused service must leave as it was."""

from contextlib import contextmanager

from casetracker import models
from foundation.audit.models import Act, Event
from foundation.jobs.models import Job
from foundation.notifications.models import Notice
from foundation.search.models import Change
from foundation.workflow.models import Move

TRACKED = [model for model in vars(models).values() if isinstance(model, type) and hasattr(model, "history")]


def picture():
    """Every row of the app, with how many moves, history rows, events, notices, jobs and changes of the index there are."""
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in TRACKED}
    history = {model.__name__: model.history.count() for model in TRACKED}
    beside = {model.__name__: model.objects.count() for model in (Act, Event, Job, Notice, Change, Move)}
    return {"rows": rows, "history": history, "beside": beside}


@contextmanager
def nothing_changes():
    """Check that the block leaves everything as it was."""
    before = picture()
    yield
    assert picture() == before
