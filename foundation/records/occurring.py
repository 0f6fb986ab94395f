"""Which of some values occur in a column, asked of its index."""

import json
from collections.abc import Iterable

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def occurring(rows: QuerySet, column: str, values: Iterable[str]) -> set[str]:
    """Say which of these values a column of these rows has, in one query.

    For each value the row that comes first from there on is looked up, where DISTINCT would walk all rows for a handful of answers. The
    order holds PostgreSQL to the index: it would look for a value that does not occur by walking the table.
    """
    asked = list(values)
    given, handed = _as_table(asked)
    try:
        ahead = rows.filter(**{f"{column}__gte": RawSQL("given.value", ())}).order_by(column).values(column)
        first, params = ahead[:1].query.sql_with_params()
    except EmptyResultSet:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT given.value FROM {given} WHERE ({first}) = given.value", [handed, *params])
        return {value for (value,) in cursor.fetchall()}


def _as_table(values: list[str]) -> tuple[str, list[str] | str]:
    if connection.vendor == "postgresql":
        return "unnest(%s::text[]) AS given(value)", values
    return "json_each(%s) AS given", json.dumps(values)
