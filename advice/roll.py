"""What only time does to requests."""

from datetime import datetime, timedelta

from foundation.audit.acts import act
from foundation.search.port import reindex
from foundation.workflow.transitions import perform

from .guards import QUIET
from .models import AdviceRequest
from .models.request import local_day
from .services.asking import throw_away
from .states import State

DRAFT_LIFE = timedelta(days=30)


def roll(at: datetime) -> dict[str, int]:
    """Close what was answered and left alone for thirty days (Q13) and throw away drafts nobody sent for thirty; safe to run twice."""
    closed = 0
    for ref in AdviceRequest.objects.quiet_since(at - QUIET).values_list("ref", flat=True):
        with act(by=None, at=at, kind="close_by_time") as this_act:
            advice_request = AdviceRequest.objects.select_for_update().filter(ref=ref).quiet_since(at - QUIET).first()
            if advice_request is not None and advice_request.delivered_at is not None:  # else somebody was quicker
                happened_on = local_day(advice_request.delivered_at + QUIET)
                perform(advice_request.close, act=this_act, happened_on=happened_on, at=at)
                reindex(advice_request)
                closed += 1
    thrown = 0
    for draft in AdviceRequest.objects.filter(state=State.DRAFT, drafted_at__lte=at - DRAFT_LIFE):
        with act(by=None, at=at, kind="discard_request_draft"):
            throw_away(draft)
            thrown += 1
    return {"closed": closed, "drafts": thrown}
