"""Inquiries into the evidence against an unfit accused (s. 672.33): shown, not shown, more time; and who is told when one is due."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from casetracker import roll, services, timeline
from casetracker.models import FitnessFinding, PrimaFacieInquiry
from foundation import clock
from foundation.law import catalogue
from foundation.notifications.models import Notice
from foundation.workflow.models import Move
from tests.casetracker.state_of_things import nothing_changes
from tests.casetracker.test_guards import refused_typed
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import HYBRID, World, accused_in, again, count_in, why

pytestmark = pytest.mark.django_db


@pytest.fixture
def unfit(lead, pro, assistant):
    """A carried file with one accused who is unfit: one count proceeds, one is laid."""
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(), count_in(HYBRID)])])
    reviews = [services.ReviewIn(count=world.count, outcome="PROCEED", prospect=True, public_interest=True)]
    world.do("record_screening", proceeding=world.proceeding, reviews=reviews, reviewed_on=clock.today())
    world.do("proceed_on_counts", proceeding=world.proceeding, happened_on=clock.today())
    world.do("record_unfit", proceeding=world.proceeding, unfit_on=clock.today())
    return world


def inquire(world, result="SHOWN", *, by=None, reason="", **words):
    given = {"held_on": clock.today(), "decided_by": "Justice Q. Rowan", "source": "Endorsement on the information", **words}
    inquiry = services.InquiryIn(result=result, **given)
    return world.do("record_inquiry", by=by, proceeding=world.proceeding, inquiry=inquiry, reason=reason)


def test_shown_and_the_case_is_to_be_shown_again_after_the_period_of_the_law(unfit, assistant, later):
    moves = Move.objects.count()
    with later(days=700):
        day = clock.today()
        kept = inquire(unfit, by=assistant)

    assert (kept.result, kept.held_on, kept.source) == ("SHOWN", day, "Endorsement on the information")
    assert kept.next_due_on == FitnessFinding.objects.get().prima_facie_due_on == day.replace(year=day.year + 2)
    assert (unfit.proceeding.state, Move.objects.count()) == ("UNFIT", moves)


def test_of_a_young_person_after_one_year_as_the_law_tables_say(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(is_youth=True)])
    world.do("record_unfit", proceeding=world.proceeding, unfit_on=clock.today())
    day = clock.today()

    assert FitnessFinding.objects.get().prima_facie_due_on == day.replace(year=day.year + 1)
    assert inquire(world).next_due_on == day.replace(year=day.year + 1)
    row = catalogue.period("PRIMA_FACIE_YOUTH", day)
    assert (row.months, row.source) == (12, "Youth Criminal Justice Act, s. 141(10); Criminal Code, s. 672.33(1)")


def test_another_day_can_be_typed(unfit):
    assert inquire(unfit, next_due_on=clock.today() + timedelta(days=90)).next_due_on == clock.today() + timedelta(days=90)


def test_more_time_needs_the_day_that_the_court_gave(unfit):
    refused_typed(lambda: inquire(unfit, "EXTENDED"), "next_due_on")
    refused_typed(lambda: inquire(unfit, "EXTENDED", next_due_on=clock.today()), "next_due_on")
    given = clock.today() + timedelta(days=800)

    inquire(unfit, "EXTENDED", next_due_on=given)

    assert FitnessFinding.objects.get().prima_facie_due_on == given


def test_not_shown_the_court_acquits_on_every_count_and_the_accused_is_concluded(unfit):
    inquire(unfit, "NOT_SHOWN", appeal_due_on=clock.today() + timedelta(days=30), reason="The witness died")

    assert [count.state for count in unfit.counts()] == ["ACQUITTED", "DISMISSED"], "the second was never proceeded on"
    assert {count.last_decision.appeal_due_on for count in unfit.counts()} == {clock.today() + timedelta(days=30)}
    assert unfit.proceeding.state == "CONCLUDED"
    assert Move.objects.of(unfit.proceeding).get(rule="A22").followed_from.rule in ("C8", "C9")
    assert again(FitnessFinding.objects.get()).ended_on == clock.today()
    assert PrimaFacieInquiry.objects.get().next_due_on is None
    assert unfit.file.ref in {case.ref for case in [again(unfit.file)] if case.state == "CARRIED"}, "the appeal period runs"


def test_not_shown_beside_a_stayed_count_the_accused_is_stayed(unfit):
    stay = unfit.do(
        "ask_crown_stay",
        proceeding=unfit.proceeding,
        counts=unfit.counts()[1:],
        entered_on=clock.today(),
        why=why("CROWN_STAYED"),
        reason="No witness",
    )
    unfit.do("decide_crown_stay", by=unfit.lead, approval=stay, granted=True)

    inquire(unfit, "NOT_SHOWN", appeal_none=True)

    assert [count.state for count in unfit.counts()] == ["ACQUITTED", "CROWN_STAYED"]
    assert (unfit.proceeding.state, unfit.proceeding.parked_from) == ("CROWN_STAYED", "CHARGED")
    assert FitnessFinding.objects.get().is_open is False


def test_an_acquittal_without_a_prima_facie_case_can_be_appealed(unfit):
    inquire(unfit, "NOT_SHOWN", appeal_due_on=clock.today() + timedelta(days=30))
    unfit.do("record_appeal", proceeding=unfit.proceeding, side="CROWN", notice_on=clock.today(), counts=unfit.counts())

    assert unfit.proceeding.state == "UNDER_APPEAL"


def test_what_an_inquiry_needs(unfit):
    refused_typed(lambda: inquire(unfit, held_on=None), "held_on")
    refused_typed(lambda: inquire(unfit, held_on=clock.today() + timedelta(days=1)), "held_on")
    refused_typed(lambda: inquire(unfit, held_on=clock.today() - timedelta(days=1)), "held_on")
    refused_typed(lambda: inquire(unfit, "PERHAPS"), "result")
    refused_typed(lambda: inquire(unfit, decided_by=" "), "decided_by")
    refused_typed(lambda: inquire(unfit, source=" "), "source")
    refused_typed(lambda: inquire(unfit, "NOT_SHOWN"), "appeal_due_on")
    refused_typed(lambda: inquire(unfit, next_due_on=clock.today()), "next_due_on")
    with nothing_changes(), pytest.raises(PermissionDenied):
        inquire(unfit, by=UserFactory())
    unfit.do("record_fit", proceeding=unfit.proceeding, fit_on=clock.today())
    with nothing_changes(), pytest.raises(services.Refusal):
        inquire(unfit)


def test_an_inquiry_is_not_before_the_last_one(unfit, later):
    with later(days=10):
        inquire(unfit)
        refused_typed(lambda: inquire(unfit, held_on=clock.today() - timedelta(days=1)), "held_on")


def test_the_acquittal_is_corrected_with_its_inquiry(unfit, later):
    inquire(unfit, "NOT_SHOWN", appeal_none=True)
    move = Move.objects.of(unfit.count).get(rule="C9")

    services.correct_move(move=move, reason="Another accused", by=unfit.lead, at=clock.now())

    assert ([count.state for count in unfit.counts()], unfit.proceeding.state) == (["PROCEEDING", "LAID"], "UNFIT")
    assert FitnessFinding.objects.get().is_open
    assert not PrimaFacieInquiry.objects.exists(), "set aside, not deleted"
    assert PrimaFacieInquiry._base_manager.get().corrected_in is not None


def test_history_tells_the_inquiry_in_both_languages(unfit):
    inquire(unfit)

    entry = timeline.latest(unfit.file, unfit.lead, 1)[0]
    assert entry.what == "recorded an inquiry into the evidence against an unfit accused"
    assert any("rima facie inquiry" in line.text and "A prima facie case was shown" in line.text for line in entry.lines)
    with translation.override("fr"):
        entry = timeline.latest(unfit.file, unfit.lead, 1)[0]
        assert "aptitude" in entry.what or "inapte" in entry.what


def test_the_team_is_asked_in_time_and_again_for_the_next_inquiry(unfit, later):
    due = FitnessFinding.objects.get().prima_facie_due_on
    assert unfit.proceeding.situation == "UNFIT"

    with clock.fixed(clock.now() + (due - timedelta(days=60) - clock.today())):
        roll.roll(clock.today())
        assert unfit.proceeding.situation == "PRIMA_FACIE_NEEDED"
        assert again(unfit.file).situation == "PRIMA_FACIE_NEEDED"
        inquire(unfit)
        assert unfit.proceeding.situation == "UNFIT"
        roll.roll(clock.today())
    told = Notice.objects.filter(template="casetracker/review_prima_facie", recipient=unfit.pro)
    assert told.count() == 1
    second = FitnessFinding.objects.get().prima_facie_due_on
    with clock.fixed(clock.now() + (second - timedelta(days=30) - clock.today())):
        roll.roll(clock.today())
    assert told.count() == 2
    assert isinstance(second, date)
