"""Plays the stories of the demonstration in the order of time, so that history, moves and chain are true."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation import clock

OPEN, SHUT = 9, 17
DAYS_BETWEEN_ROLLS = 14  # what only time does catches up missed days, each dated as it should


@dataclass(frozen=True)
class Step:
    """One thing that happens in a story: its name, how many days after the step before it (from, to), and what is done."""

    name: str
    gap: tuple[int, int]
    do: Callable[["Story"], None]


class Story:
    """One file or one request, from its first day to the step at which the demonstration leaves it."""

    def __init__(self, steps: list[Step], *, last: str, today: date, chance: random.Random, age: int | None = None, **props):
        self.steps, self.chance = steps, chance
        names = [step.name for step in steps]
        self.until = names.index(last)
        gaps = [chance.randint(*step.gap) for step in steps]
        if age is not None:  # a matter that drags on
            pace = age / max(sum(gaps[: self.until + 1]), 1)
            gaps = [round(gap * pace) for gap in gaps[: self.until + 1]] + gaps[self.until + 1 :]
        after = gaps[self.until + 1] if self.until + 1 < len(steps) else 12
        start = today - timedelta(days=sum(gaps[: self.until + 1]) + chance.randint(0, max(min(after - 1, 20), 0)))
        self._days: dict[str, date] = {}
        day = start
        for step, gap in zip(steps, gaps, strict=True):
            day = _working_day(day + timedelta(days=gap), not_after=today if step in steps[: self.until + 1] else None)
            self._days[step.name] = day
        self.__dict__.update(props)

    def day(self, name: str) -> date:
        """The day of a step, also of one that is still to come."""
        return self._days[name]

    def knows(self, name: str) -> bool:
        """Say whether the story has such a step at all."""
        return name in self._days

    @property
    def today(self) -> date:
        """The day that is being played."""
        return clock.today()

    @property
    def at(self) -> datetime:
        """The instant that is being played."""
        return clock.now()

    def scenes(self) -> Iterator[tuple[datetime, Step]]:
        """The steps that are played, each at an hour of its day; hours of one day follow each other."""
        before = None
        for step in self.steps[: self.until + 1]:
            hour = time(self.chance.randint(OPEN, SHUT - 2), self.chance.randint(0, 59), self.chance.randint(0, 59))
            moment = datetime.combine(self._days[step.name], hour, clock.TORONTO)
            if before is not None and moment <= before:
                moment = before + timedelta(minutes=self.chance.randint(7, 40))
            before = moment
            yield moment, step


def _working_day(day: date, not_after: date | None) -> date:
    moved = day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
    if not_after is not None and moved > not_after:
        moved = min(day, not_after)
    return moved


def play(stories: list[Story], *, every_day: Callable[[date], None], today: date, told: Callable[[int, int], None]) -> None:
    """Play every scene of every story in the order of time, with the clock standing at each; at the end of each day, what time does."""
    waiting: list[tuple[datetime, int, Step, Story]] = []
    for number, story in enumerate(stories):
        for place, (moment, step) in enumerate(story.scenes()):
            heapq.heappush(waiting, (moment, number * 1000 + place, step, story))
    total, done = len(waiting), 0
    day = waiting[0][0].date() if waiting else today
    while waiting:
        moment, _number, step, story = heapq.heappop(waiting)
        while day < moment.date():
            day += timedelta(days=1)
            if day.toordinal() % DAYS_BETWEEN_ROLLS == 0:
                with clock.fixed(datetime.combine(day, time(6), clock.TORONTO)):
                    every_day(day)
        with clock.fixed(moment):
            step.do(story)
        done += 1
        told(done, total)
    with clock.fixed(datetime.combine(today, time(18, 30), clock.TORONTO)):
        every_day(today)
