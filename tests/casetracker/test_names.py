"""Names: initials for victims and witnesses everywhere but on their own page, and under youth protection and bans."""

import pytest

from casetracker import names, search_documents
from casetracker.matching import name_key, same_person
from casetracker.models import Participant
from foundation import clock
from foundation.law import catalogue
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import again

pytestmark = pytest.mark.django_db

CHANNELS = [names.PAGE, names.LIST, names.TITLE, names.PRINT, names.MAIL, names.EXPORT, names.CALENDAR, names.OWN_PAGE]


@pytest.fixture
def victim(world):
    return world.do("add_participant", case_file=world.file, kind="VICTIM", given_name="Zélie", family_name="Quillfeather")


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", ["VICTIM", "WITNESS"])
def test_victims_and_witnesses_are_initials_but_on_their_own_page(world, kind, channel):
    person = world.do("add_participant", case_file=world.file, kind=kind, given_name="Zélie", family_name="Quillfeather")

    shown = names.display_name(person, world.pro, channel)

    assert shown == ("Zélie Quillfeather" if channel == names.OWN_PAGE else "Z.Q.")


def test_their_own_page_shows_the_name_to_who_works_on_the_file(world, victim):
    strangers = [None, UserFactory(), UserFactory(crown=True), UserFactory(records=True), UserFactory(police=True)]

    assert {names.display_name(again(victim), person, names.OWN_PAGE) for person in strangers} == {"Z.Q."}
    assert names.display_name(again(victim), world.lead, names.OWN_PAGE) == "Zélie Quillfeather"
    assert names.display_name(again(victim), world.assistant, names.OWN_PAGE) == "Zélie Quillfeather"


def test_an_accused_is_named_unless_a_ban_or_her_age_protects_her(world):
    accused = world.proceeding.accused
    assert names.display_name(accused, world.pro, names.LIST) == "Alder"
    assert names.display_name(accused, world.pro, names.PAGE) == "Morgan Alder"

    provision = catalogue.ban_by_code("CC:486.5@")
    ban = world.do("add_ban", case_file=world.file, participant=accused, provision=provision, made_on=clock.today())
    assert names.display_name(again(accused), world.pro, names.PAGE) == "M.A."
    assert again(world.file).title == "R. v. M.A."

    world.do("end_ban", ban=ban, ended_on=clock.today())
    assert names.display_name(again(accused), world.pro, names.PAGE) == "Morgan Alder"
    assert again(world.file).title == "R. v. Alder"


def test_a_ban_on_evidence_hides_no_name(world):
    accused = world.proceeding.accused

    world.do("add_ban", case_file=world.file, participant=accused, provision=catalogue.ban_by_code("CC:517@"), made_on=clock.today())

    assert names.display_name(again(accused), world.pro, names.LIST) == "Alder"


@pytest.mark.parametrize(
    "given, family, shown", [("Marie-Claire", "d'Arc", "M.C.D."), ("", "Ng", "N."), ("Émile", "Øst", "É.Ø."), ("", "7", "—")]
)
def test_initials(given, family, shown):
    assert names.initials(given, family) == shown


@pytest.mark.parametrize(
    "one, other", [("Zélie QUILL", "quill, zelie"), ("O'Brien Pat", "Pat OBrien"), ("Jean-Luc Roy", "roy jean luc"), ("É. Øst", "e øst")]
)
def test_names_that_match(one, other):
    assert name_key(one) == name_key(other)


def test_birth_dates_that_differ_part_two_people():
    today = clock.today()

    assert same_person(None, today)
    assert same_person(today, today)
    assert not same_person(today, today.replace(year=1990))


def test_no_name_of_a_victim_stands_in_a_document(world, victim):
    world.do("add_participant", case_file=world.file, kind="WITNESS", given_name="Orla", family_name="Thistledown")
    world.do(
        "edit_theory",
        case_file=again(world.file),
        theory="QUILLFEATHER was taken to Ottawa; Zelie's passport was kept. Thistledown saw it.",
        resolution_position="None before Orla is heard",
    )
    world.do("add_note", case_file=world.file, text="Call Zélie on Monday")

    text = search_documents.of_case_file(again(world.file)).to_json().casefold()

    for name in ("quillfeather", "zélie", "zelie", "thistledown", "orla"):
        assert name not in text
    assert "passport was kept" in text
    assert "alder" in text


def test_theory_and_notes_are_for_the_team(world):
    world.do("edit_theory", case_file=world.file, theory="Control by debt", resolution_position="")
    world.do("add_note", case_file=world.file, text="Weak on identity")

    document = search_documents.of_case_file(again(world.file))

    assert "Control by debt" not in document.body
    assert "Control by debt" in document.body_team
    assert "Weak on identity" in document.body_team
    assert set(document.readers) == {"role:LEAD", "role:AST", "role:REC", f"file:{world.file.ref}"}


def test_a_person_holds_the_tokens_of_her_files_and_of_her_walls(world, lead):
    local = UserFactory(crown=True)
    other_lead = UserFactory(lead=True)
    world.do("grant_access", by=lead, case_file=world.file, to=local, acting_as="LOCAL_CROWN")
    world.do("set_wall", by=lead, case_file=world.file, user=other_lead, reason="Family of a witness")

    assert search_documents.tokens_for(world.pro) == {f"file:{world.file.ref}"}
    assert search_documents.tokens_for(other_lead) == {f"wall:{world.file.ref}"}
    assert search_documents.tokens_for(local) == set()
    assert search_documents.tokens_for(UserFactory()) == set()
    assert Participant.objects.exists()
