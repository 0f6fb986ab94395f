"""Sign of life of the worker, for the status page and the supervisor."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from foundation import clock

SILENT = timedelta(seconds=30)


def _path() -> Path:
    return Path(settings.DATA_DIR) / "worker.heartbeat"


def beat() -> None:
    """Write down that the worker is alive now."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")  # put in place whole: who reads meanwhile never finds an empty file
    part.write_text(clock.now().isoformat())
    part.replace(path)


def last_beat() -> datetime | None:
    """Tell when the worker last gave a sign of life, or None."""
    try:
        return datetime.fromisoformat(_path().read_text())
    except (OSError, ValueError):
        return None


def is_alive() -> bool:
    """Say whether the worker gave a sign of life within ``SILENT``."""
    beat_at = last_beat()
    return beat_at is not None and clock.now() - beat_at < SILENT
