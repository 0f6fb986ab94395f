"""A node of a cluster of two is killed while people search, while records change and while the index is built anew.

A real site asks two real nodes. One gets SIGKILL at a random moment, stays away for a while and comes back with its data; once both go at
the same moment. Every answer is whole or says that the search is unavailable, no page fails, no change is lost, and when the nodes are
there again the index equals the database without anybody's doing.
"""

import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import migrated
from tests.browser import ROOT, TODAY, Site, environment_of, manage
from tests.sizes import tell
from tests.test_killed import Writer, ask_database

pytestmark = [pytest.mark.long, pytest.mark.needs("search nodes")]

ROUNDS = ["searches", "changes", "searches", "changes", "building", "both"]
AWAY_SECONDS = 8
EQUAL_SECONDS = 120
START_SECONDS = 400
UNAVAILABLE = "Full-text search is unavailable"

COMPARE_INDEX = """
import sys, time, django
django.setup()
from django.db import connection
from foundation.search import indexer, port
from foundation.search.models import Change
for line in sys.stdin:
    began, found = time.monotonic(), "never looked"
    while time.monotonic() - began < float(line):
        try:
            found = "changes wait" if Change.objects.exists() else str(indexer.verify() or "")
        except port.Unavailable as trouble:
            found = str(trouble)
        if not found and not Change.objects.exists():
            break
        time.sleep(0.2)
    connection.close()
    print(f"{time.monotonic() - began:.2f} {found}", flush=True)
"""


def two_ports():
    """Give two free ports that have a free port a hundred above them."""
    found = []
    while len(found) < 2:
        with suppress(OSError, OverflowError), socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            other.bind(("127.0.0.1", port + 100))
            found.append(port)
    return found


@dataclass
class Cluster:
    """Two nodes of one cluster, from the installation at ELASTICSEARCH_HOME."""

    home: Path = field(default_factory=lambda: Path(os.environ["ELASTICSEARCH_HOME"]))
    ports: list[int] = field(default_factory=two_ports)

    def name(self, number):
        return f"cluster-{os.getpid()}-{number}"

    @property
    def url(self):
        return ",".join(f"http://127.0.0.1:{port}" for port in self.ports)

    def _script(self, command, *words, **more):
        return ["bash", str(ROOT / ".ci" / "elasticsearch-node"), command, str(self.home), *words], {**os.environ, **more}

    def start(self, *numbers):
        """Start nodes at once and wait until each answers and both are one."""
        seeds = json.dumps([f"127.0.0.1:{port + 100}" for port in self.ports])
        settings = f'discovery.seed_hosts: {seeds}\ncluster.initial_master_nodes: ["{self.name(0)}"]'
        starting = []
        for number in numbers:
            mine = settings if number == 0 else settings.partition("\n")[0]
            options = {"ES_SETTINGS": mine, "ES_HEAP": "512m", "ES_JAVA_OPTS": "-XX:TieredStopAtLevel=1"}
            command, env = self._script("start", str(self.ports[number]), self.name(number), **options)
            starting.append(subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
        for child in starting:
            assert child.wait(START_SECONDS) == 0
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError, ValueError):
                health = self.health()
                if health["status"] == "green" and health["number_of_nodes"] == 2:
                    return
            time.sleep(0.5)
        raise AssertionError("the two nodes did not become one cluster")

    def health(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[0]}/_cluster/health", timeout=10) as answer:
            return json.load(answer)

    def kill(self, *numbers):
        for number in numbers:
            command, env = self._script("kill", self.name(number))
            subprocess.run(command, env=env, check=True)

    def end(self):
        for number in (0, 1):
            command, env = self._script("kill", self.name(number))
            subprocess.run(command, env=env, check=False, capture_output=True)
            shutil.rmtree(self.home / self.name(number), ignore_errors=True)


@pytest.fixture(scope="module")
def cluster():
    """Two nodes, ended and removed afterwards."""
    made = Cluster()
    try:
        made.start(0, 1)
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    """A running site of a few files whose index lies on the cluster."""
    data = tmp_path_factory.mktemp("cluster") / "data"
    data.mkdir()
    changes = {"ELASTICSEARCH_URL": cluster.url}
    env = environment_of(data, **changes)
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")
    shutil.copyfile(migrated.file(), data / "db.sqlite3")
    manage(env, "demo", "--files", "2", "--today", TODAY.isoformat())
    manage(env, "search_reindex")
    made = Site(data, changes)
    try:
        made.start("worker")
        made.start("web")
        yield made
    finally:
        made.stop()


class Searcher(Writer):
    """A lead who searches for the questions of one round again and again, and judges each answer by what was acknowledged before."""

    def __init__(self, site, person):
        super().__init__(site, person, "search", None)
        self.answers, self.wrong = [], []

    def look(self, word, writers, kept):
        """Search once; say whether the answer was whole."""
        before = kept + sum(len(writer.acknowledged) for writer in writers)
        status, where = self.ask("POST", "/en/search/", {"q": word})
        if status == 302:
            status, _ = self.ask("GET", where)
        after = kept + sum(len(writer.acknowledged) for writer in writers) + len(writers)
        if status != 200:
            self.wrong.append(f"{status} for a search")
        if UNAVAILABLE in self.page:
            return False
        heading = re.search(r"<h1[^>]*>\s*(\d+|No) results?", self.page)
        total = int(heading[1]) if heading else -1
        behind = re.search(r"(\d+) changes? (?:is|are) not yet searchable", self.page)
        waiting = int(behind[1]) if behind else 0
        if not before - waiting <= total <= after:
            self.wrong.append(f"{total} results and {waiting} waiting where {before} to {after} were acknowledged")
        return True

    def look_until(self, stop, word, writers, kept):
        while not stop.is_set():
            try:
                self.answers.append((time.monotonic(), self.look(word, writers, kept)))
            except OSError as trouble:
                self.wrong.append(f"a search without an answer: {trouble!r}")
            time.sleep(0.2)


