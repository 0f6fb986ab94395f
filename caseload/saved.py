"""Searches that a person keeps by a name, and those she typed last: hers alone."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct, act
from foundation.notifications.models import Notice
from foundation.records import Refusal, StaleRecord
from foundation.search import port

from . import news
from .models import SavedSearch

MOST = 50
MOST_PAIRS = 100
LONGEST_VALUE = 200
LONGEST_NAME = 100
NOT_KEPT = ("page", "size", "after", "detail")


def asked_of(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Give what is kept of the address of results: its filters and order, without the page it shows."""
    kept = [[name[:30], value[:LONGEST_VALUE].replace("\x00", "")] for name, value in pairs if name not in NOT_KEPT and value]
    return kept[:MOST_PAIRS]


def save_search(
    *,
    name: str,
    text: str,
    pairs: Iterable[tuple[str, str]] = (),
    tells_new: bool = False,
    by: User,
    at: datetime,
    key: str | None = None,
) -> SavedSearch:
    """Keep a search by a name: its words, filters and order, and whether it tells what is new.

    :raises Refusal: no name, she keeps as many as one may, or it cannot tell what is new
    """
    search = SavedSearch(user=by, name=_checked(name), text=text, asked=asked_of(pairs), saved_at=at)
    known = news.what_is_there(search) if tells_new else None
    with act(by=by, at=at, kind="save_search", key=key) as this_act:
        User.objects.select_for_update().get(pk=by.pk)
        if SavedSearch.objects.filter(user=by).count() >= MOST:
            raise Refusal(_("You keep %(count)d searches already, as many as one may. Delete one first.") % {"count": MOST})
        search.save()
        if known is not None:
            news.begin(search, known, at=at)
        this_act.record("saved_search", search)
        this_act.result("saved_searches")
    return search


def change_saved_search(
    *,
    search: SavedSearch,
    name: str,
    tells_new: bool = False,
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> SavedSearch:
    """Give a search of one's own another name, and say whether it tells what is new.

    :raises Refusal: no name, or it cannot tell what is new
    :raises StaleRecord: it was changed since
    :raises PermissionDenied: it is somebody else's
    """
    if search.user_id != by.pk:
        raise PermissionDenied
    known = news.what_is_there(search) if tells_new and not news.tells(search) else None
    with act(by=by, at=at, kind="change_saved_search", key=key) as this_act:
        this_act.result("saved_searches")
        search = _own(search, by, version)
        search.name = _checked(name)
        search.save()
        if known is not None:
            news.begin(search, known, at=at)
        elif not tells_new:
            news.stop(search, at=at)
        this_act.record("changed_saved_search", search)
    return search


def delete_saved_search(*, search: SavedSearch, by: User, at: datetime, version: int | None = None, key: str | None = None) -> None:
    """Delete a search of one's own, its words with it; what told of it leads nowhere any more.

    :raises PermissionDenied: it is somebody else's
    """
    with act(by=by, at=at, kind="delete_saved_search", key=key) as this_act:
        this_act.result("saved_searches")
        _delete(_own(search, by, version), this_act)


def delete_all_of(person: User) -> None:
    """Delete what a person keeps whose account is closed. Inside an act."""
    with act(by=None, at=clock.now(), kind="delete_saved_search") as this_act:
        for search in SavedSearch.objects.filter(user=person):
            _delete(search, this_act)


def run_again(search: SavedSearch, by: User) -> str:
    """Look again: keep the words as if she had typed them, and give the address of the results with its filters and order."""
    news.see(search=search, by=by, at=clock.now())
    where = reverse("search_results", kwargs={"ref": port.remember(by, search.text).ref})
    return f"{where}?{urlencode([tuple(pair) for pair in search.asked])}" if search.asked else where


def _checked(name: str) -> str:
    name = name.replace("\x00", "").strip()
    if not name:
        raise Refusal(_("Give it a name by which you find it again."), "name")
    return name[:LONGEST_NAME]


def _own(search: SavedSearch, by: User, version: int | None) -> SavedSearch:
    search = SavedSearch.objects.get(pk=search.pk)
    if search.user_id != by.pk:
        raise PermissionDenied
    if version is not None and version != search.version:
        raise StaleRecord(search, _("This search was changed since you opened it."))
    return search


def _delete(search: SavedSearch, this_act: OpenAct) -> None:
    for notice in Notice.objects.filter(about_label=search._meta.label, about_ref=search.ref):
        notice.url_name, notice.url_kwargs, notice.read_at = "", {}, notice.read_at or this_act.at
        notice.save()
    this_act.record("deleted_saved_search", search)
    search.delete()
