import contextlib
import errno
import json
import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from config.backup import archive, keeping
from config.backup.refused import BackupRefused
from foundation import clock
from foundation.jobs.telling import Told


class Command(BaseCommand):
    help = "Write one encrypted archive of everything, and prove it; people may go on working. Exit 0: it holds; 1: it does not; 2: no key."

    def add_arguments(self, parser):
        parser.add_argument("target", type=Path, help="the file to write, or a folder in which it gets a name by its time")
        parser.add_argument("--json", action="store_true", help="print a summary as JSON alone")
        parser.add_argument(
            "--thin-out", action="store_true", help="then remove old backups from the folder: BACKUP_KEEP, BACKUP_KEEP_DAYS"
        )

    def handle(self, *args, **options):
        secret = os.environ.get("BACKUP_KEY", "")
        if not secret:
            raise CommandError("There is no key for backups: set BACKUP_KEY in the environment.", returncode=2)
        told = Told(self.stderr)
        try:
            place, manifest = archive.make(options["target"], secret, told)
        except BackupRefused as refused:
            self.fail(str(refused))
        except OSError as fault:
            self.fail(sentence_of(fault))
        except DatabaseError as fault:
            self.fail(f"The database did not answer: {str(fault).strip().splitlines()[0]}")
        finally:
            told.close()
        if manifest.lost:
            self.say(options, place, manifest)
            self.fail(
                f"The backup was made, but {len(manifest.lost)} documents were missing or damaged before it: {', '.join(manifest.lost[:5])}"
            )
        keeping.note(good_at=manifest.made_at, archive=place.name, error="")
        if options["thin_out"] and options["target"].is_dir():
            keeping.thin_out(options["target"], clock.now())
        self.say(options, place, manifest)

    def fail(self, sentence: str):
        with contextlib.suppress(OSError):  # the disk that is full may be this one
            keeping.note(error=sentence, failed_at=clock.now().isoformat())
        raise CommandError(sentence)

    def say(self, options, place, manifest):
        size = place.stat().st_size
        if options["json"]:
            self.stdout.write(json.dumps({"archive": str(place), "bytes": size, "proved": True, **manifest.summary}))
        else:
            rows, documents = manifest.summary["rows"], manifest.documents
            self.stdout.write(
                f"{place}: {size:,} bytes, {rows:,} rows, {documents:,} documents, chain up to {manifest.facts.head['seq']:,}. Proved."
            )


def sentence_of(fault: OSError) -> str:
    """Say in words why a file could not be written or read."""
    if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"The disk is full: {fault.filename or settings.DATA_DIR}. Nothing was changed; make room and try again."
    return f"{fault.strerror or fault}: {fault.filename or ''}. Nothing was changed."
