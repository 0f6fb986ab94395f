"""How often an address of a calendar was guessed from one place: counted like wrong passwords, and by the product's clock."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from foundation import clock
from foundation.audit.acts import write_turn
from foundation.pages.addresses import address_of


def closed(request) -> bool:
    """Say whether this place tried too often within the last minutes."""
    _first, number = _tries(request)
    return number >= settings.LOCKOUT_ADDRESS_LIMIT


def count(request) -> None:
    """Count one address that led nowhere."""
    first, number = _tries(request)
    seconds = round(settings.AXES_COOLOFF_TIME.total_seconds())
    with write_turn():
        cache.set(_key(request), f"{first.isoformat()} {number + 1}", seconds)


def _tries(request) -> tuple[datetime, int]:
    now = clock.now()
    kept = cache.get(_key(request))
    if not kept:
        return now, 0
    first, number = kept.split()
    began = datetime.fromisoformat(first)
    return (began, int(number)) if now - began < settings.AXES_COOLOFF_TIME else (now, 0)


def _key(request) -> str:
    return f"calendar:{hashlib.sha256((address_of(request) or '').encode()).hexdigest()[:32]}"
