"""The way into the search, for every other room. Nothing else opens an engine.

Writing, inside an act (`foundation.audit.acts.act`):

    reindex(obj)                      the record changed; its document is made again after the commit
    reindex(obj, narrowed=True)       words or readers were taken away: the old entry is hidden until the new one stands
    forget("advice.Item", ref)        the record is gone

Reading, always as somebody:

    results = search(user, "fear AND control", filters={"court": ["ONCA"]}, sort="newest", page=2)

    results.hits            [Hit]: title and snippets as segments (text, marked), url, kind, label, ref, day, facets; never HTML
    results.total           how many this person may see; results.total_is_large: say "more than 1,000"
    results.facets          {"court": [FacetValue(value, count, chosen)]}, counted as if the facet's own filter were off
    results.understood_as   the query with every bracket that was understood
    results.next_cursor     where a page ends that no number leads on from: search(..., after=cursor) gives the next
    results.notices         sentences: what was repaired or left out
    results.also_searched   the synonyms that were searched for besides; search(..., with_synonyms=False) leaves them out
    results.error           a sentence when the query cannot be understood (then there are no hits), with error_start, error_end
    results.unavailable     the engine does not answer; show a banner and fallback(user, text)
    results.corrections     with search(..., correcting=True), where little is found: the search with its unknown words put right
    results.opens           the hit to open at once: a citation was typed that one decision bears
    results.freshness       how many changes the index still waits for, and for how many seconds

    fallback(user, text)              hits from the database alone, when results.unavailable
    suggestions(user, text, kinds)    hits that share words with a text being written
    correct(user, text, filters)      what a search may have been meant to be, by words that this person may read
    suggest(user, text)               words and titles, of what this person may read, that a text being typed may go on to
    explain(text, key, user)          for support: which clauses of a search one record satisfies, for somebody who may see it
    similar_to(user, text, ...)       what is like a text of up to twenty pages, which is neither kept nor logged, and by which words
    similar_to_record(user, obj)      what is like a record
    kinds_found(user)                 of which kinds the person may find anything at all
    marks_in(user, obj, ref)          where a record that the person may see satisfies a kept search
    matches(user, text, filters)      the keys of all that she finds; matches(..., keys=...) of those among some keys
    visible(user, keys)               those keys whose record she may see now
    hits_of(user, text, keys)         hits for some keys, as far as she may see them
    remember(user, text, ...)         keep a search under a random ref;  recall(ref) gives it back
    recent(user)                      what she typed last;  forget_recent(user) makes that nobody's

In a test: `settings.SEARCH_ENGINE = "oracle"` (no files) and `foundation.search.indexer.drain()` where the worker would have written.

`search`, `suggestions`, `similar_to` and `fallback` never raise for what a person typed or for an engine that is down.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import re
import time
import weakref
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from foundation import clock
from foundation.audit.acts import OpenAct, require_act, write_turn
from foundation.records.fields import decrypt, encrypt
from foundation.records.refs import RefConverter
from foundation.records.related import read_rows
from foundation.search import analysis, query, registry, similar, spelling
from foundation.search.backends.oracle import OracleEngine, may_read, satisfies
from foundation.search.backends.tantivy import TantivyEngine
from foundation.search.breaker import Breaker
from foundation.search.document import FACET_NAME, TEAM_TOKENS, SearchDocument, key_of, label_and_ref
from foundation.search.entry import (
    MOST_OFFSET,
    SORTS,
    Entry,
    Found,
    LikenessRequest,
    Place,
    Request,
    Unavailable,
    WordsRequest,
    alike,
    compared,
    fingerprint,
)
from foundation.search.highlight import Highlights, Segment, Snippet, highlight, marks, satisfied_leaves
from foundation.search.marks import FRENCH_FIELDS, SIMPLER, TEXT
from foundation.search.matching import TooWide
from foundation.search.models import Change, Generation, SavedQuery
from foundation.search.tokens import tokens_for

logger = logging.getLogger("casetracker.search")

FACETS = ("kind", "court", "year", "topic", "language")
MOST_PER_PAGE = 100
MANY = 1_000
KEPT_FOR = datetime.timedelta(days=90)
MOST_SHARED = 8
"""So many words are shown that one find shares with the text."""
MOST_MARKED = 4
"""The excerpts show the weightiest of them."""
MOST_MATTERED = 24
CONTENT_WORDS = 12
"""A text of more words, function words aside, is compared as a whole; a shorter one is looked up word by word."""
MOST_CHECKED = 5_000
"""Beyond so many waiting changes, all of them are hidden without asking the database one by one."""

FEW = 3
"""Where fewer are found, unknown words are looked at."""
MOST_MATCHED = MOST_OFFSET
"""So many keys are compared with what a search found before, the newest."""
MOST_CORRECTED = 8
MOST_COMPLETIONS, MOST_TITLES = 8, 3
MOST_OF_A_CURSOR = 2_000
LEAST_BEGUN = 3
"""So many letters of a word are typed before it is completed."""

breaker = Breaker()


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_pending: weakref.WeakKeyDictionary[OpenAct, dict[str, bool]] = weakref.WeakKeyDictionary()


def reindex(obj: Any, *, narrowed: bool = False) -> None:
    """Have a record's document made again once the act has committed.

    :param narrowed: words or readers were taken away, so hide the old entry until the new one stands
    :raises WriteOutsideAct: no act is open
    """
    label = obj._meta.label
    registry.registered(label)
    _note(require_act(obj), key_of(label, obj.ref), narrowed)


def forget(label: str, ref: str) -> None:
    """Have a record's document taken out once the act has committed, and hidden from the commit on.

    :raises WriteOutsideAct: no act is open
    """
    _note(require_act(label), key_of(label, ref), narrowed=True)


def _note(act: OpenAct, key: str, narrowed: bool) -> None:
    if act not in _pending:
        waiting = _pending[act] = {}
        act.at_end(lambda: _store(waiting))
    _pending[act][key] = _pending[act].get(key, False) or narrowed


def _store(waiting: dict[str, bool]) -> None:
    """Write an act's changes to the outbox, as its last statements."""
    at = clock.now()
    Change.objects.bulk_create([Change(key=key, narrowed=narrowed, at=at) for key, narrowed in waiting.items()])


