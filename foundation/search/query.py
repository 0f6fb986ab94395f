"""The query language: what a person types becomes one tree, the same for every engine.

    words side by side, AND     all of them (OU, ET and SAUF do as well as OR, AND and NOT)
    OR, NOT or -, ( )           bound in the order /5 /s /p, NOT, AND, OR
    "fear for her safety"       the words in this order, with their variants
    EXACT(sentenced), #damage   the words as they are spelled; accents and case aside
    exploit*, wom?n, exploit!   any letters, one letter; after at least three
    fear /5 safety, /s, /p      within five words, in one sentence, in one paragraph, in any order
    title: cite: cites: court: judge: section: topic: author: file: lang: kind: date: year: citations:
    date:2019-05-01..2020, year>=2018, citations>10
    279.01(1)(a), 2019 ONCA 663 typed as they are, are found as what they are, never as part of another number

What has a synonym is searched for under that too. Nothing that is typed reaches an engine's own parser: the adapters compile the tree.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext

from foundation.search import analysis, ranges, synonyms
from foundation.search.marks import (
    CODE_FIELDS,
    DATE_FIELDS,
    FIELDS,
    NUMBER_FIELDS,
    REPORTER,
    SIMPLER,
    TEXT,
    Mark,
    QueryError,
    field_name,
    read_marks,
)

MOST_CHARACTERS = 1_000
MOST_LEAVES = 64
MOST_LEVELS = 16
MOST_APART = 255
LEAST_LETTERS = 3
"""So many letters stand before the first wildcard of a word."""


# ── The tree ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Everything:
    """Find all that the reader may see."""

    scored: ClassVar[bool] = False


@dataclass(frozen=True)
class Words:
    """Find words in this order, one or more, in any of the fields; ``forms`` are their tokens in each language.

    A token behind ``analysis.EXACT_MARK`` is a spelling, and with * or ? in it a pattern of spellings; any other is a stem.
    """

    fields: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    typed: str
    quoted: bool = False
    added: bool = False
    """Whether it was not typed but stands for what was, as a synonym."""
    place: tuple[int, int] = field(default=(0, 0), compare=False)
    """Where it stands in what was typed (``Parsed.text``)."""
    scored: ClassVar[bool] = True

    @property
    def is_plain(self) -> bool:
        """Tell whether every token is a stem."""
        return not any(token.startswith(analysis.EXACT_MARK) for form in self.forms for token in form)

    @property
    def weighed(self) -> tuple[tuple[str, ...], ...]:
        """Give the stems whose rarity makes the find weigh; none where there is a pattern."""
        if self.is_plain or any(is_pattern(token) for form in self.forms for token in form):
            return self.forms if self.is_plain else ()
        bare = [[token.removeprefix(analysis.EXACT_MARK) for token in form] for form in self.forms]
        return tuple(dict.fromkeys(tuple(analysis.stem(word, language) for word in form) for form in bare for language in ("en", "fr")))


@dataclass(frozen=True)
class Near:
    """Find any of the left words near any of the right: within ``distance`` words, or in one sentence or paragraph.

    The same word may stand for both sides.
    """

    left: tuple[Words, ...]
    right: tuple[Words, ...]
    within: str
    """WORDS, SENTENCE or PARAGRAPH"""
    distance: int
    scored: ClassVar[bool] = True

    @property
    def fields(self) -> tuple[str, ...]:
        """Give the fields both sides are looked for in."""
        return self.left[0].fields


@dataclass(frozen=True)
class Value:
    """Find a wording of a court, judge, topic, author or file number."""

    field: str
    tokens: tuple[str, ...]
    typed: str
    scored: ClassVar[bool] = False


@dataclass(frozen=True)
class Code:
    """Find one kind or one language."""

    field: str
    code: str
    typed: str
    scored: ClassVar[bool] = False


@dataclass(frozen=True)
class Citation:
    """Find the decision of this citation, what cites it, or both."""

    key: str
    typed: str
    own: bool = True
    citing: bool = True
    scored: ClassVar[bool] = True


@dataclass(frozen=True)
class Section:
    """Find what is about this section or a part of it, or mentions it."""

    key: str
    typed: str
    scored: ClassVar[bool] = True


@dataclass(frozen=True)
class Days:
    """Find what is dated from the first day to the last, both included."""

    first: datetime.date
    last: datetime.date
    typed: str
    scored: ClassVar[bool] = False


@dataclass(frozen=True)
class Number:
    """Find what has a number from the least to the most, both included."""

    field: str
    least: int
    most: int
    typed: str
    scored: ClassVar[bool] = False


@dataclass(frozen=True)
class Not:
    """Find what the part does not find."""

    part: Node
    scored: ClassVar[bool] = False


@dataclass(frozen=True)
class And:
    """Find what all parts find."""

    parts: tuple[Node, ...]

    @property
    def scored(self) -> bool:
        """Tell whether relevance can order the finds."""
        return any(part.scored for part in self.parts)


@dataclass(frozen=True)
class Or:
    """Find what any part finds."""

    parts: tuple[Node, ...]

    @property
    def scored(self) -> bool:
        """Tell whether relevance can order the finds."""
        return any(part.scored for part in self.parts)


Leaf = Words | Value | Code | Citation | Section | Days | Number
Node = Everything | Leaf | Near | Not | And | Or

WORDS, SENTENCE, PARAGRAPH = "words", "sentence", "paragraph"


def is_pattern(token: str) -> bool:
    """Tell whether a token stands for many spellings."""
    return "*" in token or "?" in token


@dataclass(frozen=True)
class Parsed:
    """Hold the tree, how it was understood, what was repaired or left out, and what else is searched for."""

    tree: Node
    understood_as: str = ""
    notices: tuple[str, ...] = ()
    also_searched: tuple[str, ...] = ()
    text: str = ""
    """What was typed, in the form that places refer to."""

    @property
    def citation(self) -> Citation | None:
        """Give the citation when nothing else was asked for."""
        return self.tree if isinstance(self.tree, Citation) else None


# ── From marks to the tree ───────────────────────────────────────────────────────────────────────────────────────────

_ENDS = (")", "AND", "OR", "NOT", "NEAR")


@dataclass
class _Parser:
    """Read marks by recursive descent: OR, then AND, then NOT, then what stands near, then one thing."""

    marks: list[Mark]
    notices: list[str]
    with_synonyms: bool = True
    at: int = 0
    leaves: int = 0
    exact: bool = False
    left_out: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)

    @property
    def next(self) -> Mark | None:
        return self.marks[self.at] if self.at < len(self.marks) else None

    def any_of(self, level: int, named: Mark | None) -> Node | None:
        """Read parts with OR between them."""
        parts = [self.all_of(level, named)]
        while self.next and self.next.kind == "OR":
            self._needs_both_sides(self._take())
            parts.append(self.all_of(level, named))
        kept = tuple(part for part in parts if part is not None)
        if len(kept) > 1:
            return Or(kept)
        return kept[0] if kept else None

    def all_of(self, level: int, named: Mark | None) -> Node | None:
        """Read parts side by side or with AND between them."""
        parts: list[Node | None] = []
        while self.next and self.next.kind not in (")", "OR"):
            if self.next.kind == "AND":
                self._needs_both_sides(self._take())
            parts.append(self.one_or_not(level, named))
        return self._all(self._with_synonyms([part for part in parts if part is not None]))

    def _all(self, parts: list[Node]) -> Node | None:
        return self._joined(parts) if parts else None

    def _joined(self, parts: list[Node]) -> Node:
        """Join parts, words such as "the" that stand beside others left out; alone they are searched for."""
        rare = [part for part in parts if not _is_common(part)]
        if rare:
            self.common += [part.typed for part in parts if isinstance(part, Words) and _is_common(part)]
        kept = rare or parts
        return kept[0] if len(kept) == 1 else And(tuple(kept))

    def _with_synonyms(self, parts: list[Node]) -> list[Node]:
        """Let wordings of the table be found under their synonyms too, the longest wording first; a party's name has none."""
        found: list[Node] = []
        at = 0
        while at < len(parts):
            after_versus = at > 0 and _is_versus(parts[at - 1])
            longest = 1 if after_versus else min(synonyms.longest(), len(parts) - at)
            for length in range(longest, 0, -1):
                run = parts[at : at + length]
                added = None if after_versus else self._synonym(run)
                if added is not None or length == 1:
                    found.append(Or((self._joined(run), added)) if added is not None else run[0])
                    at += length
                    break
        return found

    def _synonym(self, run: list[Node]) -> Words | None:
        """Make the leaf of what these words are searched for under besides."""
        words = [part for part in run if isinstance(part, Words) and part.fields == TEXT and part.is_plain and not part.added]
        if not self.with_synonyms or len(words) < len(run) or (len(run) > 1 and any(part.quoted for part in words)):
            return None
        wordings = synonyms.others(synonyms.spelling(" ".join(part.typed for part in words)))
        forms = dict.fromkeys(tuple(analysis.tokens(analysis.clean(text), language)) for language, text in wordings)
        forms = {form: None for form in forms if all(form not in part.forms for part in words)}
        if not forms:
            return None
        self.also += [wording.text for wording in wordings]
        return Words(TEXT, tuple(forms), " ".join(part.typed for part in words), quoted=True, added=True)

    def one_or_not(self, level: int, named: Mark | None) -> Node | None:
        """Read NOT and what it stands before, or one thing."""
        if self.next and self.next.kind == "NOT":
            operator = self._take()
            if self.next is None or self.next.kind in (")", "OR", "AND", "NEAR"):
                raise self._nothing_after(operator)
            part = self.one_or_not(self._deeper(level, operator), named)
            return Not(self._with_synonyms([part])[0]) if part is not None else None
        return self.near(level, named)

    def near(self, level: int, named: Mark | None) -> Node | None:
        """Read one thing, or a chain of them with /5, /s or /p between: "a /5 b /s c" is "a /5 b" and "b /s c"."""
        if self.next and self.next.kind == "NEAR":
            self._needs_both_sides(self._take())
        part = self.one(level, named)
        if self.next is None or self.next.kind != "NEAR":
            return part
        found: list[Node] = []
        while self.next and self.next.kind == "NEAR":
            operator = self._take()
            self._needs_both_sides(operator)
            before = self._side(operator, part)
            part = self.one(level, named)
            after = self._side(operator, part)
            if before[0].fields != after[0].fields:
                raise _error(
                    gettext("Both sides of %(word)s at character %(place)d must be in one field; write title:(fear %(word)s safety)."),
                    operator,
                )
            found.append(Near(before, after, *self._distance(operator)))
        return self._all(found)

    def _side(self, operator: Mark, part: Node | None) -> tuple[Words, ...]:
        """Take what stands on one side of /5: a word, a phrase, or such with OR between; a citation or section by its words."""
        inside: list[Node | None] = [part]
        while any(isinstance(each, Or) for each in inside):
            inside = [piece for each in inside for piece in (each.parts if isinstance(each, Or) else (each,))]
        inside = [_by_its_words(each) for each in inside]
        if inside == [part] and part is not None:
            whole = self._with_synonyms([part])[0]
            inside = list(whole.parts) if isinstance(whole, Or) else inside
        words = tuple(each for each in inside if isinstance(each, Words))
        if len(words) < len(inside) or any(each.fields != words[0].fields for each in words):
            raise _error(
                gettext(
                    "Beside %(word)s at character %(place)d there can be a word, a phrase, or several in brackets with OR between them."
                ),
                operator,
            )
        return words

    def _distance(self, operator: Mark) -> tuple[str, int]:
        if operator.text in ("/s", "/p"):
            return (SENTENCE if operator.text == "/s" else PARAGRAPH), 0
        distance = int(operator.text[1:8])
        if not 1 <= distance <= MOST_APART:
            raise _error(gettext("“%(word)s” at character %(place)d: write a number from 1 to %(most)d."), operator, most=MOST_APART)
        return WORDS, distance

    def one(self, level: int, named: Mark | None) -> Node | None:
        """Read a bracket, a field with its value, a quotation, a citation, a section or a word."""
        mark = self._take()
        if mark.kind in ("(", "EXACT("):
            return self.bracket(level, mark, named)
        if mark.kind == "#":
            exact, self.exact = self.exact, True
            part = self.one(level, named) if self.next and self.next.kind not in _ENDS else None
            self.exact = exact
            return part
        if mark.kind == "field":
            return self.field_value(level, mark, named)
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise _error(gettext("That is more than %(count)d words; search for fewer at a time."), mark, count=MOST_LEAVES)
        return self.leaf_of(named, mark) if named is not None else self.text_leaf(mark)

    def bracket(self, level: int, mark: Mark, named: Mark | None) -> Node | None:
        """Read what stands in brackets; in those of EXACT every word as it is spelled."""
        exact, self.exact = self.exact, self.exact or mark.kind == "EXACT("
        part = self.any_of(self._deeper(level, mark), named)
        self.exact = exact
        closing = self._take()
        if part is None and closing.start == mark.end:
            raise QueryError(
                gettext("There is nothing between the brackets at character %(place)d.") % {"place": mark.start + 1},
                mark.start,
                closing.end,
            )
        return part

    def field_value(self, level: int, mark: Mark, outer: Mark | None) -> Node | None:
        """Read what a field is to hold."""
        name = field_name(mark)
        if name not in FIELDS:
            known = " ".join(f"{each}:" for each in FIELDS)
            raise _error(gettext("“%(word)s” at character %(place)d is not a field. The fields are: %(fields)s."), mark, fields=known)
        if mark.text[-1] in "<>=" and name not in (*DATE_FIELDS, *NUMBER_FIELDS):
            raise _error(gettext("“%(word)s” at character %(place)d: more and less than work with date, year and citations only."), mark)
        if outer is not None or self.next is None or self.next.kind in (*_ENDS, "field"):
            raise _error(gettext("There is nothing after “%(word)s” at character %(place)d."), mark)
        return self.one(level, mark)

    def leaf_of(self, named: Mark, mark: Mark) -> Node | None:
        """Make the leaf of a field's value."""
        name, typed = field_name(named), _typed(mark)
        if name == "title":
            return self._words(mark, ("title",), f"title:{self._spelled(typed)}")
        if name in ("cite", "cites"):
            key = analysis.citation_key(mark.text)
            if not key:
                raise self._no_value(named, mark)
            return Citation(key, f"{name}:{typed}", own=name == "cite", citing=name == "cites")
        if name == "section":
            key = analysis.section_key(mark.text)
            if not key:
                raise _error(
                    gettext("“%(word)s” at character %(place)d is not a section; write it as section:279.01 or section:279.01(1)(a)."), mark
                )
            return Section(key, typed=f"section:{key}")
        if name in CODE_FIELDS:
            code = analysis.fold(mark.text.strip())
            if name == "lang":
                code = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr"}.get(code, code)
            return Code(CODE_FIELDS[name], code, typed=f"{name}:{typed}")
        comparison = named.text[len(named.text.rstrip("<>=")) :] or ":"
        if name in DATE_FIELDS:
            return Days(*ranges.days(named, mark), typed=f"{name}{comparison}{mark.text}")
        if name in NUMBER_FIELDS:
            return Number(name, *ranges.numbers(named, mark), typed=f"{name}{comparison}{mark.text}")
        tokens = tuple(analysis.tokens(mark.text, ""))
        if not tokens:
            raise self._no_value(named, mark)
        if any(map(is_pattern, _spellings(mark))):
            raise _error(gettext("“%(word)s” at character %(place)d: * and ? work in the text and after title: only."), mark)
        return Value(name, tokens, typed=f"{name}:{typed}")

    def text_leaf(self, mark: Mark) -> Node | None:
        """Make the leaf of a word, quotation, citation or section typed without a field."""
        if not self.exact:
            whole = mark.text.strip()
            if mark.kind == "citation":
                return Citation(analysis.citation_key(whole), typed=" ".join(whole.split()))
            if mark.kind == "quoted" and any(pattern.fullmatch(whole) for pattern in (analysis.CITATION, REPORTER)):
                return Citation(analysis.citation_key(whole), typed=f'"{whole}"')
            if mark.kind == "section":
                key = analysis.section_key(mark.text)
                return Section(key, typed=key)
        return self._words(mark, TEXT, self._spelled(_typed(mark)))

    def _spelled(self, typed: str) -> str:
        return f"EXACT({typed})" if self.exact else typed

    def _words(self, mark: Mark, fields: tuple[str, ...], typed: str) -> Words | None:
        spelled = _spellings(mark)
        if not spelled:
            if mark.kind == "quoted" or mark.text.strip("-–—,;.:&/'’*?!"):
                self.left_out.append(_typed(mark))
            return None
        for word in filter(is_pattern, spelled):
            if len(re.split("[*?]", word)[0]) < LEAST_LETTERS:
                raise _error(
                    gettext("“%(word)s” at character %(place)d: at least %(count)d letters must stand before the first * or ?."),
                    mark,
                    count=LEAST_LETTERS,
                )
        if self.exact:
            forms: Iterable[tuple[str, ...]] = [tuple(analysis.EXACT_MARK + word for word in spelled)]
        else:
            stems = [_spellings(mark, language) for language in ("en", "fr")]
            forms = dict.fromkeys(
                tuple(analysis.EXACT_MARK + word if is_pattern(word) else stem for word, stem in zip(spelled, stemmed, strict=True))
                for stemmed in stems
            )
        return Words(fields, tuple(forms), typed, quoted=mark.kind == "quoted", place=(mark.start, mark.end))

    def _take(self) -> Mark:
        mark = self.marks[self.at]
        self.at += 1
        return mark

    def _deeper(self, level: int, mark: Mark) -> int:
        if level >= MOST_LEVELS:
            raise _error(
                gettext("There are more than %(count)d brackets or NOTs inside one another at character %(place)d."),
                mark,
                count=MOST_LEVELS,
            )
        return level + 1

    def _needs_both_sides(self, operator: Mark) -> None:
        """Refuse AND, OR and /5 at the edge of the text or of a bracket, or side by side."""
        before = self.marks[self.at - 2] if self.at > 1 else None
        if before is None or before.kind in ("(", "EXACT(", "AND", "OR", "NOT", "NEAR", "field"):
            raise _error(gettext("There is nothing before %(word)s at character %(place)d."), operator)
        if self.next is None or self.next.kind in (")", "AND", "OR", "NEAR") or (operator.kind == "NEAR" and self.next.kind == "NOT"):
            raise self._nothing_after(operator)

    def _nothing_after(self, operator: Mark) -> QueryError:
        return _error(gettext("There is nothing after %(word)s at character %(place)d."), operator)

    def _no_value(self, named: Mark, mark: Mark) -> QueryError:
        refused = _error(gettext("There is nothing to search for after “%(word)s” at character %(place)d."), named)
        refused.end = mark.end
        return refused


