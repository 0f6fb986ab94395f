"""How intervals are taken, whose figures they enter, and what is said beside the figures."""

from dataclasses import replace
from datetime import date

import pytest

from casetracker.delay import Clock, OffencePeriod, Outcome, WrongInput, calculate, calculate_positions, calculate_regimes, rules, what_if
from casetracker.delay.words import SENTENCES
from tests.casetracker.delay.ask import NEW, OLD, TABLES, after, clock, codes, count, day, span

ORIGIN, END = "2025-01-01", "2026-10-01"  # 638 days; the OCJ ceiling is reached after 546 (July 1, 2026)
STRADDLING = OffencePeriod(date(2026, 3, 1), date(2026, 8, 1))


def said(figures, code):
    return next(str(one) for one in figures.warnings if one.code == code)


def test_each_position_counts_what_is_settled_and_its_own_claims():
    asked = clock(
        ORIGIN,
        END,
        span("WAIVER", "2025-02-01", "2025-02-11", status="AGREED"),
        span("DEFENCE_CAUSED", "2025-03-01", "2025-03-21", status="RULED"),
        span("DEFENCE_CAUSED", "2025-04-01", "2025-04-06", status="CROWN_POSITION"),
        span("DISCRETE_EVENT", "2025-05-01", "2025-05-08", status="DEFENCE_POSITION"),
    )

    found = calculate_positions(asked, TABLES)

    assert {position: (figures.defence, figures.discrete) for position, figures in found.items()} == {
        "crown": (35, 0),
        "defence": (30, 7),
        "agreed": (30, 0),
    }
    assert found["agreed"] == calculate(asked, TABLES)


def test_a_discrete_event_takes_only_what_is_left():
    found = count(
        ORIGIN,
        END,
        span("RESERVE", "2025-01-01", "2025-01-11"),
        span("XV1_EXCLUDED", "2025-01-06", "2025-01-16"),
        span("WAIVER", "2025-01-11", "2025-01-21"),
        span("DEFENCE_CAUSED", "2025-01-16", "2025-01-26"),
        span("DISCRETE_EVENT", "2025-01-01", "2025-02-01"),
        offences=[NEW],
    )

    assert (found.reserve, found.xv1, found.defence, found.discrete) == (10, 5, 10, 6)
    assert found.total == 628
    assert (found.net, found.remaining) == (613, 607)


def test_what_a_co_accused_caused_is_for_information():
    found = count(ORIGIN, END, span("CO_ACCUSED", "2025-02-01", "2026-02-01"))

    assert found.net == found.remaining == 638
    assert [piece.kind for piece in found.pieces] == [""]
    assert codes(found) == ["INDICATIVE", "RULE"]


def test_days_outside_are_clipped_and_said():
    found = count(
        ORIGIN,
        END,
        span("WAIVER", "2024-12-01", "2025-01-04", number=1),
        span("WAIVER", "2026-09-29", "2026-12-01", number=2),
        span("DISCRETE_EVENT", "2026-10-01", "2026-12-01", number=3),
        span("DISCRETE_EVENT", "2024-06-01", "2025-01-01", number=4),
    )

    assert (found.defence, found.discrete) == (5, 0)
    assert codes(found).count("CLIPPED") == 2
    assert said(found, "AFTER_END") == "Interval 3 lies after 2026-10-01 and is not counted."
    assert said(found, "BEFORE_ORIGIN") == "Interval 4 lies before 2025-01-01 and is not counted."


def test_a_clock_of_no_day_counts_nothing():
    found = count(ORIGIN, ORIGIN, span("WAIVER", "2024-12-01", "2025-02-01"))

    assert (found.total, found.net, found.pieces, found.outcome) == (0, 0, (), Outcome.BELOW)


