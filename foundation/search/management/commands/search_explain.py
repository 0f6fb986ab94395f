from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from foundation.search import registry
from foundation.search.document import key_of
from foundation.search.entry import Unavailable
from foundation.search.marks import QueryError
from foundation.search.port import explain


class Command(BaseCommand):
    help = "Say which parts of a search one record satisfies, for somebody who may see it; prints no word of the record."

    def add_arguments(self, parser):
        parser.add_argument("ref", help="the number of the record")
        parser.add_argument("query", help="the search as it was typed")
        parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="who searches")

    def handle(self, *args, **options):
        user = get_user_model().objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody has this address.")
        try:
            explained = [explain(options["query"], key, user) for key in _keys(options["ref"], user)]
        except QueryError as mistake:
            raise CommandError(f"The search cannot be understood: {mistake.sentence}") from mistake
        except Unavailable as trouble:
            raise CommandError(str(trouble)) from trouble
        told = [each for each in explained if each is not None]
        if not told:
            raise CommandError("This person sees no record of this number.")
        for each in told:
            self.tell(each)

    def tell(self, explanation):
        for clause in explanation.clauses:
            self.stdout.write(f"{'yes' if clause.holds else 'no ':3} {'  ' * clause.depth}{clause.text or 'everything'}")
        if not explanation.is_indexed:
            self.stdout.write("The index does not have the record." + (" It waits to be written." if explanation.waits else ""))
        elif not explanation.is_open:
            self.stdout.write("The index does not show the record to this person" + (" while it waits." if explanation.waits else "."))
        elif not explanation.is_current:
            self.stdout.write("The index has an older state of the record." + (" It waits to be written." if explanation.waits else ""))
        self.stdout.write("It is found." if explanation.is_found else "It is not found.")


def _keys(ref, user):
    """List the records of this number that the person may see."""
    return [
        key_of(each.label, ref)
        for each in registry.registrations()
        if each.visible(user).filter(ref__in=[ref]).values_list("ref", flat=True)
    ]
