"""Every form of a file against what people and programs send by mistake: a sentence beside the field, never an error page."""

import re
from contextlib import contextmanager
from datetime import timedelta
from html import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from casetracker.models import CaseFile, FileNote
from foundation import clock
from foundation.documents.models import Document
from foundation.law import catalogue
from tests.casetracker.pages import at, day, hidden, problems, send, sent, signed_in, written
from tests.casetracker.test_bail import released
from tests.casetracker.test_ledger import attribute
from tests.factories.casetracker import World

pytestmark = pytest.mark.django_db

FILE_FORMS = [
    "edit_file", "edit_theory", "add_note", "conflicts", "decide_intake", "transfer", "close", "reopen", "add_accused",
    "add_appearance", "add_participant", "add_ban", "documents", "law", "assign", "grant_access", "set_wall",
]  # fmt: skip
ACCUSED_FORMS = [
    "set_custody", "add_counts", "lay_information", "record_police_decision", "record_screening", "proceed_on_counts",
    "record_election", "set_trial", "change_trial_dates", "reserve",
    "issue_warrant", "execute_warrant", "record_prelim_result", "ask_direct_indictment", "file_indictment", "reelect", "resume_counts",
    "replace_counts", "sever", "rejoin", "ask_own_services", "record_unfit", "record_fit", "record_inquiry",
    "record_board_discharge", "add_interval", "record_complexity", "record_delay_application",
    "record_outcomes", "record_ruling", "record_bail_hearing",
]  # fmt: skip
ORDER_FORMS = ["end_release_order", "add_bail_condition", "add_surety", "record_bail_breach", "record_order_copy"]
COUNT_FORMS = ["amend_count", "choose_texts", "elect_mode", "record_victim_view", "withdraw"]

MOST_SENT = 4_000_000  # more than a page may send is refused as a whole
VARIANTS = {
    "nothing": "",
    "far too long": "x" * 110_000,
    "markup, a NUL, emoji and a path": "<script>alert(1)</script>\x00\N{GRINNING FACE}../../etc/passwd",
    "a day that is none": "30",
    "a number out of bounds": "99999999999999999999",
}


def forms_of(world, lead) -> list[str]:
    """The addresses of every form, on a file where each can be opened."""
    person = world.do("add_participant", case_file=world.file, kind="VICTIM", family_name="Birch", given_name="Ana")
    ban = world.do("add_ban", case_file=world.file, provision=provision(), participant=person, made_on=clock.today())
    asked = world.do("record_victim_request", participant=person, kind="SCREEN", asked_on=clock.today(), asked_by="HERSELF")
    appearance = world.appearance(on=clock.today())
    access = world.file.accesses.current().get(acting_as="LEAD_COUNSEL")
    accused, count = world.proceeding, world.count
    order = released(world, conditions=["REPORT"])
    surety = world.do("add_surety", order=order, family_name="Hazel", from_on=order.made_on)
    bail = {"accused": accused, "order": order}
    interval = attribute(world, clock.today(), clock.today() + timedelta(days=9), status="CROWN_POSITION")
    return [
        at("open_case_file"),
        *[at(name, world.file) for name in FILE_FORMS],
        *[at(name, world.file, accused=accused) for name in ACCUSED_FORMS],
        *[at(name, world.file, accused=accused, count=count) for name in COUNT_FORMS],
        *[at(name, world.file, **bail) for name in ORDER_FORMS],
        at("change_bail_hearing", world.file, accused=accused, hearing=order.hearing),
        at("change_bail_condition", world.file, **bail, condition=order.conditions.get()),
        at("end_surety", world.file, **bail, surety=surety),
        *[at("move_proceeding", world.file, accused=accused, name=name) for name in ("begin_intake", "conclude", "conclude_uncharged")],
        at("move_count", world.file, accused=accused, count=count, name="proceed"),
        at("move_file", world.file, name="finish_advice"),
        at("edit_participant", world.file, person=person),
        at("record_victim_request", world.file, person=person),
        *[at(name, world.file, person=person, victim_request=asked) for name in ("answer_victim_request", "correct_victim_request")],
        at("end_ban", world.file, ban=ban),
        at("edit_appearance", world.file, appearance=appearance),
        at("record_result", world.file, appearance=appearance),
        *[at(name, world.file, accused=accused, interval=interval) for name in ("change_interval", "settle_interval")],
        at("end_access", world.file, access=access),
    ]


def provision():
    return catalogue.bans_on(clock.today()).filter(section="486.4").first()


def boxes(answer) -> list[str]:
    """The names of everything that can be typed or chosen in the main form of a page."""
    main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]
    return list(dict.fromkeys(re.findall(r'<(?:input|textarea|select)[^>]*?\bname="([^"]+)"', main)))


