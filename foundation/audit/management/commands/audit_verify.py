import json
import sys

from django.core.management.base import BaseCommand

from foundation.audit.verify import verify


class Command(BaseCommand):
    help = "Walk the audit chain: exit 0 when it is whole, 1 with the first bad row named."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print JSON alone")

    def handle(self, *args, **options):
        verdict = verify()
        if options["json"]:
            self.stdout.write(json.dumps({"whole": verdict.whole, "links": verdict.links, "head": verdict.head, "fault": verdict.fault}))
        elif verdict.whole:
            self.stdout.write(f"The chain is whole: {verdict.links} links, head {verdict.head}.")
        else:
            self.stdout.write(f"The chain is broken at {verdict.fault}.")
        if not verdict.whole:
            sys.exit(1)
