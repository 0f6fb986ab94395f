"""The embedded engine: an index in a folder, written by one process and read by many."""

from __future__ import annotations

import bisect
import functools
import hashlib
import itertools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import tantivy
from tantivy import Occur, Query

from foundation.search import matching, query, similar, spelling
from foundation.search.analysis import EXACT_MARK, Word
from foundation.search.document import SearchDocument
from foundation.search.entry import (
    BOOSTS,
    MENTION,
    MOST_VALUES,
    ORDERS,
    OWN_CITATION,
    OWN_PROVISION,
    Entry,
    Found,
    LikenessRequest,
    Place,
    Request,
    Unavailable,
    WordsRequest,
    as_number,
    in_order,
    in_rank,
    most_frequent,
)
from foundation.search.marks import NUMBER_FIELDS, TEXT, VALUE_FIELDS, QueryError
from foundation.search.matching import Expansions, Form
from foundation.search.sentences import LONGEST_PARAGRAPH, LONGEST_SENTENCE

logger = logging.getLogger(__name__)

HEAP = 60_000_000
CHECKED = 20
FEW_VALUES = 100
"""So many values are asked for one by one."""
TEXTS = (*TEXT, *(f"in_{name}" for name in VALUE_FIELDS))
UNITS = {"s": LONGEST_SENTENCE, "p": LONGEST_PARAGRAPH}
"""The fields s_body and p_body hold each word's stem and then its spelling, and between sentences or paragraphs a gap wider than one."""
GAP = "_"
GAPS = {unit: f" {f'{GAP} ' * 2 * longest}" for unit, longest in UNITS.items()}
LISTS = ("cite", "cites", "cites_team", "provisions", "sections", "sections_team", "readers", "denied")

P = ParamSpec("P")
T = TypeVar("T")


