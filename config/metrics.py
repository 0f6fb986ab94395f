"""Numbers for whoever watches the service: how long pages take, and what waits. Never public, and no word of a case in them."""

import hmac
import ipaddress
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Max, Min
from django.http import Http404, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from config.backup import keeping
from foundation import clock
from foundation.audit.models import Act, ChainHead
from foundation.audit.verify import outside_head_path
from foundation.jobs import heartbeat
from foundation.jobs.models import Job
from foundation.search.models import Change


class Product(Collector):
    """What stands in the database and beside it, asked when the numbers are fetched."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Ask nothing when registered."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        at = clock.now()
        by_state = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
        jobs = GaugeMetricFamily("casetracker_jobs", "Jobs by state; DEAD ones were set aside after too many tries", labels=["state"])
        for state in (Job.State.WAITING, Job.State.RUNNING, Job.State.DEAD):
            jobs.add_metric([state], by_state.get(state, 0))
        yield jobs
        due = Job.objects.filter(state=Job.State.WAITING, run_after__lte=at).aggregate(oldest=Min("run_after"))
        yield gauge("casetracker_job_oldest_seconds", "How long the oldest job that is due has waited", age(due["oldest"], at) or 0)
        outbox = Change.objects.filter(set_aside=False).aggregate(count=Count("pk"), oldest=Min("at"))
        yield gauge("casetracker_outbox_changes", "Changes that the search index waits for", outbox["count"])
        yield gauge("casetracker_outbox_age_seconds", "Age of the oldest of them", age(outbox["oldest"], at) or 0)
        aside = Change.objects.filter(set_aside=True).count()
        yield gauge("casetracker_outbox_set_aside", "Records that could not be indexed and were set aside", aside)
        yield gauge("casetracker_chain_links", "Links of the audit chain", ChainHead.objects.aggregate(most=Max("seq"))["most"] or 0)
        last = Act.objects.aggregate(last=Max("at"))["last"]
        yield from known("casetracker_chain_head_age_seconds", "Time since the last act", age(last, at))
        copied = changed_at(outside_head_path())
        yield from known("casetracker_chain_copy_age_seconds", "Time since the chain's head was copied outside", age(copied, at))
        yield from known("casetracker_worker_silent_seconds", "Time since the worker's last sign of life", age(heartbeat.last_beat(), at))
        yield from known("casetracker_last_backup_age_seconds", "Time since the last good backup", age(last_backup(), at))


def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    """Give one number."""
    return GaugeMetricFamily(name, words, value=value)


def known(name: str, words: str, value: float | None) -> Iterator[GaugeMetricFamily]:
    """Give one number where it is known; an alarm asks for its absence too."""
    if value is not None:
        yield gauge(name, words, value)


def age(then: datetime | None, at: datetime) -> float | None:
    """Give the seconds since then, never less than none."""
    return max(0.0, (at - then).total_seconds()) if then else None


def changed_at(path: Path) -> datetime | None:
    """Tell when a file was last written, by its own time stamp."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=clock.now().tzinfo)
    except OSError:
        return None


def last_backup() -> datetime | None:
    """Tell when the last good backup was made, or None."""
    good_at = keeping.read_note().get("good_at")
    return datetime.fromisoformat(good_at) if good_at else None


def may_fetch(request) -> bool:
    """Let in who holds the token, or asks on this machine where none is set; nobody who comes through a proxy."""
    if any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")):
        return False
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@login_not_required
def metrics(request):
    """Hand out the numbers in the words of Prometheus; to anybody else there is no such page."""
    if not may_fetch(request):
        raise Http404
    pages: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):  # several web processes: each writes its own file, read together here
        pages = CollectorRegistry()
        multiprocess.MultiProcessCollector(pages)
    product = CollectorRegistry()
    product.register(Product())
    return HttpResponse(generate_latest(pages) + generate_latest(product), content_type=CONTENT_TYPE_LATEST)
