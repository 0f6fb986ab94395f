"""Forms of the pages that look across files."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TakeOutForm(forms.Form):
    """As what a report is taken out, and whether it leaves the office."""

    outside = forms.ChoiceField(
        label=_("Are you taking this out of the office?"),
        choices=[("yes", _("Yes: leave out what could tell who it is about")), ("no", _("No, it stays in the office"))],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("As what"),
        choices=[("csv", _("Table as CSV")), ("xlsx", _("Workbook (XLSX)")), ("print", _("Printout"))],
        widget=forms.RadioSelect,
        initial="csv",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outside"].error_messages["required"] = _("Say whether it leaves the office.")
        self.fields["kind"].error_messages["required"] = _("Choose as what it is taken out.")
