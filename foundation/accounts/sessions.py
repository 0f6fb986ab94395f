"""How long a session lives: 30 minutes without a click, 12 hours in all; checked without writing a session row on a GET.

The session row holds when the person signed in. When she last did something is a signed cookie bound to the session; an answer to
polling or autosave (``X-Background``) does not renew it. A cookie that is missing, foreign or forged counts as never renewed.
"""

import hashlib

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing

from foundation import clock

SIGNED_IN_AT = "signed_in_at"
SALT = "accounts.idle"


def cookie_name() -> str:
    """The name of the idle cookie; under https it is tied to this host."""
    return "__Host-active" if settings.SESSION_COOKIE_SECURE else "active"


def note_sign_in(sender, request, user, **kwargs) -> None:
    """Write into the session, while it is being made, when it began."""
    request.session[SIGNED_IN_AT] = clock.now().timestamp()


def end_reason(request) -> str:
    """Say why the session of this request is over ("idle", "absolute"), or "" while it lives."""
    began = request.session.get(SIGNED_IN_AT)
    if began is None:
        return "absolute"
    now = clock.now().timestamp()
    if now - began >= settings.SESSION_ABSOLUTE_SECONDS:
        return "absolute"
    if now - max(began, _last_active(request)) >= settings.SESSION_IDLE_SECONDS:
        return "idle"
    return ""


def renew(request, response) -> None:
    """Set the idle cookie to now."""
    response.set_cookie(
        cookie_name(),
        signing.Signer(salt=SALT).sign(f"{_binding(request)}.{int(clock.now().timestamp())}"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _last_active(request) -> float:
    try:
        binding, moment = signing.Signer(salt=SALT).unsign(request.COOKIES.get(cookie_name(), "")).rsplit(".", 1)
    except (signing.BadSignature, ValueError):
        return 0
    return float(moment) if binding == _binding(request) else 0


def _binding(request) -> str:
    return hashlib.sha256(f"{SALT}{request.session.session_key}".encode()).hexdigest()[:32]


def connect() -> None:
    """Hook the start of a session; called once, when the app is ready."""
    user_logged_in.connect(note_sign_in, dispatch_uid="accounts.session_began")
