"""The written meaning of the query language: looks at every document, one by one, and keeps no index.

Slow and plain on purpose. What it answers is right; an engine that answers otherwise is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from foundation.search import matching, query, similar, spelling
from foundation.search.analysis import EXACT_MARK
from foundation.search.document import SearchDocument
from foundation.search.entry import (
    BOOSTS,
    MENTION,
    OWN_CITATION,
    OWN_PROVISION,
    Entry,
    Found,
    LikenessRequest,
    Place,
    Request,
    WordsRequest,
    as_number,
    in_order,
    in_rank,
    most_frequent,
)

SATURATION, LENGTH_WEIGHT = 1.2, 0.75


class OracleEngine:
    """Answer from a dictionary of documents."""

    def __init__(self) -> None:
        self._waiting: dict[str, Entry | None] = {}
        self._entries: dict[str, Entry] = {}
        self._counted: dict[tuple[str, str], float] = {}

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
        self._counted.clear()

    def digests(self) -> dict[str, str]:
        """Give the digest of every document, by key."""
        return {key: entry.document.digest() for key, entry in self._entries.items()}

    def count(self) -> int:
        """Count the documents."""
        return len(self._entries)

    def publish(self) -> None:
        """Do nothing: no other tool looks."""

    def reload(self) -> None:
        """Do nothing: what was committed is seen."""

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def drop(self) -> None:
        """Forget every document."""
        self._entries.clear()

    def search(self, request: Request) -> Found:
        """Answer one question by looking at every document."""
        readable = [entry for entry in self._entries.values() if may_read(entry, request)]
        matching.expand(request, lambda patterns, names: {each: _spellings(each, names, readable) for each in patterns})
        satisfied = [entry for entry in readable if satisfies(request.tree, entry, request)]
        kept = [entry for entry in satisfied if _passes(entry, request.wanted_filters)]
        places = [(entry, self._place(entry, request)) for entry in kept]
        ranked = sorted(places, key=lambda each: _sortable(each[1]))
        if request.after is not None:
            ranked = [each for each in ranked if _sortable(each[1]) > _sortable(request.after)]
        facets = {}
        for name in request.facets:
            others = {each: values for each, values in request.wanted_filters.items() if each != name}
            facets[name] = in_order(Counter(value for entry in satisfied if _passes(entry, others) for value in entry.facets.get(name, ())))
        offset = request.offset if request.after is None else 0
        page = ranked[offset : offset + request.limit]
        last = page[-1][1] if page else None
        return Found(documents=[entry.document for entry, _ in page], total=len(kept), facets=facets, last=last)

    def _place(self, entry: Entry, request: Request) -> Place:
        """Say where a document stands in the order that is asked for."""
        if request.order == "relevance":
            return Place(entry.orders["newest"], self._score(request.tree, entry, request))
        return Place(entry.orders[request.order])

    def keys(self, request: Request) -> list[str]:
        """Give the keys of what answers a question, newest first."""
        return [document.key for document in self.search(replace(request, sort="newest", facets=())).documents]

    def holding(self, parts: similar.Cut) -> tuple[dict[str, dict[str, int]], int]:
        """Say in how many documents each term stands, by field, and how many documents there are."""
        counted: dict[str, dict[str, int]] = {}
        for name, tokens in zip(similar.FIELDS, parts, strict=True):
            held = Counter(token for entry in self._entries.values() for token in set(getattr(entry.alike, name)))
            counted[name] = {token: held[token] for token in set(tokens)}
        return counted, self.count()

    def like(self, request: LikenessRequest) -> list[similar.Ranked]:
        """Give the documents that share most with the terms, best first, equals newest first and then by key."""
        scores = []
        for entry in self._entries.values():
            dated = request.before is None or 0 < entry.day < as_number(request.before)
            if may_read(entry, request) and _passes(entry, request.wanted_filters) and dated:
                score = sum(term.boost * self._weight((term.token,), term.field, entry) for term in request.terms)
                if score:
                    scores.append((score, entry.orders["newest"]))
        return in_rank(scores)[: request.limit]

    def closest(self, request: WordsRequest) -> dict[str, int]:
        """Give the spellings closest to a word that stand in what the reader may see, and in how many documents."""
        held = Counter(word for words in self._spellings(request).values() for word in set().union(*words))
        return spelling.nearest(request.word, held, lambda some: {word: held[word] for word in some})

    def beginning(self, request: WordsRequest) -> list[tuple[str, int]]:
        """Give the spellings that begin like this in what the reader may see, the most frequent first, each with its weight."""
        spellings = (word for texts in self._spellings(request).values() for words in texts for word in words)
        return most_frequent(((word, 1) for word in spellings if word.startswith(request.word)), request.limit)

    def _spellings(self, request: WordsRequest) -> dict[str, list[set[str]]]:
        """List the spellings of each text of what the reader may see, by the document's key."""
        return {
            entry.key: [
                {word.exact.removeprefix(EXACT_MARK) for line in entry.units(name, query.PARAGRAPH) for word in line}
                for name in request.fields(request.names)
            ]
            for entry in self._entries.values()
            if may_read(entry, request) and _passes(entry, request.wanted_filters)
        }

    def documents(self, keys: Sequence[str]) -> list[SearchDocument]:
        """Give the documents of these keys, in their order."""
        return [self._entries[key].document for key in keys if key in self._entries]

    def _score(self, node: query.Node, entry: Entry, request: Request) -> float:
        """Weigh how well a document satisfies a tree: BM25 for words, fixed weights for citations and sections."""
        match node:
            case query.And(parts) | query.Or(parts):
                return sum(self._score(part, entry, request) for part in parts if satisfies(part, entry, request))
            case query.Near(left, right):
                return sum(self._score(part, entry, request) for part in (*left, *right) if satisfies(part, entry, request))
            case query.Words(fields) if node.weighed:
                return sum(BOOSTS[name] * self._weight(form, name, entry) for name in request.fields(fields) for form in node.weighed)
            case query.Words(fields):
                return sum(BOOSTS[name] for name in request.fields(fields) if matching.holds_words(node, entry, [name]))
            case query.Citation(key, own=own, citing=citing):
                mentioned = key in entry.cites or (request.is_team and key in entry.cites_team)
                return OWN_CITATION * (own and key in entry.cite) + MENTION * (citing and mentioned)
            case query.Section(key):
                mentioned = key in entry.sections or (request.is_team and key in entry.sections_team)
                return OWN_PROVISION * (key in entry.provisions) + MENTION * mentioned
        return 0.0

    def _weight(self, form: tuple[str, ...], name: str, entry: Entry) -> float:
        """Weigh a phrase in one text of a document as Lucene and tantivy do, lengths rounded as they round them."""
        text = text_of(entry, name)
        found = _occurrences(form, text)
        if not found:
            return 0.0
        rarity = sum(similar.rarity(self._holding(name, token), len(self._entries)) for token in form)
        length = rounded_length(len(text)) / self._average(name)
        return rarity * (1 + SATURATION) * found / (found + SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length))

    def _holding(self, name: str, token: str) -> int:
        """Count the documents whose text holds a token."""
        if (name, token) not in self._counted:
            self._counted[name, token] = sum(token in text_of(entry, name) for entry in self._entries.values())
        return int(self._counted[name, token])

    def _average(self, name: str) -> float:
        """Give the mean length of a text."""
        if (name, "") not in self._counted:
            self._counted[name, ""] = sum(len(text_of(entry, name)) for entry in self._entries.values()) / len(self._entries)
        return self._counted[name, ""]


