"""What in a text might tell who it is about: names, numbers, dates, addresses, accounts. A help for the eye, not a proof."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .states import Mark

MONTH = (
    r"(?:jan(?:uary|vier)?|feb(?:ruary)?|f[ée]vrier|mar(?:ch|s)|apr(?:il)?|avril|may|mai|june?|juin|july?|juillet|"
    r"aug(?:ust)?|ao[uû]t|sep(?:t(?:ember|embre)?)?|oct(?:ober|obre)?|nov(?:ember|embre)?|d[ée]c(?:ember|embre)?)"
)
PATTERNS = [
    (Mark.EMAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    (Mark.PHONE, r"(?<![\w-])(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]\d{3}[\s.-]?\d{4}(?![\w-])"),
    (Mark.OCCURRENCE, r"(?<![\w-])\d{2}-HT-[0-9A-Z]{4}\b|\bAR-\d{2}-[0-9A-Z]{4}\b"),
    (Mark.OCCURRENCE, r"(?<![\w-])(?:[A-Z]{2}\s?)?\d{2,4}-\d{4,}(?:-\d+)*(?![\w-])"),
    (Mark.OCCURRENCE, r"(?i)\b(?:occurrence|incident|information|dossier|d[ée]nonciation)\s+(?:no\.?|number|num[ée]ro|n[°o]|#)\s*[\w-]+"),
    (Mark.BIRTH, r"\b(?:19|20)\d{2}-\d{1,2}-\d{1,2}\b"),
    (Mark.BIRTH, r"\b\d{1,2}/\d{1,2}/(?:19|20)?\d{2}\b"),
    (Mark.BIRTH, rf"(?i)\b{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{{2}}\b"),
    (Mark.BIRTH, rf"(?i)\b(?:1er|\d{{1,2}})\s+{MONTH}\.?\s+(?:19|20)\d{{2}}\b"),
    (Mark.HANDLE, r"(?<![\w@.])@[A-Za-z_][\w.]{2,}"),
    (
        Mark.PLACE,
        r"\b\d{1,5}\s+(?:[A-Z][\w'’-]*\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Court|Crescent|Blvd|Boulevard|Lane|Way)\b",
    ),
    (Mark.PLACE, r"\b\d{1,5},?\s+(?:rue|avenue|boulevard|chemin)\s+[A-ZÀ-Ý][\w'’-]*"),
    (Mark.PLACE, r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d\b"),
    (
        Mark.POLICE,
        r"\b(?:[A-Z][\w'’-]+\s+){1,3}(?:Police(?:\s+Service)?|Regional\s+Police)\b|\bO\.?P\.?P\.?(?!\w)|\bR\.?C\.?M\.?P\.?(?!\w)",
    ),
]
_COMPILED = [(kind, re.compile(pattern)) for kind, pattern in PATTERNS]


@dataclass(frozen=True)
class Found:
    """Something in a text that may tell who it is about, with the words around it."""

    kind: str
    text: str
    around: str
    start: int

    @property
    def label(self) -> str:
        """What it looks like, in words."""
        return str(Mark(self.kind).label)

    @property
    def key(self) -> tuple[str, str]:
        """What an answer to it is kept under."""
        return str(self.kind), self.text


def find(text: str, names: Iterable[str] = ()) -> list[Found]:
    """List what looks like an identifier, each wording once, in the order of the text."""
    found: dict[tuple[str, str], Found] = {}
    taken: list[tuple[int, int]] = []
    for name in names:
        for word in {part for part in re.split(r"[\s,]+", name) if len(part) > 2} | {name.strip()}:
            if word:
                _take(found, taken, Mark.NAME, _name_pattern(word), text)
    for kind, pattern in _COMPILED:
        _take(found, taken, kind, pattern, text)
    return sorted(found.values(), key=lambda entry: entry.start)


def _take(found, taken, kind, pattern, text) -> None:
    for match in pattern.finditer(text):
        start, end = match.span()
        if kind != Mark.NAME and any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        wording = match[0].strip()[:200]
        around = " ".join(text[max(0, start - 40) : end + 40].split())
        found.setdefault((str(kind), wording), Found(str(kind), wording, around, start))


def _name_pattern(word: str) -> re.Pattern:
    """Match a name with or without its accents."""
    letters = []
    for letter in word:
        plain = unicodedata.normalize("NFD", letter)[0]
        letters.append(f"[{re.escape(letter)}{re.escape(plain)}]" if plain != letter else re.escape(letter))
    return re.compile(rf"(?i)(?<!\w){''.join(letters)}(?!\w)")
