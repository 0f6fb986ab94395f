"""No number that a report hides can be worked out from those it shows, in any report that hypothesis draws, read by a stranger.

The reader here knows nothing of how numbers are chosen to be hidden: she takes each table as it is printed, and its files.
"""

from collections import Counter
from fractions import Fraction
from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseload import outcome_tables
from caseload.outcomes import CELLS, DONE, LOST, OUTCOMES, SERIOUS, Asked, Number, Report, Span
from caseload.suppression import FEWEST, is_small
from casetracker.choices import Avoidable, EndReason, VictimDuty
from tests.sizes import size

HOW_MANY = st.integers(1, 9)
REASONS, KINDS = ["NONE", *EndReason.values], ["UNSAID", *Avoidable.values]
CHARGES = st.lists(st.tuples(st.sampled_from(list(OUTCOMES)), st.sampled_from(REASONS), st.sampled_from(KINDS), HOW_MANY), max_size=9)
CASES = st.lists(
    st.tuples(st.sampled_from([code for code, _w, _f in SERIOUS]), *[st.booleans()] * 6, HOW_MANY),
    max_size=8,
)
NOTICES = st.lists(st.tuples(st.sampled_from(["in_time", "late", "excepted", "open"]), HOW_MANY), max_size=4)
DUTIES = st.lists(st.tuples(st.sampled_from(VictimDuty.values), st.sampled_from(list(DONE)), HOW_MANY), max_size=8)
VIEWS = st.sampled_from(["asked", "not_asked"])
BANKS = st.tuples(CHARGES, CASES, NOTICES, DUTIES, VIEWS)


def counted(bank) -> Counter:
    """Count a bank of charges, cases, notices and duties as the definitions of the report do."""
    charges, cases, notices, duties, view = bank
    found = Counter(dict.fromkeys(CELLS, 0))
    for outcome, reason, kind, many in charges:
        reason = {"peace_bond": "PEACE_BOND", "diverted": "DIVERTED"}.get(outcome, reason)
        if outcome == "withdrawn" and reason in ("PEACE_BOND", "DIVERTED"):
            reason = "EVIDENCE"
        codes = ["charge.all", f"charge.{outcome}"]
        if outcome in LOST:
            codes += ["reason.all", f"reason.all.{kind}", f"reason.{reason}", f"reason.{reason}.{kind}"]
        if outcome in ("withdrawn", "peace_bond"):
            codes += ["view.all", f"view.{view}"]
        found.update(dict.fromkeys(codes, many))
    for outcome, trafficking, sex_trade, of_trafficking, of_sex_trade, sworn, evidence, many in cases:
        guilty = outcome in ("guilty", "guilty_other")
        codes = ["case.all", f"case.{outcome}", "yield.any", *(["yield.any.guilty"] if guilty else [])]
        for kind, charged, found_guilty in (("trafficking", trafficking, of_trafficking), ("sex_trade", sex_trade, of_sex_trade)):
            if charged:
                codes += [f"yield.{kind}", *([f"yield.{kind}.any"] if guilty else [])]
                codes += [f"yield.{kind}.guilty"] if guilty and found_guilty else []
        codes += ["time.sworn"] if sworn else []
        codes += ["time.evidence"] if sworn and evidence else []
        found.update(dict.fromkeys(codes, many))
    for state, many in notices:
        found.update({"notice.all": many, f"notice.{state}": many})
    for duty, state, many in duties:
        found.update(dict.fromkeys([f"duty.{duty}", f"duty.{duty}.{state}", "duty.all", f"duty.all.{state}"], many))
    return found


class Invented(Report):
    """A report of numbers that were drawn, without a database behind it; ``elsewhere`` is what lies outside the places asked for."""

    def __init__(self, values, elsewhere=None):
        super().__init__(user=None, asked=Asked(regions=("Central",)) if elsewhere is not None else Asked())
        self.__dict__["values"] = dict(values)
        self.other = elsewhere

    def _counted(self, asked):
        return {code: number + self.other[code] for code, number in self.values.items()}

    def _span(self, code, words, until):
        return Span(self.number(code), words)


PLACES = ("Central", "North", "West")


class Leaving(Report):
    """A report that leaves the office, of one region or of every place, of banks that were drawn for each region."""

    def __init__(self, of_regions, region=""):
        super().__init__(user=None, asked=Asked(regions=(region,) if region else ()), leaves=True)
        self.of_regions = of_regions
        self.__dict__["values"] = self._counted(self.asked)

    def _counted(self, asked):
        chosen = asked.regions or self.of_regions
        return {code: sum(self.of_regions[name][code] for name in chosen if name in self.of_regions) for code in CELLS}

    def _span(self, code, words, until):
        return Span(self.number(code), words)


def equations(table):
    """What a reader knows of a table without being told: a line of all is the sum of the others, the first number that of its parts."""
    lines = [[cell for cell in line.cells if isinstance(cell, Number)] for line in table.lines]
    if table.key in ("times", "yield"):
        return []
    for column in zip(*lines, strict=True):
        yield column[-1], list(column[:-1])
    for first, *parts in lines:
        if parts:
            yield first, parts


def worked_out(sums) -> set[str]:
    """The hidden numbers that follow from the shown ones: whose own vector lies in the span of what the sums say of hidden numbers."""
    rows = []
    for total, parts in sums:
        row: Counter = Counter()
        for cell, sign in ((total, -1), *((part, 1) for part in parts)):
            if cell.is_hidden:
                row[cell.code] += sign
        rows.append({code: Fraction(value) for code, value in row.items() if value})
    reduced: list[tuple[str, dict]] = []
    for row in rows:
        for pivot, other in reduced:
            row = _less(row, other, row.get(pivot, 0))
        if row:
            pivot = next(iter(row))
            row = {code: value / row[pivot] for code, value in row.items()}
            reduced = [(name, _less(other, row, other.get(pivot, 0))) for name, other in reduced]
            reduced.append((pivot, row))
    return {pivot for pivot, row in reduced if len(row) == 1}


