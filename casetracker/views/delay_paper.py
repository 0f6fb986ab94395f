"""A delay ledger on paper and as a file."""

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from casetracker import names
from foundation import clock
from foundation.documents.pdf import Paper, PaperTable, pdf_answer
from foundation.documents.sheets import csv_answer
from foundation.pages import days

from .delay import OfLedger
from .delay_told import Cell, StretchLine
from .history import DELAY, HandsOut


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
