"""The base of every form that writes."""

import uuid

from django import forms
from django.forms.utils import pretty_name
from django.utils.translation import gettext as _

BARE = tuple(
    kind.default_error_messages
    for kind in (forms.Field, forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
)


class ActForm(forms.Form):
    """A form that is sent once (``key``) and over the version it was made from (``version``)."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)

    required_css_class = "required"

    def __init__(self, *args, record=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4().hex
        if record is not None:
            self.fields["version"].initial = record.version

    def full_clean(self):
        """Check the form, with Django's bare sentences replaced by ones that name their field, so that a list of them can be read."""
        for name, field in self.fields.items():
            label = str(field.label or pretty_name(name)).rstrip("?:. ")
            choosing = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
            named = {
                "required": _("%(label)s: choose one.") if choosing else _("%(label)s: fill this in."),
                "invalid_choice": _("%(label)s: choose from the list."),
                "invalid_list": _("%(label)s: choose from the list."),
                "invalid_pk_value": _("%(label)s: choose from the list."),
            }
            for code, sentence in named.items():
                if any(field.error_messages.get(code) is bare.get(code, field) for bare in BARE):
                    # Django fills placeholders into all but the first, so a per cent sign of the label is doubled there.
                    field.error_messages[code] = sentence % {"label": label if code == "required" else label.replace("%", "%%")}
        super().full_clean()

    def clean(self):
        cleaned = super().clean() or {}
        self._act_fields = {"key": cleaned.pop("key", "") or uuid.uuid4().hex, "version": cleaned.pop("version", None)}
        return cleaned

    def act_fields(self) -> dict:
        """Give ``key`` and ``version`` for the service call; they are not in ``cleaned_data``."""
        return dict(self._act_fields)
