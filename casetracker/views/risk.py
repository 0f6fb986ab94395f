"""The delay of each accused in words and as a bar, for pages: every number comes from the ledger."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casetracker import delay, ledger, names
from casetracker.ledger_words import c2_words, days_words, forum_words, months_words, sentence, short_months
from casetracker.models import CaseFile, Proceeding
from foundation.pages import days

DEDUCTED = (delay.Stage.OUTSIDE, delay.Stage.EXCLUDED, delay.Stage.DEFENCE)
LOOKS = {
    "counted": gettext_lazy("counted"),
    "deducted": gettext_lazy("deducted: defence delay, reserve or excluded time"),
    "discrete": gettext_lazy("discrete event"),
    "expected": gettext_lazy("to the expected end"),
    "spare": gettext_lazy("spare, up to the ceiling"),
}

PATTERNS = {
    **{"deducted": "lines", "discrete": "grid", "expected": "dots"},
    **{"waiver": "lines", "defence-caused": "back", "discrete-event": "grid", "reserve": "bars", "xv1-excluded": "cross"},
    **{"co-accused": "dots", "complexity": "rows"},
}


@dataclass(frozen=True)
class Part:
    """One piece of a bar: where it begins and how long it is, in per cent of the bar; how it looks; what it says."""

    x: str
    width: str
    look: str
    words: str
    url: str = ""

    @property
    def pattern(self) -> str:
        """By which pattern it is told apart, in grey too; "" where it is plain."""
        return PATTERNS.get(self.look, "")


@dataclass(frozen=True)
class Bar:
    """A bar of days from the charge on."""

    parts: list[Part]
    ceiling_at: str = ""
    today_at: str = ""


@dataclass(frozen=True)
class JordanLine:
    """One accused's delay as a page shows it."""

    who: str
    url: str
    ledger_url: str = ""
    on: date | None = None
    left: str = ""
    tone: str = "neutral"
    other_on: date | None = None
    trial: str = ""
    trial_over: bool = False
    how: str = ""
    why_none: str = ""
    refused: str = ""
    charged_on: date | None = None
    end_on: date | None = None
    total: str = ""
    deducted: str = ""
    net: str = ""
    net_short: str = ""
    spoken: str = ""
    bar: Bar = field(default_factory=lambda: Bar([]))


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


def jordan_lines(proceedings, user, today: date) -> list[JordanLine]:
    """Build the line of every accused."""
    return [_line(proceeding, user, today) for proceeding in proceedings]


def closest_words(proceedings, on: date | None, today: date) -> str:
    """Say whose ceiling is the closest of a file, and her delay: "Alder, net 17 m 20 d of 18 m"; "" where no clock runs."""
    closest = next((one for one in proceedings if on is not None and one.ceiling_on == on), None)
    found = ledger.ledger_of(closest, today, position="agreed") if closest is not None else None
    if found is None or found.agreed is None:
        return ""
    return f"{names.display_name(closest.accused)}, {_net_short(found.agreed)}"


@dataclass(frozen=True)
class NearFile:
    """A file whose ceiling is among the nearest, as a list across files shows it."""

    file: CaseFile
    closest: str
    left: str
    tone: str


def nearest_files(user, today: date, most: int) -> list[NearFile]:
    """Give the active files of the nearest ceilings that this person may see, the nearest first; the number of queries is constant."""
    tracks = Proceeding.objects.select_related("accused").order_by("pk").prefetch_related("accused__bans__provision", *ledger.LOOKED_AT)
    files = CaseFile.objects.visible_to(user).active().exclude(closest_ceiling_on=None).closest_first()
    return [
        NearFile(
            file,
            closest_words(file.proceedings.all(), file.closest_ceiling_on, today),
            left_words(file.closest_ceiling_on, today),
            tone_of(file.closest_ceiling_on, today),
        )
        for file in files.prefetch_related(Prefetch("proceedings", tracks))[:most]
    ]


def _net_short(figures: delay.Figures) -> str:
    """Say a net delay where there is little room: "net 17 m 20 d of 18 m"."""
    words = {"net": short_months(*figures.length(figures.net).c1), "ceiling": short_months(figures.ceiling.months, 0)}
    return _("net %(net)s of %(ceiling)s") % words


