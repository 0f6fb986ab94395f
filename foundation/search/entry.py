"""What every engine keeps of a document, and what it is asked: the part of an adapter that must not differ."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from foundation.search import analysis, query
from foundation.search.document import TEAM_TOKENS, SearchDocument

SCHEMA_VERSION = 2
END = "¶"
"""Stands at the end of every text, so that none is empty (the engines average lengths over texts that exist) and no phrase crosses."""

BOOSTS = {"title": 10.0, "body": 1.0, "team": 1.0}
OWN_CITATION, OWN_PROVISION, MENTION = 100.0, 20.0, 5.0

SORTS = ("relevance", "newest", "oldest", "title")
MOST_OFFSET = 10_000
MOST_VALUES = 1_000
"""So many values of one facet are counted."""

_MISSING_DAY = 0


def fingerprint() -> str:
    """Name the shape of an index; one of another name is made again."""
    return hashlib.sha256(f"{SCHEMA_VERSION}:{analysis.fingerprint()}".encode()).hexdigest()[:16]


def as_number(day: datetime.date) -> int:
    """Write a day as a number that sorts: 20190501."""
    return day.year * 10_000 + day.month * 100 + day.day


class Entry:
    """Cut a document into what is compared; each part is made when an engine asks for it."""

    def __init__(self, document: SearchDocument):
        self.document = document
        self.key = document.key

    @cached_property
    def title(self) -> list[str]:
        """List the tokens of the title."""
        return [*analysis.tokens(analysis.clean(self.document.title), self.document.language), END]

    @cached_property
    def body(self) -> list[str]:
        """List the tokens of the text that every reader sees, then those of the record's own number and file number."""
        numbers = [self.document.url_ref, *self.document.facets.get("file", ())]
        found = [*analysis.tokens(analysis.clean(self.document.body), self.document.language), END]
        if self.document.body_other:
            found += [*analysis.tokens(analysis.clean(self.document.body_other), self.document.other_language), END]
        for number in numbers:
            found += [*analysis.tokens(number, self.document.language), END]
        return found

    @cached_property
    def team(self) -> list[str]:
        """List the tokens of the text for the team."""
        return [*analysis.tokens(analysis.clean(self.document.body_team), self.document.language), END]

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """List the unstemmed tokens of the wordings that court: judge: topic: author: file: look in."""
        found = {}
        for name in query.VALUE_FIELDS:
            found[name] = [END]
            for wording in (*self.document.facets.get(name, ()), *self.document.words.get(name, ())):
                found[name] += [*analysis.tokens(analysis.clean(wording), ""), END]
        return found

    @cached_property
    def cite(self) -> list[str]:
        """List the citations of the document itself."""
        return _once(analysis.citation_key(each) for each in self.document.citations)

    @cached_property
    def cites(self) -> list[str]:
        """List the citations that the document's title and body refer to."""
        given = [analysis.citation_key(each) for each in self.document.cites]
        texts = (self.document.title, self.document.body, self.document.body_other)
        return _once([*given, *(key for text in texts for key in _citations(text))])

    @cached_property
    def cites_team(self) -> list[str]:
        """List the citations in the text for the team."""
        return _once(_citations(self.document.body_team))

    @cached_property
    def provisions(self) -> list[str]:
        """List the sections the document is about and those they are part of."""
        return _once(part for each in self.document.provisions for part in analysis.with_parents(analysis.section_key(each)))

    @cached_property
    def sections(self) -> list[str]:
        """List the sections mentioned in title and body and those they are part of."""
        texts = (self.document.title, self.document.body, self.document.body_other)
        return _once(key for text in texts for key in _sections(text))

    @cached_property
    def sections_team(self) -> list[str]:
        """List the sections mentioned in the text for the team and those they are part of."""
        return _once(_sections(self.document.body_team))

    @cached_property
    def facets(self) -> dict[str, list[str]]:
        """List the codes to filter and count by."""
        found = {name: _once(map(str, values)) for name, values in self.document.facets.items() if values}
        found["kind"], found["language"] = [self.document.kind], [self.document.language]
        if self.document.day and "year" not in found:
            found["year"] = [str(self.document.day.year)]
        return found

    @cached_property
    def day(self) -> int:
        """Give the day as a number, 0 when there is none."""
        return as_number(self.document.day) if self.document.day else _MISSING_DAY

    @cached_property
    def orders(self) -> dict[str, str]:
        """Give what each sort compares, ascending; no two documents share one, and the undated come last."""
        title = " ".join(analysis.tokens(analysis.clean(self.document.shown_title), ""))
        return {
            "newest": f"{99_999_999 - self.day:08d} {self.key}",
            "oldest": f"{self.day or 99_999_999:08d} {self.key}",
            "title": f"{title[:400]} \x01{self.key}",
        }


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _citations(text: str) -> Iterator[str]:
    return (place.token for place in analysis.citations_in(analysis.clean(text)))


def _sections(text: str) -> Iterator[str]:
    return (part for place in analysis.sections_in(analysis.clean(text)) for part in analysis.with_parents(place.token))


@dataclass(frozen=True, kw_only=True)
class Request:
    """Hold one question to an engine: what is looked for, who looks, and which part of the finds is wanted."""

    tree: query.Node
    readers: frozenset[str]
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 10
    masked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what no engine should be asked."""
        if isinstance(self.readers, str) or not isinstance(self.readers, frozenset):
            raise TypeError("A request says who reads, as a frozenset of tokens.")
        if self.sort not in SORTS:
            raise ValueError(f"No sort is called {self.sort!r}.")

    @property
    def is_team(self) -> bool:
        """Tell whether the reader sees the text for the team."""
        return not self.readers.isdisjoint(TEAM_TOKENS)

    def fields(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        """Keep the fields that this reader may search."""
        return asked if self.is_team else tuple(name for name in asked if name != "team")

    @property
    def order(self) -> str:
        """Give the sort; relevance needs something to be relevant to."""
        return self.sort if self.sort != "relevance" or self.tree.scored else "newest"

    @property
    def wanted_filters(self) -> dict[str, tuple[str, ...]]:
        """Give the filters that say something."""
        return {name: tuple(values) for name, values in self.filters.items() if values}


@dataclass(frozen=True, kw_only=True)
class Found:
    """Hold an engine's answer: documents of the page, total, and counts by facet (most first, then by code)."""

    documents: list[SearchDocument]
    total: int
    facets: dict[str, list[tuple[str, int]]]


def in_order(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Put a facet's counts in order, without the zeros."""
    return sorted(((value, count) for value, count in counts.items() if count), key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]


class Unavailable(Exception):
    """Say that the engine did not answer."""


class Refused(Exception):
    """Say that the engine took the other documents of a batch and not these."""

    def __init__(self, keys: Collection[str]):
        super().__init__(f"The engine refused {len(keys)} documents.")
        self.keys = frozenset(keys)


class Engine(Protocol):
    """Describe what an adapter does; there are three, and one contract suite for them."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Put documents in, each in the place of the one with its key.

        :raises Refused: some were not taken; the others were
        """

    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out."""

    def commit(self) -> None:
        """Make what was put in and taken out durable and findable."""

    def search(self, request: Request) -> Found:
        """Answer one question."""

    def digests(self) -> dict[str, str]:
        """Give the digest of every document, by key."""

    def count(self) -> int:
        """Count the documents."""
