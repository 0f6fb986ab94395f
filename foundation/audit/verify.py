"""Proof that nothing was changed: walks the chain from its first link, and the read log against it."""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from foundation import clock

from .acts import act, canonical, link
from .models import ChainHead, Event, ReadLog

START = "0" * 64


class Link(NamedTuple):
    """One row of the chain with the columns of its act, read plainly: a walk of a million rows makes no model of each."""

    seq: int
    act_id: int
    verb: str
    label: str
    ref: str
    body: str
    hash: str
    by_id: int
    kind: str
    at: datetime


COLUMNS = ("seq", "act_id", "verb", "label", "ref", "body", "hash", "act__by_id", "act__kind", "act__at")
HASH = COLUMNS.index("hash")


@dataclass(frozen=True)
class Verdict:
    """What the walk found: how many links it read, and the first bad row in words ("" when whole)."""

    links: int
    head: str
    fault: str = ""

    @property
    def whole(self) -> bool:
        """Say whether no fault was found."""
        return not self.fault


def verify() -> Verdict:
    """Walk every link up to the head as it stands now, and name the first that does not hold; people may go on writing meanwhile."""
    head = ChainHead.objects.filter(pk=1).first()
    last = head.seq if head else 0
    previous, count = START, 0
    for row in Event.objects.filter(seq__lte=last).order_by("seq").values_list(*COLUMNS).iterator(chunk_size=5000):
        count += 1
        fault = _fault_of(Link(*row), count, previous)
        if fault:
            return Verdict(count, previous, fault)
        previous = row[HASH]
    if count < last:
        return Verdict(count, previous, f"audit_event {count + 1}: missing; the head says {last}")
    if head is not None and head.hash != previous:
        return Verdict(count, previous, f"audit_event {count}: is not the one the head was written for")
    return Verdict(count, previous, _fault_beyond(last) or _fault_outside(last))


def _fault_beyond(last: int) -> str:
    """Find links beyond the head: those written during the walk have a head of their own by now."""
    beyond = Event.objects.filter(seq__gt=last).order_by("-seq").values_list("seq", flat=True).first()
    if beyond is None:
        return ""
    with transaction.atomic():
        head = ChainHead.objects.filter(pk=1).first()
    if head is None or head.seq < beyond:
        return f"audit_event {(head.seq if head else 0) + 1}: stands beyond the head"
    return ""


def _fault_of(event: Link, expected: int, previous: str) -> str:
    if event.seq != expected:
        return f"audit_event {expected}: missing"
    try:
        body = json.loads(event.body)
    except ValueError:
        return f"audit_event {event.seq}: its text cannot be read"
    same = (body.get("seq"), body.get("act"), body.get("verb"), body.get("label"), body.get("ref"))
    if same != (event.seq, event.act_id, event.verb, event.label, event.ref):
        return f"audit_event {event.seq}: its columns do not agree with its text"
    if canonical(body) != event.body or link(previous, event.body) != event.hash:
        return f"audit_event {event.seq}: its hash does not fit"
    if (event.by_id, event.kind, event.at.isoformat()) != (body["by"], body["kind"], body["at"]):
        return f"act {event.act_id}: does not agree with audit_event {event.seq}"
    if event.verb == "reads":
        return _fault_of_reads(event, body)
    return ""


def _fault_of_reads(event: Link, body: dict) -> str:
    first, last = (int(part) for part in body["ref"].split("-"))
    if reads_digest(first, last) != body["digest"]:
        return f"read_log {first} to {last}: not as it was when audit_event {event.seq} was written"
    return ""


def _fault_outside(count: int) -> str:
    """Compare with the copy of the head kept outside the database: it finds a chain cut off at its end."""
    try:
        kept = read_outside_head()
    except (ValueError, OSError):
        return f"audit_event {count}: the head written outside the database cannot be read"
    if kept is None:
        return ""
    if kept["seq"] > count:
        return f"audit_event {count + 1}: missing; a head of {kept['seq']} was written outside the database"
    event = Event.objects.filter(seq=kept["seq"]).first()
    if kept["seq"] and (event is None or event.hash != kept["hash"]):
        return f"audit_event {kept['seq']}: differs from the head written outside the database"
    return ""


def reads_digest(first: int, last: int) -> str:
    """Hash of the rows of the read log from one id to another, both included."""
    digest = hashlib.sha256()
    rows = ReadLog.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    for row in rows.values_list("pk", "by_id", "label", "ref", "page", "at", "address", "reason").iterator():
        digest.update(json.dumps([*row[:5], row[5].isoformat(), *row[6:]], ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def chain_reads() -> int:
    """Chain one event over the read-log rows that came since the last one; give the number of rows."""
    previous = Event.objects.filter(verb="reads").order_by("-seq").first()
    done = int(previous.ref.split("-")[1]) if previous else 0
    new = ReadLog.objects.filter(pk__gt=done).order_by("pk").values_list("pk", flat=True)
    ids = list(new[:50_000])
    if not ids:
        return 0
    first, last = done + 1, ids[-1]
    with act(by=None, at=clock.now(), kind="chain_reads") as this_act:
        this_act.record_reads(first, last, reads_digest(first, last))
    return len(ids)


def outside_head_path() -> Path:
    """Where the copy of the head lies."""
    return Path(settings.DATA_DIR) / "chain-head.json"


def read_outside_head() -> dict | None:
    """Read the copy of the head, or None when there is none yet."""
    path = outside_head_path()
    return json.loads(path.read_text()) if path.exists() else None


def write_outside_head() -> None:
    """Copy the head to a file, so that cutting the chain's end in the database shows."""
    with transaction.atomic():
        head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        return
    path = outside_head_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("w") as out:
        json.dump({"seq": head.seq, "hash": head.hash}, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
