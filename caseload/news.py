"""What is new for a search that a person keeps: looked for by the worker, told once, counted by what she may see at that moment.

Each hour the whole search is asked again as its owner, and what it never found before is new: a record that was added or changed, and one
that she may see since. Where more is new than is kept for her eyes, or more is found than is compared, she is told so. What was found, the
keys that wait to be looked at and the notice are written in one act, so a crash before it tells everything the next time, and after it
nothing twice.
"""

import hashlib
import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.audit.acts import act, write_turn
from foundation.notifications.models import Notice
from foundation.notifications.services import notify
from foundation.records import Refusal
from foundation.search import port

from .models import SavedSearch, SearchTelling

logger = logging.getLogger("casetracker.search")

EVERY = timedelta(hours=1)
AT_ONCE = 20
"""So many searches are looked at in one turn of the worker, those first that waited longest."""
MOST_FOUND = 5_000
MOST_WAITING = 1_000
TEMPLATE = "caseload/search_news"
_LENGTH = 8


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()[:_LENGTH]


def _known(telling: SearchTelling) -> set[bytes]:
    held = bytes(telling.known)
    return {held[at : at + _LENGTH] for at in range(0, len(held), _LENGTH)}


def _found(search: SavedSearch, keys: Collection[str] | None = None) -> set[str]:
    return port.matches(search.user, search.text, search.filters, keys, with_synonyms=not search.is_as_typed)


def what_is_there(search: SavedSearch) -> bytes:
    """Give the digests of what a search finds now, and is not new therefore. Before an act: the index takes its time.

    :raises Refusal: it finds too much to tell apart, or the index does not answer
    """
    try:
        found = _found(search)
    except port.Unavailable:
        raise Refusal(
            _("The search cannot look now, so it cannot tell what will be new. Try again in a few minutes."), "tells_new"
        ) from None
    if len(found) > MOST_FOUND:
        many = _("This search finds more than %(count)s documents: narrow it before you ask to be told what is new.")
        raise Refusal(many % {"count": f"{MOST_FOUND:,}"}, "tells_new")
    return b"".join(map(_digest, sorted(found)))


def tells(search: SavedSearch) -> bool:
    """Say whether a search tells what is new."""
    return SearchTelling.objects.filter(search=search).exists()


def begin(search: SavedSearch, known: bytes, *, at: datetime) -> None:
    """Have a search tell what is new from now on. Inside an act."""
    SearchTelling.objects.get_or_create(search=search, defaults={"known": known, "looked_for_at": at})


def stop(search: SavedSearch, *, at: datetime) -> None:
    """Have a search tell nothing any more. Inside an act."""
    for telling in SearchTelling.objects.filter(search=search):
        telling.delete()
        _put_away(search, at)


def look_for_news(at: datetime) -> int:
    """Look at the searches whose hour is over; give how many were looked at. While the index does not answer they wait."""
    due = SearchTelling.objects.filter(looked_for_at__lte=at - EVERY, search__user__is_active=True)
    done = 0
    for telling in due.select_related("search__user").order_by("looked_for_at", "pk")[:AT_ONCE]:
        try:
            _look(telling, at)
        except port.Unavailable:
            break
        done += 1
    return done


def _look(telling: SearchTelling, at: datetime) -> None:
    search, known = telling.search, _known(telling)
    found = _found(search)
    is_too_wide = len(found) >= port.MOST_MATCHED
    fresh = {key for key in found if _digest(key) not in known}
    if not fresh and not telling.waiting:
        with write_turn(), transaction.atomic():
            telling.looked_for_at, telling.is_too_wide = at, is_too_wide
            telling.save(update_fields=["looked_for_at", "is_too_wide"])
        return
    with act(by=None, at=at, kind="tell_search_news") as this_act:
        now = SearchTelling.objects.select_for_update().filter(pk=telling.pk).first()
        if now is None:
            return
        person = User.objects.get(pk=search.user_id)
        known = _known(now)
        # By the database and inside the act: nothing is told that she may not see at this moment.
        told = {key for key in port.visible(person, fresh) if _digest(key) not in known}
        now.known = bytes(now.known) + b"".join(map(_digest, sorted(told)))
        waiting = sorted({*now.waiting, *told})
        now.has_more = now.has_more or len(waiting) > MOST_WAITING
        now.waiting = waiting[:MOST_WAITING]
        now.looked_for_at, now.is_too_wide = at, is_too_wide
        now.save()
        if told:
            this_act.record("found_news", search, count=len(told))
            if not _unread(search).exists():
                notify(recipient=person, template=TEMPLATE, about=search)
        elif not port.visible(person, now.waiting):
            _put_away(search, at)


def see(*, search: SavedSearch, by: User, at: datetime, key: str | None = None) -> None:
    """Say that one has looked at what was new.

    :raises PermissionDenied: it is somebody else's
    """
    if search.user_id != by.pk:
        raise PermissionDenied
    if not SearchTelling.objects.filter(search=search).exclude(waiting=[]).exists():
        return
    with act(by=by, at=at, kind="see_search_news", key=key) as this_act:
        telling = SearchTelling.objects.select_for_update().get(search=search)
        telling.waiting, telling.has_more = [], False
        telling.save()
        _put_away(search, at)
        this_act.record("saw_news", search)


def _unread(search: SavedSearch):
    return Notice.objects.filter(about_label=search._meta.label, about_ref=search.ref, read_at=None)


def _put_away(search: SavedSearch, at: datetime) -> None:
    for notice in _unread(search):
        notice.read_at = at
        notice.save()


def counts(user: User, searches: Iterable[SavedSearch]) -> dict[str, int]:
    """Count for each search, by its ref, what is new and still there for its owner's eyes."""
    waiting = {search.ref: set(search.telling.waiting) for search in searches if hasattr(search, "telling")}
    seen = port.visible(user, {key for keys in waiting.values() for key in keys})
    return {ref: len(keys & seen) for ref, keys in waiting.items()}


def words_of_notices(user: User, refs: Collection[str]) -> dict[str, dict]:
    """Give the numbers that notices about searches print when they are read."""
    searches = SavedSearch.objects.visible_to(user).filter(ref__in=refs).select_related("telling")
    more = {search.ref for search in searches if hasattr(search, "telling") and search.telling.has_more}
    return {ref: {"count": count, "more": ref in more} for ref, count in counts(user, searches).items()}


def hits_of(search: SavedSearch) -> list[port.Hit]:
    """Give what is new for a search as its owner may see it now: what still answers it, newest first.

    :raises Unavailable: the index does not answer
    """
    if not hasattr(search, "telling") or not search.telling.waiting:
        return []
    return port.hits_of(search.user, search.text, _found(search, search.telling.waiting))
