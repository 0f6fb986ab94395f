"""When counts are to be screened again: each event of the process, after the last review and not before."""

from datetime import timedelta

import pytest

from casetracker import screening
from casetracker.models import Count
from casetracker.services import AppealResultIn, OutcomeIn, ReasonIn, ReviewIn
from foundation import clock
from tests.casetracker.test_trial_road import prelim, to_prelim
from tests.factories.casetracker import HYBRID, PROCURING, World, accused_in, count_in


@pytest.fixture
def two(lead, pro, assistant):
    """A file with two counts that proceed, screened today."""
    made = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(PROCURING), count_in(HYBRID)])])
    made.proceeding_on_counts()
    return made


def due(world):
    found = screening.reviews_due(Count.objects.filter(proceeding__file=world.file))
    return [(one.event, one.since, sorted(count.pk for count in one.counts)) for one in found]


def review(world, counts, on):
    reviews = [ReviewIn(count, "PROCEED", True, True) for count in counts]
    world.do("record_screening", proceeding=world.proceeding, reviews=reviews, reviewed_on=on)


def test_nothing_is_due_without_an_event(two):
    assert due(two) == []


def test_a_victim_who_withdraws_calls_for_a_review_of_her_count_until_it_is_made(two, later):
    first, second = two.counts()
    with later(days=2):
        two.do("record_victim_view", proceeding=two.proceeding, count=first, asked_on=clock.today(), view="No more", withdraws=True)
        assert due(two) == [("victim", clock.today(), [first.pk])]

        two.do("record_victim_view", proceeding=two.proceeding, asked_on=clock.today(), view="None of it", withdraws=True)
        assert due(two) == [("victim", clock.today(), [first.pk, second.pk])]

        review(two, [first], clock.today())
        assert due(two) == [("victim", clock.today(), [second.pk])]


def test_a_view_that_is_no_withdrawal_and_an_event_before_the_review_call_for_none(two, later):
    with later(days=2):
        two.do("record_victim_view", proceeding=two.proceeding, asked_on=clock.today(), view="Agrees")
        two.do(
            "record_ruling",
            proceeding=two.proceeding,
            on=clock.today() - timedelta(days=9),
            ruled_by="J",
            ruling="Out",
            against_crown=True,
        )
        two.do("record_ruling", proceeding=two.proceeding, on=clock.today(), ruled_by="J", ruling="In", against_crown=False)
        assert due(two) == []


def test_a_ruling_against_the_crown_and_a_count_lost_call_for_a_review_of_what_is_left(two, later):
    first, second = two.counts()
    with later(days=2):
        two.do("record_ruling", proceeding=two.proceeding, on=clock.today(), ruled_by="J", ruling="Out", against_crown=True)
        assert due(two) == [("ruling", clock.today(), [first.pk, second.pk])]
    with later(days=4):
        two.do(
            "record_outcomes",
            proceeding=two.proceeding,
            outcomes=[OutcomeIn(first, "DISMISSED", why=ReasonIn("EVIDENCE"))],
            decided_by="J",
            happened_on=clock.today(),
        )
        assert due(two) == [("decision", clock.today(), [second.pk])]  # what ended is screened no more


def test_the_result_of_a_preliminary_inquiry_calls_for_a_review(lead, pro, assistant, later):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(PROCURING)])])
    to_prelim(world)
    assert due(world) == []
    with later(days=3):
        prelim(world, "COMMITTED")
        assert [one[0] for one in due(world)] == ["prelim"]


def test_an_appeal_that_orders_a_new_trial_calls_for_a_review(lead, pro, assistant, later):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(PROCURING)])])
    world.concluded()
    world.do("record_appeal", proceeding=world.proceeding, counts=world.counts(), side="ACCUSED", notice_on=clock.today(), number="C7")
    with later(days=5):
        appeal = world.proceeding.appeals.get()
        world.do(
            "end_appeal",
            by=world.lead,
            appeal=appeal,
            results=[AppealResultIn(count=world.count, result="NEW_TRIAL")],
            decided_on=clock.today(),
            decided_by="The panel",
        )
        assert [one[0] for one in due(world)] == ["appeal"]


def test_every_accused_is_asked_in_one_query(two, later, django_assert_num_queries):
    with later(days=2):
        two.do("record_victim_view", proceeding=two.proceeding, asked_on=clock.today(), view="No more", withdraws=True)
        with django_assert_num_queries(2):  # counts, and bans of their accused
            screening.reviews_due(Count.objects.filter(proceeding__file=two.file))
