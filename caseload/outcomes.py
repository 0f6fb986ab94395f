"""What became of charges and of accused, in numbers each of which is the length of a list: one definition serves both.

Two units stand side by side and are never mixed: the team's, one charge of the last generation; and that of Statistics Canada, one
accused with all charges disposed of, by the most serious outcome.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from math import ceil
from statistics import median

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Count as CountOf
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from caseload.suppression import FEWEST, hidden, hidden_alike
from caseload.suppression import Sum as SumOf
from casetracker.choices import Avoidable, EndReason, VictimDuty
from casetracker.models import Count, CountLineage, Decision, PleaNotice, Proceeding, VictimNotice, VictimView
from casetracker.states import GUILTY, CountState, ProceedingState
from foundation.accounts.models import Office
from foundation.law.models import OffenceVersion

CONVICTED = (*GUILTY, CountState.SENTENCED, CountState.DISCHARGED_ABSOLUTE, CountState.DISCHARGED_CONDITIONAL)
CROWN_STOPS = (CountState.CROWN_STAYED, CountState.STAY_LAPSED)
# A case is over for the statistics where nothing is left to dispose of.
OVER = (
    ProceedingState.CONCLUDED,
    ProceedingState.ABATED,
    ProceedingState.NCR_SUPERVISED,
    ProceedingState.CROWN_STAYED,
    ProceedingState.UNDER_APPEAL,
)
# The states of a charge by how serious its outcome is, in the order of SERIOUS; guilty as charged comes before the first of them.
AS_CHARGED, GUILTY_RANK = -1, 0
RANKS: tuple[tuple[CountState, ...], ...] = (
    CONVICTED,
    (CountState.ACQUITTED,),
    (CountState.STAYED_11B, CountState.STAYED_ABUSE, CountState.STAYED_KIENAPPLE, *CROWN_STOPS),
    (
        CountState.WITHDRAWN,
        CountState.DISMISSED,
        CountState.DISMISSED_MEASURES,
        CountState.DISCHARGED_PRELIM,
        CountState.QUASHED,
    ),
    (CountState.NCR,),
    (CountState.ABATED,),
)
FISCAL_MONTH = 4
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

    def may_leave(self, today: date) -> bool:
        """Whether a report of this may leave the office: of one fiscal year that is over, of every place or of one region.

        Reports of other days or places could be subtracted from each other.
        """
        if self.since is None or self.until is None or self.until >= today:
            return False
        return (self.since, self.until) == fiscal_year(self.since) and not self.offices and len(self.regions) <= 1


@dataclass(frozen=True)
class Period:
    """Days that are offered by one click: a fiscal year, or all time."""

    code: str
    words: str
    since: date | None = None
    until: date | None = None


def fiscal_year(day: date) -> tuple[date, date]:
    """The first and the last day of the fiscal year of a day, from April to March."""
    year = day.year if day.month >= FISCAL_MONTH else day.year - 1
    return date(year, FISCAL_MONTH, 1), date(year + 1, FISCAL_MONTH, 1) - timedelta(days=1)


def periods(today: date) -> list[Period]:
    """This fiscal year, the four before it, and all time."""
    offered = []
    for _year in range(5):
        since, until = fiscal_year(today)
        words = gettext("April %(year)s to March %(next)s") % {"year": since.year, "next": until.year}
        offered.append(Period(str(since.year), words, since, until))
        today = since - timedelta(days=1)
    return [*offered, Period("all", gettext("All time"))]


# What is counted


def _where(which: Q, holds) -> Case:
    """Ask something of those rows only of which something else holds; of the others it does not hold."""
    return Case(When(which, then=holds), default=Value(False), output_field=BooleanField())


def charges(user, asked: Asked) -> QuerySet:
    """Charges of the last generation that this person may see and that came to an outcome in the days asked for."""
    rows = Count.objects.visible_to(user).last_generation().filter(state__in=ENDINGS)
    other = CountLineage.objects.filter(new=OuterRef("pk"), kind=CountLineage.Kind.OTHER_PLEA)
    views = VictimView.objects.filter(Q(count=OuterRef("pk")) | Q(count=None), proceeding=OuterRef("proceeding"))
    rows = rows.annotate(
        outcome_on=F("state_on"),
        of_other_offence=_where(Q(state__in=CONVICTED), Q(included_offence__isnull=False) | Q(Exists(other))),
        victim_asked=_where(Q(state=CountState.WITHDRAWN), Exists(views.filter(asked_on__isnull=False))),
    )
    return asked.in_span(asked.in_places(rows, "proceeding__file"), "state_on")


def _charges_where(which: Q) -> CountOf:
    """How many charges of the last generation an accused has of which something holds."""
    return CountOf("counts", filter=Q(later=None) & which)


def _in(*states: str) -> Q:
    return Q(counts__state__in=states)


def _texts(section: str) -> QuerySet:
    return OffenceVersion.objects.filter(section__startswith=section).order_by().values("pk")


def _under(section: str) -> Q:
    """Guilty under a section: of the included offence where that was found."""
    charged = Q(counts__included_offence=None, counts__offence__in=_texts(section))
    return _in(*CONVICTED) & (Q(counts__included_offence__in=_texts(section)) | charged)


def cases(user, asked: Asked, *, alone: bool = False) -> QuerySet:
    """Accused that this person may see, all of whose charges are disposed of, the last in the days asked for.

    What each was charged with and found guilty of is counted in one walk of the charges; a cell asks whether there is any. Where none of
    its charges is of the last generation it has no most serious outcome, and no cell holds of it.
    """
    ended = asked.in_span(Count.objects.filter(state__in=ENDINGS), "state_on").order_by()
    rows = Proceeding.objects.visible_to(user).filter(state__in=OVER, pk__in=ended.values("proceeding")).order_by()
    if alone:
        rows = rows.values("pk")  # so that the database groups by that, and not by every column of the accused
    otherwise = Q(counts__included_offence__isnull=False) | Q(other_plea__isnull=False)
    ranks = [When(Q(later=None) & _in(*states), then=Value(rank)) for rank, states in enumerate(RANKS)]
    ranks.insert(0, When(Q(later=None) & _in(*CONVICTED) & ~otherwise, then=Value(AS_CHARGED)))
    rows = rows.annotate(
        later=FilteredRelation("counts__successors", condition=Q(counts__successors__corrected_in=None)),
        other_plea=FilteredRelation(
            "counts__predecessors",
            condition=Q(counts__predecessors__corrected_in=None, counts__predecessors__kind=CountLineage.Kind.OTHER_PLEA),
        ),
        outcome_on=Max("counts__state_on", filter=_in(*ENDINGS)),
        sworn_on=Min("counts__document__sworn_on"),
        most_serious=Min(Case(*ranks, output_field=IntegerField())),
        charged_trafficking=_charges_where(_in(*ENDINGS) & Q(counts__offence__in=_texts(TRAFFICKING))),
        charged_sex_trade=_charges_where(_in(*ENDINGS) & Q(counts__offence__in=_texts(SEX_TRADE))),
        guilty_trafficking=_charges_where(_under(TRAFFICKING)),
        guilty_sex_trade=_charges_where(_under(SEX_TRADE)),
    )
    rows = asked.in_places(rows, "file")
    if not alone:  # what a line of the list says
        ranked = enumerate(SERIOUS, AS_CHARGED)
        rows = rows.annotate(**{flag: _where(Q(most_serious=rank), Value(True)) for rank, (_code, _words, flag) in ranked})
    return rows.filter(outcome_on__lte=asked.until) if asked.until else rows  # something of it ended since the first day


def notices(user, asked: Asked) -> QuerySet:
    """Victims who were to be told of a plea agreement made in the days asked for."""
    pleas = Decision.objects.filter(count__proceeding=OuterRef("proceeding"), result=CountState.PLEA_GUILTY).order_by()
    pleaded_on = Subquery(pleas.values("count__proceeding").annotate(day=Max("on")).values("day"))
    rows = PleaNotice.objects.visible_to(user).filter(participant__isnull=False)
    rows = rows.annotate(is_told=_told(), is_late=_where(Q(told_on__gt=pleaded_on), Value(True)))
    return asked.in_span(asked.in_places(rows, "proceeding__file"), "agreed_on")


def duties(user, asked: Asked) -> QuerySet:
    """What victims were to be told or asked since an outcome or a sentence in the days asked for, a line for each."""
    rows = VictimNotice.objects.visible_to(user).annotate(is_told=_told())
    return asked.in_span(asked.in_places(rows, "proceeding__file"), "since_on")


def _told() -> Case:
    return _where(Q(told_on__isnull=False), Value(True))


BASES = {"charge": charges, "case": cases, "notice": notices, "duty": duties}
# All that the cells of a base look at: the database counts together what is alike in it, and the cells are asked of each kind of row.
ALIKE = {
    "charge": ("state", "reason_code", "reason_avoidable", "of_other_offence", "victim_asked"),
    "notice": ("is_told", "is_late", "exception"),
    "duty": ("duty", "is_told", "exception"),
}
# A case is read by itself, since its days are wanted too; to the cells a day is one thing: there is one, or none.
CASE_DAYS = ("sworn_on", "outcome_on", "evidence_ended_on")
OF_CASE = ("most_serious", "charged_trafficking", "charged_sex_trade", "guilty_trafficking", "guilty_sex_trade")

OUTCOMES: dict[str, tuple[Promise, Q]] = {
    "guilty": (_("Guilty as charged"), Q(state__in=CONVICTED) & Q(of_other_offence=False)),
    "guilty_other": (_("Guilty of an included or another offence"), Q(state__in=CONVICTED) & Q(of_other_offence=True)),
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


# What became of something a victim is told or asked.
DONE: dict[str, Q] = {
    "told": Q(is_told=True),
    "excepted": Q(is_told=False) & ~Q(exception=""),
    "open": Q(is_told=False, exception=""),
}
LOST = ("acquitted", "withdrawn", "peace_bond", "crown_stay", "stay_11b", "stay_abuse", "dismissed", "discharged", "quashed")


@dataclass(frozen=True)
class Cell:
    """One number: what it counts, and which of those."""

    base: str
    which: Q


def holds(which: Q, row: Mapping) -> bool:
    """Say of a kind of row whether the condition of a cell holds, as the database says it of each row of the list.

    :raises LookupError: the condition asks something that is not known of the row, or in a way that is not known here
    """
    found = [holds(part, row) if isinstance(part, Q) else _compared(part, row) for part in which.children]
    truth = any(found) if which.connector == Q.OR and found else all(found)
    return truth != which.negated


def _compared(asked, row: Mapping) -> bool:
    name, value = asked
    field, _dunder, how = name.partition("__")
    return COMPARED[how](row[field], value)


COMPARED = {
    "": lambda found, value: found == value,
    "in": lambda found, value: found in value,
    "gt": lambda found, value: found is not None and found > value,
    "lte": lambda found, value: found is not None and found <= value,
    "isnull": lambda found, value: (found is None) == value,
}


@lru_cache(maxsize=8192)
def cells_of(base: str, names: tuple[str, ...], kind: tuple) -> tuple[str, ...]:
    """The codes of the numbers in which a row of this kind counts; there are few kinds, and what is one stays one."""
    row = dict(zip(names, kind, strict=True))
    return tuple(code for code, cell in CELLS.items() if cell.base == base and holds(cell.which, row))


def _serious() -> Iterator[tuple[str, Cell]]:
    for rank, (code, _words, _flag) in enumerate(SERIOUS, AS_CHARGED):
        yield f"case.{code}", Cell("case", Q(most_serious=rank))


def _cells() -> dict[str, Cell]:
    every, any_case, guilty = Q(), Q(most_serious__isnull=False), Q(most_serious__lte=GUILTY_RANK)
    cells = {"charge.all": Cell("charge", every), "case.all": Cell("case", any_case), "notice.all": Cell("notice", every)}
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
    sworn = any_case & Q(sworn_on__isnull=False)
    cells["time.sworn"] = Cell("case", sworn & Q(outcome_on__isnull=False))
    cells["time.evidence"] = Cell("case", sworn & Q(evidence_ended_on__isnull=False))
    for kind in ("trafficking", "sex_trade"):
        charged = any_case & Q(**{f"charged_{kind}__gt": 0})
        cells[f"yield.{kind}"] = Cell("case", charged)
        cells[f"yield.{kind}.guilty"] = Cell("case", charged & Q(**{f"guilty_{kind}__gt": 0}))
        cells[f"yield.{kind}.any"] = Cell("case", charged & guilty)
    cells["yield.any"] = Cell("case", any_case)
    cells["yield.any.guilty"] = Cell("case", guilty)
    cells["notice.in_time"] = Cell("notice", Q(is_told=True, is_late=False))
    cells["notice.late"] = Cell("notice", Q(is_told=True, is_late=True))
    cells["notice.excepted"] = Cell("notice", DONE["excepted"])
    cells["notice.open"] = Cell("notice", DONE["open"])
    for duty in ("all", *VictimDuty.values):
        of_duty = every if duty == "all" else Q(duty=duty)
        cells[f"duty.{duty}"] = Cell("duty", of_duty)
        cells |= {f"duty.{duty}.{code}": Cell("duty", of_duty & which) for code, which in DONE.items()}
    ended = Q(state=CountState.WITHDRAWN)
    cells["view.all"] = Cell("charge", ended)
    cells["view.asked"] = Cell("charge", ended & Q(victim_asked=True))
    cells["view.not_asked"] = Cell("charge", ended & Q(victim_asked=False))
    return cells


CELLS = _cells()


def _sums() -> list[SumOf]:
    """Which numbers are the sum of which, those too that the report does not print but that a reader can work out."""
    reasons = ["NONE", *EndReason.values]
    kinds = ["UNSAID", *Avoidable.values]
    sums = [
        SumOf("charge.all", tuple(f"charge.{code}" for code in OUTCOMES)),
        SumOf("case.all", tuple(f"case.{code}" for code, _w, _f in SERIOUS)),
        SumOf("reason.all", tuple(f"reason.{name}" for name in reasons)),
        SumOf("notice.all", ("notice.in_time", "notice.late", "notice.excepted", "notice.open")),
        SumOf("view.all", ("view.asked", "view.not_asked")),
        *(SumOf(f"reason.{name}", tuple(f"reason.{name}.{kind}" for kind in kinds)) for name in ("all", *reasons)),
        *(SumOf(f"reason.all.{kind}", tuple(f"reason.{name}.{kind}" for name in reasons)) for kind in kinds),
        SumOf("duty.all", tuple(f"duty.{duty}" for duty in VictimDuty.values)),
        *(SumOf(f"duty.{duty}", tuple(f"duty.{duty}.{code}" for code in DONE)) for duty in ("all", *VictimDuty.values)),
        *(SumOf(f"duty.all.{code}", tuple(f"duty.{duty}.{code}" for duty in VictimDuty.values)) for code in DONE),
        SumOf("yield.any", ("case.all",)),
        SumOf("yield.any", ("yield.any.guilty", "yield.any.not")),
        SumOf("yield.any.guilty", ("case.guilty", "case.guilty_other")),
        SumOf("case.all", ("time.sworn", "time.sworn.not")),
        SumOf("case.all", ("time.evidence", "time.evidence.not")),
        SumOf("charge.all", ("reason.all", "reason.not")),
        SumOf("reason.all", (*(f"charge.{code}" for code in LOST), "reason.withdrawn_diverted")),
        SumOf("view.all", ("charge.withdrawn", "charge.peace_bond", "reason.withdrawn_diverted")),
    ]
    for kind in ("trafficking", "sex_trade"):
        sums += [
            SumOf("case.all", (f"yield.{kind}", f"yield.{kind}.uncharged")),
            SumOf(f"yield.{kind}", (f"yield.{kind}.guilty", f"yield.{kind}.not")),
            SumOf(f"yield.{kind}", (f"yield.{kind}.any", f"yield.{kind}.none")),
            SumOf(f"yield.{kind}.any", (f"yield.{kind}.guilty", f"yield.{kind}.only_other")),
            SumOf("yield.any.guilty", (f"yield.{kind}.any", f"yield.{kind}.elsewhere")),
        ]
    return sums


SUMS = _sums()


def region_names() -> list[str]:
    """The regions that some office lies in."""
    return list(Office.objects.exclude(region="").order_by().values_list("region", flat=True).distinct())


def filled(values: Mapping[str, int]) -> dict[str, int]:
    """Add the numbers that the report does not print but that follow from others by a sum."""
    numbers = dict(values)
    for one in SUMS:
        for part in one.parts:
            if part not in numbers:
                numbers[part] = numbers[one.total] - sum(numbers[code] for code in one.parts if code != part)
    return numbers


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
    leaves: bool = False

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
        found = dict.fromkeys(CELLS, 0)
        for base in BASES:
            names = ALIKE.get(base, (*OF_CASE, *CASE_DAYS))
            for kind, many in self._kinds(base, asked).items():
                for code in cells_of(base, names, kind):
                    found[code] += many
        return found

    def _kinds(self, base: str, asked: Asked) -> Mapping[tuple, int]:
        """How many rows of each kind there are, rows being of one kind that are alike in all that the cells look at."""
        if base not in ALIKE:
            rows = self._cases if asked == self.asked else self._read_cases(asked)
            return Counter((*of_case, sworn and True, over and True, heard and True) for *of_case, sworn, over, heard in rows)
        alike = self.rows(base, asked).order_by().values_list(*ALIKE[base])
        return {tuple(kind): many for *kind, many in alike.annotate(many=CountOf("pk"))}

    @cached_property
    def _cases(self) -> list[tuple]:
        return self._read_cases(self.asked)

    def _read_cases(self, asked: Asked) -> list[tuple]:
        """Each case once, with what its cells look at: both its numbers and how long it took are taken from that."""
        return list(cases(self.user, asked, alone=True).values_list(*OF_CASE, *CASE_DAYS))

    @cached_property
    def hidden(self) -> set[str]:
        """The codes of the numbers that are hidden: small ones, and those from which a small one could be worked out.

        Where the report is narrowed to places, what is left elsewhere could be worked out from the report of every place; it is protected
        as well. Where it leaves the office, it is protected against all reports that may leave.
        """
        if self.leaves:
            return self._hidden_outside()
        if self.small_shown:
            return set()
        numbers, sums = filled(self.values), list(SUMS)
        unpublished = set(numbers) - set(CELLS)
        if self.asked.of_places:
            for code, value in self._counted(self.asked.anywhere).items():
                numbers[f"{code} anywhere"], numbers[f"{code} elsewhere"] = value, value - self.values[code]
                unpublished.add(f"{code} elsewhere")
                sums.append(SumOf(f"{code} anywhere", (code, f"{code} elsewhere")))
        return hidden(numbers, sums, unpublished)

    def _hidden_outside(self) -> set[str]:
        """What is hidden where it leaves: in the report of each region the same numbers, with all that the report of every place hides."""
        anywhere = filled(self._counted(self.asked.anywhere))
        unpublished = set(anywhere) - set(CELLS)
        away = hidden(anywhere, SUMS, unpublished)
        if not self.asked.of_places:
            return away
        regions = [filled(self._counted(replace(self.asked.anywhere, regions=(name,)))) for name in region_names()]
        nowhere = {code: number - sum(region[code] for region in regions) for code, number in anywhere.items()}
        return hidden_alike([*regions, nowhere], SUMS, unpublished, already=away)

    def number(self, code: str) -> Number:
        """One number, hidden or not."""
        return Number(code, self.values[code], code in self.hidden)

    def spans(self) -> list[Span]:
        """How long it took, from the day the first information was sworn."""
        return [
            self._span("time.sworn", _("to the last disposition"), "outcome_on"),
            self._span("time.evidence", _("to the end of evidence and argument"), "evidence_ended_on"),
        ]

    @cached_property
    def days_taken(self) -> dict[str, list[int]]:
        """How many days each case took, the shortest first, by the day until which is counted."""
        over: list[int] = []
        heard: list[int] = []
        for most_serious, *_of_case, sworn_on, outcome_on, evidence_ended_on in self._cases:
            if most_serious is None or sworn_on is None:
                continue
            for days, end in ((over, outcome_on), (heard, evidence_ended_on)):
                if end is not None:
                    days.append((end - sworn_on).days)
        return {"outcome_on": sorted(over), "evidence_ended_on": sorted(heard)}

    def _span(self, code: str, words: Promise, until: str) -> Span:
        days, number = self.days_taken[until], self.number(code)
        if number.is_hidden or number.value < (1 if self.small_shown else FEWEST):
            return Span(number, words)
        return Span(number, words, median(days), days[ceil(number.value * 0.9) - 1])
