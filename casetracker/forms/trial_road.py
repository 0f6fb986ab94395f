"""Forms of the road to trial: preliminary inquiry, indictment, re-election, court orders, replaced and severed counts, fitness."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casetracker.choices import REASONS_OF
from casetracker.models import ChargingDocument, Count, Election, PrimaFacieInquiry
from casetracker.states import CountState

from .base import (
    ActForm,
    CountRow,
    FutureDayField,
    PastDayField,
    PlainTextField,
    RefChoicesField,
    choice_field,
    court_field,
    courthouse_field,
    reason_field,
)
from .counts import AppealFields, ReasonOfResult

NOTE = _("Note")
APPEAL_MISSING = _("Enter the last day to appeal, or say that there is none.")


class ChosenCountsForm(ActForm):
    """Some of the counts of an accused."""

    counts = RefChoicesField(Count.objects.none(), label=_("Counts"))

    def __init__(self, *args, counts=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["counts"].queryset = counts if counts is not None else Count.objects.none()
        self.fields["counts"].words = words
        self.fields["counts"].error_messages["required"] = _("Choose at least one count.")


class PrelimResultForm(ActForm):
    """When the preliminary inquiry ended and by whom, and whether a direct indictment is intended."""

    happened_on = PastDayField(label=_("Date of the result"), what=_("the day of the result"))
    decided_by = PlainTextField(label=_("Decided by"), max_length=200)
    intended = forms.ChoiceField(
        label=_("Is a direct indictment intended for a count that was discharged?"),
        choices=[("NO", _("No")), ("YES", _("Yes, the Attorney General was asked to consent"))],
        widget=forms.RadioSelect,
        required=False,
    )
    direct_indictment_asked_on = PastDayField(
        label=_("Attorney General asked on"),
        what=_("the day the Attorney General was asked"),
        required=False,
        help_text=_("Only where a direct indictment is intended (s. 577)."),
    )
    reason = reason_field(NOTE, required=False)

    def __init__(self, *args, may_ask=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_ask:
            del self.fields["intended"], self.fields["direct_indictment_asked_on"]

    def clean(self):
        typed = super().clean()
        intended, asked_on = typed.get("intended") == "YES", typed.get("direct_indictment_asked_on")
        if intended and not asked_on and "direct_indictment_asked_on" not in self.errors:
            self.add_error("direct_indictment_asked_on", _("Enter the day the Attorney General was asked."))
        if asked_on and not intended:
            self.add_error("intended", _("Say that a direct indictment is intended, or leave its day empty."))
        return typed


class PrelimResultRow(ReasonOfResult):
    """The result on one count, and why it was discharged."""

    CHOICES = [
        ("", _("No result")),
        (CountState.COMMITTED, CountState.COMMITTED.label),
        (CountState.DISCHARGED_PRELIM, _("Discharged")),
    ]
    result = forms.ChoiceField(label=_("Result"), choices=CHOICES, required=False)
    reason_code = choice_field(
        Count,
        "reason_code",
        only=REASONS_OF[CountState.DISCHARGED_PRELIM],
        label=_("Why it ends without a conviction"),
        required=False,
        empty=_("No reason"),
    )

    ENDS_IT = CountState.DISCHARGED_PRELIM
    field_order = ["result", *ReasonOfResult.REASON]

    def __init__(self, *args, count=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].error_messages["invalid_choice"] = _("Choose the result.")
        self.fields["result"].error_messages["required"] = _("Choose the result.")
        self.fields["result"].required = count is not None and count.state == CountState.PROCEEDING and count.by_indictment
        if count is not None and count.state == CountState.PROPOSED:
            self.fields["result"].choices = [("", _("Not added by the judge")), (CountState.COMMITTED, _("Added by the judge (s. 548)"))]
            for name in self.REASON:
                del self.fields[name]


class AskDirectIndictmentForm(ActForm):
    """That the Attorney General was asked."""

    asked_on = PastDayField(label=_("Attorney General asked on"), what=_("the day the Attorney General was asked"))


class AnswerDirectIndictmentForm(ActForm):
    """What became of the request."""

    CONSENT, REFUSED, WITHDRAWN = "CONSENT", "REFUSED", "WITHDRAWN"
    CHOICES = [
        (CONSENT, _("Consent in writing")),
        (REFUSED, _("Refused")),
        (WITHDRAWN, _("No longer intended: the request is withdrawn")),
    ]
    answer = forms.ChoiceField(label=_("What became of the request"), choices=CHOICES, widget=forms.RadioSelect)
    on = PastDayField(label=_("Day of the answer"), what=_("the day of the answer"))
    consent_by = PlainTextField(
        label=_("Who consented"),
        max_length=200,
        required=False,
        help_text=_("The Attorney General or the Deputy in person; consent is never delegated."),
    )

    def __init__(self, *args, consented=False, **kwargs):
        super().__init__(*args, **kwargs)
        if consented:
            self.fields["answer"].choices = [choice for choice in self.CHOICES if choice[0] == self.WITHDRAWN]
            del self.fields["consent_by"]

    def clean(self):
        typed = super().clean()
        if typed.get("answer") == self.CONSENT and not typed.get("consent_by") and "consent_by" not in self.errors:
            self.add_error("consent_by", _("Enter who consented in writing: the Attorney General or the Deputy."))
        return typed


class IndictmentForm(ChosenCountsForm):
    """An indictment and the counts on it."""

    number = PlainTextField(label=_("Indictment number"), max_length=60, widget=forms.TextInput(attrs={"class": "field-medium"}))
    filed_on = PastDayField(label=_("Filed on"), what=_("the day the indictment was filed"))
    court = court_field(required=False, empty_label=_("Superior Court of Justice"))
    reason = reason_field(NOTE, required=False, help_text=_("Needed where the file is reopened by it."))

    field_order = ["number", "filed_on", "court", "counts", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["counts"].required = False  # a count may be added instead


class ReelectForm(ActForm):
    """A re-election (s. 561) and what it calls for."""

    choice = choice_field(
        Election, "choice", only=("OCJ", "SCJ_JUDGE", "SCJ_JURY"), label=_("The accused now elects"), widget=forms.RadioSelect
    )
    on = PastDayField(label=_("Date of the re-election"), what=_("the day of the re-election"))
    as_of_right = forms.BooleanField(
        label=_("Of right, no consent needed"),
        required=False,
        help_text=_("Not into the Ontario Court of Justice, and not in the last 60 days before the trial."),
    )
    consent_on = PastDayField(label=_("Crown consented in writing on"), what=_("the day of the Crown's consent"), required=False)
    prelim_requested = forms.BooleanField(label=_("A preliminary inquiry is requested"), required=False)
    trial_on = FutureDayField(
        label=_("Trial begins"),
        what=_("the first day of the trial"),
        required=False,
        help_text=_("Only where the preliminary inquiry is given up."),
    )
    trial_ends_on = FutureDayField(label=_("Last day of evidence and argument"), what=_("the last day of the trial"), required=False)
    courthouse = courthouse_field(required=False, empty_label=_("As before"))
    reason = reason_field(NOTE, required=False)

    def __init__(self, *args, from_prelim=False, may_ask_prelim=False, **kwargs):
        super().__init__(*args, **kwargs)
        gone = [] if from_prelim else ["trial_on", "trial_ends_on", "courthouse"]
        for name in gone + ([] if may_ask_prelim else ["prelim_requested"]):
            del self.fields[name]
        if from_prelim:
            self.fields["prelim_requested"].label = _("The preliminary inquiry goes on")
            self.fields["prelim_requested"].help_text = _("Only between judge alone and judge and jury; then no trial date is needed.")
        self.from_prelim = from_prelim

    def clean(self):
        typed = super().clean()
        right, consent = typed.get("as_of_right"), typed.get("consent_on")
        if right and consent:
            self.add_error("consent_on", _("Of right, or by consent: not both."))
        elif right and typed.get("choice") == "OCJ":
            self.add_error("as_of_right", _("Into the Ontario Court of Justice the Crown must consent in writing (s. 561)."))
        elif not right and not consent and "consent_on" not in self.errors:
            self.add_error("consent_on", _("Enter the day the Crown consented in writing, or say that the re-election is of right."))
        asked = typed.get("prelim_requested")
        if asked and typed.get("choice") == "OCJ":
            self.add_error("prelim_requested", _("There is no preliminary inquiry before a trial in the Ontario Court of Justice."))
        if self.from_prelim and not asked and not typed.get("trial_on") and "trial_on" not in self.errors:
            self.add_error("trial_on", _("Enter the trial date."))
        first, last = typed.get("trial_on"), typed.get("trial_ends_on")
        if first and last and last < first:
            self.add_error("trial_ends_on", _("The trial ends before it begins."))
        return typed


class ResumeForm(ChosenCountsForm):
    """Counts that proceed again."""

    happened_on = PastDayField(label=_("Date it happened"), what=_("the day it happened"))
    reason = reason_field(NOTE, required=False)


class ReplaceForm(ActForm):
    """The document on which the new counts stand, and how the delay clock goes on."""

    kind = choice_field(ChargingDocument, "kind", label=_("The new counts stand on an"), widget=forms.RadioSelect)
    number = PlainTextField(label=_("Number of the new document"), max_length=60, widget=forms.TextInput(attrs={"class": "field-medium"}))
    sworn_on = PastDayField(label=_("Sworn or filed on"), what=_("the day the new document was sworn or filed"))
    court = court_field(required=False, empty_label=_("As before"))
    clock = forms.ChoiceField(
        label=_("Delay clock"),
        choices=[
            ("KEPT", _("It goes on from the old counts; counsel is to confirm")),
            ("CONFIRMED", _("It goes on from the old counts; I confirm it")),
            ("NEW", _("It begins on the day of the new document")),
        ],
        widget=forms.RadioSelect,
        initial="KEPT",
    )
    reason = reason_field(NOTE, required=False)


class ReplacementRow(CountRow):
    """One new count, and the counts that it replaces."""

    replaces = RefChoicesField(Count.objects.none(), label=_("Replaces"), required=False)
    field_order = ["replaces", "offence", "offence_from", "offence_to", "offence_text", "number"]

    def __init__(self, *args, counts=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["replaces"].queryset = counts if counts is not None else Count.objects.none()
        self.fields["replaces"].words = words

    def clean(self):
        typed = super().clean()
        if not self.is_empty and not typed.get("replaces") and "replaces" not in self.errors:
            self.add_error("replaces", _("Say of each new count which count it replaces."))
        return typed


class ConfirmClockForm(ActForm):
    """That counsel looked at the delay clock."""


class SeverForm(ChosenCountsForm):
    """Counts that go their own way."""

    happened_on = PastDayField(label=_("Date of the severance"), what=_("the day of the severance"))
    reason = reason_field()

    field_order = ["counts", "happened_on", "reason"]


def period_words(period) -> Promise | str:
    """Say what is taken where no day is typed: the period of the law, with its source."""
    if period is None:
        return _("The period is not known: enter the day.")
    if period.kind == period.Kind.PRIMA_FACIE_YOUTH:
        words = _("Leave empty for %(months)d months after it, as for a young person (YCJA s. 141(10), s. 672.33).")
    else:
        words = _("Leave empty for %(months)d months after it (s. 672.33).")
    return words % {"months": period.months}


class UnfitForm(ActForm):
    """A finding that the accused is unfit."""

    unfit_on = PastDayField(label=_("Found unfit on"), what=_("the day the accused was found unfit"))
    prima_facie_due_on = FutureDayField(
        label=_("Prima facie case to be shown by"),
        what=_("the day by which a prima facie case must be shown"),
        required=False,
    )
    reason = reason_field(NOTE, required=False)

    def __init__(self, *args, period=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prima_facie_due_on"].help_text = period_words(period)

    def clean(self):
        typed = super().clean()
        found, due = typed.get("unfit_on"), typed.get("prima_facie_due_on")
        if found and due and due < found:
            self.add_error("prima_facie_due_on", _("This day cannot be before the finding."))
        return typed


class InquiryForm(AppealFields, ActForm):
    """What an inquiry into the evidence against an unfit accused came to."""

    result = choice_field(PrimaFacieInquiry, "result", label=_("What the court found"), widget=forms.RadioSelect)
    held_on = PastDayField(label=_("Date of the decision"), what=_("the day of the decision"))
    decided_by = PlainTextField(label=_("Decided by"), max_length=200)
    source = PlainTextField(
        label=_("Where this is taken from"),
        max_length=500,
        help_text=_("The endorsement, reasons or transcript, so that others find it."),
    )
    next_due_on = FutureDayField(
        label=_("Prima facie case to be shown again by"),
        what=_("the day by which a prima facie case must be shown again"),
        required=False,
    )
    reason = reason_field(NOTE, required=False)

    field_order = ["result", "held_on", "decided_by", "source", "next_due_on", "appeal_due_on", "appeal_none", "reason"]

    def __init__(self, *args, period=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["next_due_on"].help_text = period_words(period)
        self.fields["appeal_due_on"].help_text = _("Only where the court acquits.")

    def clean(self):
        typed = super().clean()
        result, held, due = typed.get("result"), typed.get("held_on"), typed.get("next_due_on")
        appeal = typed.get("appeal_due_on") or typed.get("appeal_none")
        results = PrimaFacieInquiry.Result
        if result == results.NOT_SHOWN:
            if due:
                self.add_error("next_due_on", _("Where the court acquits there is no next inquiry."))
            if not appeal and not {"appeal_due_on", "appeal_none"} & set(self.errors):
                self.add_error("appeal_due_on", APPEAL_MISSING)
            if held and typed.get("appeal_due_on") and typed["appeal_due_on"] < held:
                self.add_error("appeal_due_on", _("The last day to appeal cannot be before the decision."))
        elif result:
            if appeal:
                self.add_error("appeal_due_on", _("A last day to appeal goes with an acquittal."))
            if result == results.EXTENDED and not due and "next_due_on" not in self.errors:
                self.add_error("next_due_on", _("Enter the day that the court gave."))
            if held and due and due <= held:
                self.add_error("next_due_on", _("The next inquiry must come after this decision."))
        return typed


class FitForm(ActForm):
    """A finding that the accused is fit."""

    fit_on = PastDayField(label=_("Found fit on"), what=_("the day the accused was found fit"))
    reason = reason_field(NOTE, required=False)


class BoardDischargeForm(ActForm):
    """An absolute discharge by the Review Board."""

    discharged_on = PastDayField(label=_("Discharged absolutely on"), what=_("the day of the absolute discharge"))
    reason = reason_field(NOTE, required=False)
