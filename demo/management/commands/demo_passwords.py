import secrets

from django.core.management.base import BaseCommand

from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act


class Command(BaseCommand):
    help = "Give every demo person a random password and print them once: for a demonstration that others can reach."

    def handle(self, *args, **options):
        with act(by=None, at=clock.now(), kind="demo_passwords") as this_act:
            for person in User.objects.filter(is_demo=True, is_active=True):
                password = secrets.token_urlsafe(15)
                person.set_password(password)
                person.save()
                this_act.record("password_changed", person)
                self.stdout.write(f"  {person.get_role_display():<24}{person.email:<44}{password}")
