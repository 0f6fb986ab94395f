"""A database in which something dear to make stands for several tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def held_open() -> Iterator[None]:
    """Hold one transaction open over several tests, each of which runs in a savepoint of it; nothing is kept."""
    connection.ensure_connection()
    connection.close = lambda: None  # a test case closes the connection at its end, and the transaction with it
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        del connection.close
