"""The outcome report as tables: what its page, its printout and its files show."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from caseload.outcomes import DONE, OUTCOMES, SERIOUS, Number, Report
from casetracker.choices import EndReason, VictimDuty

HIDDEN = gettext_lazy("hidden")


@dataclass(frozen=True)
class Line:
    """One line of a table: its words, its numbers or texts, and whether it is the sum of the others."""

    words: str | Promise
    cells: list
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """One table of the report."""

    key: str
    title: str | Promise
    unit: str | Promise
    columns: list
    lines: list[Line] = field(default_factory=list)
    note: str | Promise = ""


def share(report: Report, part: str, whole: str) -> str:
    """Write one number as a share of another, where both are shown and the other is not nothing."""
    one, of = report.number(part), report.number(whole)
    if one.is_hidden or of.is_hidden or not of.value:
        return ""
    return _("%(share)d %%") % {"share": round(100 * one.value / of.value)}


def tables(report: Report) -> Iterator[Table]:
    """Give every table of a report."""
    yield _with_shares(
        report,
        "charges",
        _("Charges by outcome"),
        _("charges"),
        [(f"charge.{code}", words) for code, (words, _which) in OUTCOMES.items()],
        "charge.all",
        _("The team's unit: one charge of the last generation. A charge that was replaced is not counted."),
    )
    yield _with_shares(
        report,
        "cases",
        _("Cases by most serious outcome"),
        _("accused"),
        [(f"case.{code}", words) for code, words, _flag in SERIOUS],
        "case.all",
        _(
            "The unit of Statistics Canada: one accused, all charges disposed of together, by the most serious outcome. The order of "
            "seriousness is to be checked against its definitions. Its court series leaves out the Superior Court of Ontario: do not "
            "compare without saying so."
        ),
    )
    yield _reasons(report)
    yield _times(report)
    yield _yields(report)
    yield _with_shares(
        report,
        "told",
        _("Victims told of a plea agreement"),
        _("victims"),
        [
            ("notice.in_time", _("Told before the plea")),
            ("notice.late", _("Told after the plea")),
            ("notice.excepted", _("Not told, with the reason")),
            ("notice.open", _("Not told yet")),
        ],
        "notice.all",
        _("By the day of the agreement (s. 606(4.1) to (4.3))."),
    )
    yield _duties(report)
    yield _with_shares(
        report,
        "views",
        _("Victims asked before a withdrawal"),
        _("charges"),
        [("view.asked", _("The victim was asked")), ("view.not_asked", _("Not asked, with the reason"))],
        "view.all",
        "",
    )


def _with_shares(report, key, title, unit, codes, whole, note) -> Table:
    lines = [Line(words, [report.number(code), share(report, code, whole)]) for code, words in codes]
    lines.append(Line(_("All"), [report.number(whole), ""], is_total=True))
    return Table(key, title, unit, [pgettext("report", "Number"), _("Share")], lines, note)


def _reasons(report: Report) -> Table:
    kinds = ("", ".YES", ".NO", ".UNSAID")
    words: dict[str, str] = {"NONE": _("No reason recorded"), **{reason.value: str(reason.label) for reason in EndReason}}
    # A line that is hidden stands there also where it is nothing: that it is missing would say so.
    shown = [name for name in words if (number := report.number(f"reason.{name}")).value or number.is_hidden]
    lines = [Line(words[name], [report.number(f"reason.{name}{kind}") for kind in kinds]) for name in shown]
    lines.append(Line(_("All"), [report.number(f"reason.all{kind}") for kind in kinds], is_total=True))
    columns = [pgettext("report", "Number"), _("Avoidable"), _("Not avoidable"), _("Not said")]
    note = _("Withdrawals, stays, acquittals, dismissals, discharges at the preliminary inquiry and quashed charges.")
    return Table("reasons", _("Why charges ended without a conviction"), _("charges"), columns, lines, note)


def _duties(report: Report) -> Table:
    words: dict[str, str] = {duty.value: str(duty.label) for duty in VictimDuty}
    columns = [pgettext("report", "Number"), _("Done"), _("Not done, with the reason"), _("Not done yet")]
    kinds = ("", *(f".{code}" for code in DONE))
    lines = [Line(words[duty], [report.number(f"duty.{duty}{kind}") for kind in kinds]) for duty in words]
    lines.append(Line(_("All"), [report.number(f"duty.all{kind}") for kind in kinds], is_total=True))
    note = _("One for each victim and each thing she is told or asked, by the day in court from which it is due.")
    return Table("duties", _("Victims told or asked"), _("victims"), columns, lines, note)


def _times(report: Report) -> Table:
    def text(value):
        return "" if value is None else f"{value:g}"

    lines = [Line(span.words, [span.number, text(span.median), text(span.ninetieth)]) for span in report.spans()]
    note = _("Days from the first information sworn. Open matters are left out. Nothing is said of fewer than five.")
    columns = [pgettext("report", "Number"), _("Median, days"), _("90th percentile, days")]
    return Table("times", _("Time to disposition"), _("accused"), columns, lines, note)


def _yields(report: Report) -> Table:
    rows = [
        ("trafficking", _("Charged with trafficking (ss. 279.01 to 279.03)"), True),
        ("sex_trade", _("Charged with a sex-trade offence (s. 286.1 and following)"), True),
        ("any", _("Every accused"), False),
    ]
    lines = []
    for key, words, apart in rows:
        whole, same = f"yield.{key}", f"yield.{key}.guilty"
        of_any = f"yield.{key}.any" if apart else same
        cells: list[Number | str] = [report.number(whole)]
        cells += [report.number(same), share(report, same, whole)] if apart else ["", ""]
        lines.append(Line(words, [*cells, report.number(of_any), share(report, of_any, whole)]))
    columns = [_("Accused"), _("Guilty of such an offence"), _("Share"), _("Guilty of any offence"), _("Share")]
    note = _("Accused all of whose charges are disposed of.")
    return Table("yield", _("Findings of guilt by charge"), _("accused"), columns, lines, note)


def flat(report: Report) -> Iterator[list]:
    """Give the report line by line, for a file: table, unit, line, column, value."""
    for table in tables(report):
        for line in table.lines:
            for column, cell in zip(table.columns, line.cells, strict=True):
                names = [str(words) for words in (table.title, table.unit, line.words, column)]
                if isinstance(cell, Number):
                    yield [*names, str(HIDDEN) if cell.is_hidden else cell.value]
                elif cell:
                    yield [*names, str(cell)]
