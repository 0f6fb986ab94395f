"""The demonstration: invented, whole and true in time."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import prefetch_related_objects
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from advice.models import AdviceRequest
from casetracker import bail
from casetracker.models import BailBreach, CaseFile, Count, Participant, Proceeding, ReleaseOrder
from casetracker.services.base import READ_FOR_SUMMARY
from casetracker.views.frame import SPINE
from demo import names, stopped
from demo.files import PLAN
from foundation.accounts.models import User
from foundation.audit.models import Event
from foundation.audit.verify import verify
from foundation.jobs.models import Job
from foundation.records.related import read_related
from foundation.search.registry import registrations
from foundation.workflow.models import Approval, Move
from precedents.models import PublishedAdvice
from tests.standing import held_open

TODAY = "2026-03-03"


def play(**options):
    call_command("demo", today=date.fromisoformat(TODAY), seed=1, stderr=StringIO(), **options)


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration as ./run plays it, played once for this file."""
    with django_db_blocker.unblock(), held_open(), override_settings(DATA_DIR=tmp_path_factory.mktemp("played")):
        call_command("load_starter_bank", stdout=StringIO(), stderr=StringIO())
        play()
        yield


@pytest.fixture
def played(whole, db):
    """The demonstration, for one test; what it does is undone."""


def test_it_is_played_in_the_order_of_time_and_the_chain_is_whole(played):
    moments = [event.act.at for event in Event.objects.select_related("act").order_by("seq") if not event.act.kind.startswith("load_")]

    assert moments == sorted(moments)
    assert verify().whole
    assert not Move.objects.filter(happened_on__gt=TODAY).exists()


def test_no_worker_ran_and_what_it_must_do_waits(played):
    assert set(Job.objects.values_list("state", flat=True)) == {"WAITING"}


def test_the_people_say_that_they_are_invented_and_cannot_be_signed_in_with_a_password(played):
    people = User.objects.exclude(role="SVC")

    assert people.count() >= 12
    assert all(person.is_demo and person.email.endswith("@demo.invalid") and not person.has_usable_password() for person in people)


def test_no_victim_is_named_in_what_search_keeps(played):
    victims = {name for given, family in names.VICTIMS for name in (f"{given} {family}",)}
    texts = [
        f"{document.title} {document.body} {document.body_team}"
        for registration in registrations()
        for row in registration.rows()
        if (document := registration.build(row)) is not None
    ]

    assert texts
    assert [name for name in victims if any(name in text for text in texts)] == []
    assert Participant.objects.filter(kind="VICTIM").exists()


def walked(records, lookup: str) -> list:
    """Follow a lookup through what was read; give the model and key of each row met, in order."""
    for name in lookup.split("__"):
        met = []
        for record in records:
            related = getattr(record, name)
            met += related.all() if hasattr(related, "all") else [related] if related is not None else []
        records = met
    return [(type(row).__name__, row.pk) for row in records]


@pytest.mark.parametrize("lookups", [SPINE, READ_FOR_SUMMARY], ids=["of a page", "of an act"])
def test_related_rows_are_those_that_django_reads(played, django_assert_num_queries, lookups):
    ours, djangos = (list(Proceeding.objects.order_by("pk")) for _ in range(2))
    with CaptureQueriesContext(connection) as by_django:
        prefetch_related_objects(djangos, *lookups)

    with django_assert_num_queries(len(by_django)):
        read_related(ours, *lookups)

    with django_assert_num_queries(0):
        found = {lookup: walked(ours, lookup) for lookup in lookups}
        assert found == {lookup: walked(djangos, lookup) for lookup in lookups}
    assert len([lookup for lookup, rows in found.items() if rows]) > len(lookups) / 2


def test_it_is_refused_where_people_are_and_in_production(played, settings):
    with pytest.raises(CommandError, match="people in this database"):
        play()
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        play()


def states(words: str) -> set[str]:
    """The states named in a line."""
    return set(words.split())


def test_as_many_files_as_the_plan_holds_stand_in_every_state_it_reaches(played):
    def reached(model):
        return set(model.objects.values_list("state", flat=True))

    assert CaseFile.objects.count() == len(PLAN) + len(stopped.PLAN) + AdviceRequest.objects.filter(state="CONVERTED_TO_FILE").count()
    assert AdviceRequest.objects.count() == len(PLAN) * 3 // 2
    assert reached(CaseFile) == states(
        "REFERRED CONFLICT_CHECK ADVISORY PRECHARGE CARRIED SHARED DORMANT APPEAL TRANSFERRED DECLINED CONCLUDED CLOSED"
    )
    assert reached(Proceeding) >= states(
        "SUSPECT CHARGED INTAKE ELECTION_PENDING TRIAL_SET IN_TRIAL RESERVED GUILTY_AWAITING_SENTENCE WARRANT_OUT CONCLUDED "
        "CROWN_STAYED DIVERTED UNDER_APPEAL ABATED INDICTED UNFIT"
    )
    assert reached(Count) >= states(
        "PROPOSED NOT_LAID LAID PROCEEDING PLEA_GUILTY FOUND_GUILTY ACQUITTED WITHDRAWN SENTENCED DISCHARGED_CONDITIONAL "
        "CROWN_STAYED STAY_LAPSED IN_ALTERNATIVE_MEASURES ABATED ON_INDICTMENT DISCHARGED_PRELIM MISTRIAL STAYED_11B"
    )
    assert Approval.objects.waiting().count() == 1
    assert {"A17", "A21", "A23", "A25", "A26", "F3", "F6", "F9", "F10"} <= set(Move.objects.values_list("rule", flat=True))
    assert reached(AdviceRequest) >= states(
        "DRAFT SUBMITTED TRIAGED ASSIGNED IN_REVIEW NEEDS_INFO DELIVERED FOLLOW_UP CLOSED ANSWERED_FROM_BANK DECLINED WITHDRAWN "
        "MERGED CONVERTED_TO_FILE"
    )
    assert {"Q10", "Q14"} <= set(Move.objects.values_list("rule", flat=True))
    assert AdviceRequest.objects.filter(awaits_reading=True).exists()
    assert AdviceRequest.objects.filter(is_recalled=True).exists()
    assert PublishedAdvice.objects.values("level").distinct().count() == 2
    assert CaseFile.objects.filter(closest_ceiling_on__lt=date(2026, 6, 1)).exists()
    reviews = [one for track in Proceeding.objects.all() if (one := bail.review_due(track)) is not None]
    assert [0 < (one.due_on - date.fromisoformat(TODAY)).days <= 14 for one in reviews] == [True]
    assert ReleaseOrder.objects.filter(ended_on=None, sureties__ended_on=None, sureties__isnull=False).exists()
    assert BailBreach.objects.count() == 1
