"""Every address has a row in the access table, and answers each role as its row says (T01, part of T02)."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

from foundation.accounts.models import Role
from foundation.records.refs import new_ref
from tests.access import ACCESS, PUBLIC
from tests.factories.accounts import UserFactory
from tests.sizes import LONG

ROLES = sorted(set(Role.values) - {Role.SVC})
SAMPLES = {"RefConverter": new_ref, "StringConverter": lambda: "x", "SlugConverter": lambda: "x", "IntConverter": lambda: 7}


def patterns(resolver=None, namespace: str = "", before: str = "", converters: dict | None = None) -> Iterator[tuple[str, str, bool]]:
    """Give the full name of every pattern, an address that it answers, and whether that address names a record."""
    for pattern in (resolver or get_resolver()).url_patterns:
        taken = {**(converters or {}), **pattern.pattern.converters}
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            filled = address.replace("^", "").replace("$", "").replace("\\Z", "")
            for name, converter in taken.items():
                written = [part for part in (f"<{name}>", *(f"<{kind}:{name}>" for kind in kinds())) if part in filled]
                filled = filled.replace(written[0], str(SAMPLES[type(converter).__name__]()))
            yield namespace + (pattern.name or ""), "/" + filled, bool(taken)
        else:
            inside = namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
            yield from patterns(pattern, inside, address, taken)


def kinds() -> list[str]:
    """Give the names under which converters are written in an address."""
    return ["ref", "str", "slug", "int", "uuid", "path"]


def all_patterns() -> list[tuple[str, str, bool]]:
    return sorted(set(patterns()))


def ask(client, address: str):
    """Open an address; one that takes only POST is sent an empty form."""
    answer = client.get(address)
    return client.post(address, {}) if answer.status_code == 405 else answer


def test_every_address_has_a_name_and_a_row():
    named = {name for name, _, _ in all_patterns()}

    assert "" not in {name.rsplit(":", 1)[-1] for name in named}, "an address without a name"
    without = sorted(named - set(ACCESS))
    assert without == [], f"say who opens {', '.join(without)}: a row in tests/access.py, which says how"
    gone = sorted(set(ACCESS) - named)
    assert gone == [], f"{', '.join(gone)} is no address any more: take its row out of tests/access.py"


def test_no_address_takes_an_integer_key():
    assert [address for _, address, _ in all_patterns() if "/7/" in address] == []


@pytest.mark.django_db
def test_without_signing_in_only_public_addresses_open(client):
    opened, closed = [], []

    for name, address, _ in all_patterns():
        answer = ask(client, address)
        if ACCESS[name] == PUBLIC and (answer.status_code in (401, 403) or answer.status_code >= 500):
            closed.append((name, address, answer.status_code))
        if ACCESS[name] != PUBLIC and answer.status_code not in (302, 401, 404):
            opened.append((name, address, answer.status_code))
        if ACCESS[name] != PUBLIC and answer.status_code == 302 and "/sign-in/" not in answer["Location"]:
            opened.append((name, address, answer["Location"]))

    assert opened == []
    assert closed == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_its_row_says(client, role):
    person = UserFactory(**({"police": True} if role == Role.POL else {"role": role}))
    surprises = []

    for name, address, names_a_record in all_patterns():
        if names_a_record and role not in (Role.LEAD, Role.POL) and not LONG:
            continue  # with real records behind them every role asks for these in tests/house/test_crawl.py
        client.force_login(person)
        status = ask(client, address).status_code
        if names_a_record:
            if status not in (200, 302, 400, 403, 404):
                surprises.append((name, address, status))
            if ACCESS[name] not in (PUBLIC,) and role not in ACCESS[name] and status not in (403, 404):
                surprises.append((name, address, status))
        elif ACCESS[name] != PUBLIC and (role in ACCESS[name]) != (status not in (403, 404) and status < 500):
            surprises.append((name, address, status))

    assert surprises == []
