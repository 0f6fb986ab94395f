"""Where a request comes from: the one rule, for the log of reading, for signing in and for the counting of wrong passwords."""

import ipaddress

from django.conf import settings


def address_of(request) -> str | None:
    """Where the request came from: the peer, or what the last of ``PROXY_COUNT`` proxies of ours wrote; None when that is no address."""
    address = request.META.get("REMOTE_ADDR", "")
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.PROXY_COUNT and len(hops) >= settings.PROXY_COUNT:
        address = hops[-settings.PROXY_COUNT].strip()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def is_passed_on(request) -> bool:
    """Say whether something in front passed the request on."""
    return "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META


def is_loopback(request) -> bool:
    """Say whether the request comes from this very machine, and not through something that passes requests on."""
    address = None if is_passed_on(request) else address_of(request)
    return address is not None and ipaddress.ip_address(address).is_loopback
