"""Who may take which step from which state: a closed world, asked of the model and of the pages (T03)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from advice import services
from advice.models import AdviceRequest, Recall, SecondReading
from advice.states import State
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.audit.models import Act
from foundation.notifications.models import Notice
from foundation.search.models import Change
from foundation.workflow.models import Move
from foundation.workflow.transitions import all_steps, targets_of
from tests.advice.conftest import again
from tests.factories.advice import PublishedAdviceFactory, write
from tests.house.world import SUBJECTS
from tests.sizes import LONG

S = State
ASKERS = ("asker", "named")
LAWYERS = ("lead", "adviser", "reader", "prosecutor", "counsel")
READERS = ("lead", "reader", "prosecutor", "counsel")
TELLERS = ("lead", "adviser")
# The subjects of the house and the relations around a request, by the people of the cast; a visitor has no right to ask of a policy.
SUBJECTS_HERE = {
    "POL": "same_agency",
    "POL_ELSEWHERE": "other_police",
    "CRN": "crown",
    "CRN_ELSEWHERE": "crown_elsewhere",
    "PRO": "counsel",
    "PRO_OFF": "prosecutor",
    "PRO_WALLED": "walled_prosecutor",
    "LEAD": "lead",
    "AST": "assistant",
    "REC": "records",
    "ADM": "admin",
    "the asker": "asker",
    "a colleague she named": "named",
    "the adviser": "adviser",
    "the second reader": "reader",
    "a lead behind the wall": "walled_lead",
}


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
    "Q10": {(S.ASSIGNED, S.DELIVERED)},
    "Q11": {(S.DELIVERED, S.FOLLOW_UP)},
    "Q12": {(S.FOLLOW_UP, S.ASSIGNED), (S.DELIVERED, S.ASSIGNED), (S.CLOSED, S.ASSIGNED)},
    "Q13": {(state, S.CLOSED) for state in (S.DELIVERED, S.FOLLOW_UP, S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO)},
    "Q14": {(S.CLOSED, S.FOLLOW_UP)},
    "Q15": {(S.SUBMITTED, S.DECLINED), (S.TRIAGED, S.DECLINED), (S.NEEDS_INFO, S.DECLINED)},
    "Q16": {(S.SUBMITTED, S.ANSWERED_FROM_BANK), (S.TRIAGED, S.ANSWERED_FROM_BANK)},
    "Q17": {(S.ANSWERED_FROM_BANK, S.SUBMITTED)},
    "Q18": {(state, S.WITHDRAWN) for state in (S.SUBMITTED, S.TRIAGED, S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO)},
    "Q19": {(state, S.MERGED) for state in (S.SUBMITTED, S.TRIAGED, S.ASSIGNED)},
    "Q20": {(state, S.CONVERTED_TO_FILE) for state in (S.SUBMITTED, S.TRIAGED, S.ASSIGNED)},
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
    "deliver_unread": pairs(["adviser"], S.ASSIGNED),
    "ask_follow_up": pairs(ASKERS, S.DELIVERED),
    "ask_again": pairs(ASKERS, S.CLOSED),
    "take_up_again": pairs(["lead", "adviser"], S.FOLLOW_UP, S.DELIVERED, S.CLOSED),
    "close": pairs(ASKERS, S.DELIVERED, S.FOLLOW_UP, S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO)
    | pairs(["lead"], S.NEEDS_INFO)
    | pairs(["service"], S.DELIVERED),
    "decline": pairs(LAWYERS, S.SUBMITTED, S.TRIAGED, S.NEEDS_INFO),
    "answer_from_bank": pairs(LAWYERS, S.SUBMITTED, S.TRIAGED),
    "say_still_open": pairs(ASKERS, S.ANSWERED_FROM_BANK),
    "withdraw": pairs(ASKERS, S.SUBMITTED, S.TRIAGED, S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO),
    "merge": pairs(LAWYERS, S.SUBMITTED, S.TRIAGED, S.ASSIGNED),
    "convert": pairs(["lead"], S.SUBMITTED, S.TRIAGED, S.ASSIGNED),
}

# Acts on the pages that are no steps: whose they are, and from which state.
ACTS = {
    "write_answer": pairs(["adviser"], S.ASSIGNED, S.IN_REVIEW),
    "approve": pairs(READERS, S.IN_REVIEW),
    "remind": pairs(LAWYERS, S.NEEDS_INFO),
    "recall": pairs(TELLERS, S.DELIVERED, S.FOLLOW_UP, S.CLOSED),
}
ONLY_BEFORE_AN_ANSWER = {"decline", "withdraw", "merge", "convert"}
IN_HANDS = (S.ASSIGNED, S.IN_REVIEW, S.NEEDS_INFO)


def let_through(state, *, answered, unread) -> set[tuple[str, str]]:
    """What the pages let through from a state with everything else in order: (step, who)."""
    found = {(name, who) for table in (PERMITTED, ACTS) for name, allowed in table.items() for who, start in allowed if start == state}
    found = {(name, who) for name, who in found if who != "service"}
    if answered:
        found = {(name, who) for name, who in found if name not in ONLY_BEFORE_AN_ANSWER} | {("recall", who) for who in TELLERS}
    elif state in IN_HANDS:
        found = {(name, who) for name, who in found if name != "close"}
    if unread:
        found |= {("read_afterwards", who) for who in READERS}
    if "convert" in {name for name, _who in found}:
        found.add(("convert", "walled_lead"))  # it is asked of a request without a file, before which no wall stands
    return {("ask_follow_up" if name == "ask_again" else name, who) for name, who in found}


def test_the_machine_has_these_arrows_and_no_other():
    found = {}
    for step in all_steps(AdviceRequest):
        for target in targets_of(step):
            found.setdefault(step.custom["id"], set()).add((step.source, target))

    assert found == ARROWS


def test_the_table_asks_every_subject_of_the_house():
    assert set(SUBJECTS) - {"ANON"} <= set(SUBJECTS_HERE)


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


def form_of(step, who, person, cast, item, other):
    """The page of a step, and what a person would type there."""
    words = {
        "submit": ("edit_draft", {"question": "May she?", "urgency": "U3"}),
        "triage": ("triage", {"decision": "accept", "topics": ["BAIL"], "urgency": "U1"}),
        "assign": ("assign", {"to": person.ref if person and person.role == Role.PRO else cast.adviser.ref}),
        "hand_over": ("hand_over", {"to": cast.prosecutor.ref, "reason": "On leave"}),
        "ask_for_more": ("ask_for_more", {"text": "Who paid?", "reply_by": "2026-03-20"}),
        "reply": ("reply", {"text": "The friend paid."}),
        "send_for_review": ("send_for_review", {}),
        "return_for_changes": ("return_for_changes", {"text": "Name the paragraph."}),
        "deliver": ("deliver", {}),
        "deliver_unread": ("deliver_unread", {"text": "The hearing is at two."}),
        "read_afterwards": ("read_afterwards", {"decision": "good"}),
        "recall": ("recall", {"text": "The case was overturned."}),
        "merge": ("merge", {"into": other.ref}),
        "convert": ("convert", {"family_name": "Alder"}),
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
    rows = (
        Move.objects.count(),
        SecondReading.objects.count(),
        Recall.objects.count(),
        asked.history.count(),
        asked.messages.count(),
        asked.versions.count(),
        Notice.objects.count(),
    )
    texts = [(version.version, version.readings.count()) for version in asked.versions.all()]
    return asked.state, asked.version, rows, texts, Change.objects.count()


def taken_up_again(request_in, cast, state):
    """A request whose first answer was delivered, in a new round."""
    asked = request_in("DELIVERED", **PRESSED)
    services.take_up_again(ref=asked.ref, reason="A new decision.", by=cast.adviser, at=clock.now())
    if state == S.NEEDS_INFO:
        services.ask_for_more(ref=asked.ref, text="Who?", reply_by=clock.today() + WEEK, by=cast.adviser, at=clock.now())
    else:
        write(asked.ref, cast.adviser, short_answer="No longer.")
    if state == S.IN_REVIEW:
        services.send_for_review(ref=asked.ref, by=cast.adviser, at=clock.now())
        services.approve_answer(ref=asked.ref, by=cast.reader, at=clock.now())
    return again(asked)


PRESSED = {"urgency": "U1", "urgency_reason": "Bail today"}
WEEK = timedelta(days=7)
STANDINGS = [*(str(state) for state in State), *(f"{state} again" for state in IN_HANDS), "DELIVERED unread"]


@pytest.fixture
def undrawn(monkeypatch):
    """Answer without drawing: who is let through is asked of every page for every person, and none of it is looked at."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")


