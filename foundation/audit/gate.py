"""The one way to read: the gate, which finds through ``visible_to`` and writes down who looked."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from foundation import clock
from foundation.pages.addresses import address_of

from .acts import write_turn
from .models import ReadLog

Row = TypeVar("Row", bound=Model)
SAME_LOOK = timedelta(minutes=5)


def open_record(request: HttpRequest, rows: QuerySet[Row], *, page: str = "", reason: str | Callable[[Row], str] = "", **lookup) -> Row:
    """Find one record this person may see and write down that she looked, before the page is sent.

    The same person, record and page within five minutes is one look. ``reason`` says why she may, where that needs saying; a function of
    the record where it hangs on the record.

    :raises Http404: there is none, or it is not for her; the two look the same
    """
    found = rows.visible_to(request.user).filter(**lookup).first()
    if found is None:
        raise Http404
    log_read(request, found._meta.label, found.ref, page=page, reason=reason(found) if callable(reason) else reason)
    return found


def log_list(request: HttpRequest, label: str) -> None:
    """Write down that a person looked at a list, without what was on it."""
    log_read(request, label, "")


def log_read(request: HttpRequest, label: str, ref: str, *, page: str = "", reason: str = "", by: Model | None = None) -> None:
    """Write one row of the read log, unless the same look was written within five minutes.

    :param by: who looks, where nobody is signed in: the person whose secret address is asked for
    """
    who = by or request.user
    match = request.resolver_match
    page = (page or (match.view_name if match else request.path))[:80]
    at = clock.now()
    same = ReadLog.objects.filter(by=who, label=label, ref=ref, page=page, at__gt=at - SAME_LOOK, at__lte=at)
    if same.exists():
        return
    with write_turn(), transaction.atomic():
        ReadLog.objects.create(by=who, label=label, ref=ref, page=page, at=at, address=address_of(request) or "", reason=reason[:300])
