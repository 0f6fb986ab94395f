"""What the models share: languages, and the checks that the database itself makes."""

from django.db import models
from django.db.models import Q

LANGUAGES = [("en", "English"), ("fr", "Français")]


def one_of(field: str, values, name: str) -> models.CheckConstraint:
    """Refuse a stored value that is none of the choices."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": list(values.values)}), name=name)


def ends_after(first: str, last: str, name: str) -> models.CheckConstraint:
    """Refuse a period that ends before it begins."""
    return models.CheckConstraint(condition=Q(**{last: None}) | Q(**{first: None}) | Q(**{f"{last}__gte": models.F(first)}), name=name)
