"""Marks in a find what made it a find: our own for all engines, in pieces of text, never HTML.

Only what satisfied the query is marked: no word that stands after NOT, no single word of a phrase, no branch of an OR whose other
half is missing, nothing in a text that this reader does not see.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foundation.search import analysis, query
from foundation.search.document import SearchDocument
from foundation.search.entry import Entry, as_number

WINDOW = 240
LEAD = 70
MOST_SNIPPETS = 2
MOST_MARKS = 400
CUT = "…"


class Segment(NamedTuple):
    """Hold a piece of text and whether it is marked."""

    text: str
    marked: bool


class Snippet(NamedTuple):
    """Hold an excerpt: ``part`` says whether it is from the body or from the text for the team."""

    part: str
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """Give the excerpt without marks."""
        return "".join(segment.text for segment in self.segments)


class Highlights(NamedTuple):
    """Hold the marked title and the excerpts of one find."""

    title: tuple[Segment, ...]
    snippets: tuple[Snippet, ...]


class Span(NamedTuple):
    """Say what is marked: from where to where in which text, and by which leaf of the tree."""

    part: str
    start: int
    end: int
    leaf: int


class _Text:
    """Hold one text of a document with the places of the tokens that are looked for."""

    def __init__(self, text: str, language: str, forms: frozenset[tuple[str, ...]]):
        self.text = analysis.clean(text)
        self.at: dict[str, list[tuple[int, int, int]]] = {}
        wanted = frozenset(token for form in forms for token in form)
        surfaces = analysis.surfaces_of(self.text, language, wanted) if wanted else frozenset()
        if not surfaces:
            return
        if all(len(form) == 1 for form in forms):
            for place in analysis.places_of(self.text, language, surfaces):
                self.at.setdefault(place.token, []).append((0, place.start, place.end))
            return
        for position, place in enumerate(analysis.places(self.text, language)):
            if place.token in wanted:
                self.at.setdefault(place.token, []).append((position, place.start, place.end))

    def spans(self, form: tuple[str, ...]) -> list[tuple[int, int]]:
        """Find where the tokens stand in this order, side by side."""
        first = self.at.get(form[0], [])
        if len(form) == 1:
            return [(start, end) for _, start, end in first]
        rest = [{position: end for position, _, end in self.at.get(token, [])} for token in form[1:]]
        found = []
        for position, start, _ in first:
            ends = [places.get(position + step + 1) for step, places in enumerate(rest)]
            if all(end is not None for end in ends):
                found.append((start, ends[-1] or start))
        return found


_FIELD_OF = {"searched title": "title", "other body": "body"}


class _Marker:
    """Walk the tree over one document and collect the spans of what is satisfied."""

    def __init__(self, tree: query.Node, document: SearchDocument, *, team: bool):
        self.entry = Entry(document)
        self.team = team
        self.leaves = query.leaves(tree)
        forms = frozenset(form for leaf in self.leaves if isinstance(leaf, query.Words) for form in leaf.forms)
        parts = {"title": document.shown_title, "body": document.body}
        if document.body_other:
            parts["other body"] = document.body_other
        if document.shown_title != document.title:
            parts["searched title"] = document.title
        if team:
            parts["team"] = document.body_team
        languages = {"other body": document.other_language}
        self.texts = {part: _Text(text, languages.get(part, document.language), forms) for part, text in parts.items()}

    def spans(self, node: query.Node) -> list[Span] | None:
        """Give the spans of a satisfied node, None when it is not satisfied."""
        match node:
            case query.And(parts):
                found = [self.spans(part) for part in parts]
                return None if any(each is None for each in found) else [span for each in found if each for span in each]
            case query.Or(parts):
                kept = [each for each in map(self.spans, parts) if each is not None]
                return [span for each in kept for span in each] if kept else None
            case query.Not(part):
                return [] if self.spans(part) is None else None
            case query.Words(fields, forms):
                return self._words(node, fields, forms)
            case query.Citation(key, own):
                spans = [] if own else self._mentions(analysis.citations_in, {key}, node)
                return spans if spans or key in self.entry.cite or (not own and key in self.entry.cites) else None
            case query.Section(key):
                spans = self._mentions(analysis.sections_in, {key}, node)
                return spans if spans or key in self.entry.provisions else None
            case query.Value(name, tokens):
                values = self.entry.values[name]
                return [] if any(tuple(values[at : at + len(tokens)]) == tokens for at in range(len(values))) else None
            case query.Code(name, code):
                return [] if code in self.entry.facets[name] else None
            case query.Days(first, last):
                return [] if self.entry.day and as_number(first) <= self.entry.day <= as_number(last) else None
        return []

    def _words(self, node: query.Words, fields: tuple[str, ...], forms: tuple[tuple[str, ...], ...]) -> list[Span] | None:
        leaf = self.leaves.index(node)
        satisfied, spans = False, []
        for part, text in self.texts.items():
            if _FIELD_OF.get(part, part) not in fields:
                continue
            for form in forms:
                found = text.spans(form)
                satisfied = satisfied or bool(found)
                spans += [Span(part, start, end, leaf) for start, end in found if part != "searched title"]
        if not satisfied and "body" in fields:
            # The record's own number is searched with the body but is not part of its text.
            body = self.entry.body
            satisfied = any(tuple(body[at : at + len(form)]) == form for form in forms for at in range(len(body)))
        return spans if satisfied else None

    def _mentions(self, finder, keys: set[str], node: query.Leaf) -> list[Span]:
        leaf = self.leaves.index(node)
        spans = []
        for part, text in self.texts.items():
            if part == "searched title":
                continue
            for place in finder(text.text):
                below = analysis.with_parents(place.token) if isinstance(node, query.Section) else [place.token]
                if not keys.isdisjoint(below):
                    spans.append(Span(part, place.start, place.end, leaf))
        return spans


def highlight(tree: query.Node, document: SearchDocument, *, team: bool) -> Highlights:
    """Mark a find's title and pick the excerpts that show best why it was found."""
    marker = _Marker(tree, document, team=team)
    spans = marker.spans(tree) or []
    title = marker.texts["title"].text
    marked_title = _segments(title, 0, len(title), [span for span in spans if span.part == "title"])
    snippets: list[Snippet] = []
    for part in ("body", "other body", "team"):
        inside = sorted((span for span in spans if span.part == part), key=lambda span: span.start)[:MOST_MARKS]
        text = marker.texts[part].text if part in marker.texts else ""
        for start, end in _windows(text, inside, MOST_SNIPPETS - len(snippets)):
            snippets.append(Snippet(_FIELD_OF.get(part, part), _cut(text, start, end, inside)))
    if not snippets and document.body:
        text = marker.texts["body"].text
        snippets.append(Snippet("body", _cut(text, 0, _word_end(text, WINDOW), [])))
    return Highlights(marked_title, tuple(snippets))