# ── Engines ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Reader:
    """An engine opened for reading, which sees what the writer committed since."""

    def __init__(self, generation: Generation):
        self.engine = open_engine(generation)
        self._stamp_path = index_folder(generation) / "meta.json" if generation.engine == "tantivy" else None
        self._stamp = self._read_stamp()

    def _read_stamp(self) -> tuple[int, int]:
        if self._stamp_path is None:
            return 0, 0
        try:
            status = self._stamp_path.stat()
        except OSError as gone:
            raise Unavailable("The index is not where it should be.") from gone
        return status.st_mtime_ns, status.st_ino

    def fresh(self) -> Any:
        stamp = self._read_stamp()
        if stamp != self._stamp:
            self.engine.reload()
            self._stamp = stamp
        return self.engine


_reading: dict[tuple[str, str], _Reader] = {}
_oracles: dict[str, OracleEngine] = {}


def index_folder(generation: Generation) -> Path:
    """Say where an embedded generation lies."""
    return Path(settings.DATA_DIR) / "index" / generation.ref


def open_engine(generation: Generation, *, create: bool = False) -> Any:
    """Open the engine of a generation; to write or create, only the indexer may.

    :raises Unavailable: it is not there, and creating was not asked for
    """
    if generation.engine == "tantivy":
        return TantivyEngine(index_folder(generation), create=create)
    if generation.engine == "elasticsearch":
        from foundation.search.backends.elastic import ElasticEngine  # an eighth of a start, and most hosts have no node

        return ElasticEngine(settings.ELASTICSEARCH_URL, f"casetracker-{generation.ref.lower()}", create=create)
    if generation.engine == "oracle":
        if generation.ref not in _oracles and not create:
            raise Unavailable("The index is not where it should be.")
        return _oracles.setdefault(generation.ref, OracleEngine())
    raise ValueError(f"No engine is called {generation.engine!r}.")


def live_generation() -> Generation | None:
    """Give the generation that answers, if one of the wanted engine and the present fingerprint stands."""
    live = (row for row in read_rows(Generation, "state", [Generation.State.LIVE.value]) if row.engine == settings.SEARCH_ENGINE)
    return next((row for row in live if row.fingerprint == fingerprint()), None)


def index_is_there(generation: Generation) -> bool:
    """Tell whether a live generation's index exists, which a restored backup may lack.

    :raises Unavailable: the engine does not answer
    """
    if generation.engine == "tantivy":
        return (index_folder(generation) / "meta.json").exists()
    if generation.engine == "oracle":
        return generation.ref in _oracles
    engine = open_engine(generation)
    try:
        return engine.exists()
    finally:
        engine.close()


def node_trouble() -> str:
    """Say in a sentence why the node of a search that has one cannot serve, empty when it can."""
    if settings.SEARCH_ENGINE != "elasticsearch":
        return ""
    from foundation.search.backends.elastic import trouble_of

    return trouble_of(settings.ELASTICSEARCH_URL)


def trouble() -> str:
    """Say in a sentence why the search cannot answer, empty when it can."""
    if found := node_trouble():
        return found
    generation = live_generation()
    mended = "the worker builds one, and so does manage.py search_reindex."
    if generation is None:
        return f"No index has been built yet; {mended}"
    if not index_is_there(generation) or not index_is_sound(generation):
        return f"The index is gone or cannot be read; {mended}"
    return ""


def index_is_sound(generation: Generation) -> bool:
    """Tell whether a live generation's index can be read: its files may be cut short, or be of another version."""
    if generation.engine != "tantivy":
        return True
    try:
        engine = open_engine(generation)
        engine.check()
        return int(engine.count()) > 0 or not generation.documents
    except Unavailable:
        return False


def forget_engines() -> None:
    """Let go of every opened engine (for tests, and after a rebuild)."""
    _reading.clear()


T = TypeVar("T")


def _ask(request: Request) -> Found:
    """Put one question to the live engine.

    :raises Unavailable: there is none, or it does not answer
    """
    return _answer(lambda engine: engine.search(request))


