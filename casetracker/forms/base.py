"""Fields that the forms of a file share: days that have come, choices that carry refs, an offence from the catalogue, rows."""

import re
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casetracker import texts
from foundation import clock
from foundation.law import catalogue
from foundation.law.models import OffenceVersion
from foundation.pages import days
from foundation.pages.fields import DayField, LongTextField, PlainTextField
from foundation.pages.forms import ActForm

REASON_LONGEST = 500
BRACKETS = re.compile(r"[()]+")  # "279.01(1)(b)" is "279.01(1)b)" in French
BEFORE_BRACKET = re.compile(r"(?<=[\d)])\s+(?=\()")  # "279.01 (1)" is "279.01(1)"
CHOOSE, REASON, COURT, COURTHOUSE = _("Choose"), _("Reason"), _("Court"), _("Courthouse")


class PastDayField(DayField):
    """A day that has come: today at the latest."""

    def validate(self, value):
        super().validate(value)
        if value is not None and value > clock.today():
            raise ValidationError(
                gettext("Check %(what)s: it must be on or before %(day)s, today.") % {"what": self.what, "day": days.day(clock.today())}
            )


class FutureDayField(DayField):
    """A day that may lie ahead, but not so far that it must be a slip of the pen."""

    def validate(self, value):
        super().validate(value)
        if value is not None and value.year > clock.today().year + 10:
            raise ValidationError(gettext("Check %(what)s: it lies more than ten years ahead.") % {"what": self.what})


class RefChoiceField(forms.ModelChoiceField):
    """A choice among records that carries the ref, never the key; ``words`` says how one is named."""

    def __init__(self, queryset, *, words=str, **kwargs):
        kwargs.setdefault("to_field_name", "ref")
        super().__init__(queryset, **kwargs)
        self.words = words
        self.error_messages["invalid_choice"] = _("Choose one of the list.")

    def label_from_instance(self, obj):
        return self.words(obj)

    def to_python(self, value):
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value)


class RefChoicesField(forms.ModelMultipleChoiceField):
    """Several of a list, by ref."""

    def __init__(self, queryset, *, words=str, **kwargs):
        kwargs.setdefault("to_field_name", "ref")
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(queryset, **kwargs)
        self.words = words
        self.error_messages["invalid_choice"] = _("Choose among the list.")
        self.error_messages["invalid_pk_value"] = _("Choose among the list.")

    def label_from_instance(self, obj):
        return self.words(obj)

    def clean(self, value):
        return super().clean([one.replace("\x00", "") for one in value] if isinstance(value, list) else value)


def choices_of(model, name: str, empty=None) -> list[tuple[str, str]]:
    """The choices of a model's field, with an empty one first where its words are given."""
    return ([("", empty)] if empty is not None else []) + list(model._meta.get_field(name).flatchoices)


def choice_field(model, name: str, *, only=None, empty=CHOOSE, **kwargs) -> forms.ChoiceField:
    """Build a choice out of a model's field."""
    offered = [pair for pair in choices_of(model, name) if only is None or pair[0] in only]
    radio = isinstance(kwargs.get("widget"), type) and issubclass(kwargs["widget"], forms.RadioSelect)
    field = forms.ChoiceField(choices=offered if radio or empty is None else [("", empty), *offered], **kwargs)
    field.error_messages["invalid_choice"] = _("Choose one of the list.")
    field.error_messages["required"] = format_lazy(_("Choose an answer to “{label}”."), label=kwargs.get("label") or name)
    return field


def reason_field(label=REASON, *, required=True, **kwargs) -> PlainTextField:
    """Build the box for a reason."""
    return PlainTextField(
        label=label, required=required, max_length=REASON_LONGEST, widget=forms.Textarea(attrs={"rows": 2, "class": "field-low"}), **kwargs
    )


def whole_number(label, *, most: int, **kwargs) -> forms.IntegerField:
    """Build a short box for a whole number that may be left empty."""
    field = forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"class": "field-short", "inputmode": "numeric", "autocomplete": "off"}),
        **kwargs,
    )
    field.error_messages["invalid"] = format_lazy(_("{label}: write it in figures."), label=label)
    field.error_messages["min_value"] = field.error_messages["max_value"] = format_lazy(
        _("{label}: write a number from 0 to {most}."), label=label, most=most
    )
    return field


