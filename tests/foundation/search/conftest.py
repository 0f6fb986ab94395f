"""A shelf of records, registered for searching, and an index that lies in a folder of the test's own."""

import pytest

from foundation.search import live, port, registry
from foundation.search.breaker import Breaker
from tests.foundation.search.shelf import LABEL, Shelf


@pytest.fixture
def index_home(settings, tmp_path, monkeypatch):
    """Give the test an index of its own, embedded, and a breaker that nothing tripped."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_ENGINE = "tantivy"
    monkeypatch.setattr(live, "breaker", Breaker())
    port.forget_engines()
    yield tmp_path
    port.forget_engines()


@pytest.fixture
def shelf(db, index_home, monkeypatch):
    """Give a shelf whose items are what is searched; nothing else is registered."""
    filled = Shelf()
    monkeypatch.setattr(registry, "_registrations", {})
    monkeypatch.setattr(registry, "_token_functions", [])
    monkeypatch.setattr(registry, "manager_of", lambda label: filled)
    registry.register(
        LABEL, build=filled.build, load=filled.items.get, rows=lambda: list(filled.items.values()), database_matches=filled.matches
    )
    return filled
