"""Forms about who is on a file and who may not see it."""

from datetime import datetime, time

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from casetracker.states import Access
from foundation.accounts.models import Role, User

from .base import ActForm, FutureDayField, PlainTextField, RefChoiceField, reason_field
from .intake import people, person_words

ROLE_OF = {Access.ASSISTANT: (Role.AST,), Access.LOCAL_CROWN: (Role.CRN,), Access.COUNSEL: (Role.PRO,), Access.LEAD_COUNSEL: (Role.PRO,)}


class AssignForm(ActForm):
    """A prosecutor for the file."""

    to = RefChoiceField(people(Role.PRO), label=_("Prosecutor"), empty_label=_("Choose"), words=person_words)
    acting_as = forms.ChoiceField(
        label=_("As"),
        choices=[(Access.LEAD_COUNSEL, Access.LEAD_COUNSEL.label), (Access.COUNSEL, Access.COUNSEL.label)],
        widget=forms.RadioSelect,
    )
    reason = reason_field()


class GrantAccessForm(ActForm):
    """A place on the file for somebody."""

    to = RefChoiceField(people(Role.PRO, Role.AST, Role.CRN), label=_("Person"), empty_label=_("Choose"), words=person_words)
    acting_as = forms.ChoiceField(
        label=_("As"),
        choices=[(place, place.label) for place in (Access.COUNSEL, Access.ASSISTANT, Access.LOCAL_CROWN)],
        widget=forms.RadioSelect,
    )
    until_at = FutureDayField(
        label=_("Until the end of"),
        what=_("the last day of access"),
        required=False,
        help_text=_("Leave empty for as long as the file lives."),
    )
    reason = reason_field(required=False)

    def clean(self):
        typed = super().clean()
        if typed.get("until_at"):
            typed["until_at"] = make_aware(datetime.combine(typed["until_at"], time(23, 59, 59)))
        to, acting_as = typed.get("to"), typed.get("acting_as")
        if to and acting_as and to.role not in ROLE_OF[acting_as]:
            self.add_error("to", _("This person cannot hold that place on a file."))
        return typed


class ReasonForm(ActForm):
    """Why."""

    reason = reason_field()


class WallForm(ActForm):
    """A wall between a person and the file."""

    user = RefChoiceField(
        User.objects.filter(is_active=True).exclude(role__in=(Role.SVC, Role.ADM)).select_related("office").order_by("name"),
        label=_("Person"),
        empty_label=_("Choose"),
        words=person_words,
    )
    reason = reason_field()


class CoverForm(ActForm):
    """Cover of a colleague's file for four hours."""

    ref = PlainTextField(
        label=_("File number"),
        max_length=12,
        help_text=_("As on the court list, like 26-HT-7K3M."),
        widget=forms.TextInput(attrs={"class": "field-medium", "autocomplete": "off"}),
    )
    reason = PlainTextField(
        label=_("Why you need it now"),
        max_length=500,
        min_length=20,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("At least 20 characters. A lead is told and reviews it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["min_length"] = _("Say in 20 characters or more why you need this file now.")

    def clean_ref(self):
        return self.cleaned_data["ref"].upper().strip()
