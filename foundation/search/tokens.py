"""Who reads what: the tokens that documents name and people hold."""

from __future__ import annotations

from typing import Any

from foundation.search import registry


def role(code: str) -> str:
    """Name everybody of a role."""
    return f"role:{code}"


def person(user: Any) -> str:
    """Name one person."""
    return f"person:{user.pk}"


def office(row: Any) -> str:
    """Name everybody of a Crown office."""
    return f"office:{row.pk}"


def agency(row: Any) -> str:
    """Name everybody of a police agency."""
    return f"agency:{row.pk}"


def tokens_for(user: Any) -> frozenset[str]:
    """Give the tokens a person holds now; asked anew at each search, so that a right withdrawn is gone at once."""
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    found = {role(user.role), person(user)}
    if user.office_id:
        found.add(f"office:{user.office_id}")
    if user.agency_id:
        found.add(f"agency:{user.agency_id}")
    for function in registry.token_functions():
        found |= set(function(user))
    return frozenset(found)
