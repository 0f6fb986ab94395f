"""Pages on which an asker writes, sends, looks for answers and throws a draft away."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from advice import forms, policies, selectors, services
from advice.models import AdviceRequest
from foundation import clock
from foundation.pages import drafts
from foundation.pages.views import ActFormView
from foundation.records import Refusal
from foundation.search import port

from .base import RequestFormView, StepView, open_request

BANK_KINDS = ("decision", "advice")
MOST_OFFERED = 3


def offered(user, *texts: str, limit: int = MOST_OFFERED):
    """What of the bank this person may read and shares words with what she typed."""
    text = " ".join(text for text in texts if text).strip()
    return port.suggestions(user, text, BANK_KINDS, limit=limit) if text else []


class Ask(ActFormView):
    """One page to ask: what is typed is kept, and what the bank answers already is offered."""

    form_class, template_name, draft_name = forms.AskForm, "advice/ask.html", "advice-ask"
    advice_request: AdviceRequest | None = None

    def dispatch(self, request, *args, **kwargs):
        if not policies.may_ask(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_record(self):
        return self.advice_request

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.update(asker=self.request.user, as_draft="save_draft" in self.request.POST)
        return kwargs

    def post(self, request, *args, **kwargs):
        if "look" in request.POST:
            return self.look()
        return super().post(request, *args, **kwargs)

    def look(self):
        """Show the page again with everything typed and with what may answer it; the way without script."""
        form = self.get_form()
        form.is_bound = False
        for name, field in form.fields.items():
            form.initial[name] = field.widget.value_from_datadict(self.request.POST, {}, name)
        form.fields["key"].initial = self.request.POST.get("key", "")
        return self.render_to_response(self.get_context_data(form=form, looked=True))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        user = self.request.user
        typed = [form["question"].value() or "", form["facts"].value() or ""]
        chosen = set(form["found"].value() or [])
        if self.advice_request is not None:
            uses = self.advice_request.bank_uses.all()
            chosen |= {f"{use.item_label}:{use.item_ref}" for use in uses}
        return {
            **context,
            "hits": offered(user, *typed) if kwargs.get("looked") or form.is_bound or self.advice_request else [],
            "chosen": chosen,
            "advice_request": self.advice_request,
            "action": self.advice_request.get_absolute_url() if self.advice_request else reverse("advice:ask"),
            "looked": kwargs.get("looked", False),
        }

    def perform(self, form) -> str:
        typed = dict(form.cleaned_data)
        offered = [entry.partition(":") for entry in typed.pop("found")]
        items = [selectors.bank_item(label, ref, self.request.user) for label, _colon, ref in offered]
        typed["found"] = [item for item in items if item is not None]
        save = services.save_request_draft if form.as_draft else services.submit_request
        ref = self.advice_request.ref if self.advice_request else None
        made = save(ref=ref, by=self.request.user, at=clock.now(), **form.act_fields(), **typed)
        return made.get_absolute_url()


class EditDraft(Ask):
    """The same page for a request that is kept as a draft."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.advice_request = open_request(request, kwargs["ref"])

    def dispatch(self, request, *args, **kwargs):
        if not policies.may_edit_draft(self.advice_request, request.user):
            raise PermissionDenied
        if not self.advice_request.is_draft and request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(self.advice_request.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        draft = self.advice_request
        return {
            "question": draft.question,
            "facts": draft.facts,
            "topics": [row.topic for row in draft.topics.all()],
            "stage": draft.stage,
            "urgency": draft.urgency,
            "urgency_reason": draft.urgency_reason,
            "needed_by": draft.needed_by,
            "reference": draft.case_file.ref if draft.case_file else draft.occurrence,
            "language": draft.language,
            "colleagues": "\n".join(row.person.email for row in draft.named.select_related("person")),
        }


class Suggestions(View):
    """A piece of page: what may already answer the question as it stands."""

    http_method_names = ["post"]

    def post(self, request):
        if not policies.may_ask(request.user):
            raise PermissionDenied
        hits = offered(request.user, request.POST.get("question", ""), request.POST.get("facts", ""))
        return render(request, "advice/_suggestions.html", {"hits": hits, "chosen": set(request.POST.getlist("found")), "looked": True})


class CountBankUse(Ask):
    """ "Yes, no need to ask": count it and lead to what answered; where that is gone, back to the page with everything typed."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        item = selectors.bank_item(*request.POST.get("answered", "").partition(":")[::2], request.user)
        if item is None:
            return self.look()
        key = f"{request.POST.get('key', '')[:40]}:{item.ref}"
        with suppress(services.AlreadySent):
            services.count_bank_use(item=item, by=request.user, at=clock.now(), key=key)
        return HttpResponseRedirect(item.get_absolute_url())


class DiscardDraft(RequestFormView):
    """Throw a draft away."""

    form_class, template_name = forms.ConfirmForm, "advice/step.html"
    may = staticmethod(policies.may_discard)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            title=_("Throw this draft away?"),
            submit=_("Throw away"),
            explain=_("Nothing of it was sent. It cannot be brought back."),
            danger=True,
        )

    def perform(self, form):
        services.discard_request_draft(**self.act_words(form))
        drafts.bury(self.request.user, form=Ask.draft_name, about=self.advice_request.ref)
        return reverse("advice:list")


class Reply(StepView):
    """Give the team what it asked for."""

    form_class, may, steps = forms.TextForm, staticmethod(policies.may_reply), ("reply",)
    title, submit, label, draft_name = _("Reply to the team"), _("Send reply"), _("Your reply"), "advice-reply"

    def call(self, form):
        services.reply_to_team(text=form.cleaned_data["text"], **self.act_words(form))


class AskFollowUp(StepView):
    """Ask again about the answer."""

    form_class, may, steps = forms.TextForm, staticmethod(policies.may_ask_follow_up), ("ask_follow_up", "ask_again")
    title, submit, label, draft_name = _("Ask a follow-up question"), _("Send question"), _("Your question"), "advice-follow-up"

    def call(self, form):
        services.ask_follow_up(text=form.cleaned_data["text"], **self.act_words(form))


class SayStillOpen(StepView):
    """Say what the bank left open."""

    form_class, may, steps = forms.TextForm, staticmethod(policies.may_say_still_open), ("say_still_open",)
    title, submit, draft_name = _("Say what is still open"), _("Send"), "advice-still-open"
    label = _("What the answer from the bank leaves open")

    def call(self, form):
        services.say_still_open(text=form.cleaned_data["text"], **self.act_words(form))


class Close(StepView):
    """End a request."""

    form_class, may, steps = forms.TextForm, staticmethod(policies.may_close), ("close",)
    title, submit, label, rows = _("Close this request"), _("Close"), _("Why"), 3
    words_needed = False
    explain = _("A closed request stays readable; its adviser or a lead can take it up again.")

    def call(self, form):
        services.close_request(reason=form.cleaned_data["text"], **self.act_words(form))


class Withdraw(StepView):
    """Take the question back."""

    form_class, may, steps = forms.TextForm, staticmethod(policies.may_withdraw), ("withdraw",)
    title, submit, label, rows, danger = _("Withdraw this request"), _("Withdraw"), _("Why"), 3, True
    words_needed = False
    explain = _("The team stops working on it. What was written stays readable.")

    def call(self, form):
        services.withdraw_request(reason=form.cleaned_data["text"], **self.act_words(form))


class NameColleague(StepView):
    """Let a colleague read along."""

    form_class, may = forms.ColleagueForm, staticmethod(policies.may_name_colleague)
    title, submit = _("Name a colleague"), _("Name a colleague")
    explain = _("She reads the request and its answer, and can reply and ask again as you can.")

    def call(self, form):
        person = selectors.colleague(self.advice_request, form.cleaned_data["address"])
        if person is None:
            raise Refusal(gettext("No colleague of yours has this address."), "address")
        services.name_colleague(person=person, **self.act_words(form))
