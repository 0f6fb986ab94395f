"""Searches that were typed: kept under a random ref, so that no address or log holds their words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from foundation import clock
from foundation.audit.acts import write_turn
from foundation.records.refs import RefConverter
from foundation.search import query, registry
from foundation.search.document import TEAM_TOKENS
from foundation.search.entry import SORTS
from foundation.search.highlight import marks
from foundation.search.models import SavedQuery
from foundation.search.tokens import tokens_for

KEPT_FOR = datetime.timedelta(days=90)


def remember(user: Any, text: str, *, filters: Mapping[str, Collection[str]] | None = None, sort: str = "") -> SavedQuery:
    """Keep what was typed under a random ref for 90 days, so that no address or log holds it."""
    now = clock.now()
    kept = {name: sorted(map(str, values)) for name, values in (filters or {}).items() if values}
    with write_turn(), transaction.atomic():
        return SavedQuery.objects.create(
            owner=user if user is not None and user.is_authenticated else None,
            text=text.replace("\x00", "")[: query.MOST_CHARACTERS * 2],
            filters=kept,
            sort=sort if sort in SORTS else "",
            created_at=now,
            expires_at=now + KEPT_FOR,
        )


def recall(ref: str) -> SavedQuery | None:
    """Give a kept search back to whoever holds its ref; the results will be the opener's own."""
    return SavedQuery.objects.filter(ref=ref, expires_at__gt=clock.now()).first()


def marks_in(user: Any, obj: Any, ref: str, *, with_synonyms: bool = True) -> dict[str, list[tuple[int, int]]] | None:
    """Say where a record that the person may see satisfies a kept search, by text: "title", "body" and "other body".

    None where the search is kept no longer, cannot be understood, or is not satisfied by the record as it stands now.
    """
    kept = recall(ref) if re.fullmatch(RefConverter.regex, ref) else None
    if kept is None:
        return None
    try:
        tree = query.parse(kept.text, with_synonyms=with_synonyms).tree
    except query.QueryError:
        return None
    document = registry.registered(obj._meta.label).build(obj)
    return None if document is None else marks(tree, document, team=not TEAM_TOKENS.isdisjoint(tokens_for(user)))


def recent(user: Any, most: int = 10) -> list[SavedQuery]:
    """Give what a person typed last, newest first, each wording once."""
    rows = SavedQuery.objects.filter(owner=user, expires_at__gt=clock.now()).order_by("-created_at", "-pk")[: most * 10]
    found: dict[str, SavedQuery] = {}
    for row in rows:
        found.setdefault(" ".join(row.text.split()), row)
    return list(found.values())[:most]


def forget_recent(user: Any) -> None:
    """Make nobody's what a person typed; addresses of results that she gave to others lead there until their time is over."""
    with write_turn(), transaction.atomic():
        SavedQuery.objects.filter(owner=user).update(owner=None)
