"""What became of charges and of accused, in numbers each of which is the length of a list: one definition serves both.

Two units stand side by side and are never mixed: the team's, one charge of the last generation; and that of Statistics Canada, one
accused with all charges disposed of, by the most serious outcome.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil

from django.db.models import Count as CountOf
from django.db.models import DurationField, Exists, ExpressionWrapper, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caseload.suppression import FEWEST, Sum, hidden
from casetracker.choices import Avoidable, EndReason
from casetracker.models import Count, CountLineage, Decision, PleaNotice, Proceeding, VictimView
from casetracker.states import GUILTY, CountState, ProceedingState
from foundation.workflow.models import Move

CONVICTED = (*GUILTY, CountState.SENTENCED, CountState.DISCHARGED_ABSOLUTE, CountState.DISCHARGED_CONDITIONAL)
CROWN_STOPS = (CountState.CROWN_STAYED, CountState.STAY_LAPSED)
OTHERWISE = Q(included_offence__isnull=False) | Q(is_other_plea=True)
# A case is over for the statistics where nothing is left to dispose of.
OVER = (
    ProceedingState.CONCLUDED,
    ProceedingState.ABATED,
    ProceedingState.NCR_SUPERVISED,
    ProceedingState.CROWN_STAYED,
    ProceedingState.UNDER_APPEAL,
)
TRAFFICKING, SEX_TRADE = "279.0", "286."


@dataclass(frozen=True)
class Asked:
    """What a report is narrowed to: days of the outcome, regions and offices."""

    since: date | None = None
    until: date | None = None
    regions: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()

    @property
    def of_places(self) -> bool:
        """Whether it is narrowed to some places."""
        return bool(self.regions or self.offices)

    def in_span(self, rows: QuerySet, day: str) -> QuerySet:
        """Narrow rows to the days asked for."""
        if self.since:
            rows = rows.filter(**{f"{day}__gte": self.since})
        if self.until:
            rows = rows.filter(**{f"{day}__lte": self.until})
        return rows

    def in_places(self, rows: QuerySet, path: str) -> QuerySet:
        """Narrow rows to the regions and offices asked for."""
        if self.regions:
            rows = rows.filter(**{f"{path}__office__region__in": self.regions})
        if self.offices:
            rows = rows.filter(**{f"{path}__office__ref__in": self.offices})
        return rows

    @property
    def anywhere(self) -> "Asked":
        """The same days in every place."""
        return Asked(self.since, self.until)


# What is counted


def _reached_on(label: str) -> Subquery:
    """The day on which a record came into the state in which it is: its last move there that was not corrected."""
    moves = Move.objects.filter(subject_label=label, subject_ref=OuterRef("ref"), to_state=OuterRef("state"), corrected_by=None)
    return Subquery(moves.order_by("-happened_on").values("happened_on")[:1])


def charges(user, asked: Asked) -> QuerySet:
    """Charges of the last generation that this person may see and that came to an outcome in the days asked for."""
    rows = Count.objects.visible_to(user).last_generation().filter(state__in=ENDINGS)
    other = CountLineage.objects.filter(new=OuterRef("pk"), kind=CountLineage.Kind.OTHER_PLEA)
    views = VictimView.objects.filter(Q(count=OuterRef("pk")) | Q(count=None), proceeding=OuterRef("proceeding"))
    rows = rows.annotate(
        outcome_on=_reached_on("casetracker.Count"),
        is_other_plea=Exists(other),
        victim_asked=Exists(views.filter(asked_on__isnull=False)),
    )
    return asked.in_span(asked.in_places(rows, "proceeding__file"), "outcome_on")


def _has(**where) -> Exists:
    return Exists(Count.objects.last_generation().filter(proceeding=OuterRef("pk"), **where))


def _convicted(*, as_charged: bool) -> Exists:
    other = Exists(CountLineage.objects.filter(new=OuterRef("pk"), kind=CountLineage.Kind.OTHER_PLEA))
    otherwise = Q(included_offence__isnull=False) | Q(other)
    which = ~otherwise if as_charged else otherwise
    return Exists(Count.objects.last_generation().filter(which, proceeding=OuterRef("pk"), state__in=CONVICTED))


def _guilty_under(section: str) -> Exists:
    """A finding of guilt under a section: of the included offence where that was found."""
    found = Q(included_offence__section__startswith=section) | Q(included_offence=None, offence__section__startswith=section)
    return Exists(Count.objects.last_generation().filter(found, proceeding=OuterRef("pk"), state__in=CONVICTED))


def cases(user, asked: Asked) -> QuerySet:
    """Accused that this person may see, all of whose charges are disposed of, the last in the days asked for."""
    counts = Count.objects.filter(proceeding=OuterRef(OuterRef("pk"))).values("ref")
    last = Move.objects.filter(
        subject_label="casetracker.Count", subject_ref__in=counts, to_state__in=ENDINGS, corrected_by=None
    ).order_by()
    sworn = Count.objects.filter(proceeding=OuterRef("pk"), document__isnull=False).order_by().values("proceeding")
    rows = Proceeding.objects.visible_to(user).filter(state__in=OVER)
    rows = rows.annotate(
        has_charge=_has(state__in=ENDINGS),
        outcome_on=Subquery(last.values("subject_label").annotate(day=Max("happened_on")).values("day")),
        sworn_on=Subquery(sworn.annotate(day=Min("document__sworn_on")).values("day")),
        guilty=_convicted(as_charged=True),
        guilty_other=_convicted(as_charged=False),
        acquitted=_has(state=CountState.ACQUITTED),
        stayed=_has(state__in=(CountState.STAYED_11B, CountState.STAYED_ABUSE, CountState.STAYED_KIENAPPLE, *CROWN_STOPS)),
        withdrawn=_has(
            state__in=(
                CountState.WITHDRAWN,
                CountState.DISMISSED,
                CountState.DISMISSED_MEASURES,
                CountState.DISCHARGED_PRELIM,
                CountState.QUASHED,
            )
        ),
        ncr=_has(state=CountState.NCR),
        charged_trafficking=_has(state__in=ENDINGS, offence__section__startswith=TRAFFICKING),
        charged_sex_trade=_has(state__in=ENDINGS, offence__section__startswith=SEX_TRADE),
        guilty_trafficking=_guilty_under(TRAFFICKING),
        guilty_sex_trade=_guilty_under(SEX_TRADE),
        guilty_any=_has(state__in=CONVICTED),
    ).filter(has_charge=True)
    return asked.in_span(asked.in_places(rows, "file"), "outcome_on")


def notices(user, asked: Asked) -> QuerySet:
    """Victims who were to be told of a plea agreement made in the days asked for."""
    pleas = Decision.objects.filter(count__proceeding=OuterRef("proceeding"), result=CountState.PLEA_GUILTY).order_by()
    rows = PleaNotice.objects.visible_to(user).filter(participant__isnull=False)
    rows = rows.annotate(pleaded_on=Subquery(pleas.values("count__proceeding").annotate(day=Max("on")).values("day")))
    return asked.in_span(asked.in_places(rows, "proceeding__file"), "agreed_on")


BASES = {"charge": charges, "case": cases, "notice": notices}

OUTCOMES: dict[str, tuple[Promise, Q]] = {
    "guilty": (_("Guilty as charged"), Q(state__in=CONVICTED) & ~OTHERWISE),
    "guilty_other": (_("Guilty of an included or another offence"), Q(state__in=CONVICTED) & OTHERWISE),
    "kienapple": (_("Stayed beside another conviction (Kienapple)"), Q(state=CountState.STAYED_KIENAPPLE)),
    "acquitted": (_("Acquitted"), Q(state=CountState.ACQUITTED)),
    "withdrawn": (
        _("Withdrawn"),
        Q(state=CountState.WITHDRAWN) & ~Q(reason_code__in=(EndReason.PEACE_BOND, EndReason.DIVERTED)),
    ),
    "crown_stay": (pgettext_lazy("count", "Stayed by the Crown"), Q(state__in=CROWN_STOPS)),
    "stay_11b": (_("Stayed for delay"), Q(state=CountState.STAYED_11B)),
    "stay_abuse": (_("Stayed for abuse of process"), Q(state=CountState.STAYED_ABUSE)),
    "diverted": (
        _("Measures outside court completed"),
        Q(state=CountState.DISMISSED_MEASURES) | Q(state=CountState.WITHDRAWN, reason_code=EndReason.DIVERTED),
    ),
    "peace_bond": (_("Peace bond entered"), Q(state=CountState.WITHDRAWN, reason_code=EndReason.PEACE_BOND)),
    "dismissed": (_("Dismissed"), Q(state=CountState.DISMISSED)),
    "discharged": (_("Discharged at the preliminary inquiry"), Q(state=CountState.DISCHARGED_PRELIM)),
    "quashed": (_("Quashed"), Q(state=CountState.QUASHED)),
    "ncr": (_("Not criminally responsible"), Q(state=CountState.NCR)),
    "abated": (pgettext_lazy("count", "Ended by death"), Q(state=CountState.ABATED)),
}
ENDINGS = (
    *CONVICTED,
    *CROWN_STOPS,
    CountState.STAYED_KIENAPPLE,
    CountState.ACQUITTED,
    CountState.WITHDRAWN,
    CountState.STAYED_11B,
    CountState.STAYED_ABUSE,
    CountState.DISMISSED_MEASURES,
    CountState.DISMISSED,
    CountState.DISCHARGED_PRELIM,
    CountState.QUASHED,
    CountState.NCR,
    CountState.ABATED,
)

# The most serious first: a case stands in the first line that it fits.
SERIOUS: list[tuple[str, Promise, str]] = [
    ("guilty", _("Guilty"), "guilty"),
    ("guilty_other", _("Guilty of a lesser or another offence"), "guilty_other"),
    ("acquitted", _("Acquitted"), "acquitted"),
    ("stayed", _("Stayed"), "stayed"),
    ("withdrawn", _("Withdrawn, dismissed or discharged"), "withdrawn"),
    ("ncr", _("Not criminally responsible"), "ncr"),
    ("other", _("Other decision"), "has_charge"),
]
WITHOUT_CONVICTION = Q(state__in=(*CROWN_STOPS, CountState.WITHDRAWN, CountState.ACQUITTED, CountState.DISMISSED)) | Q(
    state__in=(CountState.DISCHARGED_PRELIM, CountState.QUASHED, CountState.STAYED_11B, CountState.STAYED_ABUSE)
)


LOST = ("acquitted", "withdrawn", "peace_bond", "crown_stay", "stay_11b", "stay_abuse", "dismissed", "discharged", "quashed")


@dataclass(frozen=True)
class Cell:
    """One number: what it counts, and which of those."""

    base: str
    which: Q


def _serious() -> Iterator[tuple[str, Cell]]:
    before = Q()
    for code, _words, flag in SERIOUS:
        yield f"case.{code}", Cell("case", Q(**{flag: True}) & before)
        before &= Q(**{flag: False})


def _cells() -> dict[str, Cell]:
    every = Q(pk__isnull=False)
    cells = {"charge.all": Cell("charge", every), "case.all": Cell("case", every), "notice.all": Cell("notice", every)}
    cells |= {f"charge.{code}": Cell("charge", which) for code, (_words, which) in OUTCOMES.items()}
    cells |= dict(_serious())
    for reason in ("", *EndReason.values):
        of = WITHOUT_CONVICTION & Q(reason_code=reason)
        name = reason or "NONE"
        cells[f"reason.{name}"] = Cell("charge", of)
        for avoidable in ("", *Avoidable.values):
            cells[f"reason.{name}.{avoidable or 'UNSAID'}"] = Cell("charge", of & Q(reason_avoidable=avoidable))
    cells["reason.all"] = Cell("charge", WITHOUT_CONVICTION)
    for avoidable in ("", *Avoidable.values):
        cells[f"reason.all.{avoidable or 'UNSAID'}"] = Cell("charge", WITHOUT_CONVICTION & Q(reason_avoidable=avoidable))
    cells["time.sworn"] = Cell("case", Q(sworn_on__isnull=False, outcome_on__isnull=False))
    cells["time.evidence"] = Cell("case", Q(sworn_on__isnull=False, evidence_ended_on__isnull=False))
    for kind in ("trafficking", "sex_trade"):
        cells[f"yield.{kind}"] = Cell("case", Q(**{f"charged_{kind}": True}))
        cells[f"yield.{kind}.guilty"] = Cell("case", Q(**{f"charged_{kind}": True, f"guilty_{kind}": True}))
        cells[f"yield.{kind}.any"] = Cell("case", Q(**{f"charged_{kind}": True, "guilty_any": True}))
    cells["yield.any"] = Cell("case", every)
    cells["yield.any.guilty"] = Cell("case", Q(guilty_any=True))
    in_time = Q(told_on__isnull=False) & (Q(pleaded_on=None) | Q(told_on__lte=F("pleaded_on")))
    cells["notice.in_time"] = Cell("notice", in_time)
    cells["notice.late"] = Cell("notice", Q(told_on__isnull=False, pleaded_on__isnull=False, told_on__gt=F("pleaded_on")))
    cells["notice.excepted"] = Cell("notice", Q(told_on=None) & ~Q(exception=""))
    cells["notice.open"] = Cell("notice", Q(told_on=None, exception=""))
    ended = Q(state=CountState.WITHDRAWN)
    cells["view.all"] = Cell("charge", ended)
    cells["view.asked"] = Cell("charge", ended & Q(victim_asked=True))
    cells["view.not_asked"] = Cell("charge", ended & Q(victim_asked=False))
    return cells


CELLS = _cells()


def _sums() -> list[Sum]:
    """Which numbers are the sum of which, those too that the report does not print but that a reader can work out."""
    reasons = ["NONE", *EndReason.values]
    kinds = ["UNSAID", *Avoidable.values]
    sums = [
        Sum("charge.all", tuple(f"charge.{code}" for code in OUTCOMES)),
        Sum("case.all", tuple(f"case.{code}" for code, _w, _f in SERIOUS)),
        Sum("reason.all", tuple(f"reason.{name}" for name in reasons)),
        Sum("notice.all", ("notice.in_time", "notice.late", "notice.excepted", "notice.open")),
        Sum("view.all", ("view.asked", "view.not_asked")),
        *(Sum(f"reason.{name}", tuple(f"reason.{name}.{kind}" for kind in kinds)) for name in ("all", *reasons)),
        *(Sum(f"reason.all.{kind}", tuple(f"reason.{name}.{kind}" for name in reasons)) for kind in kinds),
        Sum("yield.any", ("case.all",)),
        Sum("yield.any", ("yield.any.guilty", "yield.any.not")),
        Sum("yield.any.guilty", ("case.guilty", "case.guilty_other")),
        Sum("case.all", ("time.sworn", "time.sworn.not")),
        Sum("case.all", ("time.evidence", "time.evidence.not")),
        Sum("charge.all", ("reason.all", "reason.not")),
        Sum("reason.all", (*(f"charge.{code}" for code in LOST), "reason.withdrawn_diverted")),
        Sum("view.all", ("charge.withdrawn", "charge.peace_bond", "reason.withdrawn_diverted")),
    ]
    for kind in ("trafficking", "sex_trade"):
        sums += [
            Sum("case.all", (f"yield.{kind}", f"yield.{kind}.uncharged")),
            Sum(f"yield.{kind}", (f"yield.{kind}.guilty", f"yield.{kind}.not")),
            Sum(f"yield.{kind}", (f"yield.{kind}.any", f"yield.{kind}.none")),
            Sum(f"yield.{kind}.any", (f"yield.{kind}.guilty", f"yield.{kind}.only_other")),
            Sum("yield.any.guilty", (f"yield.{kind}.any", f"yield.{kind}.elsewhere")),
        ]
    return sums


SUMS = _sums()


@dataclass
class Number:
    """One number of the report: how many, and whether it is hidden."""

    code: str
    value: int
    is_hidden: bool = False


@dataclass(frozen=True)
class Span:
    """How long something took: of how many, the median and the ninetieth percentile in days, or nothing where too few."""

    number: Number
    words: Promise
    median: float | None = None
    ninetieth: int | None = None


@dataclass
class Report:
    """Every number of the report for one reader, each computed by the definition that makes its list."""

    user: object
    asked: Asked
    small_shown: bool = False

    def rows(self, base: str, asked: Asked | None = None) -> QuerySet:
        """What is counted, as narrowed."""
        return BASES[base](self.user, asked or self.asked)

    def list_of(self, code: str) -> QuerySet:
        """The list behind a number."""
        cell = CELLS[code]
        return self.rows(cell.base).filter(cell.which)

    @cached_property
    def values(self) -> dict[str, int]:
        """Each number by its code: one query for each kind of thing counted."""
        return self._counted(self.asked)

    def _counted(self, asked: Asked) -> dict[str, int]:
        found: dict[str, int] = {}
        for base in BASES:
            of = {code: cell.which for code, cell in CELLS.items() if cell.base == base}
            names = {f"n{place}": code for place, code in enumerate(of)}
            counted = self.rows(base, asked).aggregate(**{name: CountOf("pk", filter=of[code]) for name, code in names.items()})
            found |= {code: counted[name] for name, code in names.items()}
        return found

    @cached_property
    def hidden(self) -> set[str]:
        """The codes of the numbers that are hidden: small ones, and those from which a small one could be worked out.

        Where the report is narrowed to places, what is left elsewhere could be worked out from the report of every place; it is protected
        as well.
        """
        if self.small_shown:
            return set()
        numbers, sums = dict(self.values), list(SUMS)
        for one in SUMS:
            for part in one.parts:
                if part not in numbers:
                    others = sum(numbers[code] for code in one.parts if code != part)
                    numbers[part] = numbers[one.total] - others
        unpublished = set(numbers) - set(CELLS)
        if self.asked.of_places:
            for code, value in self._counted(self.asked.anywhere).items():
                numbers[f"{code} anywhere"], numbers[f"{code} elsewhere"] = value, value - self.values[code]
                unpublished.add(f"{code} elsewhere")
                sums.append(Sum(f"{code} anywhere", (code, f"{code} elsewhere")))
        return hidden(numbers, sums, unpublished)

    def number(self, code: str) -> Number:
        """One number, hidden or not."""
        return Number(code, self.values[code], code in self.hidden)

    def spans(self) -> list[Span]:
        """How long it took, from the day the first information was sworn."""
        return [
            self._span("time.sworn", _("to the last disposition"), "outcome_on"),
            self._span("time.evidence", _("to the end of evidence and argument"), "evidence_ended_on"),
        ]

    def _span(self, code: str, words: Promise, until: str) -> Span:
        number = self.number(code)
        if number.is_hidden or number.value < (1 if self.small_shown else FEWEST):
            return Span(number, words)
        took = ExpressionWrapper(F(until) - F("sworn_on"), output_field=DurationField())
        ordered = self.list_of(code).annotate(took=took).order_by("took", "pk").values_list("took", flat=True)
        middle = list(ordered[(number.value - 1) // 2 : number.value // 2 + 1])
        high = ordered[ceil(number.value * 0.9) - 1 : ceil(number.value * 0.9)]
        return Span(number, words, sum(one.days for one in middle) / len(middle), next(iter(high)).days)
