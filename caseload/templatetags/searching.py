"""Prints what a search found: pieces of text, some of them marked."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.simple_tag
def segments(pieces):
    """Print segments, each escaped, the marked ones inside <mark>."""
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", piece.text) if piece.marked else piece.text,) for piece in pieces))
