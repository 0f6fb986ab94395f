"""The link by which a person chooses her password: once, within three days, and dead when another is made or it is withdrawn.

It is mailed to her. Where no mail leaves this machine (the embedded profile as it comes), whoever made it is shown it once instead.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

from foundation import clock

from .models import User

LIFE = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def is_waiting(person: User) -> bool:
    """Say whether she still has to choose a password."""
    return person.is_active and not person.has_usable_password()


def holds_until(person: User) -> datetime | None:
    """Say until when her link holds; None when she has none that does."""
    if not is_waiting(person) or person.invited_at is None or clock.now() >= person.invited_at + LIFE:
        return None
    return person.invited_at + LIFE


def path_for(person: User) -> str:
    """Give the link, in her language, of a person who has no password yet; the same one until it is made anew."""
    with override(person.language):
        return reverse("join", kwargs={"ref": person.ref, "token": _token(person)})


def url_for(person: User) -> str:
    """Give the link as it stands in a mail."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path_for(person)}"


def find_invited(ref: str, token: str) -> User | None:
    """Give the person whose link this is, while it holds."""
    person = User.objects.filter(ref=ref, is_active=True).first()
    if person is None or holds_until(person) is None or not constant_time_compare(_token(person), token):
        return None
    return person


def days_valid() -> int:
    """For how many days a link holds."""
    return LIFE.days


def _token(person: User) -> str:
    made = person.invited_at.timestamp() if person.invited_at else ""
    return salted_hmac("accounts.invitation", f"{person.pk}:{person.password}:{made}", algorithm="sha256").hexdigest()[:48]
