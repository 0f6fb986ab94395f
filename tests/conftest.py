"""What every test stands on: compiled catalogues, triggers that step aside for a flush, a clock that can be fixed."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from config.environment import ROOT, VENV, fingerprint
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


# A database of SQLite is migrated once for each shape of the product and then copied: migrating takes half a minute of one processor.
SHAPED_BY = ("*/migrations/*.py", "*/*/migrations/*.py", "*/apps.py", "*/*/apps.py", "foundation/audit/*.py", "foundation/law/**/*")
MIGRATED = VENV / f"migrated-{fingerprint(*SHAPED_BY, 'requirements/base.txt')[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings) -> bool:
    """Begin from a copy of the migrated database, where the tests stand on SQLite; what it may lack is still migrated."""
    settings = connection.settings_dict
    name = settings["TEST"].get("NAME")
    if connection.vendor != "sqlite" or not name:
        return False
    VENV.mkdir(exist_ok=True)
    with (VENV / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one of the workers makes it, the others wait
        if not MIGRATED.exists():
            for old in VENV.glob("migrated-*"):
                old.unlink()
            making = MIGRATED.with_suffix(".part")
            env = {**os.environ, "DATABASE_URL": f"sqlite:///{making}"}
            subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
            with closing(sqlite3.connect(making)) as made:
                made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            making.replace(MIGRATED)
    shutil.copyfile(MIGRATED, name)
    return True
