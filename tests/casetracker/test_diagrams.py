"""Each step of a file says who and has a label; the sets of states are those of the process. Its arrows stand in the house's table."""

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
from foundation.workflow.transitions import all_steps, machines

BEFORE = ["CHARGED", "INTAKE", "ELECTION_PENDING", "PRELIM", "COMMITTED", "INDICTED", "TRIAL_SET", "IN_TRIAL", "RESERVED"]


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