def court_field(label=COURT, **kwargs) -> RefChoiceField:
    """Build a choice among trial courts; a court carries its code."""
    return RefChoiceField(catalogue.trial_courts(), to_field_name="code", label=label, words=lambda court: court.title, **kwargs)


def courthouse_field(label=COURTHOUSE, **kwargs) -> RefChoiceField:
    """Build a choice among courthouses; each is named with its city, and with its zone where the clock is not Toronto's."""

    def words(house):
        zone = days.zone_words(house.zone)
        line = house.name if house.city in house.name else f"{house.city}, {house.name}"
        return f"{line} ({zone})" if zone else line

    return RefChoiceField(catalogue.courthouses(), to_field_name="code", label=label, words=words, **kwargs)


# The offence catalogue


def provisions() -> dict[str, tuple[str, str, str]]:
    """Every provision that can be charged, by the words under which it is offered; one query."""
    found: dict[tuple[str, str, str], OffenceVersion] = {}
    for row in OffenceVersion.objects.current().filter(kind=OffenceVersion.Kind.OFFENCE):
        found[row.act, row.section, row.para] = row
    return {f"{row.citation} {row.title}": key for key, row in found.items()}


def plain(text: str) -> str:
    """Fold case, accents and quotes away, so that what is typed finds what is meant."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(letter for letter in spread if not unicodedata.combining(letter)).split())


class OffenceField(PlainTextField):
    """An offence of the catalogue: one of the offered lines, or a section or words that mean one alone. Gives (act, section, paragraph)."""

    def __init__(self, *, offered: dict | None = None, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "offences", "autocomplete": "off"}))
        kwargs.setdefault("label", _("Offence"))
        super().__init__(max_length=400, **kwargs)
        self.offered = offered

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        offered = self.offered if self.offered is not None else provisions()
        if text in offered:
            return offered[text]
        closed = BRACKETS.sub("/", BEFORE_BRACKET.sub("", plain(text)))
        words = [word for word in closed.replace("art.", " ").replace("s.", " ").split() if word]
        lines = {line: BRACKETS.sub("/", plain(line)) for line in offered}
        found = [line for line, compared in lines.items() if words and all(word in compared for word in words)]
        exact = [line for line in found if len(words) == 1 and f"{words[0]} " in lines[line]]
        found = exact or found
        if len(found) == 1:
            return offered[found[0]]
        if not found:
            raise ValidationError(
                gettext("No offence of the catalogue matches “%(text)s”. Type a section, like 279.01, or a word of its title.")
                % {"text": text[:60]}
            )
        raise ValidationError(
            gettext("Several offences match “%(text)s”: %(some)s. Choose one of them.")
            % {"text": text[:60], "some": "; ".join(found[:4]) + (" …" if len(found) > 4 else "")}
        )


def version_of(key: tuple[str, str, str], first: date, last: date | None, chosen: str = "") -> OffenceVersion:
    """Find the text of an offence that the offence period calls for.

    :raises ValidationError: none was in force, or the text changed within the period and none is chosen (``params["versions"]``)
    """
    versions, wrong = fits(key, first, last)
    if wrong:
        raise ValidationError({"offence_from": wrong})
    if len(versions) == 1:
        return versions[0]
    for version in versions:
        if version.code == chosen:
            return version
    raise ValidationError(
        {"offence_text": gettext("The text of this offence changed within the offence period. Choose which text the count rests on.")},
        code="straddles",
    )


def fits(key: tuple[str, str, str], first: date, last: date | None) -> tuple[list[OffenceVersion], str]:
    """Find the texts of an offence over a period, and say in a sentence why there is none or the period fits none."""
    act, section, para = key
    versions = catalogue.version_for(section, para, first, last, act=act).versions
    if not versions:
        known = catalogue.versions_of(section, para, act=act)
        wrong = texts.why_not(known[0], first, last) if known else ""
        return [], wrong or gettext("This offence was not in force on %(day)s.") % {"day": days.day(first)}
    return versions, texts.why_not(versions[0], first, last)


def whole_period(key: tuple[str, str, str], first: date, last: date | None) -> list[tuple[str, str]]:
    """List the texts of an offence over a period as choices."""
    return [(version.code, texts.version_words(version)) for version in fits(key, first, last)[0]]


class CountRow(forms.Form):
    """One count of an accused as typed: the offence, when, and its number."""

    offence = OffenceField(required=False, help_text=_("Type a section or a word, then choose."))
    offence_from = PastDayField(label=_("Offence from"), what=_("the day the offence began"), required=False)
    offence_to = PastDayField(
        label=_("Offence to"), what=_("the day the offence ended"), required=False, help_text=_("Leave empty for one day.")
    )
    number = forms.IntegerField(
        label=_("Count number"),
        required=False,
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"class": "field-short", "inputmode": "numeric"}),
    )
    offence_text = forms.ChoiceField(label=_("Which text"), required=False)

    def __init__(self, *args, offered=None, **kwargs):
        super().__init__(*args, **kwargs)
        if offered is not None:
            self.fields["offence"].offered = offered
        self.fields["offence_text"].choices = self._texts()
        if not self.fields["offence_text"].choices:
            del self.fields["offence_text"]
        self.fields["number"].error_messages["invalid"] = _("Write the count number in figures.")

    def _texts(self):
        """The versions to choose among where the period straddles a change of the text."""
        if not self.is_bound:
            return []
        try:
            key = self.fields["offence"].clean(self._raw("offence"))
            first, last = (
                self.fields["offence_from"].clean(self._raw("offence_from")),
                self.fields["offence_to"].clean(self._raw("offence_to")),
            )
        except ValidationError:
            return []
        if not key or not first or (last and last < first):
            return []
        versions = whole_period(key, first, last)
        return [("", _("Choose")), *versions] if len(versions) > 1 else []

    def _raw(self, name):
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in this row."""
        return not any(str(part or "").strip() for name in self.fields for part in _flat(self._raw(name)))

    def clean(self):
        typed = super().clean()
        if self.is_empty:
            return typed
        if typed.get("offence") is None and "offence" not in self.errors:
            self.add_error("offence", _("Choose the offence."))
        if typed.get("offence_from") is None and "offence_from" not in self.errors:
            self.add_error("offence_from", _("Enter the day the offence began."))
        first, last = typed.get("offence_from"), typed.get("offence_to")
        if first and last and last < first:
            self.add_error("offence_to", _("The offence ends before it begins."))
        elif typed.get("offence") and first and not self.errors:
            try:
                typed["version"] = version_of(typed["offence"], first, last, typed.get("offence_text", ""))
            except ValidationError as wrong:
                self.add_error(None, wrong)
        return typed


