"""Where the rows are kept: SQLite in one file, or PostgreSQL; both answer only when a commit is on the disk."""

import os
from typing import Any

import environ
from django.db import connection

SCHEMA = "DATABASE_SCHEMA"
SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "cached_statements": 1000,  # Python keeps 128 prepared; a page of a file alone asks up to 80
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;",
}
POSTGRESQL = {"pool": {"min_size": 1, "max_size": 10, "timeout": 5}, "options": "-c synchronous_commit=on"}


def database(url: str) -> dict[str, Any]:
    """Give the settings of the database at this address, with the options of its kind.

    A restore names, in the environment of the commands it runs, the schema of PostgreSQL that it makes ready beside the live one.
    """
    schema = os.environ.get(SCHEMA, "")
    settings = dict(environ.Env.db_url_config(url))
    kind = SQLITE if settings["ENGINE"].endswith("sqlite3") else POSTGRESQL
    if schema and kind is POSTGRESQL:
        kind = {**POSTGRESQL, "options": f"{POSTGRESQL['options']} -c search_path={schema}"}
    return {**settings, "OPTIONS": {**settings.get("OPTIONS", {}), **kind}}


def refresh_statistics() -> None:
    """Let the database count what its tables hold, so that it chooses the index that leaves the fewest rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")  # a sample of each index, in a few milliseconds
        cursor.execute("ANALYZE")
