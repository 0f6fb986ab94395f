"""Says on stderr how far a long command is."""

import time

SECONDS = 2


class Told:
    """Called with what is done, how much and of how much; writes a line when a part begins or ends, and now and then between."""

    def __init__(self, stderr):
        self._ended: set[str] = set()
        self._stderr, self._last, self._at, self._began = stderr, "", 0.0, time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        whole = done >= total
        if what == self._last and not whole and now - self._at < SECONDS:
            return
        if whole and what in self._ended:
            return
        if whole:
            self._ended.add(what)
        self._last, self._at = what, now
        self._stderr.write(f"[{now - self._began:5.1f} s] {what} {done * 100 // max(total, 1)} %")

    def close(self) -> None:
        """Say how long it took."""
        self._stderr.write(f"[{time.monotonic() - self._began:5.1f} s] ended")
