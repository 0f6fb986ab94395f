"""Forms of charges: counts against several accused at once, which text a count rests on, section 286.5, counts laid otherwise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casetracker.models import Participant, Proceeding
from casetracker.texts import Question

from .base import (
    ActForm,
    CountRow,
    OffenceField,
    PastDayField,
    PlainTextField,
    RefChoiceField,
    RefChoicesField,
    fits,
    reason_field,
    whole_period,
)


class AddChargesForm(ActForm):
    """Against whom, and what holds for every count that says nothing else."""

    accused = RefChoicesField(Proceeding.objects.none(), label=_("Against"))
    jointly = forms.BooleanField(label=_("Charged jointly, where there are several accused"), required=False)
    offence_from = PastDayField(label=_("Offence from"), what=_("the day the offence began"), required=False)
    offence_to = PastDayField(
        label=_("Offence to"), what=_("the day the offence ended"), required=False, help_text=_("Leave empty for one day.")
    )
    complainant = RefChoiceField(Participant.objects.none(), label=_("Complainant"), required=False, empty_label=_("Nobody named"))
    place = PlainTextField(label=_("Place"), max_length=200, required=False)
    find = PlainTextField(
        label=_("Section or word"),
        help_text=_("Part of a section, like 286, or a word of the title in English or French."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, accused=None, victims=None, words=str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["accused"].queryset = accused if accused is not None else Proceeding.objects.none()
        self.fields["accused"].words = lambda proceeding: words(proceeding.accused)
        self.fields["accused"].error_messages["required"] = _("Choose against whom.")
        self.fields["complainant"].queryset = victims if victims is not None else Participant.objects.none()
        self.fields["complainant"].words = words

    def clean(self):
        typed = super().clean()
        first, last = typed.get("offence_from"), typed.get("offence_to")
        if first and last and last < first:
            self.add_error("offence_to", _("The offence ends before it begins."))
        return typed


class ChargeRow(CountRow):
    """One count to be charged; its own days only where they are others than those of the page."""

    def __init__(self, *args, common=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.common = common
        self.fields.pop("offence_text", None)
        self.fields["offence_from"].help_text = _("Only where another period holds for this count.")

    def clean(self):
        typed = forms.Form.clean(self)
        if self.is_empty:
            return typed
        if typed.get("offence") is None and "offence" not in self.errors:
            self.add_error("offence", _("Choose the offence."))
        if typed.get("offence_from") is None and "offence_from" not in self.errors and self.common is not None:
            whole = self.common.cleaned_data
            typed["offence_from"] = whole.get("offence_from")
            typed["offence_to"] = typed.get("offence_to") or whole.get("offence_to")
            if typed["offence_from"] is None and "offence_from" not in self.common.errors:
                self.add_error("offence_from", _("Enter the day the offence began, here or for all counts."))
        first, last = typed.get("offence_from"), typed.get("offence_to")
        if first and last and last < first:
            self.add_error("offence_to", _("The offence ends before it begins."))
        elif first and typed.get("offence") and not self.errors:
            versions, wrong = fits(typed["offence"], first, last)
            if wrong:
                self.add_error("offence_from", wrong)
            else:
                typed["version"] = versions[-1]
        return typed


class TextsForm(ActForm):
    """Which text a count rests on, one choice for each provision that changed within its period."""

    def __init__(self, *args, questions: list[Question] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for place, question in enumerate(self.questions):
            field = text_field(question)
            self.fields[f"text_{place}"] = field

    def chosen(self) -> dict:
        """What was chosen, by what it is about."""
        found = {}
        for place, question in enumerate(self.questions):
            option = question.option(self.cleaned_data.get(f"text_{place}") or "")
            if option is not None:
                found[question.about] = option.text
        return found

    def clean(self):
        typed = super().clean()
        if not self.errors and not any(typed.get(f"text_{place}") for place in range(len(self.questions))):
            self.add_error(None, _("Choose which text the count rests on."))
        return typed


class ChosenTexts(forms.Form):
    """The texts chosen on the review page, one box for each question that is asked."""

    def __init__(self, *args, asked=(), **kwargs):
        super().__init__(*args, **kwargs)
        for one in asked:
            self.fields[one.name] = text_field(one.question, required=one.needed)
            self.fields[one.name].label, self.fields[one.name].help_text = one.words, one.hint

    def texts_of(self, questions) -> dict:
        """What was chosen for one count, by what it is about."""
        chosen = ((asked.question, asked.question.option(self.cleaned_data.get(asked.name, ""))) for asked in questions)
        return {question.about: option.text for question, option in chosen if option is not None}


def text_field(question: Question, *, required: bool = False) -> forms.ChoiceField:
    """Build the choice among the texts of one provision."""
    field = forms.ChoiceField(
        label=question.citation,
        choices=[(option.code, option.words) for option in question.options],
        widget=forms.RadioSelect,
        required=required,
    )
    field.error_messages["required"] = field.error_messages["invalid_choice"] = _("Choose which text the count rests on.")
    return field


class AskOwnServicesForm(ActForm):
    """Which offences a lead is asked about, and why."""

    offences = forms.MultipleChoiceField(label=_("Offences"), widget=forms.CheckboxSelectMultiple)
    reason = reason_field(_("Why this is not her own services, or why it is charged all the same"))

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offences"].choices = offered
        self.fields["offences"].error_messages["required"] = _("Choose at least one offence.")


class DecideOwnServicesForm(ActForm):
    """What the lead says."""

    granted = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Agree: the counts may be proposed")), ("no", _("Do not agree"))],
        widget=forms.RadioSelect,
    )
    answer = reason_field(_("Why"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["granted"].error_messages["required"] = _("Agree or do not agree.")


class RejoinForm(ActForm):
    """That severed counts are tried together again."""

    happened_on = PastDayField(label=_("Joined again on"), what=_("the day the counts were joined again"))
    reason = reason_field()


class LaidRow(forms.Form):
    """A proposed count as police laid it: as it stands, or under another offence or with other days."""

    offence = OffenceField(required=False, label=_("Laid as"))
    offence_from = PastDayField(label=_("Offence from"), what=_("the day the offence began"), required=False)
    offence_to = PastDayField(label=_("Offence to"), what=_("the day the offence ended"), required=False)
    offence_text = forms.ChoiceField(label=_("Which text"), required=False)

    def __init__(self, *args, count, offered=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = count
        self.fields["offence"].offered = offered
        versions = self._versions()
        if len(versions) > 1:
            self.fields["offence_text"].choices = [("", _("Choose")), *versions]
        else:
            del self.fields["offence_text"]

    def _versions(self):
        if not self.is_bound:
            return []
        try:
            key, first, last = (self.fields[name].clean(self._raw(name)) for name in ("offence", "offence_from", "offence_to"))
        except forms.ValidationError:
            return []
        if not key or not first or (last and last < first) or not self._differs(key, first, last):
            return []
        return whole_period(key, first, last)

    def _raw(self, name):
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _differs(self, key, first, last) -> bool:
        stands = self.count.offence
        return (key, first, last) != ((stands.act, stands.section, stands.para), self.count.offence_from, self.count.offence_to)

    def clean(self):
        typed = super().clean()
        key, first, last = typed.get("offence"), typed.get("offence_from"), typed.get("offence_to")
        if self.errors or not (key or first or last):
            return typed  # nothing typed: laid as it was proposed
        if key is None:
            self.add_error("offence", _("Choose the offence."))
        if first is None:
            self.add_error("offence_from", _("Enter the day the offence began."))
        if self.errors:
            return typed
        if last and last < first:
            self.add_error("offence_to", _("The offence ends before it begins."))
        elif self._differs(key, first, last):
            versions, wrong = fits(key, first, last)
            chosen = next((row for row in versions if row.code == typed.get("offence_text")), versions[0] if len(versions) == 1 else None)
            if wrong:
                self.add_error("offence_from", wrong)
            elif chosen is None:
                self.add_error("offence_text", _("Choose which text the count rests on."))
            else:
                typed["version"] = chosen
        return typed
