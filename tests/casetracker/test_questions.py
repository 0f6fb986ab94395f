"""The questions to expect: three, in order, from states, dates and open facts alone."""

from datetime import timedelta

import pytest
from django.utils import translation

from casetracker.questions import QUESTIONS, questions_for
from foundation import clock
from tests.factories.casetracker import HYBRID, World, accused_in, count_in


def codes(proceeding, appearance):
    """Which questions apply, in their order."""
    return [one.code for one in QUESTIONS if one.test(proceeding, appearance, clock.today())]


def test_there_are_always_three_and_each_has_its_words_in_both_languages(world):
    day = world.appearance()

    for language in ("en", "fr"):
        with translation.override(language):
            found = questions_for(world.proceeding, day, clock.today())
        assert len(found) == 3
        assert all(one.endswith("?") for one in found)
    assert len({question.code for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"ceiling_on": -1}, "DELAY_OVER"),
        ({"ceiling_on": 30}, "DELAY_NEAR"),
        ({"custody": "IN_CUSTODY"}, "HELD"),
        ({}, "SCREENING"),
    ],
)
def test_what_presses_comes_first(world, changes, first):
    track, day = world.proceeding, world.appearance()
    track.ceiling_on = None
    for name, value in changes.items():
        setattr(track, name, clock.today() + timedelta(days=value) if name == "ceiling_on" else value)

    assert codes(track, day)[0] == first


def test_a_trial_that_ends_before_the_ceiling_raises_no_question_of_delay(world):
    track, day = world.proceeding, world.appearance()
    track.ceiling_on = clock.today() + timedelta(days=30)
    track.trial_ends_on = clock.today() + timedelta(days=20)

    assert "DELAY_NEAR" not in codes(track, day)


def test_the_last_adjournment_is_asked_about_by_who_asked(world, later):
    first = world.appearance(on=clock.today())
    world.do("record_result", appearance=first, result="ADJOURNED", adjourned_by="CROWN", adjourn_reason="A name nobody may carry")
    second = world.appearance()

    said = [str(one.words) % one.facts(world.proceeding, second, clock.today()) for one in QUESTIONS if one.code == "ADJOURNED"]

    assert said == ["On March 3, 2026 the matter was adjourned (asked by: Crown): what has changed since?"]
    assert "ADJOURNED" in codes(world.proceeding, second)
    assert "ADJOURNED" not in codes(world.proceeding, first)


def test_purposes_and_stages_have_their_own(world):
    assert "BAIL" in codes(world.proceeding, world.appearance(purpose="BAIL"))
    assert "ESTIMATE" in codes(world.proceeding, world.appearance(purpose="JPT"))
    assert "PLEA_TOLD" in codes(world.proceeding, world.appearance(purpose="PLEA"))
    world.to_sentence()
    day = world.appearance(purpose="SENTENCE")
    assert codes(world.proceeding, day)[0] == "POSITION"
    assert "DISCLOSURE" not in codes(world.proceeding, day)


def test_hybrid_counts_without_a_mode_are_asked_about(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(HYBRID)])])
    day = world.appearance()
    assert "MODE" in codes(world.proceeding, day)

    world.do("elect_mode", count=world.count, choice="INDICTMENT", on=clock.today())

    assert "MODE" not in codes(world.proceeding, day)
