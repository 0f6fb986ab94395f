"""The delay ledger: the time since the charge, who caused it, and what the figures come to; on a page, on paper, as a file."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count as Number
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casetracker import delay, ledger, names, policies, services
from casetracker.choices import DelayKind
from casetracker.forms.delay import ApplicationForm, ComplexityForm, IntervalForm, RemoveIntervalForm, SettleForm, WhatIfForm
from casetracker.ledger_words import (
    ENDS,
    OUTCOMES,
    POSITIONS,
    c2_words,
    days_words,
    forum_words,
    months_words,
    sentence,
    title_of,
    warnings_of,
)
from casetracker.models import Appearance, DelayApplication, Participant
from foundation import clock
from foundation.documents.pdf import Paper, PaperTable, pdf_answer
from foundation.documents.sheets import csv_answer
from foundation.pages import days

from .base import FileForm, FilePage, OfAccused
from .frame import papers_of
from .history import DELAY, HandsOut
from .risk import Bar, Scale, delay_panel, jordan_lines, legend


class DelayPage(FilePage):
    """Every accused of the file with her bar, and the same numbers as a table."""

    template_name = "casetracker/delay.html"
    current = "delay"
    heading = gettext_lazy("Delay")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**delay_panel(self.proceedings, self.request.user, clock.today()), **kwargs)


# What a ledger says, line by line


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


class Told:
    """A ledger in words for one reader; ``reads_notes`` says whether she reads the team's own."""

    def __init__(self, found: ledger.Ledger, *, reads_notes: bool, add_url: str = ""):
        self.found, self.reads_notes, self.add_url = found, reads_notes, add_url
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
        return IntervalLine(
            row=row,
            number=self.found.number(row),
            days=days_words((row.to_on - row.from_on).days),
            kind=row.get_kind_display(),
            status=row.get_status_display() + _share_words(row),
            where=where,
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
            whole = _span(self.found.origin.on, self.found.end)
            return [whole, *(_("less %(span)s") % {"span": line} for line in self._of_stage(figures, delay.Stage.OUTSIDE))]
        if name == "reserve":
            return [_span(row.from_on, row.to_on) for row in self.found.rows if row.kind == row.Kind.RESERVE]
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
                    "span": _span(piece.start, piece.end),
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


def _span(start: date, end: date) -> str:
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


# The page of one accused


class OfLedger(OfAccused):
    """A page about the ledger of one accused."""

    current = "delay"
    channel = names.PAGE

    def back_url(self) -> str:
        return self.at("delay_ledger", accused=self.proceeding.ref)

    @cached_property
    def found(self) -> ledger.Ledger | None:
        """The ledger as the file stands; None where no clock ever began."""
        return ledger.ledger_of(self.proceeding, clock.today())

    @cached_property
    def told(self) -> Told | None:
        """The ledger in words."""
        if self.found is None:
            return None
        may_keep = policies.may_keep_ledger(self.proceeding, self.request.user)
        add_url = self.at("add_interval", accused=self.proceeding.ref) if may_keep else ""
        return Told(self.found, reads_notes=policies.may_read_notes(self.case_file, self.request.user), add_url=add_url)

    @property
    def who(self) -> str:
        """The accused as this page may name her."""
        self.proceeding.accused.file = self.case_file
        return names.display_name(self.proceeding.accused, self.request.user, self.channel)

    def ledger_words(self) -> dict:
        """What the page and the paper show of the ledger."""
        if self.told is None:
            return {"told": None}
        told = self.told
        return {"told": told, "bar": told.bar(clock.today()), "looks": told.looks(), "facts": self.facts(), **self.under_the_part()}

    def facts(self) -> list[tuple[str, str]]:
        """Where the clock began and ends, in which court, and by which other origins it could be counted."""
        found = self.found
        facts = [
            (_("Clock began"), f"{days.day(found.origin.on)} ({found.origin.get_kind_display()})"),
            (_("Counted to"), f"{days.day(found.end)} ({self.told.end_words})"),
            (_("Court"), self.told.forum),
        ]
        others = ", ".join(f"{days.day(row.on)} ({row.get_kind_display()})" for row in found.others)
        if others:
            facts.append((_("Other starts on file, not counted from"), others))
        return facts

    def under_the_part(self) -> dict:
        """What Part XV.1 asks to be counted and to be told, and whether it holds for these offences."""
        return {
            "part_holds": bool(ledger.rules_of(self.found, "FACTOR")),
            "factors": [
                (title_of(factor.rule), factor.of_file, factor.fact if factor.fact else None)
                for factor in ledger.factors_of(self.proceeding)
            ],
            "of_file": self.of_file(),
            "applications": list(self.proceeding.delay_applications.all()),
            "duties": [(title_of(duty.rule), duty) for duty in ledger.duties_of(self.found)],
        }

    def of_file(self) -> list[tuple[str, int]]:
        """Numbers that the file knows and that tell of its size."""
        people = Participant.objects.filter(file=self.case_file).order_by().values("kind").annotate(number=Number("pk"))
        by_kind = {row["kind"]: row["number"] for row in people}
        return [
            (_("Accused on the file"), len({proceeding.accused_id for proceeding in self.proceedings})),
            (_("Counts that carry this clock"), len(self.found.counts)),
            (_("Complainants"), len({count.complainant_id for count in self.found.counts if count.complainant_id})),
            (_("Witnesses on file"), by_kind.get(Participant.Kind.WITNESS, 0)),
            (_("Days in court"), len(ledger.in_court(self.proceeding))),
            (_("Papers on file, disclosure among them"), papers_of(self.case_file, self.request.user).count()),
        ]


class DelayLedger(OfLedger, FilePage):
    """The time since the charge, the three positions, what-if, and what Part XV.1 asks for."""

    template_name = "casetracker/delay_ledger.html"

    def get_context_data(self, **kwargs):
        words = self.ledger_words()
        if self.told is not None:
            words |= self.what_if()
        return super().get_context_data(
            heading=_("Delay: %(who)s") % {"who": self.who},
            proceeding=self.proceeding,
            may_keep=policies.may_keep_ledger(self.proceeding, self.request.user),
            jordan=replace(jordan_lines([self.proceeding], self.request.user, clock.today())[0], ledger_url=""),
            **words,
            **kwargs,
        )

    def what_if(self) -> dict:
        """The answer to what is asked in the address; nothing is stored."""
        asked = any(name.startswith(("end", "forum")) for name in self.request.GET)
        form = WhatIfForm(self.request.GET if asked else None, found=self.found)
        answer = None
        if asked and form.is_valid():
            changed = ledger.ledger_of(self.proceeding, clock.today(), **form.changes())
            answer = Told(changed, reads_notes=False) if changed else None
        return {"what_if_form": form, "what_if": answer, "what_if_end": days.day(answer.found.end) if answer else ""}


# Attributing time


class LedgerForm(OfLedger, FileForm):
    """A form about the ledger of one accused."""

    allowed = "may_keep_ledger"

    def get_context_data(self, **kwargs):
        self.about = self.about or self.who
        return super().get_context_data(**kwargs)


class IntervalForms:
    """What the forms of an interval need: the days in court of the accused."""

    form_class = IntervalForm

    def get_form_kwargs(self):
        days_in_court = Appearance.objects.filter(pk__in=[day.pk for day in self.proceeding.appearances.all()])
        return {**super().get_form_kwargs(), "appearances": days_in_court.in_order()}


class AddInterval(IntervalForms, LedgerForm):
    """Time attributed to somebody; a gap that was clicked is filled in."""

    heading = gettext_lazy("Attribute time")
    submit = gettext_lazy("Add to the ledger")
    draft_name = "add_interval"

    def get_initial(self):
        asked = self.request.GET
        return {"from_on": _day(asked.get("from")), "to_on": _day(asked.get("to")), "appearance": asked.get("appearance", ""), "share": 100}

    def perform(self, form):
        services.add_interval(proceeding=self.proceeding, **self.sent(form))
        return self.back_url()


class OfInterval:
    """A form about one interval."""

    def find(self, *, interval, **refs):
        super().find(**refs)
        self.interval = next((row for row in self.proceeding.delay_intervals.all() if row.ref == interval), None)
        if self.interval is None:
            raise Http404

    def get_record(self):
        return self.interval

    def draft_about(self):
        return self.interval.ref

    def get_context_data(self, **kwargs):
        row = self.interval
        self.about = f"{self.who}: {row.get_kind_display()}, {_span(row.from_on, row.to_on)}"
        return super().get_context_data(**kwargs)


class ChangeInterval(OfInterval, IntervalForms, LedgerForm):
    """What an interval says, changed; by its last day it is ended."""

    heading = gettext_lazy("Change an interval")
    submit = gettext_lazy("Save")

    def get_initial(self):
        row = self.interval
        return {
            **{name: getattr(row, name) for name in self.form_class.base_fields if hasattr(row, name) and name != "version"},
            "appearance": row.appearance.ref if row.appearance else "",
        }

    def perform(self, form):
        services.change_interval(interval=self.interval, version=form.act_fields()["version"], **self.sent(form))
        return self.back_url()


class SettleInterval(OfInterval, LedgerForm):
    """A claim that is agreed, or on which the court ruled."""

    form_class = SettleForm
    heading = gettext_lazy("Agreed or ruled")
    submit = gettext_lazy("Record")

    def get_initial(self):
        return {"share": self.interval.share}

    def perform(self, form):
        services.settle_interval(interval=self.interval, version=form.act_fields()["version"], **self.sent(form))
        return self.back_url()


class RemoveInterval(OfInterval, LedgerForm):
    """An interval taken off the ledger."""

    form_class = RemoveIntervalForm
    heading = gettext_lazy("Take an interval off the ledger")
    submit = gettext_lazy("Take it off")
    hint = gettext_lazy("History keeps it. The delay is counted without it from now on.")
    danger = True

    def perform(self, form):
        services.remove_interval(interval=self.interval, version=form.act_fields()["version"], **self.sent(form))
        return self.back_url()


# Part XV.1


class RecordApplication(LedgerForm):
    """An application for delay that was filed."""

    form_class = ApplicationForm
    heading = gettext_lazy("Application for delay")
    submit = gettext_lazy("Record")
    hint = gettext_lazy("Victims are to be told when it is filed and again when it is decided (s. 492.25).")
    application: DelayApplication | None = None

    def perform(self, form):
        services.record_delay_application(
            proceeding=self.proceeding, application=self.application, version=form.act_fields()["version"], **self.sent(form)
        )
        return self.back_url()


class ChangeApplication(RecordApplication):
    """What became of an application for delay."""

    def find(self, *, application, **refs):
        super().find(**refs)
        self.application = next((row for row in self.proceeding.delay_applications.all() if row.ref == application), None)
        if self.application is None:
            raise Http404

    def get_record(self):
        return self.application

    def get_initial(self):
        names_of = ("filed_on", "decided_on", "answer", "told_filed_on", "told_decided_on")
        return {name: getattr(self.application, name) for name in names_of}


class RecordComplexity(LedgerForm):
    """The numbers that the court must weigh."""

    form_class = ComplexityForm
    heading = gettext_lazy("Complexity (s. 492.26)")
    submit = gettext_lazy("Save")
    hint = gettext_lazy("Leave a number empty where the count of the file holds.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "factors": ledger.factors_of(self.proceeding)}

    def perform(self, form):
        given = {name: value for name, value in self.sent(form).items() if name in ("by", "at", "key")}
        services.record_complexity(proceeding=self.proceeding, facts=form.facts(), **given)
        return self.back_url()


# On paper and as a file


class HandsOutLedger(OfLedger, HandsOut):
    """A printout or a file of a ledger."""

    current = "delay"

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.back_url())

    def lines(self) -> int:
        """How many lines leave the product."""
        return len(self.told.stretches) + len(self.told.intervals) if self.told else 0


class PrintDelay(HandsOutLedger):
    """The ledger on paper."""

    template_name = "casetracker/print_delay.html"
    channel = names.PRINT

    def post(self, request, *args, **kwargs):
        self.write_down("printed", DELAY, self.lines())
        return self.render_to_response(
            self.get_context_data(heading=_("Delay: %(who)s") % {"who": self.who}, paper=True, **self.ledger_words())
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.back_url()}


class ExportDelay(HandsOutLedger):
    """The ledger as a file: the strip, the intervals, then the figures of each position."""

    channel = names.EXPORT

    def post(self, request, *args, **kwargs):
        self.write_down("exported", DELAY, self.lines())
        header = [
            *(_("Part"), _("Number"), _("From"), _("Until (not counted)"), _("Days"), _("Counts as"), _("Share in per cent")),
            *(_("Whose word it is"), _("Who says so"), _("Where it is written"), _("Calendar months"), _("Average months"), _("Note")),
        ]
        return csv_answer(self.file_name(f"delay-{self.proceeding.ref}"), header, self._rows() if self.told else [])

    def _rows(self) -> list[list]:
        rows: list[list] = []
        for line in self.told.stretches:
            if line.is_gap:
                length = (line.end - line.start).days
                rows.append([_("not attributed"), "", line.start, line.end, length, "", "", "", "", line.came_from, "", "", ""])
        for line in self.told.intervals:
            row = line.row
            rows.append([_("attributed"), line.number, row.from_on, row.to_on, (row.to_on - row.from_on).days, line.kind, row.share,
                         row.get_status_display(), row.said_by, line.where, "", "", line.note])  # fmt: skip
        for figure in self.told.rows:
            for cell in figure.cells:
                rows.append([cell.position, "", "", "", cell.value, figure.label, "", "", "", "", cell.c1, cell.c2, ""])
        return rows


class PdfDelay(HandsOutLedger):
    """The ledger as a table fit for a factum: no note of the team is in it."""

    channel = names.EXPORT

    def post(self, request, *args, **kwargs):
        self.write_down("exported", DELAY, self.lines())
        name = self.file_name(f"delay-{self.proceeding.ref}").removesuffix(".csv") + ".pdf"
        return pdf_answer(name, self._paper())

    def _paper(self) -> Paper:
        heading = _("Delay since the charge: %(who)s") % {"who": self.who}
        head = [(_("File"), f"{self.case_file.ref}, {self.case_file.title}")]
        if self.told is None:
            return Paper(title=heading, head=head, tables=[], notes=[_("The clock has not started: no charge is before a court.")])
        told = self.told
        time = PaperTable(
            caption=_("The time since the charge"),
            columns=[_("From"), _("Until (not counted)"), _("Days"), _("Counts as"), _("Who says so, and where it is written")],
            rows=[[days.day(line.start), days.day(line.end), line.days, line.said or _("not attributed"), self._words_of(line)]
                  for line in told.stretches],
        )  # fmt: skip
        figures = PaperTable(
            caption=_("The delay in three positions"),
            columns=["", *told.positions],
            rows=[[row.label, *(self._figure(cell) for cell in row.cells)] for row in told.rows],
        )
        notes = [told.refused] if told.refused else []
        notes += [
            _(
                "Days are half open: the day on which an interval ends is not counted. Calendar months decide, on days; average months "
                "are of 365/12 days."
            ),
            *told.warnings,
            _("Indicative; counsel decides."),
        ]
        foot = _("As the file stood on %(day)s") % {"day": days.day(clock.today())}
        return Paper(title=heading, head=[*head, *self.facts()], tables=[time, figures], notes=notes, warning=self._ban(), foot=foot)

    def _words_of(self, line: StretchLine) -> str:
        if line.is_gap:
            return line.came_from
        rows = [one for one in self.told.intervals if str(one.number) in line.numbers.split(", ")]
        return "; ".join(f"{one.row.said_by}: {one.where}" for one in rows)

    @staticmethod
    def _figure(cell: Cell) -> str:
        months = ", ".join(part for part in (cell.c1, _("%(figure)s average months") % {"figure": cell.c2} if cell.c2 else "") if part)
        return f"{cell.value} ({months})" if months else cell.value

    def _ban(self) -> str:
        sections = self.get_context_data()["ban_sections"]
        if not sections:
            return ""
        return _("Publication ban, s. %(sections)s: nothing that could identify a protected person may be published.") % {
            "sections": sections
        }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
