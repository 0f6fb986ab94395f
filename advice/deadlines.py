"""When an answer is promised: counted in working days of Ontario, with the days left out on which the asker was waited for."""

from collections.abc import Iterable
from datetime import date, timedelta

from foundation.law.calendar import is_working_day

from .states import PRESSING, Urgency

DAY = timedelta(days=1)
WORKING_DAYS: dict[str, int] = {Urgency.U0: 0, Urgency.U1: 0, Urgency.U2: 3}
CALENDAR_DAYS: dict[str, int] = {Urgency.U3: 10}


def due_on(*, urgency: str, started_on: date, pauses: Iterable[tuple[date, date]] = (), needed_by: date | None = None) -> date | None:
    """Give the promised date, or None for a request by arrangement without a date.

    The first day is not counted and the last one is; the last day is a working day, save where the answer is needed at once.
    ``pauses`` are (from, to): the day on which the clock stopped and those after it are not counted, the day on which it ran again is.
    """
    if urgency in WORKING_DAYS:
        left, counts = WORKING_DAYS[urgency], is_working_day
    elif urgency in CALENDAR_DAYS:
        left, counts = CALENDAR_DAYS[urgency], lambda day: True
    else:
        return needed_by
    pauses = list(pauses)
    day = started_on
    while left:
        day += DAY
        if counts(day) and not _paused(day, pauses):
            left -= 1
    while _paused(day, pauses) or (urgency not in PRESSING and not is_working_day(day)):
        day += DAY
    return day


def _paused(day: date, pauses: list[tuple[date, date]]) -> bool:
    return any(stopped <= day < ran_on for stopped, ran_on in pauses)
