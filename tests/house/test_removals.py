"""The tests of rights are tested: each right is taken away in turn, and the tables of tests/house must notice (T01 to T06).

A right taken away is a function of a policies module that says yes to everybody. It is noticed where the table of the policies, of the
pages or of the steps no longer holds. Each of them under ./test --long, which prints the share that was noticed.
"""

import inspect

import pytest

import advice.policies
import casetracker.policies
import foundation.accounts.policies
import precedents.policies
from foundation.workflow.transitions import all_steps, machines
from tests.house.test_actions import ACTIONS, ANYBODY, fresh, named
from tests.house.test_visibility import TABLE, expected
from tests.sizes import LONG

pytestmark = pytest.mark.long

MODULES = (casetracker.policies, advice.policies, precedents.policies, foundation.accounts.policies)
RIGHTS = [
    one
    for module in MODULES
    for one in vars(module).values()
    if inspect.isfunction(one) and one.__module__ == module.__name__ and "user" in inspect.signature(one).parameters
    if one.__annotations__.get("return") in (bool, "bool")
]
"""Every function that says yes or no about a person."""
SAMPLE = RIGHTS if LONG else RIGHTS[:: max(1, len(RIGHTS) // 12)]


def yes(*asked, **more):
    """Say yes to everybody."""
    return True


def noticed(house, visit) -> str:
    """Name the first row of a table that no longer holds: of a right, of a step, of a page."""
    world = fresh(house)
    for name, action in ACTIONS.items():
        if [subject for subject in ANYBODY if action.may(world, house.people[subject])] != named(action.who):
            return name
    subjects = {"file": world.file, "proceeding": world.accused, "count": world.hybrid, "advice": world.asked}
    for machine, subject in subjects.items():
        for step in all_steps(machines()[machine]):
            if step.permission(subject, house.people["ADM"]):
                return f"{machine}.{step.name}"
    for subject in ("AST", "REC", "CRN", "PRO_WALLED", "POL"):
        for kind, (address, who) in TABLE.items():
            if visit(house.people[subject]).get(address(house)).status_code != expected(who, subject):
                return kind
    return ""


def test_a_right_that_is_taken_away_is_noticed(house, visit, monkeypatch):
    assert noticed(house, visit) == ""
    unnoticed = []

    for right in SAMPLE:
        with monkeypatch.context() as patched:
            patched.setattr(right, "__code__", yes.__code__)
            if not noticed(house, visit):
                unnoticed.append(f"{right.__module__}.{right.__name__}")

    assert unnoticed == [], f"of {len(SAMPLE)} rights taken away {1 - len(unnoticed) / len(SAMPLE):.0%} were noticed"
