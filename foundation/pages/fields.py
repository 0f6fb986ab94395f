"""Form fields that answer in plain sentences."""

import re
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONG = 100_000


class PlainTextField(forms.CharField):
    """One line of text: trimmed, without control characters, with a limit that is said."""

    def __init__(self, *, max_length: int = 200, **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = _("Shorten this to %(limit_value)d characters or fewer; it has %(show_value)d.")

    def to_python(self, value):
        return super().to_python(CONTROL.sub("", value) if isinstance(value, str) else value)


class LongTextField(PlainTextField):
    """Several lines of text."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = LONG, rows: int = 6, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)


class DayWidget(forms.MultiWidget):
    """Three boxes: day, month, year."""

    template_name = "pages/widgets/day.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        boxes = {
            "day": forms.TextInput(attrs={"inputmode": "numeric", "size": 3, "maxlength": 12, "autocomplete": "off"}),
            "month": forms.TextInput(attrs={"inputmode": "numeric", "size": 3, "maxlength": 12, "autocomplete": "off"}),
            "year": forms.TextInput(attrs={"inputmode": "numeric", "size": 5, "maxlength": 12, "autocomplete": "off"}),
        }
        super().__init__(boxes, attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], (_("Day"), _("Month"), _("Year")), strict=True):
            box["label"] = label
            box["attrs"].pop("required", None)
        return context

    def decompress(self, value):
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [value, "", ""]
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def value_from_datadict(self, data, files, name):
        whole = data.get(name)  # one value, as a script or an import sends it
        if whole:
            return self.decompress(whole)
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and super().value_omitted_from_data(data, files, name)


class DayField(forms.Field):
    """A date in three boxes; a date pasted into the first box as 2026-03-31 is understood, and 03/04/2026 is asked back.

    The sentences name the date: give ``what`` as it stands in a sentence ("the date of the appearance").
    """

    widget = DayWidget

    def __init__(self, *, what=None, earliest: date | None = None, latest: date | None = None, **kwargs):
        super().__init__(**kwargs)
        self.what, self.earliest, self.latest = what or _("the date"), earliest, latest

    def to_python(self, value):
        if value in (None, "") or (isinstance(value, (list, tuple)) and not any(str(part or "").strip() for part in value)):
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in (value if isinstance(value, (list, tuple)) else [value, "", ""])]
        if parts[0] and not parts[1] and not parts[2]:
            return self._pasted(parts[0])
        if not all(parts):
            raise ValidationError(gettext("Fill in day, month and year of %(what)s.") % {"what": self.what})
        try:
            day, month, year = (int(part) for part in parts)
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(self._unreal()) from None

    def _pasted(self, text: str) -> date:
        match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
        if not match:
            raise ValidationError(
                gettext("Write %(what)s as day, month and year in their own boxes, or paste it as year-month-day, like 2026-03-31.")
                % {"what": self.what}
            )
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            raise ValidationError(self._unreal()) from None

    def _unreal(self) -> str:
        return gettext("There is no such day: check day, month and year of %(what)s.") % {"what": self.what}

    def validate(self, value):
        if value is None:
            if self.required:
                raise ValidationError(gettext("Enter %(what)s.") % {"what": self.what}, code="required")
            return
        earliest = self.earliest or date(1900, 1, 1)
        if value < earliest or value.year > 2200:
            raise ValidationError(
                gettext("Check %(what)s: it must be %(day)s or later.") % {"what": self.what, "day": earliest.isoformat()}
            )
        if self.latest and value > self.latest:
            raise ValidationError(
                gettext("Check %(what)s: it must be %(day)s or earlier.") % {"what": self.what, "day": self.latest.isoformat()}
            )


class TimeField(forms.TimeField):
    """A time of day: 10:00, 9:30, 2:15 p.m., 14 h 15."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 8, "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write the time like 10:00, 2:15 p.m. or 14 h 15.")

    def to_python(self, value):
        if isinstance(value, str):
            text = value.strip().lower().replace(".", "").replace(" ", "")
            match = re.fullmatch(r"(\d{1,2})(?:[:h](\d{2})?)?(am|pm)?", text)
            if text and match:
                hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
                if half and hour <= 12:
                    hour = hour % 12 + (12 if half == "pm" else 0)
                value = f"{hour:02d}:{minute:02d}"
        return super().to_python(value)