def schema() -> tantivy.Schema:
    """Describe the index: tokens come ready made, so that no analyser of the engine's own takes part."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in similar.FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in TEXT:
        for unit in UNITS:
            builder.add_text_field(f"{unit}_{name}", tokenizer_name="gapped", index_option="position")
    for name in LISTS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ORDERS:
        builder.add_text_field(f"by_{name}", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("number", indexed=True, fast=True)
    for name in NUMBER_FIELDS:
        builder.add_integer_field(f"n_{name}", indexed=True, fast=True)
    builder.add_json_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("document", stored=True, indexed=False)
    for name in TEXT:
        builder.add_bytes_field(f"lines_{name}", stored=True, indexed=False)
    return builder.build()


def _gapped() -> tantivy.TextAnalyzer:
    """Cut at blanks and leave the places of gaps empty."""
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return cut.filter(tantivy.Filter.custom_stopword([GAP])).build()


def _calmly(method: Callable[P, T]) -> Callable[P, T]:
    """Turn whatever the engine or its files do wrong into Unavailable, even a panic, which no ``except Exception`` stops."""

    @functools.wraps(method)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except QueryError:
            raise
        except (OSError, ValueError) as trouble:
            raise Unavailable(f"The embedded index cannot be used: {trouble}") from trouble
        except BaseException as panic:
            if type(panic).__name__ != "PanicException":
                raise
            logger.error("The embedded engine panicked in %s", method.__name__)
            raise Unavailable("The embedded engine stopped in the middle of its work.") from None

    return wrapped


class TantivyEngine:
    """Answer from a tantivy index, in a folder or in memory."""

    @_calmly
    def __init__(self, folder: Path | None = None, *, create: bool = True):
        self._schema = schema()
        if folder is not None and create:
            folder.mkdir(parents=True, exist_ok=True)
        elif folder is not None and not (folder / "meta.json").exists():
            # The engine would make an empty index here, and "nothing found" would be taken for an answer.
            raise Unavailable("The index is not where it should be.")
        self._index = tantivy.Index(self._schema, path=str(folder) if folder is not None else None)
        self._index.register_tokenizer("gapped", _gapped())
        self._index.config_reader(reload_policy="manual")
        self._writer: tantivy.IndexWriter | None = None
        self._order_of: dict[int, str] = {}
        self._beginnings: dict[tuple[str, str], list[str]] = {}

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
        self._see_anew()

    def publish(self) -> None:
        """Do nothing: no other tool looks."""

    @_calmly
    def close(self) -> None:
        """Finish merges and let go of the writer's lock."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()

    @_calmly
    def reload(self) -> None:
        """See what the writer committed since."""
        self._see_anew()

    def _see_anew(self) -> None:
        self._index.reload()
        self._beginnings = {}

    # ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @_calmly
    def count(self) -> int:
        """Count the documents."""
        return self._index.searcher().num_docs

    @_calmly
    def check(self) -> None:
        """Open every file and read a little; :raises Unavailable: they are not whole."""
        searcher = self._index.searcher()
        for _, address in searcher.search(Query.all_query(), CHECKED).hits if searcher.num_docs else ():
            SearchDocument.from_json(bytes(searcher.doc(address).get_first("document")).decode())

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
        tree = _Compiler(self._schema, searcher, request).compile(request.tree)
        base = [(Occur.Must, tree), *_readable(self._schema, searcher, request)]
        filters = request.wanted_filters
        narrow = Query.boolean_query(base + [self._filter(name, values) for name, values in filters.items()])
        addresses, total, score = self._page(searcher, narrow, request)
        documents = [SearchDocument.from_json(bytes(searcher.doc(address).get_first("document")).decode()) for address in addresses]
        last = Place(Entry(documents[-1]).orders["newest" if request.order == "relevance" else request.order], score) if documents else None
        return Found(documents=documents, total=total, facets=self._facets(searcher, base, narrow, filters, request.facets), last=last)

    @_calmly
    def keys(self, request: Request) -> list[str]:
        """Give the keys of what answers a question, newest first."""
        searcher = self._index.searcher()
        tree = _Compiler(self._schema, searcher, request).compile(request.tree)
        clauses = [(Occur.Must, tree), *_readable(self._schema, searcher, request)]
        clauses += [self._filter(name, values) for name, values in request.wanted_filters.items()]
        asked = Query.boolean_query(clauses)
        found = searcher.search(asked, request.limit, offset=request.offset, order_by_field="by_newest", order=tantivy.Order.Asc)
        return [order.partition(" ")[2] for order in self._orders(searcher, [address for _, address in found.hits])]

    @_calmly
    def holding(self, parts: similar.Cut) -> tuple[dict[str, dict[str, int]], int]:
        """Say in how many documents each term stands, by field, and how many documents there are."""
        searcher = self._index.searcher()
        counted = {
            name: {token: searcher.doc_freq(name, token) for token in set(tokens)}
            for name, tokens in zip(similar.FIELDS, parts, strict=True)
        }
        return counted, searcher.num_docs

    @_calmly
    def like(self, request: LikenessRequest) -> list[similar.Ranked]:
        """Give the documents that share most with the terms, best first, equals newest first and then by key."""
        searcher = self._index.searcher()
        any_term = [(Occur.Should, self._boosted(term)) for term in request.terms]
        clauses = [(Occur.Must, Query.boolean_query(any_term)), *_readable(self._schema, searcher, request)]
        clauses += [self._filter(name, values) for name, values in request.wanted_filters.items()]
        if request.before is not None:
            days = Query.range_query(self._schema, "day", tantivy.FieldType.Integer, 1, as_number(request.before) - 1)
            clauses.append((Occur.Must, _silent(days)))
        hits = searcher.search(Query.boolean_query(clauses), request.limit, count=False).hits
        orders = self._orders(searcher, [address for _, address in hits])
        return in_rank((score, order) for (score, _), order in zip(hits, orders, strict=True))

    def _orders(self, searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[str]:
        """Read what the sort by date compares, which names the key, for many documents without opening them.

        The engine hands out numbers quickly and words slowly, so each document has a number, and what it stands for is looked up once.
        """
        numbers = [int(number or 0) for number in searcher.fast_field_values("number", addresses)] if addresses else []
        unknown = [number for number in numbers if number not in self._order_of]
        if unknown:
            asked = Query.term_set_query(self._schema, "number", unknown)
            found = searcher.search(asked, 2 * len(unknown), order_by_field="by_newest").hits
            self._order_of |= {_number(str(order)): str(order) for order, _ in found}
        return [self._order_of[number] for number in numbers]

    @_calmly
    def closest(self, request: WordsRequest) -> dict[str, int]:
        """Give the spellings closest to a word that stand in what the reader may see, and in how many documents.

        The dictionary is that of the whole index, so each spelling is asked for as this reader before it is given.
        """
        beginnings = self._beginnings
        searcher = self._index.searcher()
        names = [f"p_{name}" for name in request.fields(request.names)]
        filters = [self._filter(name, values) for name, values in request.wanted_filters.items()]
        mine = [*_readable(self._schema, searcher, request), *filters]

        def count(spellings: list[str]) -> dict[str, int]:
            held = {}
            for spelled in spellings:
                terms = [Query.term_query(self._schema, name, EXACT_MARK + spelled, index_option="position") for name in names]
                held[spelled] = searcher.search(Query.boolean_query([(Occur.Must, _any(terms)), *mine]), 1).count
            return held

        first = EXACT_MARK + request.word[:1]
        for name in names:
            if (name, first) not in beginnings:
                beginnings[name, first] = [term.removeprefix(EXACT_MARK) for term, _ in searcher.terms_with_prefix(name, first)]
        return spelling.nearest(request.word, {word for name in names for word in beginnings[name, first]}, count)

    @_calmly
    def beginning(self, request: WordsRequest) -> list[tuple[str, int]]:
        """Give the spellings that begin like this in what the reader may see, the most frequent first, each with its weight."""
        searcher = self._index.searcher()
        filters = [self._filter(name, values) for name, values in request.wanted_filters.items()]
        readable = Query.boolean_query([*_readable(self._schema, searcher, request), *filters])
        names = [f"p_{name}" for name in request.fields(request.names)]
        found = [searcher.terms_with_prefix(name, EXACT_MARK + request.word, readable) for name in names]
        return most_frequent(((term.removeprefix(EXACT_MARK), count) for terms in found for term, count in terms), request.limit)

    @_calmly
    def documents(self, keys: Sequence[str]) -> list[SearchDocument]:
        """Give the documents of these keys, in their order."""
        if not keys:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(Query.term_set_query(self._schema, "key", list(keys)), len(keys)).hits
        found = (SearchDocument.from_json(bytes(searcher.doc(address).get_first("document")).decode()) for _, address in hits)
        by_key = {document.key: document for document in found}
        return [by_key[key] for key in keys if key in by_key]

    def _page(self, searcher: tantivy.Searcher, asked: Query, request: Request) -> tuple[list[tantivy.DocAddress], int, float | None]:
        """Give the page's documents, the total, and by relevance the last one's score."""
        if request.limit < 1:
            return [], searcher.search(asked, 1).count, None
        if request.order == "relevance":
            offset = request.offset if request.after is None else self._rank_after(searcher, asked, request.after)
            return self._by_relevance(searcher, asked, offset, request.limit)
        name = f"by_{request.order}"
        offset = request.offset if request.after is None else self._rank_in_order(searcher, asked, name, request.after)
        found = searcher.search(asked, request.limit, offset=offset, order_by_field=name, order=tantivy.Order.Asc)
        return [address for _, address in found.hits], found.count, None

    @staticmethod
    def _rank_in_order(searcher: tantivy.Searcher, asked: Query, name: str, after: Place) -> int:
        """Count the finds up to a place in a sort; the engine has no ranges of words, and any depth costs it little."""

        def order(at: int) -> str:
            return str(searcher.search(asked, 1, offset=at, order_by_field=name, order=tantivy.Order.Asc, count=False).hits[0][0])

        return bisect.bisect_right(range(searcher.search(asked, 1).count), after.order, key=order)

    def _rank_after(self, searcher: tantivy.Searcher, asked: Query, after: Place) -> int:
        """Count the finds up to a place in the order of relevance."""
        hits = searcher.search(asked, max(searcher.search(asked, 1).count, 1)).hits
        score = after.score or 0.0
        equals = [address for each, address in hits if each == score]
        return sum(each > score for each, _ in hits) + sum(order <= after.order for order in self._orders(searcher, equals))

    def _by_relevance(
        self, searcher: tantivy.Searcher, asked: Query, offset: int, limit: int
    ) -> tuple[list[tantivy.DocAddress], int, float | None]:
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
        last = None
        for score, group in groups.items():
            start, end = len(ordered), len(ordered) + len(group)
            if len(group) > 1 and start < wanted and end > offset:
                group = self._newest_first(searcher, group, offset - start, wanted - start)
            ordered += group
            last = score
            if len(ordered) >= wanted:
                break
        return ordered[offset:wanted], total, last

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

    def _boosted(self, term: similar.Term) -> Query:
        return Query.boost_query(Query.term_query(self._schema, term.field, term.token, index_option="freq"), term.boost)

    def _filter(self, name: str, values: Iterable[str]) -> tuple[Occur, Query]:
        return Occur.Must, _silent(_one_of(self._schema, f"facets.{name}", sorted(values)))


# ── From the tree to the engine ──────────────────────────────────────────────────────────────────────────────────────


def _readable(schema: tantivy.Schema, searcher: tantivy.Searcher, request: Request) -> list[tuple[Occur, Query]]:
    """Keep what the reader may see: any token of the readers, none of the denied, nothing masked, among the keys asked about."""

    def one_of(name: str, values: Iterable[str]) -> list[Query]:
        held = [value for value in sorted(values) if searcher.doc_freq(name, value)]
        return [_one_of(schema, name, held)] if held else []

    clauses = [(Occur.Must, _silent(_any(one_of("readers", request.readers))))]
    hidden = one_of("denied", request.readers) + one_of("key", request.masked)
    clauses += [(Occur.MustNot, each) for each in hidden]
    if request.among is not None:
        clauses.append((Occur.Must, _silent(_any(one_of("key", request.among)))))
    return clauses


def _one_of(schema: tantivy.Schema, name: str, values: Sequence[str]) -> Query:
    """Find any of some values of a list; for a few of them the engine's own set takes longer to make than the answer."""
    if len(values) > FEW_VALUES:
        return Query.term_set_query(schema, name, list(values))
    return _any([Query.term_query(schema, name, value, index_option="basic") for value in values])


class _Compiler:
    """Build the engine's query from the tree of one request; the engine's own parser is never used."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, request: Request):
        self._schema, self._searcher, self._request = schema, searcher, request
        self._expansions: Expansions = matching.expand(request, self._look_up)
        self._nears: dict[query.Near, Query] = {}
        self._left_to_read = matching.MOST_CANDIDATES
        self._required = request.tree.parts if isinstance(request.tree, query.And) else ()

    def _look_up(self, patterns: list[str], names: tuple[str, ...]) -> dict[str, list[str]]:
        """Find the spellings of patterns among the words that the reader may see."""
        readable = Query.boolean_query(_readable(self._schema, self._searcher, self._request))
        found = {}
        for pattern in patterns:
            spellings = matching.regex(pattern)
            terms = [self._searcher.terms_with_prefix(f"p_{name}", matching.prefix(pattern), readable) for name in names]
            found[pattern] = [term for some in terms for term, _ in some if spellings.fullmatch(term)]
        return found

    def compile(self, node: query.Node) -> Query:
        """Build the query of a node."""
        match node:
            case query.Everything():
                return _silent(Query.all_query())
            case query.And(parts):
                return Query.boolean_query([self._clause(part) for part in parts] + [(Occur.Must, _silent(Query.all_query()))])
            case query.Or(parts):
                return _any([self.compile(part) for part in parts])
            case query.Not(part):
                return Query.boolean_query([(Occur.Must, _silent(Query.all_query())), (Occur.MustNot, self.compile(part))])
            case query.Near(left, right):
                if node not in self._nears:
                    self._nears[node] = self._near(node)
                return self._chosen_and_weighed(self._nears[node], [self.compile(part) for part in (*left, *right)])
            case query.Words(fields, forms):
                return self._words(node, self._request.fields(fields), forms)
            case query.Value(name, tokens):
                return _silent(self._phrase(f"in_{name}", tokens))
            case query.Code(name, code):
                return _silent(Query.term_query(self._schema, f"facets.{name}", code))
            case query.Citation(key, own=own, citing=citing):
                found = [_constant(self._term("cite", key), OWN_CITATION)] if own else []
                return _any([*found, self._mentions("cites", key)] if citing else found)
            case query.Section(key):
                return _any([_constant(self._term("provisions", key), OWN_PROVISION), self._mentions("sections", key)])
            case query.Days(first, last):
                return self._range("day", as_number(first), as_number(last))
            case query.Number(name, least, most):
                return self._range(f"n_{name}", least, most)
        raise TypeError(node)

    def _term(self, name: str, value: Any) -> Query:
        return Query.term_query(self._schema, name, value, index_option="basic")

    def _range(self, name: str, least: int, most: int) -> Query:
        return _silent(Query.range_query(self._schema, name, tantivy.FieldType.Integer, least, most))

    def _clause(self, part: query.Node) -> tuple[Occur, Query]:
        if isinstance(part, query.Not):
            return Occur.MustNot, self.compile(part.part)
        return Occur.Must, self.compile(part)

    def _mentions(self, name: str, key: str) -> Query:
        parts = [self._term(name, key)]
        if self._request.is_team:
            parts.append(self._term(f"{name}_team", key))
        return _constant(_any(parts), MENTION)

    def _phrase(self, name: str, tokens: Form) -> Query:
        if len(tokens) == 1:
            return Query.term_query(self._schema, name, tokens[0], index_option="position")
        return Query.phrase_query(self._schema, name, list(tokens))

    @staticmethod
    def _chosen_and_weighed(chosen: Query, weighed: list[Query]) -> Query:
        return Query.boolean_query([(Occur.Must, _silent(chosen)), *((Occur.Should, part) for part in weighed)])

    def _words(self, words: query.Words, names: tuple[str, ...], forms: tuple[Form, ...]) -> Query:
        """Find stems by their own field, where they are weighed; spellings by the field that holds both."""
        weighed = [Query.boost_query(self._phrase(name, form), BOOSTS[name]) for name in names for form in words.weighed]
        if words.is_plain:
            return _any(weighed)
        spelled = {name: _any([self._spelled(f"p_{name}", form) for form in forms]) for name in names}
        if words.weighed:
            return self._chosen_and_weighed(_any(list(spelled.values())), weighed)
        return _any([_constant(part, BOOSTS[name]) for name, part in spelled.items()])

    def _spelled(self, name: str, form: Form) -> Query:
        if len(form) == 1 and query.is_pattern(form[0]):
            spellings = self._expansions[form[0]]
            return Query.term_set_query(self._schema, name, list(spellings)) if spellings else Query.empty_query()
        return _any([self._doubled_phrase(name, each) for each in matching.concrete([form], self._expansions)])

    def _doubled_phrase(self, name: str, form: Form) -> Query:
        """Find words side by side where each takes two places, the stem's and the spelling's."""
        if len(form) == 1:
            return self._phrase(name, form)
        first = _place(form[0])
        return Query.phrase_query(self._schema, name, [(2 * at + _place(token) - first, token) for at, token in enumerate(form)])

    def _near(self, near: query.Near) -> Query:
        """Find words near one another by their places; where a phrase takes part, by reading what may hold it."""
        pairs = matching.pairs(near, self._expansions)
        names = self._request.fields(near.fields)
        found = [self._pair(near, name, one, other) for name in names for one, other in pairs]
        if all(len(one) == len(other) == 1 for one, other in pairs):
            return _any(found)
        parts = [
            part
            for part in self._required
            if not any(len(form) > 1 for each in query.nears(part) for form in _forms((*each.left, *each.right)))
        ]
        clauses = [(Occur.Must, _any(found)), *_readable(self._schema, self._searcher, self._request), *map(self._clause, parts)]
        hits = self._searcher.search(Query.boolean_query(clauses), self._left_to_read + 1).hits
        if len(hits) > self._left_to_read:
            raise matching.too_many_candidates(near)
        self._left_to_read -= len(hits)
        keys = []
        for _, address in hits:
            row = self._searcher.doc(address)
            texts = (row.get_first(f"lines_{name}").decode() for name in names)
            if matching.holds_near(near, (line for text in texts for line in _lines(text, near))):
                keys.append(row.get_first("key"))
        return Query.term_set_query(self._schema, "key", keys) if keys else Query.empty_query()

    def _pair(self, near: query.Near, name: str, one: Form, other: Form) -> Query:
        """Find the first words of two forms close enough; what is longer is found whole besides, and its distance read afterwards."""
        field = f"{'s' if near.within == query.SENTENCE else 'p'}_{name}"
        apart = near.distance if near.within == query.WORDS else UNITS[field[0]] - 1
        apart += max(len(one), len(other)) - 1 if near.within == query.WORDS else 0
        first, second = sorted((one[0], other[0]), key=_place)
        close = Query.phrase_query(self._schema, field, [(0, first), (_place(second) - _place(first), second)], 2 * apart)
        whole = [self._doubled_phrase(field, form) for form in (one, other) if len(form) > 1]
        return Query.boolean_query([(Occur.Must, part) for part in (close, *whole)]) if whole else close


def _place(token: str) -> int:
    """Say at which of a word's two places a token stands."""
    return 1 if token.startswith(EXACT_MARK) else 0


def _forms(side: Iterable[query.Words]) -> list[Form]:
    return [form for words in side for form in words.forms]


def _any(parts: list[Query]) -> Query:
    if not parts:
        return Query.empty_query()
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, part) for part in parts])


