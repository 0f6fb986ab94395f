"""Rank a collection for texts of facts, through the port, and write what was found for an evaluation.

    python benchmarks/retrieval.py --docs DOCS.jsonl --queries QUERIES.jsonl --run OUT
        [--engine tantivy|elasticsearch] [--as-of] [--first-pass] [--depth 1000]

Documents are JSON lines {"id", "title"?, "court"?, "date"?, "text", "cites"?: [ids]}; without "cites" a document cites what its text
cites and another document bears: in "citation" or "citations", in its title, or as its id. Queries are {"id", "text", "date"?,
"exclude"?: [ids]}. The run has a line "qid docid rank score" for each find.

The documents become decisions of a bank in a temporary folder, are indexed as the product indexes its own, and the queries are put to the
port by a prosecutor. With --as-of a query sees, and learns from the citations of, what is dated before it; what has no date is not seen.
How rare a word is stays that of the whole collection. --first-pass leaves the second look at citations out. Afterwards a text of twenty
pages is answered as a page does it, excerpts and shared words included.

Elasticsearch answers at ELASTICSEARCH_URL; its index is dropped at the end.
"""

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import common

CHUNK = 250
NEVER = 2200
"""The year of what has no date: before no query."""
ROUNDS, PAGES_WORDS = 30, 6_000
GOAL_MS = 100.0


def lines(path: Path) -> Iterator[dict]:
    """Read JSON lines one by one."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def day_of(written: str | None) -> date | None:
    """Read a date, of which the month or the day may be missing."""
    numbers = [int(number) for number in re.findall(r"\d+", written or "")[:3]]
    return date(*(numbers + [1, 1])[:3]) if numbers else None


def keys_of(text: str) -> list[str]:
    """List what the citations in a text are compared by."""
    from precedents.citations import find_citations

    return [key for mention in find_citations(text) for key in mention.keys]


def bears(row: dict) -> list[str]:
    """List the citations a document bears: those it lists, its title's, and its id where that is one (1990-1-SCR-10, 2016-SCC-27)."""
    report = re.sub(r"^(\d{4})\D(\d+)\D([A-Z]+)\D(\d+)$", r"[\1] \2 \3 \4", row["id"])
    written = [*row.get("citations", ()), row.get("citation") or "", row.get("title") or "", report, re.sub(r"[-_]", " ", row["id"])]
    return [key for text in written for key in keys_of(text)]


class Collection:
    """Fills the bank with the documents, and knows which decision came from which."""

    def __init__(self, path: Path):
        from foundation.records.refs import ALPHABET

        self.path, self.alphabet = path, ALPHABET
        self.refs: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.bearers: dict[str, str] = {}
        self.edges = 0

    def load(self) -> None:
        """Store every document as a decision, then what each cites."""
        from django.db import transaction

        for number, row in enumerate(lines(self.path)):
            self.refs[row["id"]] = self.ref(number)
            if "cites" not in row or row.get("citations") or row.get("citation"):
                for key in bears(row):
                    self.bearers.setdefault(key, row["id"])
        self.ids = {ref: name for name, ref in self.refs.items()}
        rows, pks, cites = lines(self.path), {}, {}
        while chunk := list(islice(rows, CHUNK)):
            with transaction.atomic():
                for row, made in zip(chunk, self.store(chunk), strict=True):
                    pks[row["id"]] = made.pk
            for row in chunk:
                cites[row["id"]] = self.cited_by(row)
        with transaction.atomic():
            self.tie(pks, cites)

    def ref(self, number: int) -> str:
        """Give a running number in the alphabet of refs."""
        letters = ""
        while number:
            number, place = divmod(number, len(self.alphabet))
            letters = self.alphabet[place] + letters
        return letters.rjust(10, self.alphabet[0])

    def key(self, name: str) -> str:
        """Give the key a document has in the index."""
        return f"precedents.Decision:{self.refs[name]}"

    def store(self, chunk: list[dict]) -> list:
        """Store some documents; a title too long for one goes in front of the text."""
        from foundation.search import similar
        from precedents.models import Decision

        made = []
        for row in chunk:
            title, day = row.get("title") or "", day_of(row.get("date"))
            made.append(
                Decision(
                    ref=self.refs[row["id"]],
                    style=title if len(title) <= 300 else "",
                    held_en=title if len(title) > 300 else ".",
                    court_code=str(row.get("court") or "")[:12],
                    decided_on=day,
                    year=min(max(day.year, 1800), NEVER) if day else NEVER,
                    confidence=Decision.Confidence.values[0],
                    language=similar.language_of(similar.words(row["text"][:5_000])),
                    text=row["text"],
                )
            )
        return Decision.objects.bulk_create(made)

    def cited_by(self, row: dict) -> set[str]:
        """List the other documents that one cites."""
        named = row["cites"] if "cites" in row else (self.bearers.get(key) for key in keys_of(row["text"]))
        return {name for name in named if name in self.refs and name != row["id"]}

    def tie(self, pks: dict[str, int], cites: dict[str, set[str]]) -> None:
        """Store the citations."""
        from precedents.models import CitationEdge

        edges = (
            CitationEdge(citing_id=pks[name], cited_id=pks[other], cited_key=f"bench:{pks[other]}", cited_text="")
            for name, others in cites.items()
            for other in sorted(others)
        )
        while batch := list(islice(edges, 2_000)):
            CitationEdge.objects.bulk_create(batch)
            self.edges += len(batch)