def _error(sentence: str, mark: Mark, **values: object) -> QueryError:
    """Refuse what stands at a mark."""
    return QueryError(sentence % {"word": mark.text, "place": mark.start + 1, **values}, mark.start, mark.end)


def _is_common(node: Node) -> bool:
    return isinstance(node, Words) and node.fields == TEXT and not node.quoted and node.is_plain and analysis.is_common(node.typed)


def _is_versus(node: Node) -> bool:
    return isinstance(node, Words) and node.forms[0][-1:] == ("v",)


def _by_its_words(node: Node | None) -> Node | None:
    """Make the words of a citation or section that was typed without a field."""
    if isinstance(node, Section | Citation) and ":" not in node.typed:
        return Words(TEXT, _forms(node.typed), node.typed, quoted=node.typed.startswith('"'))
    return node


def _typed(mark: Mark) -> str:
    """Write a mark back as it was typed."""
    if mark.kind == "quoted":
        return f'"{" ".join(mark.text.split())}"'
    return mark.text.strip(",;.") or mark.text


_ANY, _ONE = "\u3400", "\u3401"  # Letters that nobody types: they go through the analysis in place of * and ?.
_ANY_TYPED = re.compile(r"(?<=[^\W_])\*|\*(?=[^\W_])")
_ONE_TYPED = re.compile(r"(?<=[^\W_])\?(?=[^\W_])")


