"""Whoever changes the record of the house behind the product's back is found, and the database itself stands in the way (T31, T32)."""

import random
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from foundation import clock
from foundation.audit import triggers
from foundation.audit import verify as verification
from foundation.audit.acts import act
from foundation.audit.models import ChainHead, Event, ReadLog
from tests.factories.accounts import UserFactory
from tests.house.conftest import undone
from tests.sizes import LONG

TRIALS = 1_000 if LONG else 100
LINKS = 200
DAMAGES = ("byte", "delete", "swap", "truncate", "insert")


@pytest.fixture
def chain(db, at, settings, tmp_path):
    """A chain of some hundred links with its head copied outside, and the triggers out of the way, as for somebody who holds the file."""
    settings.DATA_DIR = tmp_path
    lead = UserFactory(lead=True)
    for number in range(LINKS // 4):
        with act(by=lead, at=clock.now(), kind="note") as this_act:
            for place in range(4):
                this_act.record("noted", lead, fields=["name"], text=f"{number}.{place}")
        if number % 10 == 0:
            ReadLog.objects.create(by=lead, label="casetracker.CaseFile", ref="26-HT-2222", page="casetracker:file", at=clock.now())
            verification.chain_reads()
    verification.write_outside_head()
    triggers.remove(connection)
    yield ChainHead.objects.get(pk=1).seq
    triggers.install(connection)


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def flip(table: str, column: str, key: str, value: int, dice: random.Random) -> None:
    """Change one character of one text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {key} = %s", [value])
        words = cursor.fetchone()[0]
        place = dice.randrange(len(words))
        other = dice.choice([letter for letter in "0aZ" if letter != words[place]])
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [words[:place] + other + words[place + 1 :], value])


def damage(kind: str, end: int, dice: random.Random) -> int:
    """Do one damage and give the first link that no longer holds."""
    place = dice.randint(end - LINKS + 1, end - 2)
    if kind == "byte":
        flip("audit_event", dice.choice(["body", "hash", "verb"]), "seq", place, dice)
    elif kind == "delete":
        run("DELETE FROM audit_event WHERE seq = %s", place)
    elif kind == "swap":
        other = dice.randint(place + 1, end)
        run("UPDATE audit_event SET seq = -1 WHERE seq = %s", place)
        run("UPDATE audit_event SET seq = %s WHERE seq = %s", place, other)
        run("UPDATE audit_event SET seq = %s WHERE seq = -1", other)
    elif kind == "truncate":
        place = dice.randint(end - 50, end)
        run("DELETE FROM audit_event WHERE seq >= %s", place)
        run("UPDATE chain_head SET seq = %s, hash = %s", place - 1, Event.objects.get(seq=place - 1).hash)
    else:
        run("UPDATE audit_event SET seq = -seq WHERE seq > %s", place)
        run("UPDATE audit_event SET seq = 1 - seq WHERE seq < 0")
        run(
            "INSERT INTO audit_event (seq, act_id, verb, label, ref, body, hash) "
            "SELECT seq + 1, act_id, verb, label, ref, body, hash FROM audit_event WHERE seq = %s",
            place,
        )
        run("UPDATE chain_head SET seq = seq + 1")
        place += 1
    return place


def test_every_damage_of_a_thousand_is_found_and_its_first_row_named(chain):
    dice, missed = random.Random(4), []
    assert verification.verify().whole
    assert verification.read_outside_head()["seq"] == chain

    for trial in range(TRIALS):
        kind = DAMAGES[trial % len(DAMAGES)]
        with undone():
            place = damage(kind, chain, dice)
            fault = verification.verify().fault
        if not fault.startswith(f"audit_event {place}:"):
            missed.append((trial, kind, place, fault))

    assert missed == []
    assert verification.verify().whole


def test_a_changed_row_of_the_read_log_is_found_once_its_minute_is_chained(chain):
    dice, missed = random.Random(5), []
    ids = list(ReadLog.objects.values_list("pk", flat=True))

    for column in ("label", "ref", "page", "at", "by_id", "gone"):
        with undone():
            place = dice.choice(ids)
            if column == "gone":
                run("DELETE FROM read_log WHERE id = %s", place)
            elif column == "by_id":
                run("UPDATE read_log SET by_id = %s WHERE id = %s", UserFactory().pk, place)
            elif column == "at":
                run("UPDATE read_log SET at = '2026-01-01 00:00:00' WHERE id = %s", place)
            else:
                flip("read_log", column, "id", place, dice)
            if not verification.verify().fault.startswith("read_log"):
                missed.append(column)

    assert missed == []


def test_a_cut_that_puts_the_head_back_too_is_found_by_the_head_outside_alone(chain, settings, tmp_path):
    with undone():
        run("DELETE FROM audit_event WHERE seq > %s", chain - 7)
        run("UPDATE chain_head SET seq = %s, hash = %s", chain - 7, Event.objects.get(seq=chain - 7).hash)

        assert verification.verify().fault == f"audit_event {chain - 6}: missing; a head of {chain} was written outside the database"
        verification.outside_head_path().unlink()
        assert verification.verify().whole, "without the copy outside, a cut that is done well cannot be seen"
        verification.outside_head_path().write_text("not json")
        assert "head written outside the database cannot be read" in verification.verify().fault


def test_a_changed_act_is_found(chain):
    with undone():
        run("UPDATE act SET kind = 'other' WHERE id = (SELECT act_id FROM audit_event WHERE seq = %s)", chain)

        assert verification.verify().fault.startswith("act ")


WAYS = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "rows": lambda row: type(row).objects.filter(pk=row.pk).update(ref="x"),
    "all": lambda row: type(row).objects.all().delete(),
    "raw update": lambda row: run(f"UPDATE {row._meta.db_table} SET ref = 'x'"),
    "raw delete": lambda row: run(f"DELETE FROM {row._meta.db_table}"),
    "update or replace": lambda row: run(f"UPDATE OR REPLACE {row._meta.db_table} SET ref = 'x'"),
    "insert or replace": lambda row: run(f"INSERT OR REPLACE INTO {row._meta.db_table} SELECT * FROM {row._meta.db_table}"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", [Event, ReadLog])
def test_the_database_refuses_every_way_to_change_the_record(db, at, model, way):
    lead = UserFactory(lead=True)
    with act(by=lead, at=clock.now(), kind="note") as this_act:
        this_act.record("noted", lead)
    ReadLog.objects.create(by=lead, label="x.Y", ref="ABC", page="p", at=clock.now())
    before = list(model.objects.values_list())

    with pytest.raises(DatabaseError), transaction.atomic():
        WAYS[way](model.objects.latest("pk"))

    assert list(model.objects.values_list()) == before


@pytest.mark.parametrize(
    "command",
    [["clean_old_history", "--auto"], ["clean_duplicate_history", "--auto"], ["clean_old_history", "casetracker.CaseFile", "--days", "1"]],
)
def test_the_commands_that_thin_out_history_refuse(command):
    with pytest.raises(CommandError) as refused:
        call_command(*command, stdout=StringIO(), stderr=StringIO())

    assert "History is kept" in str(refused.value)


@pytest.mark.needs("postgres")
@pytest.mark.parametrize("table", triggers.TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET ref = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_postgresql_refuses_to_change_the_record(migrated_postgres, table, statement):
    with psycopg.connect(migrated_postgres) as server:
        server.execute(
            "INSERT INTO read_log (by_id, label, ref, page, at, address, reason) SELECT id, '', '', '', now(), '', '' FROM accounts_user"
        )
        server.commit()  # PostgreSQL truncates no table whose foreign keys are still to be checked
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            server.execute(statement.format(table))
