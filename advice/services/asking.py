"""What an asker does: write, send, reply, ask again, close, take back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from advice import policies
from advice.models import AdviceRequest, BankUse, Named, RequestTopic
from advice.models.request import local_day
from advice.states import PRESSING, MessageKind, State, Use
from casetracker.models import CaseFile
from foundation.accounts.models import ASKERS, Role, User
from foundation.audit.acts import act
from foundation.records import Refusal
from foundation.search.port import reindex
from foundation.workflow.transitions import TransitionRefused, perform
from precedents.models import PublishedAdvice
from precedents.services import count_use

from .base import acting_on, needed, note_bank_use, require, require_version, run_clock, say, tell, tell_of
from .told import leads, prosecutors


def save_request_draft(*, by, at: datetime, key=None, version=None, ref: str | None = None, **typed) -> AdviceRequest:
    """Keep a request that is not sent yet; only its asker sees it.

    ``typed`` is what ``_write`` takes.

    :raises PermissionDenied: ``by`` does not ask, or the draft is not hers
    :raises StaleRecord: the draft changed since ``version`` was read
    """
    with act(by=by, at=at, kind="save_request_draft", key=key) as this_act:
        draft = _draft(ref, by=by, at=at, version=version)
        _write(draft, by=by, at=at, **typed)
        draft.save()
        _write_rows(draft, by=by, at=at, **typed)
        this_act.result("advice:edit_draft", ref=draft.ref)
    return draft


def submit_request(*, by, at: datetime, key=None, version=None, ref: str | None = None, **typed) -> AdviceRequest:
    """Send a question to the team (Q1): a draft, or one that was never kept as a draft.

    :raises TransitionRefused: the question or the urgency is missing; lists both
    :raises PermissionDenied: ``by`` does not ask, or the draft is not hers
    :raises StaleState: the draft changed since ``version`` was read
    """
    with act(by=by, at=at, kind="submit_request", key=key) as this_act:
        draft = _draft(ref, by=by, at=at, version=version)
        _write(draft, by=by, at=at, **typed)
        if draft._state.adding:
            draft.save()
        _write_rows(draft, by=by, at=at, **typed)
        due_on = draft.due_date(started_on=local_day(at)) if draft.urgency else None
        perform(draft.submit, act=this_act, happened_on=local_day(at), at=at, due_on=due_on)
        told = leads()
        if draft.urgency in PRESSING:
            told += prosecutors()
        tell(told, "submitted_pressing" if draft.urgency in PRESSING else "submitted", draft)
        tell(draft.readers, "named", draft)
        this_act.result("advice:request", ref=draft.ref)
        reindex(draft)
    return draft


def discard_request_draft(*, ref: str, by, at: datetime, key=None, version=None) -> None:
    """Throw a draft away; nothing of it was ever sent.

    :raises PermissionDenied: it is not hers
    :raises TransitionRefused: it was sent
    """
    with act(by=by, at=at, kind="discard_request_draft", key=key) as this_act:
        draft = AdviceRequest.objects.select_for_update().get(ref=ref)
        _require_draft(draft, by)
        require_version(draft, version)
        throw_away(draft)
        this_act.result("advice:list")


def throw_away(draft: AdviceRequest) -> None:
    """Delete a draft with the rows that hang on it, each with its history."""
    for rows in (draft.topics, draft.named, draft.bank_uses):
        for row in rows.all():
            row.delete()
    draft.delete()


def _draft(ref, *, by, at, version) -> AdviceRequest:
    if ref is None:
        require(policies.may_ask(by))
        return AdviceRequest(asker=by, office=by.office, agency=by.agency, drafted_at=at)
    draft = AdviceRequest.objects.select_for_update().get(ref=ref)
    _require_draft(draft, by)
    require_version(draft, version)
    return draft


def _require_draft(draft, by) -> None:
    require(policies.is_asker(draft, by))
    if draft.state != State.DRAFT:
        raise TransitionRefused(_("This request was sent already."))
    require(policies.may_edit_draft(draft, by))


def _write(
    draft: AdviceRequest,
    *,
    by,
    at: datetime,
    question: str = "",
    facts: str = "",
    stage: str = "",
    urgency: str = "",
    urgency_reason: str = "",
    needed_by: date | None = None,
    reference: str = "",
    language: str = "",
    topics: Iterable[str] = (),
    colleagues: Iterable[User] = (),
    found: Iterable = (),
) -> None:
    draft.question, draft.facts, draft.stage = question, facts, stage
    draft.urgency, draft.urgency_reason, draft.needed_by = urgency, urgency_reason, needed_by
    draft.language = language or by.language
    draft.case_file, draft.occurrence = _resolve(reference, by)
    draft.drafted_at = at


def _resolve(reference: str, by) -> tuple[CaseFile | None, str]:
    """Read a file number that this person may open as a link; anything else stays the words it is."""
    reference = reference.strip()
    if not reference or by.role == Role.POL:
        return None, reference
    found = CaseFile.objects.visible_to(by).filter(ref=reference.upper()).first()
    return (found, "") if found else (None, reference)


def _write_rows(draft: AdviceRequest, *, by, at: datetime, topics: Iterable[str] = (), colleagues=(), found=(), **_rest) -> None:
    set_topics(draft, topics)
    wanted = {person.pk: person for person in colleagues}
    for row in draft.named.all():
        if row.person_id not in wanted:
            row.delete()
        wanted.pop(row.person_id, None)
    for person in wanted.values():
        _name(draft, person, by=by, at=at)
    for item in found:
        note_bank_use(item=item, kind=Use.PARTLY, by=by, at=at, advice_request=draft)


def set_topics(advice_request: AdviceRequest, topics: Iterable[str]) -> None:
    """Make the topics of a request these ones."""
    wanted = dict.fromkeys(topics)
    for row in advice_request.topics.all():
        if row.topic in wanted:
            del wanted[row.topic]
        else:
            row.delete()
    for topic in wanted:
        RequestTopic.objects.create(request=advice_request, topic=topic)


def _name(advice_request: AdviceRequest, person: User, *, by, at: datetime) -> None:
    asker = advice_request.asker
    same_house = person.agency_id == asker.agency_id if asker.role == Role.POL else person.office_id == asker.office_id
    if person.pk == asker.pk or person.role != asker.role or person.role not in ASKERS or not person.is_active or not same_house:
        raise Refusal(_("Only a colleague of the asker, of the same police service or Crown office, can be named."), "colleagues")
    if not advice_request.named.filter(person=person).exists():
        Named.objects.create(request=advice_request, person=person, named_by=by, at=at)


def name_colleague(*, ref: str, person: User, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Let a colleague read the request and act as the asker on it.

    :raises PermissionDenied: ``by`` is not the asker
    :raises Refusal: the person is not a colleague of the asker
    """
    with acting_on(ref, by=by, at=at, kind="name_colleague", key=key) as (_act, advice_request):
        require(policies.may_name_colleague(advice_request, by))
        _name(advice_request, person, by=by, at=at)
        tell([person], "named", advice_request)
    return advice_request


