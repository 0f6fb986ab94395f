"""The papers of a file, and the law and advice tied to it."""

from django.db.models.functions import Length
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casetracker import policies, services
from casetracker.forms.files import LinkDecisionForm, UploadForm
from casetracker.models import LinkedDecision
from casetracker.search_documents import MOST_SEARCHED
from foundation import clock
from foundation.documents.services import store_upload
from precedents.reading import paragraph_named, words_of_paragraph
from precedents.selectors import citation_named

from .base import FileForm
from .frame import papers_of
from .linked import decision_named, linked


class DocumentsPage(FileForm):
    """List and take in the papers of the file."""

    template_name = "casetracker/documents.html"
    form_class = UploadForm
    current = "documents"
    heading = _("Documents")
    submit = _("Upload")
    back = "documents"

    def post(self, request, *args, **kwargs):
        if not policies.may_edit_file(self.case_file, request.user):
            raise Http404
        return super().post(request, *args, **kwargs)

    def perform(self, form):
        typed = form.cleaned_data
        store_upload(
            upload=typed["paper"],
            about=self.case_file,
            by=self.request.user,
            at=clock.now(),
            key=form.act_fields()["key"],
            title=typed["title"],
            team_only=typed["team_only"],
        )
        return self.at("documents")

    def get_context_data(self, **kwargs):
        papers = papers_of(self.case_file, self.request.user).defer("text").annotate(length=Length("text"))
        return super().get_context_data(
            papers=list(papers.select_related("uploaded_by").order_by("-uploaded_at", "-pk")),
            most_searched=MOST_SEARCHED,
            may_upload=policies.may_edit_file(self.case_file, self.request.user),
            **kwargs,
        )


class LawPage(FileForm):
    """Decisions of the bank linked to the file, and the advice given on it."""

    template_name = "casetracker/law.html"
    form_class = LinkDecisionForm
    current = "law"
    heading = _("Advice and law")
    submit = _("Link the decision")
    back = "law"

    def post(self, request, *args, **kwargs):
        if not policies.may_link_decision(self.case_file, request.user):
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_initial(self):
        """Name the decision and the paragraph that the address names, so that whoever comes from a search need not type it."""
        named = citation_named(self.request.user, self.request.GET.get("decision", ""))
        pinpoint = words_of_paragraph(paragraph_named(self.request.GET.get("para", ""))) if named else ""
        return super().get_initial() | {"decision": named, "pinpoint": pinpoint}

    def perform(self, form):
        typed = self.sent(form)
        decision = decision_named(typed.pop("decision"), self.request.user)
        services.link_decision(case_file=self.case_file, decision_ref=decision.ref, **typed)
        return self.at("law")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            links=linked(self.case_file, self.request.user),
            may_link=policies.may_link_decision(self.case_file, self.request.user),
            **kwargs,
        )


class UnlinkDecision(FileForm):
    """Take a linked decision off the file; history keeps it."""

    http_method_names = ["post"]
    allowed = "may_link_decision"

    def find(self, *, link, **refs):
        super().find(**refs)
        self.link = LinkedDecision.objects.visible_to(self.request.user).filter(file=self.case_file, ref=link).first()
        if self.link is None:
            raise Http404

    def post(self, request, *args, **kwargs):
        services.unlink_decision(link=self.link, by=request.user, at=clock.now())
        return HttpResponseRedirect(reverse("casetracker:law", kwargs={"ref": self.case_file.ref}))
