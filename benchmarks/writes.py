#!/usr/bin/env python3
"""How many acts a second, with one, four and eight writers, with the audit chain on and off.

    .venv/bin/python benchmarks/writes.py [--engine sqlite|postgresql|both] [--acts 200]

One act saves one appearance of a file of its own, with its history row. "Off" is the same act, which keeps its history but adds nothing to
the chain: no event, no hash, no head. The goal: at most 1.5 times the time. Beside both stands the bare save of the row in a transaction of
its own, with neither act nor history. Writers are threads of one process, as in embedded mode.
"""

import argparse
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import common

WRITERS = (1, 4, 8)


def one_act(appearance, number: int, person) -> None:
    """Save one row as services do: an act, its history row, its events, the chain."""
    from foundation import clock
    from foundation.audit.acts import act

    with act(by=person, at=clock.now(), kind="bench"):
        appearance.room = f"room {number}"
        appearance.save()


@contextmanager
def no_chain():
    """Let acts add nothing to the chain."""
    from unittest import mock

    from simple_history.signals import post_create_historical_record

    from foundation.audit import acts, history

    post_create_historical_record.disconnect(dispatch_uid="audit.chain")
    try:
        with mock.patch.object(acts, "chain"), mock.patch.object(acts, "take_head"):
            yield
    finally:
        history.connect()


def bare_save(appearance, number: int, person) -> None:
    """Save the same row in one transaction, with nothing written beside it."""
    from django.db import models, transaction

    from foundation.audit.acts import write_turn

    with write_turn(), transaction.atomic():
        appearance.room = f"room {number}"
        appearance.version += 1
        appearance.skip_history_when_saving = True
        models.Model.save(appearance, update_fields=["room", "version"])


def write(write_one, appearance, acts: int, person, failures: list) -> None:
    from django.db import connection

    try:
        for number in range(acts):
            write_one(appearance, number, person)
    except Exception as fault:  # a writer that fails makes the run worthless, and says so
        failures.append(fault)
    finally:
        connection.close()


def acts_a_second(loader, write_one, writers: int, acts: int) -> float:
    """Let so many writers write, each to a file of its own; give the acts of all of them in a second."""
    from casetracker.models import Appearance

    rows = list(Appearance.objects.order_by("pk")[:writers])
    for row in rows:
        write_one(row, -1, loader.pros[0])
    failures: list = []
    threads = [threading.Thread(target=write, args=(write_one, row, acts, loader.pros[0], failures)) for row in rows]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failures:
        raise failures[0]
    return writers * acts / took


def run(engine: str, acts: int) -> None:
    """Measure one engine and print the table."""
    kept = common.prepare(engine)
    try:
        loader = common.Loader()
        loader.load(1_000)
        print(f"\n## {engine}\n")
        print("| writers | acts a second, chain on | chain off | bare save | time with to time without the chain | to the bare save |")
        print("|---|---|---|---|---|---|")
        for writers in WRITERS:
            on = acts_a_second(loader, one_act, writers, acts)
            with no_chain():
                off = acts_a_second(loader, one_act, writers, acts)
            bare = acts_a_second(loader, bare_save, writers, acts)
            print(f"| {writers} | {on:.0f} | {off:.0f} | {bare:.0f} | {off / on:.2f} | {bare / on:.2f} |")
        print(f"\nPeak memory of the process: {common.peak_memory_mb():.0f} MB.")
    finally:
        common.drop_database()
        kept.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="sqlite")
    parser.add_argument("--acts", type=int, default=200)
    options = parser.parse_args()
    if options.engine == "both":
        words = [sys.executable, __file__, "--acts", str(options.acts)]
        return max(subprocess.call([*words, "--engine", engine], env=dict(os.environ)) for engine in ("sqlite", "postgresql"))
    print(f"Measured on {common.machine()}: `benchmarks/writes.py --engine {options.engine} --acts {options.acts}`.")
    run(options.engine, options.acts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
