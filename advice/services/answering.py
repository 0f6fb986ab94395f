"""What the team does to answer: write, read second, deliver, take up again."""

from datetime import datetime

from django.utils.translation import gettext as _

from advice import policies
from advice.models import AdviceRequest, AnswerVersion, InternalNote, Recall, Recipient, SecondReading
from advice.models.request import local_day
from advice.states import Reading, State
from foundation.accounts.models import Role, User
from foundation.records import Refusal
from foundation.workflow.transitions import TransitionRefused, perform

from .base import acting_on, needed, require, require_version, run_clock, tell, tell_merged, tell_of
from .told import leads, merged_readers, prosecutors, sees


def write_answer(
    *,
    ref: str,
    short_answer: str,
    analysis: str,
    by,
    at: datetime,
    caveats: str = "",
    note: str = "",
    intended_level: str = "",
    key=None,
    version=None,
) -> AnswerVersion:
    """Write the answer, or a new version of it after one was delivered; a note goes to the team alone.

    A text that lies with a second reader, approved or not, comes back to its adviser by this (Q8). ``version`` is that of the answer.

    :raises TransitionRefused: the request is not with an adviser
    :raises PermissionDenied: ``by`` is not its adviser
    :raises StaleRecord: the answer changed since ``version`` was read
    """
    with acting_on(ref, by=by, at=at, kind="write_answer", key=key) as (this_act, advice_request):
        require(policies.may_write_answer(advice_request, by))
        if advice_request.state not in (State.ASSIGNED, State.IN_REVIEW):
            raise TransitionRefused(
                _("This is now “%(state)s”; the answer is written while it is with its adviser.")
                % {"state": advice_request.get_state_display()}
            )
        answer = advice_request.open_version or _next_version(advice_request, by=by, at=at)
        if not answer._state.adding:
            require_version(answer, version)
        before = answer.text_digest
        answer.short_answer, answer.analysis, answer.caveats = short_answer, analysis, caveats
        changed = answer.text_digest != before or answer._state.adding
        level_changed = bool(intended_level) and intended_level != advice_request.intended_level
        if level_changed:
            advice_request.intended_level = intended_level
        if advice_request.state == State.IN_REVIEW and (changed or level_changed):
            perform(advice_request.return_for_changes, act=this_act, happened_on=local_day(at))
        elif level_changed:
            advice_request.save()
        if changed:
            answer.author, answer.changed_at, answer.language = by, at, by.language
            answer.save()
        if note.strip():
            InternalNote.objects.create(request=advice_request, author=by, text=note, at=at)
    return answer


def _next_version(advice_request: AdviceRequest, *, by, at) -> AnswerVersion:
    latest = advice_request.latest_version
    return AnswerVersion(
        request=advice_request, number=latest.number + 1 if latest else 1, author=by, language=by.language, begun_at=at, changed_at=at
    )


def add_note(*, ref: str, text: str, by, at: datetime, key=None, version=None) -> InternalNote:
    """Leave a note for the team; the asker never sees it.

    :raises PermissionDenied: ``by`` is not on the team
    """
    with acting_on(ref, by=by, at=at, kind="add_note", key=key) as (_act, advice_request):
        require(policies.may_add_note(advice_request, by))
        note = InternalNote.objects.create(request=advice_request, author=by, text=text, at=at)
    return note


