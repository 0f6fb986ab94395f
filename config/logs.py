"""One line of JSON for each log record: no query string, no name, no search word."""

import json
import logging

KEPT = ("job", "kind", "attempt", "error", "reference", "status_code", "function", "seconds", "path")


class JsonLine(logging.Formatter):
    """Write a log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": self.formatTime(record), "level": record.levelname, "logger": record.name, "message": self._message(record)}
        line |= {name: getattr(record, name) for name in KEPT if hasattr(record, name) and isinstance(getattr(record, name), (str, int))}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        return record.getMessage().split("?", 1)[0] if record.name.startswith("django.request") else record.getMessage()
