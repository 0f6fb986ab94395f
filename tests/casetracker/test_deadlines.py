"""The deadlines of accused: from which fact each counts, until when, and what takes it off the list."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from casetracker import deadlines, roll
from casetracker.models import CaseFile, Proceeding
from foundation import clock
from foundation.law import deadlines as law
from foundation.law.calendar import add_months
from tests.casetracker.test_stops import stayed
from tests.casetracker.test_trial_road import prelim, to_prelim
from tests.factories.casetracker import HYBRID, World, accused_in, again, count_in, put

pytestmark = pytest.mark.django_db


def open_ones(world, today=None):
    """Code and last day of each deadline, as the page of the file computes them, and as the page across files does."""
    today = today or clock.today()
    of_file = deadlines.deadlines_of(Proceeding.objects.filter(file=world.file), today)
    near, _cut = deadlines.near(CaseFile.objects.filter(pk=world.file.pk), today, 200)
    assert [one.code for one in near] == [one.code for one in of_file if one.due <= today + deadlines.AHEAD]
    return {one.rule.code: one.due for one in of_file}


def test_a_new_file_has_none(world):
    assert open_ones(world) == {}


def test_re_election_of_right_ends_sixty_days_before_the_trial(world):
    world.to_trial_set()
    trial = world.proceeding.trial_on

    assert open_ones(world) == {"REELECTION": trial - timedelta(days=60)}
    assert open_ones(world, trial - timedelta(days=59)) == {}
    with translation.override("en"):
        one = deadlines.deadlines_of([world.proceeding], clock.today())[0]
        assert one.who == "the defence"
        assert one.counted.startswith("60 days before ")
        assert one.url.endswith("/reelection/")


def test_a_stay_can_be_recommenced_until_the_day_before_it_lapses(world):
    stayed(world)
    lapses = add_months(clock.today(), 12)

    assert open_ones(world) == {"RECOMMENCE": lapses - timedelta(days=1)}
    assert open_ones(world, lapses) == {}
    world.do("recommence", proceeding=world.proceeding, counts=world.counts(), notice_on=clock.today())
    assert open_ones(world) == {}


def test_the_last_day_to_appeal_is_the_one_entered_with_the_decision(world):
    world.concluded()
    due = clock.today() + timedelta(days=30)

    assert open_ones(world)["APPEAL_NOTICE"] == due
    assert open_ones(world, due + timedelta(days=1)) == {}


def test_sentence_is_waited_for_five_months_after_guilt(world):
    world.to_sentence()
    due = add_months(clock.today(), 5)

    assert open_ones(world) == {"SENTENCE_DELAY": due}
    assert open_ones(world, due + timedelta(days=3)) == {"SENTENCE_DELAY": due}
    one = deadlines.deadlines_of([world.proceeding], clock.today())[0]
    assert dict(one.doubts)
    world.sentenced()
    assert "SENTENCE_DELAY" not in open_ones(world)


def test_an_accused_at_large_is_looked_at_every_six_months_as_the_daily_job_does(world):
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
    first = add_months(clock.today(), 6)

    assert open_ones(world) == {"WARRANT_REVIEW": first}
    assert open_ones(world, first + timedelta(days=1)) == {"WARRANT_REVIEW": add_months(clock.today(), 12)}
    assert law.rule("WARRANT_REVIEW", first).length == roll.WARRANT_MONTHS


def test_the_daily_job_brings_what_repeats_up_to_the_day_also_in_a_file_that_rests(lead, pro, assistant, later):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    for proceeding in world.proceedings:
        world.do("issue_warrant", proceeding=proceeding, kind="BENCH_597", issued_on=clock.today())
    review_on, out_since = clock.today() + timedelta(days=90), clock.today()
    world.do("make_dormant", by=lead, case_file=again(world.file), review_on=review_on, happened_on=clock.today())
    assert [one.next_due_on for one in world.proceedings] == [review_on, add_months(out_since, 6)]

    with later(days=200):
        roll.roll(clock.today())

    assert [one.next_due_on for one in world.proceedings] == [review_on, add_months(out_since, 12)]


def test_what_stands_behind_those_read_is_said(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch")])
    for proceeding in world.proceedings:
        world.to_trial_set(proceeding)
        world.do("change_trial_dates", proceeding=proceeding, trial_on=clock.today() + timedelta(days=90), trial_ends_on=None)
    files, due = CaseFile.objects.filter(pk=world.file.pk), clock.today() + timedelta(days=30)

    assert [len(deadlines.near(files, clock.today(), 2)[0]), deadlines.near(files, clock.today(), 2)[1]] == [2, None]
    assert [len(deadlines.near(files, clock.today(), 1)[0]), deadlines.near(files, clock.today(), 1)[1]] == [1, due]


def test_a_dormant_file_is_asked_of_the_lead_once_whatever_the_number_of_accused(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder"), accused_in("Birch", counts=[count_in(HYBRID)])])
    for proceeding in world.proceedings:
        world.do("issue_warrant", proceeding=proceeding, kind="BENCH_597", issued_on=clock.today())
    ahead = clock.today() + timedelta(days=30)
    world.do("make_dormant", by=lead, case_file=again(world.file), review_on=ahead, happened_on=clock.today())

    near, _cut = deadlines.near(CaseFile.objects.filter(pk=world.file.pk), clock.today(), 200)
    found = [one for one in near if one.rule.code == "DORMANT_REVIEW"]

    assert [(one.due, one.subject, one.rule.falls_on) for one in found] == [(ahead, again(world.file), "LEAD")]


def test_after_a_preliminary_inquiry_sixty_days_run_from_it(world):
    to_prelim(world)
    prelim(world, *["COMMITTED"] * len(world.counts()))

    assert open_ones(world)["REELECTION_AFTER_PRELIM"] >= clock.today() + timedelta(days=60)


def test_a_file_that_is_over_has_none(world):
    stayed(world)
    put(world.file, "TRANSFERRED")

    assert open_ones(world) == {}


def test_every_rule_is_computed_or_named_as_one_that_no_file_starts():
    computed = {rule.code for rule in law.rules()} - {rule.code for rule in deadlines.not_computed()}

    assert computed == set(deadlines.PAGES)
    assert {rule.starts for rule in law.rules()} == set(deadlines.START_WORDS)
    assert {rule.starts for rule in deadlines.not_computed()}.isdisjoint(deadlines.STARTS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_says_how_it_is_counted(world, language):
    with translation.override(language):
        for rule in law.rules():
            start = date(2026, 8, 1)
            one = deadlines.Deadline(rule, world.proceeding, start, law.last_day(rule, start))
            assert one.counted.endswith((".", "»."))
            assert one.title
