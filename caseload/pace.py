"""How fast one person's boxes may ask while she types: counted in this process, and nothing is written for it."""

import threading
import time
from collections import deque


class Pace:
    """So many times in so many seconds, for each person."""

    def __init__(self, most: int, seconds: float):
        self.most, self.seconds = most, seconds
        self._times: dict[int, deque[float]] = {}
        self._lock = threading.Lock()

    def too_fast(self, person: int) -> bool:
        """Count one time, and say whether it was one too many."""
        now = time.monotonic()
        with self._lock:
            for each in [each for each, times in self._times.items() if times[-1] < now - self.seconds]:
                del self._times[each]
            times = self._times.setdefault(person, deque(maxlen=self.most))
            is_too_many = len(times) == self.most and times[0] > now - self.seconds
            if not is_too_many:
                times.append(now)
            return is_too_many