@pytest.mark.parametrize(
    "net, remaining, outcome",
    [
        (546, 546, Outcome.BELOW),
        (547, 546, Outcome.BELOW_AFTER_DISCRETE),
        (547, 547, Outcome.PRESUMPTIVELY_UNREASONABLE),
    ],
)
def test_the_ceiling_itself_is_not_over_it(net, remaining, outcome):
    event = [span("DISCRETE_EVENT", "2025-02-01", "2025-02-02")] if net > remaining else []

    found = count(ORIGIN, after(ORIGIN, net), *event)

    assert (found.net, found.remaining, found.outcome) == (net, remaining, outcome)


def test_where_the_conventions_disagree_it_is_within_rounding():
    on_the_ceiling, one_over, two_over = (count(ORIGIN, after(ORIGIN, days)) for days in (546, 547, 548))

    assert [codes(found).count("WITHIN_ROUNDING") for found in (on_the_ceiling, one_over, two_over)] == [0, 1, 0]
    assert said(one_over, "WITHIN_ROUNDING") == "within rounding"
    assert said(on_the_ceiling, "INCLUSIVE").endswith("PRESUMPTIVELY_UNREASONABLE.")
    assert "INCLUSIVE" not in codes(one_over)


def test_half_days_are_not_counted_and_the_part_dropped_is_said():
    found = count(
        ORIGIN, END, span("DEFENCE_CAUSED", "2025-02-01", "2025-02-04", share=50), span("DEFENCE_CAUSED", "2025-03-01", "2025-03-02")
    )

    assert (found.defence, found.defence_hundredths) == (2, 250)
    assert said(found, "PART_OF_A_DAY") == "The shares come to 2.50 days of defence delay; half-days are not counted, so 2 are deducted."


def test_parts_of_a_day_add_up_and_a_waived_day_is_whole():
    found = count(
        ORIGIN,
        END,
        span("DEFENCE_CAUSED", "2025-02-01", "2025-02-11", share=40),
        span("DEFENCE_CAUSED", "2025-02-01", "2025-02-11", share=60),
        span("DEFENCE_CAUSED", "2025-03-01", "2025-03-11", share=30),
        span("WAIVER", "2025-03-01", "2025-03-06", share=10),
    )

    assert found.defence_hundredths == 1000 + 500 + 150
    assert "SHARE_NOT_APPLIED" in codes(found)


@pytest.mark.parametrize("one, other", [(60, 60), (100, 50), (1, 100)])
def test_parts_of_one_day_that_make_more_than_the_whole_are_refused(one, other):
    with pytest.raises(
        WrongInput, match=r"^Intervals 1 and 2 overlap from 2025-02-10, and the shares of that day make more than the whole\.$"
    ):
        count(
            ORIGIN,
            END,
            span("DEFENCE_CAUSED", "2025-02-01", "2025-02-11", share=one, number=1),
            span("DEFENCE_CAUSED", "2025-02-10", "2025-02-20", share=other, number=2),
        )


def test_whole_days_may_be_named_twice():
    found = count(ORIGIN, END, *[span("DEFENCE_CAUSED", "2025-02-01", "2025-02-11") for _ in range(2)])

    assert found.defence == 10


def test_a_claim_beside_a_settled_share_does_not_add_to_it():
    found = count(
        ORIGIN,
        END,
        span("DEFENCE_CAUSED", "2025-02-01", "2025-02-11", share=50, status="RULED"),
        span("DEFENCE_CAUSED", "2025-02-01", "2025-02-11", share=80, status="CROWN_POSITION"),
        position="crown",
    )

    assert found.defence == 8
    assert "SHARES_MEET" in codes(found)


def test_a_share_of_a_discrete_event_is_shown_both_ways():
    event = span("DISCRETE_EVENT", "2025-02-01", "2025-07-01", share=50)

    found = count(ORIGIN, END, event)

    assert (found.discrete, found.outcome) == (150, Outcome.BELOW_AFTER_DISCRETE)
    assert "SHARE_NOT_APPLIED" in codes(found)
    assert said(found, "DISCRETE_SHARE") == (
        "If shares held for discrete events, 75 days would be deducted, 563 would remain, and the outcome would be "
        "PRESUMPTIVELY_UNREASONABLE."
    )


