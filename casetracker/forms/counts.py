"""Forms about one count, and the information on which counts are laid."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.choices import REASONS_OF
from casetracker.models import Count, Participant, ScreeningReview, VictimView
from casetracker.services import ReasonIn
from casetracker.states import CountState

from .base import (
    ActForm,
    CountRow,
    FutureDayField,
    LongTextField,
    PastDayField,
    PlainTextField,
    RefChoiceField,
    RefChoicesField,
    choice_field,
    court_field,
    reason_field,
)


class AmendCountForm(CountRow, ActForm):
    """The words of one count (s. 601); one that was laid says when the court amended it and by whose order."""

    amended_on = PastDayField(label=_("Amended on"), what=_("the day of the amendment"), required=False)
    ordered_by = PlainTextField(label=_("Ordered by"), max_length=200, required=False)
    place = PlainTextField(label=_("Place"), max_length=200, required=False)
    complainant = RefChoiceField(Participant.objects.none(), label=_("Complainant"), required=False, empty_label=_("Nobody named"))
    wording = LongTextField(label=_("Wording"), required=False, rows=3, max_length=5000)

    field_order = [
        "amended_on",
        "ordered_by",
        "offence",
        "offence_from",
        "offence_to",
        "offence_text",
        "number",
        "complainant",
        "place",
        "wording",
    ]

    def __init__(self, *args, victims=None, words=str, laid_on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.laid_on = laid_on
        if laid_on is None:
            del self.fields["amended_on"], self.fields["ordered_by"]
        else:
            self.fields["amended_on"].required = True
        self.fields["complainant"].queryset = victims if victims is not None else Participant.objects.none()
        self.fields["complainant"].words = words
        self.fields["offence"].required = self.fields["offence_from"].required = True
        self.fields["offence"].error_messages["required"] = _("Choose the offence.")

    def clean(self):
        typed = super().clean()
        if self.laid_on is None:
            return typed
        if typed.get("amended_on") and typed["amended_on"] < self.laid_on:
            self.add_error("amended_on", _("A count cannot be amended before it was laid."))
        if typed.get("offence_from") and typed["offence_from"] > self.laid_on:
            self.add_error("offence_from", _("An offence cannot begin after the information was sworn."))
        if typed.get("offence_to") and typed["offence_to"] > self.laid_on:
            self.add_error("offence_to", _("An offence cannot end after the information was sworn."))
        return typed


class ChooseCountsForm(ActForm):
    """Some of the counts of an accused."""

    counts = RefChoicesField(Count.objects.none(), label=_("Counts"))

    def __init__(self, *args, counts=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["counts"].queryset = counts if counts is not None else Count.objects.none()
        self.fields["counts"].words = words
        self.fields["counts"].error_messages["required"] = _("Choose at least one proposed count.")


class LayInformationForm(ChooseCountsForm):
    """An information and the counts on it."""

    number = PlainTextField(label=_("Information number"), max_length=60, widget=forms.TextInput(attrs={"class": "field-medium"}))
    sworn_on = PastDayField(
        label=_("Sworn on"), what=_("the day the information was sworn"), help_text=_("The delay clock begins on this day.")
    )
    court = court_field(required=False, empty_label=_("Choose"))

    field_order = ["number", "sworn_on", "court", "counts"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["counts"].required = False  # what nobody proposed may be laid alone


class PoliceDecisionForm(ChooseCountsForm):
    """Counts that police will not lay."""

    decided_on = PastDayField(label=_("Police decided on"), what=_("the day police decided"))
    reason = reason_field(required=False)

    field_order = ["counts", "decided_on", "reason"]


class ReasonFields(forms.Form):
    """Why a count ends without a conviction: a code, whether that was avoidable, and more in words."""

    reason_code = choice_field(Count, "reason_code", label=_("Why it ends without a conviction"), required=False, empty=_("No reason"))
    reason_avoidable = choice_field(Count, "reason_avoidable", label=_("Avoidable or not"), required=False, empty=_("Not said"))
    reason_note = PlainTextField(label=_("More on the reason"), max_length=500, required=False)

    REASON = ("reason_code", "reason_avoidable", "reason_note")

    def clean(self):
        typed = super().clean()
        if typed.get("reason_code") == "OTHER" and not typed.get("reason_note"):
            self.add_error("reason_note", _("Say why."))
        return typed

    def why(self) -> ReasonIn | None:
        """Give the reason as the service takes it; None where none was chosen."""
        typed = self.cleaned_data
        if not typed.get("reason_code"):
            return None
        return ReasonIn(typed["reason_code"], typed["reason_avoidable"], typed["reason_note"])


class ReasonOfResult(ReasonFields):
    """Why a count ends without a conviction, needed where ``result`` is the one that ends it so."""

    ENDS_IT = ""

    def clean(self):
        typed = super().clean()
        ends = typed.get("result") == self.ENDS_IT
        if ends and not typed.get("reason_code") and "reason_code" not in self.errors:
            self.add_error("reason_code", _("Choose why the count ends without a conviction."))
        elif typed.get("reason_code") and not ends:
            self.add_error("reason_code", _("A reason goes only with an outcome without a conviction."))
        return typed


class ScreeningForm(ActForm):
    """When counts were reviewed."""

    reviewed_on = PastDayField(label=_("Reviewed on"), what=_("the day of the review"))


class ScreeningRow(forms.Form):
    """The Crown's view of one count."""

    outcome = choice_field(ScreeningReview, "outcome", label=_("Outcome"), required=False, empty=_("Not reviewed now"))
    prospect = forms.BooleanField(label=_("There is a reasonable prospect of conviction"), required=False)
    public_interest = forms.BooleanField(label=_("The prosecution is in the public interest"), required=False)
    note = LongTextField(label=_("Reasons (privileged)"), required=False, rows=2, max_length=20_000)

    def clean(self):
        typed = super().clean()
        if typed.get("outcome") == "PROCEED" and not (typed.get("prospect") and typed.get("public_interest")):
            self.add_error("outcome", _("To proceed, both parts of the test must be met: prospect of conviction and public interest."))
        if (
            not typed.get("outcome")
            and (typed.get("note") or typed.get("prospect") or typed.get("public_interest"))
            and "outcome" not in self.errors
        ):
            self.add_error("outcome", _("Choose the outcome of the screening."))
        return typed


