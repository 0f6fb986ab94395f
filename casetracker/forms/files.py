"""Forms about the file as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Agency, Office

from .base import ActForm, LongTextField, PlainTextField, RefChoiceField


class EditFileForm(ActForm):
    """Where the file comes from."""

    occurrence_number = PlainTextField(
        label=_("Occurrence number"), max_length=60, required=False, widget=forms.TextInput(attrs={"class": "field-medium"})
    )
    agency = RefChoiceField(Agency.objects.all(), label=_("Police service"), required=False, empty_label=_("Not known"))
    office = RefChoiceField(Office.objects.all(), label=_("Local Crown office"), required=False, empty_label=_("Not known"))
    joint_with_ppsc = forms.BooleanField(label=_("Joint with the federal prosecution service"), required=False)


class TheoryForm(ActForm):
    """The team's own words about the case."""

    theory = LongTextField(label=_("Theory of the case"), required=False, rows=6)
    resolution_position = LongTextField(label=_("Resolution position"), required=False, rows=4)


class NoteForm(ActForm):
    """A note of the team."""

    text = LongTextField(label=_("Note"), rows=6, max_length=20_000)


class LinkDecisionForm(ActForm):
    """A decision of the bank that matters in this file."""

    decision = PlainTextField(
        label=_("Citation or reference of the decision"),
        max_length=60,
        help_text=_("As the bank shows it, for example 2020 ONCA 1."),
        widget=forms.TextInput(attrs={"class": "field-medium"}),
    )
    pinpoint = PlainTextField(
        label=_("Paragraph or page"), max_length=60, required=False, widget=forms.TextInput(attrs={"class": "field-medium"})
    )
    note = PlainTextField(label=_("Why it matters here"), max_length=500, required=False)


class UploadForm(ActForm):
    """A document to file."""

    paper = forms.FileField(label=_("File"), help_text=_("PDF, Word, text, spreadsheet or picture."), max_length=200)
    title = PlainTextField(label=_("What it is"), max_length=200, required=False)
    team_only = forms.BooleanField(label=_("For the team only"), required=False, help_text=_("A local Crown does not see it."))
