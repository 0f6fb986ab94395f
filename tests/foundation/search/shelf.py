"""A small stand-in for an app with records: kept in memory, with a rule of its own about who sees what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from foundation.search.document import SearchDocument
from foundation.search.tokens import tokens_for

LABEL = "bank.Item"


@dataclass
class Item:
    """A record of the stand-in app."""

    ref: str
    title: str = ""
    body: str = ""
    team: str = ""
    readers: set[str] = field(default_factory=lambda: {"role:PRO", "role:LEAD"})
    denied: set[str] = field(default_factory=set)
    facets: dict = field(default_factory=dict)
    citations: tuple = ()
    kind: str = "item"
    year: int | None = None
    broken: bool = False

    _meta = SimpleNamespace(label=LABEL)

    def may_be_seen_with(self, held) -> bool:
        """Decide as the database would."""
        return bool(held & self.readers) and not held & self.denied


class Shelf:
    """Hold items and answer what the search asks of a model's manager."""

    def __init__(self, items=()):
        self.items = {item.ref: item for item in items}

    def put(self, *items):
        """Store items."""
        self.items.update({item.ref: item for item in items})

    def visible_to(self, user):
        """Keep what this person may see."""
        held = tokens_for(user)
        return Shelf(item for item in self.items.values() if item.may_be_seen_with(held))

    def filter(self, ref__in):
        """Keep what has one of these refs."""
        return Shelf(self.items[ref] for ref in ref__in if ref in self.items)

    def values_list(self, name, flat):
        """List the refs."""
        return list(self.items)

    def count(self):
        """Count the items."""
        return len(self.items)

    def build(self, item):
        """Make an item's document."""
        if item.broken:
            raise RuntimeError("This item cannot be built.")
        return SearchDocument(
            key=f"{LABEL}:{item.ref}",
            kind=item.kind,
            title=item.title or item.ref,
            url_name="home",
            url_ref=item.ref,
            readers=item.readers,
            denied=item.denied,
            body=item.body,
            body_team=item.team,
            facets=item.facets,
            dates={"date": date(item.year, 6, 1)} if item.year else {},
            citations=item.citations,
        )

    def matches(self, user, text):
        """Find by title, as a database would."""
        return [item for item in self.items.values() if text.lower() in item.title.lower()]
