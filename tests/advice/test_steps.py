"""Who may take which step from which state: a closed world, asked of the model and of the pages."""

import pytest
from django.db import transaction
from django.urls import reverse

from advice.models import AdviceRequest
from advice.states import State
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.notifications.models import Notice
from foundation.search.models import Change
from foundation.workflow.models import Move
from foundation.workflow.transitions import all_steps, targets_of
from tests.factories.advice import PublishedAdviceFactory, write

S = State
ASKERS = ("asker", "named")
LAWYERS = ("lead", "adviser", "reader", "prosecutor")
READERS = ("lead", "reader", "prosecutor")
AT_THE_PAGES = ("asker", "same_agency", "crown", "adviser", "reader", "assistant", "lead", "records", "admin", "walled_lead")


def pairs(people, *states):
    return {(who, state) for who in people for state in states}


# Rule: from and to, as the practice table has them.
ARROWS = {
    "Q1": {(S.DRAFT, S.SUBMITTED)},
    "Q2": {(S.SUBMITTED, S.TRIAGED)},
    "Q3": {(S.TRIAGED, S.ASSIGNED)},
    "Q4": {(S.ASSIGNED, S.ASSIGNED)},
    "Q5": {(S.SUBMITTED, S.NEEDS_INFO), (S.TRIAGED, S.NEEDS_INFO), (S.ASSIGNED, S.NEEDS_INFO)},
    "Q6": {(S.NEEDS_INFO, S.SUBMITTED), (S.NEEDS_INFO, S.TRIAGED), (S.NEEDS_INFO, S.ASSIGNED)},
    "Q7": {(S.ASSIGNED, S.IN_REVIEW)},
    "Q8": {(S.IN_REVIEW, S.ASSIGNED)},
    "Q9": {(S.IN_REVIEW, S.DELIVERED)},
    "Q11": {(S.DELIVERED, S.FOLLOW_UP)},
    "Q12": {(S.FOLLOW_UP, S.ASSIGNED), (S.DELIVERED, S.ASSIGNED), (S.CLOSED, S.ASSIGNED)},
    "Q13": {(state, S.CLOSED) for state in (S.DELIVERED, S.FOLLOW_UP, S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO)},
    "Q15": {(S.SUBMITTED, S.DECLINED), (S.TRIAGED, S.DECLINED), (S.NEEDS_INFO, S.DECLINED)},
    "Q16": {(S.SUBMITTED, S.ANSWERED_FROM_BANK), (S.TRIAGED, S.ANSWERED_FROM_BANK)},
    "Q17": {(S.ANSWERED_FROM_BANK, S.SUBMITTED)},
    "Q18": {(state, S.WITHDRAWN) for state in (S.SUBMITTED, S.TRIAGED, S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO)},
}

# Step: whose it is, and from which state; anything else that is permitted is a failure.
PERMITTED = {
    "submit": pairs(["asker"], S.DRAFT),
    "triage": pairs(LAWYERS, S.SUBMITTED),
    "assign": pairs(LAWYERS, S.TRIAGED),
    "hand_over": pairs(["lead", "adviser"], S.ASSIGNED),
    "ask_for_more": pairs(LAWYERS, S.SUBMITTED, S.TRIAGED, S.ASSIGNED),
    "reply": pairs(ASKERS, S.NEEDS_INFO),
    "send_for_review": pairs(["adviser"], S.ASSIGNED),
    "return_for_changes": pairs([*READERS, "adviser"], S.IN_REVIEW),
    "deliver": pairs(["adviser"], S.IN_REVIEW),
    "ask_follow_up": pairs(ASKERS, S.DELIVERED),
    "take_up_again": pairs(["lead", "adviser"], S.FOLLOW_UP, S.DELIVERED, S.CLOSED),
    "close": pairs(ASKERS, S.DELIVERED, S.FOLLOW_UP, S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO),
    "close_unanswered": pairs(["lead"], S.NEEDS_INFO),
    "close_by_time": pairs(["service"], S.DELIVERED),
    "decline": pairs(LAWYERS, S.SUBMITTED, S.TRIAGED, S.NEEDS_INFO),
    "answer_from_bank": pairs(LAWYERS, S.SUBMITTED, S.TRIAGED),
    "say_still_open": pairs(ASKERS, S.ANSWERED_FROM_BANK),
    "withdraw": pairs(ASKERS, S.SUBMITTED, S.TRIAGED, S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO),
}

# What the pages let through with everything else in order: no answer was delivered yet where the state does not say so.
THROUGH = {
    **PERMITTED,
    "close": pairs(ASKERS, S.DELIVERED, S.FOLLOW_UP),
    "decline": pairs(LAWYERS, S.SUBMITTED, S.TRIAGED),
    "write_answer": pairs(["adviser"], S.ASSIGNED, S.IN_REVIEW),
    "approve": pairs(READERS, S.IN_REVIEW),
    "remind": pairs(LAWYERS, S.NEEDS_INFO),
}


def test_the_machine_has_these_arrows_and_no_other():
    found = {}
    for step in all_steps(AdviceRequest):
        for target in targets_of(step):
            found.setdefault(step.custom["id"], set()).add((step.source, target))

    assert found == ARROWS


def test_every_step_states_a_right_a_label_and_its_rule():
    for step in all_steps(AdviceRequest):
        assert callable(step.permission)
        assert str(step.custom["label"])
        assert (step.permission.__doc__ or "").strip()


