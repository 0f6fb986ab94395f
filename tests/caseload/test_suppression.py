"""No number under five can be read off a report, neither by itself nor by subtraction: checked by trying every table that fits."""

import random
from itertools import product

import pytest

from caseload.suppression import Sum, hidden, is_small

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
