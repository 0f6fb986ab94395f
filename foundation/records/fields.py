"""Fields of stored records: the ref, and text that is stored encrypted."""

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

from . import refs


class RefField(models.CharField):
    """Hold the ref of a record, made when the row is first saved."""

    def __init__(self, *args, kind: str = "child", **kwargs):
        self.kind = kind
        kwargs["max_length"] = 12
        kwargs["editable"] = False
        kwargs.setdefault("unique", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["editable"]
        kwargs["kind"] = self.kind
        kwargs.pop("unique", None)
        if not self.unique:  # a history table holds one ref many times
            kwargs["unique"] = False
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.attname)
        if add and not value:
            value = refs.new_ref(self.kind)
            if self.kind != "child":  # four characters of a year can meet
                manager = type(model_instance)._base_manager
                while manager.filter(**{self.attname: value}).exists():
                    value = refs.new_ref(self.kind)
            setattr(model_instance, self.attname, value)
        return value


@lru_cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Encrypt text with the first of ``FIELD_KEYS``; empty text stays empty."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode() if text else text


def decrypt(text: str) -> str:
    """Read what ``encrypt`` wrote with any of ``FIELD_KEYS``; :raises InvalidToken: no key fits."""
    return _cipher(tuple(settings.FIELD_KEYS)).decrypt(text.encode()).decode() if text else text


class EncryptedTextField(models.TextField):
    """Store text encrypted; it can be read and tested for NULL, and not searched."""

    def from_db_value(self, value, expression, connection):
        return value if value is None else decrypt(value)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be looked up.")
        return super().get_lookup(lookup_name)
