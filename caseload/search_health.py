"""How the search stands, in words an operator can act on; no title, number or word of a record is among them."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseload import failed
from foundation.jobs.models import Job
from foundation.search import anew, indexer, port, registry
from foundation.search.entry import Unavailable
from foundation.search.models import Change, Generation

ENGINES: dict[str, str | Promise] = {
    "tantivy": _("embedded (tantivy)"),
    "elasticsearch": "Elasticsearch",
    "oracle": _("none: every document is looked at"),
}


@dataclass(frozen=True, kw_only=True)
class Health:
    """How the search stands."""

    engine: str | Promise
    trouble: str | Promise
    generation: Generation | None
    documents: int | None
    rows: list[tuple[str | Promise, int]]
    waiting: int
    hidden: int
    since: datetime | None
    last_error: str | Promise
    set_aside: list[failed.FailedWork]
    build: Job | None

    @property
    def records(self) -> int:
        """How many records of the database can be found."""
        return sum(count for _label, count in self.rows)

    @property
    def differs(self) -> int:
        """By how many the index and the database differ, what waits aside."""
        return 0 if self.documents is None else abs(self.records - self.documents)

    @property
    def is_building(self) -> bool:
        """Say whether a build that was asked for waits or runs."""
        return self.build is not None and self.build.state in (Job.State.WAITING, Job.State.RUNNING)


def health() -> Health:
    """Say how the search stands now."""
    waiting = Change.objects.filter(set_aside=False)
    oldest = waiting.order_by("pk").first()
    refused = waiting.exclude(error="").order_by("-next_try_at").first()
    build = anew.last_build()
    trouble, documents = _looked_at()
    error = refused.error if refused else build.error if build else ""
    return Health(
        engine=ENGINES.get(settings.SEARCH_ENGINE, settings.SEARCH_ENGINE),
        trouble=trouble,
        generation=port.live_generation(),
        documents=documents,
        rows=[(failed.RECORDS.get(each.label, each.label), each.count()) for each in registry.registrations()],
        waiting=waiting.count(),
        hidden=waiting.filter(narrowed=True).count(),
        since=oldest.at if oldest else None,
        last_error=failed.cause_of(error) if error else "",
        set_aside=[work for work in failed.failed_work() if work.source == failed.CHANGE],
        build=build,
    )


def _looked_at() -> tuple[str | Promise, int | None]:
    """Say what is wrong with the index, and how many documents it holds."""
    if port.node_trouble():
        return _("The search node does not answer, or is of another version."), None
    generation = port.live_generation()
    if generation is None:
        return _("No index has been built yet; the worker builds one."), None
    try:
        if port.index_is_there(generation) and port.index_is_sound(generation):
            return "", indexer.count(generation)
    except Unavailable:
        pass
    return _("The index is gone or cannot be read; the worker builds one."), None


def build_anew(*, by, at: datetime, key: str | None = None) -> Job:
    """Have the worker build the index anew; :raises PermissionDenied: she does not look after the search."""
    if not failed.may_settle(by):
        raise PermissionDenied
    return anew.build_anew(by=by, at=at, key=key)
