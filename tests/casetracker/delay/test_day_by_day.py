"""T43: the calculator against a model that walks through the days one by one and knows nothing of sets, boundaries or calendars."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casetracker.delay import Clock, Interval, OffencePeriod, Outcome, Status, WrongInput, add_months, calculate_positions, months_and_days
from tests.casetracker.delay.ask import TABLES
from tests.sizes import size

ONE_DAY = timedelta(days=1)
PART_XV1 = date(2026, 7, 18)
MONTHS = {"OCJ": 18, "SCJ": 30, "OCJ_AFTER_PRELIM": 30}
COUNTED = {
    "crown": {"AGREED", "RULED", "CROWN_POSITION"},
    "defence": {"AGREED", "RULED", "DEFENCE_POSITION"},
    "agreed": {"AGREED", "RULED"},
}
# Ends of months, leap days and the changes of the law come up far more often than among random days.
EDGES = [date(2015, 8, 31), date(2016, 2, 29), date(2023, 8, 31), date(2024, 2, 29), date(2024, 8, 30), date(2026, 1, 31), PART_XV1]
ORIGINS = st.one_of(st.sampled_from(EDGES), st.dates(date(2015, 1, 1), date(2028, 12, 31)))
SHARES = st.sampled_from([100, 100, 100, 0, 25, 33, 50, 60, 75])
many = settings(max_examples=size(100_000), deadline=None, database=None, suppress_health_check=list(HealthCheck))


def day_after(day):
    return day + ONE_DAY


def days_of(start, end):
    while start < end:
        yield start
        start = day_after(start)


def is_a_month_later(day, origin):
    """Whether a day ends a month that began on the origin's day: the same number, or the last of a month too short for it."""
    return day.day == origin.day or (day.day < origin.day and day_after(day).month != day.month)


@cache
def walked_months(origin, days):
    """Count months and days left by walking."""
    months = left = 0
    day = origin
    for _ in range(days):
        day, left = day_after(day), left + 1
        if is_a_month_later(day, origin):
            months, left = months + 1, 0
    return months, left


@cache
def walked_date(origin, months):
    """Walk on until so many months are over."""
    day = origin
    while months:
        day = day_after(day)
        months -= is_a_month_later(day, origin)
    return day


def model(origin, end, forum, offences, intervals, position):
    """Decide each day by itself, and add up."""
    new_law = all(period.first >= PART_XV1 for period in offences)
    counted = [one for one in intervals if one.status in COUNTED[position]]
    found = dict.fromkeys(("total", "reserve", "xv1", "discrete"), 0)
    defence = Fraction(0)
    deducted_outside = 0
    last = max([end, *(one.end for one in counted if one.kind == "RESERVE")])
    for day in days_of(origin, last):
        said = defaultdict(list)
        for one in counted:
            if one.start <= day < one.end:
                said[one.kind].append(one)
        found["reserve"] += "RESERVE" in said
        if day >= end:
            continue
        if "RESERVE" in said:
            deducted_outside += 1
            continue
        found["total"] += 1
        if new_law and "XV1_EXCLUDED" in said:
            found["xv1"] += 1
        elif "WAIVER" in said:
            defence += 1
        elif "DEFENCE_CAUSED" in said:
            shares = defaultdict(int)
            for one in said["DEFENCE_CAUSED"]:
                shares[one.status] = min(100, shares[one.status] + one.share)
            defence += Fraction(max(shares.values()), 100)
        elif "DISCRETE_EVENT" in said:
            found["discrete"] += 1
    found["defence"] = int(defence)
    found["net"] = found["total"] - found["xv1"] - found["defence"]
    found["remaining"] = found["net"] - found["discrete"]
    found["ceiling_on"] = walked_date(origin, MONTHS[forum])
    found["projected_on"] = found["ceiling_on"]
    for _ in range(deducted_outside + found["xv1"] + found["defence"]):
        found["projected_on"] = day_after(found["projected_on"])

    def outcome(over):
        if not over(found["net"]):
            return Outcome.BELOW
        return Outcome.PRESUMPTIVELY_UNREASONABLE if over(found["remaining"]) else Outcome.BELOW_AFTER_DISCRETE

    by_calendar = outcome(lambda days: origin + days * ONE_DAY > found["ceiling_on"])
    by_average = outcome(lambda days: Fraction(days) / Fraction(365, 12) > MONTHS[forum])
    found["outcome"], found["within_rounding"] = by_calendar, by_calendar != by_average
    for name in ("total", "net", "remaining"):
        found[f"{name}_c1"] = walked_months(origin, found[name])
        found[f"{name}_c2"] = round(float(Fraction(found[name] * 12, 365)), 2)
    return found


