#!/usr/bin/env python3
"""How long the fourteen busiest pages take when the team has 1,000, 10,000 and 100,000 accused.

    .venv/bin/python benchmarks/pages.py [--files N] [--engine sqlite|postgresql|both] [--rounds 40]

Loads the accused with a loader of its own into a temporary DATA_DIR (or a new database on the server of TEST_POSTGRES_URL), asks for each
page in this process, and prints for each the number of queries, the median and the 95th percentile in milliseconds, the ratio of the 95th
percentile to that of the smallest run, and to a bare view that lists 25 rows of the same table (no middleware, no template of ours).
At the end the memory of a web process and a worker on the largest database. ``--files N`` loads N accused only. Times of one run compare
with each other; they say nothing about another machine.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import common

SIZES = (1_000, 10_000, 100_000)


def bare_list(request):
    """List 25 rows of the same table, and nothing else."""
    from django.http import HttpResponse

    from casetracker.models import CaseFile

    rows = CaseFile.objects.order_by("-pk")[:25]
    return HttpResponse("".join(f"<p>{row.ref} {row.style_name} {row.situation}</p>" for row in rows))


def busy_pages(loader) -> list[tuple[str, str, object]]:
    """The pages that are opened most, each with who opens it: name, address, person."""
    from casetracker.models import CaseFile, Proceeding

    pro = loader.pros[0]
    file = CaseFile.objects.filter(accesses__user=pro, state="CARRIED").order_by("pk").first()
    accused = Proceeding.objects.filter(file=file).first()
    place = f"/en/cases/{file.ref}/"
    return [
        ("my work", "/en/", pro),
        ("files", "/en/cases/", pro),
        ("files of the team", "/en/cases/", loader.lead),
        ("files, filtered", "/en/cases/?state=CARRIED", loader.lead),
        ("a file", place, pro),
        ("accused and counts", f"{place}accused/", pro),
        ("an accused", f"{place}accused/{accused.ref}/", pro),
        ("dates", f"{place}dates/", pro),
        ("history of a file", f"{place}history/", pro),
        ("team page", "/en/lead/", loader.lead),
        ("court list", "/en/court-list/", pro),
        ("ledger of an accused", f"{place}accused/{accused.ref}/delay/", pro),
        ("tasks", "/en/tasks/", pro),
        ("outcomes report", "/en/reports/outcomes/", loader.lead),
    ]


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def timed(client, address: str, rounds: int) -> tuple[int, float, float]:
    """Ask for a page; give its queries, median and 95th percentile in milliseconds, after three rounds to warm up."""
    from django.db import connection

    asked = []

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    for _ in range(3):
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    with connection.execute_wrapper(count):
        client.get(address)
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        client.get(address)
        took.append((time.perf_counter() - began) * 1000)
    return len(asked), statistics.median(took), percentile(took, 0.95)


def measure(loader, rounds: int) -> dict[str, tuple[int, float, float]]:
    """Time the bare view and the pages."""
    from django.test import Client, override_settings

    measured = {}
    for _name, address, person in busy_pages(loader):  # so that "last viewed" holds as much at every size
        client = Client()
        client.force_login(person)
        client.get(address)
    with override_settings(MIDDLEWARE=[], ROOT_URLCONF="benchmarks.bare"):
        measured["bare view"] = timed(Client(), "/", rounds)
    for name, address, person in busy_pages(loader):
        client = Client()
        client.force_login(person)
        measured[name] = timed(client, address, rounds)
    return measured


def processes(env: dict[str, str]) -> list[tuple[str, float]]:
    """Start a web process and a worker on this database for a while, ask for pages, and give the most memory each held, in MB."""
    import socket
    import urllib.error
    import urllib.request

    from config import environment

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    python = Path(sys.executable)
    web = environment.start(environment.web_command("127.0.0.1", port, python), env, subprocess.DEVNULL)
    worker = environment.start(environment.worker_command(python), env, subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        asked = 0
        while time.monotonic() < until and asked < 300:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/en/sign-in/", timeout=5).read()
                asked += 1
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.3)
        return [("web", tree_peak_mb(web.pid)), ("worker", tree_peak_mb(worker.pid))]
    finally:
        environment.stop(web, worker)


def tree_peak_mb(pid: int) -> float:
    """The most memory a process and its children ever held, in MB; Linux only."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(own.split()[1]) / 1024 + sum(tree_peak_mb(int(child)) for child in children)


def run(engine: str, sizes: list[int], rounds: int) -> None:
    """Measure one engine at every size and print the table."""
    kept = common.prepare(engine)
    from config import wsgi

    loader, results, loading = common.Loader(), {}, {}
    try:
        for accused in sizes:
            began = time.monotonic()
            print(f"  loading {accused:,} accused ...", file=sys.stderr, flush=True)
            loader.load(accused)
            loading[accused] = time.monotonic() - began
            wsgi.settle()  # as each web process does when it starts
            results[accused] = measure(loader, rounds)
        print(f"\n## {engine}\n")
        print(
            "| page | "
            + " | ".join(f"{accused:,}: queries, p50, p95 ms" for accused in sizes)
            + f" | p95 to {sizes[0]:,} | p95 to bare view |"
        )
        print("|---|" + "---|" * (len(sizes) + 2))
        for name in results[sizes[0]]:
            cells = [f"{queries}, {middle:.1f}, {high:.1f}" for queries, middle, high in (results[accused][name] for accused in sizes)]
            first, last = results[sizes[0]][name], results[sizes[-1]][name]
            bare = results[sizes[-1]]["bare view"]
            print(f"| {name} | " + " | ".join(cells) + f" | {last[2] / first[2]:.2f} | {last[2] / bare[2]:.1f} |")
        same = all(len({results[accused][name][0] for accused in sizes}) == 1 for name in results[sizes[0]])
        print(f"\nQueries the same at every size: {'yes' if same else 'NO'}.")
        print("Loading took " + ", ".join(f"{one:.0f} s" for one in loading.values()) + ".")
        print(f"Peak memory of the measuring process: {common.peak_memory_mb():.0f} MB.")
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.base"}
        for name, peak in processes(env):
            print(f"Peak memory of the {name} on {sizes[-1]:,} accused: {peak:.0f} MB.")
    finally:
        common.drop_database()
        kept.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, help="load this many accused only")
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    sizes = [options.files] if options.files else list(SIZES)
    if options.engine == "both":  # settings are read once in a process, so each engine has one of its own
        words = [sys.executable, __file__, "--rounds", str(options.rounds), *(["--files", str(options.files)] if options.files else [])]
        return max(subprocess.call([*words, "--engine", engine]) for engine in ("sqlite", "postgresql"))
    print(f"Measured on {common.machine()}: `benchmarks/pages.py --engine {options.engine}`, {options.rounds} rounds a page.")
    run(options.engine, sizes, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
