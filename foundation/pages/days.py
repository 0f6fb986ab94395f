"""How dates and times read on a page, in either language (ux.md's rules for dates)."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext

MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip
SHORT_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."),
}
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
FRENCH_ZONES = {"EST": "HNE", "EDT": "HAE", "CST": "HNC", "CDT": "HAC", "MST": "HNR", "MDT": "HAR", "PST": "HNP", "PDT": "HAP"}

# How a due date is spoken of: the tone is only colour, the words always say it.
OVERDUE, TODAY, SOON, LATER = "overdue", "today", "soon", "later"


def _language(language=None):
    """Choose French for any kind of French, English for everything else."""
    return "fr" if (language or get_language() or "en").startswith("fr") else "en"


def local(value, zone=None):
    """Turn a moment into the clock of a zone; leave a plain date as it is."""
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(ZoneInfo(str(zone or settings.TIME_ZONE)))
    return value


def day(value, *, weekday=False, short=False, language=None):
    """Write a date: "March 3, 2026", "3 mars 2026", "1er mars 2026"; a moment is read on Toronto's clock."""
    if not value:
        return ""
    value, language = local(value), _language(language)
    month = (SHORT_MONTHS if short else MONTHS)[language][value.month - 1]
    name = f"{WEEKDAYS[language][value.weekday()]}{', ' if language == 'en' else ' '}" if weekday else ""
    if language == "fr":
        return f"{name}{'1er' if value.day == 1 else value.day} {month} {value.year}"
    return f"{name}{month} {value.day}, {value.year}"


def clock_time(value, *, language=None):
    """Write a time of day: "10:00 a.m.", "14 h 05", "10 h"."""
    if value is None:
        return ""
    if _language(language) == "fr":
        return f"{value.hour}\N{NO-BREAK SPACE}h" + (f"\N{NO-BREAK SPACE}{value.minute:02d}" if value.minute else "")
    return f"{value.hour % 12 or 12}:{value.minute:02d}\N{NO-BREAK SPACE}{'a.m.' if value.hour < 12 else 'p.m.'}"


def zone_name(value, zone=None, *, language=None):
    """Name the zone of a moment as people write it: EST, HNE."""
    name = local(value, zone).tzname() or ""
    return FRENCH_ZONES.get(name, name) if _language(language) == "fr" else name


def moment(value, zone=None, *, language=None):
    """Write an instant: "Mar 3, 2026, 2:10 p.m. EST", "3 mars 2026, 14 h 10 HNE"."""
    if not value:
        return ""
    here = local(value, zone)
    time = clock_time(here, language=language)
    return f"{day(here.date(), short=True, language=language)}, {time} {zone_name(value, zone, language=language)}"


def days_until(value, today):
    """Count the days from today to a date; negative when it has passed."""
    return (local(value).date() if isinstance(value, datetime.datetime) else value).toordinal() - today.toordinal()


def due_words(value, today):
    """Say how far a date is: "overdue 4 days", "today", "tomorrow", "11 days"."""
    away = days_until(value, today)
    if away < 0:
        return ngettext("overdue %(days)d day", "overdue %(days)d days", -away) % {"days": -away}
    if away == 0:
        return gettext("today")
    if away == 1:
        return gettext("tomorrow")
    return ngettext("%(days)d day", "%(days)d days", away) % {"days": away}


def due_tone(value, today):
    """Sort a due date into overdue, today, soon (a week) or later."""
    away = days_until(value, today)
    if away < 0:
        return OVERDUE
    if away == 0:
        return TODAY
    return SOON if away <= 7 else LATER


def zone_words(zone):
    """Name a court's zone where its clock is not Toronto's: "Central Time"; nothing otherwise."""
    if not zone or str(zone) == settings.TIME_ZONE:
        return ""
    names = {
        "America/Winnipeg": gettext("Central Time"),
        "America/Rainy_River": gettext("Central Time"),
        "America/Atikokan": gettext("Eastern Standard Time all year"),
    }
    return names.get(str(zone), str(zone).rpartition("/")[2].replace("_", " "))
