"""What was answered as saved is on the disk: how every connection is set, and that commits reach it (T46)."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from tests import migrated

ROOT = Path(__file__).resolve().parent.parent
COMMITS = 100

MAKE_COMMITS = f"""
import django
django.setup()
from foundation import clock
from foundation.audit.acts import act
print("begin", flush=True)
for number in range({COMMITS}):
    with act(by=None, at=clock.now(), kind="rehearsal") as this_act:
        this_act.record("rehearsed", None)
"""

ASK_SQLITE = """
import json, django
django.setup()
import %s
from django.db import connection
with connection.cursor() as cursor:
    print(json.dumps([cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]))
"""

ASK_POSTGRES = """
import django
django.setup()
from django.db import connection, connections
with connection.cursor() as cursor:
    cursor.execute("SHOW synchronous_commit")
    print(cursor.fetchone()[0])
"""


LASTING = {
    "sqlite": {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2, "PRAGMA foreign_keys": 1},
    "postgresql": {"SHOW synchronous_commit": "on"},
}


def how_it_is_set(connection):
    """Ask a connection how it is set, each question with its answer."""
    answers = {}
    with connection.cursor() as cursor:
        for question in LASTING[connection.vendor]:
            cursor.execute(question)
            answers[question] = cursor.fetchone()[0]
    return answers


@pytest.mark.django_db
def test_every_connection_is_set_to_last():
    assert how_it_is_set(connection) == LASTING[connection.vendor]


@pytest.mark.django_db
def test_a_connection_opened_by_another_thread_is_set_to_last():
    found = []

    def ask():
        try:
            found.append(how_it_is_set(connections["default"]))
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=ask) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [LASTING[connection.vendor]] * 8


@pytest.mark.parametrize("module", ["config.wsgi", "foundation.jobs.queue"])
def test_the_web_process_and_the_worker_open_connections_that_last(tmp_path, module):
    env = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.base"}
    env.pop("DATABASE_URL", None)

    asked = subprocess.run([sys.executable, "-c", ASK_SQLITE % module], cwd=ROOT, env=env, capture_output=True, text=True)

    assert json.loads(asked.stdout) == ["wal", 2, 1], asked.stderr


@pytest.mark.needs("strace")
def test_a_hundred_commits_reach_the_disk_a_hundred_times(tmp_path):
    env = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "config.settings.base"}
    env.pop("DATABASE_URL", None)
    traced = tmp_path / "trace"
    (tmp_path / "data").mkdir()
    shutil.copyfile(migrated.file(), tmp_path / "data" / "db.sqlite3")

    command = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", str(traced), sys.executable, "-c", MAKE_COMMITS]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    synced = re.findall(r"f(?:data)?sync\(\d+<[^>]*db\.sqlite3-wal>\)\s+= 0", traced.read_text())
    assert len(synced) >= COMMITS


@pytest.mark.needs("postgres")
def test_postgresql_answers_after_the_commit_is_on_disk(tmp_path):
    env = {**os.environ, "DATABASE_URL": os.environ["TEST_POSTGRES_URL"], "DATA_DIR": str(tmp_path)}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings.base"

    asked = subprocess.run([sys.executable, "-c", ASK_POSTGRES], cwd=ROOT, env=env, capture_output=True, text=True)

    assert asked.stdout.strip() == "on", asked.stderr
