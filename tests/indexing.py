"""Two processes for whoever kills the indexer: one changes records, one forks indexers that are then killed.

    python -m tests.indexing change COUNT    makes records, then changes them from each "go" on its input to the next "stop"
    python -m tests.indexing index           forks an indexer for each word on its input (see INDEXERS), and prints what it is

What is taken back before it is committed holds the word UNCOMMITTED, which must never stand in the index.
"""

import json
import os
import random
import select
import sys
import time
from collections import Counter
from contextlib import suppress

import django

UNCOMMITTED = "takenback"


def say(words):
    """Print a line for whoever started this process."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Changer:
    """Change decisions, published advice and papers of a file as people do, and begin changes that are taken back."""

    def __init__(self, count):
        from tests.factories.accounts import UserFactory
        from tests.factories.casetracker import World
        from tests.factories.precedents import make_advice, make_decision

        self.dice, self.count = random.Random(51), count
        self.lead, people = UserFactory(lead=True), UserFactory.create_batch(2)
        self.advice = lambda: make_advice(by=self.lead, prepared_by=people[0], approved_by=people[1])
        self.file = World(lead=self.lead, pro=people[0], assistant=UserFactory(assistant=True)).file
        self.decisions = [make_decision(by=self.lead, held_en=self.words()).ref for _ in range(count)]
        self.published, self.papers, self.done = [], [], Counter()

    def words(self):
        return " ".join(self.dice.choices(["control", "passport", "earnings", "motel", "threat", "debt", "driver"], k=40))

    def edit(self, words):
        from foundation import clock
        from precedents import services
        from precedents.models import Decision

        decision = Decision.objects.get(ref=self.dice.choice(self.decisions))
        kept = {
            name: getattr(decision, name) for name in ("style", "court_code", "decided_on", "language", "held_fr", "note_en", "note_fr")
        }
        kept |= {"sources": decision.sources, "text": decision.text, "provisions": ["CC:279.01"], "topics": ["exploitation"]}
        values = kept | {"cores": [], "held_en": words, "year": decision.year}
        services.edit_decision(ref=decision.ref, by=self.lead, at=clock.now(), key=None, version=None, **values)

    def change(self):
        from django.core.files.uploadedfile import SimpleUploadedFile

        from foundation import clock
        from foundation.audit.acts import rehearsal
        from foundation.documents.services import remove_document, store_upload
        from precedents.services import withdraw_publication

        kind = self.dice.choices(["edit", "take back", "publish", "withdraw", "file", "remove"], weights=[8, 3, 1, 1, 2, 2])[0]
        if kind == "edit":
            self.edit(self.words())
        elif kind == "take back":
            with rehearsal():
                self.edit(f"{UNCOMMITTED} {self.words()}")
                time.sleep(self.dice.uniform(0, 0.02))
        elif kind == "publish" and len(self.published) < self.count:
            self.published.append(self.advice().ref)
        elif kind == "withdraw" and self.published:
            ref = self.published.pop()
            withdraw_publication(ref=ref, by=self.lead, at=clock.now(), key=None, version=None, reason="Overtaken")
        elif kind == "file" and len(self.papers) < self.count:
            upload = SimpleUploadedFile("statement.txt", self.words().encode())
            self.papers.append(store_upload(upload=upload, about=self.file, by=self.lead))
        elif kind == "remove" and self.papers:
            remove_document(document=self.papers.pop(0), by=self.lead)
        else:
            return
        self.done[kind] += 1


def change(count):
    """Change records while told to."""
    changer = Changer(count)
    say(json.dumps(changer.done))
    going = False
    while True:
        if not going or select.select([sys.stdin], [], [], 0)[0]:
            line = sys.stdin.readline()
            if not line:
                return
            going = line.strip() == "go"
            if not going:
                say(json.dumps(changer.done))
                continue
        changer.change()


def _write_changes():
    from foundation.search import indexer

    while True:
        indexer.drain()
        time.sleep(0.02)


def _rebuild():
    from foundation.search import indexer

    indexer.rebuild()


def _look(*, compare=False):
    """Say what is in the index as a killed indexer left it; where asked, how it differs from the database."""
    from foundation.search import indexer, port
    from foundation.search.models import Change, Generation

    numbers = list(Change.objects.order_by("pk").values_list("pk", flat=True))
    found = {"waiting": len(numbers), "first": min(numbers, default=0), "last": max(numbers, default=0)}
    found["aside"] = list(Change.objects.filter(set_aside=True).values_list("key", "error"))
    try:
        found["difference"] = str(indexer.verify() or "") if compare else ""
        engine = port.open_engine(port.live_generation())
        keys = engine.digests()
        found["twice"] = engine.count() - len(keys)
        found["uncommitted"] = sum(UNCOMMITTED in document.to_json() for document in engine.documents(list(keys)))
        found["documents"] = len(keys)
        engine.close()
    except port.Unavailable as trouble:
        found["difference"] = str(trouble)
    found["generations"] = sorted(Generation.objects.values_list("state", flat=True))
    folder = port.index_folder(port.live_generation()).parent
    found["folders"] = len([path for path in folder.iterdir() if path.is_dir()]) if folder.exists() else 0
    say(json.dumps(found))


def _settle():
    """Write what waits, as any indexer that is started does, and say how the index stands."""
    from foundation.search import indexer
    from foundation.search.models import Change

    began = time.monotonic()
    while Change.objects.exists() and time.monotonic() - began < 60:
        indexer.drain()
    _look(compare=True)


INDEXERS = {"write": _write_changes, "rebuild": _rebuild, "look": _look, "settle": _settle}


def index():
    """Fork an indexer for each word; say its number, and how the one before it ended."""
    ended = ""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                INDEXERS[line.strip()]()
            finally:
                sys.stderr.flush()
                os._exit(0)
        if line.strip() in ("write", "rebuild"):
            say(child)
        with suppress(ChildProcessError):
            _pid, ended = os.waitpid(child, 0)
        if line.strip() in ("write", "rebuild"):
            say("killed" if os.WIFSIGNALED(ended) else "finished")


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "change":
        change(int(sys.argv[2]))
    else:
        index()
