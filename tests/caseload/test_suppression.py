"""No number under five can be read off a report, neither by itself nor by subtraction: checked by trying every table that fits."""

import random
from itertools import product

import pytest

from caseload.suppression import Sum, hidden, hidden_alike, is_small

ROWS, COLUMNS, MOST = "ab", "xy", 12


def readings(numbers, away):
    """Every table that fits what is shown of one: its hidden cells are tried, and what is shown of its margins must come out."""
    cells = [f"{row}{column}" for row in ROWS for column in COLUMNS]
    unknown = [cell for cell in cells if cell in away]
    for values in product(range(MOST + 1), repeat=len(unknown)):
        whole = with_margins({**{cell: numbers[cell] for cell in cells}, **dict(zip(unknown, values, strict=True))})
        if all(whole[code] == number for code, number in numbers.items() if code not in away):
            yield whole


def with_margins(cells):
    """A table with the sums of its rows, of its columns and of all of it."""
    whole = dict(cells)
    whole |= {row: sum(cells[f"{row}{column}"] for column in COLUMNS) for row in ROWS}
    whole |= {column: sum(cells[f"{row}{column}"] for row in ROWS) for column in COLUMNS}
    return whole | {"all": sum(cells.values())}


def worked_out(numbers, away):
    """The small numbers that have one reading only."""
    found = list(readings(numbers, away))
    return [code for code in away if is_small(numbers[code]) and len({one[code] for one in found}) == 1]


def test_one_small_number_takes_the_next_smallest_with_it():
    numbers = {"a": 3, "b": 7, "c": 20, "all": 30}

    assert hidden(numbers, [Sum("all", ("a", "b", "c"))]) == {"a", "b"}


def test_two_ones_beside_each_other_could_be_read_off_their_sum():
    numbers = {"a": 1, "b": 1, "c": 20, "all": 22}

    away = hidden(numbers, [Sum("all", ("a", "b", "c"))])

    assert len(away) == 3


def test_nobody_is_nobody_and_what_is_large_stays():
    numbers = {"a": 0, "b": 7, "c": 20, "all": 27}

    assert hidden(numbers, [Sum("all", ("a", "b", "c"))]) == set()


def test_what_is_not_printed_but_follows_is_protected():
    numbers = {"charged": 20, "guilty": 18, "not": 2}

    assert hidden(numbers, [Sum("charged", ("guilty", "not"))], unpublished=["not"]) == {"guilty"}


def test_a_report_of_one_office_does_not_tell_of_the_rest():
    numbers = {"here": 9, "everywhere": 11, "elsewhere": 2}

    assert hidden(numbers, [Sum("everywhere", ("here", "elsewhere"))], unpublished=["elsewhere"]) == {"here"}


SUMS = [
    *(Sum(row, tuple(f"{row}{column}" for column in COLUMNS)) for row in ROWS),
    *(Sum(column, tuple(f"{row}{column}" for row in ROWS)) for column in COLUMNS),
    Sum("all", tuple(ROWS)),
    Sum("all", tuple(COLUMNS)),
]


def square(seed):
    """A table with its margins, drawn at random."""
    drawn = random.Random(seed)
    return with_margins({f"{row}{column}": drawn.choice([0, 1, 2, 3, 4, 5, 6, 8]) for row in ROWS for column in COLUMNS})


@pytest.mark.parametrize("seed", range(80))
def test_no_small_number_of_a_table_can_be_worked_out(seed):
    numbers = square(seed)

    away = hidden(numbers, SUMS)

    assert {code for code, number in numbers.items() if is_small(number)} <= away
    if away != set(numbers):
        assert worked_out(numbers, away) == []


def test_hiding_only_the_small_ones_would_not_do():
    """The check above can fail: with the small ones alone hidden some tables give a number away."""
    leaks = 0
    for seed in range(80):
        numbers = square(seed)
        leaks += bool(worked_out(numbers, {code for code, number in numbers.items() if is_small(number)}))

    assert leaks > 10


PARTS = "abc"


def with_all(parts):
    return {**parts, "all": sum(parts.values())}


def readings_of_regions(regions, whole_away, away):
    """Every pair of regions that fits what the reports of both and of the province show, nobody standing for less than nobody."""
    tried = product(range(3 * 6 + 1), repeat=len(PARTS))
    possible = [with_all(dict(zip(PARTS, values, strict=True))) for values in tried]
    fits = [[one for one in possible if all(one[code] == numbers[code] for code in numbers if code not in away)] for numbers in regions]
    told = {code: sum(numbers[code] for numbers in regions) for code in regions[0] if code not in whole_away}
    seconds: dict[tuple, list] = {}
    for second in fits[1]:
        seconds.setdefault(tuple(second[code] for code in told), []).append(second)
    for first in fits[0]:
        for second in seconds.get(tuple(number - first[code] for code, number in told.items()), [])[:50]:
            yield first, second


@pytest.mark.parametrize("seed", range(40))
def test_no_small_number_of_a_region_can_be_worked_out_from_all_reports(seed):
    drawn = random.Random(seed)
    regions = [with_all({code: drawn.choice([0, 1, 2, 3, 4, 5, 6]) for code in PARTS}) for _region in range(2)]
    whole = {code: sum(numbers[code] for numbers in regions) for code in regions[0]}
    sums = [Sum("all", tuple(PARTS))]

    whole_away = hidden(whole, sums)
    away = hidden_alike(regions, sums, already=whole_away)

    assert whole_away <= away
    found = list(readings_of_regions(regions, whole_away, away))
    for place, numbers in enumerate(regions):
        for code, number in numbers.items():
            assert not is_small(number) or len({one[place][code] for one in found}) > 1, f"{code} of region {place} is {number}"