@contextmanager
def taken_back():
    """Try something and leave the database as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_no_form_falls_over(world, lead):
    client, wrong = signed_in(lead), []
    opened = [(url, client.get(url)) for url in forms_of(world, lead)]

    assert [(url, answer.status_code) for url, answer in opened if answer.status_code != 200] == []
    for url, page in opened:
        kept = hidden(page)
        names = [name for name in boxes(page) if name not in kept and not name.startswith(("draft_", "csrf"))]
        for variant, value in VARIANTS.items():
            typed = dict.fromkeys(names, value[: MOST_SENT // max(len(names), 1)])
            if variant == "a day that is none":
                typed = {name: "2" if name.endswith("_month") else "2026" if name.endswith("_year") else "30" for name in names}
            with taken_back():
                answer = client.post(url, {**kept, **typed})
            if answer.status_code not in (302, 409, 422):
                wrong.append((url, variant, answer.status_code))
            elif answer.status_code != 302 and not problems(answer):
                wrong.append((url, variant, "says nothing"))
            elif "<script>alert(1)" in answer.content.decode():
                wrong.append((url, variant, "runs what was typed"))

    assert wrong == []


def test_a_form_sent_with_rubbish_for_its_hidden_boxes_says_so(world, lead):
    client = signed_in(lead)

    for rubbish in ({"version": "x"}, {"version": "-1"}, {"key": "k" * 500}, {"version": "9" * 40}):
        with taken_back():
            answer = client.post(at("edit_theory", world.file), {"theory": "Words I typed", **rubbish})
        assert answer.status_code in (302, 409, 422)
        assert answer.status_code == 302 or "Words I typed" in answer.content.decode()


@pytest.mark.parametrize("rows", ["", "x", "-3", "100000", "\N{GRINNING FACE}"])
def test_a_wrong_number_of_rows_is_put_right(lead, rows):
    client = signed_in(lead)

    answer = client.post(at("open_case_file"), {"accused-rows": rows, "name-rows": rows, "accused-0-count-rows": rows})

    assert answer.status_code == 422
    assert not CaseFile.objects.exists()


def test_what_was_typed_stands_in_the_page_again(world, pro):
    client, before = signed_in(pro), None
    appearance = world.appearance(on=clock.today())
    before = written()

    answer = send(
        client,
        at("record_result", world.file, appearance=appearance),
        who=[world.proceeding.ref],
        result="ADJOURNED",
        result_note="Both <b>present</b> & well",
        next_on_day="30",
        next_on_month="2",
        next_on_year="2026",
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert escape("Both <b>present</b> & well") in page
    assert 'value="30"' in page
    assert page.count("Say who asked to adjourn.") == 2  # at the top, and beside the field
    assert "<title>Error:" in page
    assert written() == before


# A second click


def test_a_second_click_writes_once(world, pro):
    client = signed_in(pro)
    url = at("add_note", world.file)
    typed = {**hidden(client.get(url)), "text": "Once"}

    first, second = client.post(url, typed), client.post(url, typed)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert FileNote.objects.count() == 1


@pytest.mark.parametrize("clicks", [2, 5])
def test_many_clicks_on_a_step_move_once(world, pro, clicks):
    world.appearance(on=clock.today())
    client = signed_in(pro)
    url = at("move_proceeding", world.file, accused=world.proceeding, name="begin_intake")
    typed = {**hidden(client.get(url)), **day("happened_on", clock.today())}
    client.post(url, typed)
    before = written()

    answers = [client.post(url, typed) for _click in range(clicks)]

    assert {answer.status_code for answer in answers} == {302}
    assert world.proceeding.state == "INTAKE"
    assert written() == before


# A page that went stale


def test_a_step_from_a_stale_page_is_refused_and_keeps_the_words(world, pro, lead):
    world.appearance(on=clock.today())
    client = signed_in(pro)
    url = at("move_proceeding", world.file, accused=world.proceeding, name="begin_intake")
    typed = {**hidden(client.get(url)), **day("happened_on", clock.today()), "reason": "My words"}
    world.do("set_custody", by=lead, proceeding=world.proceeding, custody="DETAINED")

    answer = client.post(url, typed)

    assert answer.status_code == 409
    assert "My words" in answer.content.decode()
    assert world.proceeding.state == "CHARGED"


def test_a_step_that_somebody_made_first_says_so(world, pro, lead):
    world.appearance(on=clock.today())
    client = signed_in(pro)
    url = at("move_proceeding", world.file, accused=world.proceeding, name="begin_intake")
    typed = {**hidden(client.get(url)), **day("happened_on", clock.today()), "reason": "My words"}
    world.do("begin_intake", by=lead, proceeding=world.proceeding, happened_on=clock.today())

    answer = client.post(url, typed)

    assert answer.status_code == 409
    assert "Lee Lead" in answer.content.decode()
    assert "My words" in answer.content.decode()


def test_two_people_change_different_fields_and_both_stand(world, pro, lead):
    first, second = signed_in(pro), signed_in(lead)
    url = at("edit_theory", world.file)
    opened = hidden(first.get(url)), hidden(second.get(url))
    sent(first.post(url, {**opened[0], "theory": "One operation", "resolution_position": ""}))

    sent(second.post(url, {**opened[1], "theory": "", "resolution_position": "Plea to count 1"}))

    stored = CaseFile.objects.get()
    assert (stored.theory, stored.resolution_position) == ("One operation", "Plea to count 1")


def test_two_people_change_the_same_field_and_the_second_is_asked(world, pro, lead):
    first, second = signed_in(pro), signed_in(lead)
    url = at("edit_theory", world.file)
    opened = hidden(first.get(url)), hidden(second.get(url))
    sent(first.post(url, {**opened[0], "theory": "Hers", "resolution_position": ""}))

    asked = second.post(url, {**opened[1], "theory": "Mine", "resolution_position": "Both"})

    page = asked.content.decode()
    assert asked.status_code == 409
    assert "Hers" in page
    assert "Mine" in page
    assert "Both" in page
    assert CaseFile.objects.get().theory == "Hers"
    sent(second.post(url, {**hidden(asked), "theory": "Mine", "resolution_position": "Both"}))
    assert CaseFile.objects.get().theory == "Mine"


# A session that ended


def test_a_form_sent_after_the_session_ended_comes_back_whole(world):
    before = written()

    answer = Client().post(at("add_note", world.file), {"text": "Twelve lines of thought"})

    assert answer.status_code == 401
    assert "Twelve lines of thought" in answer.content.decode()
    assert written() == before


# More than the form has


def test_what_a_form_does_not_have_changes_nothing(world, pro, lead):
    client = signed_in(pro)
    before = CaseFile.objects.get()
    extra = {
        "state": "CLOSED",
        "ref": "26-HT-ZZZZ",
        "id": "1",
        "opened_by": lead.pk,
        "names_complete": "",
        "conflict_cleared_on": "2020-01-01",
        "closest_ceiling_on": "2040-01-01",
        "custody_count": "9",
        "theory": "Slipped in",
        "by": lead.pk,
        "at": "2020-01-01",
    }

    sent(send(client, at("edit_file", world.file), occurrence_number="LS-9", agency="", office="", **extra))

    after = CaseFile.objects.get()
    same = ["pk", "ref", "state", "opened_by_id", "names_complete", "conflict_cleared_on", "closest_ceiling_on", "custody_count", "theory"]
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.occurrence_number == "LS-9"


def test_a_step_takes_no_state_and_no_person_from_the_form(world, pro, lead):
    world.appearance(on=clock.today())
    client = signed_in(pro)
    url = at("move_proceeding", world.file, accused=world.proceeding, name="begin_intake")

    sent(
        send(
            client,
            url,
            state="CONCLUDED",
            target="CONCLUDED",
            by=lead.pk,
            followed_from="1",
            trial_on="2020-01-01",
            **day("happened_on", clock.today()),
        )
    )

    assert (world.proceeding.state, world.proceeding.trial_on) == ("INTAKE", None)


def test_a_choice_from_another_file_is_no_choice(world, pro, lead, assistant):
    other = World(lead=lead, pro=pro, assistant=assistant)
    stranger = other.do("add_participant", case_file=other.file, kind="VICTIM", family_name="Elm", given_name="Eve")
    client, before = signed_in(pro), written()

    answers = [
        send(client, at("add_appearance", world.file), proceedings=[other.proceeding.ref], purpose="FIRST", **day("on", clock.today())),
        send(client, at("add_ban", world.file), provision=provision().code, participant=stranger.ref, **day("made_on", clock.today())),
        send(
            client,
            at("record_victim_view", world.file, accused=world.proceeding, count=world.count),
            participant=stranger.ref,
            exception="UNSAFE",
        ),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert written() == before


def test_a_date_ahead_is_refused_where_the_day_must_have_come(world, pro):
    client, before = signed_in(pro), written()

    answer = send(
        client, at("record_screening", world.file, accused=world.proceeding), **day("reviewed_on", clock.today() + timedelta(days=1))
    )

    assert answer.status_code == 422
    assert any("today" in problem for problem in problems(answer))
    assert written() == before


# Papers


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("brief.pdf", b"plain words under a wrong name"),
        ("tool.exe", b"MZ\x90\x00" + b"\x00" * 200),
        ("page.html", b"<html><script>alert(1)</script></html>"),
    ],
)
def test_a_paper_that_is_not_taken_in_is_refused_with_the_reason(world, pro, name, content):
    client, before = signed_in(pro), written()

    answer = send(client, at("documents", world.file), title="Brief", paper=SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert len(problems(answer)) == 1
    assert len(problems(answer)[0]) > 20
    assert 'value="Brief"' in answer.content.decode()
    assert written() == before


def test_a_paper_over_the_limit_is_refused_with_the_limit(world, pro, settings):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    client = signed_in(pro)

    answer = send(client, at("documents", world.file), paper=SimpleUploadedFile("long.txt", b"word " * 300_000))

    assert answer.status_code == 422
    assert "MB" in problems(answer)[0]


def test_a_path_in_a_name_leads_nowhere(world, pro):
    answer = send(signed_in(pro), at("documents", world.file), paper=SimpleUploadedFile("../../x.txt", b"plain words"))

    assert answer.status_code in (302, 422)
    assert not Document.objects.filter(name__contains="/").exists()
