"""From a decision to the file or the answer it matters for; it is linked on the page of either, where it is asked why.

Whoever comes from a find in a numbered paragraph takes its number along, in the address as ``para``.
"""

from django.core.exceptions import PermissionDenied

from advice.models import AdviceRequest
from advice.states import State
from casetracker.models import CaseFile
from foundation.accounts.models import Role
from foundation.audit.gate import open_record
from foundation.pages.listing import ListPage, Sort
from precedents import policies
from precedents.models import Decision
from precedents.reading import paragraph_named, words_of_paragraph

MOST_ANSWERS = 20
BEING_ANSWERED = (State.ASSIGNED, State.IN_REVIEW)


class LinkDecision(ListPage):
    """Choose the file that a decision is to be linked to, or the answer that is to cite it."""

    template_name = "caseload/link_decision.html"
    sorts = [Sort("newest", "", ("-referred_on", "ref"))]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.number = request.GET.get("number", "").replace("\x00", "").strip()[:20]
        self.para = paragraph_named(request.GET.get("para", ""))

    def dispatch(self, request, *args, **kwargs):
        """Open the decision, then ask whether this person links decisions."""
        self.decision = open_record(request, Decision.objects.prefetch_related("citations"), ref=kwargs["ref"])
        if not policies.may_link_decision(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def rows(self):
        """Live files this person works on, one number where one was typed."""
        files = CaseFile.objects.visible_to(self.request.user).active()
        if self.request.user.role == Role.PRO:
            files = files.of(self.request.user)
        return files.filter(ref__icontains=self.number) if self.number else files

    def also_asked(self):
        return [(name, value) for name, value in (("number", self.number), ("para", self.para)) if value]

    def get_context_data(self, **kwargs):
        answers = AdviceRequest.objects.visible_to(self.request.user).of_adviser(self.request.user)
        answers = answers.filter(state__in=BEING_ANSWERED).soonest_first()[:MOST_ANSWERS]
        where = {"para": self.para, "pinpoint": words_of_paragraph(self.para)}
        return super().get_context_data(decision=self.decision, number=self.number, answers=answers, **where, **kwargs)
