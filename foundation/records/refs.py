"""Refs: what stands in a URL, an export or a message in place of an integer key."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from foundation import clock

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
CHILD_LENGTH = 10

_source: ContextVar[random.Random] = ContextVar("ref_source", default=secrets.SystemRandom())


def _code(length: int) -> str:
    return "".join(_source.get().choices(ALPHABET, k=length))


def new_ref(kind: str = "child") -> str:
    """Make a ref: ``26-HT-7K3M`` for a file, ``AR-26-4QXB`` for a request, ten characters for anything inside one."""
    year = f"{clock.today().year % 100:02d}"
    if kind == "file":
        return f"{year}-HT-{_code(4)}"
    if kind == "request":
        return f"AR-{year}-{_code(4)}"
    if kind == "child":
        return _code(CHILD_LENGTH)
    raise ValueError(f"There is no kind of ref called {kind!r}.")


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Make the refs of the block repeat exactly; for the demonstration and for tests only."""
    token = _source.set(random.Random(seed))
    try:
        yield
    finally:
        _source.reset(token)


class RefConverter:
    """Accept a ref in any case and hand on its written form."""

    regex = r"[0-9A-Za-z]{2,12}(?:-[0-9A-Za-z]{2,4}){0,2}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return str(value)
