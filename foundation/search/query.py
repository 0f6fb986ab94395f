"""The query language: what a person types becomes one tree, the same for every engine.

    words side by side, AND     all of them (OU, ET and SAUF do as well as OR, AND and NOT)
    OR, NOT or -, ( )           bound in the order NOT, AND, OR
    "fear for her safety"       the words in this order, with their variants
    title: cite: court: judge: section: topic: author: file: lang: kind: date: year:
    date:2019-05-01..2020, year>=2018
    279.01(1)(a), 2019 ONCA 663 typed as they are, are found as what they are, never as part of another number

Nothing that is typed reaches an engine's own parser: the adapters compile the tree.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext, ngettext

from foundation.search import analysis

MOST_CHARACTERS = 1_000
MOST_LEAVES = 64
MOST_LEVELS = 16


class QueryError(ValueError):
    """Say in a sentence what cannot be understood, and where."""

    def __init__(self, sentence: str, start: int = 0, end: int = 0):
        super().__init__(sentence)
        self.sentence, self.start, self.end = sentence, start, end


# ── The tree ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Everything:
    """Find all that the reader may see."""

    scored: ClassVar[bool] = False


@dataclass(frozen=True)
class Words:
    """Find words in this order, one or more, in any of the fields; ``forms`` are their tokens in each language."""

    fields: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    typed: str
    quoted: bool = False
    scored: ClassVar[bool] = True


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
    """Find the decision of this citation and, unless ``own``, what cites it."""

    key: str
    own: bool
    typed: str
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


Leaf = Words | Value | Code | Citation | Section | Days
Node = Everything | Leaf | Not | And | Or


@dataclass(frozen=True)
class Parsed:
    """Hold the tree, how it was understood, and what was repaired or left out."""

    tree: Node
    understood_as: str = ""
    notices: tuple[str, ...] = ()

    @property
    def citation(self) -> Citation | None:
        """Give the citation when nothing else was asked for."""
        return self.tree if isinstance(self.tree, Citation) else None


TEXT = ("title", "body", "team")
VALUE_FIELDS = ("court", "judge", "topic", "author", "file")
CODE_FIELDS = {"lang": "language", "kind": "kind"}
DATE_FIELDS = ("date", "year")
FIELDS = ("title", "cite", *VALUE_FIELDS, "section", *CODE_FIELDS, *DATE_FIELDS)
FRENCH_FIELDS = {
    "titre": "title",
    "référence": "cite",
    "reference": "cite",
    "tribunal": "court",
    "juge": "judge",
    "sujet": "topic",
    "thème": "topic",
    "auteur": "author",
    "dossier": "file",
    "article": "section",
    "langue": "lang",
    "genre": "kind",
    "année": "year",
    "annee": "year",
}
OPERATORS = {"AND": "AND", "ET": "AND", "OR": "OR", "OU": "OR", "NOT": "NOT", "SAUF": "NOT"}


# ── From text to marks ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Mark:
    """Hold one piece of what was typed: a word, a quotation, a field name, an operator or a bracket."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool = False
    """Whether it follows the piece before without a space."""


