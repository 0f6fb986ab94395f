"""How a form that came too late is sent again with one press, though signing in gave the browser a new token meanwhile.

The page that shows typed words again gives the browser a secret in a cookie that no script and no other site reads, and puts a signed
digest of it into the form. Together they do what the form token does (a signed double submit), for twelve hours, on this form alone.
"""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare

from foundation import clock

FIELD = "send_again"
SALT = "pages.again"
LIFE = 12 * 60 * 60


def cookie_name() -> str:
    """The name of the cookie; under https it is tied to this host."""
    return "__Host-again" if settings.SESSION_COOKIE_SECURE else "again"


def give(request, response_words: dict) -> str:
    """Put the field for the form into a page's words; give the secret that its answer must set as a cookie."""
    secret = request.COOKIES.get(cookie_name(), "")
    if len(secret) != 43:
        secret = secrets.token_urlsafe(32)
    response_words[FIELD] = signing.Signer(salt=SALT).sign(f"{_digest(secret, request.path)}.{int(clock.now().timestamp())}")
    return secret


def set_cookie(response, secret: str) -> None:
    """Give the browser the secret that belongs to the form."""
    response.set_cookie(
        cookie_name(), secret, max_age=LIFE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict", path="/"
    )


def is_ours(request) -> bool:
    """Say whether this form was given by our page to this very browser, for this address."""
    secret, field = request.COOKIES.get(cookie_name(), ""), request.POST.get(FIELD, "")
    if not secret or not field:
        return False
    try:
        digest, given_at = signing.Signer(salt=SALT).unsign(field).rsplit(".", 1)
    except (signing.BadSignature, ValueError):
        return False
    return clock.now().timestamp() - int(given_at) < LIFE and constant_time_compare(digest, _digest(secret, request.path))


def _digest(secret: str, path: str) -> str:
    return hashlib.sha256(f"{secret} {path}".encode()).hexdigest()