@pytest.mark.parametrize("standing_in", STANDINGS)
def test_each_page_lets_through_these_people_and_nobody_else(standing_in, request_in, cast, signed_in, later, undrawn):
    state, _space, how = standing_in.partition(" ")
    item, other = PublishedAdviceFactory(), request_in("TRIAGED", asker=cast.crown, colleagues=[], linked=False)

    def make(**words):
        if how == "again":
            return taken_up_again(request_in, cast, state)
        made = request_in(state, is_approved=True, unread=how == "unread", **PRESSED, **words)
        if state == S.ASSIGNED:
            write(made.ref, cast.adviser)
        return again(made)

    standing, loose = make(), make() if how == "again" else make(linked=False)
    expected = let_through(state, answered=how == "again", unread=how == "unread")
    names = ({*PERMITTED, *ACTS} - {"ask_again"}) | {"read_afterwards"}
    open_to_somebody = {step for step, _who in expected}
    surprises = []

    with later(days=8):  # a reply asked for is late by now
        if state == S.NEEDS_INFO:
            services.remind_asker(ref=standing.ref, by=cast.adviser, at=clock.now())
        acts = Act.objects.count()
        for turn, who in enumerate(["ANON", *SUBJECTS_HERE.values()]):
            client = Client() if who == "ANON" else signed_in(getattr(cast, who))
            client.get(reverse("advice:list"))  # the session is begun before anything is rolled back
            for place, step in enumerate(sorted(names)):
                if not LONG and step not in open_to_somebody and (turn + place) % 3:
                    continue  # of the steps that nobody can take here each is tried by a third of the people
                asked = loose if step == "convert" else standing
                page, typed = form_of(step, who, getattr(cast, who, None), cast, item, other)
                if step == "write_answer" and asked.open_version is not None:
                    typed["version"] = asked.open_version.version
                with transaction.atomic():
                    answer = client.post(reverse(f"advice:{page}", args=[asked.ref]), typed)
                    wrote = Act.objects.count() > acts  # nothing is written but in an act (tests/house/test_writes.py)
                    transaction.set_rollback(True)
                if (step, who) in expected:
                    if answer.status_code != 302 or not wrote:
                        surprises.append((who, step, answer.status_code, "refused"))
                elif wrote or answer.status_code not in (401, 403, 404, 422):
                    surprises.append((who, step, answer.status_code, "let through" if wrote else "answered"))

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
