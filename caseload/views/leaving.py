"""Somebody leaves: what is in her hands, who takes each thing, and the end of her account, on one page."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from caseload import leaving
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.accounts.policies import may_change_person
from foundation.audit.gate import log_list, open_record
from foundation.pages.fields import LongTextField
from foundation.pages.forms import ActForm
from foundation.pages.views import ActFormView


class LeavingForm(ActForm):
    """Who takes what, why, and whether the account ends with it."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    reason = LongTextField(
        label=_("Reason"),
        max_length=500,
        rows=3,
        help_text=_("It stands in the history of every file and request; whoever takes one reads it."),
        error_messages={"required": _("Say why these things change hands.")},
    )
    close = forms.BooleanField(
        label=_("Close the account with it"),
        required=False,
        initial=True,
        help_text=_("Every session ends at once. Leave it empty for a long absence or another role."),
    )

    def __init__(self, *args, items=(), person=None, may_close=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = list(items)
        self.initial["shown"] = leaving.seal(self.items)
        if not may_close:
            del self.fields["close"]
        for group in dict.fromkeys(item.group for item in self.items):
            people = [(one.ref, one.name) for one in leaving.takers(group, person).order_by("name")]
            self.fields[f"all_{group.lower()}"] = forms.ChoiceField(
                label=_("Who takes them"), choices=[("", _("Choose a person")), *people], required=False
            )
            for item in self.items:
                if item.group == group:
                    self.fields[item.key] = forms.ChoiceField(label=item.title, choices=[("", _("As above")), *people], required=False)

    def groups(self):
        """Give each kind of thing with the list for all of it and the list for each."""
        for group, words in leaving.GROUPS.items():
            mine = [item for item in self.items if item.group == group]
            if mine:
                yield words, self[f"all_{group.lower()}"], [(item, self[item.key]) for item in mine]

    def clean(self):
        cleaned = super().clean()
        chosen = {item.key: cleaned.get(item.key) or cleaned.get(f"all_{item.group.lower()}") for item in self.items}
        for group in dict.fromkeys(item.group for item in self.items if not chosen[item.key]):
            if f"all_{group.lower()}" not in self.errors:
                self.add_error(f"all_{group.lower()}", _("Choose who takes these, or somebody for each of them."))
        people = {one.ref: one for one in User.objects.filter(ref__in=[ref for ref in chosen.values() if ref])}
        cleaned["to"] = {key: people[ref] for key, ref in chosen.items() if ref in people}
        return cleaned


class Leaving(ActFormView):
    """Hand over everything in a person's hands, in one act, and close her account."""

    form_class, template_name = LeavingForm, "caseload/leaving.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.person = None
        if request.user.is_authenticated and request.user.is_role(Role.LEAD):
            self.person = open_record(request, User.objects.all(), ref=kwargs["ref"])

    def dispatch(self, request, *args, **kwargs):
        if self.person is None:
            raise PermissionDenied
        if self.person.is_role(Role.SVC):
            raise Http404
        self.may_close = self.person.is_active and may_change_person(self.person, request.user)
        self.items = leaving.in_hands_of(self.person, request.user)
        log_list(request, "caseload.leaving")
        return super().dispatch(request, *args, **kwargs)

    def get_record(self):
        return self.person

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "items": self.items, "person": self.person, "may_close": self.may_close}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"person": self.person, "items": self.items, "may_close": self.may_close}

    def perform(self, form):
        leaving.hand_over_everything(
            person=self.person,
            to=form.cleaned_data["to"],
            shown=form.cleaned_data["shown"],
            reason=form.cleaned_data["reason"],
            close=form.cleaned_data.get("close", False),
            by=self.request.user,
            at=clock.now(),
            **form.act_fields(),
        )
        return self.person.get_absolute_url()

    def _take_new_version(self, form):
        super()._take_new_version(form)
        form.data["shown"] = leaving.seal(self.items)
