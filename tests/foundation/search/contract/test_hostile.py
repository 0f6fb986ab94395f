"""A thousand hostile queries: a sentence or finds, and the same on every engine."""

import pytest

from foundation.search import query
from foundation.search.backends.oracle import OracleEngine
from foundation.search.entry import Request
from foundation.search.marks import QueryError
from tests.foundation.search.contract import corpus
from tests.foundation.search.hostile import queries

READERS = corpus.LEAD | corpus.LAB | corpus.LAB_TEAM


@pytest.fixture(scope="module")
def oracle():
    filled = OracleEngine()
    filled.add([*corpus.DOCUMENTS, *corpus.LABORATORY])
    filled.commit()
    return filled


def _answer(engine, text):
    """Give what is found, or the sentence that refuses."""
    try:
        found = engine.search(Request(tree=query.parse(text).tree, readers=READERS, facets=("kind",), sort="title", limit=50))
    except QueryError as refused:
        return refused.sentence
    return [document.ref for document in found.documents], found.total, found.facets


def test_a_thousand_hostile_queries_are_answered_or_refused_with_a_sentence(engine, oracle):
    asked = queries()
    answers = {text: _answer(oracle, text) for text in asked}

    assert len(asked) == 1_000
    assert {text: _answer(engine, text) for text in asked} == answers
    assert all(answers.values())
    assert 100 < sum(isinstance(answer, str) for answer in answers.values()) < 900
