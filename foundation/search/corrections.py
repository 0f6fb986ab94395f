"""Did you mean: a search whose words nobody could find, with the closest words that its reader finds."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from foundation.search import analysis, live, query, spelling
from foundation.search.entry import Request, Unavailable, WordsRequest
from foundation.search.hits import as_written
from foundation.search.sight import Sight, asked_and_checked, facet_filters

MOST_CORRECTED = 8


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


def correct(user: Any, text: str, filters: Mapping[str, Collection[str]] | None = None) -> Corrected | None:
    """Say what a search may have been meant to be: its words that nothing holds replaced by the closest that something does.

    Every word that is offered stands in a document that this person may read, in a text she may read, and the whole finds more than before.
    """
    try:
        parsed = query.parse(text)
        sight = Sight(user)
        request = Request(tree=parsed.tree, readers=sight.tokens, filters=facet_filters(filters), masked=sight.masked, limit=0)
        return corrected(parsed, request, sight, live.ask(request).total)
    except (query.QueryError, Unavailable):
        return None


def corrected(parsed: query.Parsed, request: Request, sight: Sight, found: int) -> Corrected | None:
    """Put the closest known word in the place of each unknown one, and see whether that finds more."""
    text = parsed.text
    corrections: list[Correction] = []
    for word in reversed(query.plain_words(parsed.tree)):
        start, end = word.place
        typed = _core(parsed.text[start:end])
        instead = _instead(word, analysis.fold(typed), request, sight) if typed and len(corrections) < MOST_CORRECTED else ""
        if instead:
            corrections.append(Correction(typed, instead))
            text = text[:start] + parsed.text[start:end].replace(typed, instead, 1) + text[end:]
    if not corrections:
        return None
    try:
        tree = query.parse(text).tree
        total = asked_and_checked(replace(request, tree=tree, facets=(), sort="newest", offset=0, limit=1), sight).total
    except query.QueryError:
        return None
    return Corrected(text, tuple(reversed(corrections)), total) if total > found else None


def _core(typed: str) -> str:
    """Give the one word of what was typed, its elision and its final 's aside; nothing where there are several."""
    spelled = analysis.tokens(typed, "")
    pieces = [piece for piece in re.findall(r"[^\W\d_]+", typed) if [analysis.fold(piece)] == spelled]
    return pieces[0] if pieces else ""


def _instead(word: query.Words, spelled: str, request: Request, sight: Sight) -> str:
    """Give the word closest to one that this person reads nowhere, as a document that she may read spells it; or nothing."""
    if not spelling.allowed(spelled):
        return ""
    if live.ask(replace(request, tree=word, filters={}, facets=(), offset=0, limit=0)).total:
        return ""
    asked = WordsRequest(word=spelled, names=word.fields, readers=request.readers, masked=request.masked, filters=request.filters)
    held = live.answer(lambda engine: engine.closest(asked))
    for instead in sorted(held, key=lambda each: (-held[each], each)):
        tree = query.Words(word.fields, ((analysis.EXACT_MARK + instead,),), instead)
        seen = asked_and_checked(replace(request, tree=tree, facets=(), sort="newest", offset=0, limit=1), sight).documents
        if seen:
            return as_written(instead, word.fields, seen[0], team=request.is_team)
    return ""
