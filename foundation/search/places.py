"""Where in a text something stands: its paragraphs, each with a name that a page can be opened at, and the number the text gives it.

Reasons of a court bear numbers of their own, such as [31]; no other text does, and a counted number is never shown as if it were one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from foundation.search import analysis, sentences

REASONS = "reasons"
"""The part of a text whose paragraphs bear numbers of their own."""

_NUMBER = re.compile(r"\s*\[(\d{1,4})\]")


class Place(NamedTuple):
    """Hold one paragraph: the part of the text it belongs to, its name on a page, which of its part it is, and its printed number."""

    part: str
    anchor: str
    nth: int
    printed: str
    start: int
    end: int


def joined(parts: Iterable[tuple[str, str]]) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Put named texts together, each a paragraph of its own, and say where each begins; empty ones are left out."""
    text, starts = "", []
    for name, part in parts:
        if cleaned := analysis.clean(part):
            text += "\n\n" if text else ""
            starts.append((name, len(text)))
            text += cleaned
    return text, tuple(starts)


def places(text: str, parts: Sequence[tuple[str, int]]) -> list[Place]:
    """List the paragraphs of a clean text that is put together from parts."""
    found: list[Place] = []
    ends = [start for _, start in parts[1:]] + [len(text)]
    for (name, start), end in zip(parts, ends, strict=True):
        bounds = [(at, until) for at, until in sentences.bounds(text, start, end) if text[at:until].strip()]
        numbers = _numbers(text, bounds) if name == REASONS else [""] * len(bounds)
        last, within = "", 1
        for nth, ((at, until), number) in enumerate(zip(bounds, numbers, strict=True), start=1):
            within = 1 if number != last else within + 1
            last = number
            anchor = f"{name}-{nth}" if not number else f"p{number}" if within == 1 else f"p{number}-{within}"
            found.append(Place(name, anchor, nth, number, at, until))
    return found


def place_at(found: Sequence[Place], at: int) -> Place | None:
    """Give the paragraph in which a place of the text lies."""
    return next((place for place in reversed(found) if place.start <= at), None)


def _numbers(text: str, bounds: list[tuple[int, int]]) -> list[str]:
    """Give each paragraph the number it belongs to; one without its own goes on with the number before it.

    Numbers rise. One that leaps ahead of a number still to come is a quotation from another decision.
    """
    written = [int(found[1]) if (found := _NUMBER.match(text, at, until)) else 0 for at, until in bounds]
    comes_last = {number: at for at, number in enumerate(written)}
    given: list[str] = []
    last = 0
    for at, number in enumerate(written):
        if number > last and (number == last + 1 or comes_last.get(last + 1, -1) < at):
            last = number
        given.append(str(last) if last else "")
    return given