def test_an_event_behind_partly_attributed_days_is_said():
    found = count(
        ORIGIN, END, span("DEFENCE_CAUSED", "2025-02-01", "2025-02-11", share=50), span("DISCRETE_EVENT", "2025-02-06", "2025-02-16")
    )

    assert found.discrete == 5
    assert said(found, "DISCRETE_BEHIND_SHARE").startswith("5 days")


def test_a_result_with_exclusions_shows_the_one_without():
    excluded = span("XV1_EXCLUDED", "2027-01-01", "2027-05-01", status="RULED")

    found = count("2026-09-01", "2028-05-01", excluded, offences=[NEW])

    assert (found.xv1, found.net, found.outcome) == (120, 488, Outcome.BELOW)
    assert said(found, "EXCLUSIONS_OPEN").startswith(
        "Without XV1_EXCLUDED the net delay would be 608 days, 608 remaining, and the outcome PRESUMPTIVELY_UNREASONABLE;"
    )


def test_a_period_over_the_change_shows_both_and_leaves_it_to_counsel():
    excluded = span("XV1_EXCLUDED", "2027-01-01", "2027-05-01")

    found = count("2026-09-01", "2028-05-01", excluded, offences=[STRADDLING])

    assert (found.xv1, found.net) == (0, 608)
    assert said(found, "STRADDLES") == (
        "The offence period reaches over 2026-07-18: with XV1_EXCLUDED the net delay would be 488 days, 488 remaining, and the outcome "
        "BELOW; counsel decides which law holds."
    )


def test_exclusions_of_earlier_offences_are_passed_over_and_said():
    found = count(ORIGIN, END, span("XV1_EXCLUDED", "2025-02-01", "2025-02-11"))

    assert found.xv1 == 0
    assert "EXCLUDED_EARLIER" in codes(found)


@pytest.mark.parametrize("first, xv1", [(date(2026, 7, 17), 0), (date(2026, 7, 18), 10)])
def test_the_regime_begins_with_offences_of_its_first_day(first, xv1):
    found = count("2026-09-01", "2027-09-01", span("XV1_EXCLUDED", "2027-01-01", "2027-01-11"), offences=[OffencePeriod(first)])

    assert found.xv1 == xv1


def test_counts_on_both_sides_of_the_change_give_two_results():
    asked = clock("2026-09-01", "2027-09-01", span("XV1_EXCLUDED", "2027-01-01", "2027-01-11"), offences=[NEW, OLD, STRADDLING])

    (earlier, without), (later, with_them) = calculate_regimes(asked, TABLES)

    assert (earlier, without.net) == ((OLD, STRADDLING), 365)
    assert (later, with_them.net) == ((NEW,), 355)
    assert len(calculate_regimes(clock(ORIGIN, END), TABLES)) == 1


def test_a_breach_is_a_breach_first_and_a_remedy_second():
    later = count("2026-09-01", "2029-09-01", offences=[NEW])
    earlier = count("2025-09-01", "2028-09-01")

    assert [one.values["rule"] for one in later.warnings if one.code == "RULE"] == [
        "BREACH_KEEPS_JURISDICTION",
        "STAY_UNDER_PART",
        "STAY_IS_LAST",
    ]
    assert [one.values["rule"] for one in earlier.warnings if one.code == "RULE"] == ["ONLY_REMEDY"]
    assert "will be stayed" not in " ".join(str(one) for one in (*later.warnings, *earlier.warnings))


def test_duties_and_factors_hold_for_offences_under_the_part():
    def named(effect, offence):
        return [row.code for row in rules(TABLES, effect, date(2026, 9, 1), [offence])]

    assert named("DUTY", NEW) == ["TELL_VICTIMS_FILED", "TELL_VICTIMS_DECIDED"]
    assert named("FACTOR", NEW) == ["MOTIONS", "SEPARATE_DATES", "ADJOURNMENTS", "RULINGS", "COURT_TIME", "CONTINUATION_DATES"]
    assert len(named("EXCLUSION", NEW)) == 5
    assert named("DUTY", OLD) == named("FACTOR", OLD) == named("EXCLUSION", OLD) == []