class ProceedForm(ActForm):
    """On which day the Crown proceeds."""

    happened_on = PastDayField(label=_("Date it happened"), what=_("the day it happened"))
    reason = reason_field(_("Note"), required=False)


class ModeForm(ActForm):
    """How the Crown proceeds on a hybrid count."""

    choice = forms.ChoiceField(
        label=_("The Crown proceeds"),
        choices=[("INDICTMENT", _("By indictment")), ("SUMMARY", _("Summarily"))],
        widget=forms.RadioSelect,
    )
    on = PastDayField(label=_("Date of the election"), what=_("the day of the election"))
    limitation_agreed = forms.BooleanField(
        label=_("Both sides agree to proceed summarily after the limit"), required=False, help_text=_("Section 786(2).")
    )


class VictimViewForm(ActForm):
    """What the victim thinks, or why she was not asked."""

    participant = RefChoiceField(Participant.objects.none(), label=_("Victim"), required=False, empty_label=_("Nobody named"))
    asked_on = PastDayField(label=_("Asked on"), what=_("the day the victim was asked"), required=False)
    view = LongTextField(label=_("View of the victim"), required=False, rows=4, max_length=10_000)
    exception = choice_field(VictimView, "exception", label=_("Or why she was not asked"), required=False, empty=_("She was asked"))
    withdraws = forms.BooleanField(
        label=_("The victim no longer wants to take part"),
        required=False,
        help_text=_("The counts are then to be screened again."),
    )
    for_all = forms.BooleanField(label=_("For every count of this accused"), required=False)

    def __init__(self, *args, victims=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participant"].queryset = victims if victims is not None else Participant.objects.none()
        self.fields["participant"].words = words

    def view_is_needed(self):
        """Whether a view, or why there is none, must be given now."""
        return True

    def clean(self):
        typed = super().clean()
        if typed.get("exception") or not (self.view_is_needed() or typed.get("view") or typed.get("asked_on")):
            return typed
        if not typed.get("asked_on") and "asked_on" not in self.errors:
            self.add_error("asked_on", _("Enter the day the victim was asked, or choose why she was not."))
        if not typed.get("view") and "view" not in self.errors:
            self.add_error("view", _("Write down the view of the victim."))
        return typed


class WithdrawForm(ReasonFields, VictimViewForm):
    """Why a count is withdrawn, with the view of the victim where it is not on file yet."""

    reason_code = choice_field(Count, "reason_code", only=REASONS_OF[CountState.WITHDRAWN], label=_("Why the count is withdrawn"))
    happened_on = PastDayField(label=_("Withdrawn on"), what=_("the day of the withdrawal"))
    leave_on = PastDayField(
        label=_("Leave of the court on"),
        what=_("the day the court gave leave"),
        required=False,
        help_text=_("Needed once a plea was entered."),
    )
    for_all = None
    withdraws = None

    field_order = [*ReasonFields.REASON, "happened_on", "leave_on", "participant", "asked_on", "view", "exception"]

    def view_is_needed(self):
        """Whether nothing about the victim's view is on file yet."""
        return not self.view_known

    def __init__(self, *args, view_known=False, **kwargs):
        self.view_known = view_known
        super().__init__(*args, **kwargs)
        self.fields["exception"].choices = [("", _("She was asked, or it is on file"))] + list(self.fields["exception"].choices)[1:]


class AppealFields(forms.Form):
    """Until when a decision can be appealed."""

    appeal_due_on = FutureDayField(label=_("Last day to appeal"), what=_("the last day to appeal"), required=False)
    appeal_none = forms.BooleanField(label=_("No appeal is possible"), required=False)

    def clean(self):
        typed = super().clean()
        if typed.get("appeal_none") and typed.get("appeal_due_on"):
            self.add_error("appeal_none", _("Give a last day, or say that no appeal is possible; not both."))
        return typed


class AppealPeriodForm(AppealFields, ActForm):
    """Until when one decision can be appealed."""

    def clean(self):
        typed = super().clean()
        if not typed.get("appeal_due_on") and not typed.get("appeal_none") and not self.errors:
            self.add_error("appeal_due_on", _("Enter the last day to appeal, or say that there is none."))
        return typed