def _answer(question: Callable[[Any], T]) -> T:
    """Ask the live engine, unless it failed too often of late.

    :raises Unavailable: there is none, or it does not answer
    """
    generation = live_generation()
    if generation is None:
        raise Unavailable("No index has been built yet.")
    if not breaker.may_ask():
        raise Unavailable("The engine failed too often of late.")
    try:
        place = (generation.engine, generation.ref)
        reader = _reading.get(place)
        if reader is None:
            reader = _Reader(generation)
            _reading.clear()
            _reading[place] = reader
        found = question(reader.fresh())
    except TooWide:
        breaker.answered()
        raise
    except (Unavailable, OSError, ValueError) as trouble:
        breaker.failed()
        logger.warning("search engine did not answer", extra={"engine": generation.engine, "error": type(trouble).__name__})
        raise Unavailable(str(trouble)) from trouble
    breaker.answered()
    return found


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Hold one find as it may be shown to the person who searched."""

    label: str
    ref: str
    kind: str
    language: str
    title: str
    title_segments: tuple[Segment, ...]
    snippets: tuple[Snippet, ...]
    url: str
    day: datetime.date | None
    facets: Mapping[str, tuple[str, ...]]
    dates: Mapping[str, datetime.date | None]
    numbers: Mapping[str, int]
    citations: tuple[str, ...]


@dataclass(frozen=True)
class FacetValue:
    """Hold one value of a facet, how many finds have it, and whether it is ticked."""

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Freshness:
    """Say what the index does not know yet."""

    waiting: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Correction:
    """Hold a word that nothing holds as it was typed, and the closest that something does."""

    typed: str
    instead: str


@dataclass(frozen=True)
class Corrected:
    """Hold what a search may have been meant to be, which words of it are others, and how many it finds."""

    text: str
    words: tuple[Correction, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Results:
    """Hold the answer to one search; see the top of this module."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    """So many pages have a number of their own; what lies behind them is reached by the cursor."""
    per_page: int = 10
    next_cursor: str = ""
    sort: str = "relevance"
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    also_searched: tuple[str, ...] = ()
    error: str = ""
    error_start: int = 0
    error_end: int = 0
    unavailable: bool = False
    partial: bool = False
    corrections: Corrected | None = None
    opens: Hit | None = None
    freshness: Freshness = field(default_factory=Freshness)
    took_ms: int = 0

    @property
    def total_is_large(self) -> bool:
        """Tell whether the total is to be shown as "more than 1,000"."""
        return self.total > MANY


def search(
    user: Any,
    text: str = "",
    *,
    filters: Mapping[str, Collection[str]] | None = None,
    facets: tuple[str, ...] = FACETS,
    sort: str = "relevance",
    page: int = 1,
    per_page: int = 10,
    with_synonyms: bool = True,
    correcting: bool = False,
    after: str = "",
    excerpts: bool = True,
) -> Results:
    """Find what a person may see; whatever she typed and whatever state the engine is in, the answer is a Results.

    :param after: the cursor of a page before, of the same search, order and page length; any other is left aside
    :param excerpts: read the finds for what is marked in them; a table of many does without
    """
    began = time.perf_counter()
    sort = sort if sort in SORTS else "relevance"
    per_page = min(max(per_page, 1), MOST_PER_PAGE)
    page = min(max(page, 1), MOST_OFFSET // per_page)
    wanted = _wanted(filters)
    plain = Results(page=page, per_page=per_page, sort=sort)
    try:
        parsed = query.parse(text, with_synonyms=with_synonyms)
    except query.QueryError as mistake:
        return replace(plain, error=mistake.sentence, error_start=mistake.start, error_end=mistake.end)
    plain = replace(plain, understood_as=parsed.understood_as, notices=parsed.notices, also_searched=parsed.also_searched)
    view = _View(user)
    request = Request(
        tree=parsed.tree,
        readers=view.tokens,
        filters=wanted,
        facets=tuple(name for name in facets if FACET_NAME.fullmatch(name)),
        sort=sort,
        offset=(page - 1) * per_page,
        limit=per_page,
        masked=view.masked,
    )
    bound = (text, sorted(wanted.items()), request.order, per_page, with_synonyms)
    if place := _read_cursor(after, bound):
        page, request = place[0], replace(request, after=place[1], offset=0)
        plain = replace(plain, page=page)
    try:
        found = _asked_and_checked(request, view)
        opens = _opened_by(parsed, request, view)
        corrections = _corrected(parsed, request, view, found.total) if correcting and found.total < FEW else None
    except Unavailable:
        return replace(plain, unavailable=True, partial=True, freshness=view.freshness)
    except TooWide as refused:
        return replace(plain, error=refused.sentence, freshness=view.freshness)
    return replace(
        plain,
        hits=[_hit(document, parsed.tree, team=request.is_team, excerpts=excerpts) for document in found.documents],
        total=found.total,
        facets=_facet_values(found, wanted),
        pages=max(1, min(-(-found.total // per_page), MOST_OFFSET // per_page)),
        next_cursor=_cursor(page + 1, found.last, bound) if page >= MOST_OFFSET // per_page and page * per_page < found.total else "",
        corrections=corrections,
        opens=opens,
        freshness=view.freshness,
        took_ms=round((time.perf_counter() - began) * 1_000),
    )


def kinds_found(user: Any) -> set[str]:
    """Say of which kinds a person may find anything at all; none while the engine does not answer."""
    view = _View(user)
    request = Request(tree=query.Everything(), readers=view.tokens, facets=("kind",), limit=0, masked=view.masked)
    try:
        return {kind for kind, _ in _ask(request).facets["kind"]}
    except Unavailable:
        return set()


def _signer(bound: object) -> signing.Signer:
    return signing.Signer(salt=f"search {hashlib.sha256(repr(bound).encode()).hexdigest()}")


def _cursor(page: int, last: Place | None, bound: object) -> str:
    """Say where the next page begins, for an address: nothing can be read in it, and it leads on in this very search alone."""
    return _signer(bound).sign(encrypt(json.dumps([page, *last]))) if last is not None else ""


def _read_cursor(cursor: str, bound: object) -> tuple[int, Place] | None:
    """Read what :func:`_cursor` wrote; None where it is none, or of another search."""
    if not cursor or len(cursor) > MOST_OF_A_CURSOR:
        return None
    try:
        page, order, score = json.loads(decrypt(_signer(bound).unsign(cursor)))
    except (signing.BadSignature, InvalidToken, ValueError):
        return None
    return page, Place(order, score)


def correct(user: Any, text: str, filters: Mapping[str, Collection[str]] | None = None) -> Corrected | None:
    """Say what a search may have been meant to be: its words that nothing holds replaced by the closest that something does.

    Every word that is offered stands in a document that this person may read, in a text she may read, and the whole finds more than before.
    """
    try:
        parsed = query.parse(text)
        view = _View(user)
        request = Request(tree=parsed.tree, readers=view.tokens, filters=_wanted(filters), masked=view.masked, limit=0)
        return _corrected(parsed, request, view, _ask(request).total)
    except (query.QueryError, Unavailable):
        return None


def _wanted(filters: Mapping[str, Collection[str]] | None) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(str, values)) for name, values in (filters or {}).items() if values and FACET_NAME.fullmatch(name)}


def _corrected(parsed: query.Parsed, request: Request, view: _View, found: int) -> Corrected | None:
    """Put the closest known word in the place of each unknown one, and see whether that finds more."""
    text = parsed.text
    corrections: list[Correction] = []
    for word in reversed(query.plain_words(parsed.tree)):
        start, end = word.place
        typed = _core(parsed.text[start:end])
        instead = _instead(word, analysis.fold(typed), request, view) if typed and len(corrections) < MOST_CORRECTED else ""
        if instead:
            corrections.append(Correction(typed, instead))
            text = text[:start] + parsed.text[start:end].replace(typed, instead, 1) + text[end:]
    if not corrections:
        return None
    try:
        tree = query.parse(text).tree
        total = _asked_and_checked(replace(request, tree=tree, facets=(), sort="newest", offset=0, limit=1), view).total
    except query.QueryError:
        return None
    return Corrected(text, tuple(reversed(corrections)), total) if total > found else None


def _core(typed: str) -> str:
    """Give the one word of what was typed, its elision and its final 's aside; nothing where there are several."""
    spelled = analysis.tokens(typed, "")
    pieces = [piece for piece in re.findall(r"[^\W\d_]+", typed) if [analysis.fold(piece)] == spelled]
    return pieces[0] if pieces else ""


