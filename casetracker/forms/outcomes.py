"""The sheet of outcomes: each count's outcome and reason, its sentence in parts, orders, what victims were told; and a ruling."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casetracker.choices import REASONS_OF
from casetracker.models import PleaNotice, Proceeding, SentencePart, VictimNotice
from casetracker.services import PartIn
from casetracker.states import COUNT_IN_COURT, GUILTY, CountState, Custody

from .accused import OrdersForm
from .base import (
    ActForm,
    LongTextField,
    OffenceField,
    PastDayField,
    PlainTextField,
    choice_field,
    reason_field,
    version_of,
    whole_number,
)
from .counts import AppealFields, ReasonFields

AFTER_SENTENCE = (Custody.SERVING, Custody.RELEASED_COURT, Custody.DETAINED, Custody.IN_CUSTODY)
AS_IT_STANDS, TO_WITHDRAW, NOT_TO_WITHDRAW, OTHER_PLEA = "", "TO_WITHDRAW", "NOT_TO_WITHDRAW", "OTHER_PLEA"
FINDINGS = {
    AS_IT_STANDS: _("Nothing new"),
    CountState.PLEA_GUILTY: _("Pleads guilty"),
    OTHER_PLEA: _("Pleads guilty to another offence (s. 606(4))"),
    CountState.FOUND_GUILTY: _("Found guilty"),
    CountState.GUILTY_INCLUDED: _("Guilty of an included offence"),
    CountState.ACQUITTED: _("Acquitted"),
    CountState.NCR: _("Not criminally responsible"),
    CountState.MISTRIAL: _("Mistrial or hung jury"),
    CountState.WITHDRAWN: _("Withdrawn"),
    TO_WITHDRAW: _("To be withdrawn at sentence"),
    NOT_TO_WITHDRAW: _("No longer to be withdrawn at sentence"),
    CountState.DISMISSED: _("Dismissed"),
    CountState.QUASHED: _("Quashed"),
    CountState.STAYED_11B: _("Stayed for delay"),
    CountState.STAYED_ABUSE: _("Stayed for abuse of process"),
}
BY_COURT = (CountState.DISMISSED, CountState.QUASHED, CountState.STAYED_11B, CountState.STAYED_ABUSE)
STAYS = (CountState.STAYED_11B, CountState.STAYED_ABUSE)
FINDS = (CountState.PROCEEDING, CountState.ON_INDICTMENT)
CONVICTS = (CountState.PLEA_GUILTY, OTHER_PLEA, CountState.FOUND_GUILTY, CountState.GUILTY_INCLUDED)
SENTENCES = {
    "": _("Not sentenced yet"),
    CountState.SENTENCED: _("Sentence"),
    CountState.DISCHARGED_ABSOLUTE: _("Absolute discharge"),
    CountState.DISCHARGED_CONDITIONAL: _("Conditional discharge"),
    CountState.STAYED_KIENAPPLE: _("Stayed: conviction on another count (Kienapple)"),
}
# The reason that goes without asking.
ONLY_REASON = {CountState.STAYED_11B: "DELAY", OTHER_PLEA: "PLEA_TO_OTHER"}


def findings_from(state: str, *, to_withdraw: bool = False) -> list[str]:
    """List what can become of a count in a state, besides its sentence.

    :param to_withdraw: whether it is said already that the count will be withdrawn at sentence
    """
    said = TO_WITHDRAW if to_withdraw else NOT_TO_WITHDRAW
    if state in FINDS:
        return [code for code in FINDINGS if code != said]
    if state in COUNT_IN_COURT:
        return [AS_IT_STANDS, CountState.WITHDRAWN, NOT_TO_WITHDRAW if to_withdraw else TO_WITHDRAW, *BY_COURT]
    return [AS_IT_STANDS, *STAYS] if state in GUILTY else []


class OutcomesForm(OrdersForm):
    """What the sheet says of the day as a whole, with one answer for each order."""

    happened_on = PastDayField(label=_("Date in court"), what=_("the day in court"))
    decided_by = PlainTextField(label=_("Decided by"), max_length=200, required=False, help_text=_("Not needed for a withdrawal."))
    evidence_ended_on = PastDayField(
        label=_("Evidence and argument ended on"),
        what=_("the day evidence and argument ended"),
        required=False,
        help_text=_("Leave empty if that was the same day."),
    )
    custody = choice_field(
        Proceeding, "custody", only=AFTER_SENTENCE, label=_("Where the accused is from now on"), required=False, empty=_("As before")
    )
    plea_agreed_on = PastDayField(
        label=_("Plea agreement made on"),
        what=_("the day of the plea agreement"),
        required=False,
        help_text=_("Where there was one, the court asks whether victims were told (s. 606(4.1) to (4.3))."),
    )
    reason = reason_field(_("Note"), required=False, help_text=_("After a mistrial: why there was one."))
    total_confirmed = forms.BooleanField(label=_("I looked at this total and confirm it"), required=False)


class OutcomeRow(ReasonFields, AppealFields):
    """What became of one count; what its state does not allow is not asked."""

    finding = forms.ChoiceField(label=_("Outcome"), required=False)
    included = OffenceField(label=_("Offence found or pleaded to"), required=False)
    leave_on = PastDayField(
        label=_("Leave of the court on"),
        what=_("the day the court gave leave"),
        required=False,
        help_text=_("For a withdrawal once a plea was entered."),
    )
    sentence = forms.ChoiceField(label=_("Sentence"), choices=list(SENTENCES.items()), required=False)
    terms = LongTextField(label=_("Terms in words"), required=False, rows=2, max_length=10_000)

    OUTCOME = ("finding", "included", "leave_on")
    SENTENCE = ("sentence", "terms")
    APPEAL = ("appeal_due_on", "appeal_none")

    field_order = [*OUTCOME, *ReasonFields.REASON, *SENTENCE, *APPEAL]

    def __init__(self, *args, count=None, offered=None, may_withdraw=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count
        possible = findings_from(count.state, to_withdraw=count.withdraw_at_sentence) if count is not None else list(FINDINGS)
        if not may_withdraw:
            possible = [code for code in possible if code != CountState.WITHDRAWN]
        self.fields["finding"].choices = [(code, FINDINGS[code]) for code in possible]
        self.fields["finding"].error_messages["invalid_choice"] = _("Choose what became of the count.")
        self.fields["sentence"].error_messages["invalid_choice"] = _("Choose what the court imposed.")
        self.fields["included"].offered = offered
        self.fields["appeal_due_on"].help_text = _("Leave empty to have it counted from the day in court.")
        self.is_late = count is not None and count.state == CountState.STAYED_KIENAPPLE
        self.may_sentence = count is None or self.is_late or count.state in (*FINDS, *GUILTY)
        if not possible:
            self._drop(*self.OUTCOME)
        if not possible and not self.may_sentence:
            self._drop(*self.APPEAL)
        if self.is_late:
            self._drop(*self.REASON)
            self.fields["sentence"].choices = [("", SENTENCES[""]), (CountState.SENTENCED, SENTENCES[CountState.SENTENCED])]
        if not self.may_sentence:
            self._drop(*self.SENTENCE)
        if count is not None and count.state in GUILTY:
            self._drop("included", "leave_on")
        if count is not None and count.state in REASONS_OF:
            codes = ("", *REASONS_OF[count.state])
            self.fields["reason_code"].choices = [pair for pair in self.fields["reason_code"].choices if pair[0] in codes]

    def _drop(self, *names):
        for name in names:
            self.fields.pop(name, None)

    def group(self, names):
        """Give the boxes of these names that the row has."""
        return [self[name] for name in names if name in self.fields]

    @property
    def decides(self) -> str:
        """The box that says what became of the count, as a selector; nothing where the row has none."""
        return f"[name='{self['finding'].html_name}']" if "finding" in self.fields and not self["reason_code"].value() else ""

    @property
    def ends(self) -> str:
        """The outcomes that want a reason."""
        return " ".join(code for code in FINDINGS if code in REASONS_OF and code not in ONLY_REASON)

    @property
    def convicts(self) -> str:
        """The outcomes after which there is a sentence."""
        return " ".join(CONVICTS)

    @property
    def is_guilty(self) -> bool:
        """Whether a sentence can be recorded as the count stands."""
        return self.is_late or (self.count is not None and self.count.state in GUILTY)

    def outcome_fields(self):
        """The outcome, and what goes with it."""
        return self.group(self.OUTCOME)

    def reason_fields(self):
        """Why the count ends without a conviction."""
        return self.group(self.REASON)

    def sentence_fields(self):
        """The sentence as a whole."""
        return self.group(self.SENTENCE)

    def appeal_fields(self):
        """Until when it can be appealed."""
        return self.group(self.APPEAL)

    def clean(self):
        typed = super().clean()
        finding, code = typed.get("finding", ""), typed.get("reason_code", "")
        if finding in (CountState.GUILTY_INCLUDED, OTHER_PLEA) and not typed.get("included") and "included" not in self.errors:
            self.add_error("included", _("Choose the offence that was found or pleaded to."))
        self._check_reason(finding, code, typed)
        if typed.get("sentence") and not (finding in CONVICTS or (self.is_guilty and not finding)):
            self.add_error("sentence", _("Only a count with a finding of guilt can be sentenced."))
        if typed.get("included") and self.count is not None:
            try:
                typed["offence"] = version_of(typed["included"], self.count.offence_from, None)
            except ValidationError as wrong:
                self.add_error("included", [text for texts in wrong.message_dict.values() for text in texts])
        return typed

    def _check_reason(self, finding, code, typed):
        ended = CountState.ACQUITTED if finding == OTHER_PLEA else finding
        if finding in ONLY_REASON and not code:
            typed["reason_code"] = ONLY_REASON[finding]
        elif ended in REASONS_OF:
            if not code:
                self.add_error("reason_code", _("Choose why the count ends without a conviction."))
            elif code not in REASONS_OF[ended]:
                self.add_error("reason_code", _("This reason does not go with this outcome. Choose another."))
        elif code and self.count is not None and self.count.state not in REASONS_OF:
            self.add_error("reason_code", _("A reason goes only with an outcome without a conviction."))
        if (
            not typed.get("reason_code")
            and (typed.get("reason_note") or typed.get("reason_avoidable"))
            and "reason_code" not in self.errors
        ):
            self.add_error("reason_code", _("Choose the reason."))


class PartRow(forms.Form):
    """One part of the sentence on a count."""

    kind = choice_field(SentencePart, "kind", label=_("Part of the sentence"), required=False, empty=_("No part"))
    years = whole_number(_("Years"), most=100)
    months = whole_number(_("Months"), most=1200)
    days = whole_number(_("Days"), most=30_000)
    life = forms.BooleanField(label=_("For life"), required=False)
    credit_days = whole_number(_("Days of credit"), most=30_000, help_text=_("As the court counted them, taken off custody."))
    served = choice_field(SentencePart, "served", label=_("How it is served"), required=False, empty=_("Nothing said"))
    after = forms.ChoiceField(label=_("Consecutive to"), required=False)
    amount = forms.DecimalField(
        label=_("Amount in dollars"),
        required=False,
        max_digits=12,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"class": "field-short", "inputmode": "decimal", "autocomplete": "off"}),
    )
    note = PlainTextField(label=_("Conditions or note"), max_length=500, required=False)

    TIMED = ("CUSTODY", "CONDITIONAL", "PROBATION")

    def __init__(self, *args, others=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.others = {count.ref: count for count, _words in others}
        self.fields["after"].choices = [("", _("Not chosen")), *((count.ref, words) for count, words in others)]
        self.fields["after"].error_messages["invalid_choice"] = _("Choose one of the list.")
        self.fields["amount"].error_messages["invalid"] = _("Write the amount in figures, like 500 or 1500.50.")
        for code in ("max_digits", "max_decimal_places", "max_whole_digits"):
            self.fields["amount"].error_messages[code] = _("Write the amount in dollars and cents.")

    @property
    def is_empty(self) -> bool:
        """Whether no part was chosen and nothing typed."""
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def clean(self):
        typed = super().clean()
        kind = typed.get("kind")
        if not kind:
            if any(typed.get(name) for name in self.fields) and "kind" not in self.errors:
                self.add_error("kind", _("Choose what the part is."))
            return typed
        length = sum(typed.get(name) or 0 for name in ("years", "months", "days"))
        if kind in self.TIMED and not length and not typed.get("life") and not self.errors.keys() & {"years", "months", "days"}:
            self.add_error("years", _("Enter how long it is."))
        if typed.get("life") and (length or kind != "CUSTODY"):
            self.add_error("life", _("Only custody is for life, and then it has no length beside it."))
        if kind not in self.TIMED and length:
            self.add_error("years", _("This part has no length. Write what else was said under the note."))
        if typed.get("credit_days") and kind != "CUSTODY":
            self.add_error("credit_days", _("Only custody has credit."))
        if kind == "FINE" and not typed.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount of the fine."))
        if kind != "FINE" and typed.get("amount"):
            self.add_error("amount", _("Only a fine has an amount."))
        if typed.get("amount") is not None and typed["amount"] < 0:
            self.add_error("amount", _("Write the amount in figures, like 500 or 1500.50."))
        if kind == "OTHER" and not typed.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say what was imposed."))
        if typed.get("served") == "CONSECUTIVE" and not typed.get("after") and "after" not in self.errors:
            self.add_error("after", _("Choose the count to which it is consecutive."))
        if typed.get("after") and typed.get("served") != "CONSECUTIVE":
            self.add_error("served", _("Choose “after that of another count”, or leave the count empty."))
        return typed

    def part(self) -> PartIn:
        """Give the part as the service takes it."""
        typed = self.cleaned_data
        return PartIn(
            kind=typed["kind"],
            months=(typed["years"] or 0) * 12 + (typed["months"] or 0),
            days=typed["days"] or 0,
            life=typed["life"],
            credit_days=typed["credit_days"] or 0,
            served=typed["served"],
            after=self.others.get(typed["after"]),
            amount=typed["amount"],
            note=typed["note"],
        )


class ToldRow(forms.Form):
    """What one victim was told of a plea agreement."""

    told_on = PastDayField(label=_("Told on"), what=_("the day the victim was told"), required=False)
    exception = choice_field(
        PleaNotice, "exception", label=_("Or why she was not told"), required=False, empty=_("She was told, or not yet")
    )

    def clean(self):
        typed = super().clean()
        if typed.get("told_on") and typed.get("exception"):
            self.add_error("exception", _("Give the day she was told, or why she was not; not both."))
        return typed


class DutyRow(ToldRow):
    """What one victim was told or asked once there was an outcome or a sentence."""

    told_on = PastDayField(label=_("Done on"), what=_("the day the victim was told or asked"), required=False)
    exception = choice_field(
        VictimNotice, "exception", label=_("Or why it was not done"), required=False, empty=_("It was done, or not yet")
    )


class RulingForm(ActForm):
    """What a judge ruled on the way."""

    on = PastDayField(label=_("Ruled on"), what=_("the day of the ruling"))
    ruled_by = PlainTextField(label=_("Ruled by"), max_length=200)
    ruling = PlainTextField(label=_("What was ruled"), max_length=500)
    against_crown = forms.BooleanField(
        label=_("It went against the Crown"), required=False, help_text=_("The counts are then to be screened again.")
    )
