import json

from django.core.management.base import BaseCommand

from foundation.search import indexer


class Command(BaseCommand):
    help = "Tell how the search index stands."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print JSON alone")

    def handle(self, *args, **options):
        status = indexer.status()
        if options["json"]:
            self.stdout.write(json.dumps(status))
            return
        for name, value in status.items():
            if name == "set_aside":
                self.stdout.write(f"set aside: {len(value)}")
                for row in value:
                    self.stdout.write(f"  {row['key']}: {row['error']}")
            else:
                self.stdout.write(f"{name.replace('_', ' ')}: {'-' if value is None else value}")
