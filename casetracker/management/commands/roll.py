"""Run the daily job of the case files now."""

import json

from django.core.management.base import BaseCommand

from casetracker import roll
from foundation import clock


class Command(BaseCommand):
    """Conclude files whose appeal periods passed, and bring what lists show up to the day."""

    help = "Runs the daily job of the case files; safe to run twice, and it catches up missed days."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print what was done as JSON")

    def handle(self, *args, **options):
        done = roll.roll(clock.today())
        if options["json"]:
            self.stdout.write(json.dumps(done))
        else:
            self.stdout.write(f"{done['concluded']} file(s) concluded, {done['refreshed']} brought up to the day.")
