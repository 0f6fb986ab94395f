"""Measure the search through the port against the raw engine and against SQLite FTS5, in one run.

    python benchmarks/search.py [--documents 20000] [--engine tantivy|elasticsearch] [--rounds 5]

Generated decisions of about 360 words are stored in a bank in a temporary folder and indexed as the product indexes its own. Beside them
stand the same texts in a raw tantivy index (one stemmed field, five facets, stored) and in a table of FTS5. Every question is put to each
of them in turn, so that the ratios are of one machine at one time. Words are drawn by Zipf's law over 30,000 made words, from one seed.

What each line of the table of goals means stands beside it. Elasticsearch answers at ELASTICSEARCH_URL; its index is dropped at the end.
The goals on parity are not here: tests/foundation/search/contract holds every engine to the oracle.
"""

import argparse
import itertools
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import common
from benchmarks.retrieval import prosecutor

CHUNK = 500
VOCABULARY, PARAGRAPHS, SENTENCES, WORDS = 30_000, 6, 5, 12
COURTS = ("SCC", "ONCA", "ONSC", "ONCJ")
FACETS = ("kind", "court", "year", "topic", "language")
SLOP = 50
LONGEST_BESIDE = 120
"""So many seconds pages are asked for beside a rebuild; a large one takes longer and is broken off."""
WRITER = """
import random, sys, django
django.setup()
from foundation import clock
from foundation.audit.acts import act
from foundation.search import indexer, port
from precedents.models import Decision
keys = list(Decision.objects.values_list("pk", flat=True))
while True:
    with act(by=None, at=clock.now(), kind="bench"):
        port.reindex(Decision.objects.get(pk=random.choice(keys)))
    if sys.argv[1] == "indexes":
        indexer.drain(keep=True)
"""


class Texts:
    """Draws documents and questions from one seed."""

    def __init__(self, documents: int):
        self.documents = documents
        syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
        self.words = ["".join(word) for word in itertools.islice(itertools.product(syllables, repeat=3), VOCABULARY)]
        random.Random(1).shuffle(self.words)
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def __iter__(self) -> Iterator[dict]:
        drawn = random.Random(2)
        for number in range(self.documents):
            words = drawn.choices(self.words, cum_weights=self.weights, k=PARAGRAPHS * SENTENCES * WORDS)
            sentences = [" ".join(words[at : at + WORDS]).capitalize() + "." for at in range(0, len(words), WORDS)]
            paragraphs = [" ".join(sentences[at : at + SENTENCES]) for at in range(0, len(sentences), SENTENCES)]
            day = date(1990, 1, 1) + timedelta(days=drawn.randrange(13_000))
            yield {
                "number": number,
                "title": f"R. v. {words[0].capitalize()}",
                "text": "\n\n".join(paragraphs),
                "day": day,
                "court": COURTS[number % 4],
            }

    def questions(self, count: int) -> dict[str, list[str]]:
        """Draw questions of each type, made of what some document holds."""
        drawn, found = random.Random(3), {}
        middle = self.words[100:3_000]
        sentences = [
            text.split("\n\n")[0].split(". ")[0].lower().strip(".").split()
            for text in (row["text"] for row in itertools.islice(self, 2_000))
        ]
        pairs = [drawn.choice(sentences) for _ in range(count)]
        found["one word"] = drawn.sample(middle, count)
        found["two words"] = [f"{pair[2]} {pair[7]}" for pair in pairs]
        found["either of three"] = [" OR ".join(drawn.sample(middle, 3)) for _ in range(count)]
        found["phrase"] = [f'"{pair[4]} {pair[5]}"' for pair in pairs]
        found["beginning"] = [f"{word[:4]}*" for word in drawn.sample(middle, count)]
        found["within five"] = [f"{pair[2]} /5 {pair[5]}" for pair in pairs]
        found["one sentence"] = [f"{pair[1]} /s {pair[9]}" for pair in pairs]
        found["one paragraph"] = [f"{pair[1]} /p {pair[9]}" for pair in pairs]
        return found


