"""Asks whether the process of this container lives: ``python -m config.probe`` the web process, ``... worker`` the worker.

Needs nothing but the standard library, so that asking every few seconds costs little.
"""

import http.client
import os
import sys
import time
from pathlib import Path

SILENT_SECONDS = 60


def main() -> int:
    """Give 0 where it lives."""
    return 0 if (worker_beats() if sys.argv[1:] == ["worker"] else web_answers()) else 1


def worker_beats() -> bool:
    """Say whether the worker wrote its sign of life within a minute, by the clock of the file system."""
    beat = Path(os.environ.get("DATA_DIR", "var")) / "worker.heartbeat"
    return beat.exists() and abs(time.time() - beat.stat().st_mtime) < SILENT_SECONDS  # noqa: TID251  no clock but that of files


def web_answers() -> bool:
    """Ask as the proxy would; the name is the first one under which pages are asked for."""
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("WEB_PORT", "8000")), timeout=5)
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
