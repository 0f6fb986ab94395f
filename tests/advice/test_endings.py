"""How a request is answered at once, asked about again, goes on elsewhere, or loses its answer (Q10, Q14, Q19, Q20, recall)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from advice import foresight, services
from advice.models import AdviceRequest, Recipient, SecondReading
from advice.roll import roll
from advice.search_documents import of_request
from advice.services.told import told_of
from casetracker.models import CaseFile, FileNote, FileWall
from foundation import clock
from foundation.audit.acts import act
from foundation.notifications.models import Notice
from foundation.records import Refusal
from foundation.workflow.models import Move
from foundation.workflow.transitions import TransitionRefused
from tests.advice.conftest import again
from tests.factories.advice import write

PRESSED = {"urgency": "U1", "urgency_reason": "Bail today"}


def told(asked, template):
    """Who was told this of a request."""
    return {notice.recipient for notice in Notice.objects.filter(about_ref=asked.ref, template=f"advice/{template}")}


def page_of(asked, person, signed_in, name="request"):
    """What a person reads on a page of a request."""
    return signed_in(person).get(reverse(f"advice:{name}", args=[asked.ref])).content.decode()


def test_an_answer_that_cannot_wait_goes_out_unread_and_a_reading_is_due(request_in, cast, later):
    asked = request_in("DELIVERED", unread=True, **PRESSED)

    version = asked.versions.get()
    assert (version.delivered_unread, version.awaits_reading, asked.awaits_reading) == (True, True, True)
    assert Move.objects.of(asked).latest("pk").reason == "The hearing is at two."
    assert cast.lead in told(asked, "delivered_unread")
    assert cast.walled_lead not in told(asked, "delivered_unread")
    for person, due in ((cast.lead, True), (cast.reader, True), (cast.adviser, False), (cast.assistant, False), (cast.asker, False)):
        assert AdviceRequest.objects.visible_to(person).to_read(person).filter(pk=asked.pk).exists() == due
    with later(days=40):
        assert roll(clock.now())["closed"] == 0
        services.read_afterwards(ref=asked.ref, is_good=True, by=cast.reader, at=clock.now())
        assert roll(clock.now())["closed"] == 1
    assert SecondReading.objects.get(answer=version, after_delivery=True).result == "APPROVED"


def test_what_is_not_pressing_waits_for_its_reader(request_in, cast):
    asked = request_in("ASSIGNED")
    write(asked.ref, cast.adviser)

    with pytest.raises(TransitionRefused) as refused:
        services.deliver_unread(ref=asked.ref, reason="Soon", by=cast.adviser, at=clock.now())

    assert "only what is needed now or today" in str(refused.value)
    assert again(asked).state == "ASSIGNED"


def test_without_a_reason_nothing_goes_out_unread(request_in, cast):
    asked = request_in("ASSIGNED", **PRESSED)
    write(asked.ref, cast.adviser)

    with pytest.raises(Refusal):
        services.deliver_unread(ref=asked.ref, reason=" ", by=cast.adviser, at=clock.now())

    assert not Recipient.objects.exists()


def test_its_author_does_not_read_it_afterwards_and_a_fault_is_said(request_in, cast):
    asked = request_in("DELIVERED", unread=True, **PRESSED)

    with pytest.raises(PermissionDenied):
        services.read_afterwards(ref=asked.ref, is_good=True, by=cast.adviser, at=clock.now())
    with pytest.raises(Refusal):
        services.read_afterwards(ref=asked.ref, is_good=False, by=cast.reader, at=clock.now())
    services.read_afterwards(ref=asked.ref, is_good=False, comment="Wrong paragraph.", by=cast.reader, at=clock.now())

    assert {cast.adviser, cast.lead} <= told(asked, "found_wanting")
    assert again(asked).awaits_reading is False


def test_an_unread_or_recalled_answer_goes_into_no_bank(request_in, cast, at):
    words = dict.fromkeys(("title", "question", "short_answer", "analysis"), "x") | {"level": "CROWN_ONLY", "law_as_of": at.date()}
    words |= {"review_on": at.date() + timedelta(days=9), "by": cast.adviser, "at": at}
    unread, recalled = request_in("DELIVERED", unread=True, **PRESSED), request_in("DELIVERED")
    services.recall_answer(ref=recalled.ref, reason="Overturned", by=cast.adviser, at=at)

    for asked in (unread, recalled):
        with pytest.raises(TransitionRefused):
            services.prepare_publication(ref=asked.ref, **words)


def test_a_recalled_answer_stays_as_it_was_under_a_warning_until_a_new_version(request_in, cast, signed_in, later):
    asked = request_in("DELIVERED")
    before = asked.versions.get().text_digest

    services.recall_answer(ref=asked.ref, reason="The case was overturned.", by=cast.lead, at=clock.now())

    assert asked.versions.get().text_digest == before
    assert {cast.asker, cast.named, cast.adviser} <= told(asked, "recalled")
    assert "do not rely on it" in page_of(asked, cast.asker, signed_in)
    with pytest.raises(TransitionRefused):
        services.recall_answer(ref=asked.ref, reason="Twice", by=cast.lead, at=clock.now())
    with later(days=40):
        assert roll(clock.now())["closed"] == 0


def test_a_closed_request_is_asked_about_again_within_a_year(request_in, cast, later):
    asked = request_in("CLOSED")

    with later(days=365):
        services.ask_follow_up(ref=asked.ref, text="And abroad?", by=cast.named, at=clock.now())
        moved = again(asked)
        assert (moved.state, moved.closed_at, moved.clock_started_on) == ("FOLLOW_UP", None, clock.today())
    assert Move.objects.of(asked).latest("pk").rule == "Q14"


def test_after_a_year_it_is_asked_anew(request_in, cast, later):
    asked = request_in("CLOSED")

    with later(days=367), pytest.raises(TransitionRefused) as refused:
        services.ask_follow_up(ref=asked.ref, text="And abroad?", by=cast.asker, at=clock.now())

    assert "within a year" in str(refused.value)
    assert again(asked).state == "CLOSED"


@pytest.fixture
def merged(request_in, cast):
    """A question of the police merged into one of a Crown elsewhere: (its request, the one that carries it)."""
    target = request_in("ASSIGNED", asker=cast.crown, colleagues=[], linked=False, question="SECRETQUESTION?", facts="SECRETFACTS.")
    asked = request_in("TRIAGED", linked=False)
    services.merge_request(ref=asked.ref, into=target.ref, reason="Same point.", by=cast.lead, at=clock.now())
    return again(asked), target


def answer(target, cast):
    """Carry the target to its delivered answer."""
    write(target.ref, cast.adviser, short_answer="THEANSWER")
    services.send_for_review(ref=target.ref, by=cast.adviser, at=clock.now())
    services.approve_answer(ref=target.ref, by=cast.reader, at=clock.now())
    services.deliver_answer(ref=target.ref, by=cast.adviser, at=clock.now())


def test_who_asked_a_merged_question_reads_the_answer_and_nothing_else_of_the_other(merged, cast, signed_in):
    asked, target = merged
    assert "THEANSWER" not in page_of(asked, cast.asker, signed_in)

    answer(target, cast)

    for person in (cast.asker, cast.named):
        shown = page_of(asked, person, signed_in)
        assert "THEANSWER" in shown
        for secret in ("SECRETQUESTION", "SECRETFACTS", target.ref, cast.crown.name):
            assert secret not in shown
        assert signed_in(person).get(reverse("advice:request", args=[target.ref])).status_code == 404
        assert person in told(asked, "delivered")
        assert person not in told(target, "delivered")
    assert {row.person for row in Recipient.objects.all()} == {cast.crown, cast.asker, cast.named}
    assert asked.ref not in page_of(target, cast.crown, signed_in)
    assert cast.asker.name not in page_of(target, cast.crown, signed_in)
    assert f"person:{cast.asker.pk}" not in of_request(again(target)).readers
    assert asked.ref in page_of(target, cast.lead, signed_in)
    assert target.ref in page_of(asked, cast.lead, signed_in)


def test_a_wall_before_the_other_file_keeps_the_answer_from_who_asked(merged, cast, signed_in, request_in):
    asked, target = merged
    walled = request_in("ASSIGNED", asker=cast.crown, colleagues=[])
    with act(by=cast.lead, at=clock.now(), kind="test"):
        FileWall.objects.create(file=walled.case_file, user=cast.asker, reason="Kin", set_at=clock.now())
        target = again(target)
        target.case_file = walled.case_file
        target.save()

    answer(target, cast)

    assert "THEANSWER" not in page_of(asked, cast.asker, signed_in)
    assert "THEANSWER" in page_of(asked, cast.named, signed_in)


def test_it_goes_into_another_open_request_alone(request_in, cast):
    asked = request_in("TRIAGED", linked=False)
    closed = request_in("CLOSED", linked=False)

    for ref in (asked.ref, closed.ref):
        with pytest.raises(TransitionRefused):
            services.merge_request(ref=asked.ref, into=ref, by=cast.lead, at=clock.now())
    for ref in ("AR-26-2222", request_in("DRAFT").ref):
        with pytest.raises(Refusal):
            services.merge_request(ref=asked.ref, into=ref, by=cast.lead, at=clock.now())

    assert again(asked).state == "TRIAGED"


def test_what_others_rest_on_is_not_taken_from_under_them(merged, cast):
    _asked, target = merged

    with pytest.raises(TransitionRefused):
        services.withdraw_request(ref=target.ref, by=cast.crown, at=clock.now())
    with pytest.raises(TransitionRefused):
        services.convert_request(ref=target.ref, family_name="Alder", by=cast.lead, at=clock.now())

    assert again(target).state == "ASSIGNED"


def set_back(asked, by, **words):
    return services.set_back_merge(ref=asked.ref, reason="Another matter.", by=by, at=clock.now(), **words)


def test_q19_set_back_the_request_stands_alone_again(merged, cast, signed_in):
    asked, target = merged
    moved = Move.objects.of(asked).get(rule="Q19")

    set_back(asked, cast.lead)

    alone = again(asked)
    assert (alone.state, alone.merged_into, alone.closed_at) == ("TRIAGED", None, None)
    assert alone.first_reply_at is None, "the merger was the first reply"
    assert not again(target).carries_others
    back = Move.objects.of(asked).get(name="correct")
    assert (again(moved).corrected_by, back.from_state, back.to_state, back.reason) == (back, "MERGED", "TRIAGED", "Another matter.")
    assert cast.asker in told(asked, "stands_alone")
    shown = page_of(asked, cast.lead, signed_in)
    assert target.ref in shown, "both entries are kept"
    assert "stands alone again" in shown
    assert asked.ref in page_of(target, cast.lead, signed_in)
    for secret in ("SECRETQUESTION", target.ref):
        assert secret not in page_of(asked, cast.asker, signed_in)
    answer(target, cast)
    assert "THEANSWER" not in page_of(asked, cast.asker, signed_in)
    services.assign_request(ref=asked.ref, to=cast.adviser, by=cast.lead, at=clock.now())
    assert again(asked).state == "ASSIGNED"


def test_q19_is_set_back_by_a_lead_or_within_ten_minutes_by_who_merged(request_in, cast, later):
    target = request_in("ASSIGNED", asker=cast.crown, colleagues=[], linked=False)
    asked = request_in("TRIAGED", linked=False)
    services.merge_request(ref=asked.ref, into=target.ref, by=cast.reader, at=clock.now())

    for person in (cast.adviser, cast.asker, cast.crown):
        with pytest.raises(PermissionDenied):
            set_back(asked, person)
    with later(minutes=11), pytest.raises(PermissionDenied):
        set_back(asked, cast.reader)
    with pytest.raises(Refusal):
        services.set_back_merge(ref=asked.ref, reason=" ", by=cast.lead, at=clock.now())
    assert again(asked).state == "MERGED"
    set_back(asked, cast.reader)
    assert again(asked).state == "TRIAGED"
    with pytest.raises(PermissionDenied):
        set_back(asked, cast.lead)


def test_q19_is_not_set_back_once_an_answer_reached_the_asker_through_it(merged, cast):
    asked, target = merged
    answer(target, cast)

    with pytest.raises(Refusal):
        set_back(asked, cast.lead)

    assert again(asked).state == "MERGED"
    assert Recipient.objects.filter(person=cast.asker).exists()


def test_q19_set_back_takes_from_the_asker_what_the_merger_itself_gave_her(request_in, cast, signed_in):
    target = request_in("ASSIGNED", asker=cast.crown, colleagues=[], linked=False)
    answer(target, cast)
    services.ask_follow_up(ref=target.ref, text="And abroad?", by=cast.crown, at=clock.now())
    asked = request_in("TRIAGED", linked=False)
    services.merge_request(ref=asked.ref, into=target.ref, by=cast.lead, at=clock.now())
    assert "THEANSWER" in page_of(asked, cast.asker, signed_in)

    set_back(asked, cast.lead)

    assert "THEANSWER" not in page_of(asked, cast.asker, signed_in)
    assert {row.person for row in Recipient.objects.all()} == {cast.crown}


def test_q19_set_back_without_its_adviser_waits_for_a_new_one(request_in, cast):
    target = request_in("ASSIGNED", asker=cast.crown, colleagues=[], linked=False)
    asked = request_in("ASSIGNED", linked=False)
    services.merge_request(ref=asked.ref, into=target.ref, by=cast.lead, at=clock.now())
    with act(by=cast.lead, at=clock.now(), kind="test"):
        cast.adviser.is_active = False
        cast.adviser.save()

    set_back(asked, cast.lead)

    assert (again(asked).state, again(asked).assigned_to) == ("TRIAGED", None)


def test_q19_is_set_back_on_its_page(merged, cast, signed_in):
    asked, _target = merged
    address = reverse("advice:set_back_merge", args=[asked.ref])
    assert address in page_of(asked, cast.lead, signed_in)
    assert address not in page_of(asked, cast.asker, signed_in)

    client = signed_in(cast.lead)
    assert client.post(address, {"text": "", "version": again(asked).version, "key": "a"}).status_code == 422
    sent = client.post(address, {"text": "Another matter", "version": again(asked).version, "key": "b"})

    assert (sent.status_code, again(asked).state) == (302, "TRIAGED")


def test_a_declined_one_tells_who_was_merged_into_it_where_to_turn(request_in, cast, signed_in):
    target = request_in("SUBMITTED", asker=cast.crown, colleagues=[], linked=False)
    asked = request_in("TRIAGED", linked=False)
    services.merge_request(ref=asked.ref, into=target.ref, by=cast.lead, at=clock.now())

    services.decline_request(ref=target.ref, reason_code="FEDERAL", turn_to="The federal office.", by=cast.lead, at=clock.now())

    assert "The federal office." in page_of(asked, cast.asker, signed_in)
    assert cast.asker in told(asked, "declined")


def test_a_merged_request_without_its_target_is_refused_by_the_database(merged):
    asked, _target = merged
    for wrong in ({"merged_into": None}, {"merged_into": asked}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AdviceRequest.objects.filter(pk=asked.pk).update(**wrong)


def test_a_request_becomes_a_file_with_all_that_was_typed(request_in, cast, signed_in):
    asked = request_in("TRIAGED", linked=False)
    with act(by=cast.lead, at=clock.now(), kind="test"):
        asked.occurrence = "26-4411"
        asked.save()

    made = services.convert_request(ref=asked.ref, family_name="Alder", by=cast.lead, at=clock.now())

    note = FileNote.objects.get(file=made)
    assert (made.agency, made.occurrence_number) == (cast.asker.agency, "26-4411")
    assert all(words in note.text for words in (asked.ref, asked.question, asked.facts))
    assert (again(asked).state, again(asked).case_file) == ("CONVERTED_TO_FILE", made)
    assert made.ref in page_of(asked, cast.lead, signed_in)
    assert made.ref not in page_of(asked, cast.asker, signed_in)
    law = signed_in(cast.lead).get(reverse("casetracker:law", args=[made.ref])).content.decode()
    assert asked.ref in law
    with pytest.raises(TransitionRefused):
        services.link_case_file(ref=asked.ref, case_file="", by=cast.lead, at=clock.now())


def test_a_conversion_that_is_refused_leaves_no_file(request_in, cast):
    asked = request_in("TRIAGED")

    with pytest.raises(TransitionRefused):
        services.convert_request(ref=asked.ref, family_name="Alder", by=cast.lead, at=clock.now())

    assert list(CaseFile.objects.all()) == [asked.case_file]


def test_the_page_leads_to_the_file_it_opened(request_in, cast, signed_in):
    asked = request_in("TRIAGED", linked=False)

    answered = signed_in(cast.lead).post(reverse("advice:convert", args=[asked.ref]), {"family_name": "Alder"})

    assert answered.url == CaseFile.objects.get().get_absolute_url()


FORESEEN = {
    "ask_for_more": ("ASSIGNED", "adviser", {"text": "Who?", "reply_by": "+7"}),
    "reply_to_team": ("NEEDS_INFO", "asker", {"text": "He."}),
    "deliver_answer": ("IN_REVIEW", "adviser", {}),
    "ask_follow_up": ("DELIVERED", "asker", {"text": "And?"}),
    "take_up_again": ("FOLLOW_UP", "lead", {"reason": "New"}),
    "close_request": ("DELIVERED", "asker", {}),
    "decline_request": ("TRIAGED", "prosecutor", {"reason_code": "FEDERAL", "turn_to": "There."}),
    "withdraw_request": ("ASSIGNED", "asker", {}),
    "convert_request": ("TRIAGED", "lead", {"family_name": "Alder"}),
    "recall_answer": ("DELIVERED", "adviser", {"reason": "Overturned"}),
}
STEP = {"reply_to_team": "reply", "deliver_answer": "deliver", "recall_answer": "recall"}


@pytest.mark.parametrize("service", FORESEEN)
def test_who_is_told_and_where_it_leads_are_what_was_said_before_the_click(service, request_in, cast):
    state, who, words = FORESEEN[service]
    asked = request_in(state, is_approved=True, linked=service != "convert_request")
    by, step = getattr(cast, who), STEP.get(service, service.removesuffix("_request"))
    if words.get("reply_by"):
        words = {**words, "reply_by": clock.today() + timedelta(days=7)}
    foretold, sentences = set(told_of(step, asked, by)), foresight.of_step(step, asked, by)
    before = set(Notice.objects.values_list("pk", flat=True))

    getattr(services, service)(ref=asked.ref, by=by, at=clock.now(), **words)

    assert {notice.recipient for notice in Notice.objects.exclude(pk__in=before).filter(about_ref=asked.ref)} == foretold
    moved = again(asked)
    if moved.state != state:
        assert moved.get_state_display() in sentences[0]
    if step in ("reply", "ask_follow_up"):
        assert any(str(moved.due_on.day) in sentence for sentence in sentences if "Promised for" in sentence)


def test_the_page_of_a_step_lists_what_it_needs_and_what_follows(request_in, cast, signed_in):
    asked = request_in("ASSIGNED")

    shown = page_of(asked, cast.adviser, signed_in, "deliver_unread")

    assert "Deliver before the second reading only what is needed now or today." in shown
    assert reverse("advice:write_answer", args=[asked.ref]) in shown
    assert "What follows" in shown
    assert cast.lead.name in shown