def _line(proceeding, user, today) -> JordanLine:
    who = names.display_name(proceeding.accused, user, names.PAGE)
    url = proceeding.get_absolute_url()
    ledger_url = reverse("casetracker:delay_ledger", kwargs={"ref": proceeding.file.ref, "accused": proceeding.ref})
    if proceeding.clock_origin is None or not proceeding.clock_runs:
        why = (
            _("The clock does not run: evidence and argument ended, no count is before a court, or the matter is over.")
            if list(proceeding.clock_origins.all())
            else _("The clock has not started: no charge is before a court.")
        )
        return JordanLine(who, url, ledger_url, why_none=why)
    found = ledger.ledger_of(proceeding, today, position="agreed")
    if found is None or found.ceiling is None or found.projected_on is None:
        return JordanLine(who, url, ledger_url, why_none=_("The law on file gives no ceiling for this court and this day."))
    on = found.projected_on
    other_on = found.ceiling.other_on + (on - found.ceiling.on) if found.ceiling.other_on else None
    near = {"on": on, "left": left_words(on, today), "tone": tone_of(on, today), "other_on": other_on, "charged_on": found.origin.on}
    if found.agreed is None:
        return JordanLine(who, url, ledger_url, **near, refused=sentence(found.refused, found) if found.refused else "")
    figures = found.agreed
    net = months_words(*figures.length(figures.net).c1)
    deducted = (figures.projected_on - figures.ceiling.on).days
    return JordanLine(
        who,
        url,
        ledger_url,
        **near,
        **_of_trial(found, net),
        how=_how(found),
        end_on=found.end,
        total=months_words(*figures.length(figures.total).c1),
        deducted=days_words(deducted) if deducted else "",
        net=_("%(net)s (%(days)s; %(average)s average months)")
        % {"net": net, "days": days_words(figures.net), "average": c2_words(figures.length(figures.net))},
        net_short=_net_short(figures),
        spoken=_("%(who)s: net delay %(net)s of %(months)d months, ceiling %(on)s")
        % {"who": who, "net": net, "months": figures.ceiling.months, "on": days.day(on)},
        bar=bar_of(found, today),
    )


def _of_trial(found, net: str) -> dict:
    """Say how the trial that is set stands to the ceiling; nothing where none is set."""
    if found.end_kind is ledger.EndKind.OPEN:
        return {}
    trial = _("Trial expected to end on %(day)s: %(length)s of %(months)d months") % {
        "day": days.day(found.end),
        "length": net,
        "months": found.agreed.ceiling.months,
    }
    if found.agreed.within_rounding:
        trial = _("%(sentence)s (within rounding: the two ways of counting months disagree)") % {"sentence": trial}
    return {"trial": trial, "trial_over": found.agreed.outcome is not delay.Outcome.BELOW}


def _how(found) -> str:
    figures = found.agreed
    how = _("Counted from %(origin)s (%(kind)s), %(months)d months (%(forum)s).") % {
        "origin": days.day(found.origin.on),
        "kind": found.origin.get_kind_display(),
        "months": figures.ceiling.months,
        "forum": forum_words(found.forum),
    }
    moved = (figures.projected_on - figures.ceiling.on).days
    if not moved:
        return _("%(how)s Nothing is agreed or ruled to be deducted.") % {"how": how}
    return _("%(how)s The ceiling of %(on)s moves by %(days)s that are agreed or ruled to be deducted.") % {
        "how": how,
        "on": days.day(figures.ceiling.on),
        "days": days_words(moved),
    }


# Bars


class Scale:
    """Days as per cent of a bar."""

    def __init__(self, first: date, last: date):
        self.first, self.days = first, max((last - first).days, 1)

    def at(self, day: date) -> str:
        """Where a day stands."""
        return f"{(day - self.first).days / self.days * 100:.3f}%"

    def width(self, start: date, end: date) -> str:
        """How long some days are."""
        return f"{(end - start).days / self.days * 100:.3f}%"

    def part(self, start: date, end: date, look: str, words: str = "", url: str = "") -> Part:
        """A piece of the bar; without words of its own it says how it looks, and its days."""
        said = words or _("%(first)s to %(last)s, %(days)s: %(what)s") % {
            "first": days.day(start, short=True),
            "last": days.day(end, short=True),
            "days": days_words((end - start).days),
            "what": LOOKS[look],
        }
        return Part(self.at(start), self.width(start, end), look, said, url)


def bar_of(found: ledger.Ledger, today: date) -> Bar:
    """Draw the time of an accused from the charge to the expected end, and what is left up to the ceiling."""
    figures = found.agreed
    first, projected = found.origin.on, figures.projected_on
    scale = Scale(first, max(found.end, projected, first + timedelta(days=1)))
    parts = []
    for piece in figures.pieces:
        if piece.stage in DEDUCTED or piece.stage is delay.Stage.DISCRETE:
            parts.append(scale.part(piece.start, piece.end, "deducted" if piece.stage in DEDUCTED else "discrete"))
            continue
        seen = min(max(today, piece.start), piece.end)
        if piece.start < seen:
            parts.append(scale.part(piece.start, seen, "counted"))
        if seen < piece.end:
            parts.append(scale.part(seen, piece.end, "expected"))
    if found.end < projected:
        parts.append(scale.part(found.end, projected, "spare"))
    inside = first <= today <= scale.first + timedelta(days=scale.days)
    return Bar(parts, scale.at(projected), scale.at(today) if inside else "")


def legend(looks) -> list[tuple[str, str, str]]:
    """What the looks of a bar mean: how each looks, its pattern, its words."""
    return [(look, PATTERNS.get(look, ""), words) for look, words in looks]


def delay_panel(proceedings, user, today: date) -> dict:
    """What a page needs to show the delay of every accused: the lines, whether any is counted, and what the looks of a bar mean."""
    lines = jordan_lines(proceedings, user, today)
    return {"jordan": lines, "counted": any(line.net for line in lines), "looks": legend(LOOKS.items())}
