"""What every test stands on: compiled catalogues, triggers that step aside for a flush, a clock that can be fixed."""

import os
from datetime import UTC, datetime

import pytest
from django.test import TransactionTestCase
from django.utils import translation

from foundation import clock
from foundation.audit import triggers
from foundation.audit.acts import act
from foundation.pages.compile_messages import compile_all

pytest_plugins = ["tests.needs"]


def pytest_configure():
    """Compile the French before anything is translated."""
    compile_all()


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL run what uses the database; the rest was run beside SQLite."""
    if os.environ.get("TEST_DATABASE") != "postgresql":
        return
    uses = {item for item in items if "django_db_setup" in item.fixturenames or item.get_closest_marker("django_db")}
    config.hook.pytest_deselected(items=[item for item in items if item not in uses])
    items[:] = [item for item in items if item in uses]


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_triggers():
    """A flush empties every table; the triggers of the append-only ones are taken away around it, on a test database alone."""
    from django.db import connection

    flush = TransactionTestCase._fixture_teardown

    def teardown(self):
        triggers.remove(connection)
        try:
            flush(self)
        finally:
            triggers.install(connection)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(autouse=True)
def _english():
    """Each test begins and ends in English; a page asked for in French leaves that language switched on."""
    with translation.override("en"):
        yield


@pytest.fixture
def at():
    """The instant at which a test happens: Tuesday 3 March 2026, 14:10 in Toronto. The clock stands there."""
    moment = datetime(2026, 3, 3, 19, 10, tzinfo=UTC)
    with clock.fixed(moment):
        yield moment


@pytest.fixture
def acting(at):
    """Open an act as somebody: ``with acting(user):``."""

    def open_act(by, kind="test", key=None):
        return act(by=by, at=clock.now(), kind=kind, key=key)

    return open_act
