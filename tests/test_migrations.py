"""The migrations make the same database on PostgreSQL as on SQLite, law and triggers included."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def postgres_url():
    """An empty database on the server at TEST_POSTGRES_URL, dropped afterwards."""
    server, name = os.environ["TEST_POSTGRES_URL"], f"test_migrations_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.needs("postgres")
def test_migrations_run_on_postgresql(postgres_url, tmp_path):
    env = {**os.environ, "DATABASE_URL": postgres_url, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.base"}

    def manage(*arguments):
        return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True)

    migrated = manage("migrate", "--noinput")
    checked = manage("migrate", "--check")
    verified = manage("audit_verify")

    assert migrated.returncode == 0, migrated.stdout + migrated.stderr
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.needs("postgres")
def test_postgresql_holds_the_law(postgres_url, tmp_path):
    env = {**os.environ, "DATABASE_URL": postgres_url, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.base"}

    subprocess.run([sys.executable, "manage.py", "migrate", "--noinput"], cwd=ROOT, env=env, check=True, capture_output=True)

    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM law_offenceversion").fetchone()[0] > 0
