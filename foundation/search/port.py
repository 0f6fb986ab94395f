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
    results.notices         sentences: what was repaired or left out
    results.error           a sentence when the query cannot be understood (then there are no hits), with error_start, error_end
    results.unavailable     the engine does not answer; show a banner and fallback(user, text)
    results.opens           the hit to open at once: a citation was typed that one decision bears
    results.freshness       how many changes the index still waits for, and for how many seconds

    fallback(user, text)              hits from the database alone, when results.unavailable
    suggestions(user, text, kinds)    hits that share words with a text being written
    remember(user, text, ...)         keep a search under a random ref;  recall(ref) gives it back

In a test: `settings.SEARCH_ENGINE = "oracle"` (no files) and `foundation.search.indexer.drain()` where the worker would have written.

`search`, `suggestions` and `fallback` never raise for what a person typed or for an engine that is down.
"""

from __future__ import annotations

import datetime
import logging
import time
import weakref
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from foundation import clock
from foundation.audit.acts import OpenAct, require_act, write_turn
from foundation.search import query, registry
from foundation.search.backends.elastic import ElasticEngine
from foundation.search.backends.oracle import OracleEngine
from foundation.search.backends.tantivy import TantivyEngine
from foundation.search.breaker import Breaker
from foundation.search.document import FACET_NAME, SearchDocument, key_of, label_and_ref
from foundation.search.entry import MOST_OFFSET, SORTS, Found, Request, Unavailable, fingerprint
from foundation.search.highlight import Segment, Snippet, highlight, satisfied_leaves
from foundation.search.models import Change, Generation, SavedQuery
from foundation.search.tokens import tokens_for

logger = logging.getLogger("casetracker.search")

FACETS = ("kind", "court", "year", "topic", "language")
MOST_PER_PAGE = 100
MANY = 1_000
KEPT_FOR = datetime.timedelta(days=90)
MOST_CHECKED = 5_000
"""Beyond so many waiting changes, all of them are hidden without asking the database one by one."""

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
        return ElasticEngine(settings.ELASTICSEARCH_URL, f"casetracker-{generation.ref.lower()}", create=create)
    if generation.engine == "oracle":
        if generation.ref not in _oracles and not create:
            raise Unavailable("The index is not where it should be.")
        return _oracles.setdefault(generation.ref, OracleEngine())
    raise ValueError(f"No engine is called {generation.engine!r}.")


def live_generation() -> Generation | None:
    """Give the generation that answers, if one of the wanted engine and the present fingerprint stands."""
    return Generation.objects.filter(engine=settings.SEARCH_ENGINE, state=Generation.State.LIVE, fingerprint=fingerprint()).first()


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


def forget_engines() -> None:
    """Let go of every opened engine (for tests, and after a rebuild)."""
    _reading.clear()


def _ask(request: Request) -> Found:
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
        found = reader.fresh().search(request)
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


@dataclass(frozen=True, kw_only=True)
class Results:
    """Hold the answer to one search; see the top of this module."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    per_page: int = 10
    sort: str = "relevance"
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    error: str = ""
    error_start: int = 0
    error_end: int = 0
    unavailable: bool = False
    partial: bool = False
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
) -> Results:
    """Find what a person may see; whatever she typed and whatever state the engine is in, the answer is a Results."""
    began = time.perf_counter()
    sort = sort if sort in SORTS else "relevance"
    per_page = min(max(per_page, 1), MOST_PER_PAGE)
    page = min(max(page, 1), MOST_OFFSET // per_page)
    wanted = {name: tuple(map(str, values)) for name, values in (filters or {}).items() if values and FACET_NAME.fullmatch(name)}
    plain = Results(page=page, per_page=per_page, sort=sort)
    try:
        parsed = query.parse(text)
    except query.QueryError as mistake:
        return replace(plain, error=mistake.sentence, error_start=mistake.start, error_end=mistake.end)
    plain = replace(plain, understood_as=parsed.understood_as, notices=parsed.notices)
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
    try:
        found = _asked_and_checked(request, view)
        opens = _opened_by(parsed, request, view)
    except Unavailable:
        return replace(plain, unavailable=True, partial=True, freshness=view.freshness)
    return replace(
        plain,
        hits=[_hit(document, parsed.tree, team=request.is_team) for document in found.documents],
        total=found.total,
        facets=_facet_values(found, wanted),
        pages=max(1, min(-(-found.total // per_page), MOST_OFFSET // per_page)),
        opens=opens,
        freshness=view.freshness,
        took_ms=round((time.perf_counter() - began) * 1_000),
    )


def suggestions(user: Any, text: str, kinds: Iterable[str] = (), *, limit: int = 3) -> list[Hit]:
    """Find what shares words with a text that is being written, best first; of a longer text at least two words must be shared."""
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


class _View:
    """Know what one person may see now: her tokens, and what the index has not yet been told to hide from her."""

    def __init__(self, user: Any):
        self.user = user
        self.tokens = tokens_for(user)
        self.is_team = Request(tree=query.Everything(), readers=self.tokens).is_team
        self.masked, self.freshness = self._mask()

    def visible(self, keys: Iterable[str]) -> set[str]:
        """Keep the keys of records that the database says this person may see."""
        refs: dict[str, list[str]] = {}
        for key in keys:
            label, ref = label_and_ref(key)
            refs.setdefault(label, []).append(ref)
        seen: set[str] = set()
        for label, some in refs.items():
            try:
                rows = registry.registered(label).visible(self.user)
            except LookupError:
                continue
            for at in range(0, len(some), 500):
                found = rows.filter(ref__in=some[at : at + 500]).values_list("ref", flat=True)
                seen |= {key_of(label, ref) for ref in found}
        return seen

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
    if parsed.citation is None or request.wanted_filters:
        return None
    own = replace(parsed.citation, own=True)
    found = _asked_and_checked(replace(request, tree=own, facets=(), offset=0, limit=2), view)
    return _hit(found.documents[0], own, team=request.is_team) if found.total == 1 else None


def _hit(document: SearchDocument, tree: query.Node, *, team: bool) -> Hit:
    marked = highlight(tree, document, team=team)
    try:
        url = reverse(document.url_name, kwargs={"ref": document.url_ref})
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
