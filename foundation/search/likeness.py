"""What is like a text or a record, of what a person may see, and by which words; how it is weighed stands in similar.py."""

from __future__ import annotations

import datetime
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from foundation.search import live, query, registry, similar
from foundation.search.document import label_and_ref
from foundation.search.entry import LikenessRequest, Request, Unavailable, alike, compared
from foundation.search.highlight import satisfied_leaves
from foundation.search.hits import MOST_PER_PAGE, Hit, hit_of
from foundation.search.sight import Freshness, Sight, asked_and_checked, facet_filters

logger = logging.getLogger("casetracker.search")

MOST_SHARED = 8
"""So many words are shown that one find shares with the text."""
MOST_MARKED = 4
"""The excerpts show the weightiest of them."""
MOST_MATTERED = 24
CONTENT_WORDS = 12
"""A text of more words, function words aside, is compared as a whole; a shorter one is looked up word by word."""


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


def suggestions(user: Any, text: str, kinds: Iterable[str] = (), *, limit: int = 3) -> list[Hit]:
    """Find what shares words with a text that is being written, best first; of a longer text at least two words must be shared."""
    if len(similar.cut(text[:2_000]).sim_words) > CONTENT_WORDS:
        like = similar_to(user, text, filters={"kind": tuple(kinds)}, limit=limit)
        return [each.hit for each in like.finds if len(each.shared) > 1]
    tree = query.any_word(text)
    words = query.leaves(tree)
    if not words:
        return []
    sight = Sight(user)
    request = Request(tree=tree, readers=sight.tokens, filters={"kind": tuple(kinds)}, limit=limit * 4, masked=sight.masked)
    try:
        found = asked_and_checked(request, sight)
    except Unavailable:
        return []
    enough = 2 if len(words) > 2 else 1
    close = [each for each in found.documents if satisfied_leaves(tree, each, team=request.is_team) >= enough]
    return [hit_of(document, tree, team=request.is_team) for document in close[:limit]]


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
    return _ranked(Sight(user), parts, filters or {}, without, before, frozenset(leave_out), limit, ties)


def _ranked(
    sight: Sight,
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
    holding, documents = live.answer(lambda engine: engine.holding(parts))
    terms = similar.choose(parts, holding, documents, without)
    if not terms:
        return [], ()
    request = LikenessRequest(
        terms=terms,
        readers=sight.tokens,
        filters=facet_filters(filters),
        masked=sight.masked | leave_out,
        before=before,
        limit=max(limit, similar.POOL),
    )
    offered = live.answer(lambda engine: engine.like(request))
    seen = sight.visible(each.key for each in offered)
    hidden = [each.key for each in offered if each.key not in seen]
    if hidden:
        logger.error("index offered a record its reader may not see", extra={"labels": sorted({label_and_ref(key)[0] for key in hidden})})
    ranked = [each for each in offered if each.key in seen]
    if ties:
        ranked = similar.second_pass(ranked, sight.near([each.key for each in ranked[: similar.VOTERS]], before, leave_out))
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
    sight = Sight(user)
    held = {token for tokens in parts for token in tokens}
    left_out = tuple(Word(token, " ".join(similar.parts_of(token))) for token in sorted(held & set(without)))
    plain = Likeness(left_out=left_out, few=len(parts.sim_words) <= CONTENT_WORDS, freshness=sight.freshness)
    limit = min(max(limit, 1), MOST_PER_PAGE)
    try:
        ranked, terms = _ranked(sight, parts, filters or {}, without, before, frozenset(leave_out), limit + 1, True)
        documents = live.answer(lambda engine: engine.documents([each.key for each in ranked[:limit]]))
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
        finds.append(Like(hit=hit_of(document, tree, team=False), shared=words, ties=ties[document.key]))
    best = sorted(mattered, key=lambda term: (-mattered[term] * term.weight, term.token))[:MOST_MATTERED]
    return replace(
        plain,
        finds=finds,
        mattered=tuple(Word(term.token, " ".join(similar.parts_of(term.token))) for term in best),
        more=len(ranked) > limit,
        empty=not terms,
    )
