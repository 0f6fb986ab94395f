"""What the delay engine and the ledger say, as sentences in the reader's language; the engine itself says codes with values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from foundation.law.words import NOTES
from foundation.pages import days

from . import delay, ledger
from .choices import DelayKind
from .states import Forum

OUTCOMES = {
    delay.Outcome.BELOW: gettext_lazy("below the ceiling: the defence must show that it is unreasonable"),
    delay.Outcome.BELOW_AFTER_DISCRETE: gettext_lazy("below the ceiling once discrete events are deducted"),
    delay.Outcome.PRESUMPTIVELY_UNREASONABLE: gettext_lazy("presumptively unreasonable: the Crown must show a particularly complex case"),
}

POSITIONS = {
    "agreed": gettext_lazy("Agreed or ruled"),
    "crown": gettext_lazy("As the Crown claims"),
    "defence": gettext_lazy("As the defence claims"),
}

ENDS = {
    ledger.EndKind.ACTUAL: gettext_lazy("evidence and argument ended"),
    ledger.EndKind.DECIDED: gettext_lazy("plea, verdict or order"),
    ledger.EndKind.SCHEDULED: gettext_lazy("trial scheduled to end"),
    ledger.EndKind.TRIAL_BEGINS: gettext_lazy("trial begins"),
    ledger.EndKind.OPEN: gettext_lazy("no trial is set: the last day known"),
    ledger.EndKind.ASKED: gettext_lazy("the day asked for"),
}

SENTENCES = {
    "INDICATIVE": gettext_lazy("Indicative; counsel decides."),
    "WITHIN_ROUNDING": gettext_lazy("Within rounding: the two ways of counting months come to different outcomes."),
    "INCLUSIVE": gettext_lazy("Counted with its last day the delay is one day longer, and would be %(outcome)s."),
    "CLIPPED": gettext_lazy("%(number)s reaches outside the time from %(origin)s to %(end)s; only the days inside are counted."),
    "AFTER_END": gettext_lazy("%(number)s lies after %(end)s and is not counted."),
    "BEFORE_ORIGIN": gettext_lazy("%(number)s lies before %(origin)s and is not counted."),
    "OVERLAP": gettext_lazy("%(days)s lie in more than one interval; each day is counted once."),
    "SHARES_MEET": gettext_lazy("On %(days)s an agreed or ruled share and another one meet; the larger is counted."),
    "SHARE_NOT_APPLIED": gettext_lazy("%(number)s is “%(kind)s”, which counts whole; its share of %(share)s %% is not applied."),
    "DISCRETE_SHARE": gettext_lazy(
        "If shares held for discrete events, %(discrete)s would be deducted and %(remaining)s would remain: %(outcome)s."
    ),
    "DISCRETE_BEHIND_SHARE": gettext_lazy(
        "%(days)s of a discrete event lie in defence delay that counts in part, and are not counted a second time."
    ),
    "PART_OF_A_DAY": gettext_lazy(
        "The shares come to %(exact)s days of defence delay; half-days are not counted, so %(days)s are deducted."
    ),
    "EXCLUDED_EARLIER": gettext_lazy("“%(kind)s” does not count: an offence period begins before %(day)s."),
    "EXCLUSIONS_OPEN": gettext_lazy(
        "Without “%(kind)s” the net delay would be %(net)s, %(remaining)s remaining: %(outcome)s. "
        "A constitutional challenge is to be expected."
    ),
    "STRADDLES": gettext_lazy(
        "An offence period reaches over %(day)s: with “%(kind)s” the net delay would be %(net)s, %(remaining)s remaining: %(outcome)s. "
        "Counsel decides which law holds."
    ),
    "OFFENCE_AFTER_ORIGIN": gettext_lazy("The offence period begins after %(origin)s, the day the clock began: check the dates."),
    "CEILING_UNCERTAIN": gettext_lazy("The ceiling is uncertain: %(source)s, %(note)s."),
    "FORUM_OPEN": gettext_lazy(
        "The court is not settled: %(months)s months decide. Tried in the Superior Court it would be %(other_months)s months (%(on)s)."
    ),
    # Instead of figures
    "END_BEFORE_ORIGIN": gettext_lazy("The end (%(end)s) lies before the day the clock began (%(origin)s): check the trial dates."),
    "NO_CEILING": gettext_lazy("The law on file gives no ceiling for this court and this day."),
    "MORE_THAN_WHOLE": gettext_lazy(
        "%(first)s and %(number)s overlap from %(day)s, and the shares of that day make more than the whole: change one of them."
    ),
    # Of the rows
    "NOTHING_LIVE": gettext_lazy("No count is live any more; counted for the counts of the last charge."),
    "END_OPEN": gettext_lazy(
        "No trial is set. The time is counted to %(end)s, the last day known; what comes after is not in the figures."
    ),
    "TRIAL_END_OPEN": gettext_lazy("Only the first day of trial is set (%(end)s): the end of evidence and argument will come later."),
    "PRELIM_MISSING": gettext_lazy(
        "The court is the Ontario Court after a preliminary inquiry, and no result of one is on file: without it the ceiling is 18 months."
    ),
    "CLOCK_UNCONFIRMED": gettext_lazy("A count replaced another and its clock goes on from %(origin)s: counsel is asked to confirm that."),
    "RESULT_MISSING": gettext_lazy("The result of %(day)s is missing, and a later day has its result: enter it first."),
    "NO_NEXT_DATE": gettext_lazy("No next date is set since %(day)s."),
}
"""One sentence for every code of ``delay.words`` that a ledger can come to, and for those of ``ledger``; a RULE has its own words."""


def sentence(said: delay.Said, found: ledger.Ledger | None = None) -> str:
    """Write what was said."""
    if said.code == "RULE":
        return str(said.values["title_fr" if _is_french() else "title_en"])
    return str(SENTENCES[said.code]) % _values(said, found)


def warnings_of(found: ledger.Ledger) -> list[str]:
    """Everything to bear in mind, each once: what the rows leave open, then what the figures do, with the position where not of all."""
    lines = [sentence(one, found) for one in found.remarks()]
    of: dict[str, list[str]] = {}
    for position, figures in found.positions.items():
        for said in figures.warnings:
            if said.code != "INDICATIVE":
                of.setdefault(sentence(said, found), []).append(str(POSITIONS[position]))
    for line, positions in of.items():
        whole = len(positions) == len(found.positions)
        lines.append(line if whole else _("%(position)s: %(sentence)s") % {"position": ", ".join(positions), "sentence": line})
    return list(dict.fromkeys(lines))


def _values(said: delay.Said, found: ledger.Ledger | None) -> dict[str, str]:
    values: Mapping[str, Any] = said.values
    words = {}
    for name, value in values.items():
        if isinstance(value, date):
            words[name] = days.day(value)
        elif name in ("number", "first") and isinstance(value, int):
            words[name] = interval_words(value, found)
        elif name in ("days", "net", "remaining", "discrete") and isinstance(value, int):
            words[name] = days_words(value)
        elif name == "outcome":
            words[name] = str(OUTCOMES[delay.Outcome(value)])
        elif name == "kind":
            words[name] = str(DelayKind(value).label)
        elif name == "note":
            words[name] = str(NOTES.get(value, value))
        else:
            words[name] = str(value)
    return words


def _is_french() -> bool:
    return (get_language() or "en").startswith("fr")


def title_of(rule) -> str:
    """The words of a rule of the law."""
    return rule.title_fr if _is_french() else rule.title_en


def interval_words(number: int, found: ledger.Ledger | None) -> str:
    """Name an interval by its number and its days."""
    if found is None or number > len(found.rows):
        return _("Interval %(number)s") % {"number": number}
    row = found.rows[number - 1]
    first, last = days.day(row.from_on, short=True), days.day(row.to_on, short=True)
    return _("Interval %(number)s (%(first)s to %(last)s)") % {"number": number, "first": first, "last": last}


def days_words(number: int) -> str:
    """Write a number of days."""
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def months_words(months: int, left_over: int) -> str:
    """Say a length of time: "16 months and 12 days", "12 days"."""
    month = ngettext("%(number)d month", "%(number)d months", months) % {"number": months}
    day = days_words(left_over)
    if not months:
        return day
    return _("%(months)s and %(days)s") % {"months": month, "days": day} if left_over else month


def short_months(months: int, left_over: int) -> str:
    """Say a length of time where there is little room: "16 m 12 d"."""
    words = {"months": months, "days": left_over}
    return pgettext("length", "%(months)d m %(days)d d") % words if left_over else pgettext("length", "%(months)d m") % words


def c2_words(length: delay.Length) -> str:
    """Write average months to two decimals, with the comma of French."""
    figure = f"{length.c2:.2f}"
    return figure.replace(".", ",") if _is_french() else figure


def forum_words(forum: str) -> str:
    """Name the court and route by which the ceiling is found."""
    if forum == ledger.DIRECT_INDICTMENT:
        return _("Superior Court of Justice, on a direct indictment")
    return str(Forum(forum).label) if forum else _("court not settled, taken as the Ontario Court of Justice")
