"""Where the bytes lie: ``DATA_DIR/documents/ab/cd/<uuid>``, written whole or not at all."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from foundation import clock

ORPHAN_AGE = timedelta(hours=24)


@dataclass(frozen=True)
class Stored:
    """Bytes that lie in the store: under which name, how many, and their hash."""

    name: str
    size: int
    sha256: str


def root() -> Path:
    """The folder of the store."""
    return Path(settings.DATA_DIR) / "documents"


def path_of(name: str) -> Path:
    """Where a stored name lies; a name that is not one of ours is refused with ValueError."""
    uuid.UUID(name)
    return root() / name[:2] / name[2:4] / name


def keep(chunks: Iterable[bytes]) -> Stored:
    """Write bytes to a temporary file, force them to disk, and give them their place."""
    name = uuid.uuid4().hex
    place = path_of(name)
    place.parent.mkdir(parents=True, exist_ok=True)
    waiting = Path(settings.DATA_DIR) / "tmp" / f"{name}.part"
    waiting.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with waiting.open("wb") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            out.flush()
            os.fsync(out.fileno())
        waiting.replace(place)
    finally:
        waiting.unlink(missing_ok=True)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return Stored(name, size, digest.hexdigest())


def is_whole(name: str, sha256: str) -> bool:
    """Say whether the stored bytes are there and still have their hash."""
    place = path_of(name)
    if not place.exists():
        return False
    with place.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == sha256


def sweep(known: set[str]) -> int:
    """Remove files older than a day that no row names; give how many."""
    edge = (clock.now() - ORPHAN_AGE).timestamp()
    removed = 0
    for place in [*root().glob("??/??/*"), *(Path(settings.DATA_DIR) / "tmp").glob("*.part")]:
        if place.name not in known and place.stat().st_mtime < edge:
            place.unlink(missing_ok=True)
            removed += 1
    return removed
