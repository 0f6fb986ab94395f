"""What the services share: opening a request under its lock, telling people, stopping and starting the clock."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied

from advice.models import AdviceRequest, BankUse, ClockPause, Message
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct, act
from foundation.notifications.services import notify
from foundation.records import Refusal, StaleRecord
from foundation.search.port import reindex
from foundation.workflow.transitions import StaleState, stale_sentence

from .told import merged_readers, sees, told_of


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
        if sees(advice_request, person):
            notify(recipient=person, template=f"advice/{template}", about=advice_request, **words)


def tell_of(step: str, template: str, advice_request: AdviceRequest, by, **words) -> None:
    """Tell whom a step concerns."""
    tell(told_of(step, advice_request, by), template, advice_request, **words)


def tell_merged(template: str, advice_request: AdviceRequest) -> None:
    """Tell who asked what was merged into a request, each about the request of her own."""
    for merged, people in merged_readers(advice_request):
        tell(people, template, merged)


def needed(text: str, sentence, field: str) -> None:
    """Stop where nothing was typed.

    :raises Refusal: it was not
    """
    if not text.strip():
        raise Refusal(sentence, field)


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
