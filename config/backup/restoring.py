"""From an archive to the live data: everything is made ready and proved beside it, then put in its place at once.

Killed before the decision, a restore leaves the live data as it was; killed after it, the next process of any kind finishes it (swap.py).
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config import databases
from foundation.jobs import heartbeat

from . import archive, database, swap
from .refused import BackupRefused

SCHEMA = "restoring"


def restore(source: Path, secret: str, *, force: bool, progress: archive.Progress) -> dict[str, Any]:
    """Put an archive in the place of the live data; give what it holds.

    :raises BackupRefused: the target is in use or not empty, the archive does not hold, or it needs another version
    """
    data_dir, schema = Path(settings.DATA_DIR), SCHEMA if connection.vendor == "postgresql" else ""
    refuse_while_in_use(data_dir)
    if not force and not is_empty(data_dir):
        raise BackupRefused(
            "There is data here already. With --force the backup takes its place, and what is here now is gone; back it up first."
        )
    home = swap.folder(data_dir)
    home.mkdir(mode=0o700, exist_ok=True)
    with (home / "busy").open("w") as busy:
        try:
            fcntl.flock(busy, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused("Another restore into this data is at work.") from None
        new = home / "new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(home / "old", ignore_errors=True)
        new.mkdir(mode=0o700)
        try:
            manifest = archive.read(source, secret, into=new, progress=progress)
            _refuse_other_versions(manifest)
            _refuse_other_keys(new / "keys")
            said = _make_ready(new, manifest, schema, progress)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        swap.decide(data_dir, schema=schema)
        connection.close()
        swap.finish(data_dir, os.environ.get("DATABASE_URL", ""))
    shutil.rmtree(home, ignore_errors=True)
    return {**manifest.summary, **said}


def refuse_while_in_use(data_dir: Path) -> None:
    """:raises BackupRefused: a ./run or a worker serves this data."""
    held = data_dir / "run.lock"
    if held.exists():
        with held.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupRefused("Casetracker is running on this data. Stop it first, then restore.") from None
    if heartbeat.is_alive():
        raise BackupRefused("A worker is at work on this data, or was within half a minute. Stop it first, then restore.")


def is_empty(data_dir: Path) -> bool:
    """Tell whether there is neither a database nor a document here."""
    return database.is_empty() and not any((data_dir / "documents").glob("??/??/*"))


def _refuse_other_versions(manifest: archive.Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    made_with = set(manifest.facts.migrations)
    if made_with - known:
        raise BackupRefused("This backup was made by a newer Casetracker: restore it with that one.")
    if manifest.facts.vendor != connection.vendor:
        raise BackupRefused(f"This backup is of a {manifest.facts.vendor} database, and DATABASE_URL here leads to {connection.vendor}.")
    if connection.vendor == "postgresql" and known - made_with:
        raise BackupRefused("This backup was made by an older Casetracker: restore it with that one, then upgrade.")


def _refuse_other_keys(kept: Path) -> None:
    """Refuse where the environment gives keys that would make what is restored unreadable."""
    lines = dict(line.split("=", 1) for line in kept.read_text().splitlines())
    given = os.environ.get("FIELD_KEYS", "")
    if given and not set(lines["FIELD_KEYS"].split(",")) <= set(given.split(",")):
        raise BackupRefused(
            "FIELD_KEYS in the environment is not that of the backup, so encrypted fields could not be read. "
            "Leave it out, and the key in the backup is used; or give both keys, the new one first, with a comma."
        )
    given = os.environ.get("AUDIT_KEY", "")
    if given and given != lines["AUDIT_KEY"]:
        raise BackupRefused("AUDIT_KEY in the environment is not that of the backup. Leave it out, and the key in the backup is used.")


def _make_ready(new: Path, manifest: archive.Manifest, schema: str, progress: archive.Progress) -> dict[str, Any]:
    """Give what was unpacked the form of a data folder, prove its chain, and build its index."""
    (new / "manifest.json").unlink(missing_ok=True)
    (new / "documents").mkdir(exist_ok=True)
    env = {**os.environ, "DATA_DIR": str(new), databases.SCHEMA: schema}
    if schema:
        connection.close()
        swap.drop_schema(os.environ["DATABASE_URL"], schema)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema}")
        connection.close()
        _manage(env, "migrate", "--noinput", "--verbosity", "0", why="The tables could not be made.")
        database.load_postgresql(new / "database", manifest.facts, schema, progress)
        connection.close()
        shutil.rmtree(new / "database")
    else:
        (new / database.SQLITE_FILE).replace(new / "db.sqlite3")
    (new / "chain-head.json").write_text(json.dumps(manifest.facts.head))
    progress("chain", 0, 1)
    chain = json.loads(_manage(env, "audit_verify", "--json", why="The chain in the backup is broken.", may_fail=True))
    if not chain["whole"]:
        raise BackupRefused(f"The chain in the backup is broken at {chain['fault']}. Nothing was changed here.")
    if {"seq": chain["links"], "hash": chain["head"]} != manifest.facts.head:
        raise BackupRefused("The chain in the backup does not end where its list says. Nothing was changed here.")
    progress("chain", 1, 1)
    if not schema:
        _manage(env, "migrate", "--noinput", "--verbosity", "0", why="The database could not be brought to this version.")
    progress("index", 0, 1)
    _manage(env, "search_reindex", why="The index could not be built.")
    progress("index", 1, 1)
    if not schema:
        database.close_sqlite(new / "db.sqlite3")
    shutil.rmtree(new / "tmp", ignore_errors=True)
    return {"chain_links": chain["links"], "index_rebuilt": True}


def _manage(env: dict[str, str], *arguments: str, why: str, may_fail: bool = False) -> str:
    """Run one of our commands on the data that is being made ready."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode and not (may_fail and done.stdout):
        raise BackupRefused(f"{why} {(done.stderr or done.stdout).strip().splitlines()[-1:]} Nothing was changed here.")
    return done.stdout
