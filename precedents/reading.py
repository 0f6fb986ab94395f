"""Texts of the bank as their pages show them: paragraphs that an address opens, and the places where a kept search found something."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.search import port
from foundation.search.places import REASONS, Place, joined, places

MOST_MARKED = 400
LONGEST_NUMBER = 4
"""Numbers of paragraphs have so many digits at most (foundation/search/places.py)."""


class Piece(NamedTuple):
    """Hold words of a text; a number for a find, which ``begins`` here or goes on from the piece before."""

    text: str
    number: int = 0
    begins: bool = False


@dataclass
class Part:
    """Hold one part of a text with its paragraphs and its finds: from where to where in the whole text, and their numbers."""

    whole: str
    start: int
    end: int
    places: list[Place]
    marks: list[tuple[int, int, int]] = field(default_factory=list)

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Cut a stretch of the whole text at its finds."""
        at = start
        for left, right, number in self.marks[bisect_right(self.marks, start, key=lambda mark: mark[1]) :]:
            if left >= end:
                break
            left_here, right_here = max(left, start), min(right, end)
            if at < left_here:
                yield Piece(self.whole[at:left_here])
            yield Piece(self.whole[left_here:right_here], number, left_here == left)
            at = right_here
        if at < end:
            yield Piece(self.whole[at:end])


class Reading:
    """Number the finds of a page in the order in which it shows the parts of its texts.

    :param texts: the texts that are searched ("title", "body", "other body"), each as its named parts
    :param shown: the parts that the page shows, in their order
    :param marks: what :func:`foundation.search.port.marks_in` found, None where nobody asked or nothing is found
    """

    def __init__(
        self,
        texts: Mapping[str, Sequence[tuple[str, str]]],
        shown: Sequence[str],
        marks: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    ):
        self.is_of_a_find = marks is not None
        self.total, self.left_out = 0, 0
        self.parts: dict[str, Part] = {}
        stretches: dict[str, list[tuple[int, int]]] = {}
        for name, named in texts.items():
            whole, parts = joined(named)
            paragraphs = places(whole, parts)
            ends = [start for _name, start in parts[1:]] + [len(whole)]
            for (part, start), end in zip(parts, ends, strict=True):
                self.parts[part] = Part(whole, start, end, [place for place in paragraphs if place.part == part])
                stretches[part] = [stretch for stretch in (marks or {}).get(name, ()) if start <= stretch[0] < end]
        for part in shown:
            for start, end in stretches.get(part, ()):
                if self.total == MOST_MARKED:
                    self.left_out += 1
                    continue
                self.total += 1
                self.parts[part].marks.append((start, end, self.total))

    def holds_marks(self, *parts: str) -> bool:
        """Tell whether any of these parts holds a find."""
        return any(part in self.parts and self.parts[part].marks for part in parts)


def marks_asked_for(request, record):
    """Give what the search that the address names found in a record, None where it names none."""
    ref = request.GET.get("found", "")
    return port.marks_in(request.user, record, ref, with_synonyms=request.GET.get("synonyms") != "off") if ref else None


def language_of(place: Place) -> str:
    """Name the language of what is said of a decision; "" for a text in the language of its record."""
    return place.part[-2:] if place.part.endswith(("_en", "_fr")) else ""


def paragraph_named(number: str) -> str:
    """Read the number of a paragraph that an address names, as reasons print it; "" where it names none."""
    return number if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER else ""


def words_of_paragraph(number: str) -> str:
    """Write a numbered paragraph as a pinpoint; "" where there is none."""
    return _("para %(number)s") % {"number": number} if number else ""


def words_of(place: Place) -> str:
    """Say where a find stands: by the number that the reasons give the paragraph, else by the part of the text."""
    if place.printed:
        return words_of_paragraph(place.printed)
    if place.part == REASONS:
        return _("Reasons, unnumbered paragraph %(number)d") % {"number": place.nth}
    if place.part == "analysis":
        return _("Analysis, paragraph %(number)d") % {"number": place.nth}
    language = language_of(place)
    part = place.part.removesuffix(f"_{language}")
    words = {
        "held": _("What was decided"),
        "note": _("Note"),
        "topics": _("Topics"),
        "question": _("Question"),
        "short_answer": _("Short answer"),
    }.get(part, "")
    if not language or (get_language() or "en").startswith(language):
        return words
    return (_("%(where)s, in French") if language == "fr" else _("%(where)s, in English")) % {"where": words}
