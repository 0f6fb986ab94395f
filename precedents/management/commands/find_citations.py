"""Finds the case citations and statute sections in a text file. Needs no database."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from precedents.citations import MCGILL, Mention, find_citations, find_sections, format_citation, format_pin


class Command(BaseCommand):
    """List every citation of a text, one a line, or as JSON."""

    help = "Finds Canadian case citations and statute sections in a text; reads a file, or standard input when none is named."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        """Take the file, its encoding and the form of the answer."""
        parser.add_argument("file", nargs="?", default="-", help="text file; - is standard input")
        parser.add_argument("--encoding", default="utf-8", help="cp1252 for texts where 0xA0 stands between code and number")
        parser.add_argument("--json", action="store_true", help="JSON alone on standard output")

    def handle(self, *args, **options):
        """Read, find and print."""
        try:
            raw = sys.stdin.buffer.read() if options["file"] == "-" else Path(options["file"]).read_bytes()
            text = raw.decode(options["encoding"])
        except (OSError, UnicodeDecodeError, LookupError) as wrong:
            raise CommandError(f"The text cannot be read: {wrong}") from wrong
        mentions = find_citations(text)
        sections = find_sections(text)
        if options["json"]:
            found = {"citations": [_as_json(mention) for mention in mentions], "sections": sections}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            for mention in mentions:
                self.stdout.write(_as_line(mention, mentions))
            for section in sections:
                self.stdout.write(section)
        self.stderr.write(f"{len(mentions)} citations, {len(sections)} sections.")


def _as_line(mention: Mention, mentions: list[Mention]) -> str:
    if mention.refers_to is not None:
        full = mentions_with_cores(mentions)[mention.refers_to]
        pin = format_pin(mention.pin) if mention.pin else ""
        return f"{mention.style} -> {full.keys[0]}{pin}"
    flags = [flag for flag in (mention.conflict, mention.history, "secondary" if mention.secondary else "") if flag]
    return format_citation(mention.style, mention.cores, MCGILL, mention.pin, every=True) + (f"  [{', '.join(flags)}]" if flags else "")


def mentions_with_cores(mentions: list[Mention]) -> list[Mention]:
    """Give the full citations, in the order short forms count them."""
    return [mention for mention in mentions if mention.cores]


def _as_json(mention: Mention) -> dict:
    return {
        "style": mention.style,
        "keys": list(mention.keys),
        "pin": {"unit": mention.pin.unit, "ranges": mention.pin.ranges} if mention.pin else None,
        "history": mention.history,
        "secondary": mention.secondary,
        "conflict": mention.conflict,
        "refers_to": mention.refers_to,
        "start": mention.start,
        "end": mention.end,
    }