def _instead(word: query.Words, spelled: str, request: Request, view: _View) -> str:
    """Give the word closest to one that this person reads nowhere, as a document that she may read spells it; or nothing."""
    if not spelling.allowed(spelled):
        return ""
    if _ask(replace(request, tree=word, filters={}, facets=(), offset=0, limit=0)).total:
        return ""
    asked = WordsRequest(word=spelled, names=word.fields, readers=request.readers, masked=request.masked, filters=request.filters)
    held = _answer(lambda engine: engine.closest(asked))
    for instead in sorted(held, key=lambda each: (-held[each], each)):
        tree = query.Words(word.fields, ((analysis.EXACT_MARK + instead,),), instead)
        seen = _asked_and_checked(replace(request, tree=tree, facets=(), sort="newest", offset=0, limit=1), view).documents
        if seen:
            return _as_written(instead, word.fields, seen[0], team=request.is_team)
    return ""


def _as_written(spelled: str, names: Collection[str], document: SearchDocument, *, team: bool) -> str:
    """Write a folded word with the accents it has in a document, in a text that its reader may read."""
    texts = {"title": [document.title], "body": [document.body, document.body_other], "team": [document.body_team] if team else []}
    return analysis.accented(spelled, [text for name in names for text in texts[name]])


@dataclass(frozen=True)
class Completion:
    """Hold what the box may hold next, and the word or title that it ends in."""

    text: str
    shown: str


_BEGUN = re.compile(rf"(?<![^\W_])[^\W\d_]{{{LEAST_BEGUN},{analysis.LONGEST_TOKEN}}}$")
_FIELD_BEFORE = re.compile(r"([^\W\d_]+):[(\"]*$")
_PLAIN = re.compile(r"(?:[\w.'’-]+\s+){0,6}")


def suggest(user: Any, text: str, *, limit: int = MOST_COMPLETIONS) -> list[Completion]:
    """Say how a search that is being typed may go on: its last word completed, or the title of a decision that holds its words.

    Every word stands, and every title, in what this person may read.
    """
    text = analysis.clean(text).translate(SIMPLER)
    begun = _BEGUN.search(text)
    word = analysis.fold(begun.group()) if begun and len(text) <= query.MOST_CHARACTERS else ""
    if begun is None or not word.isalnum():
        return []
    before = text[: begun.start()]
    named = _FIELD_BEFORE.search(before)
    names = TEXT if named is None else ("title",) if FRENCH_FIELDS.get(named[1].lower(), named[1].lower()) == "title" else ()
    if not names:
        return []
    view = _View(user)
    try:
        titles = [] if named else _titles(before, begun.group(), view)
        words = _words_begun(word, names, view, limit - len(titles))
    except Unavailable:
        return []
    return [Completion(before + each, each) for each in words] + [Completion(f'"{title}"', title) for title in titles]


