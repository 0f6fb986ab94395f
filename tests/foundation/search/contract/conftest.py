"""The three engines, each with the frozen corpus in it."""

import os

import pytest

from foundation.search import query
from foundation.search.backends.elastic import ElasticEngine
from foundation.search.backends.oracle import OracleEngine
from foundation.search.backends.tantivy import TantivyEngine
from foundation.search.entry import Request
from tests.foundation.search.contract import corpus

ENGINES = ["oracle", "tantivy", pytest.param("elasticsearch", marks=pytest.mark.needs("elasticsearch"))]
INDEX = f"casetracker-contract-{os.getpid()}"


def make_engine(name, index=INDEX):
    """Make an empty engine by its name."""
    if name == "oracle":
        return OracleEngine()
    if name == "tantivy":
        return TantivyEngine()
    engine = ElasticEngine(os.environ["ELASTICSEARCH_URL"], index, timeout=30)
    engine.drop()
    return engine


@pytest.fixture(scope="session", params=ENGINES)
def engine(request):
    """Give each engine in turn, filled; a case that uses it must hold for all."""
    filled = make_engine(request.param)
    filled.add([*corpus.DOCUMENTS, *corpus.LABORATORY])
    filled.commit()
    yield filled
    if request.param == "elasticsearch":
        filled.drop()
    filled.close()


@pytest.fixture(params=ENGINES)
def empty_engine(request):
    """Give each engine in turn, empty and to be written to."""
    made = make_engine(request.param, index=f"{INDEX}-scratch")
    made.commit()
    yield made
    if request.param == "elasticsearch":
        made.drop()
    made.close()


@pytest.fixture
def find(engine):
    """Search the corpus: ``find("fear", corpus.LEAD)`` gives names in order; ``ask`` gives the whole answer."""

    def names(text, readers=corpus.LEAD, **options):
        return [document.ref for document in ask(engine, text, readers, **options).documents]

    return names


def ask(engine, text, readers=corpus.LEAD, **options):
    """Put one typed question to an engine."""
    options.setdefault("limit", 50)
    return engine.search(Request(tree=query.parse(text).tree, readers=readers, **options))
