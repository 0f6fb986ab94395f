"""When an answer is promised: working days, pauses, and what moves with them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from advice import deadlines, services
from advice.models import AdviceRequest
from foundation import clock
from foundation.law import calendar
from tests.advice.conftest import again
from tests.factories.advice import AdviceRequestFactory

TUESDAY = date(2026, 3, 3)


def day(number, month=3):
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("urgency", "started_on", "pauses", "due_on"),
    [
        ("U0", TUESDAY, [], day(3)),
        ("U0", day(7), [], day(7)),  # a Saturday: now is now
        ("U1", TUESDAY, [], day(3)),
        ("U2", TUESDAY, [], day(6)),
        ("U2", day(5), [], day(10)),  # over a weekend
        ("U2", day(1, 4), [], day(7, 4)),  # over Good Friday (3 April)
        ("U2", day(30, 6), [], day(6, 7)),  # over Canada Day
        ("U3", TUESDAY, [], day(13)),
        ("U3", day(5), [], day(16)),  # ends on a Sunday: the Monday
        # paused Wednesday to Friday: Wednesday and Thursday are left out
        ("U2", TUESDAY, [(day(4), day(6))], day(10)),
        # stopped and run on within one day: nothing is left out
        ("U2", TUESDAY, [(day(4), day(4))], day(6)),
        # from Friday to Monday: one working day is left out
        ("U2", TUESDAY, [(day(6), day(9))], day(9)),
        # two pauses add up
        ("U2", TUESDAY, [(day(4), day(5)), (day(6), day(9))], day(10)),
        # a pause after the last day changes nothing
        ("U2", TUESDAY, [(day(9), day(12))], day(6)),
        # a pause before the clock started changes nothing
        ("U2", TUESDAY, [(date(2026, 2, 23), date(2026, 2, 27))], day(6)),
        # one that began the day it was asked
        ("U1", TUESDAY, [(day(3), day(5))], day(5)),
        ("U3", TUESDAY, [(day(4), day(9))], day(18)),
    ],
)
def test_the_promised_date(urgency, started_on, pauses, due_on):
    assert deadlines.due_on(urgency=urgency, started_on=started_on, pauses=pauses) == due_on


def test_a_request_by_arrangement_is_promised_for_the_day_it_is_needed():
    assert deadlines.due_on(urgency="U4", started_on=TUESDAY) is None
    assert deadlines.due_on(urgency="U4", started_on=TUESDAY, needed_by=day(30)) == day(30)


@pytest.mark.parametrize(
    ("year", "on"), [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))]
)
def test_easter(year, on):
    assert calendar.easter(year) == on


def test_holidays_on_a_weekend_are_kept_on_the_next_working_day():
    assert date(2022, 1, 3) in calendar.holidays(2022)  # 1 January 2022 was a Saturday
    assert {date(2022, 12, 26), date(2022, 12, 27)} <= calendar.holidays(2022)
    assert date(2026, 5, 18) in calendar.holidays(2026)  # Victoria Day
    assert date(2026, 10, 12) in calendar.holidays(2026)  # Thanksgiving


def test_the_clock_stands_still_while_the_asker_is_waited_for(request_in, cast, later):
    asked = request_in("ASSIGNED")
    promised = asked.due_on
    services.ask_for_more(ref=asked.ref, text="Who paid?", reply_by=day(12), by=cast.adviser, at=clock.now())
    assert again(asked).pauses.get().ended_at is None

    with later(days=3):
        services.reply_to_team(ref=asked.ref, text="The friend.", by=cast.asker, at=clock.now())

    asked = again(asked)
    assert (asked.state, promised, asked.due_on) == ("ASSIGNED", day(6), day(10))
    assert asked.pauses.get().ended_at == datetime(2026, 3, 6, 19, 10, tzinfo=UTC)


@pytest.mark.parametrize("state", ["SUBMITTED", "TRIAGED", "ASSIGNED"])
def test_a_reply_leads_back_to_where_the_question_was(state, request_in, cast):
    asked = request_in(state)
    services.ask_for_more(ref=asked.ref, text="Who paid?", reply_by=day(12), by=cast.adviser, at=clock.now())
    waiting = again(asked)

    services.reply_to_team(ref=asked.ref, text="The friend.", by=cast.named, at=clock.now())

    back = again(asked)
    assert (waiting.state, waiting.returns_to, waiting.reply_by) == ("NEEDS_INFO", state, day(12))
    assert (back.state, back.returns_to, back.reply_by) == (state, "", None)


def test_what_is_overdue_leaves_out_what_waits_for_the_asker(request_in, cast):
    asked, waiting = request_in("ASSIGNED"), request_in("NEEDS_INFO")
    on = day(20)

    overdue = AdviceRequest.objects.overdue(on)

    assert asked in overdue
    assert waiting not in overdue


def test_a_changed_urgency_moves_the_promise(request_in, cast):
    asked = request_in("SUBMITTED", urgency="U3")

    services.triage_request(ref=asked.ref, topics=["BAIL"], urgency="U1", urgency_reason="In custody", by=cast.lead, at=clock.now())

    assert (asked.due_on, again(asked).due_on) == (day(13), TUESDAY)


def test_a_follow_up_starts_the_clock_anew(request_in, cast, later):
    asked = request_in("DELIVERED")

    with later(days=7):
        services.ask_follow_up(ref=asked.ref, text="And abroad?", by=cast.asker, at=clock.now())

    assert again(asked).clock_started_on == day(10)
    assert again(asked).due_on == day(13)


def test_the_timestamps_of_a_life(db, at):
    asked = AdviceRequestFactory(closed=True)

    assert asked.asked_at == asked.triaged_at == asked.assigned_at == asked.first_reply_at == asked.delivered_at == asked.closed_at == at
    assert asked.follow_up_at is None


def test_the_evening_in_toronto_is_still_that_day(cast):
    with clock.fixed(datetime(2026, 3, 4, 3, 30, tzinfo=UTC)):  # 22:30 on 3 March in Toronto
        asked = AdviceRequestFactory(submitted=True, asker=cast.asker, urgency="U1", urgency_reason="Bail tonight")

    assert asked.clock_started_on == asked.due_on == TUESDAY
    assert asked.asked_at - timedelta(hours=5) == datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