@pytest.mark.parametrize("origin, told", [("2016-07-07", True), ("2016-07-08", False)])
def test_a_charge_before_jordan_has_its_transition_named(origin, told):
    found = count(origin, after(origin, 100))

    assert ("TRANSITION_2016" in [one.values.get("rule") for one in found.warnings]) is told


def test_an_open_forum_goes_by_18_months_and_shows_30():
    found = count(ORIGIN, END, forum="")

    assert (found.outcome, found.outcome_other) == (Outcome.PRESUMPTIVELY_UNREASONABLE, Outcome.BELOW)
    assert "30 months (2027-07-01)" in said(found, "FORUM_OPEN")


def test_a_ceiling_from_another_province_is_uncertain():
    found = count(ORIGIN, END, forum="DIRECT_INDICTMENT")

    assert found.ceiling.months == 30
    assert said(found, "CEILING_UNCERTAIN") == "The ceiling of DIRECT_INDICTMENT is uncertain: R. v. Cabrera, 2016 ABQB 707 (Alberta)."


def test_a_what_if_counts_from_the_origin_anew():
    asked = clock(ORIGIN, END, span("WAIVER", "2026-09-01", "2026-12-01"))

    moved = what_if(asked, TABLES, end=day("2027-01-01"), forum="SCJ")

    assert (calculate(asked, TABLES).defence, moved.defence) == (30, 91)
    assert moved.ceiling.on == date(2027, 7, 1)


def test_the_law_is_in_the_tables():
    tables = replace(
        TABLES,
        ceilings=tuple(replace(row, months=2) for row in TABLES.ceilings),
        kinds=tuple(replace(row, valid_from=None) for row in reversed(TABLES.kinds)),
    )
    asked = clock(ORIGIN, END, span("WAIVER", "2025-01-01", "2025-01-31"), span("XV1_EXCLUDED", "2025-01-01", "2025-02-01"))

    found = calculate(asked, tables)

    assert found.ceiling.on == date(2025, 3, 1)
    assert (found.xv1, found.defence) == (1, 30)


@pytest.mark.parametrize(
    "make, code",
    [
        (lambda: clock(END, ORIGIN), "END_BEFORE_ORIGIN"),
        (lambda: Clock(day(ORIGIN), day(END), "OCJ", ()), "NO_OFFENCE"),
        (lambda: OffencePeriod(date(2025, 1, 2), date(2025, 1, 1)), "OFFENCE_ENDS_EARLY"),
        (lambda: span("WAIVER", "2025-02-01", "2025-02-01"), "EMPTY_INTERVAL"),
        (lambda: span("WAIVER", "2025-02-01", "2025-02-02", share=101), "BAD_SHARE"),
        (lambda: span("WAIVER", "2025-02-01", "2025-02-02", share=-1), "BAD_SHARE"),
        (lambda: span("WAIVER", "2025-02-01", "2025-02-02", share=True), "BAD_SHARE"),
        (lambda: span("WAIVER", "2025-02-01", "2025-02-02", share=50.5), "BAD_SHARE"),
        (lambda: count(ORIGIN, END, span("LUNCH", "2025-02-01", "2025-02-02")), "UNKNOWN_KIND"),
        (lambda: count(ORIGIN, END, forum="TRIBUNAL"), "NO_CEILING"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_code(make, code):
    with pytest.raises(WrongInput) as refused:
        make()

    assert refused.value.said.code == code


def test_every_sentence_ends_and_is_one():
    fixed = {"INDICATIVE", "WITHIN_ROUNDING", "RULE"}

    assert [code for code, words in SENTENCES.items() if code not in fixed and (not words.endswith(".") or "\n" in words)] == []