def satisfied_leaves(tree: query.Node, document: SearchDocument, *, team: bool) -> int:
    """Count the leaves of a tree that a document satisfies one by one."""
    marker = _Marker(tree, document, team=team)
    return sum(marker.spans(leaf) is not None for leaf in marker.leaves)


def _windows(text: str, spans: list[Span], most: int) -> list[tuple[int, int]]:
    """Pick the stretches that hold most different leaves, then most marks, then come first."""
    chosen: list[tuple[int, int]] = []
    candidates = []
    last = 0
    for first, span in enumerate(spans):
        last = max(last, first)
        while last + 1 < len(spans) and spans[last + 1].end <= span.start + WINDOW - LEAD:
            last += 1
        group = spans[first : last + 1]
        candidates.append((-len({each.leaf for each in group}), -len(group), span.start, max(span.end, group[-1].end)))
    for _, _, start, end in sorted(candidates):
        if len(chosen) == most:
            break
        begin = _word_start(text, max(0, start - LEAD))
        finish = _word_end(text, max(end, begin + WINDOW))
        if all(finish <= other[0] or begin >= other[1] for other in chosen):
            chosen.append((begin, finish))
    return sorted(chosen)


def _word_start(text: str, at: int) -> int:
    """Move forward to where a word begins, unless the text has no blanks nearby."""
    if at == 0:
        return 0
    blank = next((place for place in range(at - 1, min(at + 30, len(text))) if text[place].isspace()), None)
    return at if blank is None else blank + 1


def _word_end(text: str, at: int) -> int:
    """Move back to where a word ends, unless the text has no blanks nearby."""
    if at >= len(text):
        return len(text)
    blank = next((place for place in range(at, max(at - 30, 0), -1) if text[place].isspace()), None)
    return at if blank is None else blank


def _cut(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[Segment, ...]:
    segments = _segments(text, start, end, spans)
    before = (Segment(f"{CUT} ", False),) if start > 0 else ()
    after = (Segment(f" {CUT}", False),) if end < len(text) else ()
    return _joined((*before, *segments, *after))


def _segments(text: str, start: int, end: int, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut a stretch of text at its marks; marks that touch or overlap become one."""
    segments: list[Segment] = []
    at = start
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        left, right = max(span.start, at), min(span.end, end)
        if left >= right:
            continue
        segments += [Segment(_plain(text[at:left]), False), Segment(_plain(text[left:right]), True)]
        at = right
    segments.append(Segment(_plain(text[at:end]), False))
    return _joined(segments)


def _plain(text: str) -> str:
    """Make line breaks blanks and leave out control characters."""
    return "".join(" " if mark.isspace() else mark for mark in text if mark.isspace() or mark.isprintable())


def _joined(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    joined: list[Segment] = []
    for segment in segments:
        if not segment.text:
            continue
        if joined and joined[-1].marked == segment.marked:
            joined[-1] = Segment(joined[-1].text + segment.text, segment.marked)
        else:
            joined.append(segment)
    return tuple(joined)
