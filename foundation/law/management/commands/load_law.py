"""Loads the law from its data files and says what changed."""

from django.core.management.base import BaseCommand, CommandError

from foundation.law.loader import BadLawData, load_law


class Command(BaseCommand):
    """Bring the law tables up to date with the data files; rows are added, corrected or withdrawn, never deleted."""

    help = "Brings the law tables up to date with foundation/law/data and prints each difference."

    def handle(self, *args, **options):
        """Load and print the differences."""
        try:
            lines = load_law()
        except BadLawData as wrong:
            raise CommandError(str(wrong)) from wrong
        for line in lines:
            self.stdout.write(line)
        self.stderr.write(f"{len(lines)} rows changed." if lines else "The law is up to date.")
