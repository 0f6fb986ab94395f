"""The engine for several hosts: one Elasticsearch index of one shard, so that word statistics are those of the whole."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, helpers
from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from foundation.search import matching, query, similar, spelling
from foundation.search.analysis import EXACT_MARK
from foundation.search.document import SearchDocument
from foundation.search.entry import (
    BOOSTS,
    MENTION,
    MOST_OFFSET,
    MOST_VALUES,
    ORDERS,
    OWN_CITATION,
    OWN_PROVISION,
    Entry,
    Found,
    LikenessRequest,
    Place,
    Refused,
    Request,
    Unavailable,
    WordsRequest,
    as_number,
    in_order,
    in_rank,
    most_frequent,
)
from foundation.search.marks import NUMBER_FIELDS, TEXT, VALUE_FIELDS
from foundation.search.matching import Expansions, Form
from foundation.search.sentences import LONGEST_PARAGRAPH, LONGEST_SENTENCE

TEXTS = (*TEXT, *(f"in_{name}" for name in VALUE_FIELDS))
LISTS = ("cite", "cites", "cites_team", "provisions", "sections", "sections_team")
ALIAS = "casetracker"
VERSION = "8"
RETRIED = (429, 502, 503, 504)
POISON = (400, 413)
"""What is answered for a document that no retry would get in; anything else is the node's own trouble."""
NOT_THERE = 404
MOST_BYTES = 8_000_000
"""So much is sent at once: a node takes a tenth of its memory and refuses the rest, and an entry is eight times as long as its text."""
MOST_SPELLINGS = 10_000
"""So many spellings of about one length and with one first letter are looked at; a bank has a few thousand."""
ONE_WHOLE_COPY: dict[str, Any] = {"allow_partial_search_results": False, "preference": "casetracker"}
"""Answers come whole or not at all, and from one copy as long as it stands: each counts what was deleted in its own way, and so weighs."""
UNITS = {"s": LONGEST_SENTENCE, "p": LONGEST_PARAGRAPH}
"""The fields s_body and p_body hold sentences or paragraphs with a gap wider than one between, each word as stem and as spelling."""

