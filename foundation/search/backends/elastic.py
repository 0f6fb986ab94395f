"""The engine for several hosts: one Elasticsearch index of one shard, so that word statistics are those of the whole."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, helpers
from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from foundation.search import query
from foundation.search.document import SearchDocument
from foundation.search.entry import (
    BOOSTS,
    MENTION,
    MOST_OFFSET,
    MOST_VALUES,
    OWN_CITATION,
    OWN_PROVISION,
    Entry,
    Found,
    Refused,
    Request,
    Unavailable,
    as_number,
    in_order,
)

TEXTS = ("title", "body", "team", *(f"in_{name}" for name in query.VALUE_FIELDS))
LISTS = ("cite", "cites", "cites_team", "provisions", "sections", "sections_team")

# Tokens come ready made: the engine only splits them at the blanks.
SETTINGS = {"number_of_shards": 1, "number_of_replicas": 0, "max_result_window": MOST_OFFSET * 2, "refresh_interval": -1}
MAPPING = {
    "dynamic": "strict",
    "date_detection": False,
    "numeric_detection": False,
    "_source": {"includes": ["document", "digest"]},
    "dynamic_templates": [{"facets": {"path_match": "facets.*", "match_mapping_type": "string", "mapping": {"type": "keyword"}}}],
    "properties": {
        "key": {"type": "keyword"},
        **{name: {"type": "text", "analyzer": "whitespace"} for name in TEXTS},
        **{name: {"type": "keyword"} for name in (*LISTS, "readers", "denied", "by_newest", "by_oldest", "by_title")},
        "day": {"type": "integer"},
        "facets": {"type": "object", "dynamic": "true"},
        "digest": {"type": "keyword", "index": False, "doc_values": False},
        "document": {"type": "keyword", "index": False, "doc_values": False},
    },
}

P = ParamSpec("P")
T = TypeVar("T")


def _answering(method: Callable[P, T]) -> Callable[P, T]:
    """Turn whatever the node or the way to it does wrong into Unavailable."""

    @functools.wraps(method)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except (ApiError, TransportError) as trouble:
            raise Unavailable(f"The search node did not answer: {type(trouble).__name__}.") from trouble

    return wrapped


class ElasticEngine:
    """Answer from an Elasticsearch index."""

    def __init__(self, url: str, index: str, *, timeout: float = 2.0, create: bool = True):
        self._client = Elasticsearch(url, request_timeout=timeout, max_retries=0, retry_on_timeout=False)
        self._patient = self._client.options(request_timeout=60)
        self._index = index
        self._create = create
        self._made = False

    # ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _make(self) -> None:
        if not self._made:
            if not self._patient.indices.exists(index=self._index):
                if not self._create:
                    raise Unavailable("The index is not where it should be.")
                self._patient.indices.create(index=self._index, settings=SETTINGS, mappings=MAPPING)
            self._made = True

    @_answering
    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Put documents in, each in the place of the one with its key."""
        self._make()
        rows = ({"_index": self._index, "_id": document.key, "_source": _row(Entry(document))} for document in documents)
        _, errors = helpers.bulk(self._patient, rows, chunk_size=200, raise_on_error=False)
        if errors:
            raise Refused([error["index"]["_id"] for error in errors])

    @_answering
    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out."""
        self._make()
        rows = ({"_op_type": "delete", "_index": self._index, "_id": key} for key in keys)
        helpers.bulk(self._patient, rows, raise_on_error=False)

    @_answering
    def commit(self) -> None:
        """Make what was put in and taken out findable; the node made it durable when it answered."""
        self._make()
        self._patient.indices.refresh(index=self._index)

    @_answering
    def drop(self) -> None:
        """Delete the whole index."""
        self._patient.indices.delete(index=self._index, ignore_unavailable=True)
        self._made = False

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def reload(self) -> None:
        """Do nothing: the node shows what was committed."""

    @_answering
    def exists(self) -> bool:
        """Tell whether the index is on the node."""
        return bool(self._client.indices.exists(index=self._index))

    # ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @_answering
    def count(self) -> int:
        """Count the documents."""
        return int(self._client.count(index=self._index)["count"])

    @_answering
    def digests(self) -> dict[str, str]:
        """Give the digest of every document, by key."""
        rows = helpers.scan(self._patient, index=self._index, query={"_source": ["digest"]}, size=1_000)
        return {row["_id"]: row["_source"]["digest"] for row in rows}

    @_answering
    def search(self, request: Request) -> Found:
        """Answer one question, counts of facets included, in one call."""
        base = Q("bool", must=[_compile(request.tree, request)], **_readable(request))
        filters = request.wanted_filters
        asked = Search(using=self._client, index=self._index).query(base).extra(track_total_hits=True)
        asked = asked.source(["document"]).params(allow_partial_search_results=False)
        if filters:
            asked = asked.post_filter(_filters(filters))
        for name in request.facets:
            others = {each: values for each, values in filters.items() if each != name}
            asked.aggs.bucket(f"of_{name}", "filter", _filters(others).to_dict()).bucket(
                "values", "terms", field=f"facets.{name}", size=MOST_VALUES, min_doc_count=1
            )
        order: list[Any] = ["_score", "by_newest"] if request.order == "relevance" else [f"by_{request.order}"]
        asked = asked.sort(*order)[request.offset : request.offset + request.limit]
        answer = asked.execute()
        facets = {}
        for name in request.facets:
            buckets = answer.aggregations[f"of_{name}"]["values"].buckets
            facets[name] = in_order({bucket.key: bucket.doc_count for bucket in buckets})
        documents = [SearchDocument.from_json(hit["_source"]["document"]) for hit in answer.hits.hits]
        return Found(documents=documents, total=answer.hits.total.value, facets=facets)


def _readable(request: Request) -> dict[str, list[Query]]:
    """Keep what the reader may see: any token of the readers, none of the denied, nothing masked."""
    readers = sorted(request.readers)
    hidden = [Q("terms", denied=readers)]
    if request.masked:
        hidden.append(Q("terms", key=sorted(request.masked)))
    return {"filter": [Q("terms", readers=readers)], "must_not": hidden}


def _filters(filters: Mapping[str, tuple[str, ...]]) -> Query:
    if not filters:
        return Q("match_all")
    return Q("bool", filter=[Q("terms", **{f"facets.{name}": sorted(values)}) for name, values in filters.items()])


def _compile(node: query.Node, request: Request) -> Query:
    """Build the engine's query from the tree; its own parser is never used."""
    match node:
        case query.Everything():
            return _silent(Q("match_all"))
        case query.And(parts):
            kept = [_compile(part, request) for part in parts if not isinstance(part, query.Not)]
            left = [_compile(part.part, request) for part in parts if isinstance(part, query.Not)]
            return Q("bool", must=kept or [_silent(Q("match_all"))], must_not=left)
        case query.Or(parts):
            return _any([_compile(part, request) for part in parts])
        case query.Not(part):
            return Q("bool", filter=[Q("match_all")], must_not=[_compile(part, request)])
        case query.Words(fields, forms):
            return _any([_phrase(name, form, BOOSTS[name]) for name in request.fields(fields) for form in forms])
        case query.Value(name, tokens):
            return _silent(_phrase(f"in_{name}", tokens))
        case query.Code(name, code):
            return _silent(Q("term", **{f"facets.{name}": {"value": code}}))
        case query.Citation(key, own):
            found = [_constant(Q("term", cite={"value": key}), OWN_CITATION)]
            return _any(found if own else [*found, _mentions("cites", key, request)])
        case query.Section(key):
            return _any([_constant(Q("term", provisions={"value": key}), OWN_PROVISION), _mentions("sections", key, request)])
        case query.Days(first, last):
            return _silent(Q("range", day={"gte": as_number(first), "lte": as_number(last)}))
    raise TypeError(node)