def _words_begun(word: str, names: tuple[str, ...], view: _View, limit: int) -> list[str]:
    """Give words that begin like this, each as a document that this person may read writes it."""
    asked = WordsRequest(word=word, names=names, readers=view.tokens, masked=view.masked, limit=limit + 1)
    found = [each for each, _ in _answer(lambda engine: engine.beginning(asked)) if each != word][:limit]
    plain = Request(tree=query.Everything(), readers=view.tokens, masked=view.masked, sort="newest", limit=1)
    holding = {}
    for each in found:
        holding[each] = _ask(replace(plain, tree=query.Words(names, ((analysis.EXACT_MARK + each,),), each))).documents
    seen = view.visible(document.key for documents in holding.values() for document in documents)
    kept = ((each, documents[0]) for each, documents in holding.items() if documents and documents[0].key in seen)
    return [_as_written(each, names, document, team=plain.is_team) for each, document in kept]


def _titles(before: str, begun: str, view: _View) -> list[str]:
    """Give titles of decisions that hold the words typed so far, the most cited first."""
    if not _PLAIN.fullmatch(before):
        return []
    try:
        tree = query.parse(f"title:({before}{begun}*)", with_synonyms=False).tree
        request = Request(
            tree=tree, readers=view.tokens, masked=view.masked, filters={"kind": ("decision",)}, sort="cited", limit=MOST_TITLES
        )
        found = _asked_and_checked(request, view).documents
    except query.QueryError:
        return []
    return list(dict.fromkeys(document.title.replace('"', "") for document in found))


@dataclass(frozen=True)
class Clause:
    """Hold one part of a search as it was understood, how deep inside others it stands, and whether a record satisfies it."""

    text: str
    depth: int
    holds: bool


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Say why a search finds a record or does not: by its parts, and by how the index has the record.

    ``is_current`` says that the index has the record as the database does, ``is_open`` that the index shows it to this person.
    """

    clauses: tuple[Clause, ...]
    is_indexed: bool
    is_current: bool
    is_open: bool
    waits: bool

    @property
    def is_found(self) -> bool:
        """Tell whether the search finds the record."""
        return self.is_indexed and self.is_open and self.clauses[0].holds


def explain(text: str, key: str, user: Any) -> Explanation | None:
    """Say which clauses of a search one record satisfies, in the texts that somebody may read; None where she may not see the record.

    :raises QueryError: the search cannot be understood
    :raises Unavailable: there is no index, or the engine does not answer
    """
    tree = query.parse(text).tree
    view = _View(user)
    if key not in view.visible([key]):
        return None
    label, ref = label_and_ref(key)
    registration = registry.registered(label)
    now = registration.build(registration.load(ref))
    kept = next(iter(_answer(lambda engine: engine.documents([key]))), None)
    document = kept or now
    if document is None:
        return Explanation(clauses=(Clause(query.echo(tree), 0, False),), is_indexed=False, is_current=True, is_open=False, waits=False)
    request = Request(tree=tree, readers=view.tokens, masked=view.masked)
    entry = Entry(document)
    return Explanation(
        clauses=tuple(Clause(text, depth, satisfies(node, entry, request)) for text, depth, node in query.clauses(tree)),
        is_indexed=kept is not None,
        is_current=kept is not None and now is not None and kept.digest() == now.digest(),
        is_open=may_read(entry, request),
        waits=Change.objects.filter(key=key).exists(),
    )


def suggestions(user: Any, text: str, kinds: Iterable[str] = (), *, limit: int = 3) -> list[Hit]:
    """Find what shares words with a text that is being written, best first; of a longer text at least two words must be shared."""
    if len(similar.cut(text[:2_000]).sim_words) > CONTENT_WORDS:
        like = similar_to(user, text, filters={"kind": tuple(kinds)}, limit=limit)
        return [each.hit for each in like.finds if len(each.shared) > 1]
    tree = query.any_word(text)
    words = query.leaves(tree)
    if not words:
        return []
    view = _View(user)
    request = Request(tree=tree, readers=view.tokens, filters={"kind": tuple(kinds)}, limit=limit * 4, masked=view.masked)
    try:
        found = _asked_and_checked(request, view)
    except Unavailable:
        return []
    enough = 2 if len(words) > 2 else 1
    close = [each for each in found.documents if satisfied_leaves(tree, each, team=request.is_team) >= enough]
    return [_hit(document, tree, team=request.is_team) for document in close[:limit]]


@dataclass(frozen=True)
class Word:
    """Hold a term of a text by its token, and as the text spells it."""

    token: str
    spelling: str


@dataclass(frozen=True, kw_only=True)
class Like:
    """Hold one find that is like a text: the words they share, the weightiest first, and how many of the best it is tied to."""

    hit: Hit
    shared: tuple[Word, ...]
    ties: int


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Hold what is like a text.

    ``mattered`` are the words behind the shown finds, ``left_out`` those that the person took out; ``shortened`` says that the text was
    longer than what is used, ``few`` that a search for so few words finds as much, ``empty`` that nothing in it can be compared.
    """

    finds: list[Like] = field(default_factory=list)
    mattered: tuple[Word, ...] = ()
    left_out: tuple[Word, ...] = ()
    more: bool = False
    shortened: bool = False
    few: bool = False
    empty: bool = False
    unavailable: bool = False
    freshness: Freshness = field(default_factory=Freshness)


