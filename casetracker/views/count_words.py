"""How pages name a count and its period."""

from django.utils.translation import gettext as _

from foundation.pages import days


def period_words(first, last) -> str:
    """Write an offence period."""
    if last is None or last == first:
        return days.day(first, short=True)
    return _("%(first)s to %(last)s") % {"first": days.day(first, short=True), "last": days.day(last, short=True)}


def count_words(count) -> str:
    """Name a count in a choice: number, section, title, period."""
    number = _("Count %(number)s:") % {"number": count.number} if count.number else ""
    return f"{number} {count.offence.citation} {count.offence.title}, {period_words(count.offence_from, count.offence_to)}".strip()
