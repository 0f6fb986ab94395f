import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from foundation.workflow.diagrams import as_json, page


class Command(BaseCommand):
    help = "Write docs/states/*.md from the transitions on the models; needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print the machines as JSON and write nothing")
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is stale")

    def handle(self, *args, **options):
        if options["json"]:
            self.stdout.write(json.dumps(as_json()))
            return
        folder = Path(settings.BASE_DIR) / "docs" / "states"
        stale = []
        with translation.override("en"):
            for machine in as_json():
                path, text = folder / f"{machine}.md", page(machine)
                if not path.exists() or path.read_text() != text:
                    stale.append(path.name)
                    if not options["check"]:
                        folder.mkdir(parents=True, exist_ok=True)
                        path.write_text(text)
        if options["check"] and stale:
            self.stderr.write(f"Stale: {', '.join(stale)}. Run manage.py state_diagrams.")
            sys.exit(1)
        self.stderr.write(f"{len(stale)} page(s) {'stale' if options['check'] else 'written'}.")
