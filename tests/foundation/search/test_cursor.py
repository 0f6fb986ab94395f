"""Past the last page that has a number: every find is reached once, and the cursor says nothing."""

import pytest

from foundation.search import indexer, port
from tests.factories.accounts import UserFactory
from tests.foundation.search.shelf import Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def counsel():
    return UserFactory()


@pytest.fixture
def many(shelf, monkeypatch):
    """Give twenty-three items with words and days in common, and numbers to the first six alone."""
    monkeypatch.setattr(port, "MOST_OFFSET", 6)
    shelf.put(*(Item(f"N{n:02d}", f"Zanzibar {n % 4}", "fear " * (n % 3 + 1), year=2000 + n % 5) for n in range(23)))
    shelf.put(Item("HIDDEN", "Zanzibar", "fear", readers={"role:LEAD"}))
    indexer.rebuild()
    return shelf


def walk(user, **options):
    """Go through the numbered pages, and on by the cursor."""
    answers = [port.search(user, "fear", per_page=3, page=page, **options) for page in (1, 2)]
    while answers[-1].next_cursor:
        answers.append(port.search(user, "fear", per_page=3, after=answers[-1].next_cursor, **options))
    return answers


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title"])
def test_every_find_is_reached_once_and_in_order(many, counsel, sort, monkeypatch):
    answers = walk(counsel, sort=sort)

    monkeypatch.setattr(port, "MOST_OFFSET", 10_000)
    whole = port.search(counsel, "fear", sort=sort, per_page=100)
    assert [hit.ref for answer in answers for hit in answer.hits] == [hit.ref for hit in whole.hits]
    assert [answer.page for answer in answers] == list(range(1, 9))
    assert {(answer.total, answer.pages) for answer in answers} == {(23, 2)}
    assert [bool(answer.next_cursor) for answer in answers] == [False, *[True] * 6, False]


def test_the_cursor_says_nothing_and_leads_on_in_its_own_search_alone(many, counsel):
    cursor = port.search(counsel, "fear", per_page=3, page=2, sort="title").next_cursor

    assert "anzibar" not in cursor
    assert len(cursor) < 400
    for text, options in (
        ("fear OR x", {"sort": "title"}),
        ("fear", {"sort": "newest"}),
        ("fear", {"sort": "title", "filters": {"kind": ["item"]}}),
    ):
        assert port.search(counsel, text, per_page=3, after=cursor, **options).page == 1
    for wrong in (cursor[:-1], f"x{cursor}", "a:b", "\x00", "é" * 9, "x" * 10_000):
        assert port.search(counsel, "fear", per_page=3, sort="title", after=wrong).page == 1


def test_whoever_opens_the_address_sees_her_own(many, counsel):
    lead = UserFactory(lead=True)
    shown = [hit.ref for answer in walk(lead, sort="title") for hit in answer.hits]
    assert "HIDDEN" in shown

    cursor = port.search(lead, "fear", per_page=3, page=2, sort="title").next_cursor
    answer = port.search(counsel, "fear", per_page=3, sort="title", after=cursor)

    assert answer.hits
    assert "HIDDEN" not in {hit.ref for hit in answer.hits}
    assert answer.total == 23
