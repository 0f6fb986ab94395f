"""Where sentences and paragraphs of a text begin and end: by rule, one for all engines.

A paragraph ends at a blank line or where the next line begins with a paragraph number such as [12]. A sentence ends at a full stop,
question or exclamation mark before a capital, a digit or an opening quotation, unless the stop belongs to an abbreviation. So that a
position in an index can tell sentences apart, a sentence is cut after 200 words and a paragraph after 600.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

VERSION = 1
"""Goes up with every change of the rule; an index made by another version is made again."""

LONGEST_SENTENCE = 200
LONGEST_PARAGRAPH = 600

T = TypeVar("T")

_ABBREVIATIONS = """
    al alin app art arts assn ave c cf ch cie cl const corp cpl cst det dr ed eds etc ex fig gen gov hon ibid inc insp j jj jr l lt ltd
    ltee m me mm mme mlle mr mrs ms no nos op p par para paras pp prof pt r reg rev s sec sgt ss st ste subs supp supt v viz vol vols vs
    a.c.j a.k.a c.a c.j c.j.c c.j.o e.g i.e j.a j.c.a j.s.c jj.a n.b p.ex
    jan feb mar apr jun jul aug sept sep oct nov dec janv fevr avr juil
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
ORDINARY = frozenset({"al", "app", "art", "ex", "fig", "mar", "me", "no", "nos", "par", "sec", "sept"})
"""Of these, what is an ordinary word too unless it has a capital or a number follows."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*(?:\n\s*|(?=\[\d{1,4}\]))")
_STOP = re.compile(r"""((?<!\s)\.|[!?…])(?:\s?["'”’»)\]])*\s+(?=["'“‘«(\[]*\s?[^\W_a-zà-öø-ÿœ])""")
_LAST_WORD = re.compile(r"[^\W\d_](?:\.?[^\W\d_])*$")
_UNACCENTED = str.maketrans("éèûùà", "eeuua")


def paragraphs(text: str) -> list[list[tuple[int, int]]]:
    """Give the sentences of each paragraph, as places in the text."""
    return [_sentences(text, start, end) for start, end in bounds(text, 0, len(text))]


def bounds(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give where each paragraph of a stretch of text begins and ends."""
    for gap in _PARAGRAPH.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    yield start, end


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found, at = [], start
    for stop in _STOP.finditer(text, start, end):
        if stop.group(1) == "." and _is_abbreviation(text, at, stop):
            continue
        found.append((at, stop.end()))
        at = stop.end()
    found.append((at, end))
    return found


def _is_abbreviation(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether a full stop belongs to the word before it: a listed abbreviation, or capitals such as "A.B."."""
    found = _LAST_WORD.search(text, max(start, stop.start() - 24), stop.start())
    if found is None:
        return False
    written = found.group()
    word = written.lower().translate(_UNACCENTED)
    if word in ORDINARY and written.islower():
        return text[stop.end()].isdigit()
    return word in ABBREVIATIONS or (written.replace(".", "").isupper() and (len(written) == 1 or "." in written))


def lines(text: str, items: Callable[[int, int], list[T]], within: Iterable[tuple[int, int]] | None = None) -> list[list[list[T]]]:
    """Put what ``items`` finds between two places of a text into paragraphs of sentences, the longest of them cut.

    :param within: bounds of the paragraphs that are looked at, where it is not the whole text
    """
    found: list[list[list[T]]] = []
    for sentences in paragraphs(text) if within is None else (_sentences(text, *each) for each in within):
        paragraph: list[list[T]] = []
        length = 0
        for start, end in sentences:
            whole = items(start, end)
            for at in range(0, len(whole), LONGEST_SENTENCE):
                sentence = whole[at : at + LONGEST_SENTENCE]
                if length + len(sentence) > LONGEST_PARAGRAPH:
                    found.append(paragraph)
                    paragraph, length = [], 0
                paragraph.append(sentence)
                length += len(sentence)
        if paragraph:
            found.append(paragraph)
    return found
