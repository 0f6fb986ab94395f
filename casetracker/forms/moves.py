"""Forms of the move page: the day it happened, why, and the facts that single steps need."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.models import CaseFile
from casetracker.states import FileState
from foundation.accounts.models import Office, Role

from .base import ActForm, FutureDayField, LongTextField, PastDayField, PlainTextField, RefChoiceField, choice_field, reason_field
from .intake import people, person_words


class MoveForm(ActForm):
    """When an ordinary step happened, and why."""

    happened_on = PastDayField(
        label=_("Date it happened"), what=_("the day it happened"), help_text=_("Not the date on which you type it.")
    )
    reason = reason_field(required=False)

    def __init__(self, *args, needs_reason=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = _("Say why.")


class NoChargeForm(MoveForm):
    """Police confirmed that no charge comes."""

    confirmed_on = PastDayField(label=_("Police confirmed on"), what=_("the day police confirmed that no charge comes"))

    field_order = ["confirmed_on", "happened_on", "reason"]


class TransferForm(MoveForm):
    """What is handed over with the file."""

    office = RefChoiceField(Office.objects.all(), label=_("Office that takes the file"), empty_label=_("Choose"))
    contact = PlainTextField(label=_("Who took it"), max_length=200)
    accepted_on = PastDayField(label=_("Accepted in writing on"), what=_("the day the office accepted in writing"))
    disclosure_done = forms.BooleanField(label=_("Disclosure is handed over"), required=False)
    exhibits_done = forms.BooleanField(label=_("Exhibits are handed over"), required=False)
    deadlines_done = forms.BooleanField(label=_("Deadlines are handed over"), required=False)
    victim_duties_done = forms.BooleanField(label=_("Open duties to victims are handed over"), required=False)
    delay_position = LongTextField(label=_("Position on delay, s. 11(b)"), rows=3, max_length=10_000)

    field_order = [
        "office",
        "contact",
        "accepted_on",
        "disclosure_done",
        "exhibits_done",
        "deadlines_done",
        "victim_duties_done",
        "delay_position",
        "happened_on",
        "reason",
    ]
    HANDED_OVER = (
        "office",
        "contact",
        "accepted_on",
        "disclosure_done",
        "exhibits_done",
        "deadlines_done",
        "victim_duties_done",
        "delay_position",
    )


class CloseForm(MoveForm):
    """The closing checklist."""

    orders_registered = forms.BooleanField(label=_("Orders are registered"), required=False)
    property_dealt_with = forms.BooleanField(label=_("Property and exhibits are dealt with"), required=False)
    victim_told = forms.BooleanField(label=_("The victim was told"), required=False)
    precedent_harvested = forms.BooleanField(label=_("What the file teaches was considered for the bank"), required=False)
    retention_from = FutureDayField(label=_("Retention runs from"), what=_("the day retention begins"))

    field_order = [
        "orders_registered",
        "property_dealt_with",
        "victim_told",
        "precedent_harvested",
        "retention_from",
        "happened_on",
        "reason",
    ]
    LINES = ("orders_registered", "property_dealt_with", "victim_told", "precedent_harvested", "retention_from")


class ReopenForm(MoveForm):
    """Why and how a file comes back."""

    CHOICES = [
        (FileState.CARRIED, _("Carry: the team prosecutes")),
        (FileState.SHARED, _("Share: the team prosecutes with the local office")),
        (FileState.ADVISORY, _("Advise only: the local Crown keeps carriage")),
    ]

    decision = forms.ChoiceField(label=_("What the team does"), choices=CHOICES, widget=forms.RadioSelect)
    reopen_reason = choice_field(CaseFile, "reopen_reason", label=_("Why the file comes back"))
    lead_prosecutor = RefChoiceField(
        people(Role.PRO), label=_("Lead prosecutor"), required=False, empty_label=_("As before"), words=person_words
    )

    field_order = ["decision", "reopen_reason", "lead_prosecutor", "happened_on", "reason"]


class CorrectForm(ActForm):
    """What was wrong with what was recorded."""

    reason = reason_field(required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What was wrong")
        self.fields["reason"].error_messages["required"] = _("Say what was wrong.")
