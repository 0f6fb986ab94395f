"""Forms of the delay ledger: time attributed to somebody, applications for delay, numbers for the court, and what-if."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetracker import ledger
from casetracker.ledger_words import title_of
from casetracker.models import Appearance, DelayApplication, DelayInterval
from casetracker.services.delay import SETTLES
from casetracker.states import Forum
from foundation.documents.models import Document
from foundation.pages import days

from .base import ActForm, FutureDayField, LongTextField, PastDayField, PlainTextField, RefChoiceField, choice_field, whole_number

MOST_OF_A_FACTOR = 9999
MOST_PAGES = 99_999


class ShareField(forms.IntegerField):
    """A share in whole per cent."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "field-short", "inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(min_value=0, max_value=100, **kwargs)
        sentence = _("The share is a whole number from 0 to 100.")
        self.error_messages["invalid"] = sentence
        for validator in self.validators:
            validator.message = sentence


class WhoSaysSoForm(forms.Form):
    """By whose word, and where that is written."""

    share = ShareField(
        label=_("Share in per cent"),
        initial=100,
        help_text=_("100 counts every day. A part holds for time caused by the defence: the court may apportion it."),
    )
    said_by = PlainTextField(
        label=_("Who says so"), max_length=200, help_text=_("The judge, counsel or witness whose words these are, by name or office.")
    )
    written_in = choice_field(DelayInterval, "written_in", label=_("Where it is written"))
    written_at = PlainTextField(label=_("Page, line or paragraph"), max_length=200, required=False)
    paper = RefChoiceField(
        Document.objects.none(),
        label=_("Paper of the file"),
        required=False,
        empty_label=_("None of the papers on file"),
        words=lambda paper: paper.title or paper.name,
        help_text=_("The ledger links to it, for whoever may see the paper."),
    )
    page = whole_number(_("Page of the paper"), most=MOST_PAGES)

    def __init__(self, *args, papers=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers if papers is not None else Document.objects.none()


class IntervalForm(WhoSaysSoForm, ActForm):
    """Time of an accused, and what it counts as."""

    from_on = FutureDayField(label=_("First day"), what=_("the first day"))
    to_on = FutureDayField(
        label=_("Until"),
        what=_("the day after the last one"),
        help_text=_("This day is not counted any more: the next day in court, or the day after the last one counted."),
    )
    kind = choice_field(DelayInterval, "kind", label=_("What the time counts as"))
    status = choice_field(DelayInterval, "status", label=_("Whose word it is"))
    appearance = RefChoiceField(
        Appearance.objects.none(), label=_("After which day in court"), required=False, empty_label=_("None, or the charge itself")
    )
    note = LongTextField(label=_("Note of the team (privileged)"), required=False, rows=2, max_length=10_000)

    field_order = [
        "from_on",
        "to_on",
        "kind",
        "status",
        "share",
        "said_by",
        "written_in",
        "written_at",
        "paper",
        "page",
        "appearance",
        "note",
    ]

    def __init__(self, *args, appearances=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["appearance"].queryset = appearances if appearances is not None else Appearance.objects.none()
        self.fields["appearance"].words = lambda day: f"{days.day(day.on)}, {day.get_purpose_display()}"


class SettleForm(WhoSaysSoForm, ActForm):
    """That a claimed interval is agreed or ruled."""

    status = choice_field(DelayInterval, "status", only=SETTLES, label=_("What became of the claim"), widget=forms.RadioSelect)

    field_order = ["status", "share", "said_by", "written_in", "written_at", "paper", "page"]


class RemoveIntervalForm(ActForm):
    """That an interval is taken off."""


class ApplicationForm(ActForm):
    """An application for delay, and the days on which the victims were told."""

    filed_on = PastDayField(label=_("Filed on"), what=_("the day it was filed"))
    decided_on = PastDayField(label=_("Decided on"), what=_("the day it was decided"), required=False)
    answer = choice_field(DelayApplication, "answer", label=_("How it was decided"), required=False, empty=_("Not decided yet"))
    told_filed_on = PastDayField(
        label=_("Victims told that it was filed"), what=_("the day the victims were told that it was filed"), required=False
    )
    told_decided_on = PastDayField(
        label=_("Victims told how it was decided"), what=_("the day the victims were told how it was decided"), required=False
    )


class ComplexityForm(ActForm):
    """A number for each factor that the court must weigh."""

    def __init__(self, *args, factors=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = [factor.rule.code for factor in factors]
        for factor in factors:
            known = gettext("The file counts %(number)d.") % {"number": factor.of_file} if factor.of_file is not None else ""
            self.fields[factor.rule.code] = number = forms.IntegerField(
                label=title_of(factor.rule),
                required=False,
                min_value=0,
                max_value=MOST_OF_A_FACTOR,
                help_text=known,
                initial=factor.fact.number if factor.fact else None,
                widget=forms.TextInput(attrs={"class": "field-short", "inputmode": "numeric", "autocomplete": "off"}),
            )
            sentence = gettext("Write a whole number from 0 to %(most)d.") % {"most": MOST_OF_A_FACTOR}
            number.error_messages["invalid"] = sentence
            for validator in number.validators:
                validator.message = sentence
            self.fields[f"{factor.rule.code}_note"] = PlainTextField(
                label=gettext("Note: %(what)s") % {"what": title_of(factor.rule)},
                required=False,
                max_length=500,
                initial=factor.fact.note if factor.fact else "",
            )

    def facts(self) -> dict[str, tuple[int | None, str]]:
        """What was typed, as the service takes it."""
        return {code: (self.cleaned_data.get(code), self.cleaned_data.get(f"{code}_note", "")) for code in self.codes}


class WhatIfForm(forms.Form):
    """Another end or another court, asked by the address alone: nothing is stored."""

    end = FutureDayField(label=_("If the trial ends on"), what=_("the day the trial ends"), required=False)
    forum = forms.ChoiceField(label=_("If it is tried in"), required=False)

    def __init__(self, *args, found: ledger.Ledger, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = found
        self.fields["forum"].choices = [("", _("the same court as now")), *Forum.choices]
        self.fields["forum"].error_messages["invalid_choice"] = _("Choose one of the list.")

    def clean_end(self):
        end = self.cleaned_data["end"]
        if end is not None and end < self.found.origin.on:
            sentence = gettext("The trial cannot end before %(day)s, when the clock began.")
            raise forms.ValidationError(sentence % {"day": days.day(self.found.origin.on)})
        return end

    def clean_forum(self):
        forum = self.cleaned_data["forum"]
        if forum == Forum.OCJ_AFTER_PRELIM and not ledger.prelim_is_possible(self.found.proceeding):
            raise forms.ValidationError(
                gettext("No preliminary inquiry was held, runs or was asked for: 30 months in the Ontario Court follow only from one.")
            )
        return forum

    def changes(self) -> dict:
        """What is asked for, as ``ledger.ledger_of`` takes it."""
        typed = self.cleaned_data
        return {"end": typed["end"] or self.found.end, "forum": typed["forum"] or self.found.forum}