def similar_to(
    user: Any,
    text: str,
    *,
    filters: Mapping[str, Collection[str]] | None = None,
    without: Collection[str] = (),
    before: datetime.date | None = None,
    limit: int = 10,
) -> Likeness:
    """Find what is like a text, in its language or by names and sections in the other; nothing of the text is kept.

    :param without: tokens of words that shall not count
    :param before: leave out, and learn nothing from, what is dated on this day or later, and what has no date
    """
    kept, is_shortened = similar.shortened(text)
    parts = similar.cut(kept)
    found = _likeness(user, parts, filters=filters, without=without, before=before, limit=limit)
    tokens = {word.token for each in found.finds for word in each.shared} | {word.token for word in found.left_out}
    spelled = similar.spelled(kept, tokens)

    def written(words: Iterable[Word]) -> tuple[Word, ...]:
        return tuple(Word(word.token, spelled[word.token]) for word in words)

    return replace(
        found,
        finds=[replace(each, shared=written(each.shared)) for each in found.finds],
        mattered=written(found.mattered),
        left_out=written(found.left_out),
        shortened=is_shortened,
    )


def similar_to_record(
    user: Any, obj: Any, *, filters: Mapping[str, Collection[str]] | None = None, without: Collection[str] = (), limit: int = 10
) -> Likeness:
    """Find what is like a record that the person may see: by its title and body, never by the text for the team."""
    document = registry.registered(obj._meta.label).build(obj)
    if document is None:
        return Likeness(empty=True)
    parts = similar.Cut(*(tokens[: similar.MOST_WORDS] for tokens in alike(document)))
    return _likeness(user, parts, filters=filters, without=without, leave_out=(document.key,), limit=limit)


def ranking(
    user: Any,
    parts: similar.Cut,
    *,
    filters: Mapping[str, Collection[str]] | None = None,
    without: Collection[str] = (),
    before: datetime.date | None = None,
    leave_out: Collection[str] = (),
    limit: int = similar.POOL,
    ties: bool = True,
) -> tuple[list[similar.Ranked], tuple[similar.Term, ...]]:
    """Rank what this person may see by its likeness to a text that was cut; give the terms it was weighed by as well.

    :param leave_out: keys that are neither found nor let their citations count
    :param ties: look a second time, at citations between the best and the others
    :raises Unavailable: the engine does not answer
    """
    return _ranked(_View(user), parts, filters or {}, without, before, frozenset(leave_out), limit, ties)


def _ranked(
    view: _View,
    parts: similar.Cut,
    filters: Mapping[str, Collection[str]],
    without: Collection[str],
    before: datetime.date | None,
    leave_out: frozenset[str],
    limit: int,
    ties: bool,
) -> tuple[list[similar.Ranked], tuple[similar.Term, ...]]:
    if not any(parts):
        return [], ()
    parts = similar.asked_about(parts)
    holding, documents = _answer(lambda engine: engine.holding(parts))
    terms = similar.choose(parts, holding, documents, without)
    if not terms:
        return [], ()
    request = LikenessRequest(
        terms=terms,
        readers=view.tokens,
        filters=_wanted(filters),
        masked=view.masked | leave_out,
        before=before,
        limit=max(limit, similar.POOL),
    )
    offered = _answer(lambda engine: engine.like(request))
    seen = view.visible(each.key for each in offered)
    hidden = [each.key for each in offered if each.key not in seen]
    if hidden:
        logger.error("index offered a record its reader may not see", extra={"labels": sorted({label_and_ref(key)[0] for key in hidden})})
    ranked = [each for each in offered if each.key in seen]
    if ties:
        ranked = similar.second_pass(ranked, view.near([each.key for each in ranked[: similar.VOTERS]], before, leave_out))
    return ranked[:limit], terms


def _likeness(
    user: Any,
    parts: similar.Cut,
    *,
    filters: Mapping[str, Collection[str]] | None,
    without: Collection[str],
    limit: int,
    before: datetime.date | None = None,
    leave_out: Collection[str] = (),
) -> Likeness:
    view = _View(user)
    held = {token for tokens in parts for token in tokens}
    left_out = tuple(Word(token, " ".join(similar.parts_of(token))) for token in sorted(held & set(without)))
    plain = Likeness(left_out=left_out, few=len(parts.sim_words) <= CONTENT_WORDS, freshness=view.freshness)
    limit = min(max(limit, 1), MOST_PER_PAGE)
    try:
        ranked, terms = _ranked(view, parts, filters or {}, without, before, frozenset(leave_out), limit + 1, True)
        documents = _answer(lambda engine: engine.documents([each.key for each in ranked[:limit]]))
    except Unavailable:
        return replace(plain, unavailable=True)
    ties = {each.key: each.ties for each in ranked}
    finds, mattered = [], Counter[similar.Term]()
    for document in documents:
        # Explained by what every reader of the entry reads, so no word of the team is told to anybody else.
        texts = [similar.Text(written, language) for written, language in compared(document)]
        shared = similar.shared(terms, texts, MOST_SHARED)
        mattered.update(shared)
        words = tuple(Word(term.token, " ".join(similar.parts_of(term.token))) for term in shared)
        tree = query.any_word(" ".join(word.spelling for word in words[:MOST_MARKED]))
        finds.append(Like(hit=_hit(document, tree, team=False), shared=words, ties=ties[document.key]))
    best = sorted(mattered, key=lambda term: (-mattered[term] * term.weight, term.token))[:MOST_MATTERED]
    return replace(
        plain,
        finds=finds,
        mattered=tuple(Word(term.token, " ".join(similar.parts_of(term.token))) for term in best),
        more=len(ranked) > limit,
        empty=not terms,
    )