def reply_to_team(*, ref: str, text: str, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Give what the team asked for (Q6); the request goes back where it came from and its clock runs on.

    :raises TransitionRefused: nothing was asked for
    :raises PermissionDenied: ``by`` is not the asker
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="reply_to_team", key=key) as (this_act, advice_request):
        require(policies.may_reply(advice_request, by))
        needed(text, _("Write your reply."), "text")
        run_clock(advice_request, at)
        perform(advice_request.reply, act=this_act, version=version, happened_on=local_day(at), due_on=_promise(advice_request))
        say(advice_request, kind=MessageKind.REPLY, text=text, by=by, at=at)
        tell_of("reply", "replied", advice_request, by)
    return advice_request


def ask_follow_up(*, ref: str, text: str, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Ask again about a delivered answer (Q11), also within a year after the request was closed (Q14).

    :raises Refusal: the question is missing
    :raises TransitionRefused: no answer was delivered, or it was closed more than a year ago
    :raises PermissionDenied: ``by`` is not the asker
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="ask_follow_up", key=key) as (this_act, advice_request):
        require(policies.may_ask_follow_up(advice_request, by))
        needed(text, _("Write the question."), "text")
        step = advice_request.ask_again if advice_request.state == State.CLOSED else advice_request.ask_follow_up
        perform(
            step,
            act=this_act,
            version=version,
            happened_on=local_day(at),
            at=at,
            due_on=_promise(advice_request, started_on=local_day(at)),
        )
        say(advice_request, kind=MessageKind.FOLLOW_UP, text=text, by=by, at=at)
        tell_of("ask_follow_up", "follow_up", advice_request, by)
    return advice_request


def say_still_open(*, ref: str, text: str, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Say what an item of the bank left open (Q17); the question goes to the team again.

    :raises TransitionRefused: it was not answered from the bank
    :raises PermissionDenied: ``by`` is not the asker
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="say_still_open", key=key) as (this_act, advice_request):
        require(policies.may_say_still_open(advice_request, by))
        needed(text, _("Say what is still open."), "text")
        perform(
            advice_request.say_still_open,
            act=this_act,
            version=version,
            happened_on=local_day(at),
            at=at,
            due_on=_promise(advice_request, started_on=local_day(at)),
        )
        say(advice_request, kind=MessageKind.STILL_OPEN, text=text, by=by, at=at)
        tell_of("say_still_open", "still_open", advice_request, by)
    return advice_request


def close_request(*, ref: str, by, at: datetime, reason: str = "", key=None, version=None) -> AdviceRequest:
    """End a request (Q13): the asker at any time after an answer, a lead once a reply is late.

    :raises TransitionRefused: no answer was delivered yet, or the reply is not late
    :raises PermissionDenied: ``by`` may not close it
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="close_request", key=key) as (this_act, advice_request):
        run_clock(advice_request, at)
        perform(advice_request.close, act=this_act, version=version, happened_on=local_day(at), reason=reason, at=at)
        tell_of("close", "closed", advice_request, by)
    return advice_request


def withdraw_request(*, ref: str, by, at: datetime, reason: str = "", key=None, version=None) -> AdviceRequest:
    """Take a question back (Q18), before any answer was delivered.

    :raises TransitionRefused: an answer was delivered, another request rests on its answer, or it is over
    :raises PermissionDenied: ``by`` is not the asker
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="withdraw_request", key=key) as (this_act, advice_request):
        run_clock(advice_request, at)
        perform(advice_request.withdraw, act=this_act, version=version, happened_on=local_day(at), reason=reason, at=at)
        tell_of("withdraw", "withdrawn", advice_request, by)
    return advice_request


def count_bank_use(*, item, by, at: datetime, key=None) -> BankUse:
    """Count that an item of the bank answered a question before it was sent.

    :raises Refusal: it is not for this person to read
    """
    with act(by=by, at=at, kind="count_bank_use", key=key) as this_act:
        if not type(item).objects.visible_to(by).filter(pk=item.pk).exists():
            raise Refusal(_("There is no such item in the bank."))
        use = note_bank_use(item=item, kind=Use.ANSWERED, by=by, at=at)
        if isinstance(item, PublishedAdvice):
            count_use(ref=item.ref, by=by, at=at)
        this_act.result("advice:list")
    return use


def _promise(advice_request: AdviceRequest, **words):
    return advice_request.due_date(**words)
