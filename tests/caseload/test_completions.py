"""Completions of the search box: in the body of a POST, of the reader's own bank, and not without end."""

import pytest
from django.urls import reverse

from caseload.pace import Pace
from caseload.views import completions
from foundation.search import indexer, live, port
from foundation.search.breaker import Breaker
from tests.factories.precedents import make_decision


@pytest.fixture
def bank(house, settings, tmp_path, monkeypatch):
    """One decision, and an index of it and of the house."""
    settings.SEARCH_ENGINE, settings.DATA_DIR = "oracle", tmp_path
    monkeypatch.setattr(live, "breaker", Breaker())
    monkeypatch.setattr(completions, "PACE", Pace(most=3, seconds=60))
    port.forget_engines()
    made = make_decision(by=house.lead, style="R. v. Quillfeather", citations=["2019 ONCA 663"], held_en="Influence is enough.")
    indexer.rebuild()
    return made


def ask(client, typed):
    return client.post(reverse("search_completions"), {"q": typed})


def test_words_and_titles_come_for_what_is_typed(house, bank, signed_in):
    client = signed_in(house.pro)

    answer = ask(client, "quillf").json()

    assert [each["text"] for each in answer["completions"]] == ["quillfeather", '"R. v. Quillfeather 2019 ONCA 663"']
    assert answer["said"] == "2 completions, with the down arrow"
    assert ask(client, "zzzz").json() == {"completions": [], "said": "No completions"}
    assert client.get(reverse("search_completions")).status_code == 405


def test_a_title_that_was_taken_finds_its_decision(house, bank, signed_in):
    page = signed_in(house.pro).post(reverse("search"), {"q": '"R. v. Quillfeather 2019 ONCA 663"'}, follow=True)

    assert [shown.hit.ref for shown in page.context["shown"]] == [bank.ref]


def test_who_asks_too_fast_waits_and_nobody_else_does(house, bank, signed_in):
    client = signed_in(house.pro)
    for _ in range(3):
        assert ask(client, "quillf").status_code == 200

    refused = ask(client, "quillf")

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert refused.json()["completions"] == []
    assert ask(signed_in(house.police), "quillf").status_code == 200


def test_the_page_holds_a_list_that_only_the_script_opens(house, bank, signed_in):
    page = signed_in(house.pro).get(reverse("search")).content.decode()

    assert f'data-complete-url="{reverse("search_completions")}" hidden' in page
    assert "caseload/js/complete" in page
