"""What holds of the two ways to count months, whatever the dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetracker.delay import AVERAGE_MONTH, Length, add_months, calculate, total_days
from tests.casetracker.delay.ask import TABLES, clock
from tests.casetracker.delay.test_day_by_day import EDGES

ANY_DAY = st.one_of(st.sampled_from(EDGES), st.dates(date(1990, 1, 1), date(2090, 12, 31)))


@pytest.mark.parametrize("months", [18, 30])
@given(origin=ANY_DAY)
def test_the_ceilings_of_the_two_conventions_lie_within_two_days_and_a_half(origin, months):
    assert abs(total_days(origin, add_months(origin, months)) - months * AVERAGE_MONTH) < 2.51


@given(ANY_DAY, st.integers(0, 4000))
def test_one_day_more_is_never_less_in_either_convention(origin, days):
    shorter, longer = Length(origin, days), Length(origin, days + 1)

    assert shorter.c1 < longer.c1
    assert shorter.c2 < longer.c2


@given(ANY_DAY, st.integers(0, 4000))
def test_average_months_come_back_to_the_days_they_were(origin, days):
    assert abs(Length(origin, days).c2 * AVERAGE_MONTH - days) < 0.5


@given(ANY_DAY, st.integers(0, 2000))
def test_only_near_the_ceiling_do_the_conventions_disagree(origin, days):
    asked = clock(origin.isoformat(), (origin + timedelta(days=days)).isoformat())

    found = calculate(asked, TABLES)

    assert not found.within_rounding or abs(found.net - found.ceiling.days) <= 2
    assert (asked.end > found.projected_on) == (found.net > found.ceiling.days)
