import sys

from django.core.management.base import BaseCommand, CommandError

from foundation.jobs.telling import Counted
from foundation.search import indexer
from foundation.search.entry import Unavailable


class Command(BaseCommand):
    help = "Compare the search index with the database; exit 1 when they differ and were not repaired."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="write what differs into the index")

    def handle(self, *args, **options):
        told = Counted(self.stderr)
        try:
            found = indexer.verify(repair=options["repair"], progress=lambda done, total: told("records", done, total))
        except Unavailable as trouble:
            raise CommandError(str(trouble)) from trouble
        finally:
            told.close()
        for name in ("missing", "stale", "extra"):
            for key in getattr(found, name):
                self.stdout.write(f"{name}: {key}")
        ended = "They agree." if not found else "Repaired." if options["repair"] else "They differ; run with --repair."
        self.stdout.write(f"{found.checked} documents in the index. {ended}")
        if found and not options["repair"]:
            sys.exit(1)
