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
        self._stderr.write(f"[{now - self._began:5.1f} s] {self._far(what, done, total, now)}")

    def _far(self, what: str, done: int, total: int, now: float) -> str:
        return f"{what} {done * 100 // max(total, 1)} %"

    def close(self) -> None:
        """Say how long it took."""
        self._stderr.write(f"[{time.monotonic() - self._began:5.1f} s] ended")


class Counted(Told):
    """Tell of things that are counted: how many of how many, how many a second, how long it still takes; on a terminal in one line."""

    def __init__(self, stderr, width: int = 78):
        super().__init__(stderr)
        self._width, self._open = width, False
        self._begun: dict[str, tuple[float, int]] = {}
        self._is_terminal = stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        self._begun.setdefault(what, (time.monotonic(), done))
        if not self._is_terminal:
            super().__call__(what, done, total)
            return
        now = time.monotonic()
        whole = done >= total
        if what in self._ended or (what == self._last and not whole and now - self._at < SECONDS / 10):
            return
        if self._open and what != self._last:
            self._end_line()
        self._last, self._at, self._open = what, now, True
        self._stderr.write(f"\r{self._far(what, done, total, now):{self._width}.{self._width}}", ending="")
        if whole:
            self._ended.add(what)
            self._end_line()

    def _far(self, what: str, done: int, total: int, now: float) -> str:
        since, first = self._begun[what]
        rate = (done - first) / (now - since) if now > since else 0.0
        told = f"{what} {done:,} of {total:,} ({super()._far('', done, total, now).strip()})"
        if not rate:
            return told
        left = round((total - done) / rate)
        return f"{told}, {rate:,.0f} a second" + (f", {left // 60}:{left % 60:02d} left" if left > 0 else "")

    def _end_line(self) -> None:
        self._stderr.write("")
        self._open = False

    def close(self) -> None:
        """Say how long it took."""
        if self._open:
            self._end_line()
        super().close()
