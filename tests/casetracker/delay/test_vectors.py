"""The test vectors of the process notes, each under its own id."""

from datetime import date

import pytest

from casetracker import delay
from casetracker.delay import Outcome
from tests.casetracker.delay.ask import NEW, OLD, after, codes, count, day, span


def test_T1_shaikh():
    conceded = span("DEFENCE_CAUSED", "2016-01-18", "2016-03-07")

    in_ocj = count("2014-10-06", "2017-04-12", conceded, forum="OCJ")
    in_scj = count("2014-10-06", "2017-04-12", conceded, forum="SCJ")

    assert (in_ocj.total, in_ocj.defence, in_ocj.net) == (919, 49, 870)
    assert in_ocj.length(919).c2 == 30.21
    assert in_ocj.length(919).c1 == (30, 6)
    assert in_ocj.length(870).c2 == 28.60
    assert in_ocj.outcome is Outcome.PRESUMPTIVELY_UNREASONABLE
    assert in_scj.outcome is Outcome.BELOW
    assert (in_ocj.ceiling.on, in_ocj.projected_on) == (date(2016, 4, 6), date(2016, 5, 25))


def test_T3_cody():
    waived = span("WAIVER", "2011-01-12", after("2011-01-12", 395))  # 13 months
    caused = span("DEFENCE_CAUSED", "2013-01-01", after("2013-01-01", 106))  # 3.5 months
    events = span("DISCRETE_EVENT", "2014-01-01", after("2014-01-01", 228))  # 7.5 months

    found = count("2010-01-12", "2015-01-30", waived, caused, events, forum="SCJ")

    assert found.total == 1844
    assert found.length(found.total).c1 == (60, 18)
    assert found.length(found.total).c2 == 60.62
    assert found.length(found.net).c2 == pytest.approx(44, abs=0.2)
    assert found.length(found.remaining).c2 == pytest.approx(36.5, abs=0.2)
    assert found.outcome is Outcome.PRESUMPTIVELY_UNREASONABLE
    assert "RULE" in codes(found)  # charged before July 8, 2016


def test_T4_jordan():
    waived = span("WAIVER", "2010-01-01", after("2010-01-01", 122))  # 4 months
    caused = span("DEFENCE_CAUSED", "2012-01-01", after("2012-01-01", 46))  # 1.5 months

    found = count("2008-12-18", "2013-02-01", waived, caused, forum="SCJ")

    assert found.total == 1506
    assert found.length(found.total).c2 == 49.51
    assert found.length(found.net).c2 == pytest.approx(44, abs=0.1)
    assert found.outcome is Outcome.PRESUMPTIVELY_UNREASONABLE


@pytest.mark.parametrize("forum", ["OCJ", "SCJ", "OCJ_AFTER_PRELIM"])
def test_T5_jf_the_first_trial_is_not_counted(forum):
    in_the_first_trial = span("DEFENCE_CAUSED", "2014-01-01", "2015-01-01", status="RULED")

    found = count("2018-06-13", "2019-04-18", in_the_first_trial, forum=forum)

    assert (found.total, found.defence, found.net) == (309, 0, 309)
    assert found.length(found.total).c1 == (10, 5)
    assert found.outcome is Outcome.BELOW
    assert "BEFORE_ORIGIN" in codes(found)


def test_T6_kjm():
    found = count("2015-04-12", "2016-11-09", span("DEFENCE_CAUSED", "2016-01-01", after("2016-01-01", 92)))

    assert found.total == 577
    assert found.length(found.total).c1 == (18, 28)
    assert found.length(found.net).c2 == pytest.approx(15.9, abs=0.05)
    assert found.outcome is Outcome.BELOW


@pytest.mark.parametrize("end", ["2016-01-21", "2016-10-25"])  # the end of argument; the verdict
def test_T8_kgk_the_reserve_is_never_in_the_total(end):
    found = count("2013-04-15", end, span("RESERVE", "2016-01-21", "2016-10-25"), forum="SCJ")

    assert found.reserve == 278
    assert delay.months_and_days(day("2016-01-21"), day("2016-10-25")) == (9, 4)
    assert found.total == found.net == (day("2016-01-21") - day("2013-04-15")).days
    assert found.length(found.total).c2 == pytest.approx(33, abs=0.3)
    assert delay.average_months(day("2013-04-15"), day("2016-10-25")) == pytest.approx(42, abs=0.5)


def test_T10_hanan():
    caused = span("DEFENCE_CAUSED", "2018-01-01", after("2018-01-01", 304))  # 10 months
    event = span("DISCRETE_EVENT", "2019-01-01", after("2019-01-01", 46))  # 1.5 months

    found = count("2015-12-24", "2019-11-28", caused, event, forum="SCJ")

    assert found.total == 1435
    assert found.length(found.total).c2 == 47.18
    assert found.length(found.remaining).c2 == pytest.approx(35, abs=1.5)
    assert found.outcome is Outcome.PRESUMPTIVELY_UNREASONABLE


def test_T10_hanan_apportioned():
    refused = span("DEFENCE_CAUSED", "2018-01-01", after("2018-01-01", 304), share=50)

    found = count("2015-12-24", "2019-11-28", refused, forum="SCJ")

    assert (found.defence, found.net) == (152, 1283)


def test_T11_days_of_two_intervals_are_counted_once():
    waived = span("WAIVER", "2025-06-01", "2025-09-01")
    caused = span("DEFENCE_CAUSED", "2025-08-01", "2025-10-01", number=2)

    found = count("2025-01-01", "2027-01-01", waived, caused)

    assert (found.total, found.defence, found.net) == (730, 122, 608)
    assert [(piece.kind, piece.days) for piece in found.pieces] == [
        ("", 151),
        ("WAIVER", 61),
        ("WAIVER", 31),
        ("DEFENCE_CAUSED", 30),
        ("", 457),
    ]
    assert "OVERLAP" in codes(found)


def test_T12_the_ceiling_at_the_end_of_a_month():
    assert count("2025-08-31", "2026-08-31").ceiling.on == date(2027, 2, 28)


@pytest.mark.parametrize("offences, xv1, defence", [([NEW], 2, 28), ([OLD], 0, 30), ([OLD, NEW], 0, 30)])
def test_T13_days_excluded_under_part_xv1_are_taken_first_and_once(offences, xv1, defence):
    late = span("XV1_EXCLUDED", "2027-03-10", "2027-03-12", status="RULED")
    caused = span("DEFENCE_CAUSED", "2027-03-01", "2027-03-31", number=2)

    found = count("2026-09-01", "2028-01-01", late, caused, offences=offences)

    assert (found.xv1, found.defence) == (xv1, defence)
    assert found.net == found.total - 30
    assert [piece.kind for piece in found.pieces if piece.days == 2] == (["XV1_EXCLUDED"] if xv1 else [])


def test_inclusive_counting_of_mcneill_crawford_is_one_day_longer():
    assert delay.months_and_days(day("2018-09-13"), day("2019-01-09")) == (3, 27)