def _sortable(place: Place) -> tuple[float, str]:
    return -(place.score or 0.0), place.order


def text_of(entry: Entry, name: str) -> list[str]:
    """Give the tokens of one text of a document, or of what makes it like another."""
    return getattr(entry.alike if name in similar.FIELDS else entry, name)


def rounded_length(length: int) -> int:
    """Round a text's length down to what one byte of an index can hold."""
    if length < 40:
        return length
    rest = length - 24
    step = max(rest.bit_length() - 4, 0)
    return (rest >> step << step) + 24


def satisfies(node: query.Node, entry: Entry, request: Request) -> bool:
    """Tell whether a document satisfies a tree."""
    match node:
        case query.Everything():
            return True
        case query.And(parts):
            return all(satisfies(part, entry, request) for part in parts)
        case query.Or(parts):
            return any(satisfies(part, entry, request) for part in parts)
        case query.Not(part):
            return not satisfies(part, entry, request)
        case query.Words(fields) if not node.is_plain:
            return matching.holds_words(node, entry, request.fields(fields))
        case query.Near():
            return matching.holds_near(node, (line for name in request.fields(node.fields) for line in entry.units(name, node.within)))
        case query.Words(fields, forms):
            return any(_occurrences(form, getattr(entry, name)) for name in request.fields(fields) for form in forms)
        case query.Value(name, tokens):
            return _occurrences(tokens, entry.values[name]) > 0
        case query.Code(name, code):
            return code in entry.facets[name]
        case query.Citation(key, own=own, citing=citing):
            cites = key in entry.cites or (request.is_team and key in entry.cites_team)
            return (own and key in entry.cite) or (citing and cites)
        case query.Section(key):
            return key in entry.provisions or key in entry.sections or (request.is_team and key in entry.sections_team)
        case query.Number(name, least, most):
            return name in entry.numbers and least <= entry.numbers[name] <= most
        case query.Days(first, last):
            return entry.day != 0 and as_number(first) <= entry.day <= as_number(last)
    raise TypeError(node)


def may_read(entry: Entry, request: Request) -> bool:
    """Tell whether the index lets a reader see a document."""
    document = entry.document
    if request.among is not None and entry.key not in request.among:
        return False
    return (
        not request.readers.isdisjoint(document.readers) and request.readers.isdisjoint(document.denied) and entry.key not in request.masked
    )


def _spellings(pattern: str, names: Iterable[str], entries: Iterable[Entry]) -> set[str]:
    """Find the spellings of a pattern that stand in some texts."""
    words = {word.exact for entry in entries for name in names for line in entry.units(name, query.PARAGRAPH) for word in line}
    return {word for word in words if matching.regex(pattern).fullmatch(word)}


def _passes(entry: Entry, filters: dict[str, tuple[str, ...]]) -> bool:
    return all(any(value in entry.facets.get(name, ()) for value in values) for name, values in filters.items())


def _occurrences(form: tuple[str, ...], text: list[str]) -> int:
    """Count how often the tokens stand in this order, side by side."""
    if len(form) == 1:
        return text.count(form[0])
    places = [at for at, token in enumerate(text) if token == form[0]]
    return sum(tuple(text[at : at + len(form)]) == form for at in places)
