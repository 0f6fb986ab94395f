"""Draws texts of the bank with a name for each paragraph and with what a search found in them."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from foundation.pages.prose import to_marked_html
from precedents.reading import Part, Piece, Reading

register = template.Library()


def _piece(piece: Piece, total: int):
    """Draw words; a find bears a number, and the way to the one before and the one after."""
    words = linebreaksbr(piece.text)
    if not piece.number:
        return words
    if not piece.begins:
        return format_html("<mark>{}</mark>", words)
    before, after = (piece.number - 2) % total + 1, piece.number % total + 1
    steps = format_html(
        '<span class="found-steps no-print">{} <span>{}</span> {}</span>',
        _step("‹", before, _("Previous place")),
        _("%(number)d of %(total)d") % {"number": piece.number, "total": total},
        _step("›", after, _("Next place")),
    )
    return format_html('<span class="found" id="m{}" data-place><mark>{}</mark>{}</span>', piece.number, words, steps)


def _step(sign: str, number: int, words: str):
    link = '<a href="#m{}" title="{}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></a>'
    return format_html(link, number, words, sign, words)


def _words(part: Part, start: int, end: int, total: int):
    return format_html_join("", "{}", ((_piece(piece, total),) for piece in part.pieces(start, end)))


@register.simple_tag
def readline(reading: Reading, name: str):
    """Draw a part that is one line."""
    part = reading.parts.get(name)
    return _words(part, part.start, part.end, reading.total) if part else ""


@register.simple_tag
def readtext(reading: Reading, name: str):
    """Draw a part by its paragraphs."""
    part = reading.parts.get(name)
    if part is None:
        return ""
    rows = ((place.anchor, _words(part, place.start, place.end, reading.total)) for place in part.places)
    return format_html_join("\n", '<p id="{}">{}</p>', rows)


@register.simple_tag
def readmarkdown(reading: Reading, name: str, markdown: str):
    """Draw a part that is typed as Markdown; its paragraphs are named inside their blocks."""
    part = reading.parts.get(name)
    if part is None:
        return ""
    anchors = {place.start: place.anchor for place in part.places}

    def draw(at, words):
        """Draw words that begin at a place of the plain text."""
        start, end = part.start + at, part.start + at + len(words)
        cuts = sorted({start, end, *(place for place in anchors if start <= place < end)})
        drawn = ""
        for begin, until in zip(cuts, cuts[1:], strict=False):
            named = format_html('<span id="{}"></span>', anchors[begin]) if begin in anchors else ""
            drawn += named + _words(part, begin, until, reading.total)
        return drawn

    return mark_safe(to_marked_html(markdown, draw))
