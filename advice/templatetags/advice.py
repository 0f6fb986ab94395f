"""``{% load advice %}{% advice_for_case case_file %}``: the advice on a file, for the pages of the file."""

from django import template

from advice.models import AdviceRequest
from advice.states import State
from advice.views.base import tone_of
from foundation import clock
from foundation.accounts.models import ASKERS

register = template.Library()


@register.inclusion_tag("advice/_advice_for_case.html", takes_context=True)
def advice_for_case(context, case_file):
    """List the requests linked to a file that the reader may see."""
    user = context["request"].user
    rows = AdviceRequest.objects.visible_to(user).filter(case_file=case_file).exclude(state=State.DRAFT)
    requests = list(rows.select_related("asker", "assigned_to").order_by("-asked_at"))
    asks = user.role in ASKERS
    for row in requests:
        row.shown_situation = row.asker_situation if asks else row.team_situation
        row.tone = tone_of(row, not asks)
    return {"requests": requests, "today": clock.today()}
