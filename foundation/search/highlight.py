"""Marks in a find what made it a find: our own for all engines, in pieces of text, never HTML.

Only what satisfied the query is marked: no word that stands after NOT, no single word of a phrase, no branch of an OR whose other
half is missing, nothing in a text that this reader does not see.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from foundation.search import analysis, matching, query, sentences
from foundation.search.document import SearchDocument
from foundation.search.entry import Entry, as_number
from foundation.search.places import Place, place_at, places

WINDOW = 240
LEAD = 70
MOST_SNIPPETS = 2
MOST_MARKS = 400
CUT = "…"
_SPACE = re.compile(r"\s")


class Segment(NamedTuple):
    """Hold a piece of text and whether it is marked."""

    text: str
    marked: bool


class Snippet(NamedTuple):
    """Hold an excerpt: ``part`` says whether it is from the body or from the text for the team, ``place`` where its first mark stands."""

    part: str
    segments: tuple[Segment, ...]
    place: Place | None = None

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


Stretch = tuple[int, int, int, int]
"""From which word to before which, and from which character to before which."""


class _Sought:
    """Hold the tokens that a tree looks for, and how much of a text has to be cut to find them."""

    def __init__(self, tree: query.Node):
        words = [leaf for leaf in query.leaves(tree) if isinstance(leaf, query.Words)]
        nears = query.nears(tree)
        forms = {form for leaf in words for form in leaf.forms}
        self.tokens = {token for form in forms for token in form}
        patterns = [token for token in self.tokens if token.startswith(analysis.EXACT_MARK) and query.is_pattern(token)]
        self._patterns = [(token, matching.prefix(token)) for token in patterns]
        single = all(len(form) == 1 for form in forms)
        versus = not self.tokens.isdisjoint({"v", f"{analysis.EXACT_MARK}v"})
        contre = not self.tokens.isdisjoint({"c", f"{analysis.EXACT_MARK}c"})
        self.only_words = single and not nears and not versus
        self.only_near = single and not versus and not contre
        plain = all(leaf.is_plain or len(form) == 1 for leaf in words for form in leaf.forms)
        self.only_in_order = plain and not nears and not versus and not contre

    def met(self, word: analysis.Word) -> list[str]:
        """Give what of that which is looked for a word is; most words are nothing of it, so they are looked up and not compared."""
        found = [each for each in word if each in self.tokens]
        return found + [token for token, begins in self._patterns if word.exact.startswith(begins) and matching.meets(token, word)]

    def held(self, surfaces: set[str], known: analysis.Spellings) -> set[str]:
        """Keep the spellings that hold something that is looked for."""
        known.learn(surfaces)
        held = set().union(*(surfaces & known.of(token) for token in self.tokens))
        if self._patterns:
            held.update(surface for surface in surfaces if any(map(self.met, known.words[surface])))
        return held


class _Text:
    """Hold one text of a document with the places of the tokens that are looked for."""

    def __init__(self, text: str, language: str, sought: _Sought):
        self.text = analysis.clean(text)
        self.at: dict[str, list[tuple[int, int, int]]] = {}
        self._units: dict[str, list[int]] = {query.SENTENCE: [], query.PARAGRAPH: []}
        self._sought, self._language, self._known = sought, language, analysis.spellings(language)
        if not sought.tokens:
            return
        if sought.only_words:
            self._look_for_words()
        elif sought.only_in_order:
            self._look_for_order()
        elif sought.only_near:
            self._look_for_nearness()
        else:
            self._look_at_all(None)

    def _held(self) -> set[str]:
        return self._sought.held(set(analysis.TOKEN.findall(self.text)), self._known)

    def _look_for_words(self) -> None:
        """Note where single words stand, without their order."""
        held = self._held()
        met = {surface: [token for word in self._known.words[surface] for token in self._sought.met(word)] for surface in held}
        for place in analysis.places_of(self.text, self._language, held) if held else ():
            for token in met[self.text[place.start : place.end]]:
                self.at.setdefault(token, []).append((-1, place.start, place.end))

    def _look_for_order(self) -> None:
        """Note where words stand, in their order; a phrase of stems may go on from one paragraph to the next."""
        held, words = self._held(), self._known.words
        if not held:
            return
        position = 0
        for match in analysis.TOKEN.finditer(self.text):
            surface = match.group()
            if surface in held:
                for at, word in enumerate(words[surface], position):
                    for token in self._sought.met(word):
                        self.at.setdefault(token, []).append((at, *match.span()))
            position += len(words[surface])

    def _look_for_nearness(self) -> None:
        """Note where words stand in the paragraphs that hold any of them."""
        held = self._held()
        starts = [place.start for place in analysis.places_of(self.text, self._language, held)] if held else []
        if starts:
            bounds = sentences.bounds(self.text, 0, len(self.text))
            self._look_at_all([each for each in bounds if bisect_left(starts, each[0]) < bisect_left(starts, each[1])])

    def _look_at_all(self, bounds: list[tuple[int, int]] | None) -> None:
        """Note where words stand, in their order and with the sentence and paragraph of each."""
        met: dict[analysis.Word, list[str]] = {}
        sentence = 0
        for paragraph, lines in enumerate(analysis.placed_lines(self.text, self._language, bounds)):
            for line in lines:
                sentence += 1
                for word, start, end in line:
                    if word not in met:
                        met[word] = self._sought.met(word)
                    for token in met[word]:
                        self.at.setdefault(token, []).append((len(self._units[query.SENTENCE]), start, end))
                    self._units[query.SENTENCE].append(sentence)
                    self._units[query.PARAGRAPH].append(paragraph)

    def stretches(self, words: query.Words) -> list[Stretch]:
        """Find where words stand in their order, side by side; spellings within one paragraph."""
        found = []
        for form in words.forms:
            rest = [{position: end for position, _, end in self.at.get(token, [])} for token in form[1:]]
            for position, start, end in self.at.get(form[0], []):
                ends = [places.get(position + step + 1) for step, places in enumerate(rest)]
                if all(each is not None for each in ends):
                    stretch = (position, position + len(form), start, ends[-1] or start if ends else end)
                    if words.is_plain or len(form) == 1 or self.unit(stretch, query.PARAGRAPH) is not None:
                        found.append(stretch)
        return found

    def unit(self, stretch: Stretch, within: str) -> int | None:
        """Give the number of the sentence or paragraph that holds a stretch, None when none holds all of it."""
        units = self._units[query.SENTENCE if within == query.SENTENCE else query.PARAGRAPH]
        first, last = units[stretch[0]], units[stretch[1] - 1]
        return first if first == last else None

    def near(self, near: query.Near) -> list[tuple[query.Words, Stretch]]:
        """Find the words of both sides where they stand close enough."""
        by_unit: dict[int, tuple[list, list]] = {}
        for side, several in enumerate((near.left, near.right)):
            for words in several:
                for stretch in self.stretches(words):
                    unit = self.unit(stretch, near.within)
                    if unit is not None:
                        by_unit.setdefault(unit, ([], []))[side].append((words, stretch))
        found = []
        for left, right in by_unit.values():
            for one in left:
                close = [other for other in right if matching.are_near(one[1][:2], other[1][:2], near)]
                found += [one, *close] if close else []
        return found


_FIELD_OF = {"searched title": "title", "other body": "body"}


class _Marker:
    """Walk the tree over one document and collect the spans of what is satisfied."""

    def __init__(self, tree: query.Node, document: SearchDocument, *, team: bool):
        self.entry = Entry(document)
        self.team = team
        self.leaves = query.leaves(tree)
        sought = _Sought(tree)
        parts = {"title": document.shown_title, "body": document.body}
        if document.body_other:
            parts["other body"] = document.body_other
        if document.shown_title != document.title:
            parts["searched title"] = document.title
        if team:
            parts["team"] = document.body_team
        languages = {"other body": document.other_language}
        self.texts = {part: _Text(text, languages.get(part, document.language), sought) for part, text in parts.items()}

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
            case query.Words():
                return self._words(node)
            case query.Near():
                return self._near(node)
            case query.Citation(key, own=own, citing=citing):
                spans = self._mentions(analysis.citations_in, {key}, node) if citing else []
                return spans if spans or (own and key in self.entry.cite) or (citing and key in self.entry.cites) else None
            case query.Section(key):
                spans = self._mentions(analysis.sections_in, {key}, node)
                return spans if spans or key in self.entry.provisions else None
            case query.Value(name, tokens):
                values = self.entry.values[name]
                return [] if any(tuple(values[at : at + len(tokens)]) == tokens for at in range(len(values))) else None
            case query.Code(name, code):
                return [] if code in self.entry.facets[name] else None
            case query.Number(name, least, most):
                return [] if least <= self.entry.numbers.get(name, -1) <= most else None
            case query.Days(first, last):
                return [] if self.entry.day and as_number(first) <= self.entry.day <= as_number(last) else None
        return []

    @cached_property
    def _numbers(self) -> Entry:
        """Give the document without its texts: its own number and file number are left of what is searched with the body."""
        return Entry(replace(self.entry.document, body="", body_other="", body_team="", parts=(), parts_other=()))

    def _inside(self, fields: tuple[str, ...]) -> Iterator[tuple[str, _Text]]:
        return ((part, text) for part, text in self.texts.items() if _FIELD_OF.get(part, part) in fields)

    def _span(self, part: str, words: query.Words, stretch: Stretch) -> Span:
        return Span(part, stretch[2], stretch[3], self.leaves.index(words))

    def _words(self, node: query.Words) -> list[Span] | None:
        spans = [self._span(part, node, stretch) for part, text in self._inside(node.fields) for stretch in text.stretches(node)]
        # The record's own number is searched with the body but is not part of its text.
        if spans or ("body" in node.fields and matching.holds_words(node, self._numbers, ["body"])):
            return [span for span in spans if span.part != "searched title"]
        return None

    def _near(self, node: query.Near) -> list[Span] | None:
        spans = [self._span(part, *found) for part, text in self._inside(node.fields) for found in text.near(node)]
        return [span for span in dict.fromkeys(spans) if span.part != "searched title"] if spans else None

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
        windows = _windows(text, inside, MOST_SNIPPETS - len(snippets))
        named = {"body": document.parts, "other body": document.parts_other}.get(part)
        paragraphs = places(text, named) if named and windows else []
        for start, end in windows:
            first = next(span.start for span in inside if span.end > start)
            snippets.append(Snippet(_FIELD_OF.get(part, part), _cut(text, start, end, inside), place_at(paragraphs, first)))
    if not snippets and document.body:
        text = marker.texts["body"].text
        snippets.append(Snippet("body", _cut(text, 0, _word_end(text, WINDOW), [])))
    return Highlights(marked_title, tuple(snippets))


def marks(tree: query.Node, document: SearchDocument, *, team: bool) -> dict[str, list[tuple[int, int]]] | None:
    """Give from where to where each text of a find is marked, None when the document does not satisfy the query.

    The texts are "title", "body" and "other body" as they are shown; the text for the team is not among them.
    """
    spans = _Marker(tree, document, team=team).spans(tree)
    if spans is None:
        return None
    found: dict[str, list[tuple[int, int]]] = {"title": [], "body": [], "other body": []}
    for span in sorted(spans, key=lambda span: span.start):
        stretches = found.get(span.part)
        if stretches is None:
            continue
        if stretches and span.start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(span.end, stretches[-1][1]))
        else:
            stretches.append((span.start, span.end))
    return found


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
    text = _SPACE.sub(" ", text)
    return text if text.isprintable() else "".join(mark for mark in text if mark.isprintable())


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
