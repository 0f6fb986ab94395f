"""Backups that the worker makes by itself, how old the last good one is, and which old ones may go."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from config import environment
from foundation import clock

from .archive import ENDING

logger = logging.getLogger("casetracker.backup")

EVERY_SECONDS = 600
TOO_OLD = timedelta(minutes=15)
NAMED = "casetracker-%Y%m%dT%H%M%SZ" + ENDING
_running: list["subprocess.Popen[bytes]"] = []


@dataclass(frozen=True)
class Standing:
    """How the backups stand: whether they are wanted, the age of the last good one, and the alarm in words ("" when all is well)."""

    wanted: bool
    age_seconds: int | None = None
    alarm: str = ""


def note_path() -> Path:
    """Where it is written down how the last backups ended."""
    return Path(settings.DATA_DIR) / "last-backup.json"


def note(**words: str) -> None:
    """Write down how a backup ended, beside what is known of the last good one."""
    known = read_note() | words
    fresh = note_path().with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(known))
    fresh.replace(note_path())


def read_note() -> dict[str, str]:
    """Read how the last backups ended."""
    try:
        return json.loads(note_path().read_text())
    except (OSError, ValueError):
        return {}


def standing(at: datetime) -> Standing:
    """Say how old the last good backup is, and whether that is an alarm."""
    if not settings.BACKUP_TO:
        return Standing(wanted=False)
    known = read_note()
    if "good_at" not in known:
        return Standing(True, None, _("No backup has been made yet. %(error)s") % {"error": known.get("error", "")})
    age = at - datetime.fromisoformat(known["good_at"])
    seconds = max(0, round(age.total_seconds()))
    if age <= TOO_OLD:
        return Standing(True, seconds)
    words = _("The last good backup is %(minutes)d minutes old; it should never be older than 15. %(error)s")
    return Standing(True, seconds, words % {"minutes": seconds // 60, "error": known.get("error", "")})


def start() -> bool:
    """Start a backup beside the worker, which goes on with its work; tell whether one was started."""
    while _running and _running[0].poll() is not None:
        _running.pop(0)
    if _running or not settings.BACKUP_TO:
        return False
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "backup", settings.BACKUP_TO, "--thin-out"]
    _running.append(environment.start(command, dict(os.environ)))
    return True


def thin_out(folder: Path, at: datetime) -> list[str]:
    """Remove backups of ours that are neither among the last ones nor the last of one of the last days; give their names."""
    made = {}
    for place in folder.glob(f"casetracker-*{ENDING}"):
        try:
            made[datetime.strptime(place.name, NAMED).replace(tzinfo=UTC)] = place
        except ValueError:
            continue
    moments = sorted(made, reverse=True)
    kept = set(moments[: settings.BACKUP_KEEP])
    days: dict[object, datetime] = {}
    for moment in moments:
        days.setdefault(moment.astimezone(clock.TORONTO).date(), moment)
    kept |= {moment for moment in days.values() if at - moment <= timedelta(days=settings.BACKUP_KEEP_DAYS)}
    gone = [made[moment] for moment in moments if moment not in kept]
    for place in gone:
        place.unlink(missing_ok=True)
    return [place.name for place in gone]
