"""Acts, the chain and its proof."""

import json
import random
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from foundation import clock
from foundation.audit import verify as verification
from foundation.audit.acts import AlreadySent, act, current_act
from foundation.audit.history import _read, _statement, tracked_models
from foundation.audit.models import Act, ChainHead, Event, ReadLog
from foundation.workflow.models import Approval
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(at):
    return UserFactory(lead=True)


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def start():
    """The last link before the test: loading the law was the first act of the database."""
    return ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0


def write(lead, count=1, events=1):
    for number in range(count):
        with act(by=lead, at=clock.now(), kind="note") as this_act:
            for event in range(events):
                this_act.record("noted", lead, fields=["name"], text=f"{number}.{event}")


def raw(sql, *values):
    """Change the database behind the product's back, as somebody with the file in her hands would."""
    from foundation.audit import triggers

    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    triggers.install(connection)


def test_an_act_writes_its_events_as_links_of_one_chain(lead, data_dir, start):
    write(lead, count=3, events=2)

    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, start + 7))
    assert ChainHead.objects.get().seq == start + 6
    assert verification.verify().whole


def test_an_act_that_fails_leaves_nothing(lead, start):
    def fail():
        with act(by=lead, at=clock.now(), kind="note") as this_act:
            this_act.record("noted", lead)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert not Act.objects.filter(kind="note").exists()
    assert not Event.objects.filter(verb="noted").exists()
    assert current_act() is None


def test_an_act_inside_an_act_is_the_same_act(lead):
    with act(by=lead, at=clock.now(), kind="outer") as outer, act(by=lead, at=clock.now(), kind="inner") as inner:
        assert inner is outer

    assert list(Act.objects.filter(by=lead).values_list("kind", flat=True)) == ["outer"]


def test_the_second_send_of_a_form_finds_the_first(lead):
    with act(by=lead, at=clock.now(), kind="note", key="k1") as this_act:
        this_act.result("healthz")

    with pytest.raises(AlreadySent) as sent, act(by=lead, at=clock.now(), kind="note", key="k1"):
        pass

    assert sent.value.url == "/healthz"
    assert Act.objects.filter(by=lead).count() == 1


def test_the_chain_holds_no_words(lead):
    with act(by=lead, at=clock.now(), kind="note") as this_act:
        this_act.record("noted", lead, fields=["name"], reason="a secret place", name="Somebody")

    body = Event.objects.get(verb="noted").body
    assert "secret" not in body
    assert "Somebody" not in body


@pytest.mark.parametrize("damage", ["byte", "delete", "swap", "truncate", "insert"])
def test_any_damage_is_found_and_named(lead, data_dir, start, damage):
    write(lead, count=12)
    verification.write_outside_head()
    place = start + random.Random(damage).randint(2, 11)
    end = start + 12

    if damage == "byte":
        raw("UPDATE audit_event SET body = replace(body, '\"noted\"', '\"noteD\"') WHERE seq = %s", place)
    elif damage == "delete":
        raw("DELETE FROM audit_event WHERE seq = %s", place)
    elif damage == "swap":
        raw("UPDATE audit_event SET seq = seq + 1000 WHERE seq IN (%s, %s)", place, place + 1)
        raw("UPDATE audit_event SET seq = %s WHERE seq = %s", place + 1, place + 1000)
        raw("UPDATE audit_event SET seq = %s WHERE seq = %s", place, place + 1001)
    elif damage == "truncate":
        place = end
        raw("DELETE FROM audit_event WHERE seq = %s", end)
        head = Event.objects.get(seq=end - 1)
        raw("UPDATE chain_head SET seq = %s, hash = %s", end - 1, head.hash)
    else:
        raw(
            "INSERT INTO audit_event (seq, act_id, verb, label, ref, body, hash) "
            "SELECT seq + 1, act_id, verb, label, ref, body, hash FROM audit_event WHERE seq = %s",
            end,
        )
        raw("UPDATE chain_head SET seq = seq + 1")
        place = end + 1

    verdict = verification.verify()

    assert not verdict.whole
    assert verdict.fault.startswith(f"audit_event {place}")


def test_the_command_exits_1_and_names_the_row(lead, data_dir, start):
    write(lead, count=3)
    raw("DELETE FROM audit_event WHERE seq = %s", start + 2)
    out = StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("audit_verify", stdout=out)

    assert stopped.value.code == 1
    assert f"audit_event {start + 2}" in out.getvalue()


def test_an_altered_read_row_is_found_once_its_minute_is_chained(lead, data_dir):
    ReadLog.objects.create(by=lead, label="x.Y", ref="ABC", page="p", at=clock.now())
    verification.chain_reads()
    raw("UPDATE read_log SET ref = 'ABD'")

    assert verification.verify().fault.startswith("read_log 1 to")


@pytest.mark.parametrize("table", ["audit_event", "read_log"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET ref = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_an_append_only_table(lead, table, statement):
    write(lead)
    ReadLog.objects.create(by=lead, label="x.Y", ref="ABC", page="p", at=clock.now())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_earlier_row_of_every_history_is_read_by_a_statement_of_its_own():
    for model in tracked_models():
        statement = _statement(connection.vendor, model.history.model, model._meta.pk.attname)

        assert f'FROM "{model.history.model._meta.db_table}"' in statement
        assert "history_id" in statement.partition("ORDER BY")[2]
        assert statement.endswith("DESC LIMIT 1")


def test_the_columns_of_every_history_become_values_as_django_makes_them():
    for model in tracked_models():
        past = model.history.model
        compiler = past._base_manager.all().query.get_compiler(connection.alias)
        compiler.as_sql()
        expressions = [expression for expression, _sql, _alias in compiler.select]
        by_django = compiler.get_converters(expressions)

        read = {name: ways for name, _column, _expression, ways in _read(connection.alias, past, *[f.attname for f in past._meta.fields])}

        assert len(read) == len(expressions)
        for place, expression in enumerate(expressions):
            ways = by_django[place][0] if place in by_django else []
            assert [way.__qualname__ for way in read[expression.target.attname]] == [way.__qualname__ for way in ways], expression


def test_an_event_names_the_fields_that_changed_since_the_row_before(lead):
    with act(by=lead, at=clock.now(), kind="test") as opened:
        asked = Approval.objects.create(
            subject_label="tests.None", subject_ref="2222222222", move="stay", asked_by=lead, asked_at=clock.now(), reason="A reason"
        )
        asked.reason = "Another reason"
        asked.save()
        asked.save()

    links = Event.objects.filter(act=opened.row, ref=asked.ref, verb="changed").order_by("seq")
    assert [json.loads(link.body)["fields"] for link in links] == [["reason", "version"], ["version"]]


@pytest.mark.parametrize("at_most", [1_000, 1])
def test_the_chain_is_whole_however_many_links_go_in_one_statement(lead, monkeypatch, at_most):
    monkeypatch.setattr("foundation.audit.acts.LINKS_IN_ONE_STATEMENT", at_most)

    with act(by=lead, at=clock.now(), kind="test") as opened:
        for number in range(3):
            Approval.objects.create(
                subject_label="tests.None", subject_ref=f"222222222{number}", move="stay", asked_by=lead, asked_at=clock.now(), reason="A"
            )

    assert Event.objects.filter(act=opened.row).count() == 3
    assert verification.verify().whole
