"""Forms of what stops a matter or sends it back: stays, programs, appeals, death, a struck plea, a new charge; and a file's carriage."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetracker.choices import REASONS_OF
from casetracker.models import Appeal, AppealCount, Count, Measure, Proceeding
from casetracker.states import CountState, Custody, FileState, ProceedingState
from foundation.accounts.models import Office, Role
from foundation.law import catalogue

from .base import (
    ActForm,
    FutureDayField,
    LongTextField,
    OffenceField,
    PastDayField,
    PlainTextField,
    RefChoiceField,
    choice_field,
    court_field,
    reason_field,
    version_of,
)
from .counts import AppealFields, ChooseCountsForm, ReasonFields, ReasonOfResult
from .intake import people, person_words

AFTER_APPEAL = (Custody.RELEASED_COURT, Custody.DETAINED, Custody.IN_CUSTODY, Custody.SERVING)


class SomeCountsForm(ChooseCountsForm):
    """Some of the counts of an accused, and what happens to them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["counts"].error_messages["required"] = _("Choose at least one count.")


# Crown stays


class StayDaysForm(forms.Form):
    """When a stay is entered and when it lapses."""

    entered_on = FutureDayField(label=_("Stay entered on"), what=_("the day of the stay"))
    lapses_on = FutureDayField(
        label=_("Lapses earlier, on"),
        what=_("the day on which the stay lapses"),
        required=False,
        help_text=_("Leave empty for one year (s. 579(2)). Enter a day where the limitation period of the offence ends sooner."),
    )

    def clean(self):
        typed = super().clean()
        if typed.get("entered_on") and typed.get("lapses_on") and typed["lapses_on"] <= typed["entered_on"]:
            self.add_error("lapses_on", _("The stay cannot lapse before it is entered."))
        return typed


class AskStayForm(ReasonFields, StayDaysForm, SomeCountsForm):
    """What a lead is asked to approve."""

    reason_code = choice_field(Count, "reason_code", only=REASONS_OF[CountState.CROWN_STAYED], label=_("Why it ends without a conviction"))
    reason = reason_field(_("Why the Crown stays the matter"))

    field_order = ["counts", "entered_on", "lapses_on", *ReasonFields.REASON, "reason"]


