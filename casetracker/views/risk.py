"""The delay ceiling of each accused in words, for pages: indicative, total days only."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casetracker import delay, names, selectors
from foundation.pages import days

TONES = {"over": "risk", "red": "risk", "amber": "wait", "ok": "neutral"}


@dataclass(frozen=True)
class JordanLine:
    """One accused's ceiling as a page shows it."""

    who: str
    url: str
    on: date | None = None
    left: str = ""
    tone: str = "neutral"
    other_on: date | None = None
    trial: str = ""
    trial_over: bool = False
    how: str = ""
    why_none: str = ""


def left_words(on: date, today: date) -> str:
    """Say how far a ceiling is: "149 days left", "reached today", "over by 4 days"."""
    left = (on - today).days
    if left < 0:
        return ngettext("over by %(days)d day", "over by %(days)d days", -left) % {"days": -left}
    if left == 0:
        return _("reached today")
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}


def tone_of(on: date, today: date) -> str:
    """Give the colour of a ceiling: red within 30 days or past, amber within 90."""
    left = (on - today).days
    if left <= delay.RED_DAYS:
        return "risk"
    return "wait" if left <= delay.AMBER_DAYS else "neutral"


def months_words(months: int, left_over: int) -> str:
    """Say a length of time: "16 months and 12 days"."""
    month = ngettext("%(number)d month", "%(number)d months", months) % {"number": months}
    day = ngettext("%(number)d day", "%(number)d days", left_over) % {"number": left_over}
    return _("%(months)s and %(days)s") % {"months": month, "days": day} if left_over else month


def jordan_lines(proceedings, user, today: date) -> list[JordanLine]:
    """Build the line of every accused."""
    return [_line(proceeding, user, today) for proceeding in proceedings]


def _line(proceeding, user, today) -> JordanLine:
    who = names.display_name(proceeding.accused, user, names.PAGE)
    url = proceeding.get_absolute_url()
    origin = proceeding.clock_origin
    if origin is None or not proceeding.clock_runs:
        why = (
            _("The clock does not run: evidence and argument ended, no count is before a court, or the matter is over.")
            if list(proceeding.clock_origins.all())
            else _("The clock has not started: no charge is before a court.")
        )
        return JordanLine(who, url, why_none=why)
    ceiling = selectors.ceiling_of(proceeding)
    if ceiling is None:
        return JordanLine(who, url, why_none=_("The law on file gives no ceiling for this court and this day."))
    how = _(
        "Counted from %(origin)s (%(kind)s), %(months)d months (%(forum)s). Total days only: nothing is deducted for defence delay."
    ) % {
        "origin": days.day(origin.on),
        "kind": origin.get_kind_display(),
        "months": ceiling.months,
        "forum": proceeding.get_forum_display() or _("court not settled, taken as the Ontario Court of Justice"),
    }
    trial, over = "", False
    if proceeding.trial_ends_on:
        result = delay.Result(ceiling, proceeding.trial_ends_on)
        trial = _("Trial expected to end on %(day)s: %(length)s of %(months)d months") % {
            "day": days.day(proceeding.trial_ends_on),
            "length": months_words(*result.months),
            "months": ceiling.months,
        }
        over = result.over
        if result.within_rounding:
            trial = _("%(sentence)s (within rounding: the two ways of counting months disagree)") % {"sentence": trial}
    return JordanLine(who, url, ceiling.on, left_words(ceiling.on, today), TONES[ceiling.level(today)], ceiling.other_on, trial, over, how)
