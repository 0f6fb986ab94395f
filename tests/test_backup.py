"""A backup shows every damage, holds what was there at one instant, and is put back whole or not at all wherever it is killed."""

import errno
import hashlib
import json
import os
import random
import shutil
import sqlite3
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from config.backup import archive, keeping, swap
from config.backup.refused import BackupRefused
from config.backup.sealed import HEADER, PIECE, TAG, Damaged, SealedReader, SealedWriter
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act
from foundation.audit.models import ChainHead
from foundation.documents import store
from foundation.documents.models import Document
from foundation.documents.services import store_upload
from foundation.jobs import heartbeat
from tests.factories.accounts import UserFactory

KEY = "a key for the backups of the tests"


# ── The sealed stream ────────────────────────────────────────────────────────────────────────────────────────────────


def sealed(text, key=KEY):
    out = BytesIO()
    writer = SealedWriter(out, key)
    for start in range(0, len(text), 70_000):
        writer.write(text[start : start + 70_000])
    writer.close()
    return out.getvalue()


def opened(data, key=KEY):
    return SealedReader(BytesIO(data), key).read()


@pytest.fixture(scope="module")
def three_pieces():
    text = random.Random(1).randbytes(2 * PIECE + 100)
    return text, sealed(text)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_sealed_opens_again(size):
    text = random.Random(size).randbytes(size)

    data = sealed(text)

    assert opened(data) == text
    assert len(text) < 40 or text[:40] not in data


def test_every_changed_byte_is_found(three_pieces):
    _text, data = three_pieces
    dice, missed = random.Random(2), []
    places = [*range(HEADER), *[dice.randrange(HEADER, len(data)) for _time in range(20)]]

    for place in dice.sample(places, 30):
        damaged = bytearray(data)
        damaged[place] ^= 1 << dice.randrange(8)
        try:
            opened(bytes(damaged))
            missed.append(place)
        except BackupRefused:
            pass

    assert missed == []


@pytest.mark.parametrize("cut", [0, 5, HEADER, HEADER + PIECE + TAG, HEADER + 2 * (PIECE + TAG), -1, -100 - TAG])
def test_an_archive_that_was_cut_off_does_not_open(three_pieces, cut):
    _text, data = three_pieces

    with pytest.raises(BackupRefused):
        opened(data[:cut])


def test_pieces_that_changed_places_or_were_added_do_not_open(three_pieces):
    _text, data = three_pieces
    head, first, second, last = (
        data[:HEADER],
        data[HEADER : HEADER + PIECE + TAG],
        data[HEADER + PIECE + TAG : -100 - TAG],
        data[-100 - TAG :],
    )

    for other in (head + second + first + last, head + first + first + second + last, data + last, data + b"x", head + first + last):
        with pytest.raises(Damaged):
            opened(other)


def test_another_key_and_no_key_are_sentences(three_pieces):
    _text, data = three_pieces

    with pytest.raises(BackupRefused, match="BACKUP_KEY does not open this backup"):
        opened(data, "another key, as long as that one")
    with pytest.raises(BackupRefused, match="set BACKUP_KEY"):
        opened(data, "")
    with pytest.raises(BackupRefused, match="too short"):
        opened(data, "short")
    with pytest.raises(BackupRefused, match="not a backup of Casetracker"):
        opened(b"PK\x03\x04" + bytes(100))


