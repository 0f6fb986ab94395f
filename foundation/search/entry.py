"""What every engine keeps of a document, and what it is asked: the part of an adapter that must not differ."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from foundation.search import analysis, query, sentences, similar
from foundation.search.analysis import Word
from foundation.search.document import TEAM_TOKENS, SearchDocument, digest_of
from foundation.search.marks import NUMBER_FIELDS, TEXT, VALUE_FIELDS

SCHEMA_VERSION = 4
END = "¶"
"""Stands at the end of every text, so that none is empty (the engines average lengths over texts that exist) and no phrase crosses."""

BOOSTS = {"title": 10.0, "body": 1.0, "team": 1.0}
OWN_CITATION, OWN_PROVISION, MENTION = 100.0, 20.0, 5.0

ORDERS = ("newest", "oldest", "cited", "court", "title")
SORTS = ("relevance", *ORDERS)
MOST_OFFSET = 10_000
MOST_VALUES = 1_000
"""So many values of one facet are counted."""

LOWEST = 99
"""Where what no court decided stands in the sort by court."""

_MISSING_DAY = 0


def fingerprint() -> str:
    """Name the shape of an index; one of another name is made again."""
    return _fingerprint(SCHEMA_VERSION, analysis.VERSION, sentences.VERSION)


@lru_cache
def _fingerprint(*_versions: int) -> str:
    return hashlib.sha256(f"{SCHEMA_VERSION}:{analysis.fingerprint()}:{similar.fingerprint()}".encode()).hexdigest()[:16]


def as_number(day: datetime.date) -> int:
    """Write a day as a number that sorts: 20190501."""
    return day.year * 10_000 + day.month * 100 + day.day


Paragraph = list[list[Word]]


class Entry:
    """Cut a document into what is compared; each part is made when an engine asks for it."""

    def __init__(self, document: SearchDocument):
        self.document = document
        self.key = document.key
        self._units: dict[tuple[str, str], list[list[Word]]] = {}

    @cached_property
    def _texts(self) -> dict[str, list[list[Paragraph]]]:
        """Cut the texts that words are looked for in; each is a list of wordings, each a list of paragraphs of sentences of words.

        To the text that every reader sees belong the record's own number and file number.
        """
        document = self.document
        numbers = [*document.url_ref.split("/"), *document.facets.get("file", ())]
        wordings = {
            "title": [(document.title, document.language)],
            "body": [(document.body, document.language), *((number, document.language) for number in numbers)],
            "team": [(document.body_team, document.language)],
        }
        if document.body_other:
            wordings["body"].insert(1, (document.body_other, document.other_language))
        return {name: [analysis.lines(analysis.clean(text), language) for text, language in wordings[name]] for name in TEXT}

    @cached_property
    def written(self) -> str:
        """Write the document down."""
        return self.document.to_json()

    @cached_property
    def digest(self) -> str:
        """Stand for the whole content, as the document itself does."""
        return digest_of(self.written)

    @cached_property
    def paragraphs(self) -> dict[str, list[Paragraph]]:
        """List the paragraphs of each text."""
        return {name: [paragraph for wording in wordings for paragraph in wording] for name, wordings in self._texts.items()}

    def units(self, name: str, within: str) -> list[list[Word]]:
        """List the sentences of a text, or its paragraphs as runs of words."""
        if (name, within) not in self._units:
            paragraphs = self.paragraphs[name]
            self._units[name, within] = (
                [sentence for paragraph in paragraphs for sentence in paragraph]
                if within == query.SENTENCE
                else [[word for sentence in paragraph for word in sentence] for paragraph in paragraphs]
            )
        return self._units[name, within]

    def _stems(self, name: str) -> list[str]:
        found = []
        for wording in self._texts[name]:
            found += [word.stem for paragraph in wording for sentence in paragraph for word in sentence]
            found.append(END)
        return found

    @cached_property
    def title(self) -> list[str]:
        """List the stems of the title."""
        return self._stems("title")

    @cached_property
    def body(self) -> list[str]:
        """List the stems of the text that every reader sees."""
        return self._stems("body")

    @cached_property
    def team(self) -> list[str]:
        """List the stems of the text for the team."""
        return self._stems("team")

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """List the unstemmed tokens of the wordings that court: judge: topic: author: file: look in."""
        found = {}
        for name in VALUE_FIELDS:
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
        return _once(token.removeprefix(similar.SECTION_MARK) for token in self.alike.sim_secs if token != END)

    @cached_property
    def sections_team(self) -> list[str]:
        """List the sections mentioned in the text for the team and those they are part of."""
        return _once(_sections(self.document.body_team))

    @cached_property
    def alike(self) -> similar.Cut:
        """List the terms that likeness is weighed by."""
        return similar.Cut(*([*tokens, END] for tokens in alike(self.document)))

    @cached_property
    def facets(self) -> dict[str, list[str]]:
        """List the codes to filter and count by."""
        found = {name: _once(map(str, values)) for name, values in self.document.facets.items() if values}
        found["kind"], found["language"] = [self.document.kind], [self.document.language]
        if self.document.day and "year" not in found:
            found["year"] = [str(self.document.day.year)]
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """List the numbers that can be searched for."""
        return {name: int(self.document.numbers[name]) for name in NUMBER_FIELDS if name in self.document.numbers}

    @cached_property
    def day(self) -> int:
        """Give the day as a number, 0 when there is none."""
        return as_number(self.document.day) if self.document.day else _MISSING_DAY

    @cached_property
    def orders(self) -> dict[str, str]:
        """Give what each sort compares, ascending; no two documents share one, and the undated come last."""
        title = " ".join(analysis.tokens(analysis.clean(self.document.shown_title), ""))
        newest = f"{99_999_999 - self.day:08d} {self.key}"
        return {
            "newest": newest,
            "cited": f"{999_999_999 - self.numbers.get('citations', 0):09d} {newest}",
            "court": f"{min(self.document.numbers.get('court_rank', LOWEST), LOWEST):02d} {newest}",
            "oldest": f"{self.day or 99_999_999:08d} {self.key}",
            "title": f"{title[:400]} \x01{self.key}",
        }


def compared(document: SearchDocument) -> list[tuple[str, str]]:
    """List the texts of a document that likeness is weighed by, each with its language: the text for the team takes no part."""
    own, other = document.language, document.other_language
    return [(text, language) for text, language in ((document.title, own), (document.body, own), (document.body_other, other)) if text]


def alike(document: SearchDocument) -> similar.Cut:
    """Cut a document into the terms that likeness is weighed by."""
    cuts = [similar.cut(text, language) for text, language in compared(document)]
    return similar.Cut(*([token for cut in cuts for token in cut[at]] for at in range(len(similar.FIELDS))))


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _citations(text: str) -> Iterator[str]:
    return (place.token for place in analysis.citations_in(analysis.clean(text)))


def _sections(text: str) -> Iterator[str]:
    return (part for place in analysis.sections_in(analysis.clean(text)) for part in analysis.with_parents(place.token))


class Place(NamedTuple):
    """Say after which find a page begins: what its sort compares, and by relevance the score before that."""

    order: str
    score: float | None = None


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
    after: Place | None = None
    """Where it is given, the page begins after this find, and the offset does not count."""
    among: frozenset[str] | None = None
    """The keys that are asked about; None asks about every document."""

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
class LikenessRequest(Request):
    """Hold one question for what is like a text; who sees what is said as in every request."""

    tree: query.Node = query.Everything()
    terms: tuple[similar.Term, ...]
    before: datetime.date | None = None
    limit: int = similar.POOL


@dataclass(frozen=True, kw_only=True)
class WordsRequest(Request):
    """Hold one question for words as they are spelled: those closest to a word, or those that begin with it.

    Who sees what is said as in every request; ``names`` are the texts that are looked in.
    """

    tree: query.Node = query.Everything()
    word: str
    names: tuple[str, ...] = TEXT


@dataclass(frozen=True, kw_only=True)
class Found:
    """Hold an engine's answer: documents of the page, total, counts by facet (most first, then by code), and the place of the last."""

    documents: list[SearchDocument]
    total: int
    facets: dict[str, list[tuple[str, int]]]
    last: Place | None = field(default=None, compare=False)
    """Holds a score of this engine's own, which no other engine need share."""


