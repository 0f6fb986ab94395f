#!/usr/bin/env python3
"""How long it takes to count the delay of an accused with 10, 100 and 1,000 intervals, in all three positions.

    .venv/bin/python benchmarks/delay.py [--rounds 200]

Needs no database. Prints the median and the 95th percentile in milliseconds of processor time, the ratio of the median to that of 10
intervals, and to adding up the lengths of the same intervals and nothing else. The goal: 100 intervals in less than 2 ms; exit 1 where
it is missed.
Overlapping intervals of every kind and status, drawn from one seed, under the regime of 2026, which counts each position twice.
"""

import argparse
import random
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import common
from casetracker import delay

SIZES = (10, 100, 1_000)
GOAL_MS = 2.0
ORIGIN, END = date(2026, 9, 1), date(2029, 9, 1)


def clock_of(size: int, pick: random.Random) -> delay.Clock:
    """Draw a clock of three years with so many intervals."""
    kinds = [row.kind for row in delay.read_tables().kinds]
    intervals = []
    for number in range(1, size + 1):
        start = ORIGIN + timedelta(days=pick.randrange(1_000))
        end = start + timedelta(days=pick.randint(1, 40))
        intervals.append(delay.Interval(start, end, pick.choice(kinds), pick.choice(list(delay.Status)), number=number))
    return delay.Clock(ORIGIN, END, "SCJ", (delay.OffencePeriod(date(2026, 8, 1)),), tuple(intervals))


def times(work, rounds: int) -> list[float]:
    """Run something so many times; give the milliseconds each took of the processor, whatever else runs on the machine."""
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1_000)
    return sorted(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    tables, pick = delay.read_tables(), random.Random(1)
    print(f"Measured on {common.machine()}: `benchmarks/delay.py --rounds {options.rounds}`.\n")
    print("| intervals | median ms | p95 ms | to the smallest | to adding up lengths |")
    print("|---|---|---|---|---|")
    smallest, missed = 0.0, False
    for size in SIZES:
        clock = clock_of(size, pick)
        taken = times(lambda clock=clock: delay.calculate_positions(clock, tables), options.rounds)
        bare = times(lambda clock=clock: sum((one.end - one.start).days for one in clock.intervals), options.rounds)
        median = statistics.median(taken)
        smallest = smallest or median
        late = taken[int(len(taken) * 0.95)]
        ratios = f"{median / smallest:.1f} | {median / statistics.median(bare):.0f}"
        print(f"| {size} | {median:.2f} | {late:.2f} | {ratios} |")
        missed = missed or (size == 100 and median >= GOAL_MS)
    print(f"\n100 intervals in less than {GOAL_MS:g} ms: {'no' if missed else 'yes'}.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