def _spellings(mark: Mark, language: str = "") -> list[str]:
    """Cut a mark's wording into tokens, in which * stands for any letters and ? for one."""
    text = mark.text.replace(_ANY, " ").replace(_ONE, " ")
    text = _ONE_TYPED.sub(_ONE, _ANY_TYPED.sub(_ANY, text))
    if mark.kind == "word" and re.search(r"[^\W_]!$", text):
        text = text[:-1] + _ANY
    return [word.replace(_ANY, "*").replace(_ONE, "?") for word in analysis.tokens(text, language)]


def _forms(text: str) -> tuple[tuple[str, ...], ...]:
    """Give a wording's tokens in each language, once where they are the same."""
    forms = (tuple(analysis.tokens(text, "en")), tuple(analysis.tokens(text, "fr")))
    return tuple(dict.fromkeys(forms)) if forms[0] else ()


# ── The way in ───────────────────────────────────────────────────────────────────────────────────────────────────────


def parse(text: str, *, with_synonyms: bool = True) -> Parsed:
    """Turn what was typed into a tree; nothing typed finds everything.

    :raises QueryError: it cannot be understood; says where
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            gettext("That is %(length)d characters long; a search has at most %(most)d.") % {"length": len(text), "most": MOST_CHARACTERS},
            MOST_CHARACTERS,
            len(text),
        )
    text = analysis.clean(text).translate(SIMPLER)
    if not text.strip():
        return Parsed(Everything())
    notices: list[str] = []
    parser = _Parser(read_marks(text, notices), notices, with_synonyms)
    tree = parser.any_of(0, None)
    if tree is None:
        raise QueryError(gettext("There is nothing to search for in “%(text)s”.") % {"text": text.strip()[:80]}, 0, len(text))
    if parser.common:
        words = ", ".join(dict.fromkeys(parser.common))
        notices.append(gettext("Left out as too common: %(words)s. In quotation marks they are searched for.") % {"words": words})
    if parser.left_out:
        notices.append(gettext("Left out, as nothing can be searched for in it: %(words)s.") % {"words": ", ".join(parser.left_out)})
    return Parsed(tree, echo(tree), tuple(notices), tuple(dict.fromkeys(parser.also)), text)


def echo(node: Node, inside: bool = False) -> str:
    """Write a tree as it was understood, with every bracket that the order of the operators stands for; synonyms aside."""
    match node:
        case Everything():
            return ""
        case Not(part):
            return f"NOT {echo(part, inside=True)}"
        case Near(left, right, within, distance):
            operator = {SENTENCE: "/s", PARAGRAPH: "/p"}.get(within, f"/{distance}")
            joined = f"{echo(Or(left), inside=True)} {operator} {echo(Or(right), inside=True)}"
            return f"({joined})" if inside else joined
        case And(parts):
            joined = " AND ".join(echo(piece, inside=True) for part in parts for piece in _pieces(part))
            return f"({joined})" if inside else joined
        case Or():
            typed = _without_added(node)
            if not isinstance(typed, Or):
                return echo(typed, inside)
            joined = " OR ".join(echo(part, inside=True) for part in typed.parts)
            return f"({joined})" if inside else joined
    return node.typed


def _without_added(node: Node) -> Node:
    """Give a node as it was typed, without synonyms."""
    if not isinstance(node, Or):
        return node
    typed = tuple(part for part in node.parts if not (isinstance(part, Words) and part.added))
    return typed[0] if len(typed) == 1 else Or(typed)


def _pieces(node: Node) -> list[Node]:
    """List what AND joins, without the brackets that make no difference."""
    typed = _without_added(node)
    return [piece for part in typed.parts for piece in _pieces(part)] if isinstance(typed, And) else [typed]


def leaves(node: Node) -> list[Leaf]:
    """List the leaves of a tree from left to right."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Near(left, right):
            return [*left, *right]
        case Not(part):
            return leaves(part)
        case Everything():
            return []
    return [node]


