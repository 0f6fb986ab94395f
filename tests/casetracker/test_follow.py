"""What follows by itself: an accused whose counts all ended, a file whose accused are all over, and what time alone does."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from casetracker import roll, services
from casetracker.models import CaseFile, Decision, Proceeding
from casetracker.tasks import roll_daily
from foundation import clock
from foundation.audit.acts import act
from foundation.audit.models import Act
from foundation.workflow.models import Move
from tests.casetracker.state_of_things import nothing_changes
from tests.factories.casetracker import HYBRID, World, accused_in, again, count_in, put

pytestmark = pytest.mark.django_db


def withdraw(world, count):
    return world.do(
        "withdraw_count", by=world.lead, count=count, why=services.ReasonIn("NO_PROSPECT"), exception="NOT_FOUND", happened_on=clock.today()
    )


def rules(*subjects):
    return list(Move.objects.of(*subjects).order_by("pk").values_list("rule", flat=True))


def test_a22_waits_for_the_last_count_and_follows_from_its_move(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    first, second = world.counts()

    withdraw(world, first)
    assert world.proceeding.state == "CHARGED"

    withdraw(world, second)
    move = Move.objects.of(world.proceeding).get(rule="A22")
    assert world.proceeding.state == "CONCLUDED"
    assert move.followed_from == Move.objects.of(second).get(rule="C3")
    assert move.act.by == lead
    assert move.happened_on == clock.today()


def test_f11_follows_in_the_same_act_where_no_appeal_can_come(world):
    withdraw(world, world.count)

    assert again(world.file).state == "CONCLUDED"
    f11 = Move.objects.of(world.file).get(rule="F11")
    assert f11.followed_from.rule == "A22"
    assert f11.act == Move.objects.of(world.count).get(rule="C3").act


def test_a22_not_where_a_count_ended_in_guilt(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    world.proceeding_on_counts()
    first, second = world.counts()
    world.do("record_plea", proceeding=world.proceeding, guilty=[first], to_withdraw=[second], decided_by="J", happened_on=clock.today())

    world.do(
        "withdraw_count",
        count=second,
        why=services.ReasonIn("PLEA_TO_OTHER"),
        exception="NO_VICTIM",
        leave_on=clock.today(),
        happened_on=clock.today(),
    )

    assert world.proceeding.state == "GUILTY_AWAITING_SENTENCE"
    assert "A22" not in rules(world.proceeding)


def test_a22_takes_an_absconder_from_her_warrant(world):
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())

    withdraw(world, world.count)

    assert (world.proceeding.state, world.proceeding.parked_from) == ("CONCLUDED", "")


def test_a22_holds_on_a_file_that_is_over(world):
    put(world.file, "TRANSFERRED", by=world.lead)
    put(world.count, "QUASHED", by=world.lead)
    with act(by=world.lead, at=clock.now(), kind="test") as this_act:
        Decision.objects.create(count=world.count, result="QUASHED", on=clock.today(), by="J", appeal_none=True)
        services.follow(again(world.file), this_act)

    assert world.proceeding.state == "CONCLUDED"


@pytest.mark.parametrize("state", ["QUASHED", "DISMISSED", "STAYED_11B", "STAYED_ABUSE", "ACQUITTED"])
def test_a22_asks_for_the_appeal_period_where_a_court_ended_the_count(world, state):
    put(world.count, state, by=world.lead)
    with act(by=world.lead, at=clock.now(), kind="test") as this_act:
        services.follow(again(world.file), this_act)
    assert world.proceeding.state == "CHARGED"

    with act(by=world.lead, at=clock.now(), kind="test") as this_act:
        Decision.objects.create(count=world.count, result=state, on=clock.today(), by="J", appeal_due_on=clock.today())
        services.follow(again(world.file), this_act)
    assert world.proceeding.state == "CONCLUDED"


def test_a22_not_with_a_count_not_criminally_responsible(world):
    put(world.count, "NCR", by=world.lead)
    with act(by=world.lead, at=clock.now(), kind="test") as this_act:
        Decision.objects.create(count=world.count, result="NCR", on=clock.today(), by="J", appeal_none=True)
        services.follow(again(world.file), this_act)

    assert world.proceeding.state == "CHARGED"


def test_a29_follows_once_police_lay_nothing(lead, pro, assistant):
    accused = [accused_in(counts=[count_in(), count_in(HYBRID)], laid=False)]
    world = World(lead=lead, pro=pro, assistant=assistant, accused=accused, decision="PRECHARGE")
    first, second = world.counts()
    decision = {"proceeding": world.proceeding, "decided_on": clock.today()}
    world.do("record_police_decision", not_laid=[first], **decision)
    assert world.proceeding.state == "SUSPECT"

    world.do("record_police_decision", not_laid=[second], **decision)

    assert world.proceeding.state == "CONCLUDED"
    assert Move.objects.of(world.proceeding).get(rule="A29").followed_from.rule == "C1"
    assert again(world.file).state == "PRECHARGE"


def test_a29_not_without_a_count(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[services.AccusedIn(family_name="Birch")], decision="PRECHARGE")

    assert world.proceeding.state == "SUSPECT"


def test_a29_by_a_lead_drops_the_proposed_counts(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(laid=False)], decision="PRECHARGE")

    world.do("conclude_uncharged", by=lead, proceeding=world.proceeding, reason="Cleared", happened_on=clock.today())

    assert world.proceeding.state == "CONCLUDED"
    assert world.count.state == "NOT_LAID"
    assert Move.objects.of(world.count).get(rule="C1").followed_from.rule == "A29"


def test_nobody_makes_a_move_that_follows(world):
    put(world.count, "WITHDRAWN", by=world.lead, reason_code="OTHER")
    for person in (world.lead, world.pro, world.assistant):
        with nothing_changes(), pytest.raises(Exception) as stopped:
            world.do("move", by=person, subject=world.proceeding, name="conclude_without_guilt", happened_on=clock.today())
        assert type(stopped.value).__name__ == "PermissionDenied"


# Time alone


def test_f11_comes_the_day_after_the_last_appeal_period(world, later):
    due = clock.today() + timedelta(days=30)
    world.concluded(appeal_due_on=due)
    assert again(world.file).state == "CARRIED"

    with later(days=30):
        assert roll.roll(clock.today())["concluded"] == 0
    with later(days=31):
        assert roll.roll(clock.today())["concluded"] == 1
        move = Move.objects.of(world.file).get(rule="F11")
    assert move.followed_from is None
    assert move.act.by.role == "SVC"
    assert move.happened_on == due + timedelta(days=1)


def test_missed_days_are_caught_up_and_dated_as_they_fell(world, later):
    due = clock.today() + timedelta(days=30)
    world.concluded(appeal_due_on=due)

    with later(days=90):
        roll.roll(clock.today())

    assert Move.objects.of(world.file).get(rule="F11").happened_on == due + timedelta(days=1)


def test_f11_asks_for_every_appeal_period(lead, pro, assistant, later):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    world.concluded(world.proceedings[0], appeal_none=True)
    world.concluded(world.proceedings[1], appeal_due_on=clock.today() + timedelta(days=30))
    assert again(world.file).state == "CARRIED"
    decision = Decision.objects.exclude(appeal_due_on=None).get()

    with later(days=1):
        world.do("set_appeal_period", decision=decision, appeal_none=True)

    assert again(world.file).state == "CONCLUDED"


def test_f11_not_with_a_count_the_crown_stayed(world, later):
    world.concluded(appeal_none=True)
    put(world.file, "CARRIED", by=world.lead)
    put(world.count, "CROWN_STAYED", by=world.lead, parked_from="PROCEEDING")

    with later(days=1):
        assert roll.roll(clock.today())["concluded"] == 0


@pytest.mark.parametrize("state", ["CARRIED", "SHARED", "DORMANT", "APPEAL"])
def test_f11_from_each_of_its_states(world, later, state):
    world.concluded(appeal_due_on=clock.today() + timedelta(days=1))
    put(world.file, state, by=world.lead)

    with later(days=2):
        roll.roll(clock.today())

    assert again(world.file).state == "CONCLUDED"


def test_the_daily_job_is_safe_twice(world, later):
    world.concluded(appeal_due_on=clock.today() + timedelta(days=1))

    with later(days=2):
        roll.roll(clock.today())
        with nothing_changes():
            roll.roll(clock.today())


def test_a_reopened_file_is_not_concluded_again_before_anything_happened(world, later):
    world.concluded(appeal_none=True)
    world.do(
        "reopen_file",
        by=world.lead,
        case_file=again(world.file),
        decision="CARRIED",
        reopen_reason="LATE_APPEAL",
        reason="Leave to appeal out of time is sought",
        happened_on=clock.today(),
    )

    with later(days=3):
        roll.roll(clock.today())

    assert again(world.file).state == "CARRIED"


def test_the_worker_runs_the_job_once_a_day(world, later):
    roll_daily(clock.now())
    roll_daily(clock.now())
    assert Act.objects.filter(kind="roll_done").count() == 1

    with later(days=1):
        roll_daily(clock.now())
    assert Act.objects.filter(kind="roll_done").count() == 2


def test_after_an_upgrade_that_keeps_another_column_the_job_of_the_day_runs_once_more(world, monkeypatch):
    world.to_trial_set()
    roll.roll_once(clock.today())
    kept = world.proceeding.deadlines
    Proceeding.objects.update(deadlines=[], next_due_on=None)  # as the migration that adds a column leaves it
    assert roll.roll_once(clock.today()) is None

    monkeypatch.setattr(Proceeding, "DERIVED", (*Proceeding.DERIVED[1:], Proceeding.DERIVED[0]))

    assert roll.roll_once(clock.today())["refreshed"] == 1
    assert (world.proceeding.deadlines, len(kept)) == (kept, 1)
    assert roll.roll_once(clock.today()) is None


def test_after_an_upgrade_that_changes_a_rule_of_deadlines_the_job_of_the_day_runs_once_more(world, monkeypatch):
    roll.roll_once(clock.today())

    rules = roll.law.rules()
    monkeypatch.setattr(roll.law, "rules", lambda: rules[1:])

    assert roll.roll_once(clock.today()) is not None


def test_the_command_says_what_it_did(world, later):
    world.concluded(appeal_due_on=clock.today())
    out = StringIO()

    with later(days=1):
        call_command("roll", "--json", stdout=out)

    assert '"concluded": 1' in out.getvalue()


def test_a_walled_lead_gets_no_file_from_a_move(world, lead):
    wall = world.do("set_wall", by=lead, case_file=world.file, user=world.pro, reason="Acted for the accused")

    with pytest.raises(Exception) as stopped:
        world.do("add_note", case_file=world.file, text="x")

    assert type(stopped.value).__name__ == "PermissionDenied"
    assert wall.lifted_at is None
    assert CaseFile.objects.visible_to(world.pro).count() == 0
