"""Two people edit one record: what each changed is kept, and what both changed is put to the second."""

from dataclasses import dataclass

from django.contrib import messages
from django.utils.translation import gettext as _

from foundation.records import StaleRecord

from . import days

UNKNOWN = object()
"""What stood in a field of which no history is kept: nobody can say who changed it, so the second person decides."""


@dataclass(frozen=True)
class Conflict:
    """One field that two people changed in different ways: how it was, how it is now, and what the second typed."""

    name: str
    label: str
    before: object
    now: object
    typed: object


class Collision(StaleRecord):
    """Tell that two people changed the same field; nothing was written."""


def merge(before: dict, now: dict, typed: dict) -> tuple[dict, list[str]]:
    """Join what was typed over an old version with what was saved since.

    Gives the values to save and the names of the fields that both changed, in different ways; for these the typed value stands.
    """
    merged, both = {}, []
    for name, value in typed.items():
        if _same(value, before.get(name)):
            merged[name] = now.get(name)
            continue
        merged[name] = value
        if not _same(now.get(name), before.get(name)) and not _same(now.get(name), value):
            both.append(name)
    return merged, both


def _same(one, other) -> bool:
    return (one or "") == (other or "") if isinstance(one, str) or isinstance(other, str) else one == other


class MergingForm:
    """An edit over which two people can meet: different fields are joined, the same field is put to the second person.

    A base of an ``ActFormView``. ``edited()`` reads the record the form edits, or gives None while there is none; the form's fields bear
    the names of its fields, and the history of the version the form was made from says what the person did not change herself.
    ``save(values, version, form)`` calls the service.

    :raises StaleRecord: others saved it again and again meanwhile
    """

    def edited(self):
        """The record this form edits, or None."""
        return self.get_record()

    def edited_now(self):
        """The record as it stands at this moment, or None."""
        record = self.edited()
        return record and type(record).objects.get(pk=record.pk)

    def save(self, values: dict, version: int, form) -> str:
        """Call the service; give the address to go to."""
        raise NotImplementedError

    def label_of(self, form, name: str):
        """Name a field as the form does."""
        return form.fields[name].label

    def shown(self, form, name: str, value) -> str:
        """Write a value as a reader of the form knows it."""
        return shown(form, name, value)

    def typed_values(self, form) -> dict:
        """What was typed, by the names of the record's fields."""
        return form.cleaned_data

    def standing_values(self, record) -> dict:
        """What stands now in fields of the form that are no fields of the record, as the form would clean it."""
        return {}

    def perform(self, form):
        asked = form.act_fields()["version"] or 0
        for _attempt in range(3):
            record = self.edited_now()
            typed = self.typed_values(form)
            version = record.version if record is not None else 0
            values = self.joined(form, typed, record, asked) if record is not None and asked != version else typed
            try:
                url = self.save(values, version, form)
            except StaleRecord as stale:
                last = stale
                continue
            self.tell_of_others(form, typed, values)
            return url
        raise last

    def tell_of_others(self, form, typed: dict, values: dict) -> None:
        """Say on the next page that somebody else changed other fields meanwhile, and that both changes stand."""
        others = [str(form.fields[name].label) for name in values if name in form.fields and (values[name] or "") != (typed[name] or "")]
        if others:
            sentence = _("Saved. Somebody else had changed this meanwhile: %(fields)s. Both changes are kept.")
            messages.success(self.request, sentence % {"fields": ", ".join(others)})

    def joined(self, form, typed: dict, record, asked: int) -> dict:
        """Join what was typed with what was saved since; :raises Collision: both changed the same field."""
        old = record.history.filter(version=asked).order_by("-history_id").first()
        now = {name: getattr(record, name) for name in typed if _is_field(record, name)} | self.standing_values(record)
        before = {name: getattr(old, name, UNKNOWN) if _is_field(record, name) else UNKNOWN for name in now}
        compared = {name: value for name, value in typed.items() if name in now}
        values, both = merge(before, now, compared)
        if both:
            form.conflicts = [
                Conflict(
                    name,
                    self.label_of(form, name),
                    self.shown(form, name, before[name]),
                    self.shown(form, name, now[name]),
                    values[name],
                )
                for name in both
            ]
            raise Collision(
                record, _("Somebody changed the same thing while you were typing. Nothing of yours is lost; look, then send again.")
            )
        return {**typed, **values}


def _is_field(record, name: str) -> bool:
    return name in {field.name for field in record._meta.concrete_fields}


def shown(form, name: str, value) -> str:
    """Write a value as a reader of the form knows it."""
    if value is UNKNOWN:
        return ""
    choices = getattr(form.fields.get(name), "choices", None)
    if choices and isinstance(value, list | tuple):
        known = {str(code): str(label) for code, label in choices}
        return ", ".join(known.get(str(one), str(one)) for one in value)
    if choices and not hasattr(value, "pk"):
        return str(dict(choices).get(value, value or ""))
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if value is True or value is False:
        return _("yes") if value else _("no")
    if hasattr(value, "year"):
        return days.day(value)
    return str(value or "")
