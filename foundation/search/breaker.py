"""Stops asking an engine that does not answer, so that a page does not wait for it again and again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 5
REST_SECONDS = 30.0


class Breaker:
    """Open after five failures in a row; after half a minute let one question through, and close when it is answered."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at: float | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether questions are turned away now."""
        with self._lock:
            return self._opened_at is not None and self._clock() - self._opened_at < REST_SECONDS

    def may_ask(self) -> bool:
        """Tell whether to ask; while open, one question per half minute goes through."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._clock() - self._opened_at < REST_SECONDS:
                return False
            self._opened_at = self._clock()
            return True

    def answered(self) -> None:
        """Take note of an answer."""
        with self._lock:
            self._failures, self._opened_at = 0, None

    def failed(self) -> None:
        """Take note of a failure."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._opened_at = self._clock()