class DecideStayForm(StayDaysForm, ActForm):
    """What the lead says."""

    granted = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Approve: the stay is entered")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    answer = reason_field(_("Answer"), required=False, help_text=_("Needed where you refuse."))

    field_order = ["granted", "entered_on", "lapses_on", "answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["granted"].error_messages["required"] = _("Approve or refuse.")
        self.fields["entered_on"].help_text = _("As asked for, or the day on which it really was entered.")

    def clean(self):
        typed = super().clean()
        if typed.get("granted") == "no" and not typed.get("answer"):
            self.add_error("answer", _("Say why the stay is refused."))
        return typed


class RecommenceForm(SomeCountsForm):
    """The notice that begins stayed counts again."""

    notice_on = PastDayField(label=_("Notice of recommencement given on"), what=_("the day of the notice"))
    reason = reason_field(required=False)

    field_order = ["counts", "notice_on", "reason"]


# Programs outside court


class DivertForm(SomeCountsForm):
    """A program outside court, and the counts that go into it."""

    kind = choice_field(Measure, "kind", label=_("Program"), widget=forms.RadioSelect)
    consent_on = PastDayField(label=_("The accused consented on"), what=_("the day of the consent"))
    conditions_met = forms.BooleanField(
        label=_("I checked the conditions of the program one by one, and each is met"),
        required=False,
        help_text=_("Responsibility accepted, advice of counsel, enough evidence, nothing that bars it (s. 715.49)."),
    )
    terms = LongTextField(label=_("Terms"), required=False, rows=3, max_length=10_000)
    happened_on = PastDayField(label=_("Sent to the program on"), what=_("the day of the referral"))
    reason = reason_field(_("Note"), required=False)

    field_order = ["counts", "kind", "consent_on", "conditions_met", "terms", "happened_on", "reason"]

    def clean(self):
        typed = super().clean()
        if not typed.get("conditions_met"):
            self.add_error("conditions_met", _("A program needs every one of its conditions."))
        return typed


class EndMeasureForm(ActForm):
    """How a program ended."""

    completed = forms.ChoiceField(
        label=_("The program was"),
        choices=[("yes", _("Completed: its counts are dismissed")), ("no", _("Not completed: its counts proceed"))],
        widget=forms.RadioSelect,
    )
    ended_on = PastDayField(label=_("Program ended on"), what=_("the day the program ended"))
    reason = reason_field(required=False, help_text=_("Needed where the program was not completed."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["completed"].error_messages["required"] = _("Say how the program ended.")

    def clean(self):
        typed = super().clean()
        if typed.get("completed") == "no" and not typed.get("reason"):
            self.add_error("reason", _("Say why the program failed."))
        return typed


# Appeals


class AppealForm(SomeCountsForm):
    """A notice of appeal."""

    side = choice_field(Appeal, "side", label=_("Who appeals"), widget=forms.RadioSelect)
    notice_on = PastDayField(label=_("Notice filed on"), what=_("the day of the notice"))
    court = court_field(label=_("Appeal court"), required=False, empty_label=_("Not chosen"))
    number = PlainTextField(
        label=_("Number of the appeal"), max_length=60, required=False, widget=forms.TextInput(attrs={"class": "field-medium"})
    )
    reason = reason_field(_("Note"), required=False)

    field_order = ["side", "notice_on", "counts", "court", "number", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["court"].queryset = catalogue.courts()


class EndAppealForm(ActForm):
    """How an appeal ended, and where the matter goes on."""

    GOES_ON = [
        ("", _("Where its charging document leads")),
        (ProceedingState.INTAKE, _("From intake")),
        (ProceedingState.INDICTED, _("From the indictment")),
        (ProceedingState.TRIAL_SET, _("At a trial date that is set")),
    ]

    decided_on = PastDayField(label=_("Decided or abandoned on"), what=_("the day the appeal ended"))
    decided_by = PlainTextField(label=_("Decided by"), max_length=200, help_text=_("The panel; of an abandoned appeal, who abandoned it."))
    target = forms.ChoiceField(
        label=_("A new trial goes on"), choices=GOES_ON, required=False, help_text=_("Only where a new trial was ordered.")
    )
    trial_on = FutureDayField(label=_("Trial begins"), what=_("the first day of the trial"), required=False)
    custody = choice_field(
        Proceeding, "custody", only=AFTER_APPEAL, label=_("Where the accused is from now on"), required=False, empty=_("As before")
    )
    reason = reason_field(_("Note"), required=False)

    def clean(self):
        typed = super().clean()
        if typed.get("target") == ProceedingState.TRIAL_SET and not typed.get("trial_on") and "trial_on" not in self.errors:
            self.add_error("trial_on", _("Enter the trial date."))
        if typed.get("trial_on") and typed.get("target") in (ProceedingState.INTAKE, ProceedingState.INDICTED):
            self.add_error("trial_on", _("A trial date goes with “At a trial date that is set”."))
        return typed


class AppealRow(ReasonOfResult, AppealFields):
    """What the appeal court did to one count."""

    NEXT_APPEAL = ("AFFIRMED", "SENTENCE_VARIED", "ACQUITTAL_ENTERED")

    result = choice_field(AppealCount, "result", label=_("Result"))
    included = OffenceField(label=_("Offence of the substituted verdict"), required=False)
    terms = LongTextField(label=_("Terms of the varied sentence"), required=False, rows=2, max_length=10_000)
    reason_code = choice_field(
        Count,
        "reason_code",
        only=REASONS_OF[CountState.ACQUITTED],
        label=_("Why it ends without a conviction"),
        required=False,
        empty=_("No reason"),
    )

    ENDS_IT = AppealCount.Result.ACQUITTAL_ENTERED
    field_order = ["result", *ReasonOfResult.REASON, "included", "terms", "appeal_due_on", "appeal_none"]

    def __init__(self, *args, count=None, possible=(), offered=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count
        words = dict(AppealCount._meta.get_field("result").flatchoices)
        self.fields["result"].choices = [("", _("Choose")), *((code, words[code]) for code in possible)]
        self.fields["result"].error_messages["required"] = _("Choose what the appeal court did.")
        if self.ENDS_IT not in possible:
            for name in self.REASON:
                del self.fields[name]
        self.fields["included"].offered = offered
        self.fields["appeal_due_on"].label = _("Last day of the next appeal")
        self.fields["appeal_none"].label = _("No further appeal is possible")

    def clean(self):
        typed = super().clean()
        dated = typed.get("appeal_due_on") or typed.get("appeal_none")
        if typed.get("result") in self.NEXT_APPEAL and not dated and "appeal_due_on" not in self.errors:
            self.add_error("appeal_due_on", _("Enter the last day of the next possible appeal, or say that there is none."))
        if typed.get("included") and self.count is not None:
            try:
                typed["included_offence"] = version_of(typed["included"], self.count.offence_from, None)
            except ValidationError as wrong:
                self.add_error("included", [text for texts in wrong.message_dict.values() for text in texts])
        return typed


# Death, a struck plea, a new charge


class DeathForm(ActForm):
    """The death of an accused."""

    died_on = PastDayField(label=_("Died on"), what=_("the day of death"), help_text=_("Only once it is confirmed."))
    reason = reason_field(_("How it was confirmed"), help_text=_("The proof of the death, such as the certificate."))
    appeals = forms.ChoiceField(
        label=_("The open appeal"),
        choices=[("END", _("Ends with the accused, as is usual")), ("HEARD", _("The appeal court will hear it all the same"))],
        widget=forms.RadioSelect,
        help_text=_("This rule was not checked against a source: counsel decides."),
    )

    field_order = ["died_on", "reason", "appeals"]

    def __init__(self, *args, open_appeal=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Say how the death was confirmed.")
        self.fields["appeals"].error_messages["required"] = _("Say whether the open appeal ends with the accused.")
        if not open_appeal:
            del self.fields["appeals"]


class StrikePleaForm(ActForm):
    """A plea that the court struck."""

    CHOICES = [
        (ProceedingState.INTAKE, _("From intake")),
        (ProceedingState.INDICTED, _("From the indictment")),
        (ProceedingState.TRIAL_SET, _("At a trial date that is set")),
    ]

    struck_on = PastDayField(label=_("Plea struck on"), what=_("the day the plea was struck"))
    target = forms.ChoiceField(label=_("The matter goes on"), choices=CHOICES, widget=forms.RadioSelect)
    trial_on = FutureDayField(label=_("Trial begins"), what=_("the first day of the trial"), required=False)
    reason = reason_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].error_messages["required"] = _("Choose where the matter goes on.")

    def clean(self):
        typed = super().clean()
        if typed.get("target") == ProceedingState.TRIAL_SET and not typed.get("trial_on") and "trial_on" not in self.errors:
            self.add_error("trial_on", _("Enter the trial date."))
        return typed


class ChargeAgainForm(SomeCountsForm):
    """A new information on counts that ended without a verdict."""

    number = PlainTextField(label=_("Information number"), max_length=60, widget=forms.TextInput(attrs={"class": "field-medium"}))
    sworn_on = PastDayField(
        label=_("Sworn on"), what=_("the day the information was sworn"), help_text=_("A delay clock of its own begins on this day.")
    )
    court = court_field(required=False, empty_label=_("Choose"))
    reason = reason_field(_("Note"), required=False)

    field_order = ["number", "sworn_on", "court", "counts", "reason"]


# The file


class CarriageForm(ActForm):
    """A written agreement with the local office on who carries a file."""

    WORDS = {
        FileState.SHARED: _("Share: the team prosecutes with the local office"),
        FileState.CARRIED: _("Carry: the team prosecutes alone"),
        FileState.ADVISORY: _("Advise only: the local Crown carries the file"),
    }
    FROM = {
        FileState.ADVISORY: (FileState.SHARED,),
        FileState.CARRIED: (FileState.SHARED,),
        FileState.SHARED: (FileState.CARRIED, FileState.ADVISORY),
    }

    carriage = forms.ChoiceField(label=_("From then on"), widget=forms.RadioSelect)
    office = RefChoiceField(Office.objects.all(), label=_("Local Crown office"), empty_label=_("Choose"))
    contact = PlainTextField(label=_("Who agreed for the office"), max_length=200)
    agreed_on = PastDayField(label=_("Agreed in writing on"), what=_("the day of the agreement"))
    effective_on = PastDayField(label=_("In effect from"), what=_("the day from which it is in effect"))
    lead_prosecutor = RefChoiceField(
        people(Role.PRO), label=_("Lead prosecutor"), required=False, empty_label=_("As before"), words=person_words
    )
    reason = reason_field(_("Note"), required=False)

    def __init__(self, *args, state="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carriage"].choices = [(to, self.WORDS[to]) for to in self.FROM.get(state, ())]
        self.fields["carriage"].error_messages["required"] = _("Choose what the team does.")

    def clean(self):
        typed = super().clean()
        agreed, effective = typed.get("agreed_on"), typed.get("effective_on")
        if agreed and effective and effective < agreed:
            self.add_error("effective_on", _("It cannot be in effect before it was agreed."))
        return typed


class ReviewDormantForm(ActForm):
    """When a dormant file is looked at again."""

    review_on = FutureDayField(
        label=_("Look at the file again on"),
        what=_("the day to look again"),
        help_text=_("Within six months. The team is told on that day."),
    )


class DormantForm(ReviewDormantForm):
    """From when a file rests, and until when at most nobody looks."""

    happened_on = PastDayField(label=_("Date it happened"), what=_("the day it happened"))
    reason = reason_field(_("Note"), required=False)
