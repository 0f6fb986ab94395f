"""The only source of time.

Everything asks ``clock.now()`` or ``clock.today()``, so that tests can fix it, the demonstration can play its events in their own
time, and a rehearsal can move it (``CLOCK_SHIFT_SECONDS``, refused in production).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings

TORONTO = ZoneInfo("America/Toronto")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)


def now() -> datetime:
    """Tell the present instant, aware, in UTC."""
    moment = _fixed.get()
    if moment is not None:
        return moment
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_SHIFT_SECONDS)  # noqa: TID251


def today(zone: tzinfo | None = None) -> date:
    """Tell today's date in Toronto, or in the given zone for a court date."""
    return now().astimezone(zone or TORONTO).date()


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Hold the clock at one aware instant for the block."""
    if moment.tzinfo is None:
        raise ValueError("The clock is fixed with an aware instant.")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
