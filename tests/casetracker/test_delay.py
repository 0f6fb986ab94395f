"""The delay clock: vectors of the process notes that use total days, month ends, ceilings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetracker import delay, ledger
from casetracker.models import ClockOrigin
from foundation import clock
from tests.factories.casetracker import SWORN_ON, again

MONTHS = {"OCJ": 18, "SCJ": 30, "OCJ_AFTER_PRELIM": 30}
ANY_DAY = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    "origin, end, days, months",
    [
        (date(2014, 10, 6), date(2017, 4, 12), 919, (30, 6)),  # T1
        (date(2010, 1, 12), date(2015, 1, 30), 1844, (60, 18)),  # T3
        (date(2018, 6, 13), date(2019, 4, 18), 309, (10, 5)),  # T5
        (date(2015, 4, 12), date(2016, 11, 9), 577, (18, 28)),  # T6
        (date(2016, 1, 21), date(2016, 10, 25), 278, (9, 4)),  # T8
        (date(2015, 12, 24), date(2019, 11, 28), 1435, (47, 4)),  # T10
        (date(2025, 1, 1), date(2027, 1, 1), 730, (24, 0)),  # T11
        (date(2018, 9, 13), date(2019, 1, 9), 118, (3, 27)),
    ],
)
def test_totals(origin, end, days, months):
    result = delay.Result(delay.ceiling(origin, "OCJ", MONTHS), end)

    assert result.total == days
    assert result.months == months


def test_average_months():
    assert round(delay.average_months(date(2014, 10, 6), date(2017, 4, 12)), 2) == 30.21
    assert round(delay.average_months(date(2010, 1, 12), date(2015, 1, 30)), 2) == 60.62
    assert round(delay.average_months(date(2008, 12, 18), date(2013, 2, 1)), 2) == 49.51
    assert round(delay.average_months(date(2015, 12, 24), date(2019, 11, 28)), 2) == 47.18


@pytest.mark.parametrize(
    "origin, forum, on",
    [
        (date(2025, 8, 31), "OCJ", date(2027, 2, 28)),  # T12
        (date(2022, 8, 31), "OCJ", date(2024, 2, 29)),
        (date(2024, 2, 29), "SCJ", date(2026, 8, 29)),
        (date(2024, 8, 30), "SCJ", date(2027, 2, 28)),
        (date(2025, 9, 10), "OCJ", date(2027, 3, 10)),
        (date(2025, 9, 10), "SCJ", date(2028, 3, 10)),
        (date(2025, 9, 10), "OCJ_AFTER_PRELIM", date(2028, 3, 10)),
    ],
)
def test_the_day_of_the_ceiling(origin, forum, on):
    assert delay.ceiling(origin, forum, MONTHS).on == on


def test_an_unknown_forum_counts_18_months_and_shows_30():
    found = delay.ceiling(date(2025, 8, 31), "", MONTHS)

    assert (found.on, found.other_on) == (date(2027, 2, 28), date(2028, 2, 29))
    assert (found.months, found.other_months) == (18, 30)


@pytest.mark.parametrize("left, level", [(91, "ok"), (90, "amber"), (31, "amber"), (30, "red"), (0, "red"), (-1, "over")])
def test_how_near_it_is(left, level):
    found = delay.ceiling(date(2025, 9, 10), "OCJ", MONTHS)

    assert found.level(found.on - timedelta(days=left)) == level


def test_over_means_after_the_day_of_the_ceiling():
    def until(end):
        return delay.Result(delay.ceiling(date(2025, 9, 10), "OCJ", MONTHS), end)

    assert not until(date(2027, 3, 10)).over
    assert until(date(2027, 3, 11)).over
    assert until(date(2027, 3, 11)).within_rounding
    assert not until(date(2028, 3, 11)).within_rounding


@pytest.mark.parametrize("forum, months", [("SCJ", {"OCJ": 18}), ("", {"OCJ": 18}), ("OCJ", {})])
def test_a_ceiling_the_law_on_file_does_not_give_is_not_guessed(forum, months):
    assert delay.ceiling(date(2025, 9, 10), forum, months) is None


@given(ANY_DAY, st.integers(0, 60))
def test_months_added_are_months_counted(day, months):
    later = delay.add_months(day, months)

    counted, left = delay.months_and_days(day, later)
    assert (counted, left) == (months, 0)
    assert later.day <= day.day


@given(ANY_DAY, ANY_DAY)
def test_months_and_days_add_up(one, other):
    start, end = sorted([one, other])

    months, days = delay.months_and_days(start, end)

    assert delay.add_months(start, months) + timedelta(days=days) == end
    assert 0 <= days <= 31


@pytest.mark.django_db
def test_the_clock_of_an_accused_begins_when_the_information_was_sworn(world):
    found = ledger.ledger_of(world.proceeding, clock.today()).ceiling

    assert found.origin == SWORN_ON
    assert found.on == date(2027, 3, 10)
    assert found.other_on == date(2028, 3, 10)
    assert again(world.file).closest_ceiling_on == date(2027, 3, 10)


@pytest.mark.django_db
def test_an_election_into_the_superior_court_moves_the_ceiling(world):
    world.proceeding_on_counts()

    world.do("record_election", proceeding=world.proceeding, choice="SCJ_JUDGE", on=clock.today())

    assert world.proceeding.forum == "SCJ"
    assert again(world.file).closest_ceiling_on == date(2028, 3, 10)


@pytest.mark.django_db
def test_the_last_generation_counts_and_the_earliest_origin_in_it(world, acting):
    first = world.count.clock_origin
    with acting(world.lead):
        new = ClockOrigin.objects.create(proceeding=world.proceeding, on=date(2026, 1, 5), kind="NEW_TRIAL", generation=2)
        count = world.count
        count.clock_origin = new
        count.save()

    assert first.on == SWORN_ON
    assert world.proceeding.clock_origin == new


@pytest.mark.django_db
def test_the_clock_stops_at_the_end_of_evidence_and_argument(world):
    world.to_in_trial()
    assert again(world.file).closest_ceiling_on is not None

    world.do("reserve_judgment", proceeding=world.proceeding, evidence_ended_on=clock.today())

    assert ledger.ceiling_on(world.proceeding, clock.today()) is None
    assert again(world.file).closest_ceiling_on is None
