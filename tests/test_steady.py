"""What keeps pages quick on much data: the planner's figures, and a collector that leaves the code alone."""

import gc

import pytest
from django.db import connection

from config.databases import refresh_statistics
from config.tasks import count_tables
from config.wsgi import settle
from foundation.jobs import queue

SAYS = {
    "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'law_offenceversion'",
    "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'law_offenceversion'",
}


def known_tables() -> int:
    if connection.vendor == "sqlite" and "sqlite_stat1" not in tables():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(SAYS[connection.vendor])
        return cursor.fetchone()[0]


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_the_planner_learns_how_large_the_tables_are():
    refresh_statistics()

    assert known_tables() > 0


def test_the_worker_refreshes_the_statistics_by_itself():
    hourly = {entry.run for entry in queue._periodic if entry.seconds <= 3600}

    assert count_tables in hourly


def test_what_is_loaded_is_left_out_of_the_collectors_walks():
    try:
        settle()

        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()
