"""Keeps the index true: takes changes from the outbox, makes documents, writes them, and only then forgets the changes.

One indexer works at a time; who finds another at work leaves. A crash loses nothing: a change stays until the index has it, and doing
one twice does no harm. A rebuild makes a new index beside the live one and puts it in its place when it is whole; changes that are
committed meanwhile wait in the outbox and are written into the new one.
"""

from __future__ import annotations

import fcntl
import logging
import math
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from foundation import clock
from foundation.audit.acts import write_turn
from foundation.search import live, registry
from foundation.search.document import SearchDocument, key_of, label_and_ref
from foundation.search.entry import Engine, Refused, Unavailable, fingerprint
from foundation.search.models import Change, Generation, SavedQuery

logger = logging.getLogger("casetracker.search")

BATCH = 200
MOST_TRIES = 5
SECONDS_BETWEEN_LOOKS = 10
SECONDS_OPEN, MOST_SECONDS_OPEN = 2, 20
"""So long the worker keeps the index open when nothing comes, and so long in all before others who wait have their turn."""
DATABASE_LOCK = 7_346_126  # any number of our own, the same in every process
KEPT_GENERATIONS = 1
"""So many retired generations stay, to go back to."""

Progress = Callable[[int, int], None]
"""Told how many records were looked at, of about how many."""


def _silently(done: int, total: int) -> None:
    """Tell nobody."""


class Busy(Exception):
    """Say that another indexer is at work."""


@contextmanager
def only_indexer(*, wait: bool = False) -> Iterator[None]:
    """Be the one indexer of this installation.

    :raises Busy: another one is at work, and waiting was not asked for
    """
    let_go()
    with _only_indexer_of_the_host(wait), _only_indexer_of_the_database(wait):
        yield


@contextmanager
def _only_indexer_of_the_host(wait: bool) -> Iterator[None]:
    """Be the one indexer of this host, by a lock on a file."""
    folder = Path(settings.DATA_DIR) / "index"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("Another indexer is at work.") from None
        yield
    finally:
        os.close(handle)


@contextmanager
def _only_indexer_of_the_database(wait: bool) -> Iterator[None]:
    """Be the one indexer of all hosts that share a PostgreSQL database; SQLite lies on one host, where the file's lock is enough."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {'pg_advisory_lock(%s) IS NOT NULL' if wait else 'pg_try_advisory_lock(%s)'}", [DATABASE_LOCK])
        if not cursor.fetchone()[0]:
            raise Busy("Another indexer is at work on another host.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [DATABASE_LOCK])


# ── The outbox ───────────────────────────────────────────────────────────────────────────────────────────────────────


class _Desk:
    """Hold the lock of the host's one indexer, and the index while it is open for writing.

    To open an index and to close it again takes longer than to write a change into it: closing waits until its files are merged.
    """

    def __init__(self) -> None:
        self._kept = ExitStack()
        self._kept.enter_context(_only_indexer_of_the_host(wait=False))
        self._open: tuple[str, Engine] | None = None
        self._since = self._used = time.monotonic()

    def engine(self, generation: Generation) -> Engine:
        """Give the index of a generation, open for writing."""
        self._used = time.monotonic()
        if self._open is None or self._open[0] != generation.ref:
            self.close()
            self._open = generation.ref, live.open_engine(generation)
        return self._open[1]

    def is_over(self) -> bool:
        """Tell whether nothing was written for a while, or for so long that others must have their turn."""
        now = time.monotonic()
        return self._open is None or now - self._used > SECONDS_OPEN or now - self._since > MOST_SECONDS_OPEN

    def close(self) -> None:
        """Close the index, however it is."""
        opened, self._open = self._open, None
        if opened is not None:
            try:
                opened[1].close()
            except Unavailable as trouble:
                logger.warning("the index could not be closed in order", extra={"error": str(trouble)})

    def leave(self) -> None:
        """Close the index and let others write."""
        try:
            self.close()
        finally:
            self._kept.close()


_desk: _Desk | None = None


def let_go() -> None:
    """Close the index that this process keeps open for writing, if it does."""
    global _desk
    desk, _desk = _desk, None
    if desk is not None:
        desk.leave()


def drain(limit: int = 500, *, keep: bool = False) -> int:
    """Write waiting changes into the index, building it first where there is none; give how many are done.

    An engine that does not answer leaves them waiting.

    :param keep: leave the index open for the next time, while changes keep coming; the worker does
    """
    global _desk
    done, is_whole = 0, False
    try:
        _desk = _desk or _Desk()
        with _only_indexer_of_the_database(wait=False):
            generation = _present_generation()
            while done < limit:
                some = _drain_some(_desk, generation, min(BATCH, limit - done))
                done += some
                if not some:
                    break
        is_whole = True
    except Busy:
        return 0
    except Unavailable as trouble:
        logger.warning("the index could not be written; the changes wait", extra={"error": str(trouble)})
        return 0
    finally:
        if not (keep and is_whole) or _desk is None or _desk.is_over():
            let_go()
    return done


def _present_generation() -> Generation:
    """Give the live generation, built first where there is none or its index is gone or broken; what takes long is asked now and then."""
    looks = _is_time_to_look()
    trouble = live.trouble() if looks else ""
    if trouble:
        logger.error("the search cannot answer", extra={"error": trouble})
    generation = live.live_generation()
    if generation is None or (looks and not live.index_is_sound(generation)):
        return _build()
    asks = generation.engine != "elasticsearch" or looks or Change.objects.exists()
    return generation if not asks or live.index_is_there(generation) else _build()


_looked_at = -math.inf


def _is_time_to_look() -> bool:
    """Tell, every few seconds, that it is time to see whether the index is still there and whole."""
    global _looked_at
    now = time.monotonic()
    if now - _looked_at < SECONDS_BETWEEN_LOOKS:
        return False
    _looked_at = now
    return True


def _drain_some(desk: _Desk, generation: Generation, limit: int) -> int:
    """Write one batch; a change whose document cannot be made is tried again later and in the end set aside."""
    due = Change.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=clock.now()), set_aside=False)
    rows = list(due.order_by("pk")[:limit])
    if not rows:
        return 0
    documents: list[SearchDocument] = []
    gone: list[str] = []
    failed: dict[str, str] = {}
    for key in dict.fromkeys(row.key for row in rows):
        try:
            document = _document_of(key)
        except DatabaseError:
            raise
        except Exception as fault:  # a builder may fail in any way; one record must not hold up the others
            failed[key] = type(fault).__name__
            continue
        if document is None:
            gone.append(key)
        else:
            documents.append(document)
    engine = desk.engine(generation)
    failed |= _added(engine, documents)
    engine.remove(gone)
    engine.commit()
    done = [row for row in rows if row.key not in failed]
    with write_turn(), transaction.atomic():
        Change.objects.filter(Q(pk__in=[row.pk for row in done]) | Q(key__in=[row.key for row in done], set_aside=True)).delete()
        for key, error in failed.items():
            _try_later([row for row in rows if row.key == key], error)
    return len(rows)


def _added(engine: Engine, documents: list[SearchDocument]) -> dict[str, str]:
    """Put documents in and give those that the engine refused."""
    try:
        engine.add(documents)
    except Refused as refused:
        return dict.fromkeys(refused.keys, type(refused).__name__)
    return {}


def _document_of(key: str) -> SearchDocument | None:
    """Make a record's document as the database has it now; None when there is nothing to find."""
    label, ref = label_and_ref(key)
    try:
        registration = registry.registered(label)
    except LookupError:
        return None
    record = registration.load(ref)
    document = registration.build(record) if record is not None else None
    if document is not None and document.key != key:
        raise ValueError("The builder made a document of another record.")
    return document


