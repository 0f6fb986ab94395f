"""What changed within an act, noted for the indexer: a row for each record, written as the last statements of the act."""

from __future__ import annotations

import weakref
from typing import Any

from foundation import clock
from foundation.audit.acts import OpenAct, require_act
from foundation.search import registry
from foundation.search.document import key_of
from foundation.search.models import Change

_pending: weakref.WeakKeyDictionary[OpenAct, dict[str, bool]] = weakref.WeakKeyDictionary()


def reindex(obj: Any, *, narrowed: bool = False) -> None:
    """Have a record's document made again once the act has committed.

    :param narrowed: words or readers were taken away, so hide the old entry until the new one stands
    :raises WriteOutsideAct: no act is open
    """
    label = obj._meta.label
    registry.registered(label)
    _note(require_act(obj), key_of(label, obj.ref), narrowed)


def forget(label: str, ref: str) -> None:
    """Have a record's document taken out once the act has committed, and hidden from the commit on.

    :raises WriteOutsideAct: no act is open
    """
    _note(require_act(label), key_of(label, ref), narrowed=True)


def _note(act: OpenAct, key: str, narrowed: bool) -> None:
    if act not in _pending:
        waiting = _pending[act] = {}
        act.at_end(lambda: _store(waiting))
    _pending[act][key] = _pending[act].get(key, False) or narrowed


def _store(waiting: dict[str, bool]) -> None:
    """Write an act's changes to the outbox, as its last statements."""
    at = clock.now()
    Change.objects.bulk_create([Change(key=key, narrowed=narrowed, at=at) for key, narrowed in waiting.items()])
