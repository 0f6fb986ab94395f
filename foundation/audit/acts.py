"""The one way to write: ``with act(...)``."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from foundation.records import AlreadySent

from .models import Act, ChainHead

__all__ = ["AlreadySent", "OpenAct", "WriteOutsideAct", "act", "current_act", "rehearsal", "require_act", "was_sent", "write_turn"]

LINKS_IN_ONE_STATEMENT = 1_000  # seven values each; PostgreSQL takes 65,535 in one statement

_current: ContextVar["OpenAct | None"] = ContextVar("current_act", default=None)
_write_turn = threading.RLock()


class WriteOutsideAct(RuntimeError):
    """Tell that code wrote a tracked row outside ``act()``: a fault of ours, never of the person."""


def write_turn():
    """Let the threads of one process write in turn where SQLite admits one writer, so that none waits in its busy loop."""
    return _write_turn if connection.vendor == "sqlite" else nullcontext()


class OpenAct:
    """The act in progress: collects its events and what must happen last in its transaction."""

    def __init__(self, row: Act):
        self.row = row
        self.by = row.by
        self.at = row.at
        self._events: list[dict] = []
        self._endings: list[Callable[[], None]] = []

    def result(self, url_name: str, **kwargs) -> None:
        """Remember the page this act leads to, for a second send of its form."""
        self.row.result = {"url_name": url_name, "kwargs": kwargs}

    def record(self, verb: str, about: Model | None = None, *, fields=(), from_state="", to_state="", **values) -> None:
        """Add one event; of ``values`` (words, numbers, dates) only a keyed digest is kept."""
        self._events.append(
            {
                "verb": verb,
                "label": about._meta.label if about is not None else "",
                "ref": str(getattr(about, "ref", None) or about.pk) if about is not None else "",
                "fields": sorted(fields),
                "from": str(from_state),
                "to": str(to_state),
                "digest": digest_of(values) if values else "",
            }
        )

    def record_reads(self, first: int, last: int, digest: str) -> None:
        """Add the event that seals the read-log rows from one id to another."""
        self._events.append(
            {"verb": "reads", "label": "audit.ReadLog", "ref": f"{first}-{last}", "fields": [], "from": "", "to": "", "digest": digest}
        )

    def at_end(self, ending: Callable[[], None]) -> None:
        """Run ``ending`` in the turn at the chain, as one of the last statements of the transaction."""
        self._endings.append(ending)

    def _finish(self) -> None:
        head = take_head()
        for ending in self._endings:
            ending()
        if self.row.result:
            self.row.save(update_fields=["result"])
        chain(self.row, self._events, head)


def digest_of(values: dict) -> str:
    """Keyed digest of values, so that the chain proves the words without holding them."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def canonical(body: dict) -> str:
    """The one spelling of an event that is hashed and stored."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def link(previous: str, text: str) -> str:
    """Hash of an event, resting on the one before it."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def take_head() -> tuple[int, str]:
    """Take the turn at the chain until the transaction ends; give the number and the hash of its last link.

    The row of the head is the lock; SQLite holds its own since BEGIN IMMEDIATE.
    """
    waiting = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seq, hash FROM chain_head WHERE id = 1{waiting}")
        found = cursor.fetchone()
    if found is None:
        ChainHead.objects.get_or_create(pk=1)
        return take_head()
    return found


def chain(row: Act, events: list[dict], head: tuple[int, str]) -> None:
    """Number, hash and insert events behind the head of the chain, whose turn the caller has.

    Written as plain statements: every act passes here while all others wait, and composing them anew costs more than running them.
    """
    if not events:
        return
    (seq, last), links = head, []
    for event in events:
        seq += 1
        text = canonical({**event, "seq": seq, "act": row.pk, "by": row.by_id, "at": row.at.isoformat(), "kind": row.kind})
        last = link(last, text)
        links.append((seq, row.pk, event["verb"], event["label"], event["ref"], text, last))
    insert, update = (
        "INSERT INTO audit_event (seq, act_id, verb, label, ref, body, hash) VALUES ",
        "UPDATE chain_head SET seq = %s, hash = %s WHERE id = 1",
    )
    one = "(%s, %s, %s, %s, %s, %s, %s)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(links) <= LINKS_IN_ONE_STATEMENT:  # one way to the server and back for both
            every = ", ".join([one] * len(links))
            cursor.execute(f"WITH links AS ({insert}{every}) {update}", [*(value for row in links for value in row), seq, last])
        else:
            cursor.executemany(insert + one, links)
            cursor.execute(update, [seq, last])


@contextmanager
def act(*, by, at: datetime, kind: str, key: str | None = None) -> Iterator[OpenAct]:
    """Open one transaction for one thing a person does, or join the act that is already open.

    :param by: who acts; None stands for the worker, when only time passed
    :param key: the form's send-once key, or None
    :raises AlreadySent: this person sent this key before
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    by = by or get_user_model().objects.service()
    with write_turn():
        try:
            with transaction.atomic():
                opened = OpenAct(_open_row(by=by, at=at, kind=kind, key=key or None))
                token = _current.set(opened)
                try:
                    yield opened
                    opened._finish()
                finally:
                    _current.reset(token)
        except _KeyTaken:
            sent = Act.objects.filter(by=by, key=key).first()
            if sent is None:
                raise
            raise AlreadySent(sent.kind, sent.result) from None


@contextmanager
def rehearsal() -> Iterator[None]:
    """Let acts happen and be looked at, then take everything back: nothing of them is ever stored.

    For pages that say what will follow before the click. Only the database is rehearsed; services reach nothing else inside an act.
    """
    with write_turn(), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


class _KeyTaken(Exception):
    pass


def _open_row(*, by, at, kind, key) -> Act:
    if not key:
        return Act.objects.create(by=by, at=at, kind=kind)
    if was_sent(by=by, key=key):
        raise _KeyTaken
    try:
        with transaction.atomic():
            return Act.objects.create(by=by, at=at, kind=kind, key=key)
    except IntegrityError:
        raise _KeyTaken from None


def was_sent(*, by, key: str) -> bool:
    """Say whether this person sent the form of this key before."""
    return Act.objects.filter(by=by, key=key).exists()


def current_act() -> OpenAct | None:
    """Give the act in progress, or None."""
    return _current.get()


def require_act(about) -> OpenAct:
    """Give the act in progress; :raises WriteOutsideAct: there is none."""
    opened = _current.get()
    if opened is None:
        raise WriteOutsideAct(f"{getattr(about, '_meta', about)} was written outside an act.")
    return opened