def _try_later(rows: list[Change], error: str) -> None:
    """Leave one change of a record waiting, for longer each time, and set it aside in the end."""
    kept = max(rows, key=lambda row: row.tries)
    kept.narrowed = any(row.narrowed for row in rows)
    kept.tries, kept.error = kept.tries + 1, error
    kept.next_try_at = clock.now() + timedelta(seconds=2**kept.tries)
    kept.set_aside = kept.tries >= MOST_TRIES
    kept.save()
    Change.objects.filter(pk__in=[row.pk for row in rows if row is not kept]).delete()
    if kept.set_aside:
        logger.error("a record could not be indexed and was set aside", extra={"key": kept.key, "error": error})


# ── Generations ──────────────────────────────────────────────────────────────────────────────────────────────────────


def rebuild(progress: Progress = _silently, *, wait: bool = True) -> Generation:
    """Build the index anew from the database and put it in the place of the live one; until then the live one answers.

    :raises Unavailable: the engine does not answer; the live index is untouched
    :raises Busy: another indexer is at work, and waiting was not asked for
    """
    with only_indexer(wait=wait):
        return _build(progress)


def _build(progress: Progress = _silently) -> Generation:
    if trouble := live.node_trouble():
        raise Unavailable(trouble)
    for unfinished in Generation.objects.filter(engine=settings.SEARCH_ENGINE, state=Generation.State.BUILDING):
        _remove(unfinished)
    # What was committed before the first row is read is covered by the build; numbers are in the order of the commits.
    covered = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    failed: dict[str, str] = {}
    with write_turn(), transaction.atomic():
        generation = Generation.objects.create(engine=settings.SEARCH_ENGINE, fingerprint=fingerprint(), started_at=clock.now())
    try:
        done, count = _filled(generation, failed, progress)
    except Unavailable:
        _remove(generation)
        raise
    if count != done:
        _remove(generation)
        raise Unavailable(f"The new index holds {count} documents where {done} were written; the old one stays.")
    with write_turn(), transaction.atomic():
        # Of the other engine too: the outbox is not kept for it, so it would be stale should one go back.
        Generation.objects.filter(state=Generation.State.LIVE).update(state=Generation.State.RETIRED)
        generation.state, generation.documents, generation.live_at = Generation.State.LIVE, count, clock.now()
        generation.save()
        Change.objects.filter(pk__lte=covered).exclude(key__in=failed).delete()
        for key, error in failed.items():
            if not Change.objects.filter(key=key).update(error=error):
                Change.objects.create(key=key, at=clock.now(), error=error)
    retired = Generation.objects.filter(engine=generation.engine, state=Generation.State.RETIRED).order_by("-pk")
    for old in retired[KEPT_GENERATIONS:]:
        _remove(old)
    return generation