def told(figures):
    names = ("total", "net", "remaining")
    return {
        **{name: getattr(figures, name) for name in ("total", "reserve", "xv1", "defence", "net", "discrete", "remaining")},
        "ceiling_on": figures.ceiling.on,
        "projected_on": figures.projected_on,
        "outcome": figures.outcome,
        "within_rounding": figures.within_rounding,
        **{f"{name}_c1": figures.length(getattr(figures, name)).c1 for name in names},
        **{f"{name}_c2": figures.length(getattr(figures, name)).c2 for name in names},
    }


def parts_exceed_the_whole(intervals):
    """Whether one status gives parts of a day that make more than the day."""
    for status in {one.status for one in intervals}:
        caused = [one for one in intervals if one.status == status and one.kind == "DEFENCE_CAUSED"]
        if not caused:
            continue
        for day in days_of(min(one.start for one in caused), max(one.end for one in caused)):
            shares = [one.share for one in caused if one.start <= day < one.end]
            if sum(shares) > 100 and any(share < 100 for share in shares):
                return True
    return False


@st.composite
def proceedings(draw):
    """One to three accused whose clocks run over the same intervals, each with an origin, an end and a forum of its own."""
    first = draw(ORIGINS)
    clocks = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        origin = first + draw(st.integers(0, 60)) * ONE_DAY if clocks else first
        forum = draw(st.sampled_from(list(MONTHS)))
        ceiling = (walked_date(origin, MONTHS[forum]) - origin).days
        near = st.integers(ceiling - 5, ceiling + 60)
        clocks.append((origin, origin + draw(st.one_of(st.integers(0, 1200), near, st.integers(0, 2))) * ONE_DAY, forum))
    intervals = []
    for number in range(1, draw(st.sampled_from([0, 1, 2, 3, 5, 8])) + 1):
        start = first + draw(st.one_of(st.integers(-40, 950), st.integers(200, 300))) * ONE_DAY
        days = draw(st.one_of(st.integers(1, 12), st.integers(20, 300)))
        kind = draw(st.sampled_from([row.kind for row in TABLES.kinds]))
        intervals.append(Interval(start, start + days * ONE_DAY, kind, draw(st.sampled_from(Status)), draw(SHARES), number=number))
    older = first + draw(st.integers(-400, 30)) * ONE_DAY
    offences = draw(st.sampled_from([(PART_XV1,), (PART_XV1, PART_XV1 + ONE_DAY), (PART_XV1 - ONE_DAY,), (PART_XV1, older), (older,)]))
    return clocks, tuple(OffencePeriod(day) for day in offences), tuple(intervals)


@many
@given(proceedings())
def test_T43_every_figure_is_that_of_the_walk_through_the_days(asked):
    clocks, offences, intervals = asked
    if parts_exceed_the_whole(intervals):
        with pytest.raises(WrongInput):
            calculate_positions(Clock(*clocks[0], offences, intervals), TABLES)
        return
    for clock in clocks:
        found = calculate_positions(Clock(*clock, offences, intervals), TABLES)
        for position, figures in found.items():
            assert told(figures) == model(*clock, offences, intervals, position)


@many
@given(ORIGINS, st.sampled_from([6, 12, 18, 24, 30]))
@example(date(2019, 8, 31), 6)
@example(date(2024, 2, 29), 12)
def test_T43_limitation_and_ceiling_dates_are_those_of_the_walk(day, months):
    later = add_months(day, months)

    assert later == walked_date(day, months)
    assert months_and_days(day, later) == (months, 0)


@many
@given(ORIGINS, st.integers(0, 1500))
def test_T43_calendar_months_are_those_of_the_walk(origin, days):
    assert months_and_days(origin, origin + days * ONE_DAY) == walked_months(origin, days)
