"""The days on which offices in Ontario are closed, and months gone on or back. Which other days courts keep was not checked."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Say whether offices in Ontario are open."""
    return day.weekday() < 5 and day not in holidays(day.year)


@lru_cache(maxsize=200)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of Ontario in a year; one that falls on a weekend is kept on the next working day."""
    fixed = [date(year, 1, 1), date(year, 7, 1), date(year, 12, 25), date(year, 12, 26)]
    kept = {
        _monday(year, 2, 3),  # Family Day
        easter(year) - 2 * DAY,
        date(year, 5, 24) - timedelta(days=date(year, 5, 24).weekday()),  # Victoria Day
        _monday(year, 9, 1),  # Labour Day
        _monday(year, 10, 2),  # Thanksgiving
    }
    for day in fixed:
        while day.weekday() > 4 or day in kept:
            day += DAY
        kept.add(day)
    return frozenset(kept)


def _monday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 7 * (number - 1))


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computation of Butcher."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, over = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarter, left = divmod(rest, 4)
    weekday = (32 + 2 * over + 2 * quarter - moon - left) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def add_months(day: date, months: int) -> date:
    """Go some calendar months on or back; a day that the month does not have becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
