"""The day a ceiling is reached, and how near it is.

A ceiling is reached whole calendar months after the clock began, at the end of the month where the day does not exist. While the forum is
not settled the 18-month day decides colour and order and the 30-month day is shown beside it.
"""

from dataclasses import dataclass
from datetime import date

from .calendar import add_months, average_months, months_and_days, over_average, total_days

AMBER_DAYS = 90
RED_DAYS = 30


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
        return self.over != over_average(self.total, self.ceiling.months)
