"""The arrows of the three machines are those of the process, none missing and none extra."""

import pytest

from casetracker.states import (
    BEFORE_JUDGMENT,
    COUNT_IN_COURT,
    ENDED,
    FILE_ACTIVE,
    GUILTY,
    LIVE,
    LIVE_ACCUSED,
    RUNNING,
    CountState,
    FileState,
    ProceedingState,
)
from foundation.workflow.diagrams import as_json
from foundation.workflow.transitions import all_steps, machines

FILE = {
    "F1": (["REFERRED"], ["CONFLICT_CHECK"]),
    "F2": (["CONFLICT_CHECK"], ["DECLINED", "ADVISORY", "PRECHARGE", "CARRIED", "SHARED"]),
    "F4": (["PRECHARGE"], ["CARRIED", "SHARED", "ADVISORY"]),
    "F5": (["PRECHARGE"], ["CONCLUDED"]),
    "F8": (["PRECHARGE", "CARRIED", "SHARED", "DORMANT", "ADVISORY"], ["TRANSFERRED"]),
    "F11": (["CARRIED", "SHARED", "DORMANT", "APPEAL"], ["CONCLUDED"]),
    "F12": (["CONCLUDED"], ["CLOSED"]),
    "F13": (["CLOSED", "CONCLUDED", "TRANSFERRED", "DECLINED"], ["CARRIED", "SHARED", "ADVISORY"]),
    "F14": (["ADVISORY"], ["CONCLUDED"]),
}
BEFORE = ["CHARGED", "INTAKE", "ELECTION_PENDING", "PRELIM", "COMMITTED", "INDICTED", "TRIAL_SET", "IN_TRIAL", "RESERVED"]
PROCEEDING = {
    "A1": (["SUSPECT"], ["CHARGED"]),
    "A2": (["CHARGED"], ["INTAKE"]),
    "A3": (["INTAKE"], ["ELECTION_PENDING"]),
    "A5": (["ELECTION_PENDING", "INTAKE"], ["TRIAL_SET"]),
    "A13": (BEFORE, ["GUILTY_AWAITING_SENTENCE"]),
    "A14": (["GUILTY_AWAITING_SENTENCE"], ["CONCLUDED"]),
    "A15": ([*BEFORE, "GUILTY_AWAITING_SENTENCE", "DIVERTED"], ["WARRANT_OUT"]),
    "A16": (["WARRANT_OUT"], [*BEFORE, "GUILTY_AWAITING_SENTENCE"]),
    "A22": ([*BEFORE, "DIVERTED", "UNFIT", "WARRANT_OUT", "CROWN_STAYED"], ["CONCLUDED"]),
    "A29": (["SUSPECT"], ["CONCLUDED"]),
}
COUNT = {
    "C1": (["PROPOSED"], ["LAID", "NOT_LAID"]),
    "C2": (["LAID"], ["PROCEEDING"]),
    "C3": (["LAID", "PROCEEDING", "COMMITTED", "ON_INDICTMENT", "MISTRIAL"], ["WITHDRAWN"]),
    "C9": (["PROCEEDING", "ON_INDICTMENT"], ["PLEA_GUILTY", "FOUND_GUILTY", "GUILTY_INCLUDED", "ACQUITTED"]),
    "C11": (
        ["PLEA_GUILTY", "FOUND_GUILTY", "GUILTY_INCLUDED"],
        ["STAYED_KIENAPPLE", "SENTENCED", "DISCHARGED_ABSOLUTE", "DISCHARGED_CONDITIONAL"],
    ),
}


def arrows(table):
    return {(rule, source, target) for rule, (sources, targets) in table.items() for source in sources for target in targets}


@pytest.mark.parametrize(
    "machine, expected",
    [
        ("file", arrows(FILE)),
        ("proceeding", arrows(PROCEEDING) | {("A11", "TRIAL_SET", "IN_TRIAL"), ("A11", "IN_TRIAL", "RESERVED")}),
        ("count", arrows(COUNT)),
    ],
)
def test_the_arrows_are_those_of_the_process(machine, expected):
    found = {(arrow["id"], arrow["from"], arrow["to"]) for arrow in as_json()[machine]}

    assert found == expected


@pytest.mark.parametrize("machine", ["file", "proceeding", "count"])
def test_every_step_says_who_and_has_a_label(machine):
    for step in all_steps(machines()[machine]):
        assert step.permission.__doc__.strip(), step.name
        assert str(step.custom["label"])
        assert all(str(guard.sentence) for guard in step.custom["guards"])


def test_what_reached_court_is_marked():
    marked = {step.custom["id"] for model in machines().values() for step in all_steps(model) if step.custom.get("court")}

    assert {"A11", "A13", "A14", "A15", "C3", "C9", "C11"} <= marked
    assert not marked & {"F2", "A3", "C2"}


def test_every_state_has_words():
    for states in (FileState, ProceedingState, CountState):
        assert all(str(state.label) and str(state.label) != state.value for state in states)


def test_the_sets_say_what_the_process_says():
    assert set(FILE_ACTIVE) == {"ADVISORY", "PRECHARGE", "CARRIED", "SHARED", "DORMANT", "APPEAL"}
    assert list(BEFORE_JUDGMENT) == BEFORE
    assert set(RUNNING) == {*BEFORE, "GUILTY_AWAITING_SENTENCE"}
    assert set(ProceedingState.values) - set(LIVE_ACCUSED) == {"SUSPECT", "CONCLUDED", "ABATED", "UNDER_APPEAL"}
    assert set(GUILTY) == {"PLEA_GUILTY", "FOUND_GUILTY", "GUILTY_INCLUDED"}
    assert set(COUNT_IN_COURT) == {"LAID", "PROCEEDING", "COMMITTED", "ON_INDICTMENT", "MISTRIAL"}
    assert set(LIVE) == {*COUNT_IN_COURT, "IN_ALTERNATIVE_MEASURES"}
    assert set(CountState.values) - set(LIVE) - set(ENDED) - set(GUILTY) == {"PROPOSED", "CROWN_STAYED"}
    assert len(FileState) == 12
    assert len(ProceedingState) == 19
    assert len(CountState) == 28
