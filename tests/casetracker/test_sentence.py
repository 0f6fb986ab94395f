"""The total of custody, maxima, the last day to appeal, and which orders the law on file offers: figures worked by hand."""

from datetime import date

import pytest

from casetracker import sentence, sentence_law
from casetracker.models import Count
from casetracker.sentence import Custody, total_of
from casetracker.services import PartIn
from tests.factories.casetracker import HYBRID, PROCURING, TRAFFICKING, offence

DAY = date(2026, 3, 2)


def figures(total):
    return (total.months, total.days, total.credit_days, total.life)


def test_custody_at_the_same_time_counts_once_and_the_longest_decides():
    total = total_of([Custody("1", 48), Custody("2", 24), Custody("3", 47, 40)], DAY)

    assert figures(total) == (47, 40, 0, False)  # 47 months and 40 days end after 48 months


def test_consecutive_custody_adds_up_along_its_chain_with_its_credit():
    total = total_of(
        [Custody("1", 48, credit_days=210), Custody("2", 18, after="1"), Custody("3", 6, 10, after="2"), Custody("4", 60)], DAY
    )

    assert figures(total) == (72, 10, 210, False)
    assert [part.count for part in total.chain] == ["1", "2", "3"]


def test_credit_can_make_another_part_the_longest():
    total = total_of([Custody("1", 12, credit_days=200), Custody("2", 9)], DAY)

    assert figures(total) == (9, 0, 0, False)  # 12 months less 200 days end before 9 months


def test_life_is_longer_than_any_number_of_months():
    assert figures(total_of([Custody("1", 1200), Custody("2", life=True)], DAY)) == (0, 0, 0, True)


@pytest.mark.parametrize(
    "parts",
    [
        [Custody("1", 6, after="2"), Custody("2", 6, after="1")],
        [Custody("1", 6, after="1")],
        [Custody("1", 6, after="9")],
        [Custody("1", 6, after="2"), Custody("2", 6, after="3"), Custody("3", 6, after="1")],
    ],
)
def test_parts_that_wait_for_each_other_never_begin(parts):
    with pytest.raises(sentence.Circle):
        total_of(parts, DAY)


def test_no_custody_has_no_total():
    assert total_of([], DAY) is None


def count_of(key, mode="", on=date(2025, 6, 1)):
    return Count(offence=offence(*key, on), mode=mode, offence_from=on)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "mode", "months", "days", "life", "over"),
    [
        (PROCURING, "", 168, 0, False, False),
        (PROCURING, "", 168, 1, False, True),
        (PROCURING, "", 0, 0, True, True),
        (TRAFFICKING, "", 169, 0, False, True),
        (("279.01", "(1)(a)"), "", 0, 0, True, False),
        (HYBRID, "INDICTMENT", 60, 0, False, False),
        (HYBRID, "SUMMARY", 24, 0, False, True),
        (HYBRID, "SUMMARY", 23, 20, False, False),
    ],
)
def test_a_sentence_is_above_the_maximum_by_a_day(key, mode, months, days, life, over):
    assert sentence.exceeds(months, days, life, sentence_law.maximum_of(count_of(key, mode)), DAY) is over


@pytest.mark.django_db
def test_a_maximum_that_the_catalogue_does_not_know_is_not_guessed():
    assert sentence_law.maximum_of(count_of(("462.31", ""))) is None


@pytest.mark.parametrize(
    ("decided_on", "due_on", "moved"),
    [
        (date(2026, 3, 2), date(2026, 4, 1), False),  # thirty days, the first left out
        (date(2026, 3, 4), date(2026, 4, 6), True),  # Good Friday, then a weekend; Easter Monday is no public holiday of Ontario
        (date(2025, 11, 25), date(2025, 12, 29), True),  # Christmas, Boxing Day, then a weekend
    ],
)
def test_the_last_day_to_appeal_is_counted_by_the_rule(decided_on, due_on, moved):
    day = sentence_law.last_day_to_appeal(decided_on, by_summary=False)

    assert (day.due_on, day.moved, day.rule.length) == (due_on, moved, 30)
    assert day.doubts  # the rules of 2021 were not read: counsel is asked


@pytest.mark.django_db
def test_orders_are_offered_as_the_catalogue_says():
    def standing(*keys, on=date(2026, 3, 2), committed=date(2025, 6, 1)):
        found = sentence_law.offers([count_of(key, on=committed) for key in keys], on)
        return {offer.order: offer.standing for offer in found}

    of = sentence_law.Standing
    adult, child = standing(TRAFFICKING), standing(("279.011", "(1)(b)"), TRAFFICKING)

    assert (adult["DNA"], child["DNA"]) == (of.EXPECTED, of.MANDATORY)
    assert (adult["SOIRA"], child["SOIRA"]) == (of.AVAILABLE, of.EXPECTED)
    assert adult["NO_CONTACT_729_2"] == of.NOT_OFFERED  # only for offences from July 18, 2026
    assert standing(TRAFFICKING, on=date(2026, 9, 1), committed=date(2026, 8, 1))["NO_CONTACT_729_2"] == of.AVAILABLE
    assert standing(("266", ""))["DNA"] == of.NOT_CHECKED
    assert (child["PROHIBITION_161"], adult["PROHIBITION_161"]) == (of.NOT_CHECKED, of.NOT_CHECKED)
    assert standing(("279.011", "(1)(b)"), on=date(2026, 9, 1))["PROHIBITION_161"] == of.AVAILABLE


