"""The outcome report, the lists behind its numbers, and taking either of them out."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.generic import FormView

from caseload import outcome_tables, services
from caseload.forms import TakeOutForm
from caseload.outcomes import CELLS, OUTCOMES, SERIOUS, Asked, Period, Report, periods
from caseload.suppression import FEWEST
from casetracker import names
from casetracker.choices import EndReason, VictimDuty
from casetracker.forms.history import SpanForm
from casetracker.models import CaseFile
from foundation import clock
from foundation.accounts.models import Office, Role
from foundation.audit.gate import log_list
from foundation.documents.sheets import csv_answer, xlsx_answer
from foundation.pages import days
from foundation.pages.listing import Filter, ListPage

READERS = (Role.LEAD, Role.REC)
MOST_TAKEN = 10_000
SMALL = [("shown", gettext_lazy("Show numbers under 5 (stays in the office)"))]


class OfOutcomes:
    """What the report, its lists and its files share: who may, and to what they are narrowed by the address."""

    per_page = 25

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_role(*READERS):
            raise PermissionDenied
        log_list(request, "outcomes")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def filters(self) -> list[Filter]:
        """Region and office of the files, and whether small numbers are shown."""
        files = CaseFile.objects.visible_to(self.request.user).order_by()
        offices = list(Office.objects.filter(Exists(files.filter(office=OuterRef("pk")))))
        regions = sorted({office.region for office in offices if office.region})
        return [
            Filter("region", gettext_lazy("Region"), lambda user: [(name, name) for name in regions], _as_it_is),
            Filter("office", gettext_lazy("Local office"), lambda user: [(office.ref, office.name) for office in offices], _as_it_is),
            Filter("small", gettext_lazy("Small numbers"), lambda user: SMALL, _as_it_is),
        ]

    @cached_property
    def span(self) -> SpanForm:
        """The days that were asked for."""
        return SpanForm(self.request.GET if self.request.GET else None)

    @cached_property
    def days_asked(self) -> dict:
        """The days that were typed, else those of the period that was chosen, else those of this fiscal year."""
        typed = self.span.asked_values() if self.span.is_bound else {}
        return typed or {"since": self.period.since, "until": self.period.until}

    @cached_property
    def period(self) -> Period:
        """The period that the address names, or this fiscal year."""
        offered = periods(clock.today())
        return next((one for one in offered if one.code == self.request.GET.get("period")), offered[0])

    def period_urls(self) -> list[tuple[Period, str]]:
        """The periods that one click leads to, each with the address of the same report over it."""
        kept = [(name, value) for name, values in self.chosen.items() for value in values]
        return [(one, f"{reverse('outcome_report')}?{urlencode([*kept, ('period', one.code)])}") for one in periods(clock.today())]

    @cached_property
    def report(self) -> Report:
        """The report as this reader asked for it."""
        chosen, days_of = self.chosen, self.days_asked
        asked = Asked(days_of.get("since"), days_of.get("until"), tuple(chosen["region"]), tuple(chosen["office"]))
        return Report(self.request.user, asked, small_shown="shown" in chosen["small"])

    def also_asked(self):
        kept = [(name, value) for name, value in self.request.GET.items() if value and name.partition("_")[0] in SpanForm.base_fields]
        period = [("period", self.period.code)] if "period" in self.request.GET else []
        return kept + period + ([("cell", self.code)] if self.code else [])

    @cached_property
    def code(self) -> str:
        """The number whose list is asked for, or nothing."""
        code = self.request.GET.get("cell", "")
        if code and code not in CELLS:
            raise Http404
        return code

    @property
    def query(self) -> str:
        """What the address narrows to, without the list and the page."""
        kept = [(name, value) for name, values in self.chosen.items() for value in values]
        return urlencode(kept + [pair for pair in self.also_asked() if pair[0] != "cell"])

    def list_url(self, code: str) -> str:
        """The address of the list behind a number."""
        return f"{reverse('outcome_list')}?{urlencode({'cell': code})}{'&' if self.query else ''}{self.query}"

    def take_url(self) -> str:
        """Where this is taken out."""
        cell = f"cell={self.code}" if self.code else ""
        return f"{reverse('take_outcomes')}?{'&'.join(part for part in (cell, self.query) if part)}"


TITLES = {
    "charge": gettext_lazy("Charges by outcome"),
    "case": gettext_lazy("Cases by most serious outcome"),
    "reason": gettext_lazy("Why charges ended without a conviction"),
    "time": gettext_lazy("Time to disposition"),
    "yield": gettext_lazy("Findings of guilt by charge"),
    "notice": gettext_lazy("Victims told of a plea agreement"),
    "view": gettext_lazy("Victims asked before a withdrawal"),
    "duty": gettext_lazy("Victims told or asked"),
}
LINES = {
    **{f"case.{code}": words for code, words, _flag in SERIOUS},
    **{f"{base}.all": gettext_lazy("All") for base in TITLES},
    **{f"duty.{duty.value}": duty.label for duty in VictimDuty},
    "reason.NONE": gettext_lazy("No reason recorded"),
    "time.sworn": gettext_lazy("to the last disposition"),
    "time.evidence": gettext_lazy("to the end of evidence and argument"),
    "yield.trafficking": gettext_lazy("Charged with trafficking (ss. 279.01 to 279.03)"),
    "yield.sex_trade": gettext_lazy("Charged with a sex-trade offence (s. 286.1 and following)"),
    "yield.any": gettext_lazy("Every accused"),
    "notice.in_time": gettext_lazy("Told before the plea"),
    "notice.late": gettext_lazy("Told after the plea"),
    "notice.excepted": gettext_lazy("Not told, with the reason"),
    "notice.open": gettext_lazy("Not told yet"),
    "view.asked": gettext_lazy("The victim was asked"),
    "view.not_asked": gettext_lazy("Not asked, with the reason"),
}
COLUMNS = {
    "YES": gettext_lazy("Avoidable"),
    "NO": gettext_lazy("Not avoidable"),
    "UNSAID": gettext_lazy("Not said"),
    "guilty": gettext_lazy("Guilty of such an offence"),
    "any": gettext_lazy("Guilty of any offence"),
    "told": gettext_lazy("Done"),
    "excepted": gettext_lazy("Not done, with the reason"),
    "open": gettext_lazy("Not done yet"),
}


def _as_it_is(rows, values):
    return rows


class OutcomeReport(OfOutcomes, ListPage):
    """What became of charges and accused, in numbers that open their lists."""

    template_name = "caseload/outcome_report.html"
    code = ""

    def get_context_data(self, **kwargs):
        kept = [(name, value) for name, values in self.chosen.items() for value in values] + self.also_asked()
        groups = [self._group(group, kept) for group in self.filters]
        shown = list(outcome_tables.tables(self.report))
        for table in shown:
            for line in table.lines:
                urls = [self.list_url(cell.code) if hasattr(cell, "code") else "" for cell in line.cells]
                line.cells[:] = list(zip(line.cells, urls, table.columns, strict=True))
        return {
            "view": self,
            "tables": shown,
            "groups": groups,
            "chips": [(group.label, choice) for group in groups for choice in group.choices if choice.chosen],
            "clear_url": self.request.path,
            "span": self.span,
            "asked": self.report.asked,
            "periods": self.period_urls(),
            "at": clock.now(),
            "take_url": self.take_url(),
            "fewest": FEWEST,
            "small_shown": self.report.small_shown,
            **kwargs,
        }


class OutcomeList(OfOutcomes, ListPage):
    """The charges, accused or victims behind one number."""

    template_name = "caseload/outcome_list.html"

    @cached_property
    def code(self):
        """The number whose list is asked for; every charge where none is."""
        return super().code or "charge.all"

    def rows(self):
        return ordered(self.report.list_of(self.code), CELLS[self.code].base)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        back = f"{reverse('outcome_report')}{'?' if self.query else ''}{self.query}"
        context.update(
            rows=[Row(one, CELLS[self.code].base, self.request.user) for one in context["page"]],
            title=title_of(self.code),
            span=self.span,
            back_url=back,
            take_url=self.take_url(),
            cell=self.code,
        )
        return context


def ordered(rows, base):
    """Read with a list everything that its lines show."""
    if base == "charge":
        rows = rows.select_related("offence", "included_offence", "proceeding__accused", "proceeding__file__office")
        return rows.prefetch_related("proceeding__accused__bans__provision").order_by("-outcome_on", "pk")
    if base == "case":
        rows = rows.select_related("accused", "file__office").prefetch_related("accused__bans__provision")
        return rows.order_by("-outcome_on", "pk")
    rows = rows.select_related("participant", "proceeding__accused", "proceeding__file__office")
    rows = rows.prefetch_related("participant__bans__provision", "proceeding__accused__bans__provision")
    return rows.order_by("-since_on" if base == "duty" else "-agreed_on", "pk")


def title_of(code: str) -> str:
    """Name a list as the report names its number."""
    base, _dot, rest = code.partition(".")
    line, _dot, column = rest.partition(".")
    words = LINES.get(f"{base}.{line}") or (OUTCOMES[line][0] if line in OUTCOMES else EndReason(line).label if line in EndReason else "")
    parts = [TITLES[base], words, COLUMNS.get(column, "")]
    return ": ".join(str(part) for part in parts if part)


class Row:
    """One line of a list."""

    def __init__(self, one, base, user):
        proceeding = one if base == "case" else one.proceeding
        self.file = proceeding.file
        proceeding.accused.file = self.file
        self.url = proceeding.get_absolute_url()
        self.who = names.display_name(proceeding.accused, user, names.LIST)
        self.accused = proceeding.accused
        self.on = one.agreed_on if base == "notice" else one.since_on if base == "duty" else one.outcome_on
        self.offence = self.reason = self.avoidable = self.note = self.victim = ""
        if base == "charge":
            self.offence = f"{one.offence.citation} {one.offence.title}"
            self.outcome = one.get_state_display()
            self.reason, self.avoidable, self.note = one.get_reason_code_display(), one.get_reason_avoidable_display(), one.reason_note
        elif base == "case":
            self.outcome = next(words for _code, words, flag in SERIOUS if getattr(one, flag))
        else:
            one.participant.file = self.file
            self.victim = names.display_name(one.participant, user, names.LIST)
            told = _("told") if one.told_on else one.get_exception_display() or _("not told yet")
            self.outcome = f"{one.get_duty_display()}: {told}" if base == "duty" else told

    def cells(self) -> list:
        """The line for a file, which stays in the office."""
        office = self.file.office
        return [
            self.on.isoformat() if self.on else "",
            self.offence,
            self.outcome,
            self.reason,
            office.region if office else "",
            office.name if office else "",
            self.file.ref,
            names.display_name(self.accused, channel=names.EXPORT),
            self.avoidable,
            self.note,
        ]


def list_header() -> list:
    """The names of the columns of a list as a file."""
    of_outcome = [_("Date"), _("Offence"), _("Outcome"), _("Reason"), _("Region")]
    return [*of_outcome, _("Local office"), _("File"), _("Accused"), _("Avoidable or not"), _("More on the reason")]


class TakeOutcomes(OfOutcomes, ListPage, FormView):
    """Take the report or one of its lists out as a file or on paper: it is asked first whether it leaves the office."""

    template_name = "caseload/take_outcomes.html"
    form_class = TakeOutForm

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.page(self.get_form()))

    def page(self, form, **more):
        """What the page shows."""
        back = self.list_url(self.code) if self.code else f"{reverse('outcome_report')}{'?' if self.query else ''}{self.query}"
        title = title_of(self.code) if self.code else _("Outcome report")
        return {"view": self, "form": form, "back_url": back, "title": title, "of_list": bool(self.code), **more}

    def form_invalid(self, form):
        return self.render_to_response(self.page(form), status=422)

    def form_valid(self, form):
        outside, kind = form.cleaned_data["outside"] == "yes", form.cleaned_data["kind"]
        if outside and (why_not := self.why_it_stays()):
            form.add_error("outside", why_not)
            return self.form_invalid(form)
        self.report.leaves = outside
        header, rows = self.list_lines() if self.code else self.report_lines()
        what = self.code or "report"
        services.take_out(what=what, kind=kind, outside=outside, count=len(rows), by=self.request.user, at=clock.now())
        name = f"outcomes-{clock.today().isoformat()}"
        with override(get_language()):
            if kind == "csv":
                return csv_answer(f"{name}.csv", header, rows)
            if kind == "xlsx":
                return xlsx_answer(f"{name}.xlsx", _("Outcomes"), header, rows)
            more = {"header": header, "rows": rows, "outside": outside, "at": clock.now(), "asked": self.report.asked}
            return self.response_class(
                request=self.request, template=["caseload/outcomes_print.html"], context=self.page(form, **more), using=self.template_engine
            )

    def why_it_stays(self) -> str:
        """Why this may not leave the office, or nothing: no two things that leave may give a small number away together."""
        if self.code:
            return _(
                "A list stays in the office: its lines could be counted, and would tell numbers under five. Let the report leave instead."
            )
        if self.report.asked.may_leave(clock.today()):
            return ""
        over = periods(clock.today())[1]
        return _(
            "What leaves the office covers one fiscal year that is over, of every place or of one region: reports of other days or places "
            "could be subtracted from each other. Go back and choose %(period)s, for instance."
        ) % {"period": over.words}

    def report_lines(self):
        """The report as lines."""
        header = [_("Table"), _("Unit"), _("Line"), _("Column"), _("Value")]
        asked = self.report.asked
        offices = Office.objects.filter(ref__in=asked.offices).order_by("pk")
        narrowed = [
            (_("Numbers at"), days.local(clock.now()).strftime("%Y-%m-%d %H:%M")),
            (_("from"), asked.since.isoformat() if asked.since else ""),
            (_("until"), asked.until.isoformat() if asked.until else ""),
            (_("Region"), "; ".join(asked.regions)),
            (_("Local office"), "; ".join(office.name for office in offices)),
        ]
        about = [[_("Outcome report"), "", words, "", value] for words, value in narrowed if value]
        return header, about + list(outcome_tables.flat(self.report))

    def list_lines(self):
        """A list as lines."""
        base = CELLS[self.code].base
        rows = ordered(self.report.list_of(self.code), base)[:MOST_TAKEN]
        return list_header(), [Row(one, base, self.request.user).cells() for one in rows]
