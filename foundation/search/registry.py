"""What is searched and by whom: each app registers, in its ``apps.py``, how its records become documents.

registry.register("casetracker.CaseFile", build=search_documents.of_case_file, database_matches=selectors.matching_files)
registry.register_tokens(policies.tokens_for)
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from foundation.search.document import SearchDocument


@dataclass(frozen=True)
class Registration:
    """Hold how the records of one model become documents."""

    label: str
    build: Callable[[Any], SearchDocument | None]
    load: Callable[[str], Any]
    rows: Callable[[], Iterable[Any]]
    database_matches: Callable[[Any, str], Iterable[Any]]
    neighbours: Callable[[Any, Collection[str], datetime.date | None], Mapping[str, Collection[str]]]
    count: Callable[[], int]

    def visible(self, user: Any) -> QuerySet:
        """Give the records this person may see, by the model's own rule."""
        return manager_of(self.label).visible_to(user)


_registrations: dict[str, Registration] = {}
_token_functions: list[Callable[[Any], Iterable[str]]] = []


def manager_of(label: str) -> Any:
    """Give the manager of a model by its label."""
    return apps.get_model(label).objects


def register(
    label: str,
    *,
    build: Callable[[Any], SearchDocument | None],
    load: Callable[[str], Any] | None = None,
    rows: Callable[[], Iterable[Any]] | None = None,
    count: Callable[[], int] | None = None,
    database_matches: Callable[[Any, str], Iterable[Any]] | None = None,
    neighbours: Callable[[Any, Collection[str], datetime.date | None], Mapping[str, Collection[str]]] | None = None,
) -> None:
    """Register a model for searching.

    :param build: makes a record's document, or None when it is not to be found
    :param load: finds a record by its ref, or None; by default through the model's manager
    :param rows: gives all records for a rebuild, with what ``build`` needs fetched along; by default all rows
    :param count: says how many records can be found; by default counts all rows
    :param database_matches: finds up to 20 records a person may see by what she typed, without the index
    :param neighbours: says, for a person, some refs and a day or None, which documents' keys each cites or is cited by, of those that
        the person may see and that are dated before the day
    """

    def load_by_ref(ref: str) -> Model | None:
        return manager_of(label).filter(ref=ref).first()

    def all_rows() -> Iterable[Model]:
        return manager_of(label).order_by("pk").iterator(chunk_size=500)

    _registrations[label] = Registration(
        label=label,
        build=build,
        load=load or load_by_ref,
        rows=rows or all_rows,
        database_matches=database_matches or (lambda user, text: ()),
        neighbours=neighbours or (lambda user, refs, before: {}),
        count=count or (lambda: int(manager_of(label).count())),
    )


def unregister(label: str) -> None:
    """Take a model out of the search (for tests)."""
    _registrations.pop(label, None)


def registered(label: str) -> Registration:
    """Give the registration of a model.

    :raises LookupError: it was never registered
    """
    try:
        return _registrations[label]
    except KeyError:
        raise LookupError(f"{label} is not registered for searching; do so in the app's apps.py.") from None


def registrations() -> list[Registration]:
    """List all registrations, by label."""
    return [_registrations[label] for label in sorted(_registrations)]


def register_tokens(function: Callable[[Any], Iterable[str]]) -> None:
    """Register a function that adds tokens to a person's own (``file:26-HT-7K3M`` for the files she is on, say)."""
    if function not in _token_functions:
        _token_functions.append(function)


def unregister_tokens(function: Callable[[Any], Iterable[str]]) -> None:
    """Take a token function out (for tests)."""
    if function in _token_functions:
        _token_functions.remove(function)


def token_functions() -> list[Callable[[Any], Iterable[str]]]:
    """List the registered token functions."""
    return list(_token_functions)
