"""What a search that is being typed may go on to: words and titles that its reader may read."""

import pytest

from foundation.search import indexer, port
from tests.factories.accounts import UserFactory
from tests.foundation.search.shelf import Item

pytestmark = pytest.mark.django_db
EVERYBODY = {"role:POL", "role:PRO", "role:LEAD"}


@pytest.fixture
def filled(shelf):
    """Decisions, one of them for leads alone, and an item with a text for the team."""
    shelf.put(
        Item("A1", "R. v. Ardent", "The détention was ordered; control was exerted.", kind="decision", readers=EVERYBODY),
        Item("A2", "R. v. Ardizzone", "Control of a passport. Contrôle.", kind="decision", readers={"role:LEAD"}),
        Item("A3", "Ardour and control", "A controlled wombat.", team="zanzibar was consulted", readers=EVERYBODY),
    )
    indexer.rebuild()
    return shelf


def texts(user, typed):
    return [each.text for each in port.suggest(user, typed)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("contr", ["control", "controlled"]),
        ("fear OR (contr", ["fear OR (control", "fear OR (controlled"]),
        ("det", ["détention"]),
        ("l'dét", ["l'détention"]),
        ("title:contr", ["title:control"]),
        ("titre:contr", ["titre:control"]),
        ("“for con", ['"for control', '"for consulted', '"for controlled']),
        ("ard", ["ardent", "ardour", '"R. v. Ardent"']),
        ("R. v. ard", ["R. v. ardent", "R. v. ardour", '"R. v. Ardent"']),
        ("zanz", ["zanzibar"]),
        # Nothing to complete, or nothing that words complete
        ("co", []),
        ("contr ", []),
        ("contr*", []),
        ("279.01", []),
        ("court:con", []),
        ("controlled", []),
        ("", []),
        ("x" * 1_001, []),
        ("( ) \x00 NOT", []),
    ],
)
def test_the_last_word_goes_on_as_the_reader_may_read_it(filled, typed, expected):
    assert texts(UserFactory(), typed) == expected


def test_nothing_out_of_sight_is_offered(filled):
    lead, officer = UserFactory(lead=True), UserFactory(police=True)

    assert [texts(each, "ardiz") for each in (lead, officer)] == [["ardizzone", '"R. v. Ardizzone"'], []]
    assert [texts(each, "zan") for each in (lead, officer)] == [["zanzibar"], []]
    assert [texts(each, "passp") for each in (lead, officer)] == [["passport"], []]


def test_a_right_withdrawn_takes_words_and_titles_along_before_the_index_follows(filled):
    lead = UserFactory(lead=True)

    filled.items["A2"].readers = {"role:PRO"}

    assert texts(lead, "ardiz") == []


def test_eight_are_offered_at_most_and_none_while_the_engine_is_away(filled, settings):
    counsel = UserFactory()
    filled.put(*(Item(f"W{n}", f"R. v. Wort{chr(97 + n)}", readers=EVERYBODY, kind="decision") for n in range(12)))
    indexer.rebuild()

    found = texts(counsel, "wort")

    assert len(found) == 8
    assert sum(each.startswith('"R. v.') for each in found) == 3
    settings.SEARCH_ENGINE = "oracle"
    assert texts(counsel, "wort") == []
