"""Bail of an accused: the onus by the day of the hearing, the order and the custody that follow, and when detention is reviewed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetracker import bail, services
from casetracker.models import BailHearing, Participant, ReleaseOrder
from foundation import clock
from foundation.law import catalogue
from foundation.records import Refusal, StaleRecord
from tests.casetracker.state_of_things import nothing_changes
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import SWORN_ON, TRAFFICKING, World, accused_in, again, count_in

pytestmark = pytest.mark.django_db

CHANGE = date(2026, 7, 15)  # SC 2026, c 11
ON = date(2025, 10, 1)


@pytest.fixture
def trafficking(lead, pro, assistant):
    """A carried file whose accused is charged under section 279.01."""
    return World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(TRAFFICKING)])])


def paragraph(code):
    return next(row for row in catalogue.bail_onuses() if row.code == code)


NEW = "CC:515(6)-TRAFFICKING@2026-07-15"
ON_RELEASE = "CC:515(6)(a)(i)@"


def heard(world, result="DETAINED", on=ON, kind="BAIL", proceeding=None, **said):
    """Record a hearing of the first accused as the assistant."""
    given = {"decided_by": "Justice of the Peace R. Elm", "onus": "CROWN" if kind == "BAIL" else ""}
    if result in ("ADJOURNED", "WAIVED"):
        given["onus"] = ""
    if result == "DETAINED":
        given["grounds"] = ["SECONDARY"]
    if result == "RELEASED":
        given["order_kind"] = "CONDITIONS"
    given |= {"proceeding": proceeding or world.proceeding, "on": on, "kind": kind, "result": result, **said}
    return world.do("record_bail_hearing", by=world.assistant, **given)


def released(world, on=ON, **said) -> ReleaseOrder:
    return heard(world, "RELEASED", on, **said).orders_made.get()


def refusal(act) -> tuple[str, str]:
    """The sentence and the field of what is refused, which changes nothing."""
    with nothing_changes(), pytest.raises(Refusal) as refused:
        act()
    return str(refused.value), refused.value.field


# The onus


def test_the_rule_on_trafficking_changes_on_its_day(trafficking):
    before, after = bail.rules(trafficking.proceeding)

    assert (before.to_on, after.from_on) == (CHANGE, CHANGE)
    assert before.proposals == ()
    assert [one.row.code for one in after.proposals] == [NEW]
    assert [count.pk for count in after.proposals[0].counts] == [trafficking.count.pk]
    assert bail.proposals(trafficking.proceeding, CHANGE - timedelta(days=1)) == []
    assert [one.row.code for one in bail.proposals(trafficking.proceeding, CHANGE)] == [NEW]


def test_procuring_is_not_in_the_new_list(world):
    assert bail.rules(world.proceeding) == [bail.Rule(None, None, ())]


def test_what_turns_on_facts_is_asked_and_never_proposed(world):
    asked = {row.code for row in bail.facts_to_ask(ON)}

    assert {ON_RELEASE, "CC:515(6)(b)@", "CC:524(4)@2019-12-18"} <= asked
    assert NEW not in asked
    assert "CC:515(6)(b.2)@2024-01-04" not in {row.code for row in bail.facts_to_ask(date(2024, 1, 3))}


def test_the_rule_says_the_same_as_the_catalogue_of_offences():
    named = {
        row.provision_key for row in catalogue.offences_between(date(2026, 7, 15), date(2026, 7, 15)) if row.reverse_onus_from == CHANGE
    }
    found = {
        row.provision_key
        for row in catalogue.offences_between(date(2026, 7, 15), date(2026, 7, 15))
        if any(one.valid_from == CHANGE and one.concerns(row) for one in catalogue.bail_onuses())
    }

    assert {key for key in named if "279.0" in key} == {key for key in found if "279.0" in key} != set()


def test_a_paragraph_of_another_time_is_refused(trafficking):
    reverse = {"onus": "ACCUSED", "paragraph": paragraph(NEW)}

    sentence, field = refusal(lambda: heard(trafficking, on=ON, **reverse))

    assert field == "paragraph"
    assert "holds for hearings from July 15, 2026 on" in sentence


def test_the_new_paragraph_holds_for_a_charge_laid_before(trafficking, later):
    with later(days=150):
        hearing = heard(trafficking, on=date(2026, 7, 20), onus="ACCUSED", paragraph=paragraph(NEW))

    assert hearing.paragraph.code == NEW


@pytest.mark.parametrize(
    "said, field, words",
    [
        ({"onus": "ACCUSED"}, "paragraph", "Choose the paragraph"),
        ({"onus": "CROWN", "paragraph": ON_RELEASE}, "paragraph", "only where the onus is on the accused"),
        ({"onus": ""}, "onus", "Choose who had the onus"),
        ({"grounds": []}, "grounds", "at least one ground"),
        ({"decided_by": " "}, "decided_by", "who decided"),
        ({"on": SWORN_ON - timedelta(days=1)}, "on", "on or after September 10, 2025, when the charge was laid"),
        ({"on": date(2026, 3, 4)}, "on", "has not come yet"),
        ({"order_kind": "CONDITIONS"}, "order_kind", "Nobody is detained and released at once"),
        ({"conditions": ["REPORT"]}, "order_kind", "Nobody is detained and released at once"),
        ({"result": "REVOKED"}, "result", "another kind of hearing"),
        ({"result": "WAIVED", "onus": ""}, "result", "another kind of hearing"),
        ({"result": "VARIED"}, "result", "No release order was open"),
        ({"result": "RELEASED", "order_kind": ""}, "order_kind", "what the release order is made of"),
        ({"result": "RELEASED", "order_kind": "WITHOUT_CONDITIONS", "conditions": ["REPORT"]}, "conditions", "without conditions"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, said, field, words):
    given = {"grounds": ["PRIMARY"], **said}
    if given.get("paragraph"):
        given["paragraph"] = paragraph(given["paragraph"])

    sentence, beside = refusal(lambda: heard(world, **given))

    assert beside == field
    assert words in sentence


def test_no_hearing_without_a_charge(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(laid=False)])

    assert refusal(lambda: heard(world)) == ("No charge is laid yet: a hearing on bail follows the charge.", "on")


# Orders and custody


def test_a_release_makes_the_order_and_custody_follows(world):
    hearing = heard(world, "RELEASED", conditions=["NO_CONTACT", "STAY_AWAY"], order_kind="PROMISE", amount=5000)

    order = hearing.orders_made.get()
    assert (order.made_on, order.kind, order.amount, order.is_open) == (ON, "PROMISE", 5000, True)
    assert [(row.kind, row.from_on) for row in order.conditions.all()] == [("NO_CONTACT", ON), ("STAY_AWAY", ON)]
    assert world.proceeding.custody == "RELEASED_COURT"
    assert again(world.file).custody_count == 0


def test_a_detention_puts_into_custody_and_is_counted_on_the_file(world):
    hearing = heard(world, grounds=["PRIMARY", "TERTIARY"])

    assert hearing.grounds == ["PRIMARY", "TERTIARY"]
    assert world.proceeding.custody == "DETAINED"
    assert again(world.file).custody_count == 1


def test_what_decides_nothing_leaves_custody_as_it_was(world):
    world.do("set_custody", proceeding=world.proceeding, custody="IN_CUSTODY")

    heard(world, "ADJOURNED", kind="FIRST")

    assert world.proceeding.custody == "IN_CUSTODY"


def test_an_earlier_hearing_typed_later_moves_nobody(world):
    released(world, date(2025, 11, 1))

    heard(world, on=ON)

    assert world.proceeding.custody == "RELEASED_COURT"
    assert bail.open_order(world.proceeding) is not None


def test_a_second_release_while_an_order_is_open_asks_to_end_or_vary(world):
    released(world)

    sentence, field = refusal(lambda: released(world, date(2025, 11, 1)))

    assert field == "result"
    assert "A release order of October 1, 2025 is open. End it first, or record the hearing as one that varied it." in sentence
    released(world, date(2025, 11, 1), kind="REVIEW_520")
    assert [order.ended_why for order in world.proceeding.release_orders.all()] == ["REVIEWED", ""]


def test_nobody_is_detained_and_released_on_one_day_by_one_kind_of_hearing(world):
    heard(world)

    sentence, field = refusal(lambda: released(world))

    assert (field, "nobody is detained and released at once" in sentence) == ("result", True)
    released(world, kind="REVIEW_520")


def test_a_cancelled_release_ends_the_order_with_its_conditions_and_sureties(world):
    order = released(world, conditions=["REPORT"])
    world.do("add_surety", order=order, family_name="Hazel", given_name="Kim", from_on=ON, amount=2000)

    heard(world, "REVOKED", date(2025, 11, 1), "REVOCATION_524", onus="ACCUSED", paragraph=paragraph("CC:524(4)@2019-12-18"))

    order = again(order)
    assert (order.ended_on, order.ended_why) == (date(2025, 11, 1), "REVOKED")
    assert order.conditions.get().ended_on == order.sureties.get().ended_on == date(2025, 11, 1)
    assert world.proceeding.custody == "DETAINED"


def test_an_order_does_not_end_before_it_was_made_nor_twice(world):
    order = released(world)

    def end(on):
        return world.do("end_release_order", order=order, ended_on=on, ended_why="OTHER")

    assert refusal(lambda: end(ON - timedelta(days=1))) == (
        "The order was made on October 1, 2025: choose that day or a later one.",
        "ended_on",
    )
    assert refusal(lambda: end(date(2026, 3, 4)))[1] == "ended_on"
    end(date(2025, 12, 1))
    assert "ended on December 1, 2025 already" in refusal(lambda: end(date(2025, 12, 2)))[0]
    assert (
        "ended on December 1, 2025 already"
        in refusal(lambda: world.do("add_bail_condition", order=order, kind="REPORT", words="", from_on=date(2025, 12, 2)))[0]
    )


def test_a_warrant_is_executed_before_a_later_hearing_moves_the_accused(world):
    world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today(), reason="Did not come")

    assert refusal(lambda: heard(world, on=clock.today())) == ("A warrant is out; record that it was executed.", "result")


def test_a_hearing_is_corrected_and_its_order_follows_its_day(world):
    order = released(world, conditions=["REPORT"])
    hearing = order.hearing
    said = {"kind": "BAIL", "result": "RELEASED", "decided_by": "Justice Q. Rowan", "onus": "CROWN"}

    world.do("change_bail_hearing", hearing=hearing, on=date(2025, 9, 30), **said)

    assert (again(order).made_on, order.conditions.get().from_on) == (date(2025, 9, 30), date(2025, 9, 30))
    assert again(hearing).decided_by == "Justice Q. Rowan"
    assert refusal(lambda: world.do("change_bail_hearing", hearing=hearing, on=ON, **{**said, "result": "ADJOURNED"}))[1] == "result"
    with nothing_changes(), pytest.raises(StaleRecord):
        world.do("change_bail_hearing", hearing=hearing, on=ON, version=hearing.version, **said)


def test_an_adjourned_hearing_becomes_a_release(world):
    hearing = heard(world, "ADJOURNED")

    world.do(
        "change_bail_hearing", hearing=hearing, on=ON, kind="BAIL", result="RELEASED", decided_by="R. Elm", onus="CROWN",
        order_kind="SURETIES", conditions=["REMAIN"],
    )  # fmt: skip

    assert bail.open_order(world.proceeding).conditions.get().kind == "REMAIN"
    assert world.proceeding.custody == "RELEASED_COURT"


def test_a_condition_is_added_worded_and_taken_off(world):
    order = released(world)
    condition = world.do("add_bail_condition", order=order, kind="OTHER", words="Keep the peace", from_on=ON)

    world.do("change_bail_condition", condition=condition, words="Keep the peace at all times", ended_on=date(2025, 12, 1))

    assert (again(condition).words, again(condition).ended_on) == ("Keep the peace at all times", date(2025, 12, 1))
    assert refusal(lambda: world.do("add_bail_condition", order=order, kind="OTHER", words=" ", from_on=ON))[1] == "words"
    early = ON - timedelta(days=1)
    assert refusal(lambda: world.do("add_bail_condition", order=order, kind="REPORT", words="", from_on=early))[1] == "from_on"


def test_a_surety_is_a_person_of_the_file_named_by_its_rules(world):
    order = released(world)
    surety = world.do("add_surety", order=order, family_name="Hazel", given_name="Kim", from_on=ON)

    assert (surety.person.kind, surety.person.file) == (Participant.Kind.OTHER, world.file)
    assert refusal(lambda: world.do("add_surety", order=order, person=surety.person, from_on=ON))[1] == "person"
    assert refusal(lambda: world.do("add_surety", order=order, from_on=ON))[1] == "family_name"
    assert refusal(lambda: world.do("end_surety", surety=surety, ended_on=ON - timedelta(days=1)))[1] == "ended_on"
    world.do("end_surety", surety=surety, ended_on=date(2025, 12, 1))
    assert again(surety).ended_on == date(2025, 12, 1)


def test_a_breach_lies_within_the_order_and_names_a_count_of_the_accused(world):
    order = released(world)

    def breach(on, **said):
        return world.do("record_bail_breach", order=order, on=on, alleged="Came to the house", **said)

    assert refusal(lambda: breach(ON - timedelta(days=1))) == (
        "The order was made on October 1, 2025: a breach cannot come before it.",
        "on",
    )
    world.do("end_release_order", order=order, ended_on=date(2025, 12, 1), ended_why="OTHER")
    assert refusal(lambda: breach(date(2025, 12, 2)))[1] == "on"
    assert breach(date(2025, 11, 1), count=world.count).count == world.count


def test_a_copy_is_given_to_a_victim_after_the_order(world):
    order = released(world)
    victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill", given_name="Robin")

    def copy(person=victim, **given):
        return world.do("record_order_copy", order=order, victim=person, **given)

    assert refusal(lambda: copy())[1] == "told_on"
    assert refusal(lambda: copy(given_on=ON - timedelta(days=1)))[1] == "given_on"
    assert refusal(lambda: copy(asked_on=date(2025, 10, 9), given_on=date(2025, 10, 8)))[1] == "given_on"
    assert refusal(lambda: copy(world.proceeding.accused, told_on=ON))[1] == "victim"
    first = copy(told_on=ON)
    second = copy(told_on=ON, asked_on=ON, given_on=date(2025, 10, 2))
    assert first.pk == second.pk
    assert order.copies.get().given_on == date(2025, 10, 2)


def test_only_who_works_on_the_file_records_bail(world):
    stranger = UserFactory(name="Sam Stranger")

    with nothing_changes(), pytest.raises(PermissionDenied):
        world.do("record_bail_hearing", by=stranger, proceeding=world.proceeding, on=ON, kind="FIRST", result="ADJOURNED")


# The 90-day review


def due(world):
    one = bail.review_due(again(world.proceeding))
    return (one.from_on, one.due_on, one.rule.code, one.start_known) if one else None


def test_the_days_count_from_the_first_appearance(world):
    heard(world, "ADJOURNED", ON, "FIRST")
    world.do("set_custody", proceeding=world.proceeding, custody="IN_CUSTODY")
    heard(world, on=date(2025, 10, 4))

    assert due(world) == (ON, date(2025, 12, 30), "BAIL_REVIEW", True)
    assert bail.review_due(world.proceeding).is_overdue(clock.today())
    assert not bail.review_due(world.proceeding).is_overdue(date(2025, 12, 30))


def test_a_review_that_leaves_detained_starts_the_days_anew(world):
    heard(world, "ADJOURNED", ON, "FIRST")
    heard(world, on=date(2025, 10, 4))
    heard(world, "DISMISSED", date(2025, 11, 3), "REVIEW_520")

    assert due(world) == (date(2025, 11, 3), date(2026, 2, 1), "BAIL_REVIEW_AGAIN", True)


def test_where_no_first_appearance_is_on_record_the_first_hearing_stands_for_it(world):
    heard(world)

    assert due(world) == (ON, date(2025, 12, 30), "BAIL_REVIEW", False)


@pytest.mark.parametrize("result", ["WAIVED", "DETAINED", "RELEASED"])
def test_a_review_held_or_waived_is_due_no_more(world, result):
    heard(world)

    heard(world, result, date(2025, 12, 20), "REVIEW_525")

    assert due(world) is None


def test_an_adjourned_review_stays_due(world):
    heard(world)
    heard(world, "ADJOURNED", date(2025, 12, 20), "REVIEW_525")

    assert due(world) is not None


def test_who_is_at_large_or_on_trial_is_not_reviewed(world):
    released(world)
    assert due(world) is None
    heard(world, "REVOKED", date(2025, 11, 1), "REVOCATION_524")
    assert due(world)[0] == date(2025, 11, 1)
    world.to_in_trial()
    assert due(world) is None


def test_reviews_of_many_ask_no_more_queries(lead, pro, assistant):
    def asked(number):
        names = [accused_in(f"Alder{place}") for place in range(number)]
        world = World(lead=lead, pro=pro, assistant=assistant, accused=names)
        for proceeding in world.proceedings:
            heard(world, proceeding=proceeding)
        catalogue.forget_small_tables()
        with CaptureQueriesContext(connection) as queries, services.rows_of(again(world.file)) as rows:
            assert len([row for row in rows if bail.review_due(row) is not None]) == number
        return len(queries)

    assert asked(1) == asked(4)


def test_history_holds_every_row(world):
    order = released(world, conditions=["REPORT"])

    assert BailHearing.history.count() == ReleaseOrder.history.count() == 1
    assert order.conditions.get().history.count() == 1
