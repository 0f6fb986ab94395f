"""What victims and witnesses ask for: aids to testify, publication bans, the rights of victims; and what was answered."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from casetracker import as_it_stood, victim_law
from casetracker.choices import RequestAnswer, RequestGroup
from casetracker.models import VictimRequest
from casetracker.timeline import latest
from foundation import clock
from foundation.accounts.models import Role
from foundation.law.words import NOTES
from foundation.records import StaleRecord
from tests.casetracker.pages import at, day, problems, send, sent, signed_in
from tests.casetracker.test_bail import refusal
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import again

pytestmark = pytest.mark.django_db

ON = date(2025, 10, 1)


@pytest.fixture
def victim(world):
    return world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Quill", given_name="Robin")


@pytest.fixture
def ask(world, victim):
    """Record what she asks for."""

    def record(kind="SCREEN", **said):
        return world.do("record_victim_request", **{"participant": victim, "kind": kind, "asked_on": ON, "asked_by": "HERSELF", **said})

    return record


@pytest.fixture
def answer(world):
    """Record an answer."""

    def record(request, answer="GRANTED", answered_on=ON, **said):
        return world.do("answer_victim_request", victim_request=again(request), answer=answer, answered_on=answered_on, **said)

    return record


# The law


def test_the_table_holds_together():
    rows = victim_law.rows()

    assert {row.group for row in rows} == set(RequestGroup)
    assert all(row.source and row.words_en and row.words_fr and row.answers for row in rows)
    assert {answer for row in rows for answer in row.answers} == set(RequestAnswer.values)
    assert all(note in NOTES for row in rows for note in row.uncertain.values())
    assert all(row.valid_from or row.uncertain.get("valid_from") == "NOT_GIVEN" for row in rows)
    assert max(len(row.code) for row in rows) <= VictimRequest._meta.get_field("kind").max_length
    assert len({(row.code, row.valid_from) for row in rows}) == len(rows)


def test_words_name_the_provision_and_what_is_uncertain_in_the_readers_language():
    words = {row.code: row.words for row in victim_law.rows()}
    with translation.override("fr"):
        french = {row.code: row.words for row in victim_law.rows()}

    assert words["NO_CROSS"] == "No cross-examination by the accused in person (s. 486.3)"
    assert french["NO_CROSS"] == "Aucun contre-interrogatoire par l’accusé lui-même (art. 486.3)"
    assert words["INFO_CASE"].endswith("(CVBR s. 7)")
    assert french["INFO_CASE"].endswith("(CCDV art. 7)")
    assert words["ANONYMITY"].endswith("(s. 486.31; from memory; confirm with counsel)")


def test_a_support_animal_can_be_asked_for_since_its_day(ask):
    assert victim_law.row_on("SUPPORT_ANIMAL", date(2026, 7, 17)) is None
    assert victim_law.row_on("SUPPORT_ANIMAL", date(2026, 7, 18)) is not None

    assert refusal(lambda: ask("SUPPORT_ANIMAL"))[1] == "kind"
    with clock.fixed(clock.now() + timedelta(days=365)):
        assert ask("SUPPORT_ANIMAL", asked_on=date(2026, 7, 18)).pk


# Asked, answered, corrected


def test_what_is_asked_for_is_open_until_it_is_answered(ask, answer, world):
    request = ask(note=" She fears him ")
    assert (request.note, request.recorded_by) == ("She fears him", world.pro)
    assert list(VictimRequest.objects.open()) == [request]

    answer(request, answer_note="On consent")

    assert not VictimRequest.objects.open().exists()
    assert again(request).answer_note == "On consent"


def test_what_does_not_hold_together_is_refused(ask, world):
    tomorrow = clock.today() + timedelta(days=1)
    accused = world.proceeding.accused
    open_one = ask()

    assert refusal(lambda: ask("PONY"))[1] == "kind"
    assert refusal(lambda: ask("NO_CROSS", asked_on=tomorrow))[1] == "asked_on"
    assert refusal(lambda: ask("NO_CROSS", asked_by="PONY"))[1] == "asked_by"
    assert refusal(lambda: ask("NO_CROSS", participant=accused))[1] == "kind"
    assert refusal(ask) == ("She asks for this already, and it is open.", "kind")
    assert VictimRequest.objects.get() == open_one


@pytest.mark.parametrize(
    ("kind", "answered", "next_page"), [("BAN_WANTED", "GRANTED", "ban"), ("BAN_WANTED", "REFUSED", "her"), ("SCREEN", "GRANTED", "her")]
)
def test_a_ban_that_was_granted_is_recorded_next(world, victim, ask, kind, answered, next_page):
    request = ask(kind)
    url = at("answer_victim_request", world.file, person=victim, victim_request=request)

    led_to = sent(send(signed_in(world.pro), url, answer=answered, **day("answered_on", ON), answer_note="By Elm J."))

    assert led_to == (f"{at('add_ban', world.file)}?person={victim.ref}" if next_page == "ban" else at("person", world.file, person=victim))
    if next_page == "ban":
        assert f'value="{victim.ref}" selected' in signed_in(world.pro).get(led_to).content.decode()


def test_an_answer_fits_what_was_asked(ask, answer):
    tomorrow = clock.today() + timedelta(days=1)
    request = ask()

    assert refusal(lambda: answer(request, "DONE"))[1] == "answer"
    assert refusal(lambda: answer(request, ""))[1] == "answer"
    assert refusal(lambda: answer(request, answered_on=None))[1] == "answered_on"
    assert refusal(lambda: answer(request, answered_on=ON - timedelta(days=1)))[1] == "answered_on"
    assert refusal(lambda: answer(request, answered_on=tomorrow))[1] == "answered_on"
    assert refusal(lambda: answer(request, "REFUSED")) == ("Write the reasons of the refusal.", "answer_note")
    answer(request, "REFUSED", answer_note="Not needed for the administration of justice")
    assert "answered already" in refusal(lambda: answer(request))[0]
    again_asked = ask()
    assert again_asked != request, "what was refused can be asked for again"


def test_each_kind_takes_each_of_its_answers(ask, answer):
    for row in victim_law.rows():
        for given in row.answers:
            asked_on = row.valid_from or ON
            with clock.fixed(clock.now() + timedelta(days=400)):
                answer(ask(row.code, asked_on=asked_on), given, answered_on=asked_on, answer_note="So it was")

    assert not VictimRequest.objects.open().exists()


def test_a_correction_sets_anything_right_and_history_keeps_what_stood(ask, answer, world):
    request = answer(ask(), answer_note="On consent")

    def correct(version=None, **values):
        return world.do("correct_victim_request", victim_request=again(request), version=version, **values)

    correct(kind="OUTSIDE_ROOM", asked_by="CROWN")
    assert (again(request).kind, again(request).asked_by, again(request).answer) == ("OUTSIDE_ROOM", "CROWN", "GRANTED")
    assert refusal(lambda: correct(answer="", answered_on=None))[1] == "answer", "a note of an answer that is none"
    correct(answer="", answered_on=None, answer_note="")
    assert list(VictimRequest.objects.open()) == [request]
    assert refusal(lambda: correct(kind="PONY"))[1] == "kind"
    with pytest.raises(StaleRecord):
        correct(version=1, note="Late")
    with pytest.raises(TypeError):
        correct(participant=None)
    assert [row.kind for row in request.history.order_by("history_id")] == ["SCREEN", "SCREEN", "OUTSIDE_ROOM", "OUTSIDE_ROOM"]


def test_who_may_not_is_refused(ask, world, victim):
    request, reader = ask(), UserFactory(role=Role.REC)

    for call, given in [
        ("record_victim_request", {"participant": victim, "kind": "NO_CROSS", "asked_on": ON, "asked_by": "CROWN"}),
        ("answer_victim_request", {"victim_request": request, "answer": "GRANTED", "answered_on": ON}),
        ("correct_victim_request", {"victim_request": request, "note": "x"}),
    ]:
        with pytest.raises(PermissionDenied):
            world.do(call, by=reader, **given)


@pytest.mark.parametrize(
    "values",
    [
        {"answer": "GRANTED"},
        {"answered_on": ON},
        {"answer_note": "Yes"},
        {"answer": "PERHAPS", "answered_on": ON},
        {"answer": "REFUSED", "answered_on": ON},
        {"answer": "GRANTED", "answered_on": ON - timedelta(days=1)},
        {"asked_by": "PONY"},
    ],
)
def test_the_table_refuses_nonsense(acting, lead, victim, values):
    given = {"participant": victim, "kind": "SCREEN", "asked_on": ON, "asked_by": "CROWN", "recorded_by": lead}
    with pytest.raises(IntegrityError), transaction.atomic(), acting(lead):
        VictimRequest.objects.create(**{**given, **values})


# Pages


def test_a_request_goes_through_its_pages(world, victim):
    browser = signed_in(world.assistant)
    person = at("person", world.file, person=victim)
    assert "Nothing is recorded that she asked for." in browser.get(person).content.decode()

    typed = {"kind": "BAN_REVOKED", **day("asked_on", ON), "asked_by": "HERSELF", "note": "She wants to speak <of> it"}
    assert sent(send(browser, at("record_victim_request", world.file, person=victim), **typed)) == person
    request = VictimRequest.objects.get()
    page = browser.get(person).content.decode()
    assert "Wants the publication ban revoked (s. 486.51)" in page
    assert "She wants to speak &lt;of&gt; it" in page
    assert "Not answered yet" in page
    assert f"recorded by {world.assistant.name}" in page

    assert "1 request not answered" in browser.get(at("people", world.file)).content.decode()

    one = {"person": victim, "victim_request": request}
    form = browser.get(at("answer_victim_request", world.file, **one)).content.decode()
    assert 'value="GRANTED"' in form
    assert 'value="DONE"' not in form, "a court answers this"
    assert "Robin" not in form
    sent(send(browser, at("answer_victim_request", world.file, **one), answer="GRANTED", **day("answered_on", ON), answer_note="By Elm J."))
    assert "not answered" not in browser.get(at("people", world.file)).content.decode()
    page = browser.get(person).content.decode()
    assert "Granted by the court" in page
    assert "By Elm J." in page
    assert "Not answered yet" not in page

    typed = {"kind": "BAN_VARIED", **day("asked_on", ON), "asked_by": "HERSELF", "answer": "GRANTED", **day("answered_on", ON)}
    sent(send(browser, at("correct_victim_request", world.file, **one), **typed, answer_note="By Elm J."))
    assert again(request).kind == "BAN_VARIED"


def test_bad_input_is_said_beside_the_field_and_what_was_typed_is_kept(world, victim, ask):
    browser = signed_in(world.assistant)
    url = at("answer_victim_request", world.file, person=victim, victim_request=ask())

    refused = send(browser, url, answer="REFUSED", **day("answered_on", ON), answer_note="")
    early = send(browser, url, answer="GRANTED", **day("answered_on", ON - timedelta(days=9)), answer_note="By Elm J.")

    assert problems(refused) == ["Write the reasons of the refusal."]
    assert problems(early) == ["The answer cannot come before it was asked."]
    assert "By Elm J." in early.content.decode()


def test_only_victims_and_witnesses_have_these_pages(world, victim, ask):
    browser, request = signed_in(world.assistant), ask()
    officer = world.do("add_participant", case_file=world.file, kind="OFFICER", family_name="Fir")

    assert browser.get(at("record_victim_request", world.file, person=officer)).status_code == 404
    assert browser.get(at("answer_victim_request", world.file, person=officer, victim_request=request)).status_code == 404
    assert "What she asked for" not in browser.get(at("person", world.file, person=officer)).content.decode()
    assert browser.get(at("answer_victim_request", world.file, person=victim, victim_request=officer)).status_code == 404


def test_what_somebody_asked_as_a_witness_is_answered_also_once_she_is_listed_as_something_else(world, victim, ask):
    request = ask()
    world.do("edit_participant", participant=again(victim), kind="OTHER", family_name="Quill")
    browser = signed_in(world.assistant)

    page = browser.get(at("person", world.file, person=victim)).content.decode()
    assert "Add a request" not in page
    url = at("answer_victim_request", world.file, person=victim, victim_request=request)
    assert url in page
    sent(send(browser, url, answer="WITHDRAWN", **day("answered_on", ON), answer_note=""))


def test_a_local_crown_reads_what_was_asked_and_not_the_words_of_the_team(world, victim, ask, answer, lead):
    crown = UserFactory(crown=True)
    answer(ask(note="She fears his brother"), answer_note="On consent of all")
    world.do("agree_carriage", by=lead, case_file=again(world.file), carriage="SHARED", office=crown.office, contact="K. Elm",
             agreed_on=ON, effective_on=clock.today())  # fmt: skip
    world.do("grant_access", by=lead, case_file=again(world.file), to=crown, acting_as="LOCAL_CROWN")

    page = signed_in(crown).get(at("person", world.file, person=victim)).content.decode()
    told = signed_in(crown).get(at("history", world.file)).content.decode()

    assert "Testimony behind a screen" in page
    assert "Granted by the court" in page
    assert "Testimony behind a screen" in told
    for text in (page, told):
        assert "brother" not in text
        assert "On consent of all" not in text
    assert "Add a request" not in page


def test_the_page_asks_as_many_queries_for_many_rows_as_for_few(world, victim, ask):
    browser = signed_in(world.assistant)
    person = at("person", world.file, person=victim)
    ask()

    def asked():
        browser.get(person)
        with CaptureQueriesContext(connection) as queries:
            browser.get(person)
        return len(queries)

    few = asked()
    for row in victim_law.rows():
        if row.code != "SCREEN" and row.valid_from is None:
            ask(row.code)
    assert asked() == few


# History, and the file as it stood


def test_history_says_it_in_sentences_and_initials(world, ask, answer):
    answer(ask(), answer_note="On consent")

    answered, asked, *_rest = latest(again(world.file), world.pro, 5)

    assert asked.what == "recorded what a victim or witness asks for"
    assert [line.text for line in asked.lines] == [
        "Added: request of a victim or witness, Testimony behind a screen (s. 486.2), R.Q.",
    ]
    assert answered.what == "recorded the answer to what a victim or witness asked for"
    assert "answer is now “Granted by the court”" in answered.lines[0].text
    assert "Quill" not in json.dumps([line.text for line in (*asked.lines, *answered.lines)])


def test_the_file_as_it_stood_has_what_was_asked_then(world, ask, answer, later):
    request = ask(note="She fears him")
    before = clock.today()
    with later(days=3):
        answer(request)
        stood = as_it_stood.as_it_stood(again(world.file), before)
        lines = as_it_stood.describe(stood, again(world.file), world.pro)
    found = next(line for line in lines if line.kind == "Request of a victim or witness")

    assert found.title == "Testimony behind a screen (s. 486.2), R.Q."
    assert ("note", "She fears him") in found.facts
    assert "answer" not in dict(found.facts)
