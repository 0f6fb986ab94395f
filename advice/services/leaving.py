"""What becomes of requests when somebody leaves: another adviser for those in her hands, a colleague for those she asked."""

from datetime import datetime

from advice import guards, policies
from advice.models import AdviceRequest
from advice.states import State
from foundation.accounts.models import User
from foundation.records import Refusal

from .answering import add_note
from .asking import _name
from .base import acting_on, require, tell
from .triage import _require_adviser, hand_over_request


def pass_on_request(*, ref: str, to: User, reason: str, by, at: datetime, key=None) -> AdviceRequest:
    """Put a request of an adviser who leaves in another's hands, wherever it stands; the reason is kept for the team.

    While she answers it this is Q4. Elsewhere (with a second reader, waiting for the asker, answered) the request stays where it is.

    :raises Refusal: the new adviser is none, or is walled off
    :raises PermissionDenied: ``by`` is no lead who may see it
    """
    with acting_on(ref, by=by, at=at, kind="pass_on_request", key=key) as (_act, advice_request):
        require(policies.is_lead(advice_request, by))
        if advice_request.state == State.ASSIGNED:
            return hand_over_request(ref=ref, to=to, reason=reason, by=by, at=at)
        _require_adviser(to)
        advice_request.propose(to)
        wall = guards.adviser_not_walled.look(advice_request)
        if not wall.met:
            raise Refusal(str(wall.sentence), "to")
        advice_request.assigned_to, advice_request.assigned_at = to, at
        advice_request.save()
        tell([to], "assigned", advice_request)
        add_note(ref=ref, text=reason, by=by, at=at)
    return advice_request


def name_colleague_of_leaver(*, ref: str, person: User, by, at: datetime, key=None) -> AdviceRequest:
    """Let a colleague of an asker who leaves read and answer in her place.

    :raises Refusal: the colleague is of another house, or walled off
    :raises PermissionDenied: ``by`` is no lead who may see it
    """
    with acting_on(ref, by=by, at=at, kind="name_colleague", key=key) as (_act, advice_request):
        require(policies.is_lead(advice_request, by))
        _name(advice_request, person, by=by, at=at)
        tell([person], "named", advice_request)
    return advice_request
