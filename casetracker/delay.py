"""The delay clock in plain dates: months with their ends clamped, and the day a ceiling is reached.

Days are half open (end minus start); a ceiling is reached whole calendar months after the clock began, at the end of the month where
the day does not exist. While the forum is not settled the 18-month day decides colour and order and the 30-month day is shown beside it.
Everything here is indicative; counsel decides.
"""

import calendar
from dataclasses import dataclass
from datetime import date

AMBER_DAYS = 90
RED_DAYS = 30
AVERAGE_MONTH = 365 / 12


def add_months(day: date, months: int) -> date:
    """Give the day some whole months later, at the month's end where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def total_days(start: date, end: date) -> int:
    """Count the days from start to end, the last not included."""
    return (end - start).days


def months_and_days(start: date, end: date) -> tuple[int, int]:
    """Count whole calendar months, then the days left over."""
    if end < start:
        raise ValueError("The end lies before the start.")
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return months, (end - add_months(start, months)).days


def average_months(start: date, end: date) -> float:
    """Count months of 365/12 days."""
    return total_days(start, end) / AVERAGE_MONTH


@dataclass(frozen=True)
class Ceiling:
    """The day on which the delay from an origin reaches the ceiling of a forum."""

    origin: date
    forum: str
    months: int
    on: date
    other_months: int | None = None
    other_on: date | None = None

    @property
    def days(self) -> int:
        """How many days lie between the origin and the ceiling."""
        return total_days(self.origin, self.on)

    def left(self, today: date) -> int:
        """How many days are left; below zero when it is past."""
        return total_days(today, self.on)

    def level(self, today: date) -> str:
        """How near it is: "over", "red" within 30 days, "amber" within 90, else "ok"."""
        left = self.left(today)
        if left < 0:
            return "over"
        if left <= RED_DAYS:
            return "red"
        return "amber" if left <= AMBER_DAYS else "ok"


def ceiling(origin: date, forum: str, months: dict[str, int]) -> Ceiling | None:
    """Find when the ceiling is reached; an empty forum takes that of the Ontario Court of Justice and shows the other.

    :param months: the ceiling of each forum for a clock that starts on ``origin`` (foundation.law.catalogue.delay_months)
    :returns: None where the law on file gives no ceiling for the forum; none is guessed
    """
    needed = [forum] if forum else ["OCJ", "SCJ"]
    if any(name not in months for name in needed):
        return None
    if forum:
        return Ceiling(origin, forum, months[forum], add_months(origin, months[forum]))
    low, high = months["OCJ"], months["SCJ"]
    return Ceiling(origin, "", low, add_months(origin, low), high, add_months(origin, high))


@dataclass(frozen=True)
class Result:
    """The total delay from an origin to an end, held against a ceiling; no deduction is made."""

    ceiling: Ceiling
    end: date

    @property
    def total(self) -> int:
        """Total days."""
        return total_days(self.ceiling.origin, self.end)

    @property
    def months(self) -> tuple[int, int]:
        """Total in whole months and left-over days."""
        return months_and_days(self.ceiling.origin, self.end)

    @property
    def average(self) -> float:
        """Total in average months."""
        return average_months(self.ceiling.origin, self.end)

    @property
    def over(self) -> bool:
        """Whether the total lies above the ceiling, by calendar months."""
        return self.total > self.ceiling.days

    @property
    def within_rounding(self) -> bool:
        """Whether the two ways of counting months disagree."""
        return self.over != (self.total > self.ceiling.months * AVERAGE_MONTH)
