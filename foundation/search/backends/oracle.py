"""The written meaning of the query language: looks at every document, one by one, and keeps no index.

Slow and plain on purpose. What it answers is right; an engine that answers otherwise is wrong.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from foundation.search import query
from foundation.search.document import SearchDocument
from foundation.search.entry import BOOSTS, MENTION, OWN_CITATION, OWN_PROVISION, Entry, Found, Request, as_number, in_order

SATURATION, LENGTH_WEIGHT = 1.2, 0.75


class OracleEngine:
    """Answer from a dictionary of documents."""

    def __init__(self) -> None:
        self._waiting: dict[str, Entry | None] = {}
        self._entries: dict[str, Entry] = {}

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Put documents in, each in the place of the one with its key."""
        self._waiting.update({document.key: Entry(document) for document in documents})

    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out."""
        self._waiting.update(dict.fromkeys(keys))

    def commit(self) -> None:
        """Make what was put in and taken out findable."""
        for key, entry in self._waiting.items():
            self._entries.pop(key, None)
            if entry is not None:
                self._entries[key] = entry
        self._waiting.clear()

    def digests(self) -> dict[str, str]:
        """Give the digest of every document, by key."""
        return {key: entry.document.digest() for key, entry in self._entries.items()}

    def count(self) -> int:
        """Count the documents."""
        return len(self._entries)

    def reload(self) -> None:
        """Do nothing: what was committed is seen."""

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def drop(self) -> None:
        """Forget every document."""
        self._entries.clear()

    def search(self, request: Request) -> Found:
        """Answer one question by looking at every document."""
        readable = [entry for entry in self._entries.values() if _may_read(entry, request)]
        matching = [entry for entry in readable if self._matches(request.tree, entry, request)]
        kept = [entry for entry in matching if _passes(entry, request.wanted_filters)]
        if request.order == "relevance":
            ranked = sorted(kept, key=lambda entry: (-self._score(request.tree, entry, request), entry.orders["newest"]))
        else:
            ranked = sorted(kept, key=lambda entry: entry.orders[request.order])
        facets = {}
        for name in request.facets:
            others = {each: values for each, values in request.wanted_filters.items() if each != name}
            facets[name] = in_order(Counter(value for entry in matching if _passes(entry, others) for value in entry.facets.get(name, ())))
        page = ranked[request.offset : request.offset + request.limit]
        return Found(documents=[entry.document for entry in page], total=len(kept), facets=facets)

    def _matches(self, node: query.Node, entry: Entry, request: Request) -> bool:
        """Tell whether a document satisfies a tree."""
        match node:
            case query.Everything():
                return True
            case query.And(parts):
                return all(self._matches(part, entry, request) for part in parts)
            case query.Or(parts):
                return any(self._matches(part, entry, request) for part in parts)
            case query.Not(part):
                return not self._matches(part, entry, request)
            case query.Words(fields, forms):
                return any(_occurrences(form, getattr(entry, name)) for name in request.fields(fields) for form in forms)
            case query.Value(name, tokens):
                return _occurrences(tokens, entry.values[name]) > 0
            case query.Code(name, code):
                return code in entry.facets[name]
            case query.Citation(key, own):
                return key in entry.cite or (not own and (key in entry.cites or (request.is_team and key in entry.cites_team)))
            case query.Section(key):
                return key in entry.provisions or key in entry.sections or (request.is_team and key in entry.sections_team)
            case query.Days(first, last):
                return entry.day != 0 and as_number(first) <= entry.day <= as_number(last)
        raise TypeError(node)

    def _score(self, node: query.Node, entry: Entry, request: Request) -> float:
        """Weigh how well a document satisfies a tree: BM25 for words, fixed weights for citations and sections."""
        match node:
            case query.And(parts) | query.Or(parts):
                return sum(self._score(part, entry, request) for part in parts if self._matches(part, entry, request))
            case query.Words(fields, forms):
                return sum(BOOSTS[name] * self._weight(form, name, entry) for name in request.fields(fields) for form in forms)
            case query.Citation(key, own):
                mentioned = key in entry.cites or (request.is_team and key in entry.cites_team)
                return OWN_CITATION * (key in entry.cite) + MENTION * (not own and mentioned)
            case query.Section(key):
                mentioned = key in entry.sections or (request.is_team and key in entry.sections_team)
                return OWN_PROVISION * (key in entry.provisions) + MENTION * mentioned
        return 0.0

    def _weight(self, form: tuple[str, ...], name: str, entry: Entry) -> float:
        """Weigh a phrase in one text as Lucene and tantivy do, lengths rounded as they round them."""
        found = _occurrences(form, getattr(entry, name))
        if not found:
            return 0.0
        texts = [getattr(each, name) for each in self._entries.values()]
        rarity = 0.0
        for token in form:
            holding = sum(token in text for text in texts)
            rarity += math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
        average = sum(map(len, texts)) / len(texts)
        length = rounded_length(len(getattr(entry, name)))
        return rarity * (1 + SATURATION) * found / (found + SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / average))


def rounded_length(length: int) -> int:
    """Round a text's length down to what one byte of an index can hold."""
    if length < 40:
        return length
    rest = length - 24
    step = max(rest.bit_length() - 4, 0)
    return (rest >> step << step) + 24


def _may_read(entry: Entry, request: Request) -> bool:
    document = entry.document
    return (
        not request.readers.isdisjoint(document.readers) and request.readers.isdisjoint(document.denied) and entry.key not in request.masked
    )


def _passes(entry: Entry, filters: dict[str, tuple[str, ...]]) -> bool:
    return all(any(value in entry.facets.get(name, ()) for value in values) for name, values in filters.items())


def _occurrences(form: tuple[str, ...], text: list[str]) -> int:
    """Count how often the tokens stand in this order, side by side."""
    if len(form) == 1:
        return text.count(form[0])
    return sum(tuple(text[at : at + len(form)]) == form for at in range(len(text) - len(form) + 1))
