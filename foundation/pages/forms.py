"""The base of every form that writes."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _


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
        for name, field in self.fields.items():
            if field.required and "required" in field.error_messages and name not in ("key", "version"):
                field.error_messages.setdefault("required", _("Fill this in."))

    def clean(self):
        cleaned = super().clean() or {}
        self._act_fields = {"key": cleaned.pop("key", "") or uuid.uuid4().hex, "version": cleaned.pop("version", None)}
        return cleaned

    def act_fields(self) -> dict:
        """Give ``key`` and ``version`` for the service call; they are not in ``cleaned_data``."""
        return dict(self._act_fields)
