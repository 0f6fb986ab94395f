"""A delay ledger in words: its strip, its intervals and its figures, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetracker import delay, ledger
from casetracker.choices import DelayKind
from casetracker.ledger_words import ENDS, OUTCOMES, POSITIONS, c2_words, days_words, forum_words, months_words, sentence, warnings_of
from casetracker.models import Appearance
from foundation.documents.models import Document
from foundation.pages import days

from .risk import Bar, Scale, legend


@dataclass(frozen=True)
class StretchLine:
    """One line of the strip: its days, what it counts as, and where a gap can be attributed."""

    start: date
    end: date
    days: str
    kind: str
    numbers: str
    said: str
    came_from: str
    is_gap: bool
    query: str = ""


@dataclass(frozen=True)
class IntervalLine:
    """One interval as the ledger shows it."""

    row: object
    number: int
    days: str
    kind: str
    status: str
    where: str
    paper: str
    paper_url: str
    note: str
    may_settle: bool


@dataclass(frozen=True)
class Cell:
    """One figure of one position: in days, in both kinds of months, and the pieces it was added up from."""

    position: str
    value: str
    c1: str
    c2: str
    pieces: list[str]


@dataclass(frozen=True)
class FigureRow:
    """One figure in the three positions."""

    label: str
    cells: list[Cell]


FIGURES = (
    ("total", gettext_lazy("Total delay")),
    ("reserve", gettext_lazy("Judgment reserved (tested apart)")),
    ("xv1", gettext_lazy("Excluded under Part XV.1")),
    ("defence", gettext_lazy("Defence delay")),
    ("net", gettext_lazy("Net delay")),
    ("discrete", gettext_lazy("Discrete exceptional events")),
    ("remaining", gettext_lazy("Remaining delay")),
)


APART = ("reserve", "xv1")
"""Figures that are shown only where there is something of them."""


STAGES = {"xv1": delay.Stage.EXCLUDED, "defence": delay.Stage.DEFENCE, "discrete": delay.Stage.DISCRETE}


NO_PAPERS: Mapping[int, Document] = MappingProxyType({})


class Told:
    """A ledger in words for one reader.

    ``reads_notes`` says whether she reads the team's own; ``papers`` are those of the file that she may see, by id: another is not linked.
    """

    def __init__(self, found: ledger.Ledger, *, reads_notes: bool, add_url: str = "", papers: Mapping[int, Document] = NO_PAPERS):
        self.found, self.reads_notes, self.add_url, self.papers = found, reads_notes, add_url, papers
        self.stretches = [self._stretch(one) for one in found.strip()]
        self.intervals = [self._interval(row) for row in found.rows]
        self.before_clock = [line for line in self.intervals if line.row.to_on <= found.origin.on]
        self.warnings = warnings_of(found)
        self.refused = sentence(found.refused, found) if found.refused else ""
        self.end_words = str(ENDS[found.end_kind])
        self.forum = forum_words(found.forum)
        self.positions = [str(POSITIONS[name]) for name in self._order()]
        self.rows = [] if found.refused else self._rows()
        self.regimes = self._regimes() if len(found.regimes) > 1 else []

    def _order(self) -> list[str]:
        return [name for name in POSITIONS if name in self.found.positions]

    def _stretch(self, one: ledger.Stretch) -> StretchLine:
        numbers = ", ".join(str(self.found.number(row)) for row in one.rows)
        said = "; ".join(f"{row.get_kind_display()}, {row.get_status_display()}" + _share_words(row) for row in one.rows)
        came_from = ""
        query = ""
        if one.is_gap:
            came_from = appearance_words(one.came_from) if one.came_from else _("from the charge")
            query = f"from={one.start.isoformat()}&to={one.end.isoformat()}" + (f"&appearance={one.came_from.ref}" if one.came_from else "")
        return StretchLine(one.start, one.end, days_words(one.days), one.kind, numbers, said, came_from, one.is_gap, query)

    def _interval(self, row) -> IntervalLine:
        where = row.get_written_in_display() + (f", {row.written_at}" if row.written_at else "")
        if row.page:
            where = _("%(where)s, page %(page)d") % {"where": where, "page": row.page}
        paper = self.papers.get(row.paper_id) if row.paper_id else None
        return IntervalLine(
            row=row,
            number=self.found.number(row),
            days=days_words((row.to_on - row.from_on).days),
            kind=row.get_kind_display(),
            status=row.get_status_display() + _share_words(row),
            where=where,
            paper=(paper.title or paper.name) if paper else "",
            paper_url=reverse("document", kwargs={"ref": paper.ref}) if paper else "",
            note=row.note if self.reads_notes else "",
            may_settle=row.status != row.Status.RULED,
        )

    def bar(self, today: date) -> Bar:
        """The strip as a bar: every stretch by what it counts as, and a gap leads to where it is attributed."""
        scale = Scale(self.found.origin.on, max([self.found.end, *(line.end for line in self.stretches)]))
        parts = []
        for line in self.stretches:
            first, last = days.day(line.start, short=True), days.day(line.end, short=True)
            what = line.said or _("not attributed")
            words = _("%(first)s to %(last)s, %(days)s: %(what)s") % {"first": first, "last": last, "days": line.days, "what": what}
            url = f"{self.add_url}?{line.query}" if line.is_gap and self.add_url else ""
            parts.append(scale.part(line.start, line.end, look_of(line.kind), words, url))
        inside = self.found.origin.on <= today <= self.found.end
        return Bar(parts, today_at=scale.at(today) if inside else "")

    def looks(self) -> list[tuple[str, str, str]]:
        """What the looks of the strip mean: those that stand in it."""
        kinds = dict.fromkeys(line.kind for line in sorted(self.stretches, key=lambda line: ledger.RANK.get(line.kind, len(ledger.RANK))))
        return legend((look_of(kind), str(DelayKind(kind).label) if kind else _("not attributed")) for kind in kinds)

    def _rows(self) -> list[FigureRow]:
        rows = [
            FigureRow(str(label), [self._cell(position, name) for position in self._order()])
            for name, label in FIGURES
            if name not in APART or any(getattr(figures, name) for figures in self.found.positions.values())
        ]
        rows.append(FigureRow(_("Ceiling"), [self._ceiling(position) for position in self._order()]))
        rows.append(FigureRow(_("Ceiling with what is deducted (Jordan date)"), [self._projected(position) for position in self._order()]))
        rows.append(FigureRow(_("Outcome"), [self._outcome(position) for position in self._order()]))
        return rows

    def _cell(self, position: str, name: str) -> Cell:
        figures = self.found.positions[position]
        length = figures.length(getattr(figures, name))
        months = (months_words(*length.c1), c2_words(length)) if length.days else ("", "")
        return Cell(str(POSITIONS[position]), days_words(length.days), *months, self._pieces(figures, name))

    def _ceiling(self, position: str) -> Cell:
        limit = self.found.positions[position].ceiling
        how = _("%(months)d calendar months after %(day)s, at the month's end where the day does not exist: %(days)s") % {
            "months": limit.months,
            "day": days.day(limit.origin),
            "days": days_words(limit.days),
        }
        return Cell(str(POSITIONS[position]), days.day(limit.on), months_words(limit.months, 0), "", [how])

    def _projected(self, position: str) -> Cell:
        figures = self.found.positions[position]
        moved = (figures.projected_on - figures.ceiling.on).days
        how = _("%(ceiling)s and %(days)s deducted so far; a trial that ends later lies above the ceiling") % {
            "ceiling": days.day(figures.ceiling.on),
            "days": days_words(moved),
        }
        return Cell(str(POSITIONS[position]), days.day(figures.projected_on), "", "", [how])

    def _outcome(self, position: str) -> Cell:
        figures = self.found.positions[position]
        lines = [
            _("by calendar months: %(outcome)s") % {"outcome": OUTCOMES[figures.outcome]},
            _("by average months: %(outcome)s") % {"outcome": OUTCOMES[figures.outcome_c2]},
        ]
        if figures.outcome_other is not None:
            lines.append(_("if tried in the Superior Court: %(outcome)s") % {"outcome": OUTCOMES[figures.outcome_other]})
        return Cell(str(POSITIONS[position]), str(OUTCOMES[figures.outcome]), "", "", lines)

    def _pieces(self, figures: delay.Figures, name: str) -> list[str]:
        """List what a figure was added up from."""
        if name == "total":
            whole = span_words(self.found.origin.on, self.found.end)
            return [whole, *(_("less %(span)s") % {"span": line} for line in self._of_stage(figures, delay.Stage.OUTSIDE))]
        if name == "reserve":
            return [span_words(row.from_on, row.to_on) for row in self.found.rows if row.kind == row.Kind.RESERVE]
        if name == "net":
            parts = {"total": figures.total, "xv1": figures.xv1, "defence": figures.defence, "net": figures.net}
            return [_("%(total)d total − %(xv1)d excluded − %(defence)d defence delay = %(net)d days") % parts]
        if name == "remaining":
            parts = {"net": figures.net, "discrete": figures.discrete, "remaining": figures.remaining}
            return [_("%(net)d net − %(discrete)d discrete = %(remaining)d days") % parts]
        return self._of_stage(figures, STAGES[name])

    @staticmethod
    def _of_stage(figures: delay.Figures, stage) -> list[str]:
        lines = []
        for piece in figures.pieces:
            if piece.stage is stage:
                line = _("%(span)s, interval %(numbers)s") % {
                    "span": span_words(piece.start, piece.end),
                    "numbers": ", ".join(str(one.number) for one in piece.by),
                }
                if piece.share < delay.WHOLE:
                    line = _("%(line)s, at %(share)d %%") % {"line": line, "share": piece.share}
                lines.append(line)
        return lines

    def _regimes(self) -> list[tuple[str, str, str, str]]:
        lines = []
        for offences, figures in self.found.regimes:
            spans = ", ".join(days.day(one.first, short=True) for one in offences)
            net = months_words(*figures.length(figures.net).c1)
            lines.append(
                (_("offences from %(days)s") % {"days": spans}, net, days.day(figures.projected_on), str(OUTCOMES[figures.outcome]))
            )
        return lines


def look_of(kind: str) -> str:
    """How a kind of interval looks in the strip."""
    return kind.lower().replace("_", "-") or "gap"


def _share_words(row) -> str:
    return f", {row.share}\N{NO-BREAK SPACE}%" if row.share < delay.WHOLE else ""


def span_words(start: date, end: date) -> str:
    """Write days half open: "Jan 1, 2025 to Feb 1, 2025 (not counted): 31 days"."""
    return _("%(first)s to %(last)s (not counted): %(days)s") % {
        "first": days.day(start, short=True),
        "last": days.day(end, short=True),
        "days": days_words((end - start).days),
    }


def appearance_words(day: Appearance) -> str:
    """Say what came of the day in court that a gap begins with: whose adjournment, and why."""
    words = f"{days.day(day.on, short=True)}, {day.get_purpose_display()}"
    if day.result:
        words += f": {day.get_result_display()}"
    if day.adjourned_by:
        words += f" ({day.get_adjourned_by_display()}: {day.adjourn_reason})"
    return words
