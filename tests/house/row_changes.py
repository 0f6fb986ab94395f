"""Which rows change, in whatever table and by whatever way: the database counts them itself, through triggers made for the test.

    with counted() as changed:
        ...
    changed()   -> Counter({("read_log", "INSERT"): 1})

Statements are not read and no connection is listened to, so that a write by another connection, a bulk call, a cascade or plain SQL counts
as any other. What changes a row back within the block counts too.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

WAYS = ("INSERT", "UPDATE", "DELETE")
COUNTS = "changed_rows"
# What reading itself writes: the log of reads, and what the frame keeps of a session or for a moment (cache, failed sign-ins).
OF_READING = frozenset({"read_log", "django_session", "cache_entry"})


@contextmanager
def counted() -> Iterator[Callable[[], Counter]]:
    """Count row changes in every table inside the block; the function it gives reads the count and begins a new one."""
    tables = [table for table in connection.introspection.table_names() if table != COUNTS]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {COUNTS} (name varchar(80) NOT NULL, way varchar(8) NOT NULL)")
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE FUNCTION count_row_change() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN INSERT INTO {COUNTS} VALUES (TG_TABLE_NAME, TG_OP); RETURN NULL; END $$"
            )
        for table in tables:
            for way in WAYS:
                name = quote(f"count_{way.lower()}_{table}"[:60])
                act = (
                    "EXECUTE FUNCTION count_row_change()"
                    if connection.vendor == "postgresql"
                    else f"BEGIN INSERT INTO {COUNTS} VALUES ('{table}', '{way}'); END"
                )
                cursor.execute(f"CREATE TRIGGER {name} AFTER {way} ON {quote(table)} FOR EACH ROW {act}")

    def changed() -> Counter:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT name, way FROM {COUNTS}")
            found = Counter(cursor.fetchall())
            cursor.execute(f"DELETE FROM {COUNTS}")
        return found

    try:
        yield changed
    finally:
        with connection.cursor() as cursor:
            for table in tables:
                for way in WAYS:
                    name = quote(f"count_{way.lower()}_{table}"[:60])
                    cursor.execute(f"DROP TRIGGER {name}" + (f" ON {quote(table)}" if connection.vendor == "postgresql" else ""))
            if connection.vendor == "postgresql":
                cursor.execute("DROP FUNCTION count_row_change()")
            cursor.execute(f"DROP TABLE {COUNTS}")


def beyond_reading(changes: Counter) -> dict:
    """Leave out what reading itself writes."""
    return {key: number for key, number in changes.items() if key[0] not in OF_READING}
