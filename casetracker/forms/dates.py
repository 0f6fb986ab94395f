"""Forms about days in court."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.models import Appearance, Proceeding
from foundation.pages.fields import TimeField

from .base import ActForm, FutureDayField, LongTextField, PlainTextField, RefChoicesField, choice_field, courthouse_field, reason_field


def short() -> forms.TextInput:
    """Give a narrow box."""
    return forms.TextInput(attrs={"class": "field-short", "autocomplete": "off"})


class EditAppearanceForm(ActForm):
    """A day in court: when and where by the courthouse's own clock, and what for."""

    purpose = choice_field(Appearance, "purpose", label=_("Purpose"))
    on = FutureDayField(label=_("Date of the appearance"), what=_("the date of the appearance"))
    at_time = TimeField(
        label=_("Time"), required=False, widget=short(), help_text=_("By the clock of the courthouse, like 10:00 or 2:15 p.m.")
    )
    courthouse = courthouse_field(required=False, empty_label=_("Not known"))
    room = PlainTextField(label=_("Room"), max_length=40, required=False, widget=short())


class AddAppearanceForm(EditAppearanceForm):
    """A day in court for one or more accused."""

    proceedings = RefChoicesField(Proceeding.objects.none(), label=_("Who appears"))

    field_order = ["proceedings"]

    def __init__(self, *args, tracks=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proceedings"].queryset = tracks if tracks is not None else Proceeding.objects.none()
        self.fields["proceedings"].words = words
        self.fields["proceedings"].error_messages["required"] = _("Choose at least one accused.")


class ResultForm(ActForm):
    """What came of a day in court, and the next date."""

    result = choice_field(Appearance, "result", label=_("What came of the day"), widget=forms.RadioSelect)
    result_note = LongTextField(label=_("What happened"), required=False, rows=3, max_length=10_000)
    adjourned_by = choice_field(
        Appearance, "adjourned_by", label=_("Who asked to adjourn"), required=False, empty=_("Nobody: not adjourned")
    )
    adjourn_reason = reason_field(_("Why it was adjourned"), required=False)
    next_on = FutureDayField(label=_("Next date"), what=_("the next date"), required=False, help_text=_("Leave empty if none was set."))
    next_time = TimeField(label=_("Time of the next date"), required=False, widget=short())
    next_purpose = choice_field(Appearance, "purpose", label=_("Purpose of the next date"), required=False, empty=_("The same"))
    next_courthouse = courthouse_field(_("Courthouse of the next date"), required=False, empty_label=_("The same"))
    next_room = PlainTextField(label=_("Room of the next date"), max_length=40, required=False, widget=short())

    def __init__(self, *args, held_on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.held_on = held_on

    def clean(self):
        typed = super().clean()
        if typed.get("result") == "ADJOURNED":
            if not typed.get("adjourned_by") and "adjourned_by" not in self.errors:
                self.add_error("adjourned_by", _("Say who asked to adjourn."))
            if not typed.get("adjourn_reason") and "adjourn_reason" not in self.errors:
                self.add_error("adjourn_reason", _("Say why it was adjourned."))
        if typed.get("next_on") and self.held_on and typed["next_on"] < self.held_on:
            self.add_error("next_on", _("The next date cannot be before this one."))
        if not typed.get("next_on") and "next_on" not in self.errors and (typed.get("next_time") or typed.get("next_purpose")):
            self.add_error("next_on", _("Enter the next date, or leave its time and purpose empty."))
        return typed
