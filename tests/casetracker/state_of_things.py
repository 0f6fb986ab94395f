"""What a refused service must leave as it was."""

from contextlib import contextmanager

from django.db import connection

from casetracker import models
from foundation.audit.models import Act, Event
from foundation.jobs.models import Job
from foundation.notifications.models import Notice
from foundation.search.models import Change
from foundation.workflow.models import Move

TRACKED = [model for model in vars(models).values() if isinstance(model, type) and hasattr(model, "history")]
ROWS = [model._meta.db_table for model in TRACKED]
BESIDE = [model._meta.db_table for model in (Act, Event, Job, Notice, Change, Move, *(each.history.model for each in TRACKED))]


def picture():
    """Every row of the app as it is stored, with how many moves, history rows, events, notices, jobs and changes of the index there are."""
    return {
        **{table: _select(f"SELECT * FROM {table} ORDER BY id") for table in ROWS},
        **{table: _select(f"SELECT count(*) FROM {table}") for table in BESIDE},
    }


def _select(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@contextmanager
def nothing_changes():
    """Check that the block leaves everything as it was."""
    before = picture()
    yield
    assert picture() == before
