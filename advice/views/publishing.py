"""Pages on which a copy for the bank is prepared, cleared of what identifies, and approved."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from advice import forms, policies, selectors, services
from advice.models import PublicationProposal
from foundation import clock
from foundation.audit.gate import open_record
from foundation.pages.merging import MergingForm
from foundation.pages.views import ActFormView
from precedents.citations import find_sections
from precedents.provisions import split_key

from .base import RequestFormView, about, open_request


class PreparePublication(MergingForm, RequestFormView):
    """Write the copy."""

    form_class, template_name, draft_name = forms.PublicationForm, "advice/prepare_publication.html", "advice-publication"
    may = staticmethod(policies.may_prepare_publication)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answer = self.advice_request.versions.exclude(delivered_at=None).order_by("-number").first()
        self.proposal = self.answer.proposals.filter(approved_by=None).first() if self.answer else None

    def get_record(self):
        return self.proposal

    def get_initial(self):
        if self.proposal is not None:
            names = ("title", "question", "short_answer", "analysis", "level", "law_as_of", "review_on")
            return {name: getattr(self.proposal, name) for name in names}
        if self.answer is None:
            return {}
        today = clock.today()
        analysis = "\n\n".join(part for part in (self.answer.analysis, self.answer.caveats) if part)
        return {
            "title": self.advice_request.question[:200],
            "question": self.advice_request.question,
            "short_answer": self.answer.short_answer,
            "analysis": analysis,
            "level": self.advice_request.intended_level,
            "law_as_of": today,
            "review_on": _in_a_year(today),
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, is_open=self.answer is not None)

    def edited_now(self):
        return self.answer and self.answer.proposals.filter(approved_by=None).first()

    def save(self, values, version, form):
        made = services.prepare_publication(**{**self.act_words(form), "version": version}, **values)
        return reverse("advice:publication", args=[made.ref])


def _in_a_year(day):
    """The same day a year later; the last of February for the 29th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class Publication(ActFormView):
    """The copy, what in it may identify somebody, and its approval."""

    form_class, template_name = forms.ApproveForm, "advice/publication.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = PublicationProposal.objects.select_related("request", "answer", "prepared_by", "approved_by")
        self.proposal = open_record(request, rows, ref=kwargs["ref"])
        self.advice_request = open_request(request, self.proposal.request.ref)

    def get_record(self):
        return self.proposal

    def get_initial(self):
        keys = [key for key in find_sections(self.proposal.text) if split_key(key)]
        return {"provisions": ", ".join(keys[:12])}

    def get_context_data(self, **kwargs):
        proposal, user = self.proposal, self.request.user
        open_marks = services.open_marks(proposal)
        may_prepare = policies.may_prepare_publication(self.advice_request, user)
        published = selectors.bank_item("precedents.PublishedAdvice", proposal.published_ref, user) if proposal.published_ref else None
        return super().get_context_data(
            **kwargs,
            **about(self.advice_request, user),
            proposal=proposal,
            marks=[(mark, forms.MarkForm(initial={"kind": mark.kind, "found": mark.text}, prefix=None)) for mark in open_marks],
            answers=list(proposal.answers.select_related("by")),
            may_answer_marks=may_prepare and not proposal.approved_by_id,
            may_prepare=may_prepare and not proposal.approved_by_id,
            may_approve=policies.may_approve_publication(proposal, user) and not proposal.approved_by_id,
            published=published,
            own_copy=proposal.was_prepared_by(user),
        )

    def post(self, request, *args, **kwargs):
        if not policies.may_approve_publication(self.proposal, request.user):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def perform(self, form):
        services.approve_publication(ref=self.proposal.ref, by=self.request.user, at=clock.now(), **form.act_fields(), **form.cleaned_data)
        return reverse("advice:publication", args=[self.proposal.ref])


class AnswerMark(ActFormView):
    """Say why something that looks like an identifier may stand in the copy."""

    form_class, template_name = forms.MarkForm, "advice/answer_mark.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.proposal = open_record(request, PublicationProposal.objects.select_related("request"), ref=kwargs["ref"])
        self.advice_request = open_request(request, self.proposal.request.ref)

    def dispatch(self, request, *args, **kwargs):
        if not policies.may_prepare_publication(self.advice_request, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        form = kwargs.get("form") or self.get_form()
        wording = form["found"].value() or ""
        return super().get_context_data(
            **{**kwargs, "form": form}, **about(self.advice_request, self.request.user), proposal=self.proposal, wording=wording
        )

    def perform(self, form):
        key = form.act_fields()["key"]
        services.answer_mark(ref=self.proposal.ref, by=self.request.user, at=clock.now(), key=key, **form.cleaned_data)
        return reverse("advice:publication", args=[self.proposal.ref]) + "#marks"
