"""Who is told of a step: asked by the services that tell them, and by the pages that say so before the click."""

from advice import policies
from advice.models import AdviceRequest
from advice.states import PRESSING
from foundation.accounts.models import Role, User


def leads() -> list[User]:
    """The team leads."""
    return list(User.objects.filter(role=Role.LEAD, is_active=True))


def prosecutors() -> list[User]:
    """The prosecutors of the team."""
    return list(User.objects.filter(role=Role.PRO, is_active=True))


def handlers_of(advice_request: AdviceRequest) -> list[User]:
    """Who on the team is told what the asker does: the adviser, or the leads while there is none."""
    return [advice_request.assigned_to] if advice_request.assigned_to else leads()


def _submit(asked):
    return [*leads(), *(prosecutors() if asked.urgency in PRESSING else []), *asked.readers]


def _read_afterwards(asked):
    return [*leads(), asked.assigned_to]


# The step or act, and whom it concerns; who acts is never told of her own act, and nobody of a request she may not see.
TOLD = {
    "submit": _submit,
    "triage": lambda asked: [],
    "assign": lambda asked: [asked.proposed_adviser],
    "hand_over": lambda asked: [asked.proposed_adviser, asked.assigned_to],
    "ask_for_more": lambda asked: asked.readers,
    "remind": lambda asked: asked.readers,
    "reply": handlers_of,
    "send_for_review": lambda asked: leads(),
    "return_for_changes": lambda asked: [asked.assigned_to],
    "approve": lambda asked: [asked.assigned_to],
    "deliver": lambda asked: asked.readers,
    "deliver_unread": lambda asked: [*asked.readers, *leads(), *prosecutors()],
    "read_afterwards": _read_afterwards,
    "recall": lambda asked: [*asked.readers, asked.assigned_to, *leads()],
    "ask_follow_up": lambda asked: [*handlers_of(asked), *leads()],
    "ask_again": lambda asked: [*handlers_of(asked), *leads()],
    "take_up_again": lambda asked: [asked.assigned_to],
    "close": lambda asked: [asked.assigned_to, *asked.readers],
    "decline": lambda asked: [*asked.readers, *handlers_of(asked)],
    "answer_from_bank": lambda asked: asked.readers,
    "say_still_open": lambda asked: leads(),
    "withdraw": lambda asked: [*handlers_of(asked), *asked.readers],
    "merge": lambda asked: [*asked.readers, asked.assigned_to],
    "convert": lambda asked: [*asked.readers, asked.assigned_to],
}
REACHES_THE_MERGED = frozenset({"deliver", "deliver_unread", "recall", "answer_from_bank", "decline"})
"""Steps whose word also reaches who asked what was merged into the request."""


def told_of(step: str, advice_request: AdviceRequest, by) -> list[User]:
    """Whom a step of this person tells about the request, each once; ``by`` herself is not told."""
    people = {person.pk: person for person in TOLD[step](advice_request) if person is not None}
    return [person for person in people.values() if person.pk != by.pk and person.is_active and sees(advice_request, person)]


def sees(advice_request: AdviceRequest, person) -> bool:
    """Say whether a person may see the request."""
    return AdviceRequest.objects.visible_to(person).filter(pk=advice_request.pk).exists()


def merged_readers(advice_request: AdviceRequest) -> list[tuple[AdviceRequest, list[User]]]:
    """Each request merged into this one, with who of its askers reads this answer: nobody a wall keeps from this request's file."""
    return [
        (merged, [person for person in merged.readers if sees(merged, person) and not policies.is_walled(advice_request, person)])
        for merged in advice_request.merged
    ]
