"""``{{ text|markdown }}``: typed Markdown as safe HTML."""

from django import template

from foundation.pages.prose import to_html

register = template.Library()


@register.filter(name="markdown")
def markdown(text):
    """Draw typed Markdown."""
    return to_html(text)
