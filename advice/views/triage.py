"""Pages on which the team takes a question up: triage, assign, hand over, need more, already answered, decline."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advice import forms, policies, selectors, services
from foundation.accounts.models import Role
from foundation.records import Refusal

from .asking import offered
from .base import StepView


def item_named(form, advice_request, user):
    """Find the item of the bank a person chose or named.

    :raises Refusal: there is none
    """
    chosen, typed = form.cleaned_data.get("chosen"), form.cleaned_data.get("item")
    item = selectors.bank_item_typed(typed, user) if typed else selectors.bank_item(*chosen.partition(":")[::2], user)
    if item is None:
        raise Refusal(gettext("The bank has no such item. Check the citation or the number."), "item")
    return item


class Triage(StepView):
    """One decision about a new question."""

    form_class, template_name = forms.TriageForm, "advice/triage.html"
    may, steps, draft_name = staticmethod(policies.may_triage), ("triage",), "advice-triage"
    title, submit = _("Triage"), _("Confirm decision")

    def get_initial(self):
        asked = self.advice_request
        return {
            "topics": [row.topic for row in asked.topics.all()],
            "urgency": asked.urgency,
            "case_file": asked.case_file.ref if asked.case_file else "",
        }

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        advisers = selectors.advisers(self.advice_request)
        if not self.request.user.is_role(Role.LEAD):
            advisers = advisers.filter(pk=self.request.user.pk)
        form.fields["to"].offer(advisers, forms.with_load, empty=gettext("Choose later"))
        self.hits = offered(self.advice_request.asker, self.advice_request.question, self.advice_request.facts, limit=5)
        form.offer(self.hits)
        return form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for name in context["form"].NEEDED:
            context["form"].fields[name].required = True  # for the eye: it was checked by the decision
        uses = selectors.bank_items(self.advice_request.bank_uses.all(), self.request.user)
        instead = {"more": "ask_for_more", "bank": "answer_from_bank", "decline": "decline"}
        follows = {f"follows_{part}": self.follows(step) for part, step in instead.items()}
        return {**context, **follows, "hits": self.hits, "found": [item for _use, item in uses]}

    def call(self, form):
        typed, words, decision = form.cleaned_data, self.act_words(form), form.cleaned_data["decision"]
        if decision == form.ACCEPT:
            services.triage_request(**words, **{name: typed[name] for name in ("topics", "urgency", "urgency_reason", "case_file", "to")})
        elif decision == form.MORE:
            services.ask_for_more(**words, **{name: typed[name] for name in ("needs", "text", "reply_by")})
        elif decision == form.BANK:
            services.answer_from_bank(**words, item=item_named(form, self.advice_request, self.request.user), note=typed["note"])
        else:
            services.decline_request(**words, reason_code=typed["reason_code"], turn_to=typed["turn_to"])


class Assign(StepView):
    """Put a request in an adviser's hands."""

    form_class, may, steps = forms.AssignForm, staticmethod(policies.may_assign), ("assign",)
    title, submit = _("Assign an adviser"), _("Assign")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        advisers = selectors.advisers(self.advice_request)
        if not self.request.user.is_role(Role.LEAD):
            advisers = advisers.filter(pk=self.request.user.pk)
            form.fields["to"].initial = self.request.user.ref
        form.fields["to"].offer(advisers, forms.with_load)
        return form

    def call(self, form):
        services.assign_request(to=form.cleaned_data["to"], note=form.cleaned_data["note"], **self.act_words(form))


class HandOver(StepView):
    """Put a request in another adviser's hands."""

    form_class, may, steps = forms.HandOverForm, staticmethod(policies.may_hand_over), ("hand_over",)
    title, submit = _("Hand over"), _("Hand over")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["to"].offer(selectors.advisers(self.advice_request).exclude(pk=self.advice_request.assigned_to_id), forms.with_load)
        return form

    def call(self, form):
        services.hand_over_request(to=form.cleaned_data["to"], reason=form.cleaned_data["reason"], **self.act_words(form))


class AskForMore(StepView):
    """Ask the asker for what is missing."""

    form_class, may, steps = forms.NeedForm, staticmethod(policies.may_ask_for_more), ("ask_for_more",)
    title, submit, draft_name = _("Ask for more"), _("Send to the asker"), "advice-need"
    explain = _("The clock stands still until the asker replies.")

    def call(self, form):
        services.ask_for_more(**self.act_words(form), **form.cleaned_data)


class Remind(StepView):
    """Remind the asker."""

    form_class, may = forms.TextForm, staticmethod(policies.may_remind)
    title, submit, label, rows = _("Remind the asker"), _("Send reminder"), _("Words to the asker"), 3
    words_needed = False

    def call(self, form):
        services.remind_asker(text=form.cleaned_data["text"], **self.act_words(form))


class AnswerFromBank(StepView):
    """Point the asker to what answers her question already."""

    form_class, may, steps = forms.BankForm, staticmethod(policies.may_answer_from_bank), ("answer_from_bank",)
    title, submit = _("Answer from the bank"), _("Send to the asker")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.offer(offered(self.advice_request.asker, self.advice_request.question, self.advice_request.facts, limit=5))
        return form

    def call(self, form):
        item = item_named(form, self.advice_request, self.request.user)
        services.answer_from_bank(item=item, note=form.cleaned_data["note"], **self.act_words(form))


class Decline(StepView):
    """Say that the team does not answer."""

    form_class, may, steps = forms.DeclineForm, staticmethod(policies.may_decline), ("decline",)
    title, submit, danger = _("Decline"), _("Decline"), True

    def call(self, form):
        services.decline_request(**self.act_words(form), **form.cleaned_data)