def question_with(word):
    def question(key):
        asked = {"key": key, "question": f"May we search the {word} of {key}?", "urgency": "U3", "topics": ["ONLINE"], "language": "en"}
        return "/en/advice/ask/", asked

    return question


def write_until(writer, stop):
    while not stop.is_set():
        writer.send(uuid.uuid4().hex)
        time.sleep(0.3)


def being_built(site):
    return bool(ask_database(site.data, "SELECT 1 FROM search_generation WHERE state = 'BUILDING'"))


def test_a_node_that_is_killed_loses_nothing_and_no_answer_is_wrong(cluster, site, capsys):
    dice = random.Random(49)
    people = {
        role: [ref for (ref,) in ask_database(site.data, "SELECT ref FROM accounts_user WHERE role = ?", role)] for role in ("POL", "LEAD")
    }
    searcher = Searcher(site, people["LEAD"][0])
    writers = [Writer(site, person, "submit_request", None) for person in people["POL"][:2]]
    looking = subprocess.Popen(
        [sys.executable, "-c", COMPARE_INDEX], cwd=ROOT, env=site.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    wrong, word, kept, whole, partly, slowest = [], "alphaword", 0, 0, 0, 0.0

    try:
        for number, during in enumerate(ROUNDS * 2):
            killed = (0, 1) if during == "both" else (number // len(ROUNDS) ^ number % 2,)
            writing = writers if during != "searches" else []
            if writing:
                word, kept = "".join(dice.choices("bcdfgklmnprtvz", k=9)), 0
            for writer in writers:
                writer.typed, writer.acknowledged = question_with(word), []
            stop, searcher.answers = threading.Event(), []
            threads = [threading.Thread(target=write_until, args=(writer, stop)) for writer in writing]
            threads.append(threading.Thread(target=searcher.look_until, args=(stop, word, writing, kept)))
            for thread in threads:
                thread.start()
            building = None
            if during == "building":
                building = subprocess.Popen(
                    [sys.executable, "manage.py", "search_reindex"], cwd=ROOT, env=site.env, stderr=subprocess.DEVNULL
                )
                while building.poll() is None and not being_built(site):
                    time.sleep(0.05)
                time.sleep(dice.uniform(0.0, 0.5))
            else:
                time.sleep(dice.uniform(2.0, 4.0))
            cluster.kill(*killed)
            gone = time.monotonic()
            time.sleep(AWAY_SECONDS)
            cluster.start(*killed)
            back = time.monotonic()
            if building is not None and building.wait(EQUAL_SECONDS) != 0:
                manage(site.env, "search_reindex")
            stop.set()
            for thread in threads:
                thread.join()
            looking.stdin.write(f"{EQUAL_SECONDS}\n")
            looking.stdin.flush()
            seconds, _space, difference = looking.stdout.readline().strip().partition(" ")
            kept += sum(len(writer.acknowledged) for writer in writing)
            slowest = max(slowest, float(seconds))
            if difference:
                wrong.append(f"round {number + 1}: index after {seconds} s: {difference}")
            again = time.monotonic()
            while not searcher.look(word, [], kept) and time.monotonic() - again < EQUAL_SECONDS:
                time.sleep(0.5)
            if time.monotonic() - again >= EQUAL_SECONDS:
                wrong.append(f"round {number + 1}: the search did not come back")
            away = [is_whole for moment, is_whole in searcher.answers if gone < moment < back]
            whole += sum(is_whole for _, is_whole in searcher.answers)
            partly += sum(not is_whole for _, is_whole in searcher.answers)
            told = f"{sum(away)} whole and {len(away) - sum(away)} unavailable answers in the {back - gone:.0f} s without {killed}"
            came_back = f"index equal after {seconds} s, search back after {time.monotonic() - again:.1f} s"
            tell(capsys, f"{during}: {told}; {came_back}; {kept} questions {searcher.wrong[:3]} {difference[:200]}")
            if len(killed) == 1 and not any(away):
                wrong.append(f"round {number + 1}: the other node never answered")
        site.stop()
    finally:
        looking.kill()
        looking.wait()

    aside = ask_database(site.data, "SELECT key, error FROM search_change")
    answers = f"{whole} whole answers, {partly} unavailable, {len(searcher.wrong)} wrong"
    tell(capsys, f"cluster of two: {len(ROUNDS) * 2} rounds; {answers}; index equal after {slowest:.1f} s at most")
    assert wrong == []
    assert searcher.wrong == []
    assert [(writer.faults, writer.unanswered) for writer in writers] == [([], []), ([], [])]
    assert aside == []
    assert whole
    assert partly