def _flat(value):
    return value if isinstance(value, (list, tuple)) else [value]


# Rows that can be added without script


class Rows:
    """Several small forms of one kind under one prefix: as many as were typed, or one more by a button, everything typed kept.

    ``typed`` is what stands in the page (a POST or a draft); ``checked`` says whether its mistakes are shown.
    """

    def __init__(self, form_class, prefix: str, *, typed=None, checked=False, least=1, most=30, more=0, **kwargs):
        self.prefix, self.most = prefix, most
        number = least
        if typed is not None:
            number = _number(typed.get(f"{prefix}-rows"), least, most)
        number = min(number + more, most)
        self.forms = [self._form(form_class, f"{prefix}-{place}", typed, checked, kwargs) for place in range(number)]

    @staticmethod
    def _form(form_class, prefix, typed, checked, kwargs):
        if typed is not None and checked:
            return form_class(data=typed, prefix=prefix, **kwargs)
        form = form_class(prefix=prefix, **kwargs)
        if typed is not None:
            for name, field in form.fields.items():
                if not field.widget.value_omitted_from_data(typed, {}, form.add_prefix(name)):
                    form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
        return form

    def __iter__(self):
        return iter(self.forms)

    def __len__(self):
        return len(self.forms)

    def is_valid(self) -> bool:
        """Check every row, so that every mistake is shown at once."""
        checked = [form.is_valid() for form in self.forms]
        return all(checked)


def _number(value, least, most) -> int:
    try:
        return max(least, min(int(value), most))
    except (TypeError, ValueError):
        return least


__all__ = [
    "ActForm",
    "CountRow",
    "DayField",
    "FutureDayField",
    "LongTextField",
    "OffenceField",
    "PastDayField",
    "PlainTextField",
    "RefChoiceField",
    "RefChoicesField",
    "Rows",
    "choice_field",
    "court_field",
    "courthouse_field",
    "provisions",
    "reason_field",
    "version_of",
    "whole_number",
]