# Limits


def part(kind="CUSTODY", months=0, days=0, life=False):
    return PartIn(kind, months=months, days=days, life=life)


LATER = date(2026, 9, 1)
UNDER_18, LURING, AGGRAVATED = ("279.011", "(1)(b)"), ("172.1", ""), ("273", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "mode", "on", "months", "by_circumstances"),
    [
        (TRAFFICKING, "", date(2025, 6, 1), 48, False),
        (TRAFFICKING, "", date(2012, 6, 1), None, None),  # the minimum came on 2014-12-06
        (UNDER_18, "", date(2025, 6, 1), 60, False),
        (("286.1", "(2)"), "", date(2025, 6, 1), 6, False),  # a year later, six months first
        (("286.1", "(1)"), "INDICTMENT", date(2025, 6, 1), None, None),  # a fine
        (AGGRAVATED, "", date(2025, 6, 1), 48, True),  # with a firearm
        (LURING, "INDICTMENT", date(2025, 6, 1), 12, False),
        (LURING, "SUMMARY", date(2025, 6, 1), 6, False),
        (PROCURING, "", date(2025, 6, 1), None, None),
    ],
)
def test_the_minimum_is_that_of_the_text_and_the_mode(key, mode, on, months, by_circumstances):
    found = sentence_law.minimum_of(count_of(key, mode, on))

    assert (found and found.months, found and found.by_circumstances) == (months, by_circumstances)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "mode", "offence_on", "parts", "words"),
    [
        (PROCURING, "", date(2025, 6, 1), [part(months=168)], []),
        (PROCURING, "", date(2025, 6, 1), [part(months=168, days=1)], ["above the maximum (14 years)"]),
        (HYBRID, "SUMMARY", date(2025, 6, 1), [part(months=24)], ["above the maximum (two years less a day"]),
        (TRAFFICKING, "", date(2025, 6, 1), [part(months=48)], []),
        (TRAFFICKING, "", date(2025, 6, 1), [part(months=47, days=27)], ["below the minimum of the text (4 years)", "s. 718.4"]),
        (TRAFFICKING, "", date(2025, 6, 1), [part("PROBATION", months=36)], ["below the minimum", "s. 718.4"]),
        (TRAFFICKING, "", date(2025, 6, 1), [part(months=12), part(months=60)], []),
        (TRAFFICKING, "", date(2025, 6, 1), [], []),  # terms in words alone are not read
        (UNDER_18, "", date(2025, 6, 1), [part(months=36)], ["A court struck this minimum. Court history: R. v. Ahmed", "s. 718.4"]),
        (AGGRAVATED, "", date(2025, 6, 1), [part(months=36)], ["in some circumstances", "s. 718.4"]),
        (PROCURING, "", date(2025, 6, 1), [part("CONDITIONAL", months=18)], []),
        (PROCURING, "", date(2025, 6, 1), [part("CONDITIONAL", months=24)], ["shorter than two years"]),
        (
            LURING, "SUMMARY", date(2025, 6, 1), [part("CONDITIONAL", months=6)],
            ["not open for an offence with a minimum (s. 742.1). Minimum: 6 months"],
        ),
        (("271", ""), "INDICTMENT", date(2026, 7, 14), [part("CONDITIONAL", months=6)], []),
        (("271", ""), "INDICTMENT", date(2026, 7, 15), [part("CONDITIONAL", months=6)], ["not open for this offence on indictment"]),
        (("271", ""), "SUMMARY", date(2026, 7, 15), [part("CONDITIONAL", months=6)], []),
    ],
)  # fmt: skip
def test_what_is_to_be_looked_at_of_a_sentence(key, mode, offence_on, parts, words):
    found = sentence_law.cautions(count_of(key, mode, offence_on), parts, LATER)

    assert len(found) == len(words), [one.words for one in found]
    assert all(expected in one.words for expected, one in zip(words, found, strict=True)), [one.words for one in found]
    assert all(one.source for one in found)


@pytest.mark.django_db
def test_before_the_safety_valve_came_it_is_not_spoken_of():
    [only] = sentence_law.cautions(count_of(TRAFFICKING), [part(months=12)], date(2026, 7, 17))

    assert "below the minimum of the text (4 years)" in only.words


@pytest.mark.django_db
def test_what_is_uncertain_of_a_limit_is_said():
    [length] = sentence_law.cautions(count_of(PROCURING), [part("CONDITIONAL", months=30)], LATER)

    assert "from memory; confirm with counsel" in length.doubts


@pytest.mark.django_db
def test_a_maximum_that_is_not_known_is_said_not_to_be_checked():
    [only] = sentence_law.cautions(count_of(("354", ""), "INDICTMENT"), [part(months=12)], LATER)

    assert only.words == "The maximum is not checked."
