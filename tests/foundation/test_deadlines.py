"""Deadline rules as data, and how their days are counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.law import calendar, deadlines
from foundation.law.calendar import holidays
from foundation.law.deadlines import Direction, Unit
from foundation.law.files import DATA, BadLawData, read_rows
from foundation.law.words import FIELD_NAMES, NOTES

BASE = deadlines.rule("BAIL_REVIEW", date(2026, 3, 3))


def counted(length, start, unit="days", direction="after", court_rule=True):
    return deadlines.last_day(
        replace(BASE, length=length, unit=Unit(unit), direction=Direction(direction), court_rule=court_rule), date.fromisoformat(start)
    ).isoformat()


@pytest.mark.parametrize(
    "length, start, how, ends",
    [
        (90, "2026-03-03", {}, "2026-06-01"),  # a Monday
        (10, "2026-03-03", {}, "2026-03-13"),  # the first day not counted, the last one counted
        (11, "2026-03-03", {}, "2026-03-16"),  # ends on a Saturday: the Monday after
        (31, "2026-03-03", {}, "2026-04-06"),  # ends on Good Friday
        (7, "2026-03-27", {}, "2026-04-06"),  # seven days count every day: April 3 is Good Friday, so the Monday after
        (6, "2026-03-27", {}, "2026-04-07"),  # six days leave out the weekend and Good Friday
        (3, "2026-12-23", {}, "2026-12-30"),  # Christmas, Boxing Day kept on the Monday
        (10, "2026-03-04", {"court_rule": False}, "2026-03-14"),  # without the rule a Saturday stays
        (60, "2026-05-04", {"direction": "before", "court_rule": False}, "2026-03-05"),
        (7, "2026-03-10", {"direction": "before"}, "2026-03-03"),
        (9, "2026-03-10", {"direction": "before"}, "2026-02-27"),  # back from a Tuesday to a Sunday: the Friday before
        (5, "2026-03-27", {"unit": "court days", "court_rule": False}, "2026-04-06"),
        (12, "2026-02-28", {"unit": "months", "court_rule": False}, "2027-02-28"),
        (6, "2026-08-31", {"unit": "months", "court_rule": False}, "2027-02-28"),
        (5, "2026-03-31", {"unit": "months", "court_rule": False}, "2026-08-31"),
        (5, "2026-03-31", {"unit": "months", "direction": "before", "court_rule": False}, "2025-10-31"),
        (0, "2026-03-07", {}, "2026-03-07"),  # nothing to count: the day itself
    ],
)
def test_days_are_counted_by_the_rule(length, start, how, ends):
    assert counted(length, start, **how) == ends


def model(length, start, unit, direction, court_rule):
    """The same day by day: a list of the days there are, from which the ones that do not count are struck."""
    sign = 1 if direction == "after" else -1
    closed = {day for year in range(start.year - 3, start.year + 4) for day in holidays(year)}
    line = [start + timedelta(days=sign * number) for number in range(900)]
    open_days = [day for day in line if day.weekday() < 5 and day not in closed]
    only_open = unit == "court days" or (court_rule and length < 7)
    if length == 0:
        return start
    if only_open:
        return [day for day in open_days if day != start][length - 1]
    end = line[length]
    return next(day for day in open_days if (day - end).days * sign >= 0) if court_rule else end


@given(
    st.integers(0, 400),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["days", "court days"]),
    st.sampled_from(["after", "before"]),
    st.booleans(),
)
def test_counting_agrees_with_a_model_that_goes_day_by_day(length, start, unit, direction, court_rule):
    assert counted(length, start.isoformat(), unit, direction, court_rule) == model(length, start, unit, direction, court_rule).isoformat()


@given(st.integers(1, 60), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_months_end_on_the_same_day_or_the_last_of_the_month(months, start):
    end = calendar.add_months(start, months)

    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


def test_a_rule_names_its_source_both_languages_and_known_doubts():
    for row in deadlines.rules():
        assert all((row.source, row.title_en, row.title_fr)), row.code
        assert row.falls_on in {"TEAM", "LEAD", "DEFENCE", "COURT"}, row.code
        assert set(row.uncertain.values()) <= set(NOTES), row.code
        assert set(row.uncertain) <= set(FIELD_NAMES), row.code


def test_versions_of_one_rule_follow_one_another():
    by_code = {}
    for row in deadlines.rules():
        by_code.setdefault(row.code, []).append(row)

    for versions in by_code.values():
        for earlier, later in zip(versions, versions[1:], strict=False):
            assert earlier.valid_to == later.valid_from


def test_the_notice_on_sexual_history_changed_on_the_day_the_act_took_effect():
    assert deadlines.rule("SEXUAL_HISTORY_NOTICE", date(2026, 7, 17)).length == 7
    assert deadlines.rule("SEXUAL_HISTORY_NOTICE", date(2026, 7, 18)).length == 60
    assert deadlines.rule("RECORDS_SERVICE", date(2026, 7, 17)) is None


@pytest.mark.parametrize(
    "column, value", [("length", "sixty"), ("length", "-1"), ("unit", "weeks"), ("late", "NEVER"), ("valid_from", "x")]
)
def test_a_value_that_cannot_be_read_is_named_with_its_line(tmp_path, column, value):
    lines = (DATA / "deadlines.csv").read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index(column)] = value
    (tmp_path / "deadlines.csv").write_text("\n".join([lines[0], ",".join(cells)]), encoding="utf-8")

    with pytest.raises(BadLawData, match=f"deadlines.csv, line 2: {column} cannot be"):
        read_rows("deadlines.csv", deadlines.DeadlineRule, tmp_path)


def test_a_column_that_is_not_known_is_told(tmp_path):
    text = (DATA / "deadlines.csv").read_text(encoding="utf-8")
    (tmp_path / "deadlines.csv").write_text(text.replace("length", "lengths", 1), encoding="utf-8")

    with pytest.raises(BadLawData, match="deadlines.csv, line 2: the columns are not those of DeadlineRule"):
        read_rows("deadlines.csv", deadlines.DeadlineRule, tmp_path)
