from django.core.management.base import CommandError
from simple_history.management.commands import clean_duplicate_history


class Command(clean_duplicate_history.Command):
    """Refuse what simple_history offers: history is evidence, and no command thins it out."""

    help = "Refuses: history is kept."

    def handle(self, *args, **options):
        raise CommandError("History is kept: no row of it is removed by a command.")
