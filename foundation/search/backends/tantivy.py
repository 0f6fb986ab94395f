"""The embedded engine: an index in a folder, written by one process and read by many."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import tantivy
from tantivy import Occur, Query

from foundation.search import query
from foundation.search.document import SearchDocument
from foundation.search.entry import (
    BOOSTS,
    MENTION,
    MOST_VALUES,
    OWN_CITATION,
    OWN_PROVISION,
    Entry,
    Found,
    Request,
    Unavailable,
    as_number,
    in_order,
)

logger = logging.getLogger(__name__)

HEAP = 60_000_000
TEXTS = ("title", "body", "team", *(f"in_{name}" for name in query.VALUE_FIELDS))
LISTS = ("cite", "cites", "cites_team", "provisions", "sections", "sections_team", "readers", "denied")
ORDERS = ("newest", "oldest", "title")

P = ParamSpec("P")
T = TypeVar("T")


def schema() -> tantivy.Schema:
    """Describe the index: tokens come ready made, so that no analyser of the engine's own takes part."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in LISTS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ORDERS:
        builder.add_text_field(f"by_{name}", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_json_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("document", stored=True, indexed=False)
    return builder.build()


def _calmly(method: Callable[P, T]) -> Callable[P, T]:
    """Turn a panic of the engine, which no ``except Exception`` stops, into Unavailable."""

    @functools.wraps(method)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except BaseException as panic:
            if type(panic).__name__ != "PanicException":
                raise
            logger.error("The embedded engine panicked in %s", method.__name__)
            raise Unavailable("The embedded engine stopped in the middle of its work.") from None

    return wrapped


class TantivyEngine:
    """Answer from a tantivy index, in a folder or in memory."""

    def __init__(self, folder: Path | None = None, *, create: bool = True):
        self._schema = schema()
        if folder is not None and create:
            folder.mkdir(parents=True, exist_ok=True)
        elif folder is not None and not (folder / "meta.json").exists():
            # The engine would make an empty index here, and "nothing found" would be taken for an answer.
            raise Unavailable("The index is not where it should be.")
        self._index = tantivy.Index(self._schema, path=str(folder) if folder is not None else None)
        self._index.config_reader(reload_policy="manual")
        self._writer: tantivy.IndexWriter | None = None

    # ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _write(self) -> tantivy.IndexWriter:
        if self._writer is None:
            # Another process may have written since this index was opened: a writer on a stale view leaves orphan files behind.
            self._index.reload()
            self._writer = self._index.writer(HEAP, num_threads=1)
        return self._writer

    @_calmly
    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Put documents in, each in the place of the one with its key."""
        writer = self._write()
        for document in documents:
            writer.delete_documents_by_query(Query.term_query(self._schema, "key", document.key))
            writer.add_document(_row(Entry(document)))

    @_calmly
    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out."""
        writer = self._write()
        for key in keys:
            writer.delete_documents_by_query(Query.term_query(self._schema, "key", key))

    @_calmly
    def commit(self) -> None:
        """Make what was put in and taken out durable and findable."""
        if self._writer is not None:
            self._writer.commit()
        self._index.reload()

    @_calmly
    def close(self) -> None:
        """Finish merges and let go of the writer's lock."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()

    @_calmly
    def reload(self) -> None:
        """See what the writer committed since."""
        self._index.reload()

    # ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @_calmly
    def count(self) -> int:
        """Count the documents."""
        return self._index.searcher().num_docs

    @_calmly
    def digests(self) -> dict[str, str]:
        """Give the digest of every document, by key."""
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return {}
        rows = (searcher.doc(address) for _, address in searcher.search(Query.all_query(), searcher.num_docs).hits)
        return {row.get_first("key"): row.get_first("digest") for row in rows}

    @_calmly
    def search(self, request: Request) -> Found:
        """Answer one question."""
        searcher = self._index.searcher()
        base = [(Occur.Must, self._compile(request.tree, request)), *self._readable(request)]
        filters = request.wanted_filters
        narrow = Query.boolean_query(base + [self._filter(name, values) for name, values in filters.items()])
        addresses, total = self._page(searcher, narrow, request)
        documents = [SearchDocument.from_json(bytes(searcher.doc(address).get_first("document")).decode()) for address in addresses]
        return Found(documents=documents, total=total, facets=self._facets(searcher, base, narrow, filters, request.facets))

    def _page(self, searcher: tantivy.Searcher, asked: Query, request: Request) -> tuple[list[tantivy.DocAddress], int]:
        """Give the page's documents and the total."""
        if request.limit < 1:
            return [], searcher.search(asked, 1).count
        if request.order != "relevance":
            found = searcher.search(
                asked, request.limit, offset=request.offset, order_by_field=f"by_{request.order}", order=tantivy.Order.Asc
            )
            return [address for _, address in found.hits], found.count
        return self._by_relevance(searcher, asked, request.offset, request.limit)

    def _by_relevance(self, searcher: tantivy.Searcher, asked: Query, offset: int, limit: int) -> tuple[list[tantivy.DocAddress], int]:
        """Give the page in order of score, equals newest first and then by key.

        The engine orders equals by where they lie in the index. So as many are fetched as it takes to see where the page's last group
        of equals ends.
        """
        wanted = offset + limit
        fetch = wanted + 10
        while True:
            found = searcher.search(asked, fetch)
            hits, total = found.hits, found.count
            if len(hits) < fetch or fetch == total or hits[-1][0] < hits[wanted - 1][0]:
                break
            fetch = total
        groups: dict[float, list[tantivy.DocAddress]] = {}
        for score, address in hits:
            groups.setdefault(score, []).append(address)
        ordered: list[tantivy.DocAddress] = []
        for group in groups.values():
            start, end = len(ordered), len(ordered) + len(group)
            if len(group) > 1 and start < wanted and end > offset:
                group = self._newest_first(searcher, group, offset - start, wanted - start)
            ordered += group
            if len(ordered) >= wanted:
                break
        return ordered[offset:wanted], total

    def _newest_first(self, searcher: tantivy.Searcher, group: list[tantivy.DocAddress], first: int, last: int) -> list[tantivy.DocAddress]:
        """Order equals by day and key; those of one day by key only where the wanted stretch, from first to last, touches them."""
        by_day: dict[int, list[tantivy.DocAddress]] = {}
        for day, address in zip(searcher.fast_field_values("day", group), group, strict=True):
            by_day.setdefault(int(day or 0), []).append(address)
        ordered: list[tantivy.DocAddress] = []
        for day in sorted(by_day, reverse=True):
            same = by_day[day]
            if len(same) > 1 and len(ordered) < last and len(ordered) + len(same) > first:
                same = sorted(same, key=lambda address: str(searcher.doc(address).get_first("key")))
            ordered += same
        return ordered

    def _facets(
        self,
        searcher: tantivy.Searcher,
        base: list[tuple[Occur, Query]],
        narrow: Query,
        filters: Mapping[str, tuple[str, ...]],
        names: tuple[str, ...],
    ) -> dict[str, list[tuple[str, int]]]:
        """Count the values of each facet as if its own filter were off."""
        counted: dict[str, list[tuple[str, int]]] = {}
        for asked, group in [(narrow, [name for name in names if name not in filters])] + [
            (Query.boolean_query(base + [self._filter(each, values) for each, values in filters.items() if each != name]), [name])
            for name in names
            if name in filters
        ]:
            if not group:
                continue
            wanted = {
                name: {"terms": {"field": f"facets.{name}", "size": MOST_VALUES, "segment_size": MOST_VALUES, "min_doc_count": 1}}
                for name in group
            }
            answer = searcher.aggregate(asked, wanted)
            for name in group:
                counted[name] = in_order({bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]})
        return {name: counted[name] for name in names}

    # ── From the tree to the engine ──────────────────────────────────────────────────────────────────────────────────

    def _term(self, name: str, value: Any) -> Query:
        return Query.term_query(self._schema, name, value, index_option="position" if name in TEXTS else "basic")

    def _readable(self, request: Request) -> list[tuple[Occur, Query]]:
        """Keep what the reader may see: any token of the readers, none of the denied, nothing masked."""
        readers = sorted(request.readers)
        clauses = [
            (Occur.Must, _silent(Query.term_set_query(self._schema, "readers", readers) if readers else Query.empty_query())),
        ]
        if readers:
            clauses.append((Occur.MustNot, Query.term_set_query(self._schema, "denied", readers)))
        if request.masked:
            clauses.append((Occur.MustNot, Query.term_set_query(self._schema, "key", sorted(request.masked))))
        return clauses

    def _filter(self, name: str, values: Iterable[str]) -> tuple[Occur, Query]:
        return Occur.Must, _silent(Query.term_set_query(self._schema, f"facets.{name}", sorted(values)))

    def _compile(self, node: query.Node, request: Request) -> Query:
        """Build the engine's query from the tree; its own parser is never used."""
        match node:
            case query.Everything():
                return _silent(Query.all_query())
            case query.And(parts):
                return Query.boolean_query([self._clause(part, request) for part in parts] + [(Occur.Must, _silent(Query.all_query()))])
            case query.Or(parts):
                return _any([self._compile(part, request) for part in parts])
            case query.Not(part):
                return Query.boolean_query([(Occur.Must, _silent(Query.all_query())), (Occur.MustNot, self._compile(part, request))])
            case query.Words(fields, forms):
                return _any([self._words(name, form) for name in request.fields(fields) for form in forms])
            case query.Value(name, tokens):
                return _silent(self._phrase(f"in_{name}", tokens))
            case query.Code(name, code):
                return _silent(Query.term_query(self._schema, f"facets.{name}", code))
            case query.Citation(key, own):
                found = [_constant(self._term("cite", key), OWN_CITATION)]
                return _any(found if own else [*found, self._mentions("cites", key, request)])
            case query.Section(key):
                return _any([_constant(self._term("provisions", key), OWN_PROVISION), self._mentions("sections", key, request)])
            case query.Days(first, last):
                return _silent(Query.range_query(self._schema, "day", tantivy.FieldType.Integer, as_number(first), as_number(last)))
        raise TypeError(node)

    def _clause(self, part: query.Node, request: Request) -> tuple[Occur, Query]:
        if isinstance(part, query.Not):
            return Occur.MustNot, self._compile(part.part, request)
        return Occur.Must, self._compile(part, request)

    def _mentions(self, name: str, key: str, request: Request) -> Query:
        parts = [self._term(name, key)]
        if request.is_team:
            parts.append(self._term(f"{name}_team", key))
        return _constant(_any(parts), MENTION)

    def _words(self, name: str, form: tuple[str, ...]) -> Query:
        return Query.boost_query(self._phrase(name, form), BOOSTS[name])

    def _phrase(self, name: str, tokens: tuple[str, ...]) -> Query:
        if len(tokens) == 1:
            return Query.term_query(self._schema, name, tokens[0], index_option="position")
        return Query.phrase_query(self._schema, name, list(tokens))


def _any(parts: list[Query]) -> Query:
    if not parts:
        return Query.empty_query()
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, part) for part in parts])


def _silent(part: Query) -> Query:
    """Let a clause choose without weighing."""
    return _constant(part, 0.0)


def _constant(part: Query, weight: float) -> Query:
    return Query.const_score_query(part, weight)


def _row(entry: Entry) -> tantivy.Document:
    row = tantivy.Document()
    row.add_text("key", entry.key)
    for name in ("title", "body", "team"):
        row.add_text(name, " ".join(getattr(entry, name)))
    for name, tokens in entry.values.items():
        row.add_text(f"in_{name}", " ".join(tokens))
    for name in LISTS[:6]:
        for value in getattr(entry, name):
            row.add_text(name, value)
    for token in entry.document.readers:
        row.add_text("readers", token)
    for token in entry.document.denied:
        row.add_text("denied", token)
    for name in ORDERS:
        row.add_text(f"by_{name}", entry.orders[name])
    row.add_integer("day", entry.day)
    row.add_json("facets", entry.facets)
    row.add_text("digest", entry.document.digest())
    row.add_bytes("document", entry.document.to_json().encode())
    return row
