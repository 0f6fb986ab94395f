"""The people of a file are found by exactly those who may read the file; whoever is named by initials is not found by name."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casetracker import search_documents, services
from casetracker.models import Participant
from foundation import clock
from foundation.law.models import BanProvision
from foundation.search import indexer, port
from foundation.search.models import Change
from tests.casetracker.pages import signed_in
from tests.casetracker.test_search_papers import index, start
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import PROCURING, World, accused_in, count_in

LABEL = "casetracker.Participant"


def found(user, text="kind:person", **words):
    return {hit.ref for hit in port.search(user, text, per_page=50, **words).hits if hit.label == LABEL}


def add(world, kind, given, family, **more):
    return world.do("add_participant", case_file=world.file, kind=kind, given_name=given, family_name=family, **more)


@pytest.fixture
def case(at, db, settings, tmp_path, monkeypatch):
    """A shared file with an accused, counsel, an officer, a victim and a youth; another file; people on every side."""
    start(settings, tmp_path, monkeypatch, "oracle")
    lead, assistant, crown, walled = UserFactory(lead=True), UserFactory(assistant=True), UserFactory(crown=True), UserFactory()
    both = [accused_in("Sorrelwood", counts=[count_in(PROCURING)]), accused_in("Youngblood", counts=[count_in(PROCURING)], is_youth=True)]
    world = World(lead=lead, pro=UserFactory(), assistant=assistant, decision="SHARED", accused=both)
    world.do("grant_access", by=lead, case_file=world.file, to=crown, acting_as="LOCAL_CROWN")
    world.do("grant_access", by=lead, case_file=world.file, to=walled, acting_as="COUNSEL")
    world.do("set_wall", by=lead, case_file=world.file, user=walled, reason="Acted for the accused")
    other = World(lead=lead, pro=UserFactory(), assistant=assistant, occurrence_number="25-9", accused=[accused_in("Sorrelwood")])
    rows = {
        "accused": Participant.objects.get(file=world.file, family_name="Sorrelwood"),
        "counsel": add(world, "COUNSEL", "Imogen", "Larkspur", organisation="Larkspur and Tansy"),
        "officer": add(world, "OFFICER", "Basil", "Tansy"),
        "other": Participant.objects.get(file=other.file, family_name="Sorrelwood"),
    }
    kept_back = {
        "victim": add(world, "VICTIM", "Ottoline", "Bexhurst"),
        "witness": add(world, "WITNESS", "Orla", "Thistledown"),
        "youth": Participant.objects.get(file=world.file, family_name="Youngblood"),
    }
    people = {
        "lead": lead,
        "assistant": assistant,
        "pro": world.pro,
        "crown": crown,
        "walled": walled,
        "stranger": other.pro,
        "police": UserFactory(police=True),
        "elsewhere": UserFactory(crown=True),
        "records": UserFactory(records=True),
        "admin": UserFactory(admin=True),
    }
    index()
    yield SimpleNamespace(world=world, file=world.file, people=people, rows=rows, kept_back=kept_back)
    port.forget_engines()


@pytest.mark.parametrize("engine", ["oracle", "tantivy", pytest.param("elasticsearch", marks=pytest.mark.needs("elasticsearch"))])
def test_each_person_finds_exactly_the_people_of_the_files_that_she_may_read(case, settings, tmp_path, monkeypatch, engine):
    start(settings, tmp_path, monkeypatch, engine)
    refs = {name: row.ref for name, row in case.rows.items()}
    here = {refs["accused"], refs["counsel"], refs["officer"]}
    wanted = {name: {*here, refs["other"]} for name in ("lead", "assistant", "records")}
    wanted |= {"pro": here, "crown": here, "stranger": {refs["other"]}}

    for name, person in case.people.items():
        may = wanted.get(name, set())
        assert found(person) == may, name
        assert found(person, "sorrelwood kind:person") == may & {refs["accused"], refs["other"]}
        assert found(person, f"larkspur file:{case.file.ref}") == may & {refs["counsel"]}
        assert found(person, "policier") == found(person, "officer kind:person") == may & {refs["officer"]}
        assert {hit.ref for hit in port.fallback(person, "sorrelwood") if hit.label == LABEL} == may & {refs["accused"], refs["other"]}
        for word in ("Bexhurst", "Ottoline", "Thistledown", "Youngblood"):
            assert not found(person, word)
            assert not [hit for hit in port.fallback(person, word) if hit.label == LABEL]
    for language, said in (("en", "Defence counsel"), ("fr", "Avocat de la défense")):
        page = signed_in(case.people["pro"]).post(f"/{language}/search/", {"q": "larkspur kind:person"}, follow=True)
        assert said in page.content.decode()
    for hit in port.search(case.people["crown"], "kind:person").hits:
        assert signed_in(case.people["crown"]).get(hit.url).status_code == 200, hit.title


def test_a_name_that_is_protected_now_is_gone_at_once_and_comes_back_with_the_end_of_the_ban(case):
    pro, accused = case.people["pro"], case.rows["accused"]
    hides = BanProvision.objects.filter(hides_names=True).first()
    assert found(pro, "sorrelwood") == {accused.ref}

    ban = case.world.do("add_ban", case_file=case.file, provision=hides, participant=accused, made_on=clock.today())
    assert not found(pro, "sorrelwood")  # before the worker has told the index
    index()
    assert not found(pro, "sorrelwood")
    assert not indexer.verify()

    services.end_ban(ban=ban, ended_on=clock.today(), by=pro, at=clock.now())
    index()
    assert found(pro, "sorrelwood") == {accused.ref}


def test_who_becomes_a_witness_or_turns_out_to_be_a_youth_is_no_longer_found(case):
    pro, officer, accused = case.people["pro"], case.rows["officer"], case.rows["accused"]

    case.world.do("edit_participant", participant=officer, kind="WITNESS", given_name="Basil", family_name="Tansy")
    case.world.do("edit_participant", participant=accused, is_youth=True, birth_date=date(2010, 1, 1))

    assert found(pro) == {case.rows["counsel"].ref}
    index()
    assert found(pro) == {case.rows["counsel"].ref}
    assert not indexer.verify()


def test_all_people_are_read_by_as_many_queries_as_one(case):
    with CaptureQueriesContext(connection) as few:
        assert len([search_documents.of_person(row) for row in search_documents.people()]) == 4
    for number in range(6):
        add(case.world, "COUNSEL", "", f"Advocate{number}")
    with CaptureQueriesContext(connection) as many:
        assert len([search_documents.of_person(row) for row in search_documents.people()]) == 10

    assert len(many) == len(few) == 2
    assert Change.objects.filter(key__startswith=LABEL).count() == 6
