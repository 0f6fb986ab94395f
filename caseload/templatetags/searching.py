"""Prints what a search found, and what stands beside the box: the form that keeps a search, and what was typed last."""

from django import template
from django.utils.html import format_html, format_html_join

from caseload.forms import SavedSearchForm
from foundation.search import port

register = template.Library()


@register.simple_tag
def segments(pieces):
    """Print segments, each escaped, the marked ones inside <mark>."""
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", piece.text) if piece.marked else piece.text,) for piece in pieces))


@register.simple_tag
def save_search_form(text):
    """Give the form that keeps a search, its name begun with the words."""
    return SavedSearchForm(initial={"name": " ".join(text.split())[:60]})


@register.simple_tag(takes_context=True)
def recent_searches(context):
    """Give what the reader typed last."""
    return port.recent(context["request"].user)
