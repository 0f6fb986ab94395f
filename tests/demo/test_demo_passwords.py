"""A demonstration that others can reach has passwords that nobody can look up."""

import pytest
from django.core.management import call_command

from foundation.audit.models import Event
from tests.factories.accounts import UserFactory


@pytest.mark.django_db
def test_demo_people_get_random_passwords_and_others_keep_theirs(capsys):
    invented, real = UserFactory(is_demo=True), UserFactory()
    for person in (invented, real):
        person.set_password("known to everybody")
        person.save()

    call_command("demo_passwords")

    invented.refresh_from_db()
    real.refresh_from_db()
    printed = capsys.readouterr().out
    assert not invented.check_password("known to everybody")
    assert invented.check_password(printed.split()[-1])
    assert real.check_password("known to everybody")
    assert Event.objects.filter(verb="password_changed").count() == 1