# Tokens come ready made: the engine splits them at the blanks, and where two share a place, at the mark between.
SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",  # a second copy as soon as there is a second node
    "max_result_window": MOST_OFFSET * 2,
    "refresh_interval": -1,
    "analysis": {
        "filter": {
            "both": {
                "type": "pattern_capture",
                "preserve_original": False,
                "patterns": [f"^([^{EXACT_MARK}]+)", f"({EXACT_MARK}.+)$"],
            }
        },
        "analyzer": {"doubled": {"type": "custom", "tokenizer": "blanks", "filter": ["both"]}},
        # Two of the longest words and the mark between fit in one token.
        "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": 512}},
    },
}
MAPPING = {
    "dynamic": "strict",
    "date_detection": False,
    "numeric_detection": False,
    "_source": {"includes": ["document", "digest"]},
    "dynamic_templates": [{"facets": {"path_match": "facets.*", "match_mapping_type": "string", "mapping": {"type": "keyword"}}}],
    "properties": {
        "key": {"type": "keyword"},
        **{name: {"type": "text", "analyzer": "whitespace"} for name in TEXTS},
        **{name: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"} for name in similar.FIELDS},
        **{
            f"{unit}_{name}": {"type": "text", "analyzer": "doubled", "position_increment_gap": longest + 1, "norms": False}
            for name in TEXT
            for unit, longest in UNITS.items()
        },
        **{f"words_{name}": {"type": "keyword"} for name in TEXT},
        **{name: {"type": "keyword"} for name in (*LISTS, "readers", "denied", *(f"by_{order}" for order in ORDERS))},
        **{name: {"type": "integer"} for name in ("day", *(f"n_{name}" for name in NUMBER_FIELDS))},
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


def _client_of(url: str, timeout: float) -> Elasticsearch:
    """Reach a node, or one of several whose addresses are set apart by commas: who does not take a question leaves it to the next."""
    nodes = [each.strip() for each in url.split(",") if each.strip()]
    return Elasticsearch(nodes, request_timeout=timeout, max_retries=len(nodes) - 1, retry_on_timeout=False)


def trouble_of(url: str) -> str:
    """Say in a sentence why a node cannot serve, empty when it can."""
    client = _client_of(url, 2.0)
    try:
        version = str(client.info()["version"]["number"])
    except (ApiError, TransportError) as trouble:
        return f"The search node does not answer as Elasticsearch does: {type(trouble).__name__}."
    finally:
        client.close()
    return "" if version.partition(".")[0] == VERSION else f"The search node is Elasticsearch {version}; version {VERSION} is needed."


class ElasticEngine:
    """Answer from an Elasticsearch index."""

    def __init__(self, url: str, index: str, *, timeout: float = 2.0, create: bool = True):
        self._client = _client_of(url, timeout)
        self._patient = self._client.options(request_timeout=60, max_retries=3, retry_on_timeout=True, retry_on_status=RETRIED)
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
        _, errors = helpers.bulk(self._patient, rows, chunk_size=200, max_chunk_bytes=MOST_BYTES, raise_on_error=False)
        if any(error["index"]["status"] not in POISON for error in errors):
            raise Unavailable("The search node takes no documents now.")
        if errors:
            raise Refused([error["index"]["_id"] for error in errors])

    @_answering
    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out."""
        self._make()
        rows = ({"_op_type": "delete", "_index": self._index, "_id": key} for key in keys)
        _, errors = helpers.bulk(self._patient, rows, raise_on_error=False)
        if any(error["delete"]["status"] != NOT_THERE for error in errors):
            raise Unavailable("The search node takes no documents out now.")

    @_answering
    def commit(self) -> None:
        """Make what was put in and taken out findable; the node made it durable when it answered."""
        self._make()
        self._patient.indices.refresh(index=self._index)

    @_answering
    def publish(self) -> None:
        """Move the alias to this index in one step, for tools beside the product; the product itself asks an index by its name."""
        taken = {"remove": {"index": "casetracker-*", "alias": ALIAS, "must_exist": False}}
        # Asked again where an older index goes away in between: it is named by the pattern, and then missed.
        patient = self._patient.options(retry_on_status=(*RETRIED, NOT_THERE))
        patient.indices.update_aliases(actions=[taken, {"add": {"index": self._index, "alias": ALIAS}}])

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
        tree = _Compiler(request, matching.expand(request, lambda patterns, names: self._look_up(request, patterns, names)))
        base = Q("bool", must=[tree.compile(request.tree)], **_readable(request))
        filters = request.wanted_filters
        asked = Search(using=self._client, index=self._index).query(base).extra(track_total_hits=True)
        asked = asked.source(["document"]).params(**ONE_WHOLE_COPY)
        if filters:
            asked = asked.post_filter(_filters(filters))
        for name in request.facets:
            others = {each: values for each, values in filters.items() if each != name}
            asked.aggs.bucket(f"of_{name}", "filter", _filters(others).to_dict()).bucket(
                "values", "terms", field=f"facets.{name}", size=MOST_VALUES, min_doc_count=1
            )
        order: list[Any] = ["_score", "by_newest"] if request.order == "relevance" else [f"by_{request.order}"]
        asked = asked.sort(*order)
        if request.after is None:
            asked = asked[request.offset : request.offset + request.limit]
        else:
            place = request.after
            asked = asked.extra(search_after=[place.order] if place.score is None else [place.score, place.order])[: request.limit]
        answer = asked.execute()
        _whole(answer.to_dict())
        facets = {}
        for name in request.facets:
            buckets = answer.aggregations[f"of_{name}"]["values"].buckets
            facets[name] = in_order({bucket.key: bucket.doc_count for bucket in buckets})
        documents = [SearchDocument.from_json(hit["_source"]["document"]) for hit in answer.hits.hits]
        last = Place(*reversed(answer.hits.hits[-1]["sort"])) if documents else None
        return Found(documents=documents, total=answer.hits.total.value, facets=facets, last=last)

    @_answering
    def keys(self, request: Request) -> list[str]:
        """Give the keys of what answers a question, newest first."""
        tree = _Compiler(request, matching.expand(request, lambda patterns, names: self._look_up(request, patterns, names)))
        readable = _readable(request)
        readable["filter"].append(_filters(request.wanted_filters))
        answer = self._client.search(
            index=self._index,
            query=Q("bool", must=[tree.compile(request.tree)], **readable).to_dict(),
            sort=["by_newest"],
            from_=request.offset,
            size=request.limit,
            stored_fields="_none_",
            docvalue_fields=["by_newest"],
            track_total_hits=False,
            **ONE_WHOLE_COPY,
        )
        _whole(answer.body)
        return [hit["fields"]["by_newest"][0].partition(" ")[2] for hit in answer["hits"]["hits"]]

    @_answering
    def holding(self, parts: similar.Cut) -> tuple[dict[str, dict[str, int]], int]:
        """Say in how many documents each term stands, by field, and how many documents there are."""
        texts = {name: " ".join(set(tokens)) for name, tokens in zip(similar.FIELDS, parts, strict=True)}
        answer = self._client.termvectors(
            index=self._index,
            doc=texts,
            fields=list(similar.FIELDS),
            term_statistics=True,
            field_statistics=True,
            positions=False,
            offsets=False,
            payloads=False,
            filter_path=["term_vectors.*.field_statistics.doc_count", "term_vectors.*.terms.*.doc_freq"],
        )
        vectors = answer.get("term_vectors", {})
        counted = {name: {token: told["doc_freq"] for token, told in vector.get("terms", {}).items()} for name, vector in vectors.items()}
        return counted, max((vector.get("field_statistics", {}).get("doc_count", 0) for vector in vectors.values()), default=0)

    @_answering
    def like(self, request: LikenessRequest) -> list[similar.Ranked]:
        """Give the documents that share most with the terms, best first, equals newest first and then by key."""
        readable = _readable(request)
        if request.before is not None:
            readable["filter"].append(Q("range", day={"lt": as_number(request.before)}))
        any_term = [{"term": {term.field: {"value": term.token, "boost": term.boost}}} for term in request.terms]
        asked = {
            "bool": {
                "should": any_term,
                "minimum_should_match": 1,
                "filter": [*(part.to_dict() for part in readable["filter"]), _filters(request.wanted_filters).to_dict()],
                "must_not": [part.to_dict() for part in readable["must_not"]],
            }
        }
        answer = self._client.search(
            index=self._index,
            query=asked,
            size=request.limit,
            stored_fields="_none_",
            docvalue_fields=["by_newest"],
            track_total_hits=False,
            **ONE_WHOLE_COPY,
        )
        _whole(answer.body)
        return in_rank((hit["_score"], hit["fields"]["by_newest"][0]) for hit in answer["hits"]["hits"])

    @_answering
    def closest(self, request: WordsRequest) -> dict[str, int]:
        """Give the spellings closest to a word that stand in what the reader may see, and in how many documents."""
        word, most = request.word, spelling.allowed(request.word)
        if not most:
            return {}
        fields = [f"words_{name}" for name in request.fields(request.names)]
        like = {"value": word, "fuzziness": most, "prefix_length": 1, "transpositions": True, "rewrite": "constant_score"}
        asked = self._readable_words(request, _any([Q("fuzzy", **{field: like}) for field in fields]))
        shape = f"{word[0]}.{{{len(word) - most - 1},{len(word) + most - 1}}}"
        for field in fields:
            asked.aggs.bucket(field, "terms", field=field, include=shape, size=MOST_SPELLINGS)
        answer = _whole_answer(asked)

        def count(spellings: list[str]) -> dict[str, int]:
            held = self._readable_words(request, _any([Q("terms", **{field: spellings}) for field in fields]))
            of_each = {spelled: _any([Q("term", **{field: {"value": spelled}}) for field in fields]).to_dict() for spelled in spellings}
            held.aggs.bucket("held", "filters", filters=of_each)
            return {spelled: bucket["doc_count"] for spelled, bucket in _whole_answer(held)["held"]["buckets"].items()}

        return spelling.nearest(word, {bucket["key"] for field in fields for bucket in answer[field]["buckets"]}, count)

    @_answering
    def beginning(self, request: WordsRequest) -> list[tuple[str, int]]:
        """Give the spellings that begin like this in what the reader may see, the most frequent first, each with its weight."""
        fields = [f"words_{name}" for name in request.fields(request.names)]
        asked = self._readable_words(request, _any([Q("prefix", **{field: {"value": request.word}}) for field in fields]))
        for field in fields:
            asked.aggs.bucket(field, "terms", field=field, include=_lucene_regex(f"{request.word}*"), size=MOST_SPELLINGS)
        answer = _whole_answer(asked)
        found = ((bucket["key"], bucket["doc_count"]) for field in fields for bucket in answer[field]["buckets"])
        return most_frequent(found, request.limit)

    def _readable_words(self, request: WordsRequest, asked: Query) -> Search:
        """Begin a question that counts in what the reader may see and gives no hits."""
        readable = _readable(request)
        readable["filter"] += [asked, _filters(request.wanted_filters)]
        return Search(using=self._client, index=self._index).query(Q("bool", **readable))[:0].params(**ONE_WHOLE_COPY)

    @_answering
    def documents(self, keys: Sequence[str]) -> list[SearchDocument]:
        """Give the documents of these keys, in their order."""
        if not keys:
            return []
        answer = self._client.mget(index=self._index, ids=list(keys), realtime=False)
        return [SearchDocument.from_json(row["_source"]["document"]) for row in answer["docs"] if row.get("found")]

    def _look_up(self, request: Request, patterns: list[str], names: tuple[str, ...]) -> dict[str, list[str]]:
        """Find the spellings of patterns among the words that the reader may see."""
        asked = Search(using=self._client, index=self._index).query(Q("bool", **_readable(request)))[:0]
        asked = asked.params(**ONE_WHOLE_COPY)
        for number, pattern in enumerate(patterns):
            for name in names:
                wanted = {"field": f"words_{name}", "include": _lucene_regex(pattern), "size": matching.MOST_EXPANSIONS + 1}
                asked.aggs.bucket(f"{number}_{name}", "terms", **wanted)
        answer = asked.execute()
        _whole(answer.to_dict())
        found = {}
        for number, pattern in enumerate(patterns):
            buckets = [bucket for name in names for bucket in answer.aggregations[f"{number}_{name}"].buckets]
            found[pattern] = [EXACT_MARK + bucket.key for bucket in buckets]
        return found


def _whole_answer(asked: Search) -> dict[str, Any]:
    """Ask for counts alone, and give them."""
    answer = asked.execute().to_dict()
    _whole(answer)
    return dict(answer["aggregations"])


def _whole(answer: Mapping[str, Any]) -> None:
    """Refuse what a part of the index answered, or what is no answer to a search."""
    if answer.get("timed_out", True) or answer.get("_shards", {}).get("failed", 1):
        raise Unavailable("The search node answered in part only.")


def _lucene_regex(pattern: str) -> str:
    """Write a pattern, whose letters are letters, digits and dots, for the engine."""
    return pattern.removeprefix(EXACT_MARK).replace(".", r"\.").replace("*", ".*").replace("?", ".")


def _readable(request: Request) -> dict[str, list[Query]]:
    """Keep what the reader may see: any token of the readers, none of the denied, nothing masked, among the keys asked about."""
    readers = sorted(request.readers)
    hidden = [Q("terms", denied=readers)]
    if request.masked:
        hidden.append(Q("terms", key=sorted(request.masked)))
    shown = [Q("terms", readers=readers)]
    if request.among is not None:
        shown.append(Q("terms", key=sorted(request.among)))
    return {"filter": shown, "must_not": hidden}


def _filters(filters: Mapping[str, tuple[str, ...]]) -> Query:
    if not filters:
        return Q("match_all")
    return Q("bool", filter=[Q("terms", **{f"facets.{name}": sorted(values)}) for name, values in filters.items()])


class _Compiler:
    """Build the engine's query from the tree of one request; the engine's own parser is never used."""

    def __init__(self, request: Request, expansions: Expansions):
        self._request, self._expansions = request, expansions

    def compile(self, node: query.Node) -> Query:
        """Build the query of a node."""
        match node:
            case query.Everything():
                return _silent(Q("match_all"))
            case query.And(parts):
                kept = [self.compile(part) for part in parts if not isinstance(part, query.Not)]
                left = [self.compile(part.part) for part in parts if isinstance(part, query.Not)]
                return Q("bool", must=kept or [_silent(Q("match_all"))], must_not=left)
            case query.Or(parts):
                return _any([self.compile(part) for part in parts])
            case query.Not(part):
                return Q("bool", filter=[Q("match_all")], must_not=[self.compile(part)])
            case query.Near(left, right):
                return _chosen_and_weighed(self._near(node), [self.compile(part) for part in (*left, *right)])
            case query.Words(fields):
                return self._words(node, self._request.fields(fields))
            case query.Value(name, tokens):
                return _silent(_phrase(f"in_{name}", tokens))
            case query.Code(name, code):
                return _silent(Q("term", **{f"facets.{name}": {"value": code}}))
            case query.Citation(key, own=own, citing=citing):
                found = [_constant(Q("term", cite={"value": key}), OWN_CITATION)] if own else []
                return _any([*found, self._mentions("cites", key)] if citing else found)
            case query.Section(key):
                return _any([_constant(Q("term", provisions={"value": key}), OWN_PROVISION), self._mentions("sections", key)])
            case query.Days(first, last):
                return _silent(Q("range", day={"gte": as_number(first), "lte": as_number(last)}))
            case query.Number(name, least, most):
                return _silent(Q("range", **{f"n_{name}": {"gte": least, "lte": most}}))
        raise TypeError(node)

    def _mentions(self, name: str, key: str) -> Query:
        names = [name, f"{name}_team"] if self._request.is_team else [name]
        return _constant(_any([Q("term", **{each: {"value": key}}) for each in names]), MENTION)

    def _words(self, words: query.Words, names: tuple[str, ...]) -> Query:
        """Find stems by their own field, where they are weighed; spellings by the field that holds both."""
        weighed = [_phrase(name, form, BOOSTS[name]) for name in names for form in words.weighed]
        if words.is_plain:
            return _any(weighed)
        spelled = {name: _any([self._spelled(name, form) for form in words.forms]) for name in names}
        if words.weighed:
            return _chosen_and_weighed(_any(list(spelled.values())), weighed)
        return _any([_constant(part, BOOSTS[name]) for name, part in spelled.items()])

    def _spelled(self, name: str, form: Form) -> Query:
        if len(form) == 1 and query.is_pattern(form[0]):
            return Q("terms", **{f"p_{name}": list(self._expansions[form[0]])})
        return _any([_span(f"p_{name}", each) for each in matching.concrete([form], self._expansions)])

    def _near(self, near: query.Near) -> Query:
        """Find words and phrases near one another by their places."""
        unit = "s" if near.within == query.SENTENCE else "p"
        most_between = (near.distance if near.within == query.WORDS else UNITS[unit]) - 1
        found = []
        for name in self._request.fields(near.fields):
            for one, other in matching.pairs(near, self._expansions):
                sides = [_span(f"{unit}_{name}", form) for form in (one, other)]
                found.append(Q("span_near", clauses=sides, slop=most_between, in_order=False))
        return _any(found)


def _span(name: str, form: Form) -> Query:
    """Find words in this order, side by side, as places in a text."""
    terms = [Q("span_term", **{name: {"value": token}}) for token in form]
    return terms[0] if len(terms) == 1 else Q("span_near", clauses=terms, slop=0, in_order=True)


def _phrase(name: str, tokens: Form, boost: float = 1.0) -> Query:
    if len(tokens) == 1:
        return Q("term", **{name: {"value": tokens[0], "boost": boost}})
    return Q("match_phrase", **{name: {"query": " ".join(tokens), "analyzer": "whitespace", "boost": boost}})


def _chosen_and_weighed(chosen: Query, weighed: list[Query]) -> Query:
    return Q("bool", must=[_silent(chosen)], should=weighed)


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
        **{
            f"{unit}_{name}": [" ".join(map("".join, line)) for line in entry.units(name, within)]
            for name in TEXT
            for unit, within in (("s", query.SENTENCE), ("p", query.PARAGRAPH))
        },
        **{f"words_{name}": sorted({word.exact[1:] for line in entry.units(name, query.PARAGRAPH) for word in line}) for name in TEXT},
        **{f"in_{name}": " ".join(tokens) for name, tokens in entry.values.items()},
        **{name: " ".join(tokens) for name, tokens in zip(similar.FIELDS, entry.alike, strict=True)},
        **{name: getattr(entry, name) for name in LISTS},
        "readers": sorted(document.readers),
        "denied": sorted(document.denied),
        **{f"by_{name}": order for name, order in entry.orders.items()},
        **({"day": entry.day} if entry.day else {}),
        **{f"n_{name}": number for name, number in entry.numbers.items()},
        "facets": entry.facets,
        "digest": entry.digest,
        "document": entry.written,
    }
