"""The search is down in every way we could think of: the page answers in time, says so, and offers what the database has (T49)."""

import contextlib
import math
import os
import shutil
import socket
import struct
import threading
import time

import pytest
from django.core.management import CommandError, call_command

from foundation import clock
from foundation.search import indexer, live, port
from foundation.search.breaker import FAILURES, REST_SECONDS, Breaker
from foundation.search.entry import fingerprint
from foundation.search.models import Change, Generation
from tests.factories.accounts import UserFactory
from tests.foundation.search.shelf import Item

pytestmark = pytest.mark.django_db

HTML = b"<!doctype html><title>502</title><p>Bad gateway</p>"
JSON = b'{"took":1,"hits":{"total":{"value":1,"relation":"eq"},"hits":[]}}'


SOME_SHARDS = (
    b'{"took":1,"timed_out":false,"_shards":{"total":2,"successful":1,"failed":1},"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}'
)
TIMED_OUT = (
    b'{"took":1,"timed_out":true,"_shards":{"total":1,"successful":1,"failed":0},"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}'
)
OLD_VERSION = b'{"name":"n","cluster_name":"c","version":{"number":"7.17.9","build_flavor":"default"},"tagline":"You Know, for Search"}'
ELASTIC = b"X-Elastic-Product: Elasticsearch\r\n"


def _answer(status, body, content_type, more=b""):
    head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
    return head % (status, content_type, more, len(body)) + body


ANSWERS = {
    "too many": _answer(b"429 Too Many Requests", b'{"error":"busy","status":429}', b"application/json"),
    "unavailable": _answer(b"503 Service Unavailable", b'{"error":"down","status":503}', b"application/json"),
    "html": _answer(b"200 OK", HTML, b"text/html"),
    "bad gateway": _answer(b"502 Bad Gateway", HTML, b"text/html"),
    "wrong cluster": _answer(b"200 OK", JSON, b"application/json"),
    "broken json": _answer(b"200 OK", b'{"hits": [', b"application/json"),
    "some shards failed": _answer(b"200 OK", SOME_SHARDS, b"application/json", ELASTIC),
    "timed out": _answer(b"200 OK", TIMED_OUT, b"application/json", ELASTIC),
    "empty": b"",
    "old version": _answer(b"200 OK", OLD_VERSION, b"application/json", ELASTIC),
    "cut short": _answer(b"200 OK", JSON, b"application/json")[:-20],
}


class FaultServer:
    """Listens and misbehaves in one way; counts who asked."""

    def __init__(self, fault):
        self.fault = fault
        self.asked = 0
        self._stop = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        if fault == "refused":
            self._socket.close()
            return
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while not self._stop.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.asked += 1
            threading.Thread(target=self._misbehave, args=(connection,), daemon=True).start()

    def _misbehave(self, connection):
        with contextlib.suppress(OSError), connection:
            if self.fault == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            connection.recv(65_536)
            if self.fault == "hang":
                self._stop.wait(10)
                return
            connection.sendall(ANSWERS[self.fault])

    def close(self):
        """Stop listening."""
        self._stop.set()
        with contextlib.suppress(OSError):
            self._socket.close()


@pytest.fixture
def misbehaving(shelf, settings):
    """Let the node misbehave in a given way."""
    servers = []

    def start(fault):
        server = FaultServer(fault)
        servers.append(server)
        settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", server.url
        Generation.objects.create(engine="elasticsearch", fingerprint=fingerprint(), state="LIVE", started_at=clock.now())
        return server

    yield start
    for server in servers:
        server.close()


@pytest.mark.parametrize("fault", ["refused", "hang", "reset", *ANSWERS])
def test_the_answer_comes_in_time_and_says_that_the_engine_is_down(misbehaving, shelf, fault):
    misbehaving(fault)
    user = UserFactory()
    shelf.put(Item("A1", "passport control"), Item("A2", "passport secret", readers={"role:LEAD"}))
    began = time.monotonic()

    results = port.search(user, "passport")

    assert time.monotonic() - began < 3
    assert results.unavailable
    assert results.hits == []
    assert results.understood_as == "passport"
    assert [hit.ref for hit in port.fallback(user, "passport")] == ["A1"]
    assert port.suggestions(user, "passport") == []


@pytest.mark.parametrize(
    "fault, sentence",
    [
        ("old version", "The search node is Elasticsearch 7.17.9; version 8 is needed."),
        ("wrong cluster", "The search node does not answer as Elasticsearch does: UnsupportedProductError."),
        ("refused", "The search node does not answer as Elasticsearch does: ConnectionError."),
        ("unavailable", "The search node does not answer as Elasticsearch does: ApiError."),
    ],
)
def test_what_is_wrong_with_the_node_is_one_sentence_at_the_start(misbehaving, monkeypatch, fault, sentence, capsys, caplog):
    misbehaving(fault)

    assert port.trouble() == sentence
    call_command("search_status")
    assert f"trouble: {sentence}" in capsys.readouterr().out
    with pytest.raises(CommandError) as refused:
        call_command("search_reindex")
    assert str(refused.value).endswith(sentence)
    monkeypatch.setattr(indexer, "_looked_at", -math.inf)
    indexer.drain()
    assert sentence in [record.error for record in caplog.records if record.levelname == "ERROR"]


