"""A world built once for this folder and kept by an open transaction: each test of it runs in a savepoint and leaves nothing."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import Client

from foundation import clock
from tests.house import world

MOMENT = datetime(2026, 3, 3, 19, 10, tzinfo=UTC)


@pytest.fixture(scope="package")
def _standing(django_db_setup, django_db_blocker):
    """Hold one transaction open over the tests of this folder; nothing of it is kept."""
    with django_db_blocker.unblock(), clock.fixed(MOMENT):
        connection.ensure_connection()
        connection.close = lambda: None  # a test case closes the connection at its end, and the transaction with it
        block = transaction.atomic()
        block.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
            del connection.close


@pytest.fixture(scope="package")
def built(_standing):
    """The world, played once."""
    return world.build()


@pytest.fixture
def house(built, db):
    """The world, as it was built: what a test does to it is undone."""
    with clock.fixed(MOMENT):
        yield built


@pytest.fixture
def visit():
    """Give a browser for a person of the world; None is a visitor."""
    known: dict[int | None, Client] = {}

    def of(person=None, **how):
        key = (getattr(person, "pk", None), *sorted(how.items()))
        if key not in known:
            known[key] = Client(raise_request_exception=False, **how)
            if person is not None:
                known[key].force_login(person)
        return known[key]

    return of


@contextmanager
def undone():
    """Undo whatever happens inside; on PostgreSQL the numbers that were given out too, which a rollback leaves."""
    before = given_out()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    now = given_out()
    with connection.cursor() as cursor:
        for name, last in before.items():
            if now[name] != last:
                cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])


def given_out() -> dict[str, int | None]:
    """How far each sequence of PostgreSQL has counted; SQLite counts its rows."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'")
        return dict(cursor.fetchall())
