"""The demonstration: invented, whole, true in time, and the same each time it is played with the same seed."""

import hashlib
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from advice.models import AdviceRequest
from casetracker.models import CaseFile, Count, Participant, Proceeding
from demo import names, stopped
from demo.files import PLAN
from foundation.accounts.models import User
from foundation.audit.models import Event
from foundation.audit.verify import verify
from foundation.jobs.models import Job
from foundation.search.registry import registrations
from foundation.workflow.models import Approval, Move
from precedents.models import PublishedAdvice

TODAY = "2026-03-03"
SMALL = {"files": 6, "requests": 6}


def play(**options):
    call_command("demo", today=date.fromisoformat(TODAY), seed=1, stderr=StringIO(), **{**SMALL, **options})


@pytest.fixture
def played(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    play()


def test_it_is_played_in_the_order_of_time_and_the_chain_is_whole(played):
    moments = [event.act.at for event in Event.objects.select_related("act").order_by("seq") if event.act.kind != "load_law"]

    assert moments == sorted(moments)
    assert verify().whole
    assert CaseFile.objects.count() == 6
    assert AdviceRequest.objects.count() == 6
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


def test_it_is_refused_where_people_are_and_in_production(played, settings):
    with pytest.raises(CommandError, match="people in this database"):
        play()
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        play()


def states(words: str) -> set[str]:
    """The states named in a line."""
    return set(words.split())


def footprint():
    """What the demonstration left: refs, states and days, in the order they were made."""
    rows = [str(list(model.objects.order_by("pk").values_list("ref", "state"))) for model in (CaseFile, Proceeding, Count, AdviceRequest)]
    rows.append(str(list(Move.objects.order_by("pk").values_list("subject_ref", "rule", "to_state", "happened_on", "act__at"))))
    return hashlib.sha256("".join(rows).encode()).hexdigest()


@pytest.mark.django_db
def test_the_same_seed_and_day_repeat_exactly(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with transaction.atomic():
        play(files=3, requests=2)
        first = footprint()
        transaction.set_rollback(True)

    play(files=3, requests=2)

    assert footprint() == first


@pytest.mark.django_db
def test_as_many_files_as_the_plan_holds_stand_in_every_state_it_reaches(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    call_command("load_starter_bank", stdout=StringIO(), stderr=StringIO())

    call_command("demo", today=date.fromisoformat(TODAY), seed=1, stderr=StringIO())

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
    assert verify().whole
