"""For support: why a search finds a record or does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from foundation.search import live, query, registry
from foundation.search.backends.oracle import may_read, satisfies
from foundation.search.document import label_and_ref
from foundation.search.entry import Entry, Request
from foundation.search.models import Change
from foundation.search.sight import Sight


@dataclass(frozen=True)
class Clause:
    """Hold one part of a search as it was understood, how deep inside others it stands, and whether a record satisfies it."""

    text: str
    depth: int
    holds: bool


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Say why a search finds a record or does not: by its parts, and by how the index has the record.

    ``is_current`` says that the index has the record as the database does, ``is_open`` that the index shows it to this person.
    """

    clauses: tuple[Clause, ...]
    is_indexed: bool
    is_current: bool
    is_open: bool
    waits: bool

    @property
    def is_found(self) -> bool:
        """Tell whether the search finds the record."""
        return self.is_indexed and self.is_open and self.clauses[0].holds


def explain(text: str, key: str, user: Any) -> Explanation | None:
    """Say which clauses of a search one record satisfies, in the texts that somebody may read; None where she may not see the record.

    :raises QueryError: the search cannot be understood
    :raises Unavailable: there is no index, or the engine does not answer
    """
    tree = query.parse(text).tree
    sight = Sight(user)
    if key not in sight.visible([key]):
        return None
    label, ref = label_and_ref(key)
    registration = registry.registered(label)
    now = registration.build(registration.load(ref))
    kept = next(iter(live.answer(lambda engine: engine.documents([key]))), None)
    document = kept or now
    if document is None:
        return Explanation(clauses=(Clause(query.echo(tree), 0, False),), is_indexed=False, is_current=True, is_open=False, waits=False)
    request = Request(tree=tree, readers=sight.tokens, masked=sight.masked)
    entry = Entry(document)
    return Explanation(
        clauses=tuple(Clause(text, depth, satisfies(node, entry, request)) for text, depth, node in query.clauses(tree)),
        is_indexed=kept is not None,
        is_current=kept is not None and now is not None and kept.digest() == now.digest(),
        is_open=may_read(entry, request),
        waits=Change.objects.filter(key=key).exists(),
    )
