"""History as sentences: pure functions from rows to words, and the page that shows them."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import translation

from casetracker import sentences, timeline
from casetracker.models import Appearance, CaseFile, Participant
from casetracker.sentences import Change
from foundation import clock
from foundation.pages.merging import merge
from tests.casetracker.pages import at, signed_in
from tests.factories.accounts import UserFactory

MARCH_3 = date(2026, 3, 3)


def move(**words):
    given = {
        "from_label": "Charged",
        "to_label": "In trial",
        "happened_on": MARCH_3,
        "reason": "",
        "followed_from_id": None,
        "corrected_by_id": None,
    }
    return SimpleNamespace(**{**given, **words})


def test_a_move_says_from_where_to_where():
    line = sentences.move_line(move(reason="Plea day"), "Morgan Alder", MARCH_3)

    assert line.text == "Morgan Alder: from “Charged” to “In trial”"
    assert (line.happened_on, line.reason, line.corrected) == (None, "Plea day", "")


def test_a_move_says_when_it_happened_where_that_is_another_day():
    assert sentences.move_line(move(happened_on=date(2026, 3, 1)), "the file", MARCH_3).happened_on == date(2026, 3, 1)


def test_a_move_that_followed_says_so():
    assert (
        sentences.move_line(move(followed_from_id=7), "the file", MARCH_3).text
        == "The file: from “Charged” to “In trial”, which followed from it"
    )


def test_a_corrected_move_says_by_whom():
    by = SimpleNamespace(act=SimpleNamespace(by=SimpleNamespace(name="Kenji Ito")))

    assert sentences.move_line(move(corrected_by_id=9, corrected_by=by), "the file", MARCH_3).corrected == "corrected by Kenji Ito"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("theory of the case", "", "One operation"), "theory of the case is now “One operation”"),
        (Change("room", "504", "505"), "room changed from “504” to “505”"),
        (Change("room", "504", ""), "room was “504” and is now empty"),
        (Change("given names", "", ""), "given names changed"),
        (Change("note", "", "x" * 400), f"note is now “{'x' * 240} …”"),
        (Change("note", "", "two\n lines"), "note is now “two lines”"),
    ],
)
def test_a_change_says_what_it_was_and_what_it_is(change, words):
    assert sentences.change_words(change) == words


def test_changes_of_one_record_are_one_sentence():
    lines = sentences.change_lines("casetracker.CaseFile", "the file", [Change("a", "1", "2"), Change("b", "", "3")])

    assert [line.text for line in lines] == ["The file: a changed from “1” to “2”; b is now “3”"]
    assert sentences.change_lines("casetracker.CaseFile", "the file", []) == []


def test_what_was_added_and_taken_off():
    assert sentences.added_line("casetracker.Count", "count 1, s. 286.4").text == "Added: count 1, s. 286.4"
    assert sentences.added_line("casetracker.Ban", "s. 486.4").text == "Added: publication ban, s. 486.4"
    assert sentences.removed_line("casetracker.LinkedDecision", "").text == "Taken off: linked decision"


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (Appearance._meta.get_field("result"), "ADJOURNED", "Adjourned"),
        (Appearance._meta.get_field("on"), MARCH_3, "March 3, 2026"),
        (CaseFile._meta.get_field("joint_with_ppsc"), True, "yes"),
        (CaseFile._meta.get_field("joint_with_ppsc"), False, "no"),
        (CaseFile._meta.get_field("theory"), "", ""),
        (CaseFile._meta.get_field("no_charge_confirmed_on"), None, ""),
        (Participant._meta.get_field("acts_for"), 5, "person 5"),
    ],
)
def test_values_are_written_as_people_write_them(column, value, words):
    assert sentences.say_value(column, value, lambda column, value: f"person {value}") == words


def test_every_act_of_the_services_has_words():
    import re
    from pathlib import Path

    import casetracker

    services = Path(casetracker.__file__).parent / "services"
    kinds = {kind for path in services.glob("*.py") for kind in re.findall(r'kind="(\w+)"', path.read_text())}

    assert kinds - set(sentences.ACTS) == set()


def test_sentences_are_made_in_the_readers_language():
    english = sentences.act_words("open_case_file")
    with translation.override("fr"):
        french = sentences.act_words("open_case_file")

    assert (english, french) == ("opened the file", "a ouvert le dossier")


# The history of a file


def words_of(entry) -> str:
    return " ".join([str(entry.what), *(line.text for line in entry.lines)])


@pytest.mark.django_db
def test_each_act_is_one_entry_newest_first(world, pro):
    world.appearance(on=clock.today())
    world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today(), reason="First day held")
    world.do("edit_theory", case_file=world.file, theory="One operation", resolution_position="")

    found = timeline.latest(world.file, pro, 100)

    assert [str(entry.what) for entry in found] == [
        "changed theory and resolution",
        "began the intake appearances",
        "added a day in court",
        "decided on the file",
        "opened the file",
    ]
    assert "theory of the case is now “One operation”" in words_of(found[0])
    assert found[1].lines[0].text == "Morgan Alder: from “Charged” to “Intake appearances”"
    assert found[1].lines[0].reason == "First day held"


@pytest.mark.django_db
def test_what_happened_earlier_stands_where_it_happened(world, pro, later):
    with later(days=5):
        world.do("issue_warrant", proceeding=world.proceeding, kind="BENCH_597", issued_on=clock.today() - timedelta(days=5))
    with later(days=2):
        world.do("add_note", case_file=world.file, text="Between")

    found = timeline.latest(world.file, pro, 100)

    assert str(found[0].what) == "wrote a note of the team"
    assert str(found[1].what) == "recorded a warrant"
    assert found[1].lines[0].happened_on == date(2026, 3, 3)


@pytest.mark.django_db
def test_names_of_victims_and_contact_details_are_not_in_history(world, pro):
    person = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Birchwood", given_name="Ana", phone="555-0101")
    world.do("edit_participant", participant=person, kind="VICTIM", family_name="Elmwood", given_name="Ana", phone="555-0102")

    told = " ".join(words_of(entry) for entry in timeline.latest(world.file, pro, 100))

    assert "Birchwood" not in told
    assert "Elmwood" not in told
    assert "555" not in told
    assert "family name changed" in told


@pytest.mark.django_db
def test_a_local_crown_reads_no_notes_in_history(lead, pro, assistant, world):
    world.do("add_note", case_file=world.file, text="Our own words")
    world.do("edit_theory", case_file=world.file, theory="Our own theory", resolution_position="")
    crown = UserFactory(crown=True)

    told = " ".join(words_of(entry) for entry in timeline.latest(world.file, crown, 100))

    assert "Our own" not in told


@pytest.mark.django_db
def test_the_page_shows_twenty_at_a_time(world, pro):
    for number in range(25):
        world.do("add_note", case_file=world.file, text=f"Note {number}")
    client = signed_in(pro)

    first = client.get(at("history", world.file))
    second = client.get(at("history", world.file) + "?page=2")

    assert len(first.context["page"]) == 20
    assert len(second.context["page"]) == 7
    assert "Note 24" in first.content.decode()
    assert "opened the file" in second.content.decode()


# Two edits of one record


@pytest.mark.parametrize(
    ("before", "now", "typed", "merged", "both"),
    [
        ({"a": "1", "b": "1"}, {"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "2", "b": "1"}, []),
        ({"a": "1", "b": "1"}, {"a": "1", "b": "2"}, {"a": "3", "b": "1"}, {"a": "3", "b": "2"}, []),
        ({"a": "1"}, {"a": "2"}, {"a": "3"}, {"a": "3"}, ["a"]),
        ({"a": "1"}, {"a": "2"}, {"a": "2"}, {"a": "2"}, []),
        ({"a": ""}, {"a": "2"}, {"a": None}, {"a": "2"}, []),
        ({}, {"a": "2"}, {"a": "2"}, {"a": "2"}, []),
        ({}, {"a": "2"}, {"a": "3"}, {"a": "3"}, ["a"]),
        ({"a": False}, {"a": True}, {"a": False}, {"a": True}, []),
    ],
)
def test_two_edits_are_joined(before, now, typed, merged, both):
    assert merge(before, now, typed) == (merged, both)