def send_for_review(*, ref: str, by, at: datetime, reader: User | None = None, key=None, version=None) -> AdviceRequest:
    """Put the answer before a second reader (Q7), and tell the one who is asked to read, or the leads.

    :raises Refusal: the chosen reader wrote some of the answer, or may not read
    :raises TransitionRefused: short answer or analysis is empty, or the request is elsewhere
    :raises PermissionDenied: ``by`` is not its adviser
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="send_for_review", key=key) as (this_act, advice_request):
        perform(advice_request.send_for_review, act=this_act, version=version, happened_on=local_day(at))
        if reader is not None and not policies.may_approve(advice_request, reader):
            raise Refusal(_("The second reader is another prosecutor or a lead, who wrote none of the answer. Choose another."), "reader")
        tell([reader] if reader else leads(), "to_read", advice_request)
    return advice_request


def return_for_changes(
    *, ref: str, by, at: datetime, comment: str = "", key=None, version=None, answer_version: int | None = None
) -> AdviceRequest:
    """Give the answer back (Q8): its reader with comments, or its adviser to work on it again.

    ``version`` is that of the request, ``answer_version`` that of the text its reader read.

    :raises Refusal: the reader says nothing
    :raises TransitionRefused: it is not with a second reader
    :raises PermissionDenied: ``by`` is neither
    :raises StaleState: somebody moved it first
    :raises StaleRecord: the text changed since she opened it
    """
    with acting_on(ref, by=by, at=at, kind="return_for_changes", key=key) as (this_act, advice_request):
        reads = policies.may_approve(advice_request, by)
        if reads and not comment.strip():
            raise Refusal(_("Say what should change."), "comment")
        answer = advice_request.open_version
        if answer is not None:
            require_version(answer, answer_version)
        perform(advice_request.return_for_changes, act=this_act, version=version, happened_on=local_day(at), reason=comment)
        if reads:
            _sign(answer, Reading.RETURNED, by=by, at=at, comment=comment)
            tell_of("return_for_changes", "returned", advice_request, by)
    return advice_request


def approve_answer(*, ref: str, by, at: datetime, comment: str = "", key=None, version=None) -> SecondReading:
    """Approve the text as it stands, as its second reader. ``version`` is that of the answer she read.

    :raises TransitionRefused: it is not with a second reader
    :raises PermissionDenied: ``by`` wrote some of it, delivers it, or may not read it
    :raises StaleRecord: the text changed since she opened it
    """
    with acting_on(ref, by=by, at=at, kind="approve_answer", key=key) as (_act, advice_request):
        require(policies.may_approve(advice_request, by))
        answer = _in_review(advice_request, version)
        reading = _sign(answer, Reading.APPROVED, by=by, at=at, comment=comment)
        tell_of("approve", "approved", advice_request, by)
    return reading


def countersign_answer(*, ref: str, by, at: datetime, comment: str = "", key=None, version=None) -> SecondReading:
    """Sign, as a lead, a text that is meant to be shared with police. ``version`` is that of the answer she read.

    :raises TransitionRefused: it is not with a second reader, or nobody approved the text as it stands
    :raises PermissionDenied: ``by`` is no lead, or wrote some of it
    :raises StaleRecord: the text changed since she opened it
    """
    with acting_on(ref, by=by, at=at, kind="countersign_answer", key=key) as (_act, advice_request):
        require(policies.may_countersign(advice_request, by))
        answer = _in_review(advice_request, version)
        if not answer.is_approved:
            raise TransitionRefused(_("A second reader approves the text first."))
        reading = _sign(answer, Reading.COUNTERSIGNED, by=by, at=at, comment=comment)
        tell_of("approve", "countersigned", advice_request, by)
    return reading


def _in_review(advice_request: AdviceRequest, version: int | None) -> AnswerVersion:
    answer = advice_request.open_version
    if advice_request.state != State.IN_REVIEW or answer is None:
        raise TransitionRefused(
            _("This is now “%(state)s”; it does not lie with a second reader.") % {"state": advice_request.get_state_display()}
        )
    require_version(answer, version)
    return answer


def _sign(answer: AnswerVersion, result: str, *, by, at, comment="", after_delivery=False) -> SecondReading:
    return SecondReading.objects.create(
        answer=answer,
        reader=by,
        as_lead=by.role == Role.LEAD,
        result=result,
        comment=comment,
        text_digest=answer.text_digest,
        after_delivery=after_delivery,
        at=at,
    )


def deliver_answer(*, ref: str, by, at: datetime, key=None, version=None) -> AnswerVersion:
    """Give the answer to the asker and the colleagues she named (Q9); from now on it never changes.

    :raises TransitionRefused: no reader approved the text as it stands, or a lead must countersign; lists both
    :raises PermissionDenied: ``by`` is not its adviser
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="deliver_answer", key=key) as (this_act, advice_request):
        perform(advice_request.deliver, act=this_act, version=version, happened_on=local_day(at), at=at)
        answer = _hand_out(advice_request, by=by, at=at)
    return answer


