"""The indictment, also a direct one with the consent of the Attorney General."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import guards, policies
from casetracker.models import ChargingDocument, ClockOrigin, Count, DirectIndictmentRequest, Election, Proceeding
from casetracker.states import AT_TRIAL, CountState, FileState, Forum, ProceedingState
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.law import catalogue
from foundation.law.models import Court
from foundation.records import Refusal
from foundation.workflow.models import Move
from foundation.workflow.transitions import follows, perform

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version, reopen_first
from .intake import CountIn
from .papers import clock_for, counts_of, document_of, new_counts

INDICTED_FROM = (
    ProceedingState.CHARGED,
    ProceedingState.INTAKE,
    ProceedingState.ELECTION_PENDING,
    ProceedingState.PRELIM,
    ProceedingState.COMMITTED,
    ProceedingState.TRIAL_SET,
    ProceedingState.CONCLUDED,
)


IN_SUPERIOR_COURT = (ProceedingState.INDICTED, ProceedingState.TRIAL_SET, *AT_TRIAL)
TO_INDICT = (CountState.COMMITTED, CountState.PROCEEDING, CountState.DISCHARGED_PRELIM, CountState.PROPOSED)


def ask_direct_indictment(
    *, proceeding: Proceeding, asked_on: date, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> DirectIndictmentRequest:
    """Record that the Attorney General was asked to consent to a direct indictment (section 577).

    :raises Refusal: one is intended already, the accused cannot be indicted from where she stands, a day ahead
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(proceeding, by=by, at=at, kind="ask_direct_indictment", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        row = ask_attorney_general(proceeding, by, asked_on)
        finish(case_file, this_act)
    return row


def ask_attorney_general(proceeding: Proceeding, by: User, asked_on: date) -> DirectIndictmentRequest:
    allow(policies.may_ask_direct_indictment(proceeding, by))
    needed(asked_on, _("Enter the day the Attorney General was asked."), "asked_on")
    not_after_today(asked_on, "asked_on")
    if guards.open_request(proceeding) is not None:
        raise Refusal(_("A direct indictment is intended already."), "asked_on")
    discharged = proceeding.counts.filter(state=CountState.DISCHARGED_PRELIM).exists()
    if proceeding.state not in INDICTED_FROM or (proceeding.state == ProceedingState.CONCLUDED and not discharged):
        raise Refusal(_("This accused cannot be indicted from where the matter stands."), "asked_on")
    return DirectIndictmentRequest.objects.create(proceeding=proceeding, asked_on=asked_on)


def record_consent(
    *,
    request: DirectIndictmentRequest,
    consent_on: date,
    consent_by: str,
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> DirectIndictmentRequest:
    """Record the written consent of the Attorney General or the Deputy, in person.

    :raises Refusal: the request was answered, who consented is missing, a day ahead or before the request
    """
    needed(consent_by.strip(), _("Enter who consented in writing: the Attorney General or the Deputy."), "consent_by")
    facts = {"consent_on": consent_on, "consent_by": consent_by.strip()}
    return _answer(request, "consent_on", consent_on, facts, by=by, at=at, version=version, key=key)


def refuse_direct_indictment(
    *, request: DirectIndictmentRequest, refused_on: date, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> DirectIndictmentRequest:
    """Record that the Attorney General refused; where every count ended without guilt the accused is concluded (A22).

    :raises Refusal: the request was answered, a day ahead or before the request
    """
    return _answer(request, "refused_on", refused_on, {"refused_on": refused_on}, by=by, at=at, version=version, key=key)


def withdraw_direct_indictment(
    *, request: DirectIndictmentRequest, withdrawn_on: date, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> DirectIndictmentRequest:
    """Record that a direct indictment is no longer intended, with or without consent; the accused may be concluded by it (A22).

    :raises Refusal: it was refused or withdrawn, the indictment was filed, a day ahead or before the request
    """
    return _answer(request, "withdrawn_on", withdrawn_on, {"withdrawn_on": withdrawn_on}, by=by, at=at, version=version, key=key)


def _answer(request, field: str, day: date, facts: dict, *, by, at, version, key) -> DirectIndictmentRequest:
    needed(day, _("Enter the day."), field)
    not_after_today(day, field)
    with on_file(request.proceeding, by=by, at=at, kind=f"direct_indictment_{field}", key=key) as (this_act, case_file):
        request = DirectIndictmentRequest.objects.get(pk=request.pk)
        proceeding = locked(request.proceeding, case_file)
        allow(policies.may_ask_direct_indictment(proceeding, by))
        over_version(request, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        if day < max(request.asked_on, request.consent_on or request.asked_on):
            raise Refusal(_("This day cannot be before the request, or before the consent."), field)
        if guards.open_request(proceeding) != request or (request.consent_on is not None and field != "withdrawn_on"):
            raise Refusal(_("This request was answered."), field)
        for name, value in facts.items():
            setattr(request, name, value)
        request.save()
        finish(case_file, this_act)
    return request


def file_indictment(
    *,
    proceeding: Proceeding,
    number: str,
    filed_on: date,
    counts: Sequence[Count],
    by: User,
    at: datetime,
    added: Sequence[CountIn] = (),
    court: Court | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """File an indictment (section 574, or 577 with consent): its counts change their document (C6) and the accused is indicted (A8).

    Counts go on with the clock they have; one added in the indictment goes on with that of the others. Where the accused stands before
    the Superior Court already, only the counts move. A file that was over is reopened first (F13), in the same act.

    :raises TransitionRefused: a count cannot be indicted, or only a direct indictment is possible and the consent is missing
    :raises Refusal: no number, no count, a day ahead, no reason where the file is reopened by it
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(filed_on, _("Enter the day the indictment was filed."), "filed_on")
    not_after_today(filed_on, "filed_on")
    with on_file(proceeding, by=by, at=at, kind="file_indictment", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_indict(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        needed(counts or added, _("Choose at least one count."), "counts")
        chosen = counts_of(proceeding, counts)
        reopened = None
        if proceeding.state == ProceedingState.CONCLUDED and case_file.state in (FileState.CONCLUDED, FileState.CLOSED):
            needed(reason.strip(), _("Say why: the file is reopened by it."), "reason")
            reopened = reopen_first(case_file, this_act, happened_on=filed_on, reason=reason.strip(), reopen_reason="NEW_REFERRAL")
        court = court or catalogue.court("SCJ")
        document = document_of(proceeding, ChargingDocument.Kind.INDICTMENT, number, filed_on, court)
        origin = clock_for(proceeding, filed_on, ClockOrigin.Kind.DIRECT_INDICTMENT)
        cause = None
        for count in [*chosen, *new_counts(proceeding, added, by)]:
            if count.offence_to is not None and count.offence_to > filed_on and count.document is None:
                raise Refusal(_("An offence cannot end after the document was sworn or filed."), "offence_to")
            count.proceeding = proceeding
            count.document = document
            count.clock_origin = count.clock_origin or origin
            cause = perform(count.put_on_indictment, act=this_act, happened_on=filed_on, reason=reason)
        consent = guards.consent_of(proceeding)
        before_court = proceeding.state in IN_SUPERIOR_COURT and proceeding.forum == Forum.SCJ
        if not before_court or (proceeding.state == ProceedingState.TRIAL_SET and consent is not None and consent.consent_on <= filed_on):
            cause = indict(proceeding, this_act, filed_on, reason, court, consent)
        if reopened is not None and cause is not None:
            follows(reopened, cause)
        finish(case_file, this_act, cause)
    return proceeding


def indict(proceeding: Proceeding, this_act: OpenAct, on: date, reason: str, court: Court | None, consent) -> Move:
    """Make A8; a direct indictment is deemed an election of judge and jury (section 565)."""
    proceeding.court = court or proceeding.court
    election = proceeding.accused_election
    if consent is not None and (election is None or election.choice not in Election.SUPERIOR):
        Election.objects.create(
            proceeding=proceeding, kind=Election.Kind.ACCUSED, choice=Election.Choice.SCJ_JURY, on=on, deemed=True, prelim_requested=False
        )
    return perform(proceeding.indict, act=this_act, happened_on=on, reason=reason)
