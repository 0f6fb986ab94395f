"""The engine that answers: which generation is live, whether its index is there and can be read, and one question put to it.

Nothing else opens an engine.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from foundation.records.related import read_rows
from foundation.search.backends.oracle import OracleEngine
from foundation.search.backends.tantivy import TantivyEngine
from foundation.search.breaker import Breaker
from foundation.search.entry import Found, Request, Unavailable, fingerprint
from foundation.search.matching import TooWide
from foundation.search.models import Generation

logger = logging.getLogger("casetracker.search")

breaker = Breaker()


class _Reader:
    """An engine opened for reading, which sees what the writer committed since."""

    def __init__(self, generation: Generation):
        self.engine = open_engine(generation)
        self._stamp_path = index_folder(generation) / "meta.json" if generation.engine == "tantivy" else None
        self._stamp = self._read_stamp()

    def _read_stamp(self) -> tuple[int, int]:
        if self._stamp_path is None:
            return 0, 0
        try:
            status = self._stamp_path.stat()
        except OSError as gone:
            raise Unavailable("The index is not where it should be.") from gone
        return status.st_mtime_ns, status.st_ino

    def fresh(self) -> Any:
        stamp = self._read_stamp()
        if stamp != self._stamp:
            self.engine.reload()
            self._stamp = stamp
        return self.engine


_reading: dict[tuple[str, str], _Reader] = {}
_oracles: dict[str, OracleEngine] = {}


def index_folder(generation: Generation) -> Path:
    """Say where an embedded generation lies."""
    return Path(settings.DATA_DIR) / "index" / generation.ref


def open_engine(generation: Generation, *, create: bool = False) -> Any:
    """Open the engine of a generation; to write or create, only the indexer may.

    :raises Unavailable: it is not there, and creating was not asked for
    """
    if generation.engine == "tantivy":
        return TantivyEngine(index_folder(generation), create=create)
    if generation.engine == "elasticsearch":
        from foundation.search.backends.elastic import ElasticEngine  # an eighth of a start, and most hosts have no node

        return ElasticEngine(settings.ELASTICSEARCH_URL, f"casetracker-{generation.ref.lower()}", create=create)
    if generation.engine == "oracle":
        if generation.ref not in _oracles and not create:
            raise Unavailable("The index is not where it should be.")
        return _oracles.setdefault(generation.ref, OracleEngine())
    raise ValueError(f"No engine is called {generation.engine!r}.")


def live_generation() -> Generation | None:
    """Give the generation that answers, if one of the wanted engine and the present fingerprint stands."""
    live = (row for row in read_rows(Generation, "state", [Generation.State.LIVE.value]) if row.engine == settings.SEARCH_ENGINE)
    return next((row for row in live if row.fingerprint == fingerprint()), None)


def index_is_there(generation: Generation) -> bool:
    """Tell whether a live generation's index exists, which a restored backup may lack.

    :raises Unavailable: the engine does not answer
    """
    if generation.engine == "tantivy":
        return (index_folder(generation) / "meta.json").exists()
    if generation.engine == "oracle":
        return generation.ref in _oracles
    engine = open_engine(generation)
    try:
        return engine.exists()
    finally:
        engine.close()


def node_trouble() -> str:
    """Say in a sentence why the node of a search that has one cannot serve, empty when it can."""
    if settings.SEARCH_ENGINE != "elasticsearch":
        return ""
    from foundation.search.backends.elastic import trouble_of

    return trouble_of(settings.ELASTICSEARCH_URL)


def trouble() -> str:
    """Say in a sentence why the search cannot answer, empty when it can."""
    if found := node_trouble():
        return found
    generation = live_generation()
    mended = "the worker builds one, and so does manage.py search_reindex."
    if generation is None:
        return f"No index has been built yet; {mended}"
    if not index_is_there(generation) or not index_is_sound(generation):
        return f"The index is gone or cannot be read; {mended}"
    return ""


def index_is_sound(generation: Generation) -> bool:
    """Tell whether a live generation's index can be read: its files may be cut short, or be of another version."""
    if generation.engine != "tantivy":
        return True
    try:
        engine = open_engine(generation)
        engine.check()
        return int(engine.count()) > 0 or not generation.documents
    except Unavailable:
        return False


def forget_engines() -> None:
    """Let go of every opened engine (for tests, and after a rebuild)."""
    _reading.clear()


T = TypeVar("T")


def ask(request: Request) -> Found:
    """Put one question to the live engine.

    :raises Unavailable: there is none, or it does not answer
    """
    return answer(lambda engine: engine.search(request))


def answer(question: Callable[[Any], T]) -> T:
    """Ask the live engine, unless it failed too often of late.

    :raises Unavailable: there is none, or it does not answer
    """
    generation = live_generation()
    if generation is None:
        raise Unavailable("No index has been built yet.")
    if not breaker.may_ask():
        raise Unavailable("The engine failed too often of late.")
    try:
        place = (generation.engine, generation.ref)
        reader = _reading.get(place)
        if reader is None:
            reader = _Reader(generation)
            _reading.clear()
            _reading[place] = reader
        found = question(reader.fresh())
    except TooWide:
        breaker.answered()
        raise
    except (Unavailable, OSError, ValueError) as trouble:
        breaker.failed()
        logger.warning("search engine did not answer", extra={"engine": generation.engine, "error": type(trouble).__name__})
        raise Unavailable(str(trouble)) from trouble
    breaker.answered()
    return found
