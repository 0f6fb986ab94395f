"""A migrated database to begin from, made once for each shape of the product and then copied: migrating takes half a minute."""

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from config.environment import ROOT, VENV, fingerprint

SHAPED_BY = ("*/migrations/*.py", "*/*/migrations/*.py", "*/apps.py", "*/*/apps.py", "foundation/audit/*.py", "foundation/law/**/*")
KEPT = 12  # shapes that stay beside a new one, for whoever goes from one branch to another; 4 MB each
NAME = f"migrated-{fingerprint(*SHAPED_BY, 'requirements/base.txt')[:16]}"


def file() -> Path:
    """A file of SQLite, to be copied."""
    made = VENV / f"{NAME}.sqlite3"
    with _alone():
        if not made.exists():
            for old in sorted(VENV.glob("migrated-*"), key=lambda place: place.stat().st_mtime)[:-KEPT]:
                old.unlink()
            making = made.with_suffix(".part")
            making.unlink(missing_ok=True)
            _migrate(f"sqlite:///{making}")
            with closing(sqlite3.connect(making)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            making.replace(made)
    return made


def on_server(server: str) -> str:
    """The name of a database on this server of PostgreSQL, to be copied; nobody may connect to it, for one in use cannot be."""
    name = NAME.replace("-", "_")
    with _alone(), psycopg.connect(server, autocommit=True) as postgres:
        found = postgres.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated\\_%' ORDER BY oid").fetchall()
        there, making = [row[0] for row in found], f"{name}_part"
        if name not in there:
            for old in {making, *there[:-KEPT]} & {*there}:
                postgres.execute(f"DROP DATABASE {old} WITH (FORCE)")
            postgres.execute(f"CREATE DATABASE {making}")
            _migrate(address(server, making))
            postgres.execute(f"ALTER DATABASE {making} WITH ALLOW_CONNECTIONS false")
            postgres.execute(f"ALTER DATABASE {making} RENAME TO {name}")
    return name


def address(server: str, name: str) -> str:
    """The address of a database on a server."""
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@contextmanager
def database_on(server: str, template: str = "template1") -> Iterator[str]:
    """Make a database on a server, a copy of this one; give its address, and drop it at the end."""
    name = f"test_apart_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as postgres:
        postgres.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield address(server, name)
        finally:
            postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _alone() -> Iterator[None]:
    """One of the workers makes it, the others wait."""
    VENV.mkdir(exist_ok=True)
    with (VENV / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    env = {**os.environ, "DATABASE_URL": url, "TEST_DATABASE": "", "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