def _less(row, other, times):
    left = Counter(row)
    for code, value in other.items():
        left[code] = left.get(code, 0) - times * value
    return {code: value for code, value in left.items() if value}


def hidden_small(table) -> dict[str, int]:
    cells = [cell for line in table.lines for cell in line.cells if isinstance(cell, Number)]
    return {cell.code: cell.value for cell in cells if cell.is_hidden and is_small(cell.value)}


@settings(max_examples=size(4_000), deadline=None)
@given(BANKS)
def test_no_hidden_number_follows_from_those_shown_in_its_table(bank):
    report = Invented(counted(bank))

    for table in outcome_tables.tables(report):
        assert not any(
            0 < cell.value < FEWEST and not cell.is_hidden for line in table.lines for cell in line.cells if isinstance(cell, Number)
        )
        sums = list(equations(table))
        assert not worked_out(sums) & set(hidden_small(table)), table.key
        for total, parts in sums:  # nor where everything hidden in a sum can only be ones
            away = [part for part in parts if part.is_hidden and part.value]
            assert total.is_hidden or not away or sum(part.value for part in away) > len(away), table.key


@settings(max_examples=size(4_000), deadline=None)
@given(BANKS)
def test_a_hidden_number_has_no_share_beside_it(bank):
    for table in outcome_tables.tables(Invented(counted(bank))):
        for line in table.lines:
            if table.columns[1:2] == ["Share"] and line.cells[0].is_hidden:
                assert line.cells[1] == ""


@settings(max_examples=size(4_000), deadline=None)
@given(BANKS)
def test_the_files_hide_what_the_page_hides(bank):
    report = Invented(counted(bank))
    shown = {}
    for table in outcome_tables.tables(report):
        for line in table.lines:
            for column, cell in zip(table.columns, line.cells, strict=True):
                if isinstance(cell, Number):
                    shown[str(table.title), str(line.words), str(column), cell.code] = "hidden" if cell.is_hidden else cell.value

    rows = [row for row in outcome_tables.flat(report) if row[3] != "Share"]

    assert [row[4] for row in rows] == list(shown.values())


@settings(max_examples=size(2_000), deadline=None)
@given(BANKS, BANKS)
def test_the_report_of_a_place_and_that_of_every_place_do_not_tell_of_the_rest(here, elsewhere):
    place, rest = counted(here), counted(elsewhere)
    of_place, of_all = Invented(place, elsewhere=rest), Invented({code: place[code] + rest[code] for code in CELLS})

    for code in CELLS:
        told = code not in of_place.hidden and code not in of_all.hidden
        assert not (told and is_small(rest[code])), code


def charged(*charges):
    """A bank of charges alone."""
    return list(charges), [], [], [], "asked"


# What protects a number in one region is nothing in the other, and its line says so.
NOTHING_IN_ONE_REGION = [
    charged(
        ("guilty", "NONE", "UNSAID", 3),
        ("discharged", "LAID_IN_ERROR", "UNSAID", 1),
        ("peace_bond", "NONE", "UNSAID", 3),
        ("dismissed", "DIVERTED", "NO", 1),
        ("stay_abuse", "DIVERTED", "NO", 4),
        ("quashed", "DIVERTED", "UNSAID", 1),
    ),
    charged(),
    charged(("dismissed", "EVIDENCE", "NO", 4), ("crown_stay", "NONE", "NO", 9)),
]


@settings(max_examples=size(1_000), deadline=None)
@given(st.lists(BANKS, min_size=2, max_size=3))
@example(NOTHING_IN_ONE_REGION)
def test_all_reports_that_leave_together_tell_no_small_number(banks):
    of_regions = {name: counted(bank) for name, bank in zip(PLACES, banks, strict=False)}
    with patch("caseload.outcomes.region_names", lambda: list(of_regions)):
        reports = {place: Leaving(of_regions, place) for place in ("", *of_regions)}
        shown = {
            (place, code): Number(f"{place} {code}", report.values[code], code in report.hidden)
            for place, report in reports.items()
            for code in CELLS
        }
        sums = []
        for place, report in reports.items():
            for table in outcome_tables.tables(report):
                sums += [(shown[place, total.code], [shown[place, part.code] for part in parts]) for total, parts in equations(table)]
    sums += [(shown["", code], [shown[place, code] for place in of_regions]) for code in CELLS]

    assert not [one.code for one in shown.values() if is_small(one.value) and not one.is_hidden]
    small = {one.code for one in shown.values() if is_small(one.value)}
    assert not worked_out(sums) & small
    for report in reports.values():
        assert reports[""].hidden <= report.hidden


def test_regions_that_hide_what_each_must_would_give_a_number_away():
    """The check above can fail: each region protected by itself, as on a page, lets its small number be subtracted."""
    central, north = (Counter(dict.fromkeys(CELLS, 0)) for _place in range(2))
    for numbers, convicted in ((central, 9), (north, 3)):
        numbers.update({"case.all": 20, "case.guilty": convicted, "case.withdrawn": 20 - convicted})
    alone = {name: Invented(numbers).hidden for name, numbers in (("central", central), ("north", north))}
    whole = Invented({code: central[code] + north[code] for code in CELLS}).hidden

    assert "case.guilty" in alone["north"]
    assert "case.guilty" not in alone["central"] | whole