def store(texts: Texts) -> None:
    """Store the documents as decisions of the bank."""
    from django.db import transaction

    from foundation.records.refs import new_ref
    from precedents.models import Decision

    rows = iter(texts)
    while chunk := list(itertools.islice(rows, CHUNK)):
        with transaction.atomic():
            Decision.objects.bulk_create(
                Decision(
                    ref=new_ref(), style=row["title"], held_en=".", court_code=row["court"], decided_on=row["day"], year=row["day"].year,
                    confidence=Decision.Confidence.values[0], language="en", text=row["text"],
                )
                for row in chunk
            )  # fmt: skip


class Raw:
    """The engine itself, without the port: what it does with the same texts, one stemmed field and five facets."""

    def __init__(self, texts: Texts, folder: Path):
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=True, tokenizer_name="en_stem", index_option="position")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self.schema = builder.build()
        folder.mkdir()
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.writer = self.index.writer(60_000_000, num_threads=1)
        began = time.perf_counter()
        for row in texts:
            self.writer.add_document(self.document(row))
        self.writer.commit()
        self.rate = texts.documents / (time.perf_counter() - began)
        self.index.reload()
        self.searcher = self.index.searcher()

    def document(self, row: dict):
        """Make a document of one row."""
        fields = {
            "kind": "decision",
            "court": row["court"],
            "year": str(row["day"].year),
            "topic": f"t{row['number'] % 20}",
            "language": "en",
        }
        return self.tantivy.Document(body=row["text"], **fields)

    def asked(self, typed: str):
        """Put a question in the engine's own words; nearness as a phrase with slop."""
        if " /" in typed:
            first, _unit, second = typed.split()
            return self.tantivy.Query.phrase_query(self.schema, "body", [first, second], slop=SLOP)
        if typed.endswith("*"):
            return self.tantivy.Query.regex_query(self.schema, "body", f"{typed[:-1]}.*")
        return self.index.parse_query(typed if " OR " in typed else " AND ".join(typed.split()) if '"' not in typed else typed, ["body"])

    def found(self, typed: str) -> list:
        """Search and count by five facets."""
        asked = self.asked(typed)
        hits = self.searcher.search(asked, 10).hits
        self.searcher.aggregate(asked, {name: {"terms": {"field": name, "size": 50}} for name in FACETS})
        return hits

    def page(self, typed: str) -> None:
        """The whole page: search, five facets, ten excerpts."""
        cut = self.tantivy.SnippetGenerator.create(self.searcher, self.asked(typed), self.schema, "body")
        for _score, address in self.found(typed):
            cut.snippet_from_doc(self.searcher.doc(address)).to_html()

    def alike(self, number: int) -> None:
        """Search for what is like one document."""
        address = self.searcher.search(self.tantivy.Query.all_query(), 1, offset=number).hits[0][1]
        self.searcher.search(self.tantivy.Query.more_like_this_query(address), 10)

    def written(self, row: dict) -> None:
        """Put one document in, to be found at once."""
        self.writer.add_document(self.document(row))
        self.writer.commit()
        self.index.reload()


class Fts:
    """The same page by SQLite FTS5."""

    def __init__(self, texts: Texts, place: Path):
        self.database = sqlite3.connect(place)
        self.database.execute("CREATE VIRTUAL TABLE bodies USING fts5(body, tokenize='porter unicode61')")
        self.database.execute(f"CREATE TABLE facets (id INTEGER PRIMARY KEY, {', '.join(FACETS)})")
        began = time.perf_counter()
        for row in texts:
            self.database.execute("INSERT INTO bodies (rowid, body) VALUES (?, ?)", [row["number"], row["text"]])
            values = [row["number"], "decision", row["court"], str(row["day"].year), f"t{row['number'] % 20}", "en"]
            self.database.execute("INSERT INTO facets VALUES (?, ?, ?, ?, ?, ?)", values)
        self.database.commit()
        self.rate = texts.documents / (time.perf_counter() - began)

    def page(self, typed: str) -> None:
        """Total, five facets, ten excerpts; nearness as NEAR."""
        asked = typed
        if " /" in typed:
            first, _unit, second = typed.split()
            asked = f"NEAR({first} {second}, {SLOP})"
        run = self.database.execute
        run("SELECT count(*) FROM bodies WHERE bodies MATCH ?", [asked]).fetchone()
        for name in FACETS:
            run(f"SELECT {name}, count(*) FROM bodies JOIN facets ON id = bodies.rowid WHERE bodies MATCH ? GROUP BY 1", [asked]).fetchall()
        run(
            "SELECT rowid, snippet(bodies, 0, '<b>', '</b>', '…', 40) FROM bodies WHERE bodies MATCH ? ORDER BY rank LIMIT 10", [asked]
        ).fetchall()