def test_the_breaker_opens_after_five_failures_and_lets_one_question_through_later(misbehaving, shelf, monkeypatch):
    now = [0.0]
    breaker = Breaker(clock=lambda: now[0])
    monkeypatch.setattr(live, "breaker", breaker)
    server = misbehaving("unavailable")
    user = UserFactory()

    for _ in range(FAILURES + 3):
        assert port.search(user, "dog").unavailable

    assert server.asked == FAILURES
    assert breaker.is_open
    now[0] += REST_SECONDS
    assert port.search(user, "dog").unavailable
    assert port.search(user, "dog").unavailable
    assert server.asked == FAILURES + 1


def test_the_breaker_closes_when_the_engine_answers_again(shelf, settings, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(live, "breaker", Breaker(clock=lambda: now[0]))
    user = UserFactory()
    shelf.put(Item("A1", "dog"))
    indexer.rebuild()
    for _ in range(FAILURES):
        live.breaker.failed()
    assert port.search(user, "dog").unavailable

    now[0] += REST_SECONDS

    assert port.search(user, "dog").total == 1
    assert not live.breaker.is_open
    assert port.search(user, "dog").total == 1


@pytest.mark.parametrize("typed", ['"open', "foo:bar", "AND", "title:pass*", "passport\x00", "x" * 5_000, "", "🙂"])
def test_the_fallback_takes_whatever_was_typed(misbehaving, shelf, typed):
    misbehaving("refused")
    shelf.put(Item("A1", "passport"))

    assert isinstance(port.fallback(UserFactory(), typed), list)


def test_changes_wait_while_the_node_is_down(misbehaving, shelf, acting):
    misbehaving("unavailable")
    user = UserFactory()
    with acting(user):
        port.reindex(Item("A1"))

    assert indexer.drain() == 0

    assert Change.objects.count() == 1


def test_without_an_index_the_search_is_down_and_the_worker_builds_one(shelf):
    user = UserFactory()
    shelf.put(Item("A1", "dog"))
    assert port.search(user, "dog").unavailable

    indexer.drain()

    assert port.search(user, "dog").total == 1


def test_an_index_that_was_deleted_or_broken_is_down_and_a_rebuild_mends_it(shelf, index_home):
    user = UserFactory()
    shelf.put(Item("A1", "dog"))
    generation = indexer.rebuild()
    port.search(user, "dog")
    shutil.rmtree(port.index_folder(generation))
    assert port.search(user, "dog").unavailable
    port.forget_engines()
    assert port.search(user, "dog").unavailable
    assert not port.index_folder(generation).exists()

    indexer.drain()

    assert port.search(user, "dog").total == 1


@pytest.mark.elasticsearch
def test_an_index_that_was_deleted_on_the_node_is_down_and_the_worker_mends_it(shelf, settings, acting):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", os.environ["ELASTICSEARCH_URL"]
    user = UserFactory()
    shelf.put(Item("A1", "dog"))
    generation = indexer.rebuild()
    assert port.search(user, "dog").total == 1
    port.open_engine(generation).drop()
    assert port.search(user, "dog").unavailable

    with acting(user):
        port.reindex(shelf.items["A1"])
    indexer.drain()

    assert port.search(user, "dog").total == 1
    port.open_engine(port.live_generation()).drop()


@pytest.mark.elasticsearch
@pytest.mark.parametrize("fault", ["refused", "reset", "too many", "unavailable", "bad gateway"])
def test_a_node_that_takes_no_question_leaves_it_to_the_next(shelf, settings, fault):
    server = FaultServer(fault)
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", f"{server.url}, {os.environ['ELASTICSEARCH_URL']}"
    user = UserFactory()
    shelf.put(Item("A1", "dog"))
    generation = indexer.rebuild()

    assert [port.search(user, "dog").total for _ in range(6)] == [1] * 6
    assert port.trouble() == ""
    port.open_engine(generation).drop()
    server.close()


def test_a_panic_of_the_embedded_engine_is_a_clean_unavailable(shelf, monkeypatch):
    class PanicException(BaseException):
        """Stand in for what the engine raises when it panics: no Exception."""

    def panic(*args, **options):
        raise PanicException("index out of bounds")

    user = UserFactory()
    shelf.put(Item("A1", "dog"))
    indexer.rebuild()
    monkeypatch.setattr("foundation.search.backends.tantivy._Compiler.compile", panic)

    assert port.search(user, "dog").unavailable
