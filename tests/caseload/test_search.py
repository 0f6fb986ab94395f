"""The search page: kept words, results of the reader's own, filters with true counts, and a page when the engine is down."""

import re

import pytest
from django.urls import reverse

from foundation.search import indexer, port
from foundation.search.breaker import Breaker
from foundation.search.models import SavedQuery
from tests.factories.precedents import make_decision


@pytest.fixture
def bank(house, settings, tmp_path, monkeypatch):
    """Two decisions beside the files and requests of the house, all of them indexed."""
    settings.SEARCH_ENGINE, settings.DATA_DIR = "oracle", tmp_path
    monkeypatch.setattr(port, "breaker", Breaker())
    port.forget_engines()
    found = [
        make_decision(
            by=house.lead,
            style="R. v. Example",
            court_code="ONCA",
            citations=["2019 ONCA 663"],
            held_en="Influence over movements is enough for exploitation.",
        ),
        make_decision(
            by=house.lead,
            style="R. v. Sample",
            court_code="SCC",
            citations=["2020 SCC 9"],
            held_en="Sentences for exploitation of the young were too low.",
        ),
    ]
    indexer.rebuild()
    return found


def search_for(client, text):
    """Send a search as the box does, and open what it leads to."""
    return client.post(reverse("search"), {"q": text}, follow=True)


def titles(page) -> list[str]:
    return [shown.hit.title for shown in page.context["shown"]]


def test_words_stand_in_no_address(house, bank, signed_in):
    page = search_for(signed_in(house.pro), "exploitation")

    assert len(titles(page)) == 2
    assert "exploitation" not in page.redirect_chain[-1][0]
    assert SavedQuery.objects.get().owner == house.pro


def test_a_citation_typed_opens_the_decision(house, bank, signed_in):
    answer = signed_in(house.police).post(reverse("search"), {"q": "2019onca663"})

    assert answer["Location"] == bank[0].get_absolute_url()


def test_a_kept_search_gives_its_opener_her_own_results(house, bank, signed_in):
    text = house.mine[0].file.ref
    page = search_for(signed_in(house.pro), text)

    address = page.redirect_chain[-1][0]
    assert house.mine[0].file.ref in str(titles(page))
    assert titles(signed_in(house.police).get(address)) == []
    assert titles(signed_in(house.other).get(address)) == []


def test_a_filter_shows_as_many_as_it_counts(house, bank, signed_in):
    client = signed_in(house.pro)
    page = search_for(client, "exploitation")
    address = page.redirect_chain[-1][0]
    court = next(group for group in page.context["groups"] if group.name == "court")

    for choice in court.choices:
        count = int(re.search(r"\((\d+)\)$", choice.label)[1])
        assert client.get(address, {"court": choice.value}).context["results"].total == count


def test_a_query_that_cannot_be_read_is_answered_in_a_sentence(house, bank, signed_in):
    page = search_for(signed_in(house.pro), "date:yesterday")

    assert page.status_code == 200
    assert page.context["results"].error
    assert "This cannot be searched as it stands" in page.content.decode()


def test_no_result_says_what_to_do(house, bank, signed_in):
    page = search_for(signed_in(house.pro), "zzzunheardof")

    assert "Nothing matches" in page.content.decode()


def test_with_the_engine_down_the_database_answers_and_the_page_says_so(house, bank, signed_in, monkeypatch):
    def down(request):
        raise port.Unavailable("down")

    monkeypatch.setattr(port, "_ask", down)

    page = search_for(signed_in(house.pro), "Example")

    assert page.status_code == 200
    assert "Full-text search is unavailable" in page.content.decode()
    assert any("Example" in title for title in titles(page))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\x00", "😀" * 300, "a" * 5000, '"((((', "' OR 1=1 --", '{"query": {}}', "NOT", "%"]
)
def test_whatever_is_typed_is_answered_and_never_runs(house, bank, signed_in, text):
    page = search_for(signed_in(house.pro), text)

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_ref_that_was_never_given_is_not_found(house, signed_in):
    assert signed_in(house.pro).get(reverse("search_results", kwargs={"ref": "BCDFGHJKLM"})).status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_hits(house, bank, signed_in, django_assert_max_num_queries):
    client = signed_in(house.pro)
    few = search_for(client, "Sample").redirect_chain[-1][0]
    many = search_for(client, "exploitation").redirect_chain[-1][0]
    client.get(few)
    with django_assert_max_num_queries(40) as asked:
        client.get(few)

    with django_assert_max_num_queries(len(asked)):
        client.get(many)
