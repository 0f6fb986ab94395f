"""What a range stands for: days, months and years, and numbers."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Any

from django.utils.translation import gettext

from foundation.search.marks import Mark, QueryError

MOST = 999_999_999

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def _first_and_last(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Read 2019, 2019-05 or 2019-05-01 as the days it covers."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            only = datetime.date(year, month, day)
            return only, only
        if match.group(2):
            return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    except (ValueError, IndexError):
        return None


def days(named: Mark, mark: Mark) -> tuple[datetime.date, datetime.date]:
    """Read a day, month, year or range of them as its first day and its last."""
    comparison, low, high = _bounds(named, mark)
    earliest, latest = datetime.date.min, datetime.date.max
    first = _first_and_last(low) if low else (earliest, earliest)
    last = _first_and_last(high) if high else (latest, latest)
    if first is None or last is None or not (low or high):
        raise QueryError(
            gettext("“%(text)s” at character %(place)d is not a date; write 2019, 2019-05-01, 2015..2020 or year>=2018.")
            % {"text": mark.text, "place": mark.start + 1},
            mark.start,
            mark.end,
        )
    one_day = datetime.timedelta(days=1)
    found = {
        "": (first[0], last[1]),
        ">=": (first[0], latest),
        "<=": (earliest, first[1]),
        ">": (min(first[1], latest - one_day) + one_day, latest),
        "<": (earliest, max(first[0], earliest + one_day) - one_day),
    }[comparison]
    return _in_order(*found, mark)


def numbers(named: Mark, mark: Mark) -> tuple[int, int]:
    """Read a number or a range of numbers as the least and the most."""
    comparison, low, high = _bounds(named, mark)
    if not (low or high) or not all(re.fullmatch(r"[0-9]{1,9}", each) for each in (low, high) if each):
        raise QueryError(
            gettext("“%(text)s” at character %(place)d is not a number; write citations:10, citations:5..20 or citations>10.")
            % {"text": mark.text, "place": mark.start + 1},
            mark.start,
            mark.end,
        )
    least, most = int(low or 0), int(high or MOST)
    found = {"": (least, most), ">=": (least, MOST), "<=": (0, least), ">": (least + 1, MOST), "<": (0, least - 1)}[comparison]
    return _in_order(*found, mark)


def _bounds(named: Mark, mark: Mark) -> tuple[str, str, str]:
    """Cut a range at its dots: the comparison that stands in place of a colon, the low end and the high end."""
    comparison = named.text[len(named.text.rstrip("<>=")) :]
    low, dots, high = (part.strip() for part in mark.text.partition(".."))
    if comparison and dots:
        return "", "", ""
    return comparison, low, high if dots else low


def _in_order(first: Any, last: Any, mark: Mark) -> tuple[Any, Any]:
    if first > last:
        raise QueryError(
            gettext("“%(text)s” at character %(place)d ends before it begins.") % {"text": mark.text, "place": mark.start + 1},
            mark.start,
            mark.end,
        )
    return first, last
