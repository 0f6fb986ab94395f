"""What every test stands on: compiled catalogues, triggers that step aside for a flush, a clock that can be fixed."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from urllib.parse import urlsplit

import psycopg
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


# A database is migrated once for each shape of the product and then copied: migrating takes half a minute of one processor.
SHAPED_BY = ("*/migrations/*.py", "*/*/migrations/*.py", "*/apps.py", "*/*/apps.py", "foundation/audit/*.py", "foundation/law/**/*")
MIGRATED = VENV / f"migrated-{fingerprint(*SHAPED_BY, 'requirements/base.txt')[:16]}.sqlite3"
KEPT = 3  # shapes that stay beside a new one, for whoever goes from one branch to another


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings) -> bool:
    """Begin from a copy of the migrated database; what it may lack is still migrated. True where the copy stands already."""
    test = connection.settings_dict["TEST"]
    on_file, server = connection.vendor == "sqlite" and test.get("NAME"), os.environ.get("TEST_POSTGRES_URL")
    VENV.mkdir(exist_ok=True)
    with (VENV / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one of the workers makes it, the others wait
        if on_file:
            make_migrated_file()
            shutil.copyfile(MIGRATED, on_file)
        elif connection.vendor == "postgresql" and server:
            test["TEMPLATE"] = migrated_on(server)
    return bool(on_file)


def make_migrated_file() -> None:
    """Migrate a file of SQLite, unless it is there."""
    if MIGRATED.exists():
        return
    for old in sorted(VENV.glob("migrated-*"), key=lambda place: place.stat().st_mtime)[:-KEPT]:
        old.unlink()
    making = MIGRATED.with_suffix(".part")
    making.unlink(missing_ok=True)
    migrate(f"sqlite:///{making}")
    with closing(sqlite3.connect(making)) as made:
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    making.replace(MIGRATED)


def migrated_on(server: str) -> str:
    """Give the name of a migrated database on this server of PostgreSQL, made where it is not there.

    Nobody may connect to it: a database in use cannot be copied.
    """
    name = MIGRATED.stem.replace("-", "_")
    with psycopg.connect(server, autocommit=True) as postgres:
        found = postgres.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated\\_%' ORDER BY oid").fetchall()
        there, making = [row[0] for row in found], f"{name}_part"
        if name not in there:
            for old in {making, *there[:-KEPT]} & {*there}:
                postgres.execute(f"DROP DATABASE {old} WITH (FORCE)")
            postgres.execute(f"CREATE DATABASE {making}")
            migrate(urlsplit(server)._replace(path=f"/{making}").geturl())
            postgres.execute(f"ALTER DATABASE {making} WITH ALLOW_CONNECTIONS false")
            postgres.execute(f"ALTER DATABASE {making} RENAME TO {name}")
    return name


def migrate(url: str) -> None:
    """Migrate the database at this address, in a process of its own."""
    env = {**os.environ, "DATABASE_URL": url, "TEST_DATABASE": ""}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