def fallback(user: Any, text: str, *, limit: int = 20) -> list[Hit]:
    """Find in the database alone, while the engine does not answer: fewer finds, no order by relevance, but none wrong."""
    text = text.replace("\x00", "").strip()[: query.MOST_CHARACTERS]
    if not text:
        return []
    team = _View(user).is_team
    try:
        tree = query.parse(text).tree
    except query.QueryError:
        tree = query.any_word(text)
    hits: list[Hit] = []
    for registration in registry.registrations():
        matches = list(registration.database_matches(user, text))[:limit]
        refs = [match.ref for match in matches]
        visible = set(registration.visible(user).filter(ref__in=refs).values_list("ref", flat=True))
        documents = [registration.build(match) for match in matches if match.ref in visible]
        hits += [_hit(document, tree, team=team) for document in documents if document is not None]
    return hits[:limit]


def matches(
    user: Any,
    text: str,
    filters: Mapping[str, Collection[str]] | None = None,
    keys: Collection[str] | None = None,
    *,
    with_synonyms: bool = True,
) -> set[str]:
    """Give the keys of what a search finds for this person now, of the newest 10,000; with ``keys``, of those among them alone.

    :raises Unavailable: the engine does not answer
    """
    if keys is not None and not keys:
        return set()
    try:
        tree = query.parse(text, with_synonyms=with_synonyms).tree
    except query.QueryError:
        return set()
    view = _View(user)
    request = Request(
        tree=tree,
        readers=view.tokens,
        filters=_wanted(filters),
        limit=MOST_MATCHED,
        masked=view.masked,
        among=None if keys is None else frozenset(keys),
    )
    try:
        return view.visible(_answer(lambda engine: engine.keys(request)))
    except TooWide:
        return set()


def visible(user: Any, keys: Collection[str]) -> set[str]:
    """Keep the keys of records that this person may see now, by the database."""
    return _visible(user, keys) if user.is_active else set()


def hits_of(user: Any, text: str, keys: Collection[str], *, most: int = 20) -> list[Hit]:
    """Give hits for some keys, newest first, of what this person may see now, marked by what she searched for.

    :raises Unavailable: the engine does not answer
    """
    view = _View(user)
    shown = view.visible(set(keys) - view.masked)
    try:
        tree = query.parse(text).tree
    except query.QueryError:
        tree = query.any_word(text)
    request = Request(tree=query.Everything(), readers=view.tokens, masked=view.masked, among=frozenset(shown), sort="newest", limit=most)
    documents = _asked_and_checked(request, view).documents if shown else []
    return [_hit(document, tree, team=view.is_team) for document in documents]


class _View:
    """Know what one person may see now: her tokens, and what the index has not yet been told to hide from her."""

    def __init__(self, user: Any):
        self.user = user
        self.tokens = tokens_for(user)
        self.is_team = Request(tree=query.Everything(), readers=self.tokens).is_team
        self.masked, self.freshness = self._mask()

    def visible(self, keys: Iterable[str]) -> set[str]:
        """Keep the keys of records that the database says this person may see."""
        return _visible(self.user, keys)

    def near(self, keys: Iterable[str], before: datetime.date | None, leave_out: Collection[str]) -> dict[str, set[str]]:
        """Say for some records which others they cite or are cited by, of those this person may see."""
        refs: dict[str, list[str]] = {}
        for key in keys:
            label, ref = label_and_ref(key)
            refs.setdefault(label, []).append(ref)
        return {
            key_of(label, ref): set(close) - set(leave_out)
            for label, some in refs.items()
            for ref, close in registry.registered(label).neighbours(self.user, some, before).items()
        }

    def _mask(self) -> tuple[frozenset[str], Freshness]:
        """Hide waiting records she may no longer see; those narrowed in words hide from all until indexed anew."""
        waiting = list(Change.objects.order_by("pk").values_list("key", "narrowed", "at"))
        if not waiting:
            return frozenset(), Freshness()
        keys = {key for key, _, _ in waiting}
        narrowed = {key for key, is_narrowed, _ in waiting if is_narrowed}
        seen = self.visible(keys - narrowed) if len(keys) <= MOST_CHECKED else set()
        age = (clock.now() - waiting[0][2]).total_seconds()
        return frozenset(keys - seen), Freshness(len(keys), max(age, 0.0))


