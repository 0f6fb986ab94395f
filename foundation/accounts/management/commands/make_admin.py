"""The first person of an installation without a demonstration."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from foundation import clock
from foundation.accounts import invitations, services
from foundation.accounts.models import Role
from foundation.records import Refusal


class Command(BaseCommand):
    help = "Adds an administrator and prints the link by which she chooses her password."

    def add_arguments(self, parser):
        parser.add_argument("email", help="her work e-mail")
        parser.add_argument("--name", default="", help="her name (the part of the e-mail before the @)")
        parser.add_argument("--language", choices=["en", "fr"], default="en")
        parser.add_argument("--site", default=settings.PUBLIC_URL, help="the address under which people open the product")

    def handle(self, *args, email, name, language, site, **options):
        try:
            validate_email(email)
            person = services.invite_person(
                by=None, at=clock.now(), email=email, name=name or email.partition("@")[0], role=Role.ADM, language=language
            )
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail.") from None
        except Refusal as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{site.rstrip('/')}{invitations.path_for(person)}")
        self.stderr.write(f"{person.name} can choose her password with this link once, within {invitations.days_valid()} days.")