def deliver_unread(*, ref: str, reason: str, by, at: datetime, key=None, version=None) -> AnswerVersion:
    """Give an answer that is needed now or today before anybody read it second (Q10); a reader is asked to read it afterwards.

    :raises Refusal: no reason
    :raises TransitionRefused: it is not pressing, or short answer or analysis is empty; lists both
    :raises PermissionDenied: ``by`` is not its adviser
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="deliver_unread", key=key) as (this_act, advice_request):
        require(policies.may_deliver_unread(advice_request, by))
        needed(reason, _("Say why it cannot wait for a second reading."), "text")
        perform(advice_request.deliver_unread, act=this_act, version=version, happened_on=local_day(at), reason=reason, at=at)
        answer = _hand_out(advice_request, by=by, at=at, unread=True)
        readers = [person for person in [*leads(), *prosecutors()] if person in leads() or policies.is_reader(advice_request, person)]
        tell(readers, "delivered_unread", advice_request)
    return answer


def _hand_out(advice_request: AdviceRequest, *, by, at: datetime, unread=False) -> AnswerVersion:
    """Fix the version that was written, and give it to who asked, here and in what was merged into the request."""
    answer = advice_request.open_version
    answer.delivered_at, answer.delivered_unread = at, unread
    answer.save()
    merged = merged_readers(advice_request)
    own = [person for person in advice_request.readers if sees(advice_request, person)]
    for person in {person.pk: person for person in [*own, *(person for _asked, people in merged for person in people)]}.values():
        Recipient.objects.create(answer=answer, person=person, at=at)
    template = "corrected" if answer.number > 1 else "delivered"
    tell(own, template, advice_request)
    tell_merged(template, advice_request)
    return answer


def read_afterwards(*, ref: str, is_good: bool, by, at: datetime, comment: str = "", key=None, version=None) -> SecondReading:
    """Read second an answer that went out before its reading (Q10); what must be corrected is said, and becomes a new version.

    ``version`` is that of the answer she read.

    :raises Refusal: it is not good, and she does not say why
    :raises TransitionRefused: no answer waits to be read
    :raises PermissionDenied: ``by`` wrote some of it, delivered it, or may not read it
    :raises StaleRecord: another answer was delivered since she opened it
    """
    with acting_on(ref, by=by, at=at, kind="read_afterwards", key=key) as (_act, advice_request):
        require(policies.may_read_afterwards(advice_request, by))
        answer = advice_request.latest_delivered
        if answer is None or not advice_request.awaits_reading:
            raise TransitionRefused(_("No answer waits to be read after its delivery."))
        require_version(answer, version)
        if not is_good:
            needed(comment, _("Say what should change."), "comment")
        result = Reading.APPROVED if is_good else Reading.RETURNED
        reading = _sign(answer, result, by=by, at=at, comment=comment, after_delivery=True)
        advice_request.awaits_reading = False
        advice_request.save()
        tell_of("read_afterwards", "read_afterwards" if is_good else "found_wanting", advice_request, by)
    return reading


def recall_answer(*, ref: str, reason: str, by, at: datetime, key=None, version=None) -> Recall:
    """Take the latest delivered answer back, so that nobody relies on it; its text stays, and a correction is a new version.

    :raises Refusal: no reason
    :raises TransitionRefused: no answer was delivered, or its latest version is recalled already
    :raises PermissionDenied: ``by`` is neither lead nor its adviser
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="recall_answer", key=key) as (_act, advice_request):
        require(policies.may_recall(advice_request, by))
        require_version(advice_request, version)
        needed(reason, _("Say why nobody should rely on it."), "text")
        answer = advice_request.latest_delivered
        if answer is None or advice_request.is_recalled:
            raise TransitionRefused(_("There is no delivered answer that could be recalled."))
        recall = Recall.objects.create(answer=answer, by=by, reason=reason, at=at)
        advice_request.is_recalled = True
        advice_request.save()
        tell_of("recall", "recalled", advice_request, by)
        tell_merged("recalled", advice_request)
    return recall


def take_up_again(*, ref: str, reason: str, by, at: datetime, key=None, version=None) -> AdviceRequest:
    """Work on a new version (Q12): after a follow-up question, or to correct what was delivered.

    :raises Refusal: no reason
    :raises TransitionRefused: no answer was delivered yet, or it is being worked on
    :raises PermissionDenied: ``by`` is neither lead nor its adviser
    :raises StaleState: somebody moved it first
    """
    with acting_on(ref, by=by, at=at, kind="take_up_again", key=key) as (this_act, advice_request):
        require(policies.may_take_up_again(advice_request, by))
        needed(reason, _("Say why it is taken up again."), "reason")
        run_clock(advice_request, at)
        started_on = advice_request.clock_started_on if advice_request.state == State.FOLLOW_UP else local_day(at)
        perform(
            advice_request.take_up_again,
            act=this_act,
            version=version,
            happened_on=local_day(at),
            reason=reason,
            at=at,
            due_on=advice_request.due_date(started_on=started_on),
        )
        tell_of("take_up_again", "taken_up_again", advice_request, by)
    return advice_request
