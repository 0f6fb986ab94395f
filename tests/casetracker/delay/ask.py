"""Short ways to say a clock in a test."""

from datetime import date, timedelta

from casetracker.delay import Clock, Figures, Interval, OffencePeriod, Status, calculate, read_tables

TABLES = read_tables()
OLD = OffencePeriod(date(2020, 1, 1))
NEW = OffencePeriod(date(2026, 8, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(kind: str, start: str, end: str, share: int = 100, status: str = "AGREED", number: int = 1) -> Interval:
    return Interval(day(start), day(end), kind, Status(status), share, number=number)


def clock(origin: str, end: str, *intervals: Interval, forum: str = "OCJ", offences=(OLD,)) -> Clock:
    return Clock(day(origin), day(end), forum, tuple(offences), intervals)


def count(origin: str, end: str, *intervals: Interval, forum: str = "OCJ", offences=(OLD,), position: str = "agreed") -> Figures:
    return calculate(clock(origin, end, *intervals, forum=forum, offences=offences), TABLES, position)


def codes(figures: Figures) -> list[str]:
    return [said.code for said in figures.warnings]


def after(start: str, days: int) -> str:
    return (day(start) + timedelta(days=days)).isoformat()
