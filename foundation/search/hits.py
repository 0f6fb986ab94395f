"""What is shown of a document that was found, in texts that its reader may read."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from foundation.search import analysis, query
from foundation.search.document import SearchDocument
from foundation.search.entry import Found
from foundation.search.highlight import Highlights, Segment, Snippet, highlight

MOST_PER_PAGE = 100


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


def hit_of(document: SearchDocument, tree: query.Node, *, team: bool, excerpts: bool = True) -> Hit:
    """Show a document as a hit, with what satisfies a query marked; the text for the team is looked at for the team alone."""
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


def facet_values(found: Found, filters: Mapping[str, tuple[str, ...]]) -> dict[str, list[FacetValue]]:
    """Put ticks on the values that are filtered by; a ticked value that finds nothing stays, so that it can be taken off."""
    shown = {}
    for name, counts in found.facets.items():
        chosen = filters.get(name, ())
        values = [FacetValue(value, count, value in chosen) for value, count in counts]
        missing = [FacetValue(value, 0, True) for value in chosen if value not in dict(counts)]
        shown[name] = values + missing
    return shown


def as_written(spelled: str, names: Collection[str], document: SearchDocument, *, team: bool) -> str:
    """Write a folded word with the accents it has in a document, in a text that its reader may read."""
    texts = {"title": [document.title], "body": [document.body, document.body_other], "team": [document.body_team] if team else []}
    return analysis.accented(spelled, [text for name in names for text in texts[name]])
