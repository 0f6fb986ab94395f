"""The way into the search, for every other room: what it offers is done here and in the rooms behind it, which nobody else imports.

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

import hashlib
import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.fernet import InvalidToken
from django.core import signing

from foundation.records.fields import decrypt, encrypt
from foundation.search import live, query, registry
from foundation.search.completions import Completion as Completion
from foundation.search.completions import suggest as suggest
from foundation.search.corrections import Corrected, corrected
from foundation.search.corrections import Correction as Correction
from foundation.search.corrections import correct as correct
from foundation.search.document import FACET_NAME
from foundation.search.entry import MOST_OFFSET, SORTS, Place, Request, Unavailable
from foundation.search.explanation import Clause as Clause
from foundation.search.explanation import Explanation as Explanation
from foundation.search.explanation import explain as explain
from foundation.search.highlight import Segment as Segment
from foundation.search.hits import MOST_PER_PAGE, FacetValue, Hit, facet_values, hit_of
from foundation.search.kept import forget_recent as forget_recent
from foundation.search.kept import marks_in as marks_in
from foundation.search.kept import recall as recall
from foundation.search.kept import recent as recent
from foundation.search.kept import remember as remember
from foundation.search.likeness import Like as Like
from foundation.search.likeness import Likeness as Likeness
from foundation.search.likeness import Word as Word
from foundation.search.likeness import ranking as ranking
from foundation.search.likeness import similar_to as similar_to
from foundation.search.likeness import similar_to_record as similar_to_record
from foundation.search.likeness import suggestions as suggestions
from foundation.search.live import breaker as breaker
from foundation.search.live import forget_engines as forget_engines
from foundation.search.live import index_folder as index_folder
from foundation.search.live import index_is_sound as index_is_sound
from foundation.search.live import index_is_there as index_is_there
from foundation.search.live import live_generation as live_generation
from foundation.search.live import node_trouble as node_trouble
from foundation.search.live import open_engine as open_engine
from foundation.search.live import trouble as trouble
from foundation.search.matching import TooWide
from foundation.search.outbox import forget as forget
from foundation.search.outbox import reindex as reindex
from foundation.search.sight import Freshness, Sight, asked_and_checked, facet_filters
from foundation.search.sight import visible as visible

FACETS = ("kind", "court", "year", "topic", "language")
MANY = 1_000
FEW = 3
"""Where fewer are found, unknown words are looked at."""
MOST_MATCHED = MOST_OFFSET
"""So many keys are compared with what a search found before, the newest."""
MOST_OF_A_CURSOR = 2_000


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
    wanted = facet_filters(filters)
    plain = Results(page=page, per_page=per_page, sort=sort)
    try:
        parsed = query.parse(text, with_synonyms=with_synonyms)
    except query.QueryError as mistake:
        return replace(plain, error=mistake.sentence, error_start=mistake.start, error_end=mistake.end)
    plain = replace(plain, understood_as=parsed.understood_as, notices=parsed.notices, also_searched=parsed.also_searched)
    sight = Sight(user)
    request = Request(
        tree=parsed.tree,
        readers=sight.tokens,
        filters=wanted,
        facets=tuple(name for name in facets if FACET_NAME.fullmatch(name)),
        sort=sort,
        offset=(page - 1) * per_page,
        limit=per_page,
        masked=sight.masked,
    )
    bound = (text, sorted(wanted.items()), request.order, per_page, with_synonyms)
    if place := _read_cursor(after, bound):
        page, request = place[0], replace(request, after=place[1], offset=0)
        plain = replace(plain, page=page)
    try:
        found = asked_and_checked(request, sight)
        opens = _opened_by(parsed, request, sight)
        corrections = corrected(parsed, request, sight, found.total) if correcting and found.total < FEW else None
    except Unavailable:
        return replace(plain, unavailable=True, partial=True, freshness=sight.freshness)
    except TooWide as refused:
        return replace(plain, error=refused.sentence, freshness=sight.freshness)
    return replace(
        plain,
        hits=[hit_of(document, parsed.tree, team=request.is_team, excerpts=excerpts) for document in found.documents],
        total=found.total,
        facets=facet_values(found, wanted),
        pages=max(1, min(-(-found.total // per_page), MOST_OFFSET // per_page)),
        next_cursor=_cursor(page + 1, found.last, bound) if page >= MOST_OFFSET // per_page and page * per_page < found.total else "",
        corrections=corrections,
        opens=opens,
        freshness=sight.freshness,
        took_ms=round((time.perf_counter() - began) * 1_000),
    )


def _opened_by(parsed: query.Parsed, request: Request, sight: Sight) -> Hit | None:
    """Find the one decision that bears the citation that was typed."""
    if parsed.citation is None or not parsed.citation.own or request.wanted_filters:
        return None
    own = replace(parsed.citation, citing=False)
    found = asked_and_checked(replace(request, tree=own, facets=(), offset=0, limit=2), sight)
    return hit_of(found.documents[0], own, team=request.is_team) if found.total == 1 else None


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


def kinds_found(user: Any) -> set[str]:
    """Say of which kinds a person may find anything at all; none while the engine does not answer."""
    sight = Sight(user)
    request = Request(tree=query.Everything(), readers=sight.tokens, facets=("kind",), limit=0, masked=sight.masked)
    try:
        return {kind for kind, _ in live.ask(request).facets["kind"]}
    except Unavailable:
        return set()


def fallback(user: Any, text: str, *, limit: int = 20) -> list[Hit]:
    """Find in the database alone, while the engine does not answer: fewer finds, no order by relevance, but none wrong."""
    text = text.replace("\x00", "").strip()[: query.MOST_CHARACTERS]
    if not text:
        return []
    team = Sight(user).is_team
    try:
        tree = query.parse(text).tree
    except query.QueryError:
        tree = query.any_word(text)
    hits: list[Hit] = []
    for registration in registry.registrations():
        matches = list(registration.database_matches(user, text))[:limit]
        refs = [match.ref for match in matches]
        seen = set(registration.visible(user).filter(ref__in=refs).values_list("ref", flat=True))
        documents = [registration.build(match) for match in matches if match.ref in seen]
        hits += [hit_of(document, tree, team=team) for document in documents if document is not None]
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
    sight = Sight(user)
    request = Request(
        tree=tree,
        readers=sight.tokens,
        filters=facet_filters(filters),
        limit=MOST_MATCHED,
        masked=sight.masked,
        among=None if keys is None else frozenset(keys),
    )
    try:
        return sight.visible(live.answer(lambda engine: engine.keys(request)))
    except TooWide:
        return set()


def hits_of(user: Any, text: str, keys: Collection[str], *, most: int = 20) -> list[Hit]:
    """Give hits for some keys, newest first, of what this person may see now, marked by what she searched for.

    :raises Unavailable: the engine does not answer
    """
    sight = Sight(user)
    shown = sight.visible(set(keys) - sight.masked)
    try:
        tree = query.parse(text).tree
    except query.QueryError:
        tree = query.any_word(text)
    request = Request(tree=query.Everything(), readers=sight.tokens, masked=sight.masked, among=frozenset(shown), sort="newest", limit=most)
    documents = asked_and_checked(request, sight).documents if shown else []
    return [hit_of(document, tree, team=sight.is_team) for document in documents]
