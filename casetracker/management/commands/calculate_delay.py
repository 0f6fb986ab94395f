"""Count the delay of one accused, asked for and answered as JSON."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from casetracker.delay import exchange
from casetracker.delay.tables import read_tables
from casetracker.delay.words import WrongInput
from foundation.law.files import BadLawData


class Command(BaseCommand):
    """Read a question from a file or standard input and count it by the shipped law tables; exit 2 where it cannot be counted."""

    help = "Counts the delay under Charter s. 11(b) for a question in JSON (docs/delay.md); needs no database. Exit 2: wrong input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="the question in JSON; - reads standard input")

    def handle(self, *args, **options):
        try:
            tables = read_tables()
            clock = exchange.read_clock(self._question(options["file"]), tables)
            answer = exchange.dump(exchange.answer(clock, tables))
        except (WrongInput, BadLawData, OSError) as wrong:
            self.stderr.write(self._sentence(wrong))
            sys.exit(2)
        self.stdout.write(answer)

    def _question(self, name: str) -> str:
        given = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        try:
            return given.decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise WrongInput("NOT_JSON", why="it is not text in UTF-8") from wrong

    def _sentence(self, wrong: Exception) -> str:
        if isinstance(wrong, OSError):
            return f"The file cannot be read: {wrong.strerror or wrong}."
        return str(wrong)
