"""Refs, versions, encrypted fields."""

import random

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from foundation import clock
from foundation.pages.models import Draft
from foundation.records import StaleRecord, refs
from foundation.records.fields import decrypt, encrypt
from tests.factories.accounts import UserFactory


@pytest.fixture
def draft(at):
    return Draft.objects.create(owner=UserFactory(), form="ask", path="/en/", data="an apartment above the bakery", saved_at=at)


def test_refs_have_the_written_form(at):
    assert refs.new_ref("file").startswith("26-HT-")
    assert refs.new_ref("request").startswith("AR-26-")
    assert len(refs.new_ref()) == 10
    assert set(refs.new_ref()) <= set(refs.ALPHABET)


def test_seeded_refs_repeat(at):
    with refs.seeded(7):
        first = [refs.new_ref() for _ in range(5)]
    with refs.seeded(7):
        assert [refs.new_ref() for _ in range(5)] == first


def test_a_ref_in_any_case_is_accepted():
    assert refs.RefConverter().to_python("26-ht-7k3m") == "26-HT-7K3M"


@pytest.mark.django_db
def test_a_save_over_another_save_is_refused_and_writes_nothing(draft):
    mine, yours = Draft.objects.get(), Draft.objects.get()
    yours.title = "Yours"
    yours.save()

    mine.title = "Mine"
    with pytest.raises(StaleRecord), transaction.atomic():
        mine.save()

    assert Draft.objects.get().title == "Yours"
    assert (mine.version, Draft.objects.get().version) == (1, 2)


@pytest.mark.django_db
def test_an_encrypted_field_is_not_readable_in_the_database(draft):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM pages_draft")
        stored = cursor.fetchone()[0]

    assert "bakery" not in stored
    assert Draft.objects.get().data == "an apartment above the bakery"


@pytest.mark.django_db
def test_an_encrypted_field_cannot_be_searched(draft):
    with pytest.raises(FieldError):
        Draft.objects.filter(data="x").exists()


def test_empty_text_stays_empty():
    assert encrypt("") == ""
    assert decrypt(encrypt("é" * 1000)) == "é" * 1000


def test_the_clock_wants_an_aware_instant():
    with pytest.raises(ValueError, match="aware"), clock.fixed(clock.now().replace(tzinfo=None)):
        pass


def test_random_source_is_not_seeded_outside(at):
    random.seed(1)
    first = refs.new_ref()
    random.seed(1)

    assert refs.new_ref() != first