def in_order(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Put a facet's counts in order, without the zeros."""
    return sorted(((value, count) for value, count in counts.items() if count), key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]


def most_frequent(counts: Iterable[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """Add up the counts of words, and give the most frequent, equals by their letters."""
    summed: dict[str, int] = {}
    for word, count in counts:
        summed[word] = summed.get(word, 0) + count
    return sorted(((word, count) for word, count in summed.items() if count), key=lambda pair: (-pair[1], pair[0]))[:most]


def in_rank(scores: Iterable[tuple[float, str]]) -> list[similar.Ranked]:
    """Put finds in order from their scores and what the sort by date compares, which ends in the key."""
    ordered = sorted(scores, key=lambda pair: (-pair[0], pair[1]))
    return [similar.Ranked(order.partition(" ")[2], score) for score, order in ordered]


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

    def publish(self) -> None:
        """Let this index be the one that tools beside the product see."""

    def search(self, request: Request) -> Found:
        """Answer one question."""

    def keys(self, request: Request) -> list[str]:
        """Give the keys of what answers a question, newest first."""

    def holding(self, parts: similar.Cut) -> tuple[dict[str, dict[str, int]], int]:
        """Say in how many documents each term stands, by field, and how many documents there are."""

    def like(self, request: LikenessRequest) -> list[similar.Ranked]:
        """Give the documents that share most with the terms, best first, equals newest first and then by key."""

    def closest(self, request: WordsRequest) -> dict[str, int]:
        """Give the spellings closest to a word that stand in what the reader may see, and in how many documents."""

    def beginning(self, request: WordsRequest) -> list[tuple[str, int]]:
        """Give the spellings that begin like this in what the reader may see, the most frequent first, each with its weight.

        The weight is the number of documents that hold it, counted in each text by itself.
        """

    def documents(self, keys: Sequence[str]) -> list[SearchDocument]:
        """Give the documents of these keys, in their order."""

    def digests(self) -> dict[str, str]:
        """Give the digest of every document, by key."""

    def count(self) -> int:
        """Count the documents."""
