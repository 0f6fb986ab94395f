"""From a delivered answer to the bank: one lawyer prepares a copy that tells nobody's story, another approves it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from advice import policies, selectors
from advice.models import AdviceRequest, MarkAnswer, PublicationProposal
from foundation.audit.acts import act
from foundation.records import Refusal
from foundation.search.port import reindex
from foundation.workflow.transitions import TransitionRefused
from precedents.services import publish

from .base import acting_on, require, require_version, tell
from .told import leads


def prepare_publication(
    *,
    ref: str,
    title: str,
    question: str,
    short_answer: str,
    analysis: str,
    level: str,
    law_as_of: date,
    review_on: date,
    by,
    at: datetime,
    key=None,
    version=None,
) -> PublicationProposal:
    """Prepare an anonymous copy of the delivered answer for the bank, or write it anew while nobody has approved it.

    ``version`` is that of the copy.

    :raises TransitionRefused: no answer was delivered, or its latest version is published
    :raises Refusal: a date cannot be
    :raises PermissionDenied: ``by`` is neither lead nor adviser
    :raises StaleRecord: somebody changed the copy first
    """
    with acting_on(ref, by=by, at=at, kind="prepare_publication", key=key) as (this_act, advice_request):
        require(policies.may_prepare_publication(advice_request, by))
        answer = advice_request.latest_delivered
        if answer is None:
            raise TransitionRefused(_("No answer was delivered yet."))
        _require_sound(advice_request)
        if answer.proposals.exclude(approved_by=None).exists():
            raise TransitionRefused(_("This version of the answer is in the bank already."))
        _check_dates(law_as_of, review_on, at)
        proposal = answer.proposals.filter(approved_by=None).first()
        if proposal is None:
            proposal = PublicationProposal(request=advice_request, answer=answer, language=answer.language)
        else:
            require_version(proposal, version)
        proposal.title, proposal.question, proposal.short_answer, proposal.analysis = title, question, short_answer, analysis
        proposal.level, proposal.law_as_of, proposal.review_on = level, law_as_of, review_on
        proposal.prepared_by, proposal.prepared_at = by, at
        proposal.save()
        this_act.result("advice:publication", ref=proposal.ref)
        if not open_marks(proposal):
            tell(leads(), "to_approve", advice_request)
    return proposal


def _require_sound(advice_request: AdviceRequest) -> None:
    """Stop where the answer was seen by one lawyer alone, or is recalled.

    :raises TransitionRefused: it is so
    """
    if advice_request.awaits_reading:
        raise TransitionRefused(_("The answer went out unread; a second reader reads it first."))
    if advice_request.is_recalled:
        raise TransitionRefused(_("The answer is recalled; a new version is delivered first."))


def _check_dates(law_as_of: date, review_on: date, at: datetime) -> None:
    if law_as_of > at.date():
        raise Refusal(_("The law cannot be stated as of a day to come."), "law_as_of")
    if review_on <= law_as_of:
        raise Refusal(_("The review comes after the day the law was stated."), "review_on")


def open_marks(proposal: PublicationProposal) -> list:
    """Give what in the copy looks like an identifier and was not answered."""
    answered = set(proposal.answers.values_list("kind", "found"))
    return [mark for mark in proposal.marks(selectors.names_around(proposal.request)) if mark.key not in answered]


def answer_mark(*, ref: str, kind: str, found: str, reason: str, by, at: datetime, key=None, version=None) -> PublicationProposal:
    """Say why something that looks like an identifier may stand in the copy.

    :raises Refusal: there is no such thing in the copy, or the reason is missing
    :raises PermissionDenied: ``by`` may not prepare the copy
    """
    with act(by=by, at=at, kind="answer_mark", key=key) as this_act:
        proposal = _proposal(ref)
        require(policies.may_prepare_publication(proposal.request, by))
        if not reason.strip():
            raise Refusal(_("Say why this may stand in the bank."), "reason")
        if (kind, found) not in {mark.key for mark in open_marks(proposal)}:
            raise Refusal(_("This does not stand in the copy, or was answered already."))
        MarkAnswer.objects.create(proposal=proposal, kind=kind, found=found, reason=reason, by=by, at=at)
        this_act.result("advice:publication", ref=proposal.ref)
        if not open_marks(proposal):
            tell(leads(), "to_approve", proposal.request)
    return proposal


def approve_publication(
    *, ref: str, by, at: datetime, provisions: Iterable[str] = (), topics: Iterable[str] = (), key=None, version=None
) -> PublicationProposal:
    """Approve the copy and put it into the bank, as a second lawyer; a lead where police may read it.

    :raises TransitionRefused: it is in the bank already, or something that looks like an identifier was not answered
    :raises PermissionDenied: ``by`` wrote some of it, is no lawyer of the team, or it is for police and she is no lead
    :raises StaleRecord: the copy changed since she opened it
    """
    with act(by=by, at=at, kind="approve_publication", key=key) as this_act:
        proposal = _proposal(ref)
        require(policies.may_approve_publication(proposal, by))
        if proposal.approved_by_id is not None:
            raise TransitionRefused(_("This copy is in the bank already."))
        require_version(proposal, version)
        _require_sound(proposal.request)
        if marks := open_marks(proposal):
            raise TransitionRefused(
                _("Something in the copy may tell who it is about, and nobody said why it may stand: %(found)s.")
                % {"found": ", ".join(mark.text for mark in marks[:5])}
            )
        published = publish(
            by=by,
            at=at,
            source_ref=proposal.request.ref,
            level=proposal.level,
            title=proposal.title,
            question=proposal.question,
            short_answer=proposal.short_answer,
            analysis=proposal.analysis,
            language=proposal.language,
            prepared_by=proposal.prepared_by,
            approved_by=by,
            law_as_of=proposal.law_as_of,
            review_on=proposal.review_on,
            provisions=provisions,
            topics=topics,
        )
        proposal.approved_by, proposal.approved_at, proposal.published_ref = by, at, published.ref
        proposal.save()
        this_act.result("advice:publication", ref=proposal.ref)
        tell([proposal.prepared_by], "published", proposal.request)
        reindex(proposal.request)
    return proposal


def _proposal(ref: str) -> PublicationProposal:
    """Give a copy with its request locked."""
    proposal = PublicationProposal.objects.select_for_update().get(ref=ref)
    proposal.request = AdviceRequest.objects.select_for_update().get(pk=proposal.request_id)
    return proposal
