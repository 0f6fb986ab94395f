"""The page of one request, its notes and its papers."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from advice import forms, policies, selectors, services
from advice.states import Use
from foundation import clock
from foundation.documents.models import Document
from foundation.documents.services import store_upload

from .base import RequestFormView, StepView, about, moves_of, open_request

# The page of a step, where it is not named like the step.
PAGES = {
    "submit": "edit_draft",
    "triage": "triage",
    "approve": "review",
    "return_for_changes": "return_for_changes",
    "ask_again": "ask_follow_up",
}
FIRST = ("reply", "triage", "assign", "send_for_review", "deliver", "deliver_unread", "ask_follow_up", "submit")
"""Steps that lead on; the others stand behind them."""

NOTHING_TO_MEND = frozenset({"close", "withdraw", "ask_again", "deliver_unread", "merge", "convert"})
"""Steps that are not shown while they are not open: what they wait for is nobody's to mend, or another step serves."""

IN_TRIAGE = frozenset({"ask_for_more", "answer_from_bank", "decline"})
"""While a request waits for triage, these are decisions on that one page."""

CALLED = {"triage": _("Triage"), "return_for_changes": _("Take the answer back")}
"""What the button says where its page holds more than the step is named for."""


class Step:
    """A step as the page of a request offers it."""

    def __init__(self, option, advice_request):
        self.label = CALLED.get(option.name, option.label)
        self.url = reverse(f"advice:{PAGES.get(option.name, option.name)}", args=[advice_request.ref])
        self.missing = option.missing
        self.ready = option.ready
        self.guards = option.guards
        self.name = option.name
        self.leads = option.name in FIRST or (option.name == "take_up_again" and advice_request.is_with_the_team)


def steps_of(advice_request, user) -> list[Step]:
    """The steps this person may take now, the one that leads on first."""
    options = [option for option in moves_of(advice_request, user) if option.permitted]
    names = {option.name for option in options}
    if "triage" in names:
        options = [option for option in options if option.name not in IN_TRIAGE]
    options = [option for option in options if option.ready or option.name not in NOTHING_TO_MEND]
    if policies.may_approve(advice_request, user):
        options = [option for option in options if option.name != "return_for_changes"]
    return sorted((Step(option, advice_request) for option in options), key=lambda step: not step.leads)


class RequestPage(TemplateView):
    """A request: where it stands, what comes next, the answer, the thread, the papers, the history."""

    template_name = "advice/request.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.advice_request = open_request(request, kwargs["ref"])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, asked = self.request.user, self.advice_request
        inner = policies.reads_everything(asked, user)
        versions = list(asked.versions.select_related("author"))
        delivered = [version for version in versions if version.delivered_at]
        being_written = next((version for version in versions if not version.delivered_at), None) if inner else None
        mine = policies.is_asker(asked, user)
        if asked.is_merged:
            delivered = selectors.answers_given(asked, user, whole=inner)
        latest = delivered[0] if delivered else None
        recalls = selectors.recalls(delivered)
        uses = selectors.bank_items(asked.bank_uses.select_related("by"), user)
        documents = Document.objects.about(asked).filter(removed_at=None).select_related("uploaded_by").order_by("-uploaded_at")
        is_adviser = policies.is_adviser(asked, user)
        context.update(
            about(asked, user),
            steps=steps_of(asked, user),
            topics=list(asked.topics.all()),
            named=list(asked.named.select_related("person")),
            latest=latest,
            earlier=delivered[1:],
            recipients=selectors.recipients_shown(latest, asked, whole=inner) if latest else [],
            recalled=recalls.get(latest.pk) if latest else None,
            awaits_reading=inner and asked.awaits_reading,
            afterwards=selectors.readings_afterwards(asked) if inner else [],
            target=asked.merged_into if inner and asked.is_merged else None,
            may_set_back=policies.may_set_back_merge(asked, user),
            merged=[row for row in asked.merged if policies.reads_everything(row, user)] if inner else [],
            told_together=mine and asked.is_merged and latest is None,
            may_read_afterwards=asked.awaits_reading and policies.may_read_afterwards(asked, user),
            may_recall=policies.may_recall(asked, user) and asked.delivered_at is not None and not asked.is_recalled,
            authorities=selectors.authorities("\n".join([latest.short_answer, latest.analysis, latest.caveats])) if latest else [],
            being_written=being_written,
            readings=list(being_written.readings.select_related("reader")) if being_written else [],
            thread=list(asked.messages.select_related("author")),
            notes=list(asked.notes.select_related("author")) if inner else [],
            given=[item for use, item in uses if use.kind == Use.GIVEN],
            found=[item for use, item in uses if use.kind == Use.PARTLY],
            documents=list(documents if inner else documents.filter(team_only=False)),
            proposals=list(asked.proposals.select_related("prepared_by", "approved_by")) if inner else [],
            history=selectors.history_of(asked, whole=inner),
            looked=selectors.last_looks(asked) if inner else [],
            may_write=is_adviser and asked.is_being_answered,
            may_read_second=policies.may_approve(asked, user) and asked.is_in_review,
            may_note=policies.may_add_note(asked, user),
            may_add_document=policies.may_add_document(asked, user),
            may_name=policies.may_name_colleague(asked, user),
            may_link=policies.may_link_file(asked, user) and not asked.became_file,
            may_remind=policies.may_remind(asked, user) and asked.is_waiting,
            may_publish=policies.may_prepare_publication(asked, user) and asked.delivered_at is not None,
            case_file_url=selectors.case_file_url(asked, user),
        )
        return context


class WhoLooked(TemplateView):
    """Who opened a request, for the team."""

    template_name = "advice/who_looked.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.advice_request = open_request(request, kwargs["ref"])

    def get_context_data(self, **kwargs):
        if not policies.reads_everything(self.advice_request, self.request.user):
            raise PermissionDenied
        return super().get_context_data(
            **kwargs, **about(self.advice_request, self.request.user), looked=selectors.who_looked(self.advice_request)
        )


class AddNote(StepView):
    """A note for the team."""

    form_class, may, draft_name = forms.TextForm, staticmethod(policies.may_add_note), "advice-note"
    title, submit, label, rows = _("Add a note for the team"), _("Keep note"), _("Note"), 5
    explain = _("The asker never sees it.")

    def call(self, form):
        services.add_note(text=form.cleaned_data["text"], **self.act_words(form))


class AddDocument(RequestFormView):
    """A paper for a request."""

    form_class, template_name = forms.UploadForm, "advice/add_document.html"
    may = staticmethod(policies.may_add_document)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not policies.is_team(self.advice_request, self.request.user):
            del form.fields["team_only"]
        return form

    def perform(self, form):
        store_upload(
            upload=form.cleaned_data["file"],
            about=self.advice_request,
            by=self.request.user,
            at=clock.now(),
            key=form.act_fields()["key"],
            title=form.cleaned_data["title"],
            team_only=form.cleaned_data.get("team_only", False),
        )
        return self.advice_request.get_absolute_url() + "#documents"


class LinkCaseFile(StepView):
    """Tie a request to a case file."""

    form_class, may = forms.LinkForm, staticmethod(policies.may_link_file)
    title, submit = _("Link a case file"), _("Link")
    explain = _("Who is walled off the file no longer sees this request. Leave the number empty to link none.")

    def get_initial(self):
        linked = self.advice_request.case_file
        return {"case_file": linked.ref if linked else ""}

    def call(self, form):
        services.link_case_file(case_file=form.cleaned_data["case_file"], **self.act_words(form))
