"""What every test stands on: compiled catalogues, triggers that step aside for a flush, a clock that can be fixed."""

import gc
import os
import shutil
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from foundation import clock
from foundation.audit import triggers
from foundation.audit.acts import act
from foundation.pages.compile_messages import compile_all
from tests import migrated

MOMENT = datetime(2026, 3, 3, 19, 10, tzinfo=UTC)
pytest_plugins = ["tests.needs"]


def pytest_configure():
    """Compile the French before anything is translated."""
    compile_all()


def pytest_collection_finish():
    """Keep loaded code and the list of tests out of the collector's walks, as the web process does (config/wsgi.py)."""
    gc.collect()
    gc.freeze()


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
    with clock.fixed(MOMENT):
        yield MOMENT


@pytest.fixture
def acting(at):
    """Open an act as somebody: ``with acting(user):``."""

    def open_act(by, kind="test", key=None):
        return act(by=by, at=clock.now(), kind=kind, key=key)

    return open_act


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings) -> bool:
    """Begin from a copy of the migrated database; what it may lack is still migrated. True where the copy stands already."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite" and test.get("NAME"):
        shutil.copyfile(migrated.file(), test["NAME"])
        return True
    if connection.vendor == "postgresql" and "TEST_POSTGRES_URL" in os.environ:
        test["TEMPLATE"] = migrated.on_server(os.environ["TEST_POSTGRES_URL"])
    return False


@pytest.fixture
def empty_postgres():
    """The address of an empty database on the server at TEST_POSTGRES_URL, dropped afterwards."""
    with migrated.database_on(os.environ["TEST_POSTGRES_URL"]) as url:
        yield url


@pytest.fixture
def migrated_postgres():
    """The address of a migrated database on the server at TEST_POSTGRES_URL, dropped afterwards."""
    server = os.environ["TEST_POSTGRES_URL"]
    with migrated.database_on(server, migrated.on_server(server)) as url:
        yield url
