"""A world built once for this folder and kept by an open transaction: each test of it runs in a savepoint and leaves nothing."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import Client

from foundation import clock
from tests.house import world
from tests.house.crawling import HERE, crawled
from tests.standing import held_open

MOMENT = datetime(2026, 3, 3, 19, 10, tzinfo=UTC)


@pytest.fixture(scope="package")
def _standing(django_db_setup, django_db_blocker):
    """Hold one transaction open over the tests of this folder; nothing of it is kept."""
    with django_db_blocker.unblock(), clock.fixed(MOMENT), held_open():
        yield


@pytest.fixture(scope="package")
def built(_standing):
    """The world, played once."""
    return world.build()


@pytest.fixture
def house(built, db):
    """The world, as it was built: what a test does to it is undone."""
    with clock.fixed(MOMENT):
        yield built


@pytest.fixture(scope="package")
def _signed_in(built):
    """The cookies of each person of the world, who signed in once."""
    cookies = {}
    with clock.fixed(MOMENT):
        for person in filter(None, built.people.values()):
            browser = Client()
            browser.force_login(person)
            cookies[person.pk] = browser.cookies
    return cookies


@pytest.fixture
def visit(_signed_in):
    """Give a browser for a person of the world; None is a visitor."""
    known: dict[int | None, Client] = {}

    def of(person=None, **how):
        key = (getattr(person, "pk", None), *sorted(how.items()))
        if key not in known:
            known[key] = Client(raise_request_exception=False, **how)
            if key[0] in _signed_in:
                known[key].cookies.update(_signed_in[key[0]])
            elif person is not None:
                known[key].force_login(person)
        return known[key]

    return of


@pytest.fixture(scope="package")
def _crawls():
    """The crawls made so far, by reader."""
    return {}


@pytest.fixture
def crawl(house, visit, _crawls):
    """Let a reader open every address of the product, once for all tests that look at what she met."""

    def as_(reader):
        if reader not in _crawls:
            person = house.cover.user if reader == "COVER" else house.people.get(reader)
            _crawls[reader] = crawled(visit(person, REMOTE_ADDR=HERE), house, signed_in=person is not None)
        return _crawls[reader]

    return as_


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
