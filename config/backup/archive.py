"""What lies in an archive: a gzipped tar inside the sealed stream.

    keys                        SECRET_KEY, FIELD_KEYS and AUDIT_KEY as they are in use: without them encrypted fields stay unreadable
    database.sqlite3            or database/<table>.copy, one for each table of PostgreSQL
    documents/ab/cd/<uuid>      every document that the snapshot of the database names
    manifest.json               last: when and by which version it was made, hash and size of every file above, rows of every table,
                                head of the chain, the migrations that were applied, documents that were missing or damaged already

The snapshot of the database comes first and the documents after it: a document never changes once stored, and is stored before its row.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from config import keys
from foundation import clock
from foundation.documents import store

from . import database
from .refused import BackupRefused
from .sealed import Damaged, SealedReader, SealedWriter

NAMES = re.compile(r"keys|database\.sqlite3|database/[a-z0-9_]+\.copy|documents/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}|manifest\.json")
COPIED_AT_ONCE = 1024 * 1024
ENDING = ".backup"
WORKPLACE = "backup-"

Progress = Callable[[str, int, int], None]


@dataclass
class Manifest:
    """What an archive says of itself."""

    made_at: str
    version: str
    facts: database.Facts
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: int = 0
    lost: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        """Write it down."""
        return json.dumps(asdict(self), sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read it."""
        said = json.loads(text)
        return cls(**{**said, "facts": database.Facts(**said["facts"])})

    @property
    def summary(self) -> dict[str, Any]:
        """What is printed of it."""
        return {
            "made_at": self.made_at,
            "version": self.version,
            "database": self.facts.vendor,
            "rows": sum(self.facts.rows.values()),
            "tables": len(self.facts.rows),
            "documents": self.documents,
            "lost_documents": self.lost,
            "chain": self.facts.head,
        }


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, source: BinaryIO):
        self._source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def make(target: Path, secret: str, progress: Progress = lambda what, done, total: None) -> tuple[Path, Manifest]:
    """Write an archive and prove it; give where it lies and what it holds. Others may write meanwhile.

    :param target: the file to write, or a folder in which it gets a name of its own
    :raises BackupRefused: there is something in its place, or what was written does not hold; then nothing is left of it
    """
    made_at = clock.now()
    if target.is_dir():
        target /= f"casetracker-{made_at:%Y%m%dT%H%M%SZ}{ENDING}"
    if target.exists():
        raise BackupRefused(f"There is a file of that name already: {target}")
    if not target.parent.is_dir():
        raise BackupRefused(f"There is no folder {target.parent}")
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with workplace() as folder:
            snapshot = database.take(folder, progress)
            manifest = Manifest(made_at.isoformat(), settings.VERSION, snapshot.facts)
            with fresh.open("xb") as out:
                os.fchmod(out.fileno(), 0o600)
                _write(out, secret, snapshot, manifest, progress)
                out.flush()
                os.fsync(out.fileno())
        found = read(fresh, secret, progress=progress)
        if found != manifest:
            raise Damaged("What was written is not what was meant to be; the disk may be failing. The backup was thrown away.")
        fresh.replace(target)
        sync_folder(target.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return target, manifest


def _write(out: BinaryIO, secret: str, snapshot: database.Snapshot, manifest: Manifest, progress: Progress) -> None:
    sealed = SealedWriter(out, secret)
    with gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=1, mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w|") as tar:  # type: ignore[call-overload]
        _add_bytes(tar, manifest, "keys", keys_in_use())
        for name, place in snapshot.files.items():
            _add_file(tar, manifest, name, place)
            place.unlink()
        for number, (stored_as, sha256, _size) in enumerate(snapshot.documents):
            progress("documents", number, len(snapshot.documents))
            place = store.path_of(stored_as)
            if not place.is_file():
                manifest.lost.append(stored_as)
                continue
            if _add_file(tar, manifest, f"documents/{place.relative_to(store.root())}", place) != sha256:
                manifest.lost.append(stored_as)
            manifest.documents += 1
        progress("documents", len(snapshot.documents), len(snapshot.documents))
        _add_bytes(tar, None, "manifest.json", manifest.to_json())
    sealed.close()


def _add_file(tar: tarfile.TarFile, manifest: Manifest, name: str, place: Path) -> str:
    with place.open("rb") as source:
        member, hashing = tarfile.TarInfo(name), _Hashing(source)
        member.size = os.fstat(source.fileno()).st_size
        tar.addfile(member, hashing)  # type: ignore[arg-type]
    manifest.files[name] = {"sha256": hashing.digest.hexdigest(), "size": member.size}
    return hashing.digest.hexdigest()


def _add_bytes(tar: tarfile.TarFile, manifest: Manifest | None, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, BytesIO(data))
    if manifest is not None:
        manifest.files[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def keys_in_use() -> bytes:
    """Give the keys of this installation as its file of keys would hold them, wherever they came from."""
    in_use = {"SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": ",".join(settings.FIELD_KEYS), "AUDIT_KEY": settings.AUDIT_KEY}
    return "".join(f"{name}={in_use[name]}\n" for name in keys.NAMES).encode()


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a folder for the snapshot, thrown away afterwards with whatever a killed backup left in earlier ones."""
    home = Path(settings.DATA_DIR) / "tmp"
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(f"{WORKPLACE}*"):
        if not _is_alive(left.name.split("-")[1]):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{WORKPLACE}{os.getpid()}-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def sync_folder(place: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read(source: Path, secret: str, into: Path | None = None, progress: Progress = lambda what, done, total: None) -> Manifest:
    """Open an archive, prove it against its manifest, and unpack it where a folder is given.

    :raises BackupRefused: it is no archive, the key is another one, or it is damaged
    """
    try:
        total = source.stat().st_size
        with source.open("rb") as file, workplace() as scratch:
            return _read(file, secret, into or scratch, into is not None, lambda: progress("proving", file.tell(), total))
    except FileNotFoundError:
        raise BackupRefused(f"There is no file {source}") from None
    except IsADirectoryError:
        raise BackupRefused(f"{source} is a folder; name the backup in it.") from None


def _read(file: BinaryIO, secret: str, into: Path, keep: bool, told: Callable[[], None]) -> Manifest:
    found: dict[str, dict[str, Any]] = {}
    manifest = None
    try:
        sealed = SealedReader(file, secret)
        with gzip.GzipFile(fileobj=sealed, mode="rb") as zipped, tarfile.open(fileobj=zipped, mode="r|") as tar:  # type: ignore[call-overload]
            for member in tar:
                told()
                content = tar.extractfile(member) if member.isfile() and NAMES.fullmatch(member.name) else None
                if content is None or member.name in found:
                    raise Damaged("The backup holds something that no backup of ours holds.")
                if member.name == "manifest.json":
                    manifest = Manifest.from_json(content.read())
                    continue
                place = into / member.name if keep or member.name.startswith("database") else None
                found[member.name] = {"sha256": _unpack(content, place, told), "size": member.size}
            zipped.read()
        if sealed.read(1):
            raise Damaged("The backup goes on behind its end.")
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, ValueError, TypeError, KeyError) as fault:
        raise Damaged(f"The backup is damaged: {fault}. Use another one.") from fault
    if manifest is None or found != manifest.files:
        raise Damaged("The files in the backup are not those it lists. Use another one.")
    told()
    _prove_database(into, manifest.facts)
    return manifest


def _unpack(content: Any, place: Path | None, told: Callable[[], None]) -> str:
    """Hash a file of the archive and write it out where it has a place; give the hash."""
    digest = hashlib.sha256()
    if place is None:
        while data := content.read(COPIED_AT_ONCE):
            digest.update(data)
            told()
        return digest.hexdigest()
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        while data := content.read(COPIED_AT_ONCE):
            digest.update(data)
            out.write(data)
            told()
    return digest.hexdigest()


def _prove_database(folder: Path, facts: database.Facts) -> None:
    """Count what the unpacked database holds and compare it with what was counted in the snapshot."""
    if facts.vendor == "sqlite":
        with closing(sqlite3.connect(f"file:{folder / database.SQLITE_FILE}?mode=ro", uri=True)) as copy:
            if database.facts_of_sqlite(copy) != facts:
                raise Damaged("The database in the backup does not hold what its list says.")
        return
    for table, rows in facts.rows.items():
        place = folder / "database" / f"{table}.copy"
        with place.open("rb") as source:
            counted = sum(data.count(b"\n") for data in iter(lambda: source.read(COPIED_AT_ONCE), b""))  # noqa: B023
        if counted != rows:
            raise Damaged(f"The table {table} in the backup holds {counted} rows where its list says {rows}.")
