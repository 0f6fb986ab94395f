"""The migrations make the same database on PostgreSQL as on SQLite, law and triggers included."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.needs("postgres")
def test_migrations_run_on_postgresql(empty_postgres, tmp_path):
    env = {**os.environ, "DATABASE_URL": empty_postgres, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.base"}

    def manage(*arguments):
        return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True)

    migrated = manage("migrate", "--noinput")
    checked = manage("migrate", "--check")
    verified = manage("audit_verify")

    assert migrated.returncode == 0, migrated.stdout + migrated.stderr
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.needs("postgres")
def test_postgresql_holds_the_law(migrated_postgres):
    with psycopg.connect(migrated_postgres) as connection:
        assert connection.execute("SELECT count(*) FROM law_offenceversion").fetchone()[0] > 0
