"""The whole life of a file with two accused, through the services."""

from datetime import timedelta

import pytest

from casetracker import services
from casetracker.models import CaseFile
from foundation import clock
from foundation.workflow.models import Move
from tests.factories.casetracker import World, accused_in, again, count_in

pytestmark = pytest.mark.django_db


def test_two_accused_from_intake_to_closing(lead, pro, assistant, later):
    alder = accused_in("Alder", counts=[count_in(), count_in(("286.4", ""))])
    birch = accused_in("Birch", counts=[count_in()])
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[alder, birch])
    first, second = world.proceedings
    assert again(world.file).state == "CARRIED"
    assert again(world.file).title == "R. v. Alder and 1 more"
    assert [first.state, second.state] == ["CHARGED", "CHARGED"]

    world.to_trial_set(first)
    plea, other = world.counts(first)
    world.do("record_plea", proceeding=first, guilty=[plea], to_withdraw=[other], decided_by="Justice Q. Rowan", happened_on=clock.today())
    assert again(first).state == "GUILTY_AWAITING_SENTENCE"
    world.sentenced(first)
    world.do(
        "withdraw_count",
        count=other,
        why=services.ReasonIn("PLEA_TO_OTHER"),
        exception="NO_VICTIM",
        happened_on=clock.today(),
    )
    world.orders_answered(first)
    world.do("conclude_proceeding", proceeding=first, happened_on=clock.today())
    assert again(first).state == "CONCLUDED"

    world.to_intake(second)
    for count in world.counts(second):
        world.do(
            "withdraw_count",
            count=count,
            why=services.ReasonIn("NO_PROSPECT"),
            asked_on=clock.today(),
            view="Agrees",
            happened_on=clock.today(),
        )
    assert again(second).state == "CONCLUDED"
    assert again(world.file).state == "CARRIED"

    with later(days=31):
        services_roll()
        assert again(world.file).state == "CONCLUDED"
        world.do(
            "close_file",
            by=lead,
            case_file=again(world.file),
            checklist=services.ChecklistIn(True, True, True, True, clock.today()),
            happened_on=clock.today(),
        )
    assert again(world.file).state == "CLOSED"
    follow = Move.objects.of(second).get(rule="A22")
    assert follow.followed_from.rule == "C3"
    assert Move.objects.of(CaseFile.objects.get()).get(rule="F11").act.by.role == "SVC"


def services_roll():
    from casetracker.roll import roll

    return roll(clock.today() + timedelta())
