"""Nothing is written that the record of the house does not tell: an event for every write, and no write outside an act (T30)."""

import ast
import json
from collections import Counter

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max, ProtectedError
from simple_history.signals import pre_create_historical_record

from foundation import clock
from foundation.audit.acts import WriteOutsideAct, act
from foundation.audit.history import VERBS, tracked_models
from foundation.audit.models import Act, Event
from foundation.audit.verify import verify
from foundation.workflow.models import Move
from tests.house import world
from tests.house.row_changes import counted
from tests.test_project import PACKAGES, WRITES_ALLOWED, files, named, writes_past_history

# How a verb of an event changes a row. Derived columns alone change without one: they follow from rows that have theirs.
WAYS_OF = {"created": "INSERT", "changed": "UPDATE", "deleted": "DELETE"}

# Statements of the database itself, each with its reason; a test below finds every other one.
STATEMENTS_ALLOWED = {
    "config/databases.py": "has the database count its tables for its planner",
    "config/health.py": "asks SELECT 1, to say whether the database answers",
    "foundation/audit/acts.py": "takes the lock of the chain on PostgreSQL; inserts the links of one act at once",
    "foundation/audit/triggers.py": "makes and, on a test database, removes the triggers",
    "foundation/records/occurring.py": "looks up which of some values occur, each by the index",
    "foundation/records/related.py": "reads related rows by statements composed once",
}


def tracked():
    """The tracked models by the name under which events know them."""
    return {model._meta.label: model for model in tracked_models()}


def test_every_model_of_the_trade_is_tracked():
    ours = {"casetracker", "advice", "precedents", "documents"}
    kept_otherwise = {
        "casetracker.CaseFile_x",
        "precedents.Topic",  # named by the starter bank and by tags, which are events
        "precedents.Provision",
        "precedents.ReportedSentence",
    }
    loose = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ours
        and model._meta.label not in tracked()
        and not model.__name__.startswith("Historical")
        and not model._meta.auto_created
    }

    assert loose <= kept_otherwise


def events_of_writes(since: int) -> Counter:
    """Count events of writes by record, verb and act."""
    rows = Event.objects.filter(seq__gt=since, verb__in=VERBS.values(), label__in=tracked())
    return Counter(rows.values_list("label", "ref", "verb", "act_id"))


def rows_of_history(before: dict[str, int]) -> Counter:
    """Count rows of history by record, verb and act."""
    found: Counter = Counter()
    for label, model in tracked().items():
        for row in model.history.model.objects.filter(history_id__gt=before[label]):
            found[label, str(getattr(row, "ref", None) or row.id), VERBS[row.history_type], row.act_id] += 1
    return found


def test_a_long_story_leaves_one_event_for_every_row_of_history(db, at):
    last = {label: model.history.model.objects.aggregate(last=Max("history_id"))["last"] or 0 for label, model in tracked().items()}
    since = Event.objects.aggregate(last=Max("seq"))["last"] or 0
    acts = Act.objects.aggregate(last=Max("pk"))["last"] or 0
    moves = Move.objects.aggregate(last=Max("pk"))["last"] or 0

    with counted() as changed:
        world.build()
        written = changed()

    history, events = rows_of_history(last), events_of_writes(since)
    by_table: Counter = Counter()
    for (label, _ref, verb, _act), number in events.items():
        by_table[tracked()[label]._meta.db_table, WAYS_OF[verb]] += number
    tables = {model._meta.db_table: model for model in tracked().values()}
    unheard = {
        (table, way): (number, by_table[table, way])
        for (table, way), number in written.items()
        if table in tables and number != by_table[table, way] and not (way == "UPDATE" and hasattr(tables[table], "save_derived"))
    }
    assert unheard == {}, "rows that the triggers of the database saw change, and of which no event tells"
    assert {key for key in by_table if key not in written} == set(), "events of rows that did not change"
    assert sum(history.values()) > 100
    assert history - events == Counter()
    assert events - history == Counter()
    told = Event.objects.filter(seq__gt=since, verb="moved").count()
    assert told == Move.objects.filter(pk__gt=moves).count()
    silent = Act.objects.filter(pk__gt=acts, events=None).values_list("kind", flat=True)
    assert list(silent) == []


def test_an_event_names_the_fields_that_changed_and_none_of_their_words(house):
    person = house.victim
    with act(by=house.people["PRO"], at=clock.now(), kind="test") as this_act:
        person = type(person).objects.get(pk=person.pk)
        person.family_name = "Unheard-of"
        person.save()

    event = Event.objects.get(act=this_act.row)
    body = json.loads(event.body)

    assert set(body["fields"]) >= {"family_name", "version"}
    assert "given_name" not in body["fields"]
    assert "Unheard" not in event.body


@pytest.mark.parametrize("label", sorted(tracked()))
def test_a_write_outside_an_act_is_refused(house, label):
    model = tracked()[label]
    row = model.objects.order_by("pk").first()

    if row is None:
        ask = {"instance": model(), "history_instance": model.history.model()}
        with pytest.raises(WriteOutsideAct):
            pre_create_historical_record.send(model.history.model, **ask)
        return

    with pytest.raises(WriteOutsideAct), transaction.atomic():
        row.save()
    with pytest.raises((WriteOutsideAct, ProtectedError)), transaction.atomic():
        row.delete()

    assert model.objects.filter(pk=row.pk).exists()


def test_an_act_that_fails_halfway_leaves_nothing_of_itself(house):
    before = Event.objects.count(), Act.objects.count(), house.file.history.count()

    def fail_halfway():
        with act(by=house.people["PRO"], at=clock.now(), kind="test"):
            record = type(house.file).objects.get(pk=house.file.pk)
            record.occurrence_number = "99"
            record.save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()

    assert (Event.objects.count(), Act.objects.count(), house.file.history.count()) == before


def test_statements_and_bulk_writes_stand_only_where_a_reason_is_given():
    found = {}
    for path in files(".py", under=tuple(PACKAGES)):
        if "migrations" not in path.parts:
            calls = [f"{line} {name}" for line, name in writes_past_history(ast.parse(path.read_text()))]
            if calls:
                found[named(path)] = calls
    without = {
        path: calls for path, calls in found.items() if path not in STATEMENTS_ALLOWED and not path.startswith(tuple(WRITES_ALLOWED))
    }

    assert without == {}
    assert {path for path in STATEMENTS_ALLOWED if path not in found} == set(), "a reason for what is gone"


def test_the_chain_is_whole_after_all_of_it(house, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    connection.check_constraints()

    assert verify().whole
