"""Pages on which an answer is written, read second, delivered and taken up again."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from advice import foresight, forms, policies, selectors, services
from advice.states import Level
from foundation.pages.merging import MergingForm
from foundation.search import port
from precedents.citations import FRENCH, MCGILL, Pin, format_pin
from precedents.reading import paragraph_named
from precedents.selectors import citation_named

from .asking import BANK_KINDS
from .base import RequestFormView, StepView, open_request

MOST_CITED = 6


def to_cite(user, text: str):
    """What of the bank this person finds by these words."""
    text = text.strip()[:400]
    if not text:
        return []
    results = port.search(user, text, filters={"kind": BANK_KINDS}, per_page=MOST_CITED)
    return port.fallback(user, text, limit=MOST_CITED) if results.unavailable else results.hits


class WriteAnswer(MergingForm, RequestFormView):
    """The answer, with the internal note apart and the bank beside it."""

    form_class, template_name, draft_name = forms.AnswerForm, "advice/write_answer.html", "advice-answer"
    may = staticmethod(policies.may_write_answer)

    def get_record(self):
        return self.answer

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answer = self.advice_request.open_version

    def get_initial(self):
        text = self.answer or self.advice_request.latest_version
        start = {"intended_level": self.advice_request.intended_level}
        if text is not None:
            start |= {"short_answer": text.short_answer, "analysis": text.analysis, "caveats": text.caveats}
        return start

    def get(self, request, *args, **kwargs):
        """Show the answer, with the decision that the address names offered to be cited."""
        ref = request.GET.get("decision", "")
        if cite := citation_named(request.user, ref):
            para = paragraph_named(request.GET.get("para", ""))
            target = FRENCH if self.advice_request.language == "fr" else MCGILL
            pinned = {"ref": ref.upper(), "pinpoint": format_pin(Pin("para", ((int(para), int(para)),)), target)} if para else {}
            return self.render_to_response(self.get_context_data(cite=cite, hits=to_cite(request.user, cite), looked=True, pinned=pinned))
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if "look" in request.POST:
            return self.look()
        return super().post(request, *args, **kwargs)

    def look(self):
        """Show the page again with everything typed and with what the bank offers to cite; the way without script."""
        form = self.get_form()
        form.is_bound = False
        for name, field in form.fields.items():
            form.initial[name] = field.widget.value_from_datadict(self.request.POST, {}, name)
        words = self.request.POST.get("cite", "")
        return self.render_to_response(self.get_context_data(form=form, cite=words, hits=to_cite(self.request.user, words), looked=True))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        text = "\n".join(str(form[name].value() or "") for name in ("short_answer", "analysis", "caveats"))
        return {
            **context,
            "authorities": selectors.authorities(text),
            "thread": list(self.advice_request.messages.select_related("author")),
            "is_open": self.advice_request.is_being_answered,
            "takes_back": self.advice_request.is_in_review,
            "corrects": self.answer is None and self.advice_request.delivered_at is not None,
        }

    def edited_now(self):
        return self.advice_request.open_version

    def save(self, values, version, form):
        services.write_answer(**{**self.act_words(form), "version": version}, **values)
        return reverse("advice:write_answer", args=[self.advice_request.ref]) if "stay" in self.request.POST else self.next_url()

    def next_url(self) -> str:
        """Where a finished text leads: to its second reader."""
        return reverse("advice:send_for_review", args=[self.advice_request.ref])


class Cite(View):
    """A piece of page: what of the bank can be cited."""

    http_method_names = ["post"]

    def post(self, request, ref):
        asked = open_request(request, ref)
        if not policies.may_write_answer(asked, request.user):
            raise PermissionDenied
        hits = to_cite(request.user, request.POST.get("cite", ""))
        return render(request, "advice/_cite.html", {"hits": hits, "looked": True})


class SendForReview(StepView):
    """Put the answer before a second reader."""

    form_class, template_name = forms.SendForReviewForm, "advice/send_for_review.html"
    may, steps = staticmethod(policies.may_send_for_review), ("send_for_review",)
    title, submit = _("Send for a second reading"), _("Send for review")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["reader"].offer(selectors.second_readers(self.advice_request), empty=_("Whoever can: the leads are told"))
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, answer=self.advice_request.open_version)

    def call(self, form):
        services.send_for_review(reader=form.cleaned_data["reader"], **self.act_words(form))


class Review(RequestFormView):
    """Read the answer second: approve it, return it, or countersign it as a lead."""

    form_class, template_name, draft_name = forms.ReviewForm, "advice/review.html", "advice-review"
    may = staticmethod(policies.may_approve)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answer = self.advice_request.open_version

    def get_record(self):
        return self.answer or self.advice_request

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs["may_countersign"] = (
            self.advice_request.intended_level == Level.SHAREABLE
            and policies.may_countersign(self.advice_request, self.request.user)
            and self.answer is not None
            and self.answer.is_approved
        )
        return kwargs

    def get_context_data(self, **kwargs):
        answer = self.answer
        return super().get_context_data(
            **kwargs,
            answer=answer,
            is_open=self.advice_request.is_in_review and answer is not None,
            readings=list(answer.readings.select_related("reader")) if answer else [],
            authorities=selectors.authorities("\n".join([answer.short_answer, answer.analysis, answer.caveats])) if answer else [],
            thread=list(self.advice_request.messages.select_related("author")),
            notes=list(self.advice_request.notes.select_related("author")),
        )

    def perform(self, form):
        words, comment = self.act_words(form), form.cleaned_data["comment"]
        if form.cleaned_data["decision"] == form.APPROVE:
            services.approve_answer(comment=comment, **words)
        elif form.cleaned_data["decision"] == form.COUNTERSIGN:
            services.countersign_answer(comment=comment, **words)
        else:
            read = words.pop("version")
            services.return_for_changes(comment=comment, answer_version=read, **words)
        return self.advice_request.get_absolute_url()


class ReturnForChanges(StepView):
    """Take the answer back from its second reader."""

    form_class, may, steps = forms.TextForm, staticmethod(policies.may_return), ("return_for_changes",)
    title, submit, label, rows = _("Take the answer back"), _("Take back"), _("Why"), 3
    words_needed = False

    def call(self, form):
        services.return_for_changes(comment=form.cleaned_data["text"], **self.act_words(form))


class Deliver(StepView):
    """Give the answer to the asker."""

    form_class, template_name = forms.ConfirmForm, "advice/deliver.html"
    may, steps = staticmethod(policies.may_deliver), ("deliver",)
    title, submit = _("Deliver the answer"), _("Deliver")
    explain = _("From then on the answer never changes; a correction is a new version.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, answer=self.advice_request.open_version, recipients=self.advice_request.readers)

    def call(self, form):
        services.deliver_answer(**self.act_words(form))


class DeliverUnread(StepView):
    """Give the asker at once an answer that nobody read second yet."""

    form_class, template_name = forms.TextForm, "advice/deliver.html"
    may, steps = staticmethod(policies.may_deliver_unread), ("deliver_unread",)
    title, submit, label, rows, danger = _("Deliver before the second reading"), _("Deliver now"), _("Why it cannot wait"), 3, True
    explain = _("Only for what is needed now or today. The leads are told, and a second reader reads the answer afterwards.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, answer=self.advice_request.open_version, recipients=self.advice_request.readers)

    def call(self, form):
        services.deliver_unread(reason=form.cleaned_data["text"], **self.act_words(form))


class ReadAfterwards(RequestFormView):
    """Read second an answer that is delivered already."""

    form_class, template_name, draft_name = forms.AfterwardsForm, "advice/read_afterwards.html", "advice-read-afterwards"
    may = staticmethod(policies.may_read_afterwards)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answer = self.advice_request.latest_delivered

    def get_record(self):
        return self.answer or self.advice_request

    def get_context_data(self, **kwargs):
        answer = self.answer
        return super().get_context_data(
            **kwargs,
            answer=answer,
            is_open=self.advice_request.awaits_reading,
            authorities=selectors.authorities("\n".join([answer.short_answer, answer.analysis, answer.caveats])) if answer else [],
            thread=list(self.advice_request.messages.select_related("author")),
            follows=foresight.of_step("read_afterwards", self.advice_request, self.request.user),
        )

    def perform(self, form):
        good = form.cleaned_data["decision"] == form.GOOD
        services.read_afterwards(is_good=good, comment=form.cleaned_data["comment"], **self.act_words(form))
        return self.advice_request.get_absolute_url()


class RecallAnswer(StepView):
    """Take a delivered answer back."""

    form_class, may = forms.TextForm, staticmethod(policies.may_recall)
    title, submit, label, rows, danger = _("Recall the answer"), _("Recall"), _("Why nobody should rely on it"), 3, True
    explain = _("The text stays readable under a warning. A correction is a new version: take the request up again.")

    def get_context_data(self, **kwargs):
        follows = foresight.of_step("recall", self.advice_request, self.request.user)
        return {**super().get_context_data(**kwargs), "follows": follows}

    def call(self, form):
        services.recall_answer(reason=form.cleaned_data["text"], **self.act_words(form))


class TakeUpAgain(StepView):
    """Work on a new version of the answer."""

    form_class, may, steps = forms.TextForm, staticmethod(policies.may_take_up_again), ("take_up_again",)
    title, submit, label, rows = _("Take up again"), _("Take up again"), _("Why"), 3
    explain = _("The delivered answer stays as it is; what is written now becomes a new version, with its own second reading.")

    def call(self, form):
        services.take_up_again(reason=form.cleaned_data["text"], **self.act_words(form))
