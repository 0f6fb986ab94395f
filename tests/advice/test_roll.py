"""What only time does: closing after thirty days, and throwing old drafts away."""

from datetime import timedelta

from advice import services
from advice.models import AdviceRequest
from advice.roll import roll
from advice.states import State
from foundation import clock
from foundation.workflow.models import Move
from tests.advice.conftest import again


def test_an_answer_left_alone_is_closed_after_thirty_days_by_nobody(request_in, later):
    asked = request_in("DELIVERED")

    with later(days=29, hours=23):
        assert roll(clock.now())["closed"] == 0
    with later(days=33):  # the worker slept for three days
        assert roll(clock.now())["closed"] == 1
        assert roll(clock.now())["closed"] == 0

    move = Move.objects.of(asked).order_by("-pk").first()
    assert again(asked).state == State.CLOSED
    assert (move.rule, move.act.by.role, move.happened_on) == ("Q13", "SVC", clock.today() + timedelta(days=30))


def test_the_thirty_days_run_from_the_latest_delivery(request_in, cast, later):
    asked = request_in("DELIVERED")
    with later(days=20):
        services.take_up_again(ref=asked.ref, reason="New", by=cast.adviser, at=clock.now())
        services.write_answer(ref=asked.ref, short_answer="No.", analysis="No longer.", by=cast.adviser, at=clock.now())
        services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())
        services.approve_answer(ref=asked.ref, by=cast.reader, at=clock.now())
        services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())

    with later(days=40):
        roll(clock.now())
        assert again(asked).state == State.DELIVERED
    with later(days=50):
        roll(clock.now())
        assert again(asked).state == State.CLOSED


def test_only_answers_that_wait_for_nobody_are_closed(request_in, cast, later):
    states = ["SUBMITTED", "ASSIGNED", "IN_REVIEW", "NEEDS_INFO", "FOLLOW_UP"]
    made = {state: request_in(state) for state in states}

    with later(days=60):
        roll(clock.now())

    assert {state: again(asked).state for state, asked in made.items()} == {state: state for state in states}


def test_old_drafts_are_thrown_away(request_in, later):
    old = request_in("DRAFT")
    with later(days=20):
        young = request_in("DRAFT")

    with later(days=31):
        assert roll(clock.now())["drafts"] == 1

    assert list(AdviceRequest.objects.all()) == [young]
    assert AdviceRequest.history.filter(ref=old.ref, history_type="-").exists()
