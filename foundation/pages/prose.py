"""Typed Markdown as safe HTML: lists, quotes, emphasis, links; no raw HTML, no pictures, no scripts."""

from collections.abc import Callable
from html.parser import HTMLParser

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h3",
    "h4",
    "h5",
    "code",
    "pre",
    "a",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("table").disable("image")


def to_html(text: str) -> SafeString:
    """Turn Markdown into HTML that may stand on a page under the content security policy."""
    html = _reader.render(text or "")
    for level, lower in ((4, 5), (3, 4), (2, 3), (1, 3)):  # a page's own h1 and h2 stand above
        html = html.replace(f"<h{level}>", f"<h{lower}>").replace(f"</h{level}>", f"</h{lower}>")
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)


BLOCKS = {"p", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "pre", "hr", "table", "thead", "tbody", "tr", "th", "td"}


class _Pieces(HTMLParser):
    """Take drawn Markdown apart into markup and words, and put the words together as plain text, a paragraph for each block."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.pieces: list[tuple[int, str]] = []
        """Markup as (-1, markup), words as (where they begin in the text, words)."""
        self._apart = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.pieces.append((-1, self.get_starttag_text() or ""))
        self._apart |= tag in BLOCKS
        if tag == "br" and not self._apart:
            self.text += "\n"

    def handle_endtag(self, tag):
        self.pieces.append((-1, f"</{tag}>"))
        self._apart |= tag in BLOCKS

    def handle_data(self, data):
        if self._apart and not data.strip():
            self.pieces.append((-1, data))
            return
        if self._apart and self.text:
            self.text += "\n\n"
        self._apart = False
        self.pieces.append((len(self.text), data))
        self.text += data


def plain(text: str) -> str:
    """Give the words of typed Markdown as they are read, each block a paragraph of its own."""
    return _Pieces(to_html(text)).text


def to_marked_html(text: str, draw: Callable[[int, str], str]) -> SafeString:
    """Turn Markdown into HTML whose words are drawn, as HTML, by a function of their place in :func:`plain` and of the words."""
    pieces = _Pieces(to_html(text)).pieces
    return mark_safe("".join(piece if at < 0 else draw(at, piece) for at, piece in pieces))
