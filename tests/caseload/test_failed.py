"""Work that failed for good: who sees it, in which words, and what the two buttons do."""

import pytest
from django.urls import reverse

from caseload import failed
from foundation import clock
from foundation.audit.models import Act, Event
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.records import Refusal
from foundation.search.models import Change
from foundation.search.set_aside import code_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(at):
    return UserFactory(lead=True)


def dead_job(by, kind="mail_notice", error="ConnectionRefusedError: secret.example 26-HT-7K3M", **fields):
    job = queue.enqueue(kind, {"notice": "X"}, by=by, **fields)
    job.state, job.attempts, job.error, job.finished_at = Job.State.DEAD, 5, error, clock.now()
    job.save()
    return job


def dead_change():
    return Change.objects.create(key="casetracker.CaseFile:26-HT-7K3M", at=clock.now(), tries=5, error="ValueError", set_aside=True)


def press(client, name, source, code, key="k1"):
    return client.post(reverse(name), {"source": source, "code": code, "key": key})


def test_the_page_says_what_failed_when_how_often_and_why_and_names_no_record(client, lead):
    job, change = dead_job(lead), dead_change()
    client.force_login(UserFactory(role="ADM"))

    page = client.get(reverse("failed_work")).content.decode()

    assert "Mail about a notice" in page
    assert "A server did not answer. Check that it runs, then retry." in page
    assert job.ref in page
    assert code_of(change) in page
    assert "26-HT-7K3M" not in page
    assert "secret.example" not in page


def test_retry_gives_a_job_its_tries_back_as_an_act_of_hers(client, lead):
    job = dead_job(lead)
    client.force_login(lead)

    answer = press(client, "retry_failed_work", "job", job.ref)

    job.refresh_from_db()
    assert answer.status_code == 302
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)
    assert Act.objects.filter(kind="retry_job", by=lead).count() == 1
    assert Event.objects.filter(verb="retried", label="jobs.Job", ref=job.ref).count() == 1
    assert failed.failed_work() == []


def test_a_retried_job_runs(client, lead, monkeypatch):
    job, ran = dead_job(lead), []
    monkeypatch.setattr(queue, "_handlers", {"mail_notice": lambda job, progress: ran.append(job.ref)})
    client.force_login(lead)
    press(client, "retry_failed_work", "job", job.ref)

    queue.run_due()

    assert ran == [job.ref]
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_set_aside_for_good_takes_a_job_off_the_list_and_keeps_its_row(client, lead):
    job = dead_job(lead)
    client.force_login(lead)

    press(client, "give_up_failed_work", "job", job.ref)

    assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED
    assert Event.objects.filter(verb="given_up", ref=job.ref).count() == 1
    assert failed.failed_work() == []


def test_retry_and_set_aside_of_a_record_that_could_not_be_indexed(client, lead):
    change = dead_change()
    client.force_login(lead)

    press(client, "retry_failed_work", "change", code_of(change))

    change.refresh_from_db()
    assert (change.set_aside, change.tries, change.next_try_at) == (False, 0, None)
    change.set_aside = True
    change.save()
    press(client, "give_up_failed_work", "change", code_of(change), key="k2")
    assert not Change.objects.exists()
    assert set(Event.objects.filter(label="search.Change").values_list("verb", flat=True)) == {"retried", "given_up"}


def test_the_second_press_finds_the_first_and_a_late_one_is_told(client, lead):
    job = dead_job(lead)
    client.force_login(lead)

    answers = [press(client, "retry_failed_work", "job", job.ref).status_code for _time in range(2)]
    late = press(client, "give_up_failed_work", "job", job.ref, key="k2")

    assert answers == [302, 302]
    assert late.status_code == 409
    assert "Somebody dealt with this already" in late.content.decode()
    assert Act.objects.filter(kind="retry_job").count() == 1


def test_a_job_whose_like_waits_already_is_not_retried(lead):
    job = dead_job(lead, unique_key="k")
    queue.enqueue("mail_notice", {}, by=lead, unique_key="k")

    with pytest.raises(Refusal, match="waits already"):
        failed.try_again(source="job", code=job.ref, by=lead, at=clock.now())

    assert Job.objects.get(pk=job.pk).state == Job.State.DEAD


@pytest.mark.parametrize("typed", [{}, {"source": "job"}, {"source": "x", "code": "\x00"}, {"source": "job", "code": "Z" * 500}])
def test_whatever_is_sent_the_answer_is_a_page(client, lead, typed):
    client.force_login(lead)

    assert client.post(reverse("retry_failed_work"), typed).status_code == 409


@pytest.mark.parametrize("role", ["PRO", "AST", "REC", "CRN"])
def test_others_may_neither_look_nor_press(client, lead, role):
    job = dead_job(lead)
    client.force_login(UserFactory(role=role))

    assert client.get(reverse("failed_work")).status_code == 403
    assert press(client, "retry_failed_work", "job", job.ref).status_code == 403
    assert Job.objects.get(pk=job.pk).state == Job.State.DEAD