def _mentions(name: str, key: str, request: Request) -> Query:
    names = [name, f"{name}_team"] if request.is_team else [name]
    return _constant(_any([Q("term", **{each: {"value": key}}) for each in names]), MENTION)


def _phrase(name: str, tokens: tuple[str, ...], boost: float = 1.0) -> Query:
    if len(tokens) == 1:
        return Q("term", **{name: {"value": tokens[0], "boost": boost}})
    return Q("match_phrase", **{name: {"query": " ".join(tokens), "analyzer": "whitespace", "boost": boost}})


def _any(parts: list[Query]) -> Query:
    if not parts:
        return Q("match_none")
    return parts[0] if len(parts) == 1 else Q("bool", should=parts, minimum_should_match=1)


def _silent(part: Query) -> Query:
    """Let a clause choose without weighing."""
    return Q("bool", filter=[part])


def _constant(part: Query, weight: float) -> Query:
    return Q("constant_score", filter=part, boost=weight)


def _row(entry: Entry) -> dict[str, Any]:
    document = entry.document
    return {
        "key": entry.key,
        **{name: " ".join(getattr(entry, name)) for name in ("title", "body", "team")},
        **{f"in_{name}": " ".join(tokens) for name, tokens in entry.values.items()},
        **{name: getattr(entry, name) for name in LISTS},
        "readers": sorted(document.readers),
        "denied": sorted(document.denied),
        **{f"by_{name}": order for name, order in entry.orders.items()},
        **({"day": entry.day} if entry.day else {}),
        "facets": entry.facets,
        "digest": document.digest(),
        "document": document.to_json(),
    }
