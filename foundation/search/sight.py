"""What one person may see now, by the database: whatever is shown of an answer goes through here."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from foundation import clock
from foundation.search import live, query, registry
from foundation.search.document import FACET_NAME, key_of, label_and_ref
from foundation.search.entry import Found, Request
from foundation.search.models import Change
from foundation.search.tokens import tokens_for

logger = logging.getLogger("casetracker.search")

MOST_CHECKED = 5_000
"""Beyond so many waiting changes, all of them are hidden without asking the database one by one."""


@dataclass(frozen=True)
class Freshness:
    """Say what the index does not know yet."""

    waiting: int = 0
    seconds: float = 0.0


def visible(user: Any, keys: Collection[str]) -> set[str]:
    """Keep the keys of records that this person may see now, by the database."""
    return _visible(user, keys) if user.is_active else set()


class Sight:
    """Know what one person may see now: her tokens, and what the index has not yet been told to hide from her."""

    def __init__(self, user: Any):
        self.user = user
        self.tokens = tokens_for(user)
        self.is_team = Request(tree=query.Everything(), readers=self.tokens).is_team
        self.masked, self.freshness = self._mask()

    def visible(self, keys: Iterable[str]) -> set[str]:
        """Keep the keys of records that the database says this person may see."""
        return _visible(self.user, keys)

    def near(self, keys: Iterable[str], before: datetime.date | None, leave_out: Collection[str]) -> dict[str, set[str]]:
        """Say for some records which others they cite or are cited by, of those this person may see."""
        refs: dict[str, list[str]] = {}
        for key in keys:
            label, ref = label_and_ref(key)
            refs.setdefault(label, []).append(ref)
        return {
            key_of(label, ref): set(close) - set(leave_out)
            for label, some in refs.items()
            for ref, close in registry.registered(label).neighbours(self.user, some, before).items()
        }

    def _mask(self) -> tuple[frozenset[str], Freshness]:
        """Hide waiting records she may no longer see; those narrowed in words hide from all until indexed anew."""
        waiting = list(Change.objects.order_by("pk").values_list("key", "narrowed", "at"))
        if not waiting:
            return frozenset(), Freshness()
        keys = {key for key, _, _ in waiting}
        narrowed = {key for key, is_narrowed, _ in waiting if is_narrowed}
        seen = self.visible(keys - narrowed) if len(keys) <= MOST_CHECKED else set()
        age = (clock.now() - waiting[0][2]).total_seconds()
        return frozenset(keys - seen), Freshness(len(keys), max(age, 0.0))


def _visible(user: Any, keys: Iterable[str]) -> set[str]:
    refs: dict[str, list[str]] = {}
    for key in keys:
        label, ref = label_and_ref(key)
        refs.setdefault(label, []).append(ref)
    seen: set[str] = set()
    for label, some in refs.items():
        try:
            rows = registry.registered(label).visible(user)
        except LookupError:
            continue
        for at in range(0, len(some), 500):
            found = rows.filter(ref__in=some[at : at + 500]).values_list("ref", flat=True)
            seen |= {key_of(label, ref) for ref in found}
    return seen


def facet_filters(filters: Mapping[str, Collection[str]] | None) -> dict[str, tuple[str, ...]]:
    """Keep the filters whose name can be a facet's and that have values, as an engine is asked for them."""
    return {name: tuple(map(str, values)) for name, values in (filters or {}).items() if values and FACET_NAME.fullmatch(name)}


def asked_and_checked(request: Request, sight: Sight) -> Found:
    """Ask, then show nothing that the database does not let this person see.

    An entry that the index should have hidden is masked and the question asked once more, so that totals and counts leave it out too.
    """
    for _ in range(3):
        found = live.ask(request)
        shown = [document.key for document in found.documents]
        seen = sight.visible(shown)
        hidden = [key for key in shown if key not in seen]
        if not hidden:
            return found
        logger.error("index offered a record its reader may not see", extra={"labels": sorted({label_and_ref(key)[0] for key in hidden})})
        request = replace(request, masked=request.masked | frozenset(hidden))
    kept = [document for document in found.documents if document.key in seen]
    return replace(found, documents=kept, total=found.total - len(hidden))
