"""While typing: how the search in the box may go on, by words and titles that its reader may read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from foundation.search import analysis, live, query
from foundation.search.entry import Request, Unavailable, WordsRequest
from foundation.search.hits import as_written
from foundation.search.marks import FRENCH_FIELDS, SIMPLER, TEXT
from foundation.search.sight import Sight, asked_and_checked

MOST_COMPLETIONS, MOST_TITLES = 8, 3
LEAST_BEGUN = 3
"""So many letters of a word are typed before it is completed."""

_BEGUN = re.compile(rf"(?<![^\W_])[^\W\d_]{{{LEAST_BEGUN},{analysis.LONGEST_TOKEN}}}$")
_FIELD_BEFORE = re.compile(r"([^\W\d_]+):[(\"]*$")
_PLAIN = re.compile(r"(?:[\w.'’-]+\s+){0,6}")


@dataclass(frozen=True)
class Completion:
    """Hold what the box may hold next, and the word or title that it ends in."""

    text: str
    shown: str


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
    sight = Sight(user)
    try:
        titles = [] if named else _titles(before, begun.group(), sight)
        words = _words_begun(word, names, sight, limit - len(titles))
    except Unavailable:
        return []
    return [Completion(before + each, each) for each in words] + [Completion(f'"{title}"', title) for title in titles]


def _words_begun(word: str, names: tuple[str, ...], sight: Sight, limit: int) -> list[str]:
    """Give words that begin like this, each as a document that this person may read writes it."""
    asked = WordsRequest(word=word, names=names, readers=sight.tokens, masked=sight.masked, limit=limit + 1)
    found = [each for each, _ in live.answer(lambda engine: engine.beginning(asked)) if each != word][:limit]
    plain = Request(tree=query.Everything(), readers=sight.tokens, masked=sight.masked, sort="newest", limit=1)
    holding = {}
    for each in found:
        holding[each] = live.ask(replace(plain, tree=query.Words(names, ((analysis.EXACT_MARK + each,),), each))).documents
    seen = sight.visible(document.key for documents in holding.values() for document in documents)
    kept = ((each, documents[0]) for each, documents in holding.items() if documents and documents[0].key in seen)
    return [as_written(each, names, document, team=plain.is_team) for each, document in kept]


def _titles(before: str, begun: str, sight: Sight) -> list[str]:
    """Give titles of decisions that hold the words typed so far, the most cited first."""
    if not _PLAIN.fullmatch(before):
        return []
    try:
        tree = query.parse(f"title:({before}{begun}*)", with_synonyms=False).tree
        request = Request(
            tree=tree, readers=sight.tokens, masked=sight.masked, filters={"kind": ("decision",)}, sort="cited", limit=MOST_TITLES
        )
        found = asked_and_checked(request, sight).documents
    except query.QueryError:
        return []
    return list(dict.fromkeys(document.title.replace('"', "") for document in found))
