"""The operator's page of the search: how it stands, without a word of a record, and the index built anew by the worker."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation import clock
from foundation.audit.models import Act
from foundation.jobs import queue
from foundation.jobs.models import Job
from foundation.search import indexer, live, port, tasks
from foundation.search.breaker import Breaker
from foundation.search.models import Change, Generation
from tests.factories.accounts import UserFactory
from tests.factories.precedents import make_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(at):
    return UserFactory(lead=True)


@pytest.fixture
def bank(lead, settings, tmp_path, monkeypatch):
    """One decision in an index of its own."""
    settings.SEARCH_ENGINE, settings.DATA_DIR = "tantivy", tmp_path
    monkeypatch.setattr(live, "breaker", Breaker())
    port.forget_engines()
    make_decision(by=lead, style="R. v. Quillfeather", citations=["2019 ONCA 663"], held_en="Influence is enough.")
    Change.objects.all().delete()
    indexer.rebuild()
    yield
    port.forget_engines()


def page_for(client, person):
    client.force_login(person)
    return client.get(reverse("search_health"))


def test_it_says_how_the_search_stands_and_names_no_record(client, bank, lead):
    key = "precedents.Decision:QUILLFEATHER"
    Change.objects.create(key=key, at=clock.now(), narrowed=True, error="Refused", tries=1)
    Change.objects.create(key=f"{key}2", at=clock.now(), set_aside=True, error="ValueError: Quillfeather", tries=5)

    page = page_for(client, UserFactory(role="ADM"))

    health, text = page.context["health"], page.content.decode()
    assert (health.documents, health.records, health.waiting, health.hidden, len(health.set_aside)) == (1, 1, 1, 1, 1)
    assert health.generation.ref in text
    assert "The search engine did not take the document." in text
    assert "A fault in the program." in text
    assert "uillfeather" not in text
    assert "QUILLFEATHER" not in text
    assert page_for(client, UserFactory()).status_code == 403


def test_the_button_queues_one_build_that_the_worker_does(client, bank, lead):
    client.force_login(lead)
    before = port.live_generation()

    answers = [client.post(reverse("build_index"), {"key": key}) for key in ("k1", "k1", "k2")]

    job = Job.objects.get(kind="build_index")
    assert {answer["Location"] for answer in answers} == {reverse("search_health")}
    assert Act.objects.filter(kind="build_index", by=lead).count() == 2
    assert port.live_generation() == before
    page = client.get(reverse("search_health"))
    assert page.context["health"].is_building
    assert "Build the index anew" not in page.content.decode()

    queue.run_due()

    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total) == (Job.State.DONE, {"documents": 1}, 1, 1)
    assert port.live_generation().pk > before.pk
    assert "Build the index anew" in client.get(reverse("search_health")).content.decode()


def test_a_build_beside_another_indexer_is_tried_again(client, bank, lead):
    client.force_login(lead)
    client.post(reverse("build_index"), {"key": "k1"})

    with indexer.only_indexer():
        queue.run_due()

    job = Job.objects.get(kind="build_index")
    assert (job.state, job.attempts) == (Job.State.WAITING, 1)
    assert "written by another process" in client.get(reverse("search_health")).content.decode()
    assert job.kind == tasks.BUILD


def test_only_who_looks_after_it_may_have_it_built(client, bank):
    client.force_login(UserFactory())

    assert client.post(reverse("build_index"), {"key": "k"}).status_code == 403
    assert not Job.objects.exists()


def test_without_an_index_and_with_a_difference_the_page_says_so(client, bank, lead):
    make_decision(by=lead, style="R. v. Second", citations=["2020 ONCA 1"], held_en="Yes.")
    Change.objects.all().delete()
    assert "differ by 1 record." in page_for(client, lead).content.decode()

    Generation.objects.update(fingerprint="of before")
    page = page_for(client, lead)

    assert page.status_code == 200
    assert "No index has been built yet" in page.content.decode()


def test_it_asks_the_database_as_often_for_many_as_for_one(client, bank, lead):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page_for(client, lead)
        return len(caught)

    queries()
    few = queries()
    for number in range(5):
        Change.objects.create(key=f"precedents.Decision:{number}", at=clock.now(), set_aside=number % 2 == 0, error="Refused")

    assert queries() == few
