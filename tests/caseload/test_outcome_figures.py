"""The outcome report of matters that each test plays for itself."""

import pytest
from django.db.models import Q

from caseload.outcomes import CASE_DAYS, ENDINGS, OF_CASE, RANKS, SERIOUS, cells_of, holds
from casetracker import services
from casetracker.models import Count
from foundation import clock
from tests.caseload.test_outcomes import convicted, report, team, url, withdrawn
from tests.casetracker.pages import signed_in
from tests.factories.accounts import OfficeFactory
from tests.factories.casetracker import PROCURING


@pytest.fixture
def people(db, at):
    return team()


def test_a_charge_laid_again_counts_once(people):
    world = withdrawn(people)
    world.do(
        "charge_again",
        proceeding=world.proceeding,
        counts=world.counts(),
        information=services.InformationIn(number="4811-26-9", sworn_on=clock.today(), court=None),
    )

    assert report(people["lead"]).values["charge.all"] == 0
    assert Count.objects.last_generation().count() == 1


def test_time_to_disposition_is_the_median_and_the_ninetieth(people):
    for _one in range(6):
        convicted(people, PROCURING)
    sworn = Count.objects.first().document.sworn_on
    took = (clock.today() - sworn).days

    spans = report(people["lead"]).spans()

    assert [(one.number.value, one.median, one.ninetieth) for one in spans] == [(6, took, took), (6, took, took)]


def test_the_rest_of_a_place_is_protected(people):
    here, there = OfficeFactory(region="Central"), OfficeFactory(region="North")
    for _one in range(6):
        withdrawn(people, office=here)
    withdrawn(people, office=there)

    whole = report(people["lead"], small_shown=False)
    central = report(people["lead"], small_shown=False, regions=("Central",))

    assert "charge.withdrawn" not in whole.hidden
    assert "charge.withdrawn" in central.hidden  # seven in all less six here would tell of the one there


def test_few_and_many_outcomes_are_counted_in_as_many_queries(people, django_assert_max_num_queries):
    browser, asked = signed_in(people["lead"]), []
    for more in (1, 6):
        for _one in range(more):
            convicted(people, PROCURING)
        browser.get(url("outcome_report"))
        with django_assert_max_num_queries(60) as seen:
            page = browser.get(url("outcome_report"))
        asked.append((len(seen), page.context["tables"][3].lines[0].cells[1][0] != ""))

    assert asked == [(asked[0][0], False), (asked[0][0], True)]  # with many the page says how long it took


def test_every_outcome_of_a_charge_has_one_place_among_the_most_serious():
    assert sorted(state for states in RANKS for state in states) == sorted(ENDINGS)
    assert len(SERIOUS) == len(RANKS) + 1


def test_an_accused_none_of_whose_charges_counts_is_in_no_number():
    names = (*OF_CASE, *CASE_DAYS)

    assert cells_of("case", names, (None, *[0] * (len(OF_CASE) - 1), True, True, True)) == ()
    assert {"case.all", "case.other", "yield.any", "time.sworn"} == {*cells_of("case", names, (5, 0, 0, 0, 0, True, True, None))}


def test_a_condition_is_refused_that_asks_what_is_not_read():
    row = {"state": "WITHDRAWN"}

    assert holds(Q(state="WITHDRAWN") & ~Q(state__in=("NCR",)), row)
    for unknown in (Q(number=1), Q(state__startswith="W")):
        with pytest.raises(LookupError):
            holds(unknown, row)
