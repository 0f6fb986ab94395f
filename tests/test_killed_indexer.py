"""The indexer is killed at random moments while records change: started again it brings the index equal to the database.

Nothing is lost, set aside or written twice, and nothing that was never committed stands in the index; while changes are written from the
outbox and while the whole index is built anew, on both engines.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

import pytest

from tests import migrated
from tests.browser import ROOT, environment_of
from tests.sizes import LONG, size, tell

KILLS = {"tantivy": 100, "elasticsearch": 20}
RECORDS = 60 if LONG else 8
LONGEST_BUILD = 30.0


@dataclass
class Works:
    """A site's data, who changes it, and who indexes it."""

    kills: int
    changing: subprocess.Popen
    indexing: subprocess.Popen

    def ask(self, process, word):
        process.stdin.write(f"{word}\n")
        process.stdin.flush()

    def told(self, process):
        line = process.stdout.readline()
        assert line, "the process ended"
        return json.loads(line)

    def change(self):
        self.ask(self.changing, "go")

    def stop_changing(self):
        self.ask(self.changing, "stop")
        return self.told(self.changing)

    def begin(self, word):
        self.ask(self.indexing, word)
        return self.told(self.indexing)

    def ended(self):
        return self.indexing.stdout.readline().strip()

    def look(self, word="look"):
        self.ask(self.indexing, word)
        return self.told(self.indexing)


@pytest.fixture(scope="module", params=["tantivy", pytest.param("elasticsearch", marks=[pytest.mark.elasticsearch, pytest.mark.long])])
def works(request, tmp_path_factory):
    """The two processes, on an engine."""
    data = tmp_path_factory.mktemp("indexer") / "data"
    data.mkdir()
    more = {"ELASTICSEARCH_URL": os.environ["ELASTICSEARCH_URL"]} if request.param == "elasticsearch" else {}
    env = environment_of(data, **more, LOG_LEVEL="ERROR")
    shutil.copyfile(migrated.file(), data / "db.sqlite3")
    pipes = {"cwd": ROOT, "env": env, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    changing = subprocess.Popen([sys.executable, "-m", "tests.indexing", "change", str(RECORDS)], **pipes)
    indexing = subprocess.Popen([sys.executable, "-m", "tests.indexing", "index"], **pipes)
    made = Works(max(2, size(KILLS[request.param])), changing, indexing)
    try:
        made.told(changing)
        made.begin("rebuild")
        assert made.ended() == "finished"
        yield made
    finally:
        if request.param == "elasticsearch":
            drop = "from foundation.search import port; from foundation.search.models import Generation; "
            drop += "[port.open_engine(each).drop() for each in Generation.objects.all()]"
            subprocess.run([sys.executable, "manage.py", "shell", "-c", drop], cwd=ROOT, env=env, check=True, capture_output=True)
        for process in (changing, indexing):
            process.kill()
            process.wait()


def faults_of(found, *, settled):
    """Say what is wrong with an index."""
    wrong = [f"{name}: {found.get(name)}" for name in ("difference", "twice", "uncommitted") if found.get(name) not in ("", 0)]
    wrong += [f"set aside: {found['aside']}"] if found["aside"] else []
    wrong += [f"waiting: {found['waiting']}"] if settled and found["waiting"] else []
    return wrong


def test_an_indexer_that_is_killed_while_it_writes_changes_goes_on_where_it_was(works, capsys):
    dice, kills, wrong, waited, last, halfway = random.Random(20), works.kills, [], [], 0, 0
    works.change()
    time.sleep(0.5)
    works.stop_changing()
    began = time.monotonic()
    works.look("settle")
    usual = time.monotonic() - began

    for moment in range(kills):
        works.change()
        child = works.begin("write")
        time.sleep(dice.uniform(0.05, usual * 1.5))
        os.kill(child, signal.SIGKILL)
        assert works.ended() == "killed"
        done = works.stop_changing()
        left = works.look()
        waited.append(left["waiting"])
        halfway += bool(last and left["first"] > last + 1)
        last = left["last"] or last
        after = works.look("settle")
        wrong += [f"kill {moment + 1}: {fault}" for fault in (*faults_of(left, settled=False), *faults_of(after, settled=True))]

    left_some = f"{sum(map(bool, waited))} left changes waiting, {max(waited)} at most, {halfway} at the least after some were written"
    tell(capsys, f"{kills} kills while writing {done}: {left_some}; {after['documents']} documents, {len(wrong)} wrong")
    assert wrong == []
    assert halfway or not LONG, "no kill came while changes were being written"


def test_a_rebuild_that_is_killed_leaves_the_old_index_and_is_done_again(works, capsys):
    dice, kills, wrong, broken = random.Random(21), works.kills, [], 0
    began = time.monotonic()
    works.begin("rebuild")
    assert works.ended() == "finished"
    usual = time.monotonic() - began

    for moment in range(kills):
        works.change()
        child = works.begin("rebuild")
        time.sleep(dice.uniform(0.0, min(usual * 1.3, LONGEST_BUILD)))
        with suppress(ProcessLookupError):  # it may be done before its moment comes
            os.kill(child, signal.SIGKILL)
        broken += works.ended() == "killed"
        works.stop_changing()
        left = works.look()
        began = time.monotonic()
        works.begin("rebuild")
        assert works.ended() == "finished"
        usual = time.monotonic() - began
        after = works.look("settle")
        wrong += [f"kill {moment + 1}: {fault}" for fault in (*faults_of(left, settled=False), *faults_of(after, settled=True))]
        if after["generations"] != ["LIVE", "RETIRED"] or after["folders"] not in (0, 2):
            wrong.append(f"kill {moment + 1}: left over {after['generations']}, {after['folders']} folders")

    tell(capsys, f"{kills} kills in rebuilds of {usual:.1f} s: {broken} in the middle, {after['documents']} documents, {len(wrong)} wrong")
    assert wrong == []
    assert broken
