"""What the frame around every page shows: the service bar, banners, counts and the session's limits."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from foundation import clock


@dataclass(frozen=True)
class NavItem:
    """One link of the service bar."""

    label: str
    url: str
    current: bool
    badge: int = 0


@dataclass(frozen=True)
class Banner:
    """One line under the bar that holds on every page: ``tone`` is info, wait or risk."""

    text: str
    tone: str = "info"
    url: str = ""
    link: str = ""


def frame(request):
    """Hand every template the frame: ``nav``, ``notices``, ``banners``, ``version`` and the session's limits.

    Settings it reads: ``NAVIGATION`` (label, url name, roles; no roles means everybody), ``NAVIGATION_COUNTS`` (url name to a
    dotted ``count(user)``), ``BANNERS`` (dotted ``banners(request)``, each giving a list of ``Banner``), ``DEMO``, ``VERSION``,
    ``SESSION_IDLE_SECONDS`` and ``SESSION_WARN_SECONDS``. Everything is lazy: a page without the frame asks nothing.
    """
    return {
        "nav": SimpleLazyObject(lambda: _navigation(request)),
        "notices": SimpleLazyObject(lambda: _notices(request)),
        "banners": SimpleLazyObject(lambda: _banners(request)),
        "version": getattr(settings, "VERSION", ""),
        "demo": getattr(settings, "DEMO", False),
        "idle_seconds": getattr(settings, "SESSION_IDLE_SECONDS", 1800),
        "warn_seconds": getattr(settings, "SESSION_WARN_SECONDS", 1500),
        "printed_at": SimpleLazyObject(clock.now),
        "signed_in": SimpleLazyObject(lambda: _signed_in(request)),
    }


def _signed_in(request):
    """Tell whether a person is signed in, also where a request never met the sign-in middleware."""
    return bool(getattr(getattr(request, "user", None), "is_authenticated", False))


def _url(name):
    """Find a named page, or nothing where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _count(request, name):
    """Ask the count that belongs to a link, when there is one."""
    dotted = getattr(settings, "NAVIGATION_COUNTS", {}).get(name)
    return import_string(dotted)(request.user) if dotted else 0


def _navigation(request):
    """List the links this person's role may use; a page that does not exist is left out."""
    if not _signed_in(request):
        return []
    items = []
    for label, name, roles in getattr(settings, "NAVIGATION", ()):
        url = _url(name)
        if url and (not roles or getattr(request.user, "role", "") in roles):
            start = name == "home"  # every address begins with it
            current = request.path == url if start else request.path.startswith(url)
            items.append(NavItem(label=label, url=url, current=current, badge=_count(request, name)))
    return items


def _notices(request):
    """Give the link to the notices with the number unread, or nothing."""
    url = _url("notices") if _signed_in(request) else ""
    return NavItem(label=_("Notices"), url=url, current=request.path == url, badge=_count(request, "notices")) if url else None


def _banners(request):
    """Gather the banners of every room that has something to say."""
    banners = []
    if getattr(settings, "DEMO", False):
        banners.append(Banner(_("Demonstration: every person, file and decision of a file here is invented.")))
    for dotted in getattr(settings, "BANNERS", ()):
        banners.extend(import_string(dotted)(request))
    return banners