def prosecutor():
    """Give somebody to ask as."""
    from foundation import clock
    from foundation.accounts.models import Office, Role, User
    from foundation.audit.acts import act

    with act(by=None, at=clock.now(), kind="bench"):
        office = Office.objects.create(name_en="Bench Crown Office", name_fr="Bureau de la Couronne")
        return User.objects.create(email="pro@bench.invalid", name="Petra Pro", role=Role.PRO, office=office)


def answered(options, collection: Collection, user) -> list[float]:
    """Answer every query and write the run; give the milliseconds each took."""
    from foundation.search import port, similar

    taken, undated = [], 0
    with options.run.open("w", encoding="utf-8") as run:
        for row in lines(options.queries):
            before = day_of(row.get("date")) if options.as_of else None
            undated += options.as_of and before is None
            excluded = [collection.key(name) for name in row.get("exclude", ()) if name in collection.refs]
            began = time.perf_counter()
            text, _is_cut = similar.shortened(row["text"])
            parts = similar.cut(text)
            ranked, _terms = port.ranking(user, parts, before=before, leave_out=excluded, limit=options.depth, ties=not options.first_pass)
            taken.append((time.perf_counter() - began) * 1_000)
            for rank, find in enumerate(ranked, 1):
                name = collection.ids[find.key.partition(":")[2]]
                run.write(f"{row['id']} {name} {rank} {find.score:.6f}\n")
    if undated:
        print(f"{undated} queries have no date: they see everything.")
    return sorted(taken)


def pasted(collection: Collection, user) -> list[float]:
    """Answer texts of twenty pages, put together from documents, as the page does; give the milliseconds each took."""
    from foundation.search import port

    sources: Iterable[dict] = islice(lines(collection.path), 200)
    words = [word for row in sources for word in row["text"].split()[:1_500]]
    taken = []
    for number in range(ROUNDS):
        start = (number * 1_100) % max(len(words) - PAGES_WORDS, 1)
        text = " ".join(words[start : start + PAGES_WORDS])
        began = time.perf_counter()
        port.similar_to(user, text)
        taken.append((time.perf_counter() - began) * 1_000)
    return sorted(taken)


def said(taken: list[float]) -> str:
    """Say the middle, the late and the least of some times."""
    return f"p50 {statistics.median(taken):.1f}, p95 {taken[int(len(taken) * 0.95)]:.1f}, least {taken[0]:.1f} ms"


def run(options) -> int:
    """Load, index, answer, and say how long each took."""
    from django.conf import settings

    settings.SEARCH_ENGINE = options.engine
    from foundation.search import indexer, port

    began = time.perf_counter()
    collection = Collection(options.docs)
    collection.load()
    loaded = time.perf_counter()
    generation = indexer.rebuild()
    built = time.perf_counter()
    try:
        user = prosecutor()
        taken = answered(options, collection, user)
        print(
            f"Measured on {common.machine()}: {options.engine}{', as of' if options.as_of else ''}"
            f"{', first pass alone' if options.first_pass else ''}.\n"
            f"{len(collection.refs)} documents with {collection.edges} citations: "
            f"stored in {loaded - began:.0f} s, indexed in {built - loaded:.0f} s\n"
            f"{len(taken)} queries: {1_000 * len(taken) / max(sum(taken), 1e-9):.1f} a second; {said(taken) if taken else 'none'}"
        )
        slow = pasted(collection, user)
        print(f"{PAGES_WORDS} words pasted, whole answer: {said(slow)}; under {GOAL_MS:g} ms: {statistics.median(slow) < GOAL_MS}")
        print(f"Peak memory {common.peak_memory_mb():.0f} MB")
    finally:
        port.forget_engines()
        if options.engine == "elasticsearch":
            engine = port.open_engine(generation)
            engine.drop()
            engine.close()
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--engine", choices=("tantivy", "elasticsearch"), default="tantivy")
    parser.add_argument("--as-of", action="store_true")
    parser.add_argument("--first-pass", action="store_true")
    parser.add_argument("--depth", type=int, default=1_000)
    options = parser.parse_args(arguments)
    kept = common.prepare("sqlite")
    try:
        return run(options)
    finally:
        kept.cleanup()


if __name__ == "__main__":
    sys.exit(main())