_SIMPLER = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "−": "-", "\u00a0": " ", "\u202f": " ", "‑": "-"})
_FIELD = re.compile(r"([^\W\d_]{2,12})(:|(?:>=|<=|>|<)(?=\s*\d))")
_REPORTER = re.compile(r"\[(?:1[89]|20)\d\d\]\s*(?:\d{1,2}\s+)?(?:S\.?\s?C\.?\s?R|R\.?\s?C\.?\s?S)\.?\s+\d{1,5}(?![^\W_])", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_VERSUS = re.compile(r"[Rr]\.?\s?[vc]\.?(?=\s)")
_WILDCARD = re.compile(r"\*|[?!](?=[^\W_])|[^\W_]!$")
_NEAR = re.compile(r"/(?:\d+|[sSpP])")
_WORD = re.compile(r'[^\s"()]+')


def _read_marks(text: str, notices: list[str]) -> list[Mark]:
    """Cut the typed text into marks; an open quotation runs to the end, and that is said."""
    marks: list[Mark] = []
    at, depth = 0, 0
    while at < len(text):
        space = _SPACE.match(text, at)
        if space:
            at = space.end()
            continue
        glued = bool(marks) and marks[-1].end == at
        character = text[at]
        if character == '"':
            close = text.find('"', at + 1)
            if close < 0:
                notices.append(
                    gettext("The quotation that opens at character %(place)d was not closed: it runs to the end.") % {"place": at + 1}
                )
                close = len(text)
            marks.append(Mark("quoted", text[at + 1 : close], at, min(close + 1, len(text)), glued))
        elif character == "(":
            depth += 1
            marks.append(Mark("(", "(", at, at + 1, glued))
        elif character == ")":
            if depth:
                depth -= 1
                marks.append(Mark(")", ")", at, at + 1, glued))
            else:
                notices.append(gettext("The bracket at character %(place)d closes nothing and was left out.") % {"place": at + 1})
                at += 1
                continue
        else:
            marks.append(_read_word(text, at, glued, inside=depth > 0))
        at = marks[-1].end
    if depth:
        notices.append(
            ngettext("A bracket was not closed: it runs to the end.", "%(count)d brackets were not closed: they run to the end.", depth)
            % {"count": depth}
        )
        marks += [Mark(")", ")", len(text), len(text)) for _ in range(depth)]
    return marks


def _read_word(text: str, at: int, glued: bool, inside: bool) -> Mark:
    """Read a citation, a section, a field name, an operator, a minus or a plain word."""
    for kind, pattern in (("citation", analysis.CITATION), ("citation", _REPORTER)):
        found = pattern.match(text, at)
        if found:
            return Mark(kind, found.group(), at, found.end(), glued)
    section = analysis.SECTION_TYPED.match(text, at)
    if section and (section.group(1) or re.search(r"[.()]", section.group(2))):
        closes_more = section.group(2).count(")") > section.group(2).count("(")
        if not (inside and closes_more):
            return Mark("section", section.group(2), at, section.end(), glued)
    named = _FIELD.match(text, at)
    if named:
        mark = Mark("field", named.group(), at, named.end(), glued)
        if _field_name(mark) in FIELDS or text[named.end() : named.end() + 1].strip("/ "):
            return mark
    versus = _VERSUS.match(text, at)
    if versus:
        return Mark("word", versus.group(), at, versus.end(), glued)
    if text[at] == "-" and not glued and at + 1 < len(text) and not text[at + 1].isspace():
        return Mark("NOT", "-", at, at + 1, glued)
    word = _WORD.match(text, at)
    end = word.end() if word else at + 1
    typed = text[at:end]
    if typed in OPERATORS:
        return Mark(OPERATORS[typed], typed, at, end, glued)
    return Mark("word", typed, at, end, glued)


# ── From marks to the tree ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Parser:
    """Read marks by recursive descent: OR, then AND, then NOT, then one thing."""

    marks: list[Mark]
    notices: list[str]
    at: int = 0
    leaves: int = 0
    left_out: list[str] = field(default_factory=list)
    common: list[str] = field(default_factory=list)

    @property
    def next(self) -> Mark | None:
        return self.marks[self.at] if self.at < len(self.marks) else None

    def any_of(self, level: int, named: Mark | None) -> Node | None:
        """Read parts with OR between them."""
        parts, asked = [self.all_of(level, named)], False
        while self.next and self.next.kind == "OR":
            operator = self._take()
            asked = True
            self._needs_both_sides(operator)
            parts.append(self.all_of(level, named))
        kept = tuple(part for part in parts if part is not None)
        if asked and len(kept) > 1:
            return Or(kept)
        return kept[0] if kept else None

    def all_of(self, level: int, named: Mark | None) -> Node | None:
        """Read parts side by side or with AND between them."""
        parts: list[Node | None] = []
        while self.next and self.next.kind not in (")", "OR"):
            if self.next.kind == "AND":
                operator = self._take()
                self._needs_both_sides(operator)
            parts.append(self.one_or_not(level, named))
        return _all(self._without_common([part for part in parts if part is not None]))

    def _without_common(self, parts: list[Node]) -> list[Node]:
        """Leave out words such as "the" that stand beside others; alone they are searched for."""
        rare = [part for part in parts if not _is_common(part)]
        if not rare:
            return parts
        self.common += [part.typed for part in parts if isinstance(part, Words) and _is_common(part)]
        return rare

    def one_or_not(self, level: int, named: Mark | None) -> Node | None:
        """Read NOT and what it stands before, or one thing."""
        if self.next and self.next.kind == "NOT":
            operator = self._take()
            if self.next is None or self.next.kind in (")", "OR", "AND"):
                raise QueryError(
                    gettext("There is nothing after %(word)s at character %(place)d.")
                    % {"word": operator.text, "place": operator.start + 1},
                    operator.start,
                    operator.end,
                )
            part = self.one_or_not(self._deeper(level, operator), named)
            return Not(part) if part is not None else None
        return self.one(level, named)

    def one(self, level: int, named: Mark | None) -> Node | None:
        """Read a bracket, a field with its value, a quotation, a citation, a section or a word."""
        mark = self._take()
        if mark.kind == "(":
            part = self.any_of(self._deeper(level, mark), named)
            closing = self._take()
            if part is None and closing.start == mark.end:
                raise QueryError(
                    gettext("There is nothing between the brackets at character %(place)d.") % {"place": mark.start + 1},
                    mark.start,
                    closing.end,
                )
            return part
        if mark.kind == "field":
            return self.field_value(level, mark, named)
        self.leaves += 1
        if self.leaves > MOST_LEAVES:
            raise QueryError(
                gettext("That is more than %(count)d words; search for fewer at a time.") % {"count": MOST_LEAVES}, mark.start, mark.end
            )
        if named is not None:
            return self.leaf_of(named, mark)
        return self.text_leaf(mark)

    def field_value(self, level: int, mark: Mark, outer: Mark | None) -> Node | None:
        """Read what a field is to hold."""
        name = _field_name(mark)
        if name not in FIELDS:
            raise QueryError(
                gettext("“%(name)s” at character %(place)d is not a field. The fields are: %(fields)s.")
                % {"name": mark.text, "place": mark.start + 1, "fields": " ".join(f"{each}:" for each in FIELDS)},
                mark.start,
                mark.end,
            )
        if mark.text[-1] in "<>=" and name not in DATE_FIELDS:
            raise QueryError(
                gettext("“%(name)s” at character %(place)d: more and less than work with date and year only.")
                % {"name": mark.text, "place": mark.start + 1},
                mark.start,
                mark.end,
            )
        if outer is not None or self.next is None or self.next.kind in (")", "AND", "OR", "NOT", "field"):
            raise QueryError(
                gettext("There is nothing after “%(name)s” at character %(place)d.") % {"name": mark.text, "place": mark.start + 1},
                mark.start,
                mark.end,
            )
        return self.one(level, mark)

    def leaf_of(self, named: Mark, mark: Mark) -> Node | None:
        """Make the leaf of a field's value."""
        name, typed = _field_name(named), _typed(mark)
        if name == "title":
            return self._words(mark, ("title",), f"title:{typed}")
        if name == "cite":
            key = analysis.citation_key(mark.text)
            if not key:
                raise self._no_value(named, mark)
            return Citation(key, own=True, typed=f"cite:{typed}")
        if name == "section":
            key = analysis.section_key(mark.text)
            if not key:
                raise QueryError(
                    gettext("“%(text)s” at character %(place)d is not a section; write it as section:279.01 or section:279.01(1)(a).")
                    % {"text": mark.text, "place": mark.start + 1},
                    mark.start,
                    mark.end,
                )
            return Section(key, typed=f"section:{key}")
        if name in CODE_FIELDS:
            code = analysis.fold(mark.text.strip())
            if name == "lang":
                code = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr"}.get(code, code)
            return Code(CODE_FIELDS[name], code, typed=f"{name}:{typed}")
        if name in DATE_FIELDS:
            return _days(named, mark)
        tokens = tuple(analysis.tokens(mark.text, ""))
        if not tokens:
            raise self._no_value(named, mark)
        return Value(name, tokens, typed=f"{name}:{typed}")

    def text_leaf(self, mark: Mark) -> Node | None:
        """Make the leaf of a word, quotation, citation or section typed without a field."""
        if mark.kind == "quoted":
            whole = mark.text.strip()
            for pattern in (analysis.CITATION, _REPORTER):
                if pattern.fullmatch(whole):
                    return Citation(analysis.citation_key(whole), own=False, typed=f'"{whole}"')
        if mark.kind == "citation":
            return Citation(analysis.citation_key(mark.text), own=False, typed=" ".join(mark.text.split()))
        if mark.kind == "section":
            key = analysis.section_key(mark.text)
            return Section(key, typed=key)
        return self._words(mark, TEXT, _typed(mark))

    def _words(self, mark: Mark, fields: tuple[str, ...], typed: str) -> Words | None:
        forms = () if _NEAR.fullmatch(mark.text) else _forms(mark.text)
        if mark.kind == "word" and forms and _WILDCARD.search(mark.text):
            self.notices.append(
                gettext("“%(word)s” at character %(place)d: wildcards are not searched for, only the word and its variants.")
                % {"word": mark.text, "place": mark.start + 1}
            )
        if not forms:
            if mark.kind == "quoted" or mark.text.strip("-–—,;.:&/'’*?!"):
                self.left_out.append(_typed(mark))
            return None
        return Words(fields, forms, typed, quoted=mark.kind == "quoted")

    def _take(self) -> Mark:
        mark = self.marks[self.at]
        self.at += 1
        return mark

    def _deeper(self, level: int, mark: Mark) -> int:
        if level >= MOST_LEVELS:
            raise QueryError(
                gettext("There are more than %(count)d brackets or NOTs inside one another at character %(place)d.")
                % {"count": MOST_LEVELS, "place": mark.start + 1},
                mark.start,
                mark.end,
            )
        return level + 1

    def _needs_both_sides(self, operator: Mark) -> None:
        """Refuse AND and OR at the edge of the text or of a bracket, or side by side."""
        before = self.marks[self.at - 2] if self.at > 1 else None
        place = {"word": operator.text, "place": operator.start + 1}
        if before is None or before.kind in ("(", "AND", "OR", "NOT", "field"):
            raise QueryError(gettext("There is nothing before %(word)s at character %(place)d.") % place, operator.start, operator.end)
        if self.next is None or self.next.kind in (")", "AND", "OR"):
            raise QueryError(gettext("There is nothing after %(word)s at character %(place)d.") % place, operator.start, operator.end)

    def _no_value(self, named: Mark, mark: Mark) -> QueryError:
        return QueryError(
            gettext("There is nothing to search for after “%(name)s” at character %(place)d.")
            % {"name": named.text, "place": named.start + 1},
            named.start,
            mark.end,
        )


def _is_common(node: Node) -> bool:
    return isinstance(node, Words) and node.fields == TEXT and not node.quoted and analysis.is_common(node.typed)


def _field_name(mark: Mark) -> str:
    name = mark.text.rstrip(":<>=").lower()
    return FRENCH_FIELDS.get(name, name)


def _typed(mark: Mark) -> str:
    """Write a mark back as it was typed."""
    if mark.kind == "quoted":
        return f'"{" ".join(mark.text.split())}"'
    return mark.text.strip(",;.") or mark.text


def _forms(text: str) -> tuple[tuple[str, ...], ...]:
    """Give a wording's tokens in each language, once where they are the same."""
    forms = (tuple(analysis.tokens(text, "en")), tuple(analysis.tokens(text, "fr")))
    if not forms[0]:
        return ()
    return forms[:1] if forms[0] == forms[1] else forms


def _all(parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


# ── Dates ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def _first_and_last(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Read 2019, 2019-05 or 2019-05-01 as the days it covers."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            only = datetime.date(year, month, day)
            return only, only
        if match.group(2):
            return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    except (ValueError, IndexError):
        return None


def _days(named: Mark, mark: Mark) -> Days:
    """Make the leaf of a day, month, year or range of them."""
    name = _field_name(named)
    comparison = named.text[len(named.text.rstrip("<>=")) :]
    low, dots, high = mark.text.partition("..")
    earliest, latest = datetime.date.min, datetime.date.max
    first = _first_and_last(low) if low.strip() else (earliest, earliest)
    last = _first_and_last(high) if high.strip() else (latest, latest)
    if not dots:
        last = first
    if first is None or last is None or not (low.strip() or high.strip()) or (comparison and dots):
        raise QueryError(
            gettext("“%(text)s” at character %(place)d is not a date; write 2019, 2019-05-01, 2015..2020 or year>=2018.")
            % {"text": mark.text, "place": mark.start + 1},
            mark.start,
            mark.end,
        )
    days = Days(first[0], last[1], typed=f"{name}:{mark.text}")
    if comparison:
        one_day = datetime.timedelta(days=1)
        bounds = {
            ">=": (first[0], latest),
            "<=": (earliest, first[1]),
            ">": (min(first[1], latest - one_day) + one_day, latest),
            "<": (earliest, max(first[0], earliest + one_day) - one_day),
        }[comparison]
        days = Days(*bounds, typed=f"{name}{comparison}{mark.text}")
    if days.first > days.last:
        raise QueryError(
            gettext("“%(text)s” at character %(place)d ends before it begins.") % {"text": mark.text, "place": mark.start + 1},
            mark.start,
            mark.end,
        )
    return days


# ── The way in ───────────────────────────────────────────────────────────────────────────────────────────────────────


def parse(text: str) -> Parsed:
    """Turn what was typed into a tree; nothing typed finds everything.

    :raises QueryError: it cannot be understood; says where
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            gettext("That is %(length)d characters long; a search has at most %(most)d.") % {"length": len(text), "most": MOST_CHARACTERS},
            MOST_CHARACTERS,
            len(text),
        )
    text = analysis.clean(text).translate(_SIMPLER)
    if not text.strip():
        return Parsed(Everything())
    notices: list[str] = []
    parser = _Parser(_read_marks(text, notices), notices)
    tree = parser.any_of(0, None)
    if tree is None:
        raise QueryError(gettext("There is nothing to search for in “%(text)s”.") % {"text": text.strip()[:80]}, 0, len(text))
    if parser.common:
        words = ", ".join(dict.fromkeys(parser.common))
        notices.append(gettext("Left out as too common: %(words)s. In quotation marks they are searched for.") % {"words": words})
    if parser.left_out:
        notices.append(gettext("Left out, as nothing can be searched for in it: %(words)s.") % {"words": ", ".join(parser.left_out)})
    return Parsed(tree, echo(tree), tuple(notices))


def echo(node: Node, inside: bool = False) -> str:
    """Write a tree as it was understood, with every bracket that the order of the operators stands for."""
    if isinstance(node, Everything):
        return ""
    if isinstance(node, Not):
        return f"NOT {echo(node.part, inside=True)}"
    if isinstance(node, And | Or):
        word = " AND " if isinstance(node, And) else " OR "
        joined = word.join(echo(part, inside=True) for part in node.parts)
        return f"({joined})" if inside else joined
    return node.typed


def leaves(node: Node) -> list[Leaf]:
    """List the leaves of a tree from left to right."""
    if isinstance(node, And | Or):
        return [leaf for part in node.parts for leaf in leaves(part)]
    if isinstance(node, Not):
        return leaves(node.part)
    return [] if isinstance(node, Everything) else [node]


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
