"""Decisions of the bank that are linked to a file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from casetracker.models import LinkedDecision
from foundation.records import Refusal
from precedents.models import Decision
from precedents.selectors import decision_for_citation


@dataclass(frozen=True)
class Link:
    """One linked decision as a page shows it."""

    row: LinkedDecision
    title: str
    url: str
    held: str
    doubtful: bool


def linked(case_file, user) -> list[Link]:
    """List the decisions linked to a file, in two queries."""
    rows = list(LinkedDecision.objects.visible_to(user).filter(file=case_file).select_related("linked_by"))
    decisions = Decision.objects.visible_to(user).prefetch_related("citations").filter(ref__in=[row.decision_ref for row in rows])
    found = {decision.ref: decision for decision in decisions}
    return [
        Link(row, decision.title, decision.get_absolute_url(), decision.held, decision.is_doubtful_authority)
        for row in rows
        if (decision := found.get(row.decision_ref)) is not None
    ]


def decision_named(text: str, user) -> Decision:
    """Find the decision that a citation or a ref means; :raises Refusal: the bank has none."""
    found = decision_for_citation(text) or Decision.objects.visible_to(user).filter(ref=text.strip().upper()[:12]).first()
    if found is None:
        raise Refusal(
            _("The bank has no decision “%(text)s”. Add it to the bank first, or check the citation.") % {"text": text[:60]}, "decision"
        )
    return found
