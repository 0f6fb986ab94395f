"""Forms about one count, and the information on which counts are laid."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetracker.choices import REASONS_OF
from casetracker.models import Count, Participant, Proceeding, ScreeningReview, VictimView
from casetracker.states import CountState, Custody

from .base import (
    ActForm,
    CountRow,
    FutureDayField,
    LongTextField,
    OffenceField,
    PastDayField,
    PlainTextField,
    RefChoiceField,
    RefChoicesField,
    choice_field,
    court_field,
    reason_field,
    version_of,
)

AFTER_SENTENCE = (Custody.SERVING, Custody.RELEASED_COURT, Custody.DETAINED, Custody.IN_CUSTODY)


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


class WithdrawForm(VictimViewForm):
    """Why a count is withdrawn, with the view of the victim where it is not on file yet."""

    reason_code = choice_field(Count, "reason_code", only=REASONS_OF[CountState.WITHDRAWN], label=_("Why the count is withdrawn"))
    happened_on = PastDayField(label=_("Withdrawn on"), what=_("the day of the withdrawal"))
    leave_on = PastDayField(
        label=_("Leave of the court on"),
        what=_("the day the court gave leave"),
        required=False,
        help_text=_("Needed once a plea was entered."),
    )
    reason = reason_field(required=False)
    for_all = None
    withdraws = None

    field_order = ["reason_code", "happened_on", "reason", "leave_on", "participant", "asked_on", "view", "exception"]

    def view_is_needed(self):
        """Whether nothing about the victim's view is on file yet."""
        return not self.view_known

    def __init__(self, *args, view_known=False, **kwargs):
        self.view_known = view_known
        super().__init__(*args, **kwargs)
        self.fields["exception"].choices = [("", _("She was asked, or it is on file"))] + list(self.fields["exception"].choices)[1:]

    def clean(self):
        typed = super().clean()
        if typed.get("reason_code") == "OTHER" and not typed.get("reason"):
            self.add_error("reason", _("Say why."))
        return typed


class AppealFields(forms.Form):
    """Until when a decision can be appealed."""

    appeal_due_on = FutureDayField(label=_("Last day to appeal"), what=_("the last day to appeal"), required=False)
    appeal_none = forms.BooleanField(label=_("No appeal is possible"), required=False)

    def clean(self):
        typed = super().clean()
        if typed.get("appeal_none") and typed.get("appeal_due_on"):
            self.add_error("appeal_none", _("Give a last day, or say that no appeal is possible; not both."))
        return typed


class VerdictForm(ActForm):
    """When a plea or verdict was given, and by whom."""

    happened_on = PastDayField(label=_("Date of the plea or verdict"), what=_("the day of the plea or verdict"))
    decided_by = PlainTextField(label=_("Decided by"), max_length=200, help_text=_("The judge, or the jury and the judge."))
    evidence_ended_on = PastDayField(
        label=_("Evidence and argument ended on"),
        what=_("the day evidence and argument ended"),
        required=False,
        help_text=_("Leave empty if that was the same day."),
    )
    reason = reason_field(_("Note"), required=False, help_text=_("After a mistrial: why there was one."))


class VerdictRow(AppealFields):
    """What became of one count."""

    LATER, WITHDRAW = "", "TO_WITHDRAW"
    CHOICES = [
        (LATER, _("Nothing yet")),
        (CountState.PLEA_GUILTY, _("Pleads guilty")),
        (CountState.FOUND_GUILTY, _("Found guilty")),
        (CountState.GUILTY_INCLUDED, _("Guilty of an included offence")),
        (CountState.ACQUITTED, _("Acquitted")),
        (CountState.NCR, _("Not criminally responsible")),
        (CountState.MISTRIAL, _("Mistrial or hung jury")),
        (WITHDRAW, _("To be withdrawn at sentence")),
    ]

    result = forms.ChoiceField(label=_("Plea or verdict"), choices=CHOICES, required=False)
    included = OffenceField(label=_("Included offence found"), required=False)

    field_order = ["result", "included", "appeal_due_on", "appeal_none"]

    def __init__(self, *args, count=None, offered=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count
        self.fields["included"].offered = offered
        self.fields["result"].error_messages["invalid_choice"] = _("Choose a plea or verdict.")
        if count is not None and count.state == CountState.MISTRIAL:
            self.fields["result"].choices = [choice for choice in self.CHOICES if choice[0] in (self.LATER, self.WITHDRAW)]

    def clean(self):
        typed = super().clean()
        result = typed.get("result")
        if result == CountState.GUILTY_INCLUDED and not typed.get("included") and "included" not in self.errors:
            self.add_error("included", _("Choose the included offence that was found."))
        if (
            result in (CountState.ACQUITTED, CountState.NCR)
            and not typed.get("appeal_due_on")
            and not typed.get("appeal_none")
            and "appeal_due_on" not in self.errors
        ):
            self.add_error("appeal_due_on", _("Enter the last day to appeal, or say that there is none."))
        if typed.get("included") and self.count is not None:
            try:
                typed["included_offence"] = version_of(typed["included"], self.count.offence_from, None)
            except ValidationError as wrong:
                self.add_error("included", [text for texts in wrong.message_dict.values() for text in texts])
        return typed


class DispositionForm(ActForm):
    """When sentence was passed, by whom, and where the accused is from then on."""

    happened_on = PastDayField(label=_("Date of the sentence"), what=_("the day of the sentence"))
    decided_by = PlainTextField(label=_("Decided by"), max_length=200)
    custody = choice_field(
        Proceeding, "custody", only=AFTER_SENTENCE, label=_("Where the accused is from now on"), required=False, empty=_("As before")
    )
    reason = reason_field(_("Note"), required=False)


class DispositionRow(AppealFields):
    """The sentence on one count."""

    CHOICES = [
        ("", _("Nothing yet")),
        (CountState.SENTENCED, _("Sentence")),
        (CountState.DISCHARGED_ABSOLUTE, _("Absolute discharge")),
        (CountState.DISCHARGED_CONDITIONAL, _("Conditional discharge")),
        (CountState.STAYED_KIENAPPLE, _("Stayed: conviction on another count (Kienapple)")),
    ]

    result = forms.ChoiceField(label=_("Result"), choices=CHOICES, required=False)
    terms = LongTextField(
        label=_("Terms"),
        required=False,
        rows=3,
        max_length=10_000,
        help_text=_("For example 4 years less 210 days of credit; probation 2 years."),
    )

    field_order = ["result", "terms", "appeal_due_on", "appeal_none"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].error_messages["invalid_choice"] = _("Choose what the court imposed.")

    def clean(self):
        typed = super().clean()
        result = typed.get("result")
        if result in (CountState.SENTENCED, CountState.DISCHARGED_CONDITIONAL) and not typed.get("terms") and "terms" not in self.errors:
            self.add_error("terms", _("Write the terms of the sentence."))
        if result and not typed.get("appeal_due_on") and not typed.get("appeal_none") and "appeal_due_on" not in self.errors:
            self.add_error("appeal_due_on", _("Enter the last day to appeal, or say that there is none."))
        return typed


class AppealPeriodForm(AppealFields, ActForm):
    """Until when one decision can be appealed."""

    def clean(self):
        typed = super().clean()
        if not typed.get("appeal_due_on") and not typed.get("appeal_none") and not self.errors:
            self.add_error("appeal_due_on", _("Enter the last day to appeal, or say that there is none."))
        return typed
