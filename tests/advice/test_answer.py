"""Writing, second reading, delivery, correction."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from advice import services
from advice.models import AnswerVersion, InternalNote, Recipient, SecondReading
from advice.models.answer import DeliveredIsFixed
from foundation import clock
from foundation.audit.acts import act
from foundation.notifications.models import Notice
from foundation.records import Refusal, StaleRecord
from foundation.search.models import Change
from foundation.workflow.models import Move
from foundation.workflow.transitions import StaleState, TransitionRefused
from tests.advice.conftest import again
from tests.factories.accounts import UserFactory
from tests.factories.advice import write


def test_the_whole_way_from_question_to_delivery(request_in, cast):
    asked = request_in("DELIVERED")

    version = asked.versions.get()
    assert (version.number, version.author, version.delivered_at) == (1, cast.adviser, clock.now())
    assert {row.person for row in version.recipients.all()} == {cast.asker, cast.named}
    rules = list(Move.objects.of(asked).order_by("pk").values_list("rule", flat=True))
    assert rules == ["Q1", "Q2", "Q3", "Q7", "Q9"]


def test_an_answer_without_analysis_is_not_sent_for_review(request_in, cast):
    asked = request_in("ASSIGNED")
    write(asked.ref, cast.adviser, analysis="   ")

    with pytest.raises(TransitionRefused) as refused:
        services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())

    assert "Write the short answer and the analysis." in str(refused.value)
    assert again(asked).state == "ASSIGNED"


def test_an_unread_answer_is_not_delivered(request_in, cast):
    asked = request_in("IN_REVIEW")
    before = (Move.objects.count(), Recipient.objects.count(), Notice.objects.count(), Change.objects.count(), asked.history.count())

    with pytest.raises(TransitionRefused) as refused:
        services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())

    assert "A second reader approves the text as it stands." in str(refused.value)
    assert (
        Move.objects.count(),
        Recipient.objects.count(),
        Notice.objects.count(),
        Change.objects.count(),
        asked.history.count(),
    ) == before
    assert again(asked).versions.get().delivered_at is None


@pytest.mark.parametrize("who", ["adviser", "assistant", "records", "admin", "asker", "walled_lead", "walled_prosecutor"])
def test_who_may_not_read_second(who, request_in, cast):
    asked = request_in("IN_REVIEW")

    with pytest.raises(PermissionDenied):
        services.approve_answer(ref=asked.ref, by=getattr(cast, who), at=clock.now())

    assert not SecondReading.objects.exists()


def test_whoever_wrote_any_of_it_may_not_read_it_second(request_in, cast):
    asked = request_in("ASSIGNED")
    write(asked.ref, cast.adviser)
    services.hand_over_request(ref=asked.ref, to=cast.prosecutor, reason="On leave", by=cast.lead, at=clock.now())
    write(asked.ref, cast.prosecutor, short_answer="No.")
    services.send_for_review(ref=asked.ref, by=cast.prosecutor, at=clock.now())

    for author in (cast.adviser, cast.prosecutor):
        with pytest.raises(PermissionDenied):
            services.approve_answer(ref=asked.ref, by=author, at=clock.now())
    services.approve_answer(ref=asked.ref, by=cast.reader, at=clock.now())

    assert SecondReading.objects.get().reader == cast.reader


def test_an_edit_of_an_approved_text_brings_it_back_and_the_approval_falls(request_in, cast):
    asked = request_in("IN_REVIEW", is_approved=True)

    write(asked.ref, cast.adviser, short_answer="On reflection, no.")
    returned = again(asked)
    services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())

    assert returned.state == "ASSIGNED"
    assert Move.objects.of(asked).order_by("-pk")[1].rule == "Q8"
    with pytest.raises(TransitionRefused):
        services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())


def test_saving_the_same_text_leaves_the_approval(request_in, cast):
    asked = request_in("IN_REVIEW", is_approved=True)

    write(asked.ref, cast.adviser)

    assert again(asked).state == "IN_REVIEW"
    services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())
    assert again(asked).state == "DELIVERED"


def test_a_return_after_an_approval_takes_it_back(request_in, cast):
    asked = request_in("IN_REVIEW", is_approved=True)

    services.return_for_changes(ref=asked.ref, comment="On second thought", by=cast.prosecutor, at=clock.now())
    services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())

    assert not again(asked).latest_version.is_approved


def test_a_reader_who_returns_says_why(request_in, cast):
    asked = request_in("IN_REVIEW")

    with pytest.raises(Refusal) as refused:
        services.return_for_changes(ref=asked.ref, by=cast.reader, at=clock.now())

    assert refused.value.field == "comment"
    assert again(asked).state == "IN_REVIEW"


@pytest.mark.parametrize(("decision", "state"), [("return", "ASSIGNED"), ("approve", "IN_REVIEW")])
def test_the_page_of_a_reader_sends_the_number_of_the_text_she_read(decision, state, request_in, cast, signed_in):
    asked = request_in("IN_REVIEW")
    page = reverse("advice:review", args=[asked.ref])
    client = signed_in(cast.reader)
    form = client.get(page).context["form"]
    typed = {"decision": decision, "comment": "Name the records", "key": form["key"].value(), "version": form["version"].value()}

    sent = client.post(page, typed)

    assert sent.status_code == 302
    assert again(asked).state == state


def test_a_text_that_changed_while_it_was_read_is_not_returned(request_in, cast):
    asked = request_in("IN_REVIEW")
    read = again(asked).open_version.version

    with pytest.raises(StaleRecord):
        services.return_for_changes(ref=asked.ref, comment="Why", by=cast.reader, at=clock.now(), answer_version=read + 1)

    assert again(asked).state == "IN_REVIEW"


def test_what_is_meant_for_police_needs_a_lead(request_in, cast):
    asked = request_in("ASSIGNED")
    write(asked.ref, cast.adviser, intended_level="SHAREABLE")
    services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())
    services.approve_answer(ref=asked.ref, by=cast.reader, at=clock.now())
    with pytest.raises(TransitionRefused) as refused:
        services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())
    with pytest.raises(PermissionDenied):
        services.countersign_answer(ref=asked.ref, by=cast.prosecutor, at=clock.now())

    services.countersign_answer(ref=asked.ref, by=cast.lead, at=clock.now())
    services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())

    assert "countersigns" in str(refused.value)
    assert again(asked).state == "DELIVERED"


def test_a_lead_who_read_it_second_has_signed_it(request_in, cast):
    asked = request_in("IN_REVIEW", intended_level="SHAREABLE")

    services.approve_answer(ref=asked.ref, by=cast.lead, at=clock.now())
    services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())

    assert again(asked).state == "DELIVERED"


def test_a_lead_signs_only_what_was_approved(request_in, cast):
    asked = request_in("IN_REVIEW", intended_level="SHAREABLE")

    with pytest.raises(TransitionRefused):
        services.countersign_answer(ref=asked.ref, by=cast.lead, at=clock.now())


def test_a_reader_approves_the_text_she_saw(request_in, cast):
    asked = request_in("IN_REVIEW")
    seen = asked.open_version.version
    write(asked.ref, cast.adviser, short_answer="Other words.")
    services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())

    with pytest.raises(StaleRecord):
        services.approve_answer(ref=asked.ref, by=cast.reader, at=clock.now(), version=seen)

    assert not SecondReading.objects.exists()


def test_a_delivered_answer_never_changes(request_in, cast):
    version = request_in("DELIVERED").versions.get()
    version.short_answer = "Other words."
    table = AnswerVersion._meta.db_table

    with pytest.raises(DeliveredIsFixed), act(by=cast.adviser, at=clock.now(), kind="test"):
        version.save()
    with pytest.raises(DeliveredIsFixed), act(by=cast.adviser, at=clock.now(), kind="test"):
        again(version).delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET short_answer = 'Other words.' WHERE id = %s", [version.pk])

    assert again(version).short_answer == "Yes, it does."


def test_a_correction_is_a_new_version_with_its_own_reading(request_in, cast, signed_in):
    asked = request_in("CLOSED")

    services.take_up_again(ref=asked.ref, reason="The section changed", by=cast.adviser, at=clock.now())
    start = signed_in(cast.adviser).get(reverse("advice:write_answer", args=[asked.ref]))
    write(asked.ref, cast.adviser, short_answer="No longer.")
    services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())
    services.approve_answer(ref=asked.ref, by=cast.reader, at=clock.now())
    services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())

    assert "Yes, it does." in start.content.decode()
    assert list(asked.versions.order_by("number").values_list("number", "short_answer")) == [(1, "Yes, it does."), (2, "No longer.")]
    page = signed_in(cast.asker).get(reverse("advice:request", args=[asked.ref])).content.decode()
    assert page.index("No longer.") < page.index("Version 1, replaced")


def test_the_internal_note_stands_apart(request_in, cast):
    asked = request_in("ASSIGNED")

    version = write(asked.ref, cast.adviser, note="Do not mention the wire.")

    assert "wire" not in version.short_answer + version.analysis + version.caveats
    assert InternalNote.objects.get().text == "Do not mention the wire."


def test_two_advisers_do_not_write_over_each_other(request_in, cast):
    asked = request_in("ASSIGNED")
    first = write(asked.ref, cast.adviser)
    write(asked.ref, cast.adviser, short_answer="Second words.")

    with pytest.raises(StaleRecord):
        write(asked.ref, cast.adviser, short_answer="Third words.", version=first.version)

    assert again(first).short_answer == "Second words."


def test_a_second_click_delivers_once(request_in, cast, signed_in):
    asked = request_in("IN_REVIEW", is_approved=True)
    client = signed_in(cast.adviser)
    page = reverse("advice:deliver", args=[asked.ref])
    typed = {"key": "k" * 32, "version": asked.version}

    first, second = client.post(page, typed), client.post(page, typed)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == asked.get_absolute_url()
    assert Recipient.objects.count() == 2


def test_a_page_that_went_stale_keeps_what_was_typed(request_in, cast, signed_in):
    asked = request_in("ASSIGNED")
    services.link_case_file(ref=asked.ref, case_file="", by=cast.lead, at=clock.now())

    answer = signed_in(cast.lead).post(
        reverse("advice:hand_over", args=[asked.ref]), {"to": cast.prosecutor.ref, "reason": "TYPEDWORDS", "version": asked.version}
    )

    assert answer.status_code == 409
    assert "TYPEDWORDS" in answer.content.decode()
    assert again(asked).assigned_to == cast.adviser


def test_a_service_refuses_a_request_somebody_moved(request_in, cast):
    asked = request_in("TRIAGED")
    services.assign_request(ref=asked.ref, to=cast.adviser, by=cast.lead, at=clock.now())

    with pytest.raises(StaleState):
        services.assign_request(ref=asked.ref, to=cast.reader, by=cast.lead, at=clock.now(), version=asked.version)


def test_when_the_last_write_of_a_delivery_fails_nothing_of_it_stands(request_in, cast, monkeypatch):
    asked = request_in("IN_REVIEW", is_approved=True)
    before = (asked.history.count(), Move.objects.count(), Notice.objects.count())

    def broken(_record):
        raise RuntimeError

    monkeypatch.setattr("advice.services.base.reindex", broken)
    with pytest.raises(RuntimeError):
        services.deliver_answer(ref=asked.ref, by=cast.adviser, at=clock.now())

    assert again(asked).state == "IN_REVIEW"
    assert again(asked).versions.get().delivered_at is None
    assert (asked.history.count(), Move.objects.count(), Notice.objects.count()) == before
    assert not Recipient.objects.exists()


def test_a_walled_adviser_is_not_assigned(request_in, cast):
    asked = request_in("TRIAGED")

    with pytest.raises(TransitionRefused) as refused:
        services.assign_request(ref=asked.ref, to=cast.walled_prosecutor, by=cast.lead, at=clock.now())

    assert "wall" in str(refused.value)
    assert again(asked).assigned_to is None


@pytest.mark.parametrize("role", ["LEAD", "AST", "REC", "CRN"])
def test_only_a_prosecutor_is_an_adviser(role, request_in, cast):
    asked = request_in("TRIAGED")

    with pytest.raises(Refusal):
        services.assign_request(ref=asked.ref, to=UserFactory(role=role), by=cast.lead, at=clock.now())


def test_markdown_is_drawn_safely(request_in, cast, signed_in):
    asked = request_in("ASSIGNED")
    write(
        asked.ref, cast.adviser, analysis="**Strong** <script>alert(1)</script> ![x](http://evil.invalid/x.png) [link](javascript:alert(1))"
    )

    page = signed_in(cast.adviser).get(reverse("advice:request", args=[asked.ref])).content.decode()

    assert "<strong>Strong</strong>" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
