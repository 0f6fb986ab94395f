"""Tags for pages with one form and many rows."""

from django import template

from foundation.pages.templatetags.components import errorsummary

register = template.Library()


@register.simple_tag
def errors_of(form, rows):
    """List every mistake of a form and of its rows, each with a link to its box."""
    return errorsummary(form, *rows)


@register.simple_tag
def wrong_in(form, rows):
    """Say whether a form that was sent, or one of its rows, has a mistake."""
    return any(one.is_bound and bool(one.errors) for one in (form, *rows))
