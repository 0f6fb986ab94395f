"""Related rows of many records, read by statements that are composed once in a process.

Reads what ``prefetch_related_objects`` reads, in as many queries, and keeps it in the same places: a page of a file asks for some thirty
relations, and to compose a statement takes longer than to run it.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor, ForwardOneToOneDescriptor, ReverseManyToOneDescriptor


def read_related(records: Iterable[Model], *lookups: str) -> None:
    """Read relations of records of one model, in one query for each step of a lookup; ``"counts__offence"`` has two steps."""
    first, read = list(records), {}
    for lookup in lookups:
        level, path = first, ""
        for name in lookup.split("__"):
            path = f"{path}__{name}" if path else name
            if path not in read:
                read[path] = _step(level, name) if level else []
            level = read[path]


def _step(records: list, name: str) -> list:
    """Read one relation of records; give the related rows, each once."""
    descriptor = getattr(type(records[0]), name)
    if isinstance(descriptor, ForwardManyToOneDescriptor) and not isinstance(descriptor, ForwardOneToOneDescriptor):
        return _ahead(records, descriptor.field)
    if type(descriptor) is ReverseManyToOneDescriptor:
        return _behind(records, descriptor.rel)
    prefetch_related_objects(records, name)
    found = [row for record in records for row in getattr(record, name).all()]
    return list({id(row): row for row in found}.values())


def _ahead(records, field) -> list:
    """Read what a foreign key of the records points to, where it was not read yet."""
    wanted = [record for record in records if not field.is_cached(record) and getattr(record, field.attname) is not None]
    keys = {getattr(record, field.attname) for record in wanted}
    found = {getattr(row, field.target_field.attname): row for row in read_rows(field.remote_field.model, field.target_field.name, keys)}
    for record in wanted:
        field.set_cached_value(record, found[getattr(record, field.attname)])
    related = [field.get_cached_value(record, None) for record in records]
    return list({id(row): row for row in related if row is not None}.values())


def _behind(records, relation) -> list:
    """Read the rows whose foreign key points to the records, where they were not read yet."""
    field, kept = relation.field, relation.cache_name
    wanted = [record for record in records if kept not in getattr(record, "_prefetched_objects_cache", {})]
    by_key = {getattr(record, field.target_field.attname): record for record in wanted}
    found: dict[object, list[Model]] = {key: [] for key in by_key}
    for row in read_rows(relation.related_model, field.name, by_key):
        key = getattr(row, field.attname)
        found[key].append(row)
        if not field.is_cached(row):
            field.set_cached_value(row, by_key[key])
    every = _every(relation.related_model)
    for record in wanted:  # the same row may stand here twice, read by two ways
        every._defer_next_filter = True  # as Django's own manager does: the filter is composed when somebody narrows further
        queryset = every.filter(**{field.name: record})
        queryset._result_cache, queryset._prefetch_done = found[getattr(record, field.target_field.attname)], True
        record.__dict__.setdefault("_prefetched_objects_cache", {})[kept] = queryset
    rows = [row for record in records for row in record._prefetched_objects_cache[kept]]
    return list({id(row): row for row in rows}.values())


@cache
def _every(model: type[Model]) -> QuerySet:
    """Give all rows of a model, to be narrowed and never read."""
    return model._default_manager.all()


def read_rows(model: type[Model], column: str, keys) -> list[Any]:
    """Read the rows of a model where a column is one of the keys, in the model's own order."""
    if not keys:
        return []
    values = sorted(keys)
    given = values if connection.vendor == "postgresql" else json.dumps(values)
    return read_statement(model, _statement(connection.vendor, model, column), [given])


def read_statement(model: type[Model], statement: str, given: list) -> list[Any]:
    """Read rows of a model by a statement that gives its columns in their order, as each query for whole rows does.

    ``raw`` would look for the model's fields among the columns anew each time, and for how each is converted.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    if not rows:
        return []
    here = connections[connection.alias]
    names, converters = _shape(here, model)
    read = []
    for row in rows:
        values = list(row)
        for place, convert, of in converters:
            values[place] = convert(values[place], of, here)
        read.append(model.from_db(here.alias, names, values))
    return read


def _shape(here: BaseDatabaseWrapper, model: type[Model]) -> tuple[list[str], list[tuple[int, Any, Any]]]:
    """Give the names of the columns of a model, and what each value is put through as it comes from this connection."""
    known = vars(here).setdefault("_shapes_of_models", {})  # a converter may be the connection's own
    if model not in known:
        fields = model._meta.concrete_fields
        columns = [field.get_col(model._meta.db_table) for field in fields]
        converters = model._base_manager.all().query.get_compiler(connection=here).get_converters(columns)
        each = [(place, convert, of) for place, (several, of) in converters.items() for convert in several]
        known[model] = [field.attname for field in fields], each
    return known[model]


@cache
def _statement(vendor: str, model: type[Model], column: str) -> str:
    """Compose the statement once, for any number of keys."""
    query = model._default_manager.filter(**{f"{column}__in": [0]}).query
    sql, given = query.sql_with_params()
    if list(map(str, given)) != ["0"] or sql.count("IN (%s)") != 1 or query.annotations or query.select_related:
        raise TypeError(f"{model.__name__} cannot be read by {column} alone: {sql}")
    return sql.replace("IN (%s)", "= ANY(%s)" if vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))")
