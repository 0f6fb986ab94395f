"""Records that could not be put into the index: what a person may do about them, without being told which records they are."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings

from foundation.audit.acts import act
from foundation.jobs.dead import SettledAlready

from .models import Change


def code_of(change: Change) -> str:
    """Name a change without saying which record it is of."""
    return hmac.new(settings.SECRET_KEY.encode(), f"set aside {change.key}".encode(), hashlib.sha256).hexdigest()[:10].upper()


def set_aside():
    """The changes that failed too often, the newest first."""
    return Change.objects.filter(set_aside=True).order_by("-at", "-pk")


def try_again(*, code: str, by, at: datetime, key: str | None = None) -> None:
    """Give a change its tries back; :raises SettledAlready: it does not wait for a decision any more."""
    with act(by=by, at=at, kind="retry_change", key=key) as this_act:
        change = _found(code)
        change.set_aside, change.tries, change.next_try_at = False, 0, None
        change.save()
        this_act.record("retried", change)
        this_act.result("failed_work")


def give_up(*, code: str, by, at: datetime, key: str | None = None) -> None:
    """Leave a record out of the index until it changes or the index is built anew; :raises SettledAlready: it does not wait any more."""
    with act(by=by, at=at, kind="give_up_change", key=key) as this_act:
        change = _found(code)
        this_act.record("given_up", change)
        change.delete()
        this_act.result("failed_work")


def _found(code: str) -> Change:
    for change in set_aside():
        if hmac.compare_digest(code_of(change), code):
            return change
    raise SettledAlready
