"""The pages of bail: what they show to whom, what follows before the click, and what they say to what is wrong."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetracker.models import BailHearing, Surety
from tests.casetracker.pages import at, day, hidden, problems, send, sent, signed_in, written
from tests.casetracker.test_bail import NEW, ON, heard, released
from tests.factories.casetracker import SWORN_ON, TRAFFICKING, World, accused_in, again, count_in

pytestmark = pytest.mark.django_db

RELEASED = {"kind": "BAIL", "result": "RELEASED", "decided_by": "R. Elm", "onus": "CROWN", "order_kind": "CONDITIONS", "note": "kept"}


def bail_page(world, name="bail", **refs):
    return at(name, world.file, accused=world.proceeding, **refs)


@pytest.fixture
def office(assistant):
    return signed_in(assistant)


def shown(client, world) -> str:
    return client.get(bail_page(world)).content.decode()


def test_the_page_shows_the_rule_before_and_after_its_change(lead, pro, assistant, office):
    world = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in(counts=[count_in(TRAFFICKING)])])

    page = shown(office, world)

    assert "Hearings before July 15, 2026" in page
    assert "Hearings from July 15, 2026" in page
    assert "trafficking in persons (ss. 279.01 and 279.011)" in page
    assert "The rule changed." in page
    assert "The rule changed." not in shown(office, World(lead=lead, pro=pro, assistant=assistant))


def test_custody_and_order_are_shown_before_the_click(world, office):
    url = bail_page(world, "record_bail_hearing")
    opened = office.get(url)
    typed = {**hidden(opened), **RELEASED, **day("on", ON), "conditions": ["NO_CONTACT"]}
    before = written()

    answer = office.post(url, typed)

    page = answer.content.decode()
    assert (answer.status_code, written()) == (200, before)
    assert "What will follow" in page
    assert "Released by the court" in page
    assert "in force since October 1, 2025" in page
    assert sent(send(office, url, **RELEASED, **day("on", ON))) == bail_page(world)
    assert world.proceeding.custody == "RELEASED_COURT"


def test_what_is_on_record_is_shown_with_names_by_their_rules(world, office):
    order = released(world, conditions=["NO_CONTACT"])
    victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill", given_name="Robin")
    world.do("add_surety", order=order, family_name="Hazel", given_name="Kim", from_on=ON, amount=2000)
    world.do("record_order_copy", order=order, victim=victim, told_on=ON, asked_on=ON)
    world.do("record_bail_breach", order=order, on=date(2025, 11, 1), alleged="Came to the house")

    page = shown(office, world)

    for words in ("R.Q.", "Kim Hazel", "$2,000", "No communication with named persons", "to be given", "Came to the house"):
        assert words in page
    assert "Quill" not in page


def test_the_review_of_detention_is_shown_with_how_it_was_counted(world, office):
    heard(world)

    page = shown(office, world)

    assert "90-day review of detention (s. 525)" in page
    assert "the 90 days have run out" in page
    assert "s. 525(1)(a)" in page
    assert "the first hearing stands for it" in page


WRONG = {
    "before the charge": (day("on", SWORN_ON - timedelta(days=1)), "on", "when the charge was laid"),
    "after today": (day("on", date(2026, 3, 4)), "on", "on or before March 3, 2026"),
    "no such day": ({"on_day": "31", "on_month": "2", "on_year": "2026"}, "on", "no such day"),
    "detained and released at once": (
        {"result": "DETAINED", "grounds": ["PRIMARY"]},
        "order_kind",
        "Nobody is detained and released at once",
    ),
    "released without an order": ({"order_kind": ""}, "order_kind", "Choose what the release order is made of"),
    "a paragraph of later": ({"onus": "ACCUSED", "paragraph": NEW}, "paragraph", "holds for hearings from July 15, 2026 on"),
    "a paragraph there is not": ({"onus": "ACCUSED", "paragraph": "x"}, "paragraph", "Choose one of the list."),
    "an amount in words": ({"amount": "many"}, "amount", "Write whole dollars"),
    "a condition there is not": ({"conditions": ["LUNCH"]}, "conditions", "Choose among the list."),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(world, office, wrong):
    typed, field, words = WRONG[wrong]
    before = written()

    answer = send(office, bail_page(world, "record_bail_hearing"), **{**RELEASED, **day("on", ON), **typed})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert words in " ".join(problems(answer))
    assert "kept" in answer.content.decode()
    assert written() == before


def test_a_second_release_asks_to_end_or_vary(world, office):
    released(world)

    answer = send(office, bail_page(world, "record_bail_hearing"), **RELEASED, **day("on", date(2025, 11, 1)))

    assert answer.status_code == 422
    assert "End it first, or record the hearing as one that varied it." in " ".join(problems(answer))


@pytest.mark.parametrize(
    "name, typed, field",
    [
        ("end_release_order", {**day("ended_on", ON - timedelta(days=1)), "ended_why": "OTHER"}, "ended_on"),
        ("record_bail_breach", {**day("on", ON - timedelta(days=1)), "alleged": "x"}, "on"),
        ("record_bail_breach", {**day("on", ON), "alleged": ""}, "alleged"),
        ("add_bail_condition", {**day("from_on", ON), "kind": "OTHER", "words": ""}, "words"),
        ("add_surety", {**day("from_on", ON)}, "family_name"),
        ("record_order_copy", {**day("told_on", ON)}, "victim"),
    ],
)
def test_what_is_wrong_about_an_order_is_said_beside_its_field(world, office, name, typed, field):
    order = released(world)
    before = written()

    answer = send(office, bail_page(world, name, order=order), **typed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert written() == before


def test_every_form_of_an_order_records(world, office):
    order = released(world, conditions=["REPORT"])
    victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill", given_name="Robin")
    condition = order.conditions.get()
    back = bail_page(world)

    def go(name, **typed):
        refs = {key: typed.pop(key) for key in ("condition", "surety") if key in typed}
        assert sent(send(office, bail_page(world, name, order=order, **refs), **typed)) == back

    go("add_bail_condition", **day("from_on", ON), kind="STAY_AWAY", words="The Elm Street hotel")
    go("change_bail_condition", condition=condition, words="Every Monday", **day("ended_on", date(2025, 12, 1)))
    go("add_surety", **day("from_on", ON), family_name="Hazel", given_name="Kim", amount="2000")
    go("end_surety", surety=Surety.objects.get(), **day("ended_on", date(2025, 12, 1)))
    go("record_order_copy", victim=victim.ref, **day("told_on", ON))
    go("record_bail_breach", **day("on", ON), alleged="Came to the house", count=world.count.ref)
    go("end_release_order", **day("ended_on", date(2026, 1, 5)), ended_why="VACATED")
    assert again(order).ended_why == "VACATED"
    assert again(condition).words == "Every Monday"


def test_a_correction_over_a_change_is_told(world, office):
    hearing = heard(world)
    url = bail_page(world, "change_bail_hearing", hearing=hearing)
    opened = office.get(url)
    said = {"kind": "BAIL", "result": "DETAINED", "decided_by": "Justice Q. Rowan", "onus": "CROWN", "grounds": ["PRIMARY"]}
    world.do("change_bail_hearing", hearing=hearing, on=ON, **said)

    answer = office.post(url, {**hidden(opened), **said, **day("on", ON), "decided_by": "Another"})

    assert answer.status_code == 409
    assert "Somebody changed this" in answer.content.decode()
    assert BailHearing.objects.get().decided_by == "Justice Q. Rowan"


def test_the_french_page_is_french(world, office):
    released(world, conditions=["NO_CONTACT"])

    page = office.get(bail_page(world).replace("/en/", "/fr/", 1)).content.decode()

    assert "Ordonnance de mise en liberté du" in page
    assert "Ne pas communiquer avec les personnes nommées" in page


def test_the_page_asks_as_many_queries_for_many_rows_as_for_few(world, office):
    order = released(world, conditions=["REPORT"])
    world.do("add_surety", order=order, family_name="Hazel", from_on=ON)
    world.do("record_bail_breach", order=order, on=ON, alleged="x", count=world.count)
    victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill", given_name="Robin")
    world.do("record_order_copy", order=order, victim=victim, told_on=ON)

    def asked():
        shown(office, world)
        with CaptureQueriesContext(connection) as queries:
            shown(office, world)
        return len(queries)

    few = asked()
    for number in range(4):
        world.do("add_bail_condition", order=order, kind="OTHER", words=f"Number {number}", from_on=ON)
        world.do("add_surety", order=order, family_name=f"Hazel{number}", from_on=ON)
        world.do("record_bail_breach", order=order, on=ON, alleged="x", count=world.count)
        heard(world, "ADJOURNED", ON + timedelta(days=number))
    assert asked() == few
