"""The outbox: a job runs once, is tried again, is set aside, and never stops the worker."""

from datetime import timedelta

import pytest

from foundation import clock
from foundation.jobs import queue
from foundation.jobs.models import Job
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker(at):
    return UserFactory()


@pytest.fixture
def ran(monkeypatch):
    """Handlers for the test: ``note`` remembers, ``fail`` fails."""
    calls = []

    def fail(job, progress):
        calls.append(job.ref)
        raise ValueError("no paper")

    def note(job, progress):
        progress(1, 2)
        calls.append(job.params["n"])
        return {"n": job.params["n"]}

    monkeypatch.setattr(queue, "_handlers", {"note": note, "fail": fail})
    return calls


def test_a_job_runs_and_keeps_its_result(asker, ran):
    job = queue.enqueue("note", {"n": 1}, by=asker)

    queue.run_due()

    job.refresh_from_db()
    assert (job.state, job.result, job.total) == (Job.State.DONE, {"n": 1}, 2)
    assert ran == [1]


def test_the_same_job_waiting_twice_is_one(asker, ran):
    first = queue.enqueue("note", {"n": 1}, by=asker, unique_key="k")

    second = queue.enqueue("note", {"n": 2}, by=asker, unique_key="k")

    assert second == first


def test_a_failing_job_waits_longer_each_time_and_is_set_aside_after_five(asker, ran, at):
    job = queue.enqueue("fail", {}, by=asker)
    moment, waits = at, []

    for _try in range(queue.MAX_ATTEMPTS):
        with clock.fixed(moment):
            queue.run_due()
        job.refresh_from_db()
        waits.append((job.run_after - moment).total_seconds())
        moment = max(job.run_after, moment) + timedelta(seconds=1)
    with clock.fixed(moment + timedelta(days=1)):
        queue.run_due()

    assert job.state == Job.State.DEAD
    assert job.error == "ValueError: no paper"
    assert len(ran) == queue.MAX_ATTEMPTS
    assert waits[:4] == [5, 30, 120, 600]


def test_a_job_whose_worker_died_is_taken_up_when_its_lease_is_over(asker, ran, at):
    job = queue.enqueue("note", {"n": 7}, by=asker)
    queue.lease_next(at)  # this worker dies here

    queue.run_due()
    during = list(ran)
    with clock.fixed(at + queue.LEASE + timedelta(seconds=1)):
        queue.run_due()

    job.refresh_from_db()
    assert during == []
    assert (job.state, job.attempts, ran) == (Job.State.DONE, 2, [7])


def leave(person):
    person.is_active = False
    person.save()


def test_what_somebody_who_left_asked_for_herself_is_cancelled(asker, ran, monkeypatch):
    monkeypatch.setattr(queue, "_personal", {"note"})
    job = queue.enqueue("note", {"n": 1}, by=asker)
    leave(asker)

    queue.run_due()

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert ran == []


def test_what_follows_from_her_acts_is_done_though_she_left(asker, ran):
    job = queue.enqueue("note", {"n": 1}, by=asker)
    leave(asker)

    queue.run_due()

    job.refresh_from_db()
    assert (job.state, ran) == (Job.State.DONE, [1])


def test_a_job_at_work_that_is_cancelled_stops_at_its_next_step_and_stays_cancelled(asker, monkeypatch):
    steps = []

    def export(job, progress):
        for step in range(3):
            steps.append(step)
            if step == 1:
                queue.cancel_personal(asker)
            progress(step, 3)
        return {"rows": 3}

    monkeypatch.setattr(queue, "_handlers", {"export": export})
    monkeypatch.setattr(queue, "_personal", {"export"})
    job = queue.enqueue("export", {}, by=asker)

    queue.run_due()

    job.refresh_from_db()
    assert (job.state, job.result, steps) == (Job.State.CANCELLED, {}, [0, 1])


def test_a_fault_in_one_periodic_work_does_not_stop_the_next(monkeypatch, at):
    done = []

    def fail(moment):
        raise ValueError

    monkeypatch.setattr(queue, "_periodic", [queue.Periodic(60, fail), queue.Periodic(60, done.append)])

    queue.run_periodic(at)
    queue.run_periodic(at + timedelta(seconds=30))

    assert done == [at]
