from django.core.management.base import BaseCommand, CommandError

from foundation.jobs.telling import Counted
from foundation.search import indexer
from foundation.search.entry import Unavailable


class Command(BaseCommand):
    help = "Build the search index anew beside the live one, then put it in its place."

    def add_arguments(self, parser):
        parser.add_argument("--if-needed", action="store_true", help="only where no index of the present kind stands")

    def handle(self, *args, **options):
        if options["if_needed"] and not indexer.needs_rebuild():
            self.stdout.write("The index stands; nothing to do.")
            return
        told = Counted(self.stderr)
        try:
            generation = indexer.rebuild(progress=lambda done, total: told("records", done, total))
            indexer.drain(limit=100_000)
        except Unavailable as trouble:
            raise CommandError(f"The index was not built; the old one, if any, still answers. {trouble}") from trouble
        finally:
            told.close()
        self.stdout.write(f"The index holds {generation.documents} documents (generation {generation.ref}).")
