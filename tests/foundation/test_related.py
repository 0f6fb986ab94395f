"""Rows read by statements composed once are kept where Django keeps them, and can be narrowed as ever."""

import pytest
from django.apps import apps

from casetracker.models import Proceeding
from foundation.records.related import read_related, read_rows
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import accused_in, count_in, open_file


@pytest.fixture
def tracks(db, at):
    open_file(UserFactory(), [accused_in("Alder", [count_in(), count_in()]), accused_in("Birch")])
    return list(Proceeding.objects.order_by("pk"))


def test_rows_know_whose_they_are(tracks, django_assert_num_queries):
    with django_assert_num_queries(3):
        read_related(tracks, "counts__offence", "accused")

    with django_assert_num_queries(0):
        assert [[count.number for count in track.counts.all()] for track in tracks] == [[1, 2], [1]]
        assert all(count.proceeding is track for track in tracks for count in track.counts.all())
        assert [track.accused.family_name for track in tracks] == ["Alder", "Birch"]
        assert {count.offence.section for count in tracks[0].counts.all()} == {"286.3"}


def test_what_was_read_can_still_be_narrowed(tracks):
    read_related(tracks, "counts")

    assert [count.number for count in tracks[0].counts.filter(number__gt=1)] == [2]
    assert tracks[1].counts.exclude(number=1).count() == 0


def test_what_was_read_is_not_read_again(tracks, django_assert_num_queries):
    read_related(tracks, "counts__offence")

    with django_assert_num_queries(0):
        read_related(tracks, "counts__offence", "counts")
        read_related([], "counts__offence")


def test_one_row_met_twice_has_its_rows_both_times(tracks, django_assert_num_queries):
    twice = [Proceeding.objects.get(pk=tracks[0].pk), Proceeding.objects.get(pk=tracks[0].pk), tracks[1]]
    read_related(twice, "counts__offence")

    with django_assert_num_queries(0):
        assert [[count.offence.section for count in track.counts.all()] for track in twice] == [["286.3"] * 2, ["286.3"] * 2, ["286.3"]]


def test_every_value_is_what_django_reads(tracks):
    compared = set()
    for model in apps.get_models():
        rows = list(model._default_manager.order_by("pk"))
        if rows:
            read = read_rows(model, model._meta.pk.name, [row.pk for row in rows])
            names = [field.attname for field in model._meta.concrete_fields]
            assert sorted([repr(getattr(row, name)) for name in names] for row in read) == sorted(
                [repr(getattr(row, name)) for name in names] for row in rows
            )
            assert all(not row._state.adding and row._state.db == "default" for row in read)
            compared.add(model._meta.label)

    assert {"casetracker.CaseFile", "casetracker.Count", "casetracker.HistoricalProceeding", "audit.Event", "accounts.User"} <= compared