def _silent(part: Query) -> Query:
    """Let a clause choose without weighing."""
    return _constant(part, 0.0)


def _constant(part: Query, weight: float) -> Query:
    return Query.const_score_query(part, weight)


def _number(order: str) -> int:
    """Stand for a document's place in the sort by date, where the engine reads numbers alone."""
    return int.from_bytes(hashlib.sha256(order.encode()).digest()[:7])


def _doubled(line: list[Word]) -> str:
    """Write a line with each word twice: its stem and its spelling."""
    return " ".join(itertools.chain.from_iterable(line))


def _lines(text: str, near: query.Near) -> Iterator[list[Word]]:
    """Read sentences or paragraphs back, those that hold all words of a form of either side."""
    sides = [[[f" {token} " for token in form if not query.is_pattern(token)] for form in _forms(side)] for side in (near.left, near.right)]
    for unit in text.splitlines() if near.within == query.SENTENCE else text.split("\n\n"):
        line = f" {unit} ".replace("\n", " ")
        if all(any(all(token in line for token in form) for form in side) for side in sides):
            tokens = line.split()
            yield list(map(Word, tokens[::2], tokens[1::2]))


def _row(entry: Entry) -> tantivy.Document:
    row = tantivy.Document()
    row.add_text("key", entry.key)
    for name in ("title", "body", "team"):
        row.add_text(name, " ".join(getattr(entry, name)))
        paragraphs = [list(map(_doubled, each)) for each in entry.paragraphs[name]]
        row.add_bytes(f"lines_{name}", "\n\n".join(map("\n".join, paragraphs)).encode())
        row.add_text(f"s_{name}", GAPS["s"].join(itertools.chain.from_iterable(paragraphs)))
        row.add_text(f"p_{name}", GAPS["p"].join(map(" ".join, paragraphs)))
    for name, tokens in entry.values.items():
        row.add_text(f"in_{name}", " ".join(tokens))
    for name, tokens in zip(similar.FIELDS, entry.alike, strict=True):
        row.add_text(name, " ".join(tokens))
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
    row.add_integer("number", _number(entry.orders["newest"]))
    for name, number in entry.numbers.items():
        row.add_integer(f"n_{name}", number)
    row.add_json("facets", entry.facets)
    row.add_text("digest", entry.digest)
    row.add_bytes("document", entry.written.encode())
    return row
