import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from config.backup.refused import BackupRefused
from config.backup.restoring import restore
from config.management.commands.backup import sentence_of
from foundation.jobs.telling import Told


class Command(BaseCommand):
    help = "Put a backup in the place of the data here, whole or not at all. Exit 0: done; 1: refused, nothing changed; 2: no key."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, help="the archive that backup wrote")
        parser.add_argument("--force", action="store_true", help="even where there is data; it is gone afterwards")
        parser.add_argument("--json", action="store_true", help="print a summary as JSON alone")

    def handle(self, *args, **options):
        secret = os.environ.get("BACKUP_KEY", "")
        if not secret:
            raise CommandError("There is no key for backups: set BACKUP_KEY in the environment.", returncode=2)
        told = Told(self.stderr)
        try:
            summary = restore(options["source"].absolute(), secret, force=options["force"], progress=told)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as fault:
            raise CommandError(sentence_of(fault)) from fault
        except DatabaseError as fault:
            raise CommandError(f"The database did not answer: {str(fault).strip().splitlines()[0]}") from fault
        finally:
            told.close()
        if options["json"]:
            self.stdout.write(json.dumps(summary))
        else:
            self.stdout.write(
                f"Restored as of {summary['made_at']}: {summary['rows']:,} rows, {summary['documents']:,} documents; "
                f"the chain is whole up to {summary['chain']['seq']:,}; the index was built anew."
            )