def clauses(node: Node, depth: int = 0) -> list[tuple[str, int, Node]]:
    """List a tree and its parts as they were understood, each with how deep it stands; a synonym by its own words."""
    if isinstance(node, Words) and node.added:
        wordings = synonyms.others(synonyms.spelling(node.typed))
        return [("= " + ", ".join(wording.text for wording in wordings), depth, node)]
    inside: tuple[Node, ...] = ()
    match node:
        case And(parts) | Or(parts):
            inside = parts
        case Not(part):
            inside = (part,)
        case Near(left, right):
            inside = (*left, *right)
    return [(echo(node), depth, node), *(each for part in inside for each in clauses(part, depth + 1))]


def plain_words(node: Node) -> list[Words]:
    """List the single words of a tree that were typed and are looked for with their variants, each once; none behind NOT."""
    match node:
        case And(parts) | Or(parts):
            found = [word for part in parts for word in plain_words(part)]
        case Near(left, right):
            found = [word for side in (*left, *right) for word in plain_words(side)]
        case Words(forms=forms) if node.is_plain and not node.quoted and not node.added and all(len(form) == 1 for form in forms):
            found = [node]
        case _:
            found = []
    return list({word.place: word for word in found}.values())


def nears(node: Node) -> list[Near]:
    """List what stands near one another in a tree."""
    match node:
        case And(parts) | Or(parts):
            return [near for part in parts for near in nears(part)]
        case Not(part):
            return nears(part)
        case Near():
            return [node]
    return []


def patterns(node: Node) -> list[str]:
    """List the patterns of a tree, each once."""
    words = (leaf for leaf in leaves(node) if isinstance(leaf, Words))
    return list(dict.fromkeys(token for leaf in words for form in leaf.forms for token in form if is_pattern(token)))


def any_word(text: str) -> Node:
    """Make a tree that finds what holds any of a text's words, for suggestions; common words do not count."""
    seen: dict[tuple[tuple[str, ...], ...], Words] = {}
    for surface in analysis.TOKEN.findall(analysis.clean(text)):
        forms = _forms(surface)
        if forms and not analysis.is_common(surface) and len(surface) > 1:
            seen.setdefault(forms, Words(TEXT, forms, surface))
        if len(seen) == MOST_LEAVES:
            break
    parts = tuple(seen.values())
    if not parts:
        return Or(())
    return parts[0] if len(parts) == 1 else Or(parts)