def _filled(generation: Generation, failed: dict[str, str], progress: Progress) -> tuple[int, int]:
    """Write every document into a new generation; give how many were written and how many it holds."""
    engine = live.open_engine(generation, create=True)
    try:
        done = 0
        for batch in _batches(_all_documents(failed, progress)):
            refused = _added(engine, batch)
            failed |= refused
            done += len(batch) - len(refused)
        engine.commit()
        engine.publish()
        return done, engine.count()
    finally:
        engine.close()


def _all_documents(failed: dict[str, str], progress: Progress) -> Iterator[SearchDocument]:
    """Make the document of every record; one that cannot be made is noted and does not stop the others."""
    registrations = registry.registrations()
    total = sum(registration.count() for registration in registrations)
    done = 0
    for registration in registrations:
        for record in registration.rows():
            if done % BATCH == 0:
                progress(done, max(total, done + 1))
            done += 1
            try:
                document = registration.build(record)
            except DatabaseError:
                raise
            except Exception as fault:  # a builder may fail in any way; one record must not stop the rebuild
                key = key_of(registration.label, record.ref)
                failed[key] = type(fault).__name__
                logger.error("a record could not be indexed", extra={"key": key, "error": failed[key]})
                continue
            if document is not None:
                yield document
    progress(done, done)


def _batches(documents: Iterator[SearchDocument]) -> Iterator[list[SearchDocument]]:
    batch: list[SearchDocument] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _remove(generation: Generation) -> None:
    """Delete a generation and what it holds."""
    if generation.engine == "tantivy":
        shutil.rmtree(live.index_folder(generation), ignore_errors=True)
    elif generation.engine == settings.SEARCH_ENGINE:
        engine = live.open_engine(generation)
        try:
            engine.drop()
        except Unavailable:
            logger.warning("an old index could not be dropped", extra={"generation": generation.ref})
        finally:
            engine.close()
    with write_turn(), transaction.atomic():
        generation.delete()


# ── Looking after it ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Difference:
    """Hold what tells the index from the database, by key."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    checked: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra)


def verify(*, repair: bool = False, progress: Progress = _silently) -> Difference:
    """Compare every document of the index with the database, changes that wait aside; where asked, repair what differs.

    An index that is gone or cannot be read is repaired by building it anew.

    :raises Unavailable: there is no index, or the engine does not answer
    """
    with only_indexer(wait=True):
        trouble = live.trouble()
        if trouble and not repair:
            raise Unavailable(trouble)
        generation = live.live_generation()
        engine = live.open_engine(_build() if trouble or generation is None else generation)
        try:
            stored = engine.digests()
            wanted = {document.key: document for document in _all_documents({}, progress)}
            waiting = set(Change.objects.values_list("key", flat=True))
            found = Difference(
                missing=sorted(wanted.keys() - stored.keys() - waiting),
                stale=sorted(key for key in wanted.keys() & stored.keys() - waiting if wanted[key].digest() != stored[key]),
                extra=sorted(stored.keys() - wanted.keys() - waiting),
                checked=len(stored),
            )
            if repair and found:
                engine.add([wanted[key] for key in (*found.missing, *found.stale)])
                engine.remove(found.extra)
                engine.commit()
        finally:
            engine.close()
    return found


def status() -> dict[str, Any]:
    """Tell how the index stands: engine, generation, documents, what waits, what was set aside."""
    generation = live.live_generation()
    waiting = Change.objects.filter(set_aside=False)
    oldest = waiting.order_by("pk").first()
    trouble = live.trouble()
    found: dict[str, Any] = {
        "engine": settings.SEARCH_ENGINE,
        "generation": generation.ref if generation else None,
        "live_at": generation.live_at.isoformat() if generation and generation.live_at else None,
        "documents": None,
        "waiting": waiting.count(),
        "waiting_seconds": round((clock.now() - oldest.at).total_seconds(), 1) if oldest else 0,
        "set_aside": [{"key": row.key, "error": row.error} for row in Change.objects.filter(set_aside=True)],
        "answers": not trouble,
    }
    if generation is not None and not trouble:
        found["documents"] = count(generation)
    return found | ({"trouble": trouble} if trouble else {})


def count(generation: Generation) -> int:
    """Count the documents of an index; :raises Unavailable: it cannot be read."""
    engine = live.open_engine(generation)
    try:
        return int(engine.count())
    finally:
        engine.close()


def needs_rebuild() -> bool:
    """Tell whether no index of the present kind is live."""
    return live.live_generation() is None


def forget_old_queries() -> int:
    """Delete typed searches whose 90 days are over."""
    with write_turn(), transaction.atomic():
        return SavedQuery.objects.filter(expires_at__lte=clock.now()).delete()[0]
