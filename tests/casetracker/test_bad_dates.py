"""What cannot be: days before the charge or after today, ends before their beginning, more than the whole, a count on no paper, twice.

Each is said in a sentence beside its field and changes nothing. What is told and not refused stands here too: time that lies in several
intervals, a ceiling after an inquiry that nobody held. Results entered twice, by two people at once or out of order: ``test_results.py``.
"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from casetracker import ledger, services
from casetracker.ledger_words import warnings_of
from casetracker.models import Count
from foundation import clock
from foundation.audit.acts import act
from foundation.workflow.transitions import perform
from tests.casetracker.pages import at, day, problems, send, signed_in
from tests.casetracker.state_of_things import nothing_changes
from tests.casetracker.test_ledger import attribute
from tests.factories.casetracker import HYBRID, SWORN_ON, TRAFFICKING, World, accused_in, again, count_in

pytestmark = pytest.mark.django_db

BEFORE = SWORN_ON - timedelta(days=1)
CHARGED = "on or after September 10, 2025, when the charge was laid"


@pytest.fixture
def hybrid(lead, pro, assistant):
    """A charged accused with a hybrid count and one that is open to an inquiry."""
    counts = [count_in(HYBRID), count_in(TRAFFICKING)]
    return World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=counts)])


def refused(call) -> tuple[str, str]:
    """The field and the sentence of what is refused, which changes nothing."""
    with nothing_changes(), pytest.raises(services.Refusal) as caught:
        call()
    return caught.value.field, str(caught.value)


def calls_on(world, on) -> dict:
    """What is recorded of an accused on a day, by the field in which the day is typed."""
    one, tomorrow = {"proceeding": world.proceeding}, clock.today() + timedelta(days=30)
    return {
        "election": ("on", lambda: world.do("record_election", **one, choice="OCJ", on=on)),
        "mode": ("on", lambda: world.do("elect_mode", count=world.counts()[0], choice="INDICTMENT", on=on)),
        "warrant": ("issued_on", lambda: world.do("issue_warrant", **one, kind="BENCH_597", issued_on=on)),
        "interval": ("from_on", lambda: attribute(world, on, tomorrow)),
        "application": ("filed_on", lambda: world.do("record_delay_application", **one, filed_on=on)),
    }


@pytest.mark.parametrize("what", ["election", "mode", "warrant", "interval", "application"])
def test_nothing_is_recorded_of_an_accused_before_the_charge(hybrid, what):
    field, call = calls_on(hybrid, BEFORE)[what]

    found = refused(call)

    assert found[0] == field
    assert CHARGED in found[1] or found[1] == "An application for delay cannot be filed before the charge was laid."


@pytest.mark.parametrize("what", ["election", "mode", "warrant", "application"])
def test_nothing_is_recorded_as_having_happened_after_today(hybrid, what):
    field, call = calls_on(hybrid, clock.today() + timedelta(days=1))[what]

    assert refused(call) == (field, "This day has not come yet.")


def test_a_trial_is_not_set_before_the_charge_and_does_not_end_before_it_begins(hybrid):
    world, one = hybrid, {"proceeding": hybrid.proceeding}
    world.proceeding_on_counts()
    world.to_intake()
    world.do("record_election", **one, choice="OCJ", on=clock.today())
    given = {**one, "happened_on": clock.today()}

    assert refused(lambda: world.do("set_trial", **given, trial_on=BEFORE)) == ("trial_on", f"This day must be {CHARGED}.")
    ahead = clock.today() + timedelta(days=50)
    early = refused(lambda: world.do("set_trial", **given, trial_on=ahead, trial_ends_on=ahead - timedelta(days=1)))
    assert early == ("trial_ends_on", "The trial cannot end before it begins.")
    world.do("set_trial", **given, trial_on=ahead)
    moved = {"proceeding": world.proceeding, "trial_ends_on": None}
    assert refused(lambda: world.do("change_trial_dates", **moved, trial_on=BEFORE))[0] == "trial_on"


def test_each_is_said_beside_its_box(hybrid, pro):
    client = signed_in(pro)
    elected = at("record_election", hybrid.file, accused=hybrid.proceeding)
    warrant = at("issue_warrant", hybrid.file, accused=hybrid.proceeding)
    with nothing_changes():
        answers = [
            send(client, elected, choice="OCJ", **day("on", BEFORE)),
            send(client, warrant, kind="BENCH_597", **day("issued_on", BEFORE)),
        ]

    for answer, field in zip(answers, ("on", "issued_on"), strict=True):
        assert problems(answer) == [f"This day must be {CHARGED}."]
        assert field in answer.context["form"].errors


def test_a_warrant_does_not_end_before_it_was_issued_nor_before_the_last_step(hybrid, later):
    world = hybrid
    with later(days=5):
        world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today())
        back = {"proceeding": world.proceeding, "custody": "DETAINED", "executed_on": clock.today() - timedelta(days=1)}
        assert refused(lambda: world.do("execute_warrant", **back)) == (
            "executed_on",
            "The warrant cannot be executed before it was issued.",
        )


def test_whole_intervals_of_one_day_count_it_once_and_it_is_said_and_parts_that_make_more_are_refused(world):
    first, last = date(2025, 10, 1), date(2025, 12, 1)
    attribute(world, first, last)
    attribute(world, date(2025, 11, 1), last, kind="WAIVER")

    found = ledger.ledger_of(world.proceeding, clock.today())

    assert found.agreed.defence == 61
    assert "lie in more than one interval; each day is counted once." in " ".join(warnings_of(found))
    field, sentence = refused(lambda: attribute(world, first, last, share=50))
    assert field == "share"
    assert "make more than the whole" in sentence
    assert refused(lambda: attribute(world, last, first))[0] == "to_on"


def test_a_what_if_neither_ends_before_the_clock_began_nor_takes_a_ceiling_without_its_inquiry(world, pro):
    page = at("delay_ledger", world.file, accused=world.proceeding)

    answer = signed_in(pro).get(page, {**day("end", BEFORE), "forum": "OCJ_AFTER_PRELIM"})

    errors = answer.context["what_if_form"].errors
    assert errors["end"] == ["The trial cannot end before September 10, 2025, when the clock began."]
    assert "No preliminary inquiry was held" in errors["forum"][0]
    assert answer.context["what_if"] is None


def test_a_count_before_a_court_stands_on_a_paper(world):
    count = world.count
    count.document = None
    with pytest.raises(IntegrityError), transaction.atomic(), act(by=world.lead, at=clock.now(), kind="test"):
        count.save()
    assert again(count).document is not None

    world.do("propose_counts", proceeding=world.proceeding, counts=[count_in(HYBRID)])
    proposed = Count.objects.get(state="PROPOSED")
    with (
        nothing_changes(),
        pytest.raises(services.TransitionRefused) as caught,
        act(by=world.lead, at=clock.now(), kind="test") as this_act,
    ):
        perform(proposed.lay, act=this_act, happened_on=clock.today())
    assert "Put the count on an information with the day it was sworn." in str(caught.value)


def test_an_information_has_a_number_and_a_count_and_no_offence_after_it(lead, pro, assistant):
    world = World(
        lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(HYBRID)], laid=False)], decision="PRECHARGE"
    )
    lay = {"proceeding": world.proceeding, "counts": world.counts()}

    def on(sworn_on, number="4811"):
        return refused(lambda: world.do("lay_information", **lay, information=services.InformationIn(number, sworn_on)))

    assert on(SWORN_ON, " ") == ("information_number", "Enter the number of the information.")
    assert on(clock.today() + timedelta(days=1)) == ("sworn_on", "This day has not come yet.")
    assert on(date(2024, 1, 1)) == ("offence_from", "An offence cannot begin after the information was sworn.")
    none = {**lay, "counts": []}
    said = refused(lambda: world.do("lay_information", **none, information=services.InformationIn("4811", SWORN_ON)))
    assert said == ("counts", "Choose at least one proposed count.")
