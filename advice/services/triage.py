"""What the team does with a question before it is answered: accept, assign, ask for more, decline, point to the bank."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from advice import policies
from advice.models import AdviceRequest
from advice.models.request import local_day
from advice.states import PRESSING, DeclineReason, MessageKind, State, Use
from casetracker.models import CaseFile
from foundation.accounts.models import Role, User
from foundation.audit.acts import OpenAct
from foundation.records import Refusal
from foundation.workflow.transitions import TransitionRefused, perform

from .asking import set_topics
from .base import (
    acting_on,
    needed,
    note_bank_use,
    require,
    require_version,
    run_clock,
    say,
    stop_clock,
    tell,
    tell_merged,
    tell_of,
)
from .told import merged_readers


def triage_request(
    *,
    ref: str,
    topics: Iterable[str],
    urgency: str,
    by,
    at: datetime,
    key=None,
    version=None,
    urgency_reason: str = "",
    case_file: str = "",
    to: User | None = None,
) -> AdviceRequest:
    """Accept a question (Q2), settle its topics and urgency, and, where ``to`` is given, put it in an adviser's hands (Q3).

    :raises Refusal: the urgency changes without a reason, or there is no such file among those ``by`` may open
    :raises TransitionRefused: it is not waiting for triage, or guards fail
    :raises PermissionDenied: ``by`` may not triage, or not assign to this person
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="triage_request", key=key) as (this_act, advice_request):
        require(policies.may_triage(advice_request, by))
        require_version(advice_request, version)
        if urgency != advice_request.urgency and not urgency_reason.strip():
            raise Refusal(_("Say why the urgency changes."), "urgency_reason")
        if urgency in PRESSING and not (urgency_reason or advice_request.urgency_reason).strip():
            raise Refusal(_("Say why the answer is needed now or today."), "urgency_reason")
        set_topics(advice_request, topics)
        if case_file.strip():
            advice_request.case_file = _file(case_file, by)
        due_on = advice_request.due_date(urgency=urgency)
        if urgency_reason.strip():
            advice_request.urgency_reason = urgency_reason
        advice_request.urgency = urgency
        perform(advice_request.triage, act=this_act, happened_on=local_day(at), reason=urgency_reason, at=at, due_on=due_on)
        if to is not None:
            _assign(advice_request, this_act, to=to, by=by, at=at)
    return advice_request


def assign_request(*, ref: str, to: User, by, at: datetime, key=None, version=None, note: str = "") -> AdviceRequest:
    """Hand a request to an adviser (Q3), tell her, and keep the index true.

    :raises TransitionRefused: the request is no longer waiting for an adviser; lists the guards
    :raises StaleState: somebody moved it first
    :raises PermissionDenied: ``by`` may not assign, or not to this person
    """
    with acting_on(ref, by=by, at=at, kind="assign_request", key=key) as (this_act, advice_request):
        require_version(advice_request, version)
        _assign(advice_request, this_act, to=to, by=by, at=at, note=note)
    return advice_request


def _assign(advice_request: AdviceRequest, this_act: OpenAct, *, to, by, at, note="") -> None:
    require(policies.may_assign_to(advice_request, by, to))
    _require_adviser(to)
    advice_request.propose(to)
    perform(advice_request.assign, act=this_act, happened_on=local_day(at), reason=note, to=to, at=at)
    tell([to], "assigned", advice_request)


def hand_over_request(*, ref: str, to: User, reason: str, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Put a request in another adviser's hands (Q4), with a reason.

    :raises Refusal: no reason, or it is in these hands already
    :raises TransitionRefused: it is not with an adviser, or the new one is walled off
    :raises PermissionDenied: ``by`` is neither lead nor its adviser
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="hand_over_request", key=key) as (this_act, advice_request):
        require(policies.may_hand_over(advice_request, by))
        before = advice_request.assigned_to
        _require_adviser(to)
        if not reason.strip():
            raise Refusal(_("Say why it changes hands."), "reason")
        if advice_request.assigned_to_id == to.pk:
            raise Refusal(_("This prosecutor has it already. Choose another."), "to")
        advice_request.propose(to)
        perform(advice_request.hand_over, act=this_act, version=version, happened_on=local_day(at), reason=reason, to=to, at=at)
        tell([to], "assigned", advice_request)
        tell([before], "handed_over", advice_request)
    return advice_request


def _require_adviser(person: User) -> None:
    if person.role != Role.PRO or not person.is_active:
        raise Refusal(_("An adviser is an active specialist prosecutor. Choose another."), "to")


