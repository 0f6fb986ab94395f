"""What a person's second factor is now, and the rule that a code opens one door once."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.cache import cache

from foundation.records.fields import decrypt, encrypt


def is_active(user) -> bool:
    """Say whether she has an authenticator app set up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def codes_left(user) -> int:
    """Count the recovery codes she has not used."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def use_once(user, code: str) -> bool:
    """Remember that this code was used, for as long as any step would take it; False when it was used before."""
    window = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 2)
    return cache.add(f"second-factor-used:{user.pk}:{re.sub(r'[^0-9]', '', code)}", 1, window)


def new_sealed_secret(user) -> str:
    """Make a key for an authenticator app, sealed for this person, so that no table holds it before it is confirmed."""
    return encrypt(f"{user.ref}:{generate_totp_secret()}")


def open_sealed_secret(user, sealed: str) -> str:
    """Give the key that was sealed for this person, or "" for anything else."""
    try:
        owner, _, secret = decrypt(sealed).partition(":")
    except (InvalidToken, ValueError):
        return ""
    return secret if owner == user.ref else ""
