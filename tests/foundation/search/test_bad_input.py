"""Whatever is typed, the search answers with finds or with a sentence."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foundation.search import indexer, matching, port, query
from foundation.search.backends.tantivy import TantivyEngine
from foundation.search.document import SearchDocument
from foundation.search.entry import Request
from foundation.search.matching import TooWide
from tests.factories.accounts import UserFactory
from tests.foundation.search.hostile import queries
from tests.foundation.search.shelf import Item

pytestmark = pytest.mark.django_db

SOUP = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                *(
                    '"',
                    "(",
                    ")",
                    "-",
                    "#",
                    "*",
                    "?",
                    "!",
                    "AND",
                    "OR",
                    "NOT",
                    "EXACT(",
                    "/5",
                    "/s",
                    "/p",
                    "title:",
                    "cites:",
                    "date:",
                    "..",
                ),
                *("citations>", "279.01(1)", "2019 SCC 1", "fear", "exploit", "HT", "R. v.", " ", " ", "\x00", "\u202e"),
            ]
        ),
    ),
    max_size=30,
).map("".join)


@pytest.fixture
def reader(shelf):
    """Give somebody who reads two records, both indexed."""
    shelf.put(
        Item("A1", "Fear and control", "She feared exploitation. He kept her passport.", team="HT"),
        Item("A2", "Passport", "Human trafficking"),
    )
    indexer.rebuild()
    return UserFactory()


def test_a_thousand_hostile_queries_end_in_finds_or_a_sentence(reader):
    for text in queries():
        results = port.search(reader, text)

        assert not results.unavailable, text
        assert not (results.error and results.hits), text
        assert isinstance(results.error, str)
        assert results.error or results.understood_as or not text.strip("\x00\u200b\ufeff \t\r\n"), text
        assert 0 <= results.error_start <= results.error_end <= max(len(text), query.MOST_CHARACTERS), text


def test_the_database_alone_takes_them_too(reader):
    for text in queries():
        assert isinstance(port.fallback(reader, text), list)
        assert port.suggestions(reader, text) is not None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SOUP)
@example('exploit* /s fear OR NOT HT /5 "her passport"')
def test_whatever_is_typed_is_answered(reader, typed):
    results = port.search(reader, typed)

    assert not results.unavailable
    assert results.error or results.total >= 0


def _many(count, body):
    return [
        SearchDocument(key=f"bank.Item:M{n}", kind="item", title="T", url_name="item", url_ref=f"M{n}", body=body(n), readers=["role:LEAD"])
        for n in range(count)
    ]


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("expert*", "“expert*” stands for too many words, more than 1000 in all; write more of its letters."),
        ("expert1* expert2* expert3* expert4* expert5* expert6* expert7* expert8* expert9* expert10*", "more than 1000 in all"),
        ("expert1* /5 fear", "“expert1* /5 fear” stands for too many words beside one another"),
        ('"expert1* fear" /5 fear', "beside one another"),
    ],
)
def test_a_pattern_of_too_many_words_is_refused_with_a_sentence(typed, sentence):
    engine = TantivyEngine()
    engine.add(_many(20, lambda n: " ".join(f"expert{number}" for number in range(n, 1_500, 20)) + " fear"))
    engine.commit()

    with pytest.raises(TooWide) as refused:
        engine.search(Request(tree=query.parse(typed).tree, readers=frozenset({"role:LEAD"})))

    assert sentence in refused.value.sentence


def test_words_that_the_reader_may_not_see_do_not_count(reader):
    engine = TantivyEngine()
    engine.add(_many(20, lambda n: " ".join(f"expert{number}" for number in range(n, 1_500, 20))))
    engine.commit()

    assert engine.search(Request(tree=query.parse("expert*").tree, readers=frozenset({"role:POL"}))).total == 0


def test_too_many_documents_to_read_through_are_refused_and_fewer_are_read(monkeypatch):
    monkeypatch.setattr(matching, "MOST_CANDIDATES", 10)
    engine = TantivyEngine()
    engine.add(_many(20, lambda n: f"human trafficking for debt w{n % 4}"))
    engine.commit()

    def total(typed):
        return engine.search(Request(tree=query.parse(typed, with_synonyms=False).tree, readers=frozenset({"role:LEAD"}))).total

    with pytest.raises(TooWide) as refused:
        total('"human trafficking" /5 debt')
    assert refused.value.sentence.startswith('More than 10 documents hold the words of “"human trafficking" /5 debt”')
    assert total('"human trafficking" /5 debt w1') == 5
    assert total('w1 "human trafficking" /1 debt') == 0


def test_the_page_says_the_sentence(reader, shelf):
    results = port.search(reader, "fear /300 control")

    assert results.error == "“/300” at character 6: write a number from 1 to 255."
    assert (results.error_start, results.error_end) == (5, 9)