def ask_for_more(
    *, ref: str, text: str, reply_by: date, by, at: datetime, needs: Iterable[str] = (), key=None, version=None
) -> AdviceRequest:
    """Tell the asker what is missing (Q5); the clock stands still until she replies.

    :raises Refusal: nothing is asked for, or the date for the reply is not ahead
    :raises TransitionRefused: the request is not with the team
    :raises PermissionDenied: ``by`` may not ask
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="ask_for_more", key=key) as (this_act, advice_request):
        require(policies.may_ask_for_more(advice_request, by))
        needs = list(needs)
        if not text.strip() and not needs:
            raise Refusal(_("Say what is needed."), "text")
        if reply_by is None or reply_by < local_day(at):
            raise Refusal(_("Give a date from today on."), "reply_by")
        perform(advice_request.ask_for_more, act=this_act, version=version, happened_on=local_day(at), reply_by=reply_by, at=at)
        stop_clock(advice_request, at)
        say(advice_request, kind=MessageKind.NEED, text=text, needs=needs, reply_by=reply_by, by=by, at=at)
        tell_of("ask_for_more", "need_more", advice_request, by, reply_by=reply_by.isoformat())
    return advice_request


def remind_asker(*, ref: str, by, at: datetime, text: str = "", key=None, version=None) -> AdviceRequest:
    """Remind the asker that her reply is waited for.

    :raises TransitionRefused: nothing is waited for
    :raises PermissionDenied: ``by`` may not ask
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="remind_asker", key=key) as (_act, advice_request):
        require(policies.may_remind(advice_request, by))
        require_version(advice_request, version)
        if advice_request.state != State.NEEDS_INFO:
            raise TransitionRefused(_("No reply is waited for."))
        advice_request.reminded_at = at
        advice_request.save()
        say(advice_request, kind=MessageKind.REMINDER, text=text, reply_by=advice_request.reply_by, by=by, at=at)
        tell_of("remind", "reminded", advice_request, by, reply_by=advice_request.reply_by.isoformat())
    return advice_request


def decline_request(*, ref: str, reason_code: str, turn_to: str, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Say that the team does not answer, why, and where to turn instead (Q15).

    :raises Refusal: it does not say where to turn
    :raises TransitionRefused: an answer was delivered; or a reply is waited for that is not late or was not asked for again
    :raises PermissionDenied: ``by`` may not decline
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="decline_request", key=key) as (this_act, advice_request):
        require(policies.may_decline(advice_request, by))
        needed(turn_to, _("Say where the asker can turn instead."), "turn_to")
        if reason_code not in DeclineReason.values:
            raise Refusal(_("Choose why."), "reason_code")
        run_clock(advice_request, at)
        perform(advice_request.decline, act=this_act, version=version, happened_on=local_day(at), reason_code=reason_code, at=at)
        say(advice_request, kind=MessageKind.DECLINED, text=turn_to, by=by, at=at)
        tell_of("decline", "declined", advice_request, by)
        for merged, people in merged_readers(advice_request):
            say(merged, kind=MessageKind.DECLINED, text=turn_to, by=by, at=at)
            tell(people, "declined", merged)
    return advice_request


def answer_from_bank(*, ref: str, item, by, at: datetime, note: str = "", key=None, version=None) -> AdviceRequest:
    """Point the asker to what answers her question already (Q16).

    :raises Refusal: the asker may not read that item
    :raises TransitionRefused: the request is past triage
    :raises PermissionDenied: ``by`` may not triage
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="answer_from_bank", key=key) as (this_act, advice_request):
        require(policies.may_answer_from_bank(advice_request, by))
        for asker in [advice_request.asker, *(merged.asker for merged in advice_request.merged)]:
            if not type(item).objects.visible_to(asker).filter(pk=item.pk).exists():
                raise Refusal(_("The asker may not read that item. Choose one that is open to her."), "item")
        perform(advice_request.answer_from_bank, act=this_act, version=version, happened_on=local_day(at), at=at)
        note_bank_use(item=item, kind=Use.GIVEN, by=by, at=at, advice_request=advice_request)
        say(advice_request, kind=MessageKind.FROM_BANK, text=note, by=by, at=at)
        tell_of("answer_from_bank", "from_bank", advice_request, by)
        for merged in advice_request.merged:
            note_bank_use(item=item, kind=Use.GIVEN, by=by, at=at, advice_request=merged)
        tell_merged("from_bank", advice_request)
    return advice_request


def link_case_file(*, ref: str, case_file: str, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Link a request to a case file, or, with an empty number, to none.

    :raises Refusal: there is no such file among those ``by`` may open, or the adviser is walled off it
    :raises PermissionDenied: ``by`` is not on the team
    :raises StaleState: somebody changed the request first
    """
    with acting_on(ref, by=by, at=at, kind="link_case_file", key=key) as (_act, advice_request):
        require(policies.may_link_file(advice_request, by))
        require_version(advice_request, version)
        if advice_request.became_file:
            raise TransitionRefused(_("This request became that case file; the link stays."))
        advice_request.case_file = _file(case_file, by) if case_file.strip() else None
        adviser = advice_request.assigned_to
        if adviser is not None and policies.is_walled(advice_request, adviser):
            raise Refusal(_("A wall stands between the adviser and this file. Hand the request over first."), "case_file")
        advice_request.save()
    return advice_request


def _file(number: str, by) -> CaseFile:
    found = CaseFile.objects.visible_to(by).filter(ref=number.strip().upper()).first()
    if found is None:
        raise Refusal(_("There is no such file among those you may open."), "case_file")
    return found