def timed(rounds: int, questions: list, **ways: Callable) -> dict[str, list[float]]:
    """Put each question to each way in turn; give the milliseconds of each way, sorted."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for question in questions:
            for name, ask in ways.items():
                began = time.perf_counter()
                ask(question)
                if number:  # the first round warms
                    taken[name].append((time.perf_counter() - began) * 1_000)
    return {name: sorted(times) for name, times in taken.items()}


def p50(times: list[float]) -> float:
    return statistics.median(times)


def p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


class Goals:
    """The table of goals: what was asked, what was measured, whether it is met."""

    def __init__(self):
        self.lines: list[tuple[str, str, str, str]] = []

    def add(self, what: str, measured: float, goal: str, met: bool) -> None:
        self.lines.append((what, f"{measured:.2f}", goal, "yes" if met else "no"))

    def show(self) -> None:
        print("\n| goal | measured | wanted | met |\n|---|---|---|---|")
        for line in self.lines:
            print("| " + " | ".join(line) + " |")


def size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def beside(command: list[str], ask: Callable[[str], object], questions: list[str], *, seconds: float) -> list[float]:
    """Ask questions while another process works, until it ends or so long; give the milliseconds, sorted."""
    other = subprocess.Popen(command, cwd=common.ROOT, env={**os.environ, "SEARCH_ENGINE": "tantivy"}, stdout=subprocess.DEVNULL)
    taken, until = [], time.perf_counter() + seconds
    time.sleep(4)  # it starts
    for question in itertools.cycle(questions):
        if other.poll() is not None or time.perf_counter() > until:
            break
        began = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - began) * 1_000)
    if other.poll() is None:
        other.kill()
    other.wait()
    return sorted(taken) or [0.0]


def run(options, home: Path) -> None:
    """Load, index, ask, and print the tables."""
    from django.conf import settings

    settings.SEARCH_ENGINE = options.engine
    from foundation import clock
    from foundation.audit.acts import act
    from foundation.search import indexer, port
    from precedents.models import Decision

    texts, goals = Texts(options.documents), Goals()
    store(texts)
    user = prosecutor()
    began = time.perf_counter()
    generation = indexer.rebuild()
    rate = options.documents / (time.perf_counter() - began)
    memory = common.peak_memory_mb()
    raw = Raw(texts, home / "raw")
    fts = Fts(texts, home / "fts.sqlite3")
    print(f"Measured on {common.machine()}: {options.engine}, {options.documents} documents of {PARAGRAPHS * SENTENCES * WORDS} words.")
    print(
        f"Documents a second: port {rate:.0f}, raw engine {raw.rate:.0f}, FTS5 {fts.rate:.0f}. Peak memory while indexing {memory:.0f} MB."
    )
    index = f"{size_mb(home / 'index'):.0f}" if options.engine == "tantivy" else "kept by the node"
    print(f"MB: index {index}, raw engine {size_mb(home / 'raw'):.0f}, FTS5 {(home / 'fts.sqlite3').stat().st_size / 2**20:.0f}.")

    def page(typed):
        return port.search(user, typed, facets=FACETS)

    def counts(typed):
        return port.search(user, typed, facets=FACETS, per_page=1, excerpts=False)

    def nothing_else(typed):
        return port.search(user, typed, facets=(), excerpts=False)

    questions = texts.questions(20)
    print("\n| question | page p50, p95 ms | raw page p50 | FTS5 page p50 | finds, median |\n|---|---|---|---|---|")
    pages: dict[str, list[float]] = {"page": [], "raw": [], "fts": []}
    for kind, some in questions.items():
        taken = timed(options.rounds, some, page=page, raw=raw.page, fts=fts.page)
        finds = statistics.median(page(typed).total for typed in some)
        print(
            f"| {kind} | {p50(taken['page']):.1f}, {p95(taken['page']):.1f} "
            f"| {p50(taken['raw']):.1f} | {p50(taken['fts']):.1f} | {finds:.0f} |"
        )
        for name, times in taken.items():
            pages[name] += times
    plain = [typed for kind in ("one word", "two words", "either of three", "phrase") for typed in questions[kind]]
    taken = timed(options.rounds, plain, page=page, raw=raw.page, fts=fts.page, counts=counts, found=raw.found)
    ratio = p50(taken["page"]) / p50(taken["raw"])
    goals.add("a page to the raw page, p50", ratio, "at most 2.5", ratio <= 2.5)
    ratio = p50(taken["fts"]) / p50(taken["page"])
    goals.add("a page by FTS5 to ours, p50", ratio, "at least 3", ratio >= 3)
    ratio = p50(taken["counts"]) / p50(taken["found"])
    goals.add("counting through the port to the raw search and count, p50", ratio, "at most 1.4", ratio <= 1.4)
    near = questions["one sentence"] + questions["one paragraph"]
    taken = timed(options.rounds, near, port=nothing_else, raw=lambda typed: raw.searcher.search(raw.asked(typed), 10))
    ratio = p50(taken["port"]) / p50(taken["raw"])
    goals.add("/s and /p to a raw phrase with slop, p50", ratio, "at most 2", ratio <= 2)
    some = list(Decision.objects.order_by("pk")[:40])
    taken = timed(options.rounds, list(range(40)), port=lambda at: port.similar_to_record(user, some[at]), raw=raw.alike)
    ratio = p50(taken["port"]) / p50(taken["raw"])
    goals.add("more like this to the raw one, p50", ratio, "at most 1.5", ratio <= 1.5)

    def save(decision, *, follow):
        with act(by=None, at=clock.now(), kind="bench"):
            decision.held_en = decision.held_en + "."
            decision.save()
            if follow:
                port.reindex(decision)

    taken = timed(options.rounds, some, on=lambda one: save(one, follow=True), off=lambda one: save(one, follow=False))
    ratio = p50(taken["on"]) / p50(taken["off"])
    goals.add("a write with the outbox to one without, p50", ratio, "at most 1.2", ratio <= 1.2)
    indexer.drain()
    rows = list(itertools.islice(texts, 40))

    def searchable(at):
        with act(by=None, at=clock.now(), kind="bench"):
            port.reindex(some[at])
        indexer.drain(keep=True)  # as the worker does

    taken = timed(1, list(range(40)), port=searchable, raw=lambda at: raw.written(rows[at]))
    indexer.let_go()
    ratio = p50(taken["port"]) / p50(taken["raw"])
    goals.add("from commit to found, to a raw write, commit and reload, p50", ratio, "at most 4", ratio <= 4)
    ratio = p95(taken["port"]) / p50(taken["raw"])
    goals.add("the same, p95", ratio, "at most 15", ratio <= 15)
    goals.add("rate of a rebuild to the raw engine's", rate / raw.rate, "at least 0.5", rate / raw.rate >= 0.5)
    if options.engine == "tantivy":
        idle = timed(2, plain, page=page)["page"]
        rebuild = beside([sys.executable, "manage.py", "search_reindex"], page, plain, seconds=LONGEST_BESIDE)
        port.forget_engines()
        ratio = p95(rebuild) / p95(idle)
        goals.add("a page during a rebuild to an idle one, p95", ratio, "at most 2", ratio <= 2)
        writers = [subprocess.Popen([sys.executable, "-c", WRITER, "writes"], cwd=common.ROOT, env=os.environ, stdout=subprocess.DEVNULL)]
        busy = beside([sys.executable, "-c", WRITER, "indexes"], page, plain, seconds=30)
        for one in writers:
            one.kill()
            one.wait()
        ratio = p50(busy) / p50(idle)
        goals.add("a page beside two writers to an idle one, p50", ratio, "at most 2", ratio <= 2)
    goals.show()
    print(f"\nPeak memory {common.peak_memory_mb():.0f} MB, with the raw index and FTS5 in the same process.")
    port.forget_engines()
    if options.engine == "elasticsearch":
        engine = port.open_engine(generation)
        engine.drop()
        engine.close()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--engine", choices=("tantivy", "elasticsearch"), default="tantivy")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    kept = common.prepare("sqlite")
    try:
        run(options, Path(kept.name))
    finally:
        kept.cleanup()
    return 0


if __name__ == "__main__":
    sys.exit(main())
