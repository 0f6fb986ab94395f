"""What holds for all four machines: every step says who, which rule and in which words; the page of a step agrees with its right (T03)."""

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from casetracker.models import Proceeding
from casetracker.views.steps import PAGES
from foundation import clock
from foundation.audit.acts import act
from foundation.workflow.models import Move
from foundation.workflow.transitions import all_steps, machines, restore
from tests.house.conftest import undone
from tests.house.world import page

ROOT = Path(__file__).resolve().parents[2]
MACHINES = ("file", "proceeding", "count", "advice")
STEPS = [(machine, step.name, str(step.source), step) for machine in MACHINES for step in all_steps(machines()[machine])]
IDS = [f"{machine} {name} {source}" for machine, name, source, _step in STEPS]


def test_there_are_four_machines():
    assert sorted(machines()) == sorted(MACHINES)


@pytest.mark.parametrize("machine, name, source, step", STEPS, ids=IDS)
def test_a_step_says_who_by_which_rule_and_in_which_words(machine, name, source, step):
    assert callable(step.permission)
    assert step.permission.__doc__.strip()
    assert step.custom["id"][0] in "FACQ"
    assert step.custom["id"][1:].isdigit()
    assert source not in ("*", "+")
    with translation.override("en"):
        english = str(step.custom["label"])
    with translation.override("fr"):
        french = str(step.custom["label"])
    assert english
    assert english != french


@pytest.mark.parametrize("machine", MACHINES)
def test_every_state_has_a_label_in_both_languages(machine):
    choices = machines()[machine]._meta.get_field("state").choices
    same = {"Suspect", "Suspension"}

    without = []
    for value, label in choices:
        with translation.override("en"):
            english = str(label)
        with translation.override("fr"):
            french = str(label)
        if not english or english == value or not french or (english == french and english not in same):
            without.append(value)

    assert without == []


def test_the_diagrams_are_those_of_the_models():
    said = StringIO()

    call_command("state_diagrams", "--check", stdout=said, stderr=said)

    assert {path.stem for path in (ROOT / "docs" / "states").glob("*.md")} == set(MACHINES)


@pytest.mark.parametrize("folder", ["casetracker", "advice"])
def test_the_rooms_hold_a_table_of_every_step(folder):
    """Who may make which step from which state stands in a closed table of the room; each step of its machines is named there."""
    words = {
        node.value
        for path in (ROOT / "tests" / folder).glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    steps = {name for machine, name, _source, step in STEPS if machines()[machine]._meta.app_label == folder}

    assert steps - words == set()


# What a record needs beside its state, for the database to take it.
BESIDE = {("file", "DECLINED"): {"decline_reason": "NOT_TRAFFICKING"}, ("proceeding", "WARRANT_OUT"): {"parked_from": "INTAKE"}}
BESIDE |= {("proceeding", state): {"parked_from": "INTAKE"} for state in ("DIVERTED", "UNFIT", "CROWN_STAYED")}
BESIDE |= {("count", state): {"parked_from": "LAID"} for state in ("IN_ALTERNATIVE_MEASURES", "CROWN_STAYED")}
BESIDE |= {("count", "GUILTY_INCLUDED"): {"included_offence": lambda house: house.count.offence}}
ON_THE_MOVE_PAGE = [
    (machine, name, source) for machine, name, source, _step in STEPS if name not in PAGES.get(machine, {}) and machine != "advice"
]


@pytest.mark.parametrize("machine, name, source", ON_THE_MOVE_PAGE, ids=lambda value: value)
def test_the_move_page_lets_through_whom_the_right_lets_through(house, visit, machine, name, source):
    record = {"file": house.file, "proceeding": house.accused, "count": house.hybrid}[machine]
    refs = {"file": {}, "proceeding": {"accused": house.accused}, "count": {"accused": house.accused, "count": house.hybrid}}[machine]
    address = page(f"casetracker:move_{machine}", ref=house.file.ref, name=name, **{place: one.ref for place, one in refs.items()})
    record = type(record).objects.get(pk=record.pk)
    if record.state != source:
        with act(by=house.people["LEAD"], at=clock.now(), kind="test_put") as this_act:
            for field, value in BESIDE.get((machine, source), {}).items():
                setattr(record, field, value(house) if callable(value) else value)
            restore(record, source, act=this_act, happened_on=clock.today(), reason="test")
    step = next(step for one, called, start, step in STEPS if (one, called, start) == (machine, name, source))
    today = clock.today().isoformat()
    may, let_through, wrote = set(), set(), set()

    for subject, person in house.people.items():
        if step.permission(type(record).objects.get(pk=record.pk), person):
            may.add(subject)
        with undone():
            before = Move.objects.count()
            typed = {"happened_on": today, "confirmed_on": today, "reason": "As it was decided", "version": record.version, "key": "k" * 32}
            status = visit(person).post(address, typed).status_code
            moved = Move.objects.count() > before
        assert status < 500, subject
        if status not in (403, 404):
            let_through.add(subject)
        if moved and subject not in may:
            wrote.add(subject)

    assert let_through == may
    assert wrote == set()


def test_a_state_cannot_be_typed_into_a_record(house):
    record = Proceeding.objects.get(pk=house.accused.pk)

    with pytest.raises(AttributeError):
        record.state = "CONCLUDED"
    with pytest.raises(AttributeError):
        Proceeding(file=house.file, accused=house.accused_person, state="CONCLUDED")


def test_a_state_that_is_none_is_refused_by_the_database(house):
    for record in (house.file, house.accused, house.hybrid, house.asked):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(record).objects.filter(pk=record.pk).update(state="NO_SUCH_STATE")
