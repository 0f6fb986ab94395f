"""What a reader asks of the history of a file, and of the list of who looked; sent by GET, so that the address says it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casetracker import looks, sentences, timeline, trail
from foundation.pages.fields import DayField

from .base import PastDayField

ANYBODY, EVERYTHING = _("Anybody"), _("Everything")


class SpanForm(forms.Form):
    """A span of days; either end may be left open."""

    since = DayField(label=pgettext_lazy("days", "From"), what=_("the first day"), required=False)
    until = DayField(label=pgettext_lazy("days", "To"), what=_("the last day"), required=False)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(gettext("The last day lies before the first one.")))
        return cleaned

    def asked_values(self) -> dict:
        """What was asked, without what was not understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SpanOfMovesForm(SpanForm):
    """A span of days, by the day something happened or by the day it was recorded."""

    by = forms.ChoiceField(
        label=_("Days by"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(timeline.HAPPENED, _("when it happened")), (timeline.RECORDED, _("when it was recorded"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].initial = timeline.HAPPENED
        if self.is_bound and "by" not in self.data:
            self.data = self.data.copy()
            self.data["by"] = timeline.HAPPENED


class HistoryFilterForm(SpanOfMovesForm):
    """Person, kind, field and days."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    kinds = forms.MultipleChoiceField(label=_("Kind"), required=False, widget=forms.CheckboxSelectMultiple)
    column = forms.ChoiceField(label=_("Field that changed"), required=False)
    field_order = ["kinds", "person", "column", "since", "until", "by"]

    def __init__(self, *args, told: timeline.Timeline, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", ANYBODY), *((person.ref, person.name) for person in told.people())]
        used = told.used()
        nouns = [(source.label, sentences.capital(sentences.noun(source.label))) for source in used]
        self.fields["kinds"].choices = [(timeline.MOVES, _("Steps")), *sorted(nouns, key=lambda pair: pair[1].casefold())]
        self.fields["column"].choices = [("", EVERYTHING), *self._columns(told, used)]

    @staticmethod
    def _columns(told: timeline.Timeline, used: list[trail.Source]) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = []
        for source in used:
            columns = [
                (f"{source.label}.{column.name}", sentences.capital(sentences.label_of(column)))
                for column in trail.shown_columns(source, told.case_file, told.user)
                if column.name not in sentences.SILENT and column.name not in ("file", "proceeding")
            ]
            groups.append((sentences.capital(sentences.noun(source.label)), sorted(columns, key=lambda pair: pair[1].casefold())))
        return [(noun, columns) for noun, columns in sorted(groups, key=lambda group: group[0].casefold()) if columns]

    def asked(self) -> timeline.Asked:
        """What was asked of the history."""
        values = self.asked_values()
        return timeline.Asked(**{**values, "kinds": tuple(values.get("kinds", ()))})


class LooksFilterForm(SpanForm):
    """Person, kind and days."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Kind"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (looks.LOOK, _("Looked at a page")),
            (looks.PAPER, _("Opened a paper")),
            (looks.PRINT, _("Printed")),
            (looks.EXPORT, _("Exported")),
        ],
    )

    field_order = ["kinds", "person", "since", "until"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", ANYBODY), *((person.ref, person.name) for person in people)]

    def asked(self) -> looks.AskedLooks:
        """What was asked of the list."""
        values = self.asked_values()
        return looks.AskedLooks(**{**values, "kinds": tuple(values.get("kinds", ()))})


class AsItStoodForm(forms.Form):
    """The day to show the file of."""

    on = PastDayField(label=_("As it stood at the end of"), what=_("the day"))
