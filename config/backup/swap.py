"""Puts a restored data folder in the place of the live one, whole or not at all, wherever a kill comes between.

A restore makes everything ready in ``DATA_DIR/restore/new`` (and, with PostgreSQL, in a schema of its own). Then one file,
``DATA_DIR/restore/journal.json``, is renamed into place: before it nothing was touched, from it on the restore is done, and whoever
comes next finishes the moves. ``finish`` is called by the restore and by every process that reads the settings, so none can see half.
What is replaced waits in ``restore/old`` until the last move is made. Each step may be repeated.
"""

import fcntl
import json
import os
import shutil
from pathlib import Path

ENTRIES = ("keys", "db.sqlite3", "documents", "index", "chain-head.json")
WITH_THE_DATABASE = ("db.sqlite3-wal", "db.sqlite3-shm", "db.sqlite3-journal")
MADE_ANEW = ("stamps",)
REPLACED = "replaced_by_restore"


def folder(data_dir: Path) -> Path:
    """Where a restore works."""
    return data_dir / "restore"


def journal(data_dir: Path) -> Path:
    """The file whose presence says that a restore is decided."""
    return folder(data_dir) / "journal.json"


def decide(data_dir: Path, *, schema: str = "") -> None:
    """Say, in one step that cannot be half done, that what lies in ``restore/new`` is the data from now on."""
    os.sync()
    place, fresh = journal(data_dir), journal(data_dir).with_suffix(".part")
    with fresh.open("w") as out:
        json.dump({"entries": [name for name in ENTRIES if (folder(data_dir) / "new" / name).exists()], "schema": schema}, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(place)
    handle = os.open(place.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def finish(data_dir: Path, database_url: str = "") -> bool:
    """Finish a restore that was decided; tell whether there was one."""
    if not journal(data_dir).exists():
        return False
    home = folder(data_dir)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not journal(data_dir).exists():  # somebody else finished it while we waited
            return False
        decided = json.loads(journal(data_dir).read_text())
        (home / "old").mkdir(exist_ok=True)
        if decided["schema"]:
            swap_schema(database_url, decided["schema"])
        for name in decided["entries"]:
            beside = [*WITH_THE_DATABASE, *MADE_ANEW] if name == "db.sqlite3" else MADE_ANEW if name == "keys" else []
            if (home / "new" / name).exists():
                for old in [*beside, name]:
                    if (data_dir / old).exists():
                        (data_dir / old).replace(home / "old" / old)
                (home / "new" / name).replace(data_dir / name)
        os.sync()
        if decided["schema"]:
            drop_schema(database_url, REPLACED)
        shutil.rmtree(home / "old")
        shutil.rmtree(home / "new", ignore_errors=True)
        journal(data_dir).unlink()
    return True


def swap_schema(database_url: str, schema: str) -> None:
    """Put a filled schema in the place of ``public``, in one transaction."""
    import psycopg  # every process reads the settings, and with them this file; few of them speak to PostgreSQL

    with psycopg.connect(database_url) as server:
        if server.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone():
            server.execute(f"DROP SCHEMA IF EXISTS {REPLACED} CASCADE")
            server.execute(f"ALTER SCHEMA public RENAME TO {REPLACED}")
            server.execute(f"ALTER SCHEMA {schema} RENAME TO public")


def drop_schema(database_url: str, schema: str) -> None:
    """Throw away a schema with all that is in it."""
    import psycopg

    with psycopg.connect(database_url) as server:
        server.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
