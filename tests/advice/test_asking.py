"""Asking: the page, its drafts, bad input, what the bank offers, and what an asker does afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advice import services
from advice.models import AdviceRequest, BankUse, Named
from advice.states import State
from foundation import clock
from foundation.notifications.models import Notice
from foundation.pages.models import Draft
from foundation.records import Refusal, StaleRecord
from foundation.workflow.models import Move
from foundation.workflow.transitions import TransitionRefused
from precedents.models import PublishedAdvice
from tests.advice.conftest import again
from tests.factories.advice import CaseFileLinked, PublishedAdviceFactory, write

ASK = {"question": "Does a friend who advertises commit the offence?", "facts": "He placed them.", "urgency": "U2", "topics": ["ONLINE"]}


@pytest.fixture
def send(cast, signed_in):
    client = signed_in(cast.asker)

    def post(**typed):
        return client.post(reverse("advice:ask"), {**ASK, **typed})

    return post


def test_a_question_is_sent_in_one_go(send, cast):
    answer = send(colleagues="nora.named@example.invalid", reference="PRP 26-1234", stage="PRE_CHARGE", needed_by="2026-03-31")

    sent = AdviceRequest.objects.get()
    assert answer["Location"] == sent.get_absolute_url() == f"/en/advice/{sent.ref}/"
    assert (sent.state, sent.asker, sent.agency, sent.occurrence) == (State.SUBMITTED, cast.asker, cast.asker.agency, "PRP 26-1234")
    assert [row.person for row in sent.named.all()] == [cast.named]
    assert [row.topic for row in sent.topics.all()] == ["ONLINE"]
    assert sent.needed_by.isoformat() == "2026-03-31"
    assert set(Notice.objects.values_list("recipient__name", flat=True)) == {"Lee Lead", "Wanda Walled", "Nora Named"}


def test_a_pressing_question_tells_every_lawyer_of_the_team(send):
    send(urgency="U0", urgency_reason="Held under section 503")

    told = set(Notice.objects.filter(template="advice/submitted_pressing").values_list("recipient__role", flat=True))
    assert told == {"LEAD", "PRO"}


def test_a_draft_is_kept_incomplete_and_seen_by_nobody_else(send, cast, signed_in):
    answer = send(question="", urgency="", facts="Only facts yet", save_draft="1")

    draft = AdviceRequest.objects.get()
    assert draft.state == State.DRAFT
    assert answer["Location"] == f"/en/advice/{draft.ref}/edit/"
    assert not Move.objects.exists()
    assert not Notice.objects.exists()
    assert "Only facts yet" in signed_in(cast.asker).get(answer["Location"]).content.decode()
    assert signed_in(cast.lead).get(answer["Location"]).status_code == 404


def test_a_draft_is_sent_with_what_changed_in_it(request_in, cast, signed_in):
    draft = request_in("DRAFT")

    signed_in(cast.asker).post(
        reverse("advice:edit_draft", args=[draft.ref]), {**ASK, "question": "Other words?", "version": draft.version}
    )

    sent = again(draft)
    assert (sent.state, sent.question) == (State.SUBMITTED, "Other words?")
    assert not sent.named.exists()


def test_two_windows_do_not_write_over_each_other(request_in, cast):
    draft = request_in("DRAFT")
    services.save_request_draft(ref=draft.ref, by=cast.asker, at=clock.now(), question="First window")

    with pytest.raises(StaleRecord):
        services.save_request_draft(ref=draft.ref, by=cast.asker, at=clock.now(), question="Second window", version=draft.version)

    assert again(draft).question == "First window"


def test_a_draft_is_thrown_away_with_all_that_hangs_on_it(request_in, cast, signed_in):
    draft = request_in("DRAFT")

    answer = signed_in(cast.asker).post(reverse("advice:discard_draft", args=[draft.ref]), {})

    assert answer["Location"] == "/en/advice/"
    assert not AdviceRequest.objects.exists()
    assert not Named.objects.exists()


def test_what_was_sent_is_not_edited_or_thrown_away(request_in, cast):
    sent = request_in("SUBMITTED")

    for service in (services.discard_request_draft, services.save_request_draft, services.submit_request):
        with pytest.raises(TransitionRefused):
            service(ref=sent.ref, by=cast.asker, at=clock.now())

    assert again(sent).question == sent.question


def test_the_server_draft_is_shown_again_and_goes_once_sent(cast, signed_in):
    client = signed_in(cast.asker)
    client.post(reverse("save_draft"), {**ASK, "draft_form": "advice-ask", "draft_about": "", "draft_path": "/en/advice/ask/"})

    shown = client.get(reverse("advice:ask")).content.decode()
    client.post(reverse("advice:ask"), ASK)

    assert "He placed them." in shown
    assert not Draft.objects.filter(form="advice-ask").exists()


def test_a_second_click_sends_once(send):
    first, second = send(key="k" * 32), send(key="k" * 32)

    assert first["Location"] == second["Location"]
    assert AdviceRequest.objects.count() == 1


BAD = {
    "empty question": ({"question": "  "}, "Write the question."),
    "question too long": ({"question": "x" * 301}, "Shorten this to 300 characters or fewer; it has 301."),
    "facts too long": ({"facts": "x" * 20_001}, "Shorten this to 20000 characters or fewer"),
    "no urgency": ({"urgency": ""}, "Say how soon an answer is needed."),
    "unknown urgency": ({"urgency": "U9"}, "How soon an answer is needed: choose from the list."),
    "pressing without why": ({"urgency": "U1"}, "Say why the answer is needed now or today."),
    "a day that is not": ({"needed_by_day": "30", "needed_by_month": "2", "needed_by_year": "2026"}, "There is no such day"),
    "a pasted day that is not": ({"needed_by": "2026-02-30"}, "2026-02-30"),
    "half a day": ({"needed_by_day": "3"}, "the date by which you need it"),
    "unknown topic": ({"topics": ["WEATHER"]}, "Topics: choose from the list."),
    "unknown stage": ({"stage": "LATER"}, "Where the matter stands: choose from the list."),
    "unknown language": ({"language": "de"}, "Language of your question: choose from the list."),
    "unknown colleague": ({"colleagues": "nobody@example.invalid"}, "No colleague of yours has the address nobody@example.invalid."),
    "herself": ({"colleagues": "ana.asker@example.invalid"}, "No colleague of yours has the address"),
    "too many colleagues": ({"colleagues": "a@b.invalid " * 21}, "Name 20 colleagues or fewer."),
    "reference too long": ({"reference": "9" * 61}, "Shorten this to 60 characters or fewer"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_answered_beside_its_field_and_nothing_typed_is_lost(name, send):
    typed, sentence = BAD[name]

    answer = send(facts="TYPEDWORDS", **typed) if "facts" not in typed else send(**typed)

    words = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in words
    assert "There is a problem" in words
    assert ("TYPEDWORDS" in words) or "facts" in typed
    assert not AdviceRequest.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "nul\x00byte",
        "\N{PERSON WITH BALL} \N{ZERO WIDTH JOINER}",
        "é" * 300,
        "' OR 1=1 --",
        "{{ 7|add:7 }} {% now %}",
    ],
)
def test_odd_words_are_kept_and_shown_as_words(words, send, cast, signed_in):
    answer = send(question=words, facts=words)

    sent = AdviceRequest.objects.get()
    shown = signed_in(cast.asker).get(answer["Location"]).content.decode()
    assert sent.question == words.replace("\x00", "").strip()
    assert "<script>alert" not in shown


def test_a_colleague_of_another_service_cannot_be_named(request_in, cast):
    asked = request_in("ASSIGNED")

    for person in (cast.other_police, cast.crown, cast.lead, cast.asker):
        with pytest.raises(Refusal):
            services.name_colleague(ref=asked.ref, person=person, by=cast.asker, at=clock.now())

    services.name_colleague(ref=asked.ref, person=cast.same_agency, by=cast.named, at=clock.now())
    assert AdviceRequest.objects.visible_to(cast.same_agency).filter(pk=asked.pk).exists()


def test_a_file_number_of_the_police_stays_words(send):
    case_file = CaseFileLinked()

    send(reference=case_file.ref)

    sent = AdviceRequest.objects.get()
    assert (sent.case_file, sent.occurrence) == (None, case_file.ref)


def test_what_the_bank_offers_is_what_the_asker_may_read(cast, signed_in, monkeypatch):
    seen = {}

    def suggestions(user, text, kinds, *, limit):
        seen.update(user=user, text=text, kinds=set(kinds))
        return []

    monkeypatch.setattr("advice.views.asking.port.suggestions", suggestions)
    answer = signed_in(cast.asker).post(reverse("advice:suggestions"), {"question": "Gifts and grooming", "facts": "None"})

    assert answer.status_code == 200
    assert seen == {"user": cast.asker, "text": "Gifts and grooming None", "kinds": {"decision", "advice"}}
    assert "<html" not in answer.content.decode()


def test_without_script_a_button_looks_for_answers_and_keeps_what_was_typed(send):
    answer = send(look="1", question="x" * 400)

    assert answer.status_code == 200
    assert "x" * 400 in answer.content.decode()
    assert "He placed them." in answer.content.decode()
    assert not AdviceRequest.objects.exists()


def test_an_answer_that_was_found_is_counted_once_a_form(cast, signed_in):
    item = PublishedAdviceFactory()
    client = signed_in(cast.asker)
    typed = {**ASK, "answered": f"precedents.PublishedAdvice:{item.ref}", "key": "k" * 32}

    first = client.post(reverse("advice:count_bank_use"), typed)
    client.post(reverse("advice:count_bank_use"), typed)

    assert first["Location"] == item.get_absolute_url()
    assert BankUse.objects.get().kind == "ANSWERED"
    assert again(item).used_count == 1
    assert not AdviceRequest.objects.exists()


def test_an_item_that_is_not_for_the_police_cannot_be_counted(cast, signed_in):
    item = PublishedAdviceFactory(level="CROWN_ONLY")

    answer = signed_in(cast.asker).post(
        reverse("advice:count_bank_use"), {**ASK, "answered": f"precedents.PublishedAdvice:{item.ref}", "key": "k"}
    )

    assert answer.status_code == 200
    assert "He placed them." in answer.content.decode()
    assert not BankUse.objects.exists()


def test_what_answers_in_part_is_sent_with_the_request(send, cast, signed_in):
    item, hidden = PublishedAdviceFactory(), PublishedAdviceFactory(level="CROWN_ONLY", title="Not for police")

    answer = send(found=[f"precedents.PublishedAdvice:{item.ref}", f"precedents.PublishedAdvice:{hidden.ref}", "x.Y:Z", ""])

    assert [use.item_ref for use in BankUse.objects.filter(kind="PARTLY")] == [item.ref]
    shown = signed_in(cast.lead).get(answer["Location"]).content.decode()
    assert "Advertising by a friend" in shown


def test_the_bank_answers_with_what_the_asker_may_read(request_in, cast, signed_in):
    asked, item, hidden = request_in("SUBMITTED"), PublishedAdviceFactory(), PublishedAdviceFactory(level="CROWN_ONLY")
    client = signed_in(cast.lead)
    triage = reverse("advice:triage", args=[asked.ref])

    refused = client.post(triage, {"decision": "bank", "item": hidden.ref})
    client.post(triage, {"decision": "bank", "item": item.get_absolute_url(), "note": "See the second paragraph."})

    assert refused.status_code == 422
    assert "The asker may not read that item." in refused.content.decode()
    assert again(asked).state == State.ANSWERED_FROM_BANK
    shown = signed_in(cast.asker).get(asked.get_absolute_url()).content.decode()
    assert item.get_absolute_url() in shown
    assert "See the second paragraph." in shown
    assert PublishedAdvice.objects.count() == 2


def test_what_the_bank_left_open_goes_to_the_team_again(request_in, cast, later):
    asked = request_in("ANSWERED_FROM_BANK")

    with later(days=6):
        services.say_still_open(ref=asked.ref, text="The age.", by=cast.named, at=clock.now())

    asked = again(asked)
    assert (asked.state, asked.closed_at, asked.clock_started_on) == (State.SUBMITTED, None, clock.today() + timedelta(days=6))


TRIAGE_BAD = {
    "nothing chosen": ({}, "Choose what to do with the question."),
    "no topic": ({"decision": "accept", "urgency": "U2"}, "Choose at least one topic."),
    "no urgency": ({"decision": "accept", "topics": ["BAIL"]}, "Choose the urgency."),
    "urgency without why": ({"decision": "accept", "topics": ["BAIL"], "urgency": "U1"}, "Say why the urgency changes."),
    "no such file": ({"decision": "accept", "topics": ["BAIL"], "urgency": "U2", "case_file": "26-HT-0000"}, "There is no such file"),
    "nothing asked for": ({"decision": "more", "reply_by": "2026-03-20"}, "Say what is needed."),
    "no date": ({"decision": "more", "text": "Who?"}, "Enter the date for the reply."),
    "a day that is not": ({"decision": "more", "text": "Who?", "reply_by": "2026-02-30"}, "2026-02-30"),
    "a day that passed": ({"decision": "more", "text": "Who?", "reply_by": "2026-03-02"}, "Give a date from today on."),
    "no item": ({"decision": "bank"}, "Choose or name the item that answers the question."),
    "unknown item": ({"decision": "bank", "item": "ZZZZZZZZZZ"}, "The bank has no such item."),
    "no reason": ({"decision": "decline", "turn_to": "There."}, "Choose why."),
    "nowhere to turn": ({"decision": "decline", "reason_code": "FEDERAL"}, "Say where the asker can turn instead."),
}


@pytest.mark.parametrize("name", TRIAGE_BAD)
def test_a_triage_that_is_not_whole_changes_nothing(name, request_in, cast, signed_in):
    typed, sentence = TRIAGE_BAD[name]
    asked = request_in("SUBMITTED")
    before = (Move.objects.count(), asked.history.count(), asked.topics.count(), Notice.objects.count())

    answer = signed_in(cast.lead).post(reverse("advice:triage", args=[asked.ref]), {"note": "TYPEDWORDS", **typed})

    words = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in words
    assert "TYPEDWORDS" in words
    assert (Move.objects.count(), asked.history.count(), asked.topics.count(), Notice.objects.count()) == before


def test_accepting_may_assign_in_the_same_act(request_in, cast, signed_in):
    asked = request_in("SUBMITTED")

    signed_in(cast.lead).post(
        reverse("advice:triage", args=[asked.ref]), {"decision": "accept", "topics": ["BAIL"], "urgency": "U2", "to": cast.adviser.ref}
    )

    asked = again(asked)
    assert (asked.state, asked.assigned_to) == (State.ASSIGNED, cast.adviser)
    moves = list(Move.objects.of(asked).order_by("pk"))
    assert [move.rule for move in moves] == ["Q1", "Q2", "Q3"]
    assert moves[1].act == moves[2].act


def test_a_prosecutor_accepts_for_herself_but_not_for_another(request_in, cast):
    asked = request_in("SUBMITTED")
    words = {"ref": asked.ref, "topics": ["BAIL"], "urgency": "U2", "by": cast.prosecutor, "at": clock.now()}

    with pytest.raises(PermissionDenied):
        services.triage_request(**words, to=cast.adviser)
    assert again(asked).state == State.SUBMITTED
    services.triage_request(**words, to=cast.prosecutor)

    assert again(asked).assigned_to == cast.prosecutor


def test_waiting_is_declined_only_once_late_and_reminded(request_in, cast, later):
    asked = request_in("NEEDS_INFO")
    decline = {"ref": asked.ref, "reason_code": "NO_REPLY", "turn_to": "Ask again.", "by": cast.lead}

    with pytest.raises(TransitionRefused) as early:
        services.decline_request(**decline, at=clock.now())
    with later(days=9):
        with pytest.raises(TransitionRefused) as not_reminded:
            services.decline_request(**decline, at=clock.now())
        services.remind_asker(ref=asked.ref, by=cast.lead, at=clock.now())
        services.decline_request(**decline, at=clock.now())

    assert len(early.value.failures) == 2
    assert [str(failure.sentence) for failure in not_reminded.value.failures] == ["Remind the asker first."]
    assert again(asked).state == State.DECLINED
    assert again(asked).pauses.get().ended_at is not None


def test_once_an_answer_was_delivered_it_is_not_declined_or_withdrawn(request_in, cast, later):
    asked = request_in("DELIVERED")
    services.take_up_again(ref=asked.ref, reason="A new decision", by=cast.lead, at=clock.now())
    services.ask_for_more(ref=asked.ref, text="Which?", reply_by=clock.today(), by=cast.adviser, at=clock.now())
    services.remind_asker(ref=asked.ref, by=cast.lead, at=clock.now())

    with later(days=3):
        for service, words in (
            (services.withdraw_request, {"by": cast.asker}),
            (services.decline_request, {"by": cast.lead, "reason_code": "OTHER", "turn_to": "There."}),
        ):
            with pytest.raises(TransitionRefused):
                service(ref=asked.ref, at=clock.now(), **words)
        services.close_request(ref=asked.ref, by=cast.lead, at=clock.now())

    assert again(asked).state == State.CLOSED
    assert Move.objects.of(asked).order_by("-pk").first().name == "close"


def test_a_lead_closes_only_after_the_date_for_the_reply(request_in, cast):
    asked = request_in("DELIVERED")
    services.take_up_again(ref=asked.ref, reason="A new decision", by=cast.lead, at=clock.now())
    services.ask_for_more(ref=asked.ref, text="Which?", reply_by=clock.today(), by=cast.adviser, at=clock.now())

    with pytest.raises(TransitionRefused):
        services.close_request(ref=asked.ref, by=cast.lead, at=clock.now())

    assert again(asked).state == State.NEEDS_INFO
    assert again(asked).pauses.get().ended_at is None


@pytest.mark.parametrize("state", ["ASSIGNED", "IN_REVIEW", "NEEDS_INFO"])
def test_an_asker_closes_while_a_correction_is_under_way(state, request_in, cast):
    asked = request_in("DELIVERED")
    services.take_up_again(ref=asked.ref, reason="A new decision", by=cast.lead, at=clock.now())
    if state == "NEEDS_INFO":
        services.ask_for_more(ref=asked.ref, text="Which?", reply_by=clock.today(), by=cast.adviser, at=clock.now())
    if state == "IN_REVIEW":
        write(asked.ref, cast.adviser, short_answer="No longer.")
        services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())

    services.close_request(ref=asked.ref, by=cast.asker, at=clock.now())

    assert again(asked).state == State.CLOSED


def test_an_upload_that_is_not_taken_in_says_why(request_in, cast, signed_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    asked = request_in("ASSIGNED")
    client, page = signed_in(cast.asker), reverse("advice:add_document", args=[asked.ref])

    empty = client.post(page, {"file": SimpleUploadedFile("a.pdf", b""), "title": "TYPEDWORDS"})
    wrong = client.post(page, {"file": SimpleUploadedFile("a.pdf", b"not a pdf"), "title": "TYPEDWORDS"})
    none = client.post(page, {})
    good = client.post(page, {"file": SimpleUploadedFile("a.txt", b"Words"), "title": "Warrant", "team_only": "on"})

    assert [answer.status_code for answer in (empty, wrong, none, good)] == [422, 422, 422, 302]
    assert "TYPEDWORDS" in wrong.content.decode()
    assert "Warrant" in client.get(asked.get_absolute_url()).content.decode()
