"""The first half of reading a query: from typed text to marks, each a word, quotation, field name, operator or bracket."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from foundation.search import analysis


class QueryError(ValueError):
    """Say in a sentence what cannot be understood, and where."""

    def __init__(self, sentence: str, start: int = 0, end: int = 0):
        super().__init__(sentence)
        self.sentence, self.start, self.end = sentence, start, end


TEXT = ("title", "body", "team")
VALUE_FIELDS = ("court", "judge", "topic", "author", "file")
CODE_FIELDS = {"lang": "language", "kind": "kind"}
DATE_FIELDS = ("date", "year")
NUMBER_FIELDS = ("citations",)
FIELDS = ("title", "cite", "cites", *VALUE_FIELDS, "section", *CODE_FIELDS, *DATE_FIELDS, *NUMBER_FIELDS)
FRENCH_FIELDS = {
    "titre": "title",
    "référence": "cite",
    "reference": "cite",
    "citant": "cites",
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


@dataclass
class Mark:
    """Hold one piece of what was typed: a word, a quotation, a field name, an operator or a bracket."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool = False
    """Whether it follows the piece before without a space."""


SIMPLER = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "−": "-", "\u00a0": " ", "\u202f": " ", "‑": "-"})
_FIELD = re.compile(r"([^\W\d_]{2,12})(:|(?:>=|<=|>|<)(?=\s*\d))")
REPORTER = re.compile(r"\[(?:1[89]|20)\d\d\]\s*(?:\d{1,2}\s+)?(?:S\.?\s?C\.?\s?R|R\.?\s?C\.?\s?S)\.?\s+\d{1,5}(?![^\W_])", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_VERSUS = re.compile(r"[Rr]\.?\s?[vc]\.?(?=\s)")
_NEAR = re.compile(r"/(?:\d+|[sSpP])(?=[\s()\"]|$)")
_EXACT = re.compile(r"EXACT\s?\(")
_WORD = re.compile(r'[^\s"()]+')


def read_marks(text: str, notices: list[str]) -> list[Mark]:
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
        elif opening := _EXACT.match(text, at):
            depth += 1
            marks.append(Mark("EXACT(", opening.group(), at, opening.end(), glued))
        elif character == "#" and text[at + 1 : at + 2].strip("#()") and not (glued and marks[-1].kind not in ("(", "EXACT(", "field")):
            marks.append(Mark("#", "#", at, at + 1))
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
    for kind, pattern in (("citation", analysis.CITATION), ("citation", REPORTER)):
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
        if field_name(mark) in FIELDS or text[named.end() : named.end() + 1].strip("/ "):
            return mark
    versus = _VERSUS.match(text, at)
    if versus:
        return Mark("word", versus.group(), at, versus.end(), glued)
    near = _NEAR.match(text, at)
    if near:
        return Mark("NEAR", near.group().lower(), at, near.end(), glued)
    if text[at] == "-" and not glued and at + 1 < len(text) and not text[at + 1].isspace():
        return Mark("NOT", "-", at, at + 1, glued)
    word = _WORD.match(text, at)
    end = word.end() if word else at + 1
    typed = text[at:end]
    if typed in OPERATORS:
        return Mark(OPERATORS[typed], typed, at, end, glued)
    return Mark("word", typed, at, end, glued)


def field_name(mark: Mark) -> str:
    """Give the field that a mark names, in English."""
    name = mark.text.rstrip(":<>=").lower()
    return FRENCH_FIELDS.get(name, name)
