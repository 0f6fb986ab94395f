"""Covers of files that a lead still has to review: within two working days of the cover."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localtime

from advice.deadlines import is_working_day
from casetracker.models import FileAccess
from casetracker.states import Access

DAYS = 2
SHOWN = 20


@dataclass(frozen=True)
class Cover:
    """A cover that nobody reviewed, and the last day to do it."""

    access: FileAccess
    review_by: date


def review_by(access: FileAccess) -> date:
    """The second working day after the day of the cover."""
    day, left = localtime(access.from_at).date(), DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def late_covers(user, today: date) -> list[Cover]:
    """Covers of files this lead may see that nobody reviewed though two working days have passed, the oldest first."""
    rows = FileAccess.objects.visible_to(user).filter(acting_as=Access.COVER, reviewed_at=None)
    old = rows.filter(from_at__date__lt=today - timedelta(days=DAYS - 1)).select_related("file", "user").order_by("from_at")
    covers = [Cover(access, review_by(access)) for access in old[: SHOWN * 5]]
    return [cover for cover in covers if cover.review_by < today][:SHOWN]
