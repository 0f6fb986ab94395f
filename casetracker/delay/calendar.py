"""Days and months: days are half open, and months are counted in two ways (C1 and C2).

C1 counts whole calendar months and the days left over, with a month's end clamped; C2 divides days by 365/12. Both are in use in Ontario.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from foundation.law.calendar import add_months

AVERAGE_MONTH = 365 / 12
CONVENTION = "DAYS_HALF_OPEN"


def total_days(start: date, end: date) -> int:
    """Count the days from start to end, the last not included."""
    return (end - start).days


def months_and_days(start: date, end: date) -> tuple[int, int]:
    """Count whole calendar months, then the days left over.

    :raises ValueError: the end lies before the start
    """
    if end < start:
        raise ValueError("The end lies before the start.")
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return months, (end - add_months(start, months)).days


def average_months(start: date, end: date) -> float:
    """Count months of 365/12 days."""
    return total_days(start, end) / AVERAGE_MONTH


@dataclass(frozen=True, slots=True)
class Length:
    """A number of days counted from an origin, in both kinds of months."""

    origin: date
    days: int

    @property
    def c1(self) -> tuple[int, int]:
        """Whole calendar months from the origin, then the days left over."""
        return months_and_days(self.origin, self.origin + timedelta(days=self.days))

    @property
    def c2(self) -> float:
        """Months of 365/12 days, to two decimals."""
        return round(self.days / AVERAGE_MONTH, 2)


def over_average(days: int, months: int) -> bool:
    """Say whether days are more than so many months of 365/12 days, in whole numbers."""
    return days * 12 > months * 365
