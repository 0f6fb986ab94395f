"""A snapshot of the database while others write, and loading one beside the live data.

SQLite gives one file through its online backup, taken inside one read transaction, so writers neither wait nor disturb it. PostgreSQL gives
one file for each table, copied in one REPEATABLE READ snapshot by ``COPY``; it is loaded into a schema of its own whose tables the
migrations made, and that schema takes the place of the live one in a single transaction.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from foundation.audit.models import ChainHead
from foundation.documents.models import Document

from .refused import BackupRefused

Progress = Callable[[str, int, int], None]
PAGES_AT_ONCE = 4096
SQLITE_FILE = "database.sqlite3"


@dataclass
class Facts:
    """What a snapshot of the database holds, read in the snapshot itself."""

    vendor: str
    head: dict[str, Any] = field(default_factory=lambda: {"seq": 0, "hash": "0" * 64})
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    migrations: list[str] = field(default_factory=list)


@dataclass
class Snapshot:
    """A snapshot that was taken: its facts, its files by the name they bear in an archive, and the documents it names."""

    facts: Facts
    files: dict[str, Path]
    documents: list[tuple[str, str, int]]


def take(folder: Path, progress: Progress) -> Snapshot:
    """Take a snapshot into files of this folder."""
    return _take_sqlite(folder, progress) if connection.vendor == "sqlite" else _take_postgresql(folder, progress)


def _take_sqlite(folder: Path, progress: Progress) -> Snapshot:
    place = folder / SQLITE_FILE
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60, isolation_level=None)) as source:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the snapshot stands from the first read on
        with closing(sqlite3.connect(place)) as copy:
            source.backup(
                copy, pages=PAGES_AT_ONCE, progress=lambda _status, left, total: progress("database", total - left, total), sleep=0
            )
        source.execute("COMMIT")
    with closing(sqlite3.connect(place)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        facts = facts_of_sqlite(copy)
        documents = _documents(copy.execute)
    return Snapshot(facts, {SQLITE_FILE: place}, documents)


def facts_of_sqlite(copy: sqlite3.Connection) -> Facts:
    """Read what a SQLite database holds; :raises BackupRefused: it is not whole."""
    try:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise BackupRefused(f"The database in it is not whole: {said}")
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        rows = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(tables)}
        return Facts("sqlite", head=_head(copy.execute), rows=rows, migrations=_migrations(copy.execute))
    except sqlite3.DatabaseError as fault:
        raise BackupRefused(f"The database in it is not whole: {fault}") from fault


def _take_postgresql(folder: Path, progress: Progress) -> Snapshot:
    facts, files = Facts("postgresql"), {}
    connection.close()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = sorted(connection.introspection.table_names(cursor))
        for number, table in enumerate(tables):
            progress("database", number, len(tables))
            facts.columns[table] = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            name = f"database/{table}.copy"
            files[name] = folder / f"{number}.copy"
            with files[name].open("wb") as out, cursor.copy(f'COPY "{table}" ({_listed(facts.columns[table])}) TO STDOUT') as rows:
                for data in rows:
                    out.write(data)
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            facts.rows[table] = cursor.fetchone()[0]
        progress("database", len(tables), len(tables))
        facts.head, facts.migrations = _head(_asking(cursor)), _migrations(_asking(cursor))
        documents = _documents(_asking(cursor))
    return Snapshot(facts, files, documents)


def _asking(cursor: Any) -> Callable[[str], Iterator[tuple]]:
    def ask(sql: str) -> Iterator[tuple]:
        cursor.execute(sql)
        return iter(cursor.fetchall())

    return ask


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _head(ask: Callable[[str], Any]) -> dict[str, Any]:
    for seq, digest in ask(f"SELECT seq, hash FROM {ChainHead._meta.db_table} WHERE id = 1"):
        return {"seq": seq, "hash": digest}
    return Facts("").head


def _migrations(ask: Callable[[str], Any]) -> list[str]:
    table = MigrationRecorder.Migration._meta.db_table
    return sorted(f"{app}.{name}" for app, name in ask(f"SELECT app, name FROM {table}"))


def _documents(ask: Callable[[str], Any]) -> list[tuple[str, str, int]]:
    return sorted(ask(f"SELECT stored_as, sha256, size FROM {Document._meta.db_table}"))


def close_sqlite(place: Path) -> None:
    """Make a SQLite database one file again, so that it can be moved; :raises BackupRefused: somebody has it open."""
    with closing(sqlite3.connect(place)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
    if place.with_name(f"{place.name}-wal").exists():
        raise BackupRefused("The restored database is open in another program. Nothing was changed here.")


def live_facts() -> Facts:
    """Read what the live database holds; what is written meanwhile may be counted or not."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as live:
            return facts_of_sqlite(live)
    facts = Facts("postgresql")
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            facts.rows[table] = cursor.fetchone()[0]
        facts.head, facts.migrations = _head(_asking(cursor)), _migrations(_asking(cursor))
    return facts


def is_empty() -> bool:
    """Tell whether the live database holds nothing yet."""
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        return not place.exists() or place.stat().st_size == 0
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def load_postgresql(folder: Path, facts: Facts, schema: str, progress: Progress) -> None:
    """Fill the tables that the migrations made in a schema of its own, instead of what the migrations put there."""
    tables = sorted(facts.rows)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL search_path TO {schema}")
        missing = set(tables) - set(connection.introspection.table_names(cursor))
        if missing:
            raise BackupRefused("This backup holds tables that this version does not know: restore it with the version that made it.")
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in connection.introspection.table_names(cursor)))
        for number, table in enumerate(tables):
            progress("database", number, len(tables))
            with (
                (folder / f"{table}.copy").open("rb") as source,
                cursor.copy(f'COPY "{table}" ({_listed(facts.columns[table])}) FROM STDIN') as rows,
            ):
                while data := source.read(1024 * 1024):
                    rows.write(data)
        progress("database", len(tables), len(tables))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
            for column in facts.columns[table]:
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
                sequence = cursor.fetchone()[0]
                if sequence:
                    cursor.execute(
                        f'SELECT setval(%s, coalesce(max("{column}"), 1), max("{column}") IS NOT NULL) FROM "{table}"', [sequence]
                    )
