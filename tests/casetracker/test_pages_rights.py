"""Who opens the pages of a file, what stands in them for whom, and what opening them writes down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetracker.models import CaseFile
from foundation import clock
from foundation.audit.models import ReadLog
from foundation.law import catalogue
from tests.casetracker.pages import at, day, hidden, send, sent, signed_in, written
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import World, accused_in, count_in

pytestmark = pytest.mark.django_db

SHOWN = ["file", "accused_list", "dates", "people", "documents", "law", "history"]
FORMS = [
    "edit_file",
    "edit_theory",
    "add_note",
    "add_accused",
    "add_appearance",
    "add_participant",
    "add_ban",
    "assign",
    "grant_access",
    "set_wall",
    "transfer",
    "close",
]


def opens(client, url: str) -> int:
    return client.get(url).status_code


@pytest.mark.parametrize("who", ["pro_elsewhere", "walled_lead", "crown", "police", "admin"])
def test_a_file_that_is_not_hers_looks_like_none(world, lead, who):
    person = {
        "pro_elsewhere": lambda: UserFactory(),
        "walled_lead": lambda: UserFactory(lead=True),
        "crown": lambda: UserFactory(crown=True),
        "police": lambda: UserFactory(police=True),
        "admin": lambda: UserFactory(admin=True),
    }[who]()
    if who == "walled_lead":
        world.do("set_wall", by=lead, case_file=world.file, user=person, reason="Related to a witness")
    client, before = signed_in(person), written()

    for name in (*SHOWN, *FORMS, "access", "who_looked"):
        theirs = client.get(at(name, world.file))
        none = client.get(at(name, world.file).replace(world.file.ref, "26-HT-2222"))
        assert (theirs.status_code, none.status_code) == (404, 404), name
        assert world.file.ref not in theirs.content.decode().replace(f"/cases/{world.file.ref}/", "")
    for name in FORMS:
        assert client.post(at(name, world.file), {"text": "x", "theory": "x", "reason": "x"}).status_code == 404
    assert written() == before
    assert not ReadLog.objects.filter(by=person, ref=world.file.ref).exists()


def test_rows_of_another_file_are_not_found_through_this_one(world, lead, pro, assistant):
    other = World(lead=lead, pro=pro, assistant=assistant)
    person = other.do("add_participant", case_file=other.file, kind="VICTIM", family_name="Elm")
    appearance = other.appearance()
    client = signed_in(pro)

    assert opens(client, at("accused", world.file, accused=other.proceeding)) == 404
    assert opens(client, at("amend_count", world.file, accused=world.proceeding, count=other.count)) == 404
    assert opens(client, at("person", world.file, person=person)) == 404
    assert opens(client, at("record_result", world.file, appearance=appearance)) == 404


def test_a_local_crown_reads_a_shared_file_and_never_the_notes(lead, pro, assistant):
    world = World(lead=lead, pro=pro, assistant=assistant, decision="SHARED")
    crown = UserFactory(crown=True)
    world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")
    world.do("add_note", case_file=world.file, text="Our own words")
    world.do("edit_theory", case_file=world.file, theory="Our own theory", resolution_position="")
    world.screened()
    client = signed_in(crown)

    pages = {name: client.get(at(name, world.file)) for name in SHOWN}

    assert {answer.status_code for answer in pages.values()} == {200}
    for answer in [*pages.values(), client.get(at("accused", world.file, accused=world.proceeding))]:
        page = answer.content.decode()
        assert "Our own" not in page
        assert "screening" not in page.casefold() or "Screening needed" in page
    for name in (*FORMS, "access", "who_looked"):
        assert opens(client, at(name, world.file)) == 403, name


def test_records_staff_read_everything_and_write_nothing(world):
    client, before = signed_in(UserFactory(records=True)), written()

    read = {name: opens(client, at(name, world.file)) for name in (*SHOWN, "access", "who_looked")}
    write = {name: opens(client, at(name, world.file)) for name in FORMS}

    assert set(read.values()) == {200}
    assert set(write.values()) == {403}
    assert "Record" not in client.get(at("dates", world.file)).content.decode().split("<main")[1]
    assert written() == before


def test_an_assistant_has_no_button_for_what_only_counsel_may(world, assistant):
    client = signed_in(assistant)

    page = client.get(at("accused", world.file, accused=world.proceeding)).content.decode()

    assert at("record_screening", world.file, accused=world.proceeding) not in page
    assert opens(client, at("record_screening", world.file, accused=world.proceeding)) == 403


def test_cover_opens_a_colleagues_file_for_four_hours(world, later):
    colleague = UserFactory(name="Cora Cover")
    client = signed_in(colleague)
    assert opens(client, at("file", world.file)) == 404

    refused = send(client, at("take_cover"), ref=world.file.ref, reason="Too short")
    unknown = send(client, at("take_cover"), ref="26-HT-2222", reason="Covering set date court for S. Roy today")
    sent(send(client, at("take_cover"), ref=world.file.ref.lower(), reason="Covering set date court for S. Roy today"))

    assert (refused.status_code, unknown.status_code) == (422, 422)
    assert opens(client, at("file", world.file)) == 200
    assert opens(client, at("add_appearance", world.file)) == 200
    assert opens(client, at("edit_file", world.file)) == 403
    with later(hours=5):
        assert opens(signed_in(colleague), at("file", world.file)) == 404


# Names


def test_a_victims_name_stands_nowhere_until_it_is_asked_for(world, pro):
    person = world.do(
        "add_participant",
        case_file=world.file,
        kind="VICTIM",
        family_name="Birchwood",
        given_name="Anastasia",
        phone="555-0101",
        safe_contact="Text only",
    )
    world.do("edit_participant", participant=person, kind="VICTIM", family_name="Birchwoods", given_name="Anastasia", phone="555-0102")
    client = signed_in(pro)

    for name in SHOWN:
        page = client.get(at(name, world.file)).content.decode()
        assert "Birchwood" not in page
        assert "Anastasia" not in page
        assert "555-010" not in page, name
    own = client.get(at("person", world.file, person=person)).content.decode()
    assert "Birchwood" not in own
    assert "555-010" not in own
    assert "A.B." in own
    shown = client.post(at("person", world.file, person=person)).content.decode()

    assert "Anastasia Birchwoods" in shown
    assert "555-0102" in shown
    look = ReadLog.objects.get(page="casetracker:show_name")
    assert (look.by, look.ref, look.reason) == (pro, person.ref, "")


def test_who_reads_only_cannot_have_a_name_shown(world):
    person = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Birchwood", given_name="Anastasia")
    client = signed_in(UserFactory(records=True))

    assert client.post(at("person", world.file, person=person)).status_code == 403
    assert not ReadLog.objects.filter(page="casetracker:show_name").exists()


# What opening writes down


def test_each_page_is_written_down_before_it_is_sent(world, pro, lead):
    client = signed_in(pro)
    person = world.do("add_participant", case_file=world.file, kind="WITNESS", family_name="Elm")

    client.get(at("list"))
    client.get(at("file", world.file))
    client.get(at("file", world.file))
    client.get(at("person", world.file, person=person))

    looks = list(ReadLog.objects.filter(by=pro).values_list("label", "ref", "page"))
    assert looks == [
        ("casetracker.CaseFile", "", "casetracker:list"),
        ("casetracker.CaseFile", world.file.ref, "casetracker:file"),
        ("casetracker.CaseFile", world.file.ref, "casetracker:person"),
        ("casetracker.Participant", person.ref, "casetracker:person"),
    ]
    page = signed_in(lead).get(at("who_looked", world.file)).content.decode()
    assert "Petra Pro" in page
    assert "Overview" in page


def test_who_looked_is_for_leads_records_and_the_lead_prosecutor(world, lead, pro, assistant):
    second = UserFactory()
    world.do("assign", by=lead, case_file=world.file, to=second, acting_as="COUNSEL", reason="Joins")

    opened = {person.name: opens(signed_in(person), at("who_looked", world.file)) for person in (lead, pro, assistant, second)}

    assert list(opened.values()) == [200, 200, 403, 403]


# Queries


def many(lead, pro, assistant, number: int) -> World:
    world = World(
        lead=lead,
        pro=pro,
        assistant=assistant,
        accused=[accused_in(f"Alder{letter}", counts=[count_in(), count_in()]) for letter in "abcdefghij"[:number]],
    )
    victim = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Birch")
    world.do(
        "add_ban",
        case_file=world.file,
        provision=catalogue.bans_on(clock.today()).filter(section="486.4").first(),
        participant=victim,
        made_on=clock.today(),
    )
    for proceeding in world.proceedings:
        world.appearance(proceeding, on=clock.today() + timedelta(days=3))
        world.do("add_participant", case_file=world.file, kind="COUNSEL", family_name="Osei", acts_for=proceeding.accused)
        world.screened(proceeding)
    return world


def queries(client, url: str) -> int:
    client.get(url)  # the first look of five minutes is written down; the second is not
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_the_number_of_queries_does_not_grow_with_the_file(lead, pro, assistant):
    small, large = many(lead, pro, assistant, 1), many(lead, pro, assistant, 10)
    client = signed_in(lead)
    names = [*SHOWN, "access", "who_looked", "decide_intake", "add_appearance", "conflicts"]

    counted = {name: (queries(client, at(name, small.file)), queries(client, at(name, large.file))) for name in names}
    for name in ("accused", "record_outcomes", "record_screening", "lay_information"):
        counted[name] = tuple(queries(client, at(name, world.file, accused=world.proceeding)) for world in (small, large))

    # The history reads one more for each table that has a row on the page; on the longer one fewer tables may share it.
    assert {name: pair for name, pair in counted.items() if pair[1] > pair[0]} == {}
    assert max(max(pair) for pair in counted.values()) <= 80


def test_the_number_of_queries_does_not_grow_with_the_list(lead, pro, assistant):
    client = signed_in(lead)
    many(lead, pro, assistant, 1)
    one = queries(client, at("list"))
    for _file in range(5):
        many(lead, pro, assistant, 2)

    several = queries(client, at("list"))

    assert CaseFile.objects.count() == 6
    assert several == one
    assert one <= 30


def test_a_form_that_is_sent_keeps_its_hidden_boxes(world, pro):
    client = signed_in(pro)

    boxes = hidden(client.get(at("edit_file", world.file)))

    assert set(boxes) == {"key", "version"}
    assert client.post(at("edit_file", world.file), {**boxes, **day("x", None)}).status_code == 302


def test_the_page_of_an_accused_asks_no_more_for_more_counts(lead, pro, assistant):
    few = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Alder", counts=[count_in()])])
    more = World(lead=lead, pro=pro, assistant=assistant, accused=[accused_in("Cedar", counts=[count_in() for _count in range(8)])])
    for world in (few, more):
        world.screened()
    client = signed_in(lead)

    pairs = {
        name: [queries(client, at(name, world.file, accused=world.proceeding)) for world in (few, more)]
        for name in ("accused", "record_screening", "record_outcomes", "proceed_on_counts", "lay_information")
    }

    assert {name: pair for name, pair in pairs.items() if pair[0] != pair[1]} == {}
