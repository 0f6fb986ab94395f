"""One line of JSON for each log record: no query string, no name, no search word.

What our own loggers say is a fixed sentence with named values beside it. What a library says may hold what somebody typed (an address, a
row of the database, a header), so of its words only the pattern is kept, without what was put into it, and of a failure its kind and the
places it passed through, without its message.
"""

import json
import logging
import traceback

KEPT = (
    "job",
    "kind",
    "attempt",
    "error",
    "reference",
    "status_code",
    "function",
    "seconds",
    "method",
    "page",
    "milliseconds",
    "engine",
    "generation",
    "key",
)
OURS = "casetracker."


class JsonLine(logging.Formatter):
    """Write a log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": self.formatTime(record), "level": record.levelname, "logger": record.name, "message": self._message(record)}
        line |= {name: getattr(record, name) for name in KEPT if hasattr(record, name) and isinstance(getattr(record, name), (str, int))}
        if not record.name.startswith(OURS):
            line["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            line["trace"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        if record.name.startswith(OURS):
            return record.getMessage()
        return str(record.msg) if record.args else "words left out"


def places(failure: BaseException) -> str:
    """Tell of a failure its kind and each place it passed through, and the same of what caused it; its message may hold what was typed."""
    parts: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = failure
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(one.__traceback__)]
        parts.append("\n".join([f"{type(one).__module__}.{type(one).__qualname__}", *frames]))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\nfrom ".join(parts)
