"""Did you mean: unknown words of a search are replaced by the closest that its reader may read."""

import pytest

from foundation.search import indexer, port
from tests.factories.accounts import UserFactory
from tests.foundation.search.shelf import Item

pytestmark = pytest.mark.django_db
EVERYBODY = {"role:POL", "role:PRO", "role:LEAD"}


@pytest.fixture
def counsel():
    return UserFactory()


@pytest.fixture
def officer():
    return UserFactory(police=True)


@pytest.fixture
def filled(shelf):
    """Three items, one of them for leads alone, one with a text for the team."""
    shelf.put(
        Item("A1", "Passport control", "The détention was ordered; she was exploited.", readers=EVERYBODY, facets={"topic": ["red"]}),
        Item("A2", "Debt", "A debt and a passport.", team="zanzibar was consulted", readers=EVERYBODY, facets={"topic": ["blue"]}),
        Item("A3", "Wombat", "The wombat was seen.", readers={"role:LEAD"}),
    )
    indexer.rebuild()
    return shelf


def meant(user, text, **options):
    corrected = port.correct(user, text, **options)
    return corrected.text if corrected else None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pasport contorl", "passport control"),
        ("pasport AND debt", "passport AND debt"),
        ("(pasport, OR contorl) NOT debts", "(passport, OR control) NOT debts"),
        ("title:pasport", "title:passport"),
        ("pasport /5 contorl", "passport /5 control"),
        ("detentoin", "détention"),
        ("l'detentoin", "l'détention"),
        ("contorl's", "control's"),
        ("“The détention” pasport", '"The détention" passport'),
        # Left alone: quotations, what is shut out, patterns, spellings, fields, what stands somewhere, what has nothing close
        ('"pasport contorl"', None),
        ("debt NOT pasport", None),
        ("pasp* contrl*", None),
        ("EXACT(pasport)", None),
        ("court:pasport", None),
        ("passport zebras", None),
        ("passports", None),
        ("title:detentoin", None),
        ("", None),
        ("AND", None),
    ],
)
def test_unknown_words_become_the_closest_known(filled, counsel, typed, expected):
    assert meant(counsel, typed) == expected


def test_no_word_out_of_sight_is_offered(filled, counsel, officer):
    lead = UserFactory(lead=True)

    assert [meant(each, "wombta") for each in (lead, counsel, officer)] == ["wombat", None, None]
    assert [meant(each, "zanzibra") for each in (lead, counsel, officer)] == ["zanzibar", "zanzibar", None]


def test_a_right_withdrawn_takes_the_word_along_before_the_index_follows(filled, acting):
    lead = UserFactory(lead=True)
    filled.items["A3"].readers = {"role:PRO"}
    assert meant(lead, "wombta") is None  # even where nobody said so

    with acting(lead):
        port.reindex(filled.items["A3"])
    assert meant(lead, "wombta") is None


def test_only_what_finds_more_is_offered(filled, counsel):
    assert meant(counsel, "contorl debt") is None
    assert meant(counsel, "contorl OR debt") == "control OR debt"
    assert meant(counsel, "contorl", filters={"topic": ["blue"]}) is None
    assert meant(counsel, "contorl", filters={"topic": ["red"]}) == "control"


def test_a_search_that_finds_little_is_corrected_where_asked_and_says_how_many_it_finds(filled, counsel):
    results = port.search(counsel, "pasport", correcting=True)

    assert results.corrections == port.Corrected("passport", (port.Correction("pasport", "passport"),), 2)
    assert port.search(counsel, "pasport").corrections is None
    assert port.search(counsel, "passport", correcting=True).corrections is None


def test_nothing_is_offered_while_the_engine_is_away(filled, counsel, settings):
    settings.SEARCH_ENGINE = "oracle"

    assert port.correct(counsel, "pasport") is None
