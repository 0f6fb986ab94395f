"""Rules of deadlines as dated rows, and how their days are counted; needs no database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from .calendar import DAY, add_months, is_working_day
from .files import Dated, read_rows

SHORT = 7  # days: in a shorter period holidays are not counted (Criminal Proceedings Rules, SI/2012-7, rule 3(1)(b))


class Unit(StrEnum):
    """What a length is counted in."""

    DAYS = "days"
    MONTHS = "months"
    COURT_DAYS = "court days"


class Direction(StrEnum):
    """Whether the last day lies after what starts the period, or before it."""

    AFTER = "after"
    BEFORE = "before"


class Late(StrEnum):
    """What becomes of it when the last day has passed: it is still to be done, it can be done no more, or another period begins."""

    OVERDUE = "OVERDUE"
    GONE = "GONE"
    REPEATS = "REPEATS"


@dataclass(frozen=True, kw_only=True)
class DeadlineRule(Dated):
    """How long a step may take, from what, who must take it, and where that is written."""

    code: str
    starts: str
    length: int
    unit: Unit
    direction: Direction
    court_rule: bool
    falls_on: str
    late: Late
    title_en: str
    title_fr: str


@cache
def rules() -> tuple[DeadlineRule, ...]:
    """Every rule that ships, read once."""
    return read_rows("deadlines.csv", DeadlineRule)


def rule(code: str, on: date) -> DeadlineRule | None:
    """Find the rule of a code that holds for a day; None: the law has none for that day."""
    return next((row for row in rules() if row.code == code and row.on(on)), None)


def last_day(found: DeadlineRule, start: date, rounds: int = 1) -> date:
    """Give the last day of a period that starts with an event on ``start``; ``rounds`` is how many times a period that repeats ran.

    Rule 3(1) of the Criminal Proceedings Rules: the day of the event is not counted and the last one is; a period of less than 7 days
    leaves out holidays; one that ends on a holiday goes on to the next day that is none. Counted back from an event, it ends on the day
    before instead, so that no fewer days are left. A length of nothing is the day of the event itself.
    """
    length = found.length * rounds
    if not length:
        return start
    step = DAY if found.direction is Direction.AFTER else -DAY
    if found.unit is Unit.MONTHS:
        end = add_months(start, length if found.direction is Direction.AFTER else -length)
    elif found.unit is Unit.COURT_DAYS or (found.court_rule and length < SHORT):
        end = start
        while length:
            end += step
            length -= is_working_day(end)
    else:
        end = start + length * step
    while found.court_rule and not is_working_day(end):
        end += step
    return end