# ── The archive ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def house(transactional_db, settings, tmp_path, monkeypatch):
    """A data folder with a few acts and two documents, and the key in the environment."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    monkeypatch.setenv("BACKUP_KEY", KEY)
    for name in ("FIELD_KEYS", "AUDIT_KEY"):
        monkeypatch.delenv(name, raising=False)
    lead = UserFactory(lead=True)
    note_acts(lead, 5)
    for number in range(2):
        store_upload(upload=SimpleUploadedFile(f"{number}.txt", b"words %d" % number), about=lead, by=lead)
    return lead


def note_acts(lead, count):
    for number in range(count):
        with act(by=lead, at=clock.now(), kind="note") as this_act:
            this_act.record("noted", lead, text=str(number))


def rows_in(unpacked, manifest, table, *columns):
    """Read columns of a table out of an unpacked archive, whichever database it is of."""
    if manifest.facts.vendor == "sqlite":
        with closing(sqlite3.connect(unpacked / "database.sqlite3")) as copy:
            return copy.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
    places = [manifest.facts.columns[table].index(column) for column in columns]
    lines = (unpacked / "database" / f"{table}.copy").read_text().removesuffix("\n").split("\n")
    return [tuple(line.split("\t")[place] for place in places) for line in lines]


def test_an_archive_holds_the_database_the_documents_the_keys_and_the_head(house, settings, tmp_path):
    place, manifest = archive.make(tmp_path / "one.backup", KEY)

    into = tmp_path / "out"
    assert archive.read(place, KEY, into=into) == manifest
    head = ChainHead.objects.get()
    assert manifest.facts.head == {"seq": head.seq, "hash": head.hash}
    assert manifest.documents == Document.objects.count() == 2
    for document in Document.objects.all():
        unpacked = into / "documents" / store.path_of(document.stored_as).relative_to(store.root())
        assert hashlib.sha256(unpacked.read_bytes()).hexdigest() == document.sha256
    assert f"FIELD_KEYS={','.join(settings.FIELD_KEYS)}" in (into / "keys").read_text()
    assert (place.stat().st_mode & 0o777, (into / "keys").stat().st_mode & 0o777) == (0o600, 0o600)
    assert not list((settings.DATA_DIR / "tmp").glob("backup-*"))
    assert b"words 0" not in place.read_bytes()


def test_a_backup_made_while_others_write_is_of_one_instant(house, tmp_path):
    stop, wrong = threading.Event(), []

    def write():
        try:
            while not stop.is_set():
                store_upload(upload=SimpleUploadedFile("a.txt", b"more words"), about=house, by=house)
        except Exception as fault:  # whatever stops a writer is what this test looks for
            wrong.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _number in range(2)]
    for thread in threads:
        thread.start()
    made = [archive.make(tmp_path / f"{number}.backup", KEY) for number in range(3)]
    stop.set()
    for thread in threads:
        thread.join()

    assert wrong == []
    for number, (place, manifest) in enumerate(made):
        archive.read(place, KEY, into=tmp_path / f"out{number}")
        links = {int(seq): digest for seq, digest in rows_in(tmp_path / f"out{number}", manifest, "audit_event", "seq", "hash")}
        named = {name for (name,) in rows_in(tmp_path / f"out{number}", manifest, "documents_document", "stored_as")}
        assert (max(links), links[max(links)]) == (manifest.facts.head["seq"], manifest.facts.head["hash"])
        assert {path.name for path in (tmp_path / f"out{number}" / "documents").glob("??/??/*")} == named
        assert manifest.lost == []


def test_a_lost_or_damaged_document_does_not_stop_the_backup_and_is_named(house, tmp_path):
    gone, changed = Document.objects.all()
    store.path_of(gone.stored_as).unlink()
    store.path_of(changed.stored_as).write_bytes(b"other words")

    with pytest.raises(CommandError, match="2 documents were missing or damaged"):
        call_command("backup", str(tmp_path / "one.backup"), stdout=StringIO(), stderr=StringIO())

    assert (tmp_path / "one.backup").exists()
    assert "good_at" not in keeping.read_note()


def test_the_command_prints_json_alone_and_its_progress_on_stderr(house, tmp_path):
    out, said = StringIO(), StringIO()

    call_command("backup", str(tmp_path), "--json", stdout=out, stderr=said)

    printed = json.loads(out.getvalue())
    assert Path(printed["archive"]).parent == tmp_path
    assert (printed["proved"], printed["documents"]) == (True, 2)
    assert {"database 100 %", "documents 100 %", "proving 100 %"} <= {
        line.split("] ")[1] for line in said.getvalue().splitlines() if "%" in line
    }


def test_no_key_no_folder_and_a_name_that_is_taken_are_sentences(house, tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("mine")
    for target, words in (("taken", "a file of that name already"), ("no/where", "There is no folder")):
        with pytest.raises(CommandError, match=words):
            call_command("backup", str(tmp_path / target), stdout=StringIO(), stderr=StringIO())
    monkeypatch.delenv("BACKUP_KEY")
    for command in ("backup", "restore"):
        with pytest.raises(CommandError, match="set BACKUP_KEY") as refused:
            call_command(command, str(tmp_path / "x"), stdout=StringIO(), stderr=StringIO())
        assert refused.value.returncode == 2
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_full_disk_is_a_sentence_and_leaves_nothing(house, tmp_path, monkeypatch):
    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SealedWriter, "write", full)
    (tmp_path / "to").mkdir()

    with pytest.raises(CommandError, match="The disk is full"):
        call_command("backup", str(tmp_path / "to"), stdout=StringIO(), stderr=StringIO())

    assert list((tmp_path / "to").iterdir()) == []
    assert "The disk is full" in keeping.read_note()["error"]


# ── Putting it back ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def made(house, tmp_path):
    return archive.make(tmp_path / "one.backup", KEY)[0]


def restore(source, *options):
    out = StringIO()
    call_command("restore", str(source), "--json", *options, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_restore_refuses_where_there_is_data_and_where_somebody_works(made, settings):
    with pytest.raises(CommandError, match="There is data here already"):
        restore(made)
    heartbeat.beat()
    with pytest.raises(CommandError, match="A worker is at work"):
        restore(made, "--force")

    assert not swap.journal(settings.DATA_DIR).exists()


def test_a_damaged_archive_another_key_and_another_version_change_nothing(made, settings, monkeypatch):
    before = {path: path.read_bytes() for path in settings.DATA_DIR.rglob("*") if path.is_file()}
    good = made.read_bytes()
    cases = {}
    for name, data in (("flipped", good[:900] + bytes([good[900] ^ 1]) + good[901:]), ("cut", good[:-30]), ("other", b"hello")):
        made.with_name(name).write_bytes(data)
        with pytest.raises(CommandError) as refused:
            restore(made.with_name(name), "--force")
        cases[name] = str(refused.value)
    monkeypatch.setattr("config.backup.restoring.MigrationLoader", lambda *a, **k: type("None", (), {"disk_migrations": {}}))
    with pytest.raises(CommandError, match="made by a newer Casetracker"):
        restore(made, "--force")
    monkeypatch.setenv("BACKUP_KEY", "another key, as long as that one")
    with pytest.raises(CommandError, match="made with another key"):
        restore(made, "--force")

    assert "damaged or cut off" in cases["flipped"]
    assert "damaged or cut off" in cases["cut"]
    assert "not a backup" in cases["other"]
    assert {path: path.read_bytes() for path in settings.DATA_DIR.rglob("*") if path.is_file() and "restore" not in path.parts} == before


def test_keys_of_the_environment_that_would_leave_it_unreadable_are_refused(made, monkeypatch):
    monkeypatch.setenv("FIELD_KEYS", "another")

    with pytest.raises(CommandError, match="FIELD_KEYS in the environment is not that of the backup"):
        restore(made, "--force")


@pytest.fixture
def live(settings, monkeypatch):
    """Ask what a restore put in the place of the live data: the file of SQLite, or the tables of this very database of PostgreSQL."""
    if connection.vendor == "postgresql":  # the commands that a restore runs find the database as those of a site do
        server = urlsplit(os.environ["TEST_POSTGRES_URL"])
        monkeypatch.setenv("DATABASE_URL", server._replace(path=f"/{connection.settings_dict['NAME']}").geturl())
        monkeypatch.delenv("TEST_DATABASE", raising=False)

    def ask(question):
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(settings.DATA_DIR / "db.sqlite3")) as copy:
                return copy.execute(question).fetchone()
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()

    return ask


def test_restore_brings_back_what_was_there_index_included(made, live, settings):
    head = ChainHead.objects.get()
    kept = {path.name: path.read_bytes() for path in store.root().glob("??/??/*")}
    shutil.rmtree(store.root())
    note_acts(User.objects.get(role="LEAD"), 1)  # what the backup has not seen

    said = restore(made, "--force")

    data = settings.DATA_DIR
    assert live("SELECT seq, hash FROM chain_head") == (head.seq, head.hash)
    assert (data / "index" / live("SELECT ref FROM search_generation WHERE state = 'LIVE'")[0] / "meta.json").exists()
    assert {path.name: path.read_bytes() for path in store.root().glob("??/??/*")} == kept
    assert said["chain"] == {"seq": head.seq, "hash": head.hash}
    assert json.loads((data / "chain-head.json").read_text()) == said["chain"]
    assert not (data / "restore").exists()


class Killed(BaseException):
    """Stands for SIGKILL: nothing may catch it."""


def killed_at(line, work):
    """Run work and kill it before its so-and-so-many-th line of swap.py; tell whether it was killed."""
    seen = [0]

    def trace(frame, event, _arg):
        if frame.f_code.co_filename != swap.__file__:
            return None
        if event == "line":
            seen[0] += 1
            if seen[0] == line:
                raise Killed
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except Killed:
        return True
    finally:
        sys.settrace(before)
    return False


def folders(tmp_path, number):
    """A live data folder and a restore made ready in it."""
    data = tmp_path / str(number)
    for home, words in ((data, "old"), (data / "restore" / "new", "new")):
        (home / "documents" / "ab").mkdir(parents=True)
        (home / "index").mkdir()
        for name in ("keys", "db.sqlite3", "chain-head.json", "documents/ab/x", "index/x"):
            (home / name).write_text(words)
    for name in ("db.sqlite3-wal", "db.sqlite3-shm", "documents/only-old"):
        (data / name).write_text("old")
    return data


def state(data):
    return {str(path.relative_to(data)): path.read_text() for path in data.rglob("*") if path.is_file() and "restore" not in path.parts}


def test_a_restore_killed_between_any_two_lines_leaves_the_old_or_the_new_and_never_both(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sync", lambda: None)
    old = state(folders(tmp_path, "before"))
    new = {"keys": "new", "db.sqlite3": "new", "chain-head.json": "new", "documents/ab/x": "new", "index/x": "new"}
    ends, line, killed = [], 0, True

    while killed:
        line += 1
        data = folders(tmp_path, line)
        killed = killed_at(line, lambda: (swap.decide(data), swap.finish(data)))  # noqa: B023
        decided = swap.journal(data).exists()
        if decided:
            killed_again = killed_at(line % 17 + 1, lambda: swap.finish(data))  # noqa: B023
            assert killed_again or not swap.journal(data).exists()
        swap.finish(data)
        ends.append((line, decided, state(data)))

    assert line > 30
    assert [line for line, _decided, found in ends if found not in (old, new)] == []
    assert [line for line, decided, found in ends if decided and found != new] == []
    assert ends[-1][2] == new


# ── Backups that are made by themselves ──────────────────────────────────────────────────────────────────────────────


def test_the_last_ones_and_one_a_day_are_kept(settings, tmp_path):
    settings.BACKUP_KEEP, settings.BACKUP_KEEP_DAYS = 3, 5
    at = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
    for hours in range(0, 24 * 10, 6):
        moment = at - timedelta(hours=hours)
        (tmp_path / moment.strftime(keeping.NAMED)).write_text("x")
    (tmp_path / "casetracker-mine.backup").write_text("not ours")

    keeping.thin_out(tmp_path, at)

    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [
        "casetracker-20260306T000000Z.backup",
        "casetracker-20260307T000000Z.backup",
        "casetracker-20260308T000000Z.backup",
        "casetracker-20260309T000000Z.backup",
        "casetracker-20260310T000000Z.backup",
        "casetracker-20260310T060000Z.backup",
        "casetracker-20260310T120000Z.backup",
        "casetracker-20260310T180000Z.backup",
        "casetracker-mine.backup",
    ]


@pytest.mark.django_db
def test_the_age_of_the_last_good_backup_is_told_and_an_old_one_is_an_alarm(client, settings, tmp_path, at):
    settings.DATA_DIR = tmp_path
    assert "backup" not in client.get("/readyz").json()
    settings.BACKUP_TO = str(tmp_path)
    assert client.get("/readyz").json()["backup"] == {"ok": False, "age_seconds": None}

    keeping.note(good_at=(at - timedelta(minutes=15)).isoformat(), error="")
    fresh = client.get("/readyz").json()["backup"]
    keeping.note(good_at=(at - timedelta(minutes=16)).isoformat(), error="The disk is full.")
    stale = client.get("/readyz").json()["backup"]

    assert fresh == {"ok": True, "age_seconds": 900}
    assert stale == {"ok": False, "age_seconds": 960}
    words = "The last good backup is 16 minutes old; it should never be older than 15. The disk is full."
    pages = {}
    for role in ("ADM", "LEAD", "PRO"):
        browser = Client()
        browser.force_login(UserFactory(role=role))
        pages[role] = words in browser.get("/en/account/").content.decode()
    assert pages == {"ADM": True, "LEAD": True, "PRO": False}


def test_the_worker_starts_one_backup_at_a_time(settings, tmp_path, monkeypatch):
    started = []

    class Child:
        ended = None

        def poll(self):
            return self.ended

    monkeypatch.setattr(keeping.environment, "start", lambda command, env: started.append(command) or Child())
    monkeypatch.setattr(keeping, "_running", [])
    settings.BACKUP_TO = ""
    assert not keeping.start()
    settings.BACKUP_TO = str(tmp_path)

    assert [keeping.start(), keeping.start()] == [True, False]
    keeping._running[0].ended = 0
    assert keeping.start()
    assert started[0][1:] == [str(settings.BASE_DIR / "manage.py"), "backup", str(tmp_path), "--thin-out"]
