"""Forms about one accused."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.models import Election, OrderAnswer, Proceeding, Warrant
from casetracker.states import Custody

from .base import ActForm, FutureDayField, PastDayField, PlainTextField, choice_field, courthouse_field, reason_field, whole_number

PLACES = tuple(place for place in Custody.values if place != Custody.AT_LARGE_WARRANT)
BACK_IN_COURT = (Custody.IN_CUSTODY, Custody.RELEASED_POLICE, Custody.RELEASED_COURT, Custody.DETAINED)
OF_ACCUSED = ("OCJ", "SCJ_JUDGE", "SCJ_JURY")


class ElectionForm(ActForm):
    """The election of the accused."""

    choice = choice_field(Election, "choice", only=OF_ACCUSED, label=_("The accused elects"), widget=forms.RadioSelect)
    on = PastDayField(label=_("Date of the election"), what=_("the day of the election"))
    deemed = forms.BooleanField(label=_("Deemed: no election was made"), required=False)
    prelim_requested = forms.BooleanField(
        label=_("A preliminary inquiry is requested"), required=False, help_text=_("By either side; only before the Superior Court.")
    )

    def clean(self):
        typed = super().clean()
        if typed.get("prelim_requested") and typed.get("choice") == "OCJ":
            self.add_error("prelim_requested", _("There is no preliminary inquiry before a trial in the Ontario Court of Justice."))
        return typed


class TrialDatesForm(ActForm):
    """Other days for a trial that is set."""

    trial_on = FutureDayField(label=_("Trial begins"), what=_("the first day of the trial"))
    trial_ends_on = FutureDayField(
        label=_("Last day of evidence and argument"),
        what=_("the last day of the trial"),
        required=False,
        help_text=_("The delay is counted to this day."),
    )

    def clean(self):
        typed = super().clean()
        first, last = typed.get("trial_on"), typed.get("trial_ends_on")
        if first and last and last < first:
            self.add_error("trial_ends_on", _("The trial ends before it begins."))
        return typed


class SetTrialForm(TrialDatesForm):
    """When and where the trial is."""

    courthouse = courthouse_field(required=False, empty_label=_("As before"))
    happened_on = PastDayField(label=_("Date set on"), what=_("the day on which the trial was set"))
    reason = reason_field(_("Note"), required=False)


class ReserveForm(ActForm):
    """When evidence and argument ended."""

    evidence_ended_on = PastDayField(
        label=_("Evidence and argument ended on"),
        what=_("the day evidence and argument ended"),
        help_text=_("The delay clock stops on this day; the time to judgment is tested apart."),
    )
    reason = reason_field(_("Note"), required=False)


class WarrantForm(ActForm):
    """A warrant for an accused who did not come."""

    kind = choice_field(Warrant, "kind", label=_("Kind of warrant"), widget=forms.RadioSelect)
    issued_on = PastDayField(label=_("Issued on"), what=_("the day the warrant was issued"))
    trial_goes_on = forms.BooleanField(
        label=_("The trial goes on without the accused (s. 475)"),
        required=False,
        help_text=_("The accused then stays at trial, and the warrant stands beside it."),
    )
    note = PlainTextField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args, at_trial=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not at_trial:
            del self.fields["trial_goes_on"]


class ExecuteWarrantForm(ActForm):
    """The end of a warrant."""

    executed_on = PastDayField(label=_("Executed or surrendered on"), what=_("the day the warrant was executed"))
    surrendered = forms.BooleanField(label=_("The accused surrendered"), required=False)
    custody = choice_field(Proceeding, "custody", only=BACK_IN_COURT, label=_("Where the accused is now"))


class OrdersForm(ActForm):
    """One answer for each order at sentence, with the length of one that was made; what is left open stays open."""

    YEARS, MONTHS, LIFE = "YEARS", "MONTHS", "LIFE"
    UNITS = [("", "–"), (YEARS, _("years")), (MONTHS, _("months")), (LIFE, _("for life"))]

    def __init__(self, *args, orders=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.words = dict(OrderAnswer._meta.get_field("order").choices)
        self.orders = list(orders)
        for order in self.orders:
            self.fields[f"answer_{order}"] = choice_field(OrderAnswer, "answer", label=_("Answer"), required=False, empty=_("Still open"))
            self.fields[f"reason_{order}"] = PlainTextField(label=_("Terms or reason"), max_length=500, required=False)
            self.fields[f"length_{order}"] = whole_number(_("Length"), most=1200)
            self.fields[f"unit_{order}"] = forms.ChoiceField(label=_("Years, months or life"), choices=self.UNITS, required=False)

    @classmethod
    def initial_of(cls, answers) -> dict:
        """What stands in the boxes of orders that were answered."""
        initial: dict[str, object] = {}
        for answer in answers:
            whole = answer.months is not None and answer.months % 12 == 0
            initial |= {
                f"answer_{answer.order}": answer.answer,
                f"reason_{answer.order}": answer.reason,
                f"length_{answer.order}": answer.months // 12 if whole else answer.months,
                f"unit_{answer.order}": cls.LIFE if answer.for_life else cls.YEARS if whole else cls.MONTHS if answer.months else "",
            }
        return initial

    def groups(self):
        """Give the words and the boxes of each order: its answer, reason, length and unit."""
        return [
            (self.words[order], self[f"answer_{order}"], self[f"reason_{order}"], self[f"length_{order}"], self[f"unit_{order}"])
            for order in self.orders
        ]

    def answered(self) -> dict:
        """Give what the service takes: order -> (answer, reason, months, for life)."""
        typed = self.cleaned_data
        found = {}
        for order in self.orders:
            if answer := typed.get(f"answer_{order}"):
                length, unit = typed.get(f"length_{order}"), typed.get(f"unit_{order}")
                months = length * 12 if length and unit == self.YEARS else length
                found[order] = (answer, typed[f"reason_{order}"], months, unit == self.LIFE)
        return found

    def clean(self):
        typed = super().clean()
        for order in self.orders:
            self._check(order, typed)
        return typed

    def _check(self, order, typed):
        answer, length, unit = (typed.get(f"{name}_{order}") for name in ("answer", "length", "unit"))
        if answer in ("REFUSED", "NOT_AVAILABLE") and not typed.get(f"reason_{order}") and f"reason_{order}" not in self.errors:
            self.add_error(f"reason_{order}", _("Say why the order was refused or is not available."))
        if (length or unit) and answer != "MADE":
            self.add_error(f"length_{order}", _("Only an order that was made has a length."))
        elif length and not unit:
            self.add_error(f"unit_{order}", _("Say whether these are years or months."))
        elif unit == self.LIFE and length:
            self.add_error(f"length_{order}", _("An order for life has no number beside it."))
        elif unit in (self.YEARS, self.MONTHS) and not length and f"length_{order}" not in self.errors:
            self.add_error(f"length_{order}", _("Enter the length in figures."))


class CustodyForm(ActForm):
    """Where the accused is."""

    custody = choice_field(Proceeding, "custody", only=PLACES, label=_("Where the accused is"), widget=forms.RadioSelect)