def _visible(user: Any, keys: Iterable[str]) -> set[str]:
    refs: dict[str, list[str]] = {}
    for key in keys:
        label, ref = label_and_ref(key)
        refs.setdefault(label, []).append(ref)
    seen: set[str] = set()
    for label, some in refs.items():
        try:
            rows = registry.registered(label).visible(user)
        except LookupError:
            continue
        for at in range(0, len(some), 500):
            found = rows.filter(ref__in=some[at : at + 500]).values_list("ref", flat=True)
            seen |= {key_of(label, ref) for ref in found}
    return seen


def _asked_and_checked(request: Request, view: _View) -> Found:
    """Ask, then show nothing that the database does not let this person see.

    An entry that the index should have hidden is masked and the question asked once more, so that totals and counts leave it out too.
    """
    for _ in range(3):
        found = _ask(request)
        shown = [document.key for document in found.documents]
        seen = view.visible(shown)
        hidden = [key for key in shown if key not in seen]
        if not hidden:
            return found
        logger.error("index offered a record its reader may not see", extra={"labels": sorted({label_and_ref(key)[0] for key in hidden})})
        request = replace(request, masked=request.masked | frozenset(hidden))
    kept = [document for document in found.documents if document.key in seen]
    return replace(found, documents=kept, total=found.total - len(hidden))


def _opened_by(parsed: query.Parsed, request: Request, view: _View) -> Hit | None:
    """Find the one decision that bears the citation that was typed."""
    if parsed.citation is None or not parsed.citation.own or request.wanted_filters:
        return None
    own = replace(parsed.citation, citing=False)
    found = _asked_and_checked(replace(request, tree=own, facets=(), offset=0, limit=2), view)
    return _hit(found.documents[0], own, team=request.is_team) if found.total == 1 else None


def _hit(document: SearchDocument, tree: query.Node, *, team: bool, excerpts: bool = True) -> Hit:
    marked = highlight(tree, document, team=team) if excerpts else Highlights((Segment(document.shown_title, False),), ())
    try:
        url = reverse(document.url_name, args=document.url_ref.split("/"))
    except NoReverseMatch:
        url = ""
    return Hit(
        label=document.label,
        ref=document.ref,
        kind=document.kind,
        language=document.language,
        title=document.shown_title,
        title_segments=marked.title,
        snippets=marked.snippets,
        url=url,
        day=document.day,
        facets={name: tuple(values) for name, values in document.facets.items()},
        dates=document.dates,
        numbers=document.numbers,
        citations=tuple(document.citations),
    )


def _facet_values(found: Found, filters: Mapping[str, tuple[str, ...]]) -> dict[str, list[FacetValue]]:
    """Put ticks on the values that are filtered by; a ticked value that finds nothing stays, so that it can be taken off."""
    shown = {}
    for name, counts in found.facets.items():
        chosen = filters.get(name, ())
        values = [FacetValue(value, count, value in chosen) for value, count in counts]
        missing = [FacetValue(value, 0, True) for value in chosen if value not in dict(counts)]
        shown[name] = values + missing
    return shown


# ── Searches that were typed ─────────────────────────────────────────────────────────────────────────────────────────


def remember(user: Any, text: str, *, filters: Mapping[str, Collection[str]] | None = None, sort: str = "") -> SavedQuery:
    """Keep what was typed under a random ref for 90 days, so that no address or log holds it."""
    now = clock.now()
    kept = {name: sorted(map(str, values)) for name, values in (filters or {}).items() if values}
    with write_turn(), transaction.atomic():
        return SavedQuery.objects.create(
            owner=user if user is not None and user.is_authenticated else None,
            text=text.replace("\x00", "")[: query.MOST_CHARACTERS * 2],
            filters=kept,
            sort=sort if sort in SORTS else "",
            created_at=now,
            expires_at=now + KEPT_FOR,
        )


def recall(ref: str) -> SavedQuery | None:
    """Give a kept search back to whoever holds its ref; the results will be the opener's own."""
    return SavedQuery.objects.filter(ref=ref, expires_at__gt=clock.now()).first()


def marks_in(user: Any, obj: Any, ref: str, *, with_synonyms: bool = True) -> dict[str, list[tuple[int, int]]] | None:
    """Say where a record that the person may see satisfies a kept search, by text: "title", "body" and "other body".

    None where the search is kept no longer, cannot be understood, or is not satisfied by the record as it stands now.
    """
    kept = recall(ref) if re.fullmatch(RefConverter.regex, ref) else None
    if kept is None:
        return None
    try:
        tree = query.parse(kept.text, with_synonyms=with_synonyms).tree
    except query.QueryError:
        return None
    document = registry.registered(obj._meta.label).build(obj)
    return None if document is None else marks(tree, document, team=not TEAM_TOKENS.isdisjoint(tokens_for(user)))


def recent(user: Any, most: int = 10) -> list[SavedQuery]:
    """Give what a person typed last, newest first, each wording once."""
    rows = SavedQuery.objects.filter(owner=user, expires_at__gt=clock.now()).order_by("-created_at", "-pk")[: most * 10]
    found: dict[str, SavedQuery] = {}
    for row in rows:
        found.setdefault(" ".join(row.text.split()), row)
    return list(found.values())[:most]


def forget_recent(user: Any) -> None:
    """Make nobody's what a person typed; addresses of results that she gave to others lead there until their time is over."""
    with write_turn(), transaction.atomic():
        SavedQuery.objects.filter(owner=user).update(owner=None)
