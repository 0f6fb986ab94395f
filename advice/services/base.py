"""What the services share: opening a request under its lock, telling people, stopping and starting the clock."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied

from advice.models import AdviceRequest, BankUse, ClockPause, Message
from foundation.accounts.models import Role, User
from foundation.audit.acts import OpenAct, act
from foundation.notifications.services import notify
from foundation.records import StaleRecord
from foundation.search.port import reindex
from foundation.workflow.transitions import StaleState, stale_sentence


@contextmanager
def acting_on(ref: str, *, by, at: datetime, kind: str, key: str | None) -> Iterator[tuple[OpenAct, AdviceRequest]]:
    """Open an act on one request under its lock; at its end the search follows."""
    with act(by=by, at=at, kind=kind, key=key) as this_act:
        advice_request = AdviceRequest.objects.select_for_update().get(ref=ref)
        this_act.result("advice:request", ref=advice_request.ref)
        yield this_act, advice_request
        reindex(advice_request)


def require(allowed: bool) -> None:
    """Stop where a policy said no.

    :raises PermissionDenied: it did
    """
    if not allowed:
        raise PermissionDenied


def require_version(record, version: int | None) -> None:
    """Stop where the record changed since the form was made.

    :raises StaleRecord: it did
    """
    if version is not None and version != record.version:
        if isinstance(record, AdviceRequest):
            raise StaleState(record, stale_sentence(record))
        raise StaleRecord(record, stale_sentence(record.request))


def tell(people: Iterable[User | None], template: str, advice_request: AdviceRequest, **words) -> None:
    """Tell people about a request, each once; nobody of one that she may not see."""
    for person in {person.pk: person for person in people if person is not None}.values():
        if AdviceRequest.objects.visible_to(person).filter(pk=advice_request.pk).exists():
            notify(recipient=person, template=f"advice/{template}", about=advice_request, **words)


def leads() -> list[User]:
    """The team leads."""
    return list(User.objects.filter(role=Role.LEAD, is_active=True))


def handlers_of(advice_request: AdviceRequest) -> list[User]:
    """Who on the team is told what the asker does: the adviser, or the leads while there is none."""
    return [advice_request.assigned_to] if advice_request.assigned_to else leads()


def stop_clock(advice_request: AdviceRequest, at: datetime) -> None:
    """Let the clock of the request stand still."""
    ClockPause.objects.create(request=advice_request, started_at=at)


def run_clock(advice_request: AdviceRequest, at: datetime) -> None:
    """Let the clock run on, where it stood still."""
    for pause in advice_request.pauses.filter(ended_at=None):
        pause.ended_at = at
        pause.save()


def say(advice_request: AdviceRequest, *, kind: str, text: str, by, at: datetime, needs=(), reply_by=None) -> Message:
    """Add a message that both sides read."""
    return Message.objects.create(
        request=advice_request, author=by, kind=kind, text=text, needs=list(needs), reply_by=reply_by, language=by.language, at=at
    )


def note_bank_use(*, item, kind: str, by, at: datetime, advice_request: AdviceRequest | None = None) -> BankUse:
    """Count what an item of the bank did for a question; once for each request."""
    values = {"request": advice_request, "item_label": item._meta.label, "item_ref": item.ref, "kind": kind}
    found = BankUse.objects.filter(**values).first() if advice_request else None
    return found or BankUse.objects.create(**values, by=by, at=at)
