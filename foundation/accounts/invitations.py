"""The link by which a person who was added chooses her first password: once, and within a week."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.translation import override

from foundation import clock

from .models import User


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens that die with the password they were made for, by the product's clock."""

    key_salt = "accounts.invitation"

    def _now(self):
        return clock.now().replace(tzinfo=None)


_tokens = InvitationTokens()


def is_waiting(person: User) -> bool:
    """Say whether she still has to choose a password."""
    return person.is_active and not person.has_usable_password()


def path_for(person: User) -> str:
    """Make a fresh link, in her language, for a person who has no password yet."""
    with override(person.language):
        return reverse("join", kwargs={"ref": person.ref, "token": _tokens.make_token(person)})


def find_invited(ref: str, token: str) -> User | None:
    """Give the person whose link this is, while it holds."""
    person = User.objects.filter(ref=ref, is_active=True).first()
    if person is None or person.has_usable_password() or not _tokens.check_token(person, token):
        return None
    return person


def days_valid() -> int:
    """For how many days a link holds."""
    return settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
