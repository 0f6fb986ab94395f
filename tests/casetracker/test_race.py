"""Two people at once: exactly one of two conflicting moves wins; and a service that fails at its last write leaves nothing."""

import threading

import pytest
from django.db import connection

from casetracker import services
from casetracker.models import CaseFile
from casetracker.services import base
from foundation import clock
from foundation.law import loader
from foundation.records import Refusal, StaleRecord
from foundation.workflow.models import Move
from tests.casetracker.state_of_things import nothing_changes
from tests.factories.accounts import UserFactory
from tests.factories.casetracker import HYBRID, World, accused_in, again, count_in


def at_once(*calls):
    """Run calls in threads that start together; give what each raised, or None."""
    together = threading.Barrier(len(calls))
    ends = [None] * len(calls)
    moment = clock.now()

    def run(place, call):
        try:
            with clock.fixed(moment):
                together.wait(timeout=20)
                call()
        except (Refusal, StaleRecord) as refused:
            ends[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


@pytest.fixture
def raced(transactional_db, at):
    loader.load_law()
    return World(lead=UserFactory(lead=True), pro=UserFactory(), assistant=UserFactory(assistant=True))


def test_of_two_conflicting_moves_of_one_count_one_wins(raced):
    world = raced
    world.proceeding_on_counts()
    count = world.count

    ends = at_once(
        lambda: services.withdraw_count(
            count=count,
            why=services.ReasonIn("NO_PROSPECT"),
            exception="NOT_FOUND",
            by=world.lead,
            at=clock.now(),
            happened_on=clock.today(),
            version=count.version,
        ),
        lambda: services.record_plea(
            proceeding=world.proceeding, guilty=[count], decided_by="J", by=world.pro, at=clock.now(), happened_on=clock.today()
        ),
    )

    assert sum(end is None for end in ends) == 1
    assert Move.objects.of(count).filter(rule__in=["C3", "C9"]).count() == 1
    assert again(count).state in ("WITHDRAWN", "PLEA_GUILTY")


def test_eight_people_decide_an_intake_and_one_decision_stands(transactional_db, at):
    loader.load_law()
    world = World(lead=UserFactory(lead=True), pro=UserFactory(), assistant=UserFactory(assistant=True), decision=None)
    leads = [UserFactory(lead=True) for _number in range(8)]

    def decide(place, lead):
        decision = "ADVISORY" if place % 2 else "PRECHARGE"
        return lambda: services.decide_intake(
            case_file=world.file, decision=decision, by=lead, at=clock.now(), conflict_cleared=True, version=world.file.version
        )

    ends = at_once(*(decide(place, lead) for place, lead in enumerate(leads)))

    assert sum(end is None for end in ends) == 1
    assert Move.objects.of(world.file).filter(rule="F2").count() == 1
    assert again(world.file).state in ("ADVISORY", "PRECHARGE")


def test_two_last_counts_withdrawn_at_once_still_conclude_the_accused(transactional_db, at):
    loader.load_law()
    world = World(
        lead=UserFactory(lead=True),
        pro=UserFactory(),
        assistant=UserFactory(assistant=True),
        accused=[accused_in(counts=[count_in(), count_in(HYBRID)])],
    )

    def withdraw(count):
        return lambda: services.withdraw_count(
            count=count,
            why=services.ReasonIn("NO_PROSPECT"),
            exception="NOT_FOUND",
            by=world.lead,
            at=clock.now(),
            happened_on=clock.today(),
        )

    ends = at_once(*(withdraw(count) for count in world.counts()))

    assert ends == [None, None]
    assert world.proceeding.state == "CONCLUDED"
    assert again(world.file).state == "CONCLUDED"
    assert Move.objects.of(world.proceeding).filter(rule="A22").count() == 1


class Broken(RuntimeError):
    pass


def breaks(*args, **kwargs):
    raise Broken


@pytest.mark.django_db
@pytest.mark.parametrize("last", ["refresh_summary", "reindex", "follow"])
@pytest.mark.parametrize("service", ["intake", "withdraw", "decide", "result", "wall"])
def test_the_first_write_goes_with_the_last(world, monkeypatch, last, service):
    day = world.appearance(on=clock.today())
    calls = {
        "intake": lambda: World(lead=world.lead, pro=world.pro, assistant=world.assistant),
        "withdraw": lambda: world.do(
            "withdraw_count",
            count=world.count,
            why=services.ReasonIn("OTHER", note="A slip"),
            exception="NOT_FOUND",
            happened_on=clock.today(),
        ),
        "decide": lambda: world.do("begin_intake", proceeding=world.proceeding, happened_on=clock.today()),
        "result": lambda: world.do("record_result", appearance=day, result="HELD", next_on=clock.today()),
        "wall": lambda: world.do("set_wall", by=world.lead, case_file=world.file, user=world.assistant, reason="Family"),
    }
    monkeypatch.setattr(base, last, breaks)

    with nothing_changes(), pytest.raises(Broken):
        calls[service]()

    assert CaseFile.objects.count() == 1


@pytest.mark.django_db
def test_a_notice_that_fails_takes_the_decision_with_it(lead, pro, assistant, monkeypatch):
    world = World(lead=lead, pro=pro, assistant=assistant, decision=None)
    monkeypatch.setattr(base, "notify", breaks)

    with nothing_changes(), pytest.raises(Broken):
        world.do("decide_intake", by=lead, case_file=world.file, decision="CARRIED", conflict_cleared=True, lead_prosecutor=pro)