def test_every_state_can_be_reached():
    reached = {target for step in all_steps(AdviceRequest) for target in targets_of(step)} | {S.DRAFT}

    assert reached == set(State)


@pytest.fixture(params=list(State))
def standing(request, request_in, cast):
    """A request in each state in turn, with a text to send where it is being answered."""
    asked = request_in(request.param, is_approved=True)
    if request.param == S.ASSIGNED:
        write(asked.ref, cast.adviser)
    return asked


def test_each_step_is_permitted_to_these_people_and_nobody_else(standing, cast):
    people = [*cast, ("service", User.objects.service())]
    steps = [step for step in all_steps(AdviceRequest) if step.source == standing.state]

    found = {(step.name, who) for step in steps for who, person in people if step.permission(standing, person)}

    assert found == {(name, who) for name, allowed in PERMITTED.items() for who, state in allowed if state == standing.state}


def form_of(step, who, person, cast, item):
    """The page of a step, and what a person would type there."""
    words = {
        "submit": ("edit_draft", {"question": "May she?", "urgency": "U3"}),
        "triage": ("triage", {"decision": "accept", "topics": ["BAIL"], "urgency": "U2"}),
        "assign": ("assign", {"to": person.ref if person.role == Role.PRO else cast.adviser.ref}),
        "hand_over": ("hand_over", {"to": cast.prosecutor.ref, "reason": "On leave"}),
        "ask_for_more": ("ask_for_more", {"text": "Who paid?", "reply_by": "2026-03-20"}),
        "reply": ("reply", {"text": "The friend paid."}),
        "send_for_review": ("send_for_review", {}),
        "return_for_changes": ("return_for_changes", {"text": "Name the paragraph."}),
        "deliver": ("deliver", {}),
        "ask_follow_up": ("ask_follow_up", {"text": "And abroad?"}),
        "take_up_again": ("take_up_again", {"text": "A new decision."}),
        "close": ("close", {"text": ""}),
        "decline": ("decline", {"reason_code": "FEDERAL", "turn_to": "The federal office."}),
        "answer_from_bank": ("answer_from_bank", {"item": item.ref}),
        "say_still_open": ("say_still_open", {"text": "The age."}),
        "withdraw": ("withdraw", {"text": ""}),
        "write_answer": ("write_answer", {"short_answer": "No.", "analysis": "Not at all.", "intended_level": "CROWN_ONLY"}),
        "approve": ("review", {"decision": "approve"}),
        "remind": ("remind", {"text": ""}),
    }
    return words[step]


def counted(asked):
    """Everything a step could leave behind."""
    asked = AdviceRequest.objects.get(pk=asked.pk)
    rows = (Move.objects.count(), asked.history.count(), asked.messages.count(), asked.versions.count(), Notice.objects.count())
    texts = [(version.version, version.readings.count()) for version in asked.versions.all()]
    return asked.state, asked.version, rows, texts, Change.objects.count()


def test_each_page_lets_through_these_people_and_nobody_else(standing, cast, signed_in):
    item = PublishedAdviceFactory()
    expected = {
        (step, who) for step, allowed in THROUGH.items() for who, state in allowed if state == standing.state and who in AT_THE_PAGES
    }
    names = set(THROUGH) - {"close_unanswered", "close_by_time"}
    surprises = []

    for who in AT_THE_PAGES:
        person = getattr(cast, who)
        client = signed_in(person)
        client.get(reverse("advice:list"))  # the session is begun before anything is rolled back
        for step in sorted(names):
            page, typed = form_of(step, who, person, cast, item)
            before = counted(standing)
            with transaction.atomic():
                answer = client.post(reverse(f"advice:{page}", args=[standing.ref]), typed)
                after = counted(standing)
                transaction.set_rollback(True)
            if (step, who) in expected:
                if answer.status_code != 302 or after == before:
                    surprises.append((who, step, answer.status_code, "refused"))
            elif after != before or answer.status_code not in (403, 404, 422):
                surprises.append((who, step, answer.status_code, "let through" if after != before else "answered"))

    assert surprises == []


def test_a_prosecutor_assigns_to_herself_alone(request_in, cast, signed_in):
    asked = request_in("TRIAGED")
    before = counted(asked)

    answer = signed_in(cast.prosecutor).post(reverse("advice:assign", args=[asked.ref]), {"to": cast.reader.ref})

    assert answer.status_code == 422
    assert counted(asked) == before


def test_nothing_of_a_form_goes_into_other_fields(request_in, cast, signed_in):
    asked = request_in("DRAFT")
    typed = {
        "question": "May she?",
        "urgency": "U3",
        "state": "CLOSED",
        "asker": cast.crown.pk,
        "asker_id": cast.crown.pk,
        "assigned_to": cast.prosecutor.pk,
        "agency": cast.other_police.agency_id,
        "due_on": "2030-01-01",
        "intended_level": "SHAREABLE",
        "ref": "AR-26-2222",
        "delivered_at": clock.now().isoformat(),
    }

    signed_in(cast.asker).post(reverse("advice:edit_draft", args=[asked.ref]), typed)

    sent = AdviceRequest.objects.get(pk=asked.pk)
    assert (sent.ref, sent.state, sent.asker, sent.agency) == (asked.ref, S.SUBMITTED, cast.asker, cast.asker.agency)
    assert (sent.assigned_to, sent.delivered_at, sent.intended_level) == (None, None, "CROWN_ONLY")
    assert sent.due_on.year == 2026
