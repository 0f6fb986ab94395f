"""Forms of bail: a hearing with the onus and what came of it, conditions, sureties, alleged breaches, copies to victims."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetracker.models import BailCondition, BailHearing, Count, Participant, ReleaseOrder
from foundation.law import catalogue
from foundation.law.models import BailOnus
from foundation.pages import days

from .base import ActForm, LongTextField, PastDayField, PlainTextField, RefChoiceField, choice_field

MOST_DOLLARS = 10_000_000


class DollarsField(forms.IntegerField):
    """An amount in whole dollars."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "field-short", "inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(min_value=0, max_value=MOST_DOLLARS, **kwargs)
        sentence = _("Write whole dollars, from 0 to 10,000,000, without spaces or signs.")
        self.error_messages["invalid"] = sentence
        for validator in self.validators:
            validator.message = sentence


def several(choices, **kwargs) -> forms.MultipleChoiceField:
    """Build a list of boxes to tick."""
    field = forms.MultipleChoiceField(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)
    field.error_messages["invalid_choice"] = field.error_messages["invalid_list"] = _("Choose among the list.")
    return field


def paragraph_words(row: BailOnus) -> str:
    """Name a paragraph: where it stands, what it is about, and from or until when it holds."""
    words = f"{row.citation} – {row.title}"
    if row.valid_from is not None:
        words = gettext("%(paragraph)s (hearings from %(day)s)") % {"paragraph": words, "day": days.day(row.valid_from)}
    if row.valid_to is not None:
        words = gettext("%(paragraph)s (hearings before %(day)s)") % {"paragraph": words, "day": days.day(row.valid_to)}
    return words


class HearingForm(ActForm):
    """One hearing on bail, and the release order where one was made."""

    on = PastDayField(label=_("Day of the hearing"), what=_("the day of the hearing"))
    kind = choice_field(BailHearing, "kind", label=_("Kind of hearing"))
    decided_by = PlainTextField(
        label=_("Decided by"), max_length=200, required=False, help_text=_("The justice or judge. Empty where nothing was decided.")
    )
    onus = choice_field(BailHearing, "onus", label=_("Who has the onus"), required=False, empty=_("Not decided at this hearing"))
    paragraph = forms.ModelChoiceField(
        BailOnus.objects.none(),
        to_field_name="code",
        label=_("Paragraph relied on"),
        required=False,
        empty_label=_("None: the onus is on the Crown"),
        help_text=_("Counsel decides. The day of the hearing says which paragraphs hold."),
    )
    result = choice_field(BailHearing, "result", label=_("What came of the hearing"))
    grounds = several(BailHearing.Ground.choices, label=_("Grounds of detention the court relied on"))
    order_kind = choice_field(ReleaseOrder, "kind", label=_("Where released: kind of order"), required=False, empty=_("No release order"))
    amount = DollarsField(label=_("Where released: amount in dollars"), required=False)
    conditions = several(
        [pair for pair in BailCondition.Kind.choices if pair[0] != BailCondition.Kind.OTHER],
        label=_("Where released: conditions"),
        help_text=_("Their words, and other conditions, are entered on the order afterwards."),
    )
    note = LongTextField(label=_("Note of the team (privileged)"), required=False, rows=2, max_length=10_000)

    def __init__(self, *args, named=(), **kwargs):
        super().__init__(*args, **kwargs)
        paragraph = self.fields["paragraph"]
        paragraph.queryset = BailOnus.objects.filter(withdrawn_on=None, in_force=True)
        paragraph.error_messages["invalid_choice"] = _("Choose one of the list.")
        mine = {row.pk for row in named}
        rows = catalogue.bail_onuses()
        groups = [
            (gettext("Named by a count of this accused"), [row for row in rows if row.pk in mine]),
            (gettext("Turning on other facts"), [row for row in rows if row.pk not in mine]),
        ]
        paragraph.choices = [
            ("", paragraph.empty_label),
            *((label, [(row.code, paragraph_words(row)) for row in found]) for label, found in groups if found),
        ]

    def clean_paragraph(self):
        return self.cleaned_data["paragraph"] or None


class EndOrderForm(ActForm):
    """That a release order is in force no more."""

    ended_on = PastDayField(label=_("Ended on"), what=_("the day it ended"))
    ended_why = choice_field(ReleaseOrder, "ended_why", label=_("Why it ended"))


class ConditionForm(ActForm):
    """A condition that is added to an order."""

    kind = choice_field(BailCondition, "kind", label=_("What the condition is about"))
    words = LongTextField(label=_("Words of the condition"), required=False, rows=3, max_length=10_000)
    from_on = PastDayField(label=_("Set on"), what=_("the day it was set"))


class ChangeConditionForm(ActForm):
    """The words of a condition, and the day on which a variation took it off."""

    words = LongTextField(label=_("Words of the condition"), required=False, rows=3, max_length=10_000)
    ended_on = PastDayField(
        label=_("Taken off on"), what=_("the day it was taken off"), required=False, help_text=_("Empty while the condition is in force.")
    )


class SuretyForm(ActForm):
    """Who answers for the accused."""

    person = RefChoiceField(
        Participant.objects.none(), label=_("A person of the file"), required=False, empty_label=_("Somebody else: enter the name")
    )
    family_name = PlainTextField(label=_("Family name"), max_length=120, required=False)
    given_name = PlainTextField(label=_("Given names"), max_length=120, required=False)
    amount = DollarsField(label=_("Amount in dollars"), required=False)
    from_on = PastDayField(label=_("Surety from"), what=_("the day the surety was named"))

    def __init__(self, *args, people=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people if people is not None else Participant.objects.none()
        self.fields["person"].words = words


class EndSuretyForm(ActForm):
    """That a person is surety no more."""

    ended_on = PastDayField(label=_("Surety until"), what=_("the day it ended"))


class BreachForm(ActForm):
    """A breach that is alleged."""

    on = PastDayField(label=_("Day of the alleged breach"), what=_("the day of the alleged breach"))
    alleged = LongTextField(label=_("What is alleged"), rows=3, max_length=10_000)
    count = RefChoiceField(Count.objects.none(), label=_("Count laid for it"), required=False, empty_label=_("None, or not on this file"))

    def __init__(self, *args, counts=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["alleged"].error_messages["required"] = _("Write what is alleged.")
        self.fields["count"].queryset = counts if counts is not None else Count.objects.none()
        self.fields["count"].words = words


class CopyForm(ActForm):
    """A victim's copy of an order."""

    victim = RefChoiceField(Participant.objects.none(), label=_("Victim"), empty_label=_("Choose"))
    told_on = PastDayField(
        label=_("Told of the right to a copy on"), what=_("the day the victim was told"), required=False, help_text=_("s. 515(14.1)")
    )
    asked_on = PastDayField(label=_("Copy asked for on"), what=_("the day the copy was asked for"), required=False)
    given_on = PastDayField(label=_("Copy given on"), what=_("the day the copy was given"), required=False, help_text=_("s. 515(14)"))

    def __init__(self, *args, victims=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["victim"]
        field.queryset = victims if victims is not None else Participant.objects.none()
        field.words = words
        field.error_messages["required"] = format_lazy(_("Choose an answer to “{label}”."), label=field.label)
