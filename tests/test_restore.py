"""Backed up while people write, wiped, and brought back on a bare folder: nothing that the backup saw is missing (T47)."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from foundation.documents.models import Document
from tests import migrated
from tests.browser import ROOT, environment_of
from tests.sizes import LONG, size, tell

CASES = 5_000
RECOVERY_SECONDS = 30 * 60
KEY = "a key for the backups of the tests"

FILL = """
import os, sys, django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from foundation.documents.services import store_upload
from tests.factories.accounts import AgencyFactory, OfficeFactory, UserFactory
from tests.factories.casetracker import accused_in, open_file
person, agency, office = UserFactory(assistant=True, email=f"{os.getpid()}@example.invalid"), AgencyFactory(), OfficeFactory()
def case(name):
    case_file = open_file(person, [accused_in(name)], agency=agency, office=office)
    store_upload(upload=SimpleUploadedFile("notes.txt", f"What {name} said about the passport.".encode()), about=case_file, by=person)
if sys.argv[1] == "forever":
    number = 0
    while True:
        number += 1
        case(f"Late {'abcdefghij'[number % 10]}")
        print(number, flush=True)
for number in range(int(sys.argv[1])):
    case("Alder " + "".join(chr(97 + int(digit)) for digit in str(number)))
"""


def env_of(data, database_url=""):
    """The environment of a site without demonstration, on a database of its own."""
    env = environment_of(data, BACKUP_KEY=KEY, PYTHONPATH=str(ROOT))
    for name in ("FIELD_KEYS", "AUDIT_KEY", "SECRET_KEY"):
        env.pop(name, None)
    return {**env, "DATABASE_URL": database_url} if database_url else env


def manage(env, *arguments):
    """Run one of our commands; give what it printed and for how long it ran."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout, time.monotonic() - began


def fill(env, how):
    return subprocess.run([sys.executable, "-c", FILL, str(how)], cwd=ROOT, env=env, check=True, capture_output=True)


def back_up_while_somebody_writes(env, target):
    """Make a backup between two writes of a process that goes on writing; give its summary, the seconds, and how much was written."""
    writer = subprocess.Popen([sys.executable, "-c", FILL, "forever"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        first = int(writer.stdout.readline())
        printed, seconds = manage(env, "backup", str(target), "--json")
        assert writer.poll() is None
    finally:
        writer.terminate()
        rest = writer.stdout.read().split()
        writer.wait()
    return json.loads(printed), seconds, int(rest[-1] if rest else first) - first


def proved(env):
    """What the commands that prove say about a site: the chain's links and head, and that the index equals the database."""
    chain = json.loads(manage(env, "audit_verify", "--json")[0])
    assert "They agree." in manage(env, "search_verify")[0]
    return {"seq": chain["links"], "hash": chain["head"]}


def test_what_a_backup_saw_while_others_wrote_is_whole_on_a_bare_folder(tmp_path, capsys):
    home, bare, target, cases = tmp_path / "data", tmp_path / "bare", tmp_path / "one.backup", size(CASES)
    home.mkdir()
    env = env_of(home)
    shutil.copyfile(migrated.file(), home / "db.sqlite3")
    fill(env, cases)

    summary, backup_seconds, written = back_up_while_somebody_writes(env, target)

    with closing(sqlite3.connect(home / "db.sqlite3")) as database:
        before = database.execute("SELECT seq, hash FROM audit_event WHERE seq = ?", [summary["chain"]["seq"]]).fetchone()
        hashes = dict(database.execute(f"SELECT stored_as, sha256 FROM {Document._meta.db_table}").fetchall())
    shutil.rmtree(home)
    env = env_of(bare)
    printed, restore_seconds = manage(env, "restore", str(target), "--json")
    restored = json.loads(printed)

    assert written > 0
    assert restored["chain"] == summary["chain"] == {"seq": before[0], "hash": before[1]} == proved(env)
    with closing(sqlite3.connect(bare / "db.sqlite3")) as database:
        rows = sum(
            database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
            if not name.startswith("search_")  # the index was built anew, and what waited for it is done
        )
        found = dict(database.execute(f"SELECT stored_as, sha256 FROM {Document._meta.db_table}").fetchall())
        assert database.execute("SELECT count(*) FROM casetracker_casefile").fetchone()[0] >= cases
    assert restored["rows"] == summary["rows"] >= rows
    stored = {path.name: path for path in (bare / "documents").glob("??/??/*")}
    assert stored.keys() == found.keys()
    assert found.items() <= hashes.items()
    assert [name for name, path in stored.items() if sha256_of(path) != found[name]] == []
    assert restore_seconds <= RECOVERY_SECONDS
    if LONG:
        held = f"{cases:,} cases, {summary['rows']:,} rows, {summary['documents']:,} documents, chain of {summary['chain']['seq']:,}"
        made = f"backup of {summary['bytes'] / 1e6:.1f} MB in {backup_seconds:.1f} s with {written} cases written meanwhile"
        back = f"restored on a bare folder in {restore_seconds:.1f} s; counts, hashes and head equal, index rebuilt and equal"
        tell(capsys, f"T47: {held}; {made}; {back}")


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.long
@pytest.mark.needs("postgres")
def test_the_same_on_postgresql(migrated_postgres, tmp_path):
    (tmp_path / "data").mkdir()
    env, target = env_of(tmp_path / "data", migrated_postgres), tmp_path / "one.backup"
    fill(env, 3)
    summary, _seconds, _written = back_up_while_somebody_writes(env, target)

    refused = subprocess.run([sys.executable, "manage.py", "restore", str(target)], cwd=ROOT, env=env, capture_output=True, text=True)
    restored = json.loads(manage(env_of(tmp_path / "bare", migrated_postgres), "restore", str(target), "--json", "--force")[0])

    assert refused.returncode == 1
    assert "There is data here already" in refused.stderr
    env = env_of(tmp_path / "bare", migrated_postgres)
    assert restored["chain"] == summary["chain"] == proved(env)
    assert len(list((tmp_path / "bare" / "documents").glob("??/??/*"))) == summary["documents"]
    with psycopg.connect(migrated_postgres) as server:
        schemas = {name for (name,) in server.execute("SELECT nspname FROM pg_namespace").fetchall()}
        assert schemas & {"restoring", "replaced_by_restore"} == set()
        for table in ("audit_event", "read_log"):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                server.execute(f"TRUNCATE {table} CASCADE")
            server.rollback()
    fill(env, 1)  # the numbers of new rows go on behind those that were restored
