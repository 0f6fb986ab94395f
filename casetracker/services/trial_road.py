"""The road to trial and off it: preliminary inquiry, indictment, re-election, court orders, replaced counts, fitness, the Review Board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import delay, guards, policies
from casetracker.models import (
    ChargingDocument,
    ClockOrigin,
    Count,
    CountLineage,
    DirectIndictmentRequest,
    Election,
    PrimaFacieInquiry,
    Proceeding,
)
from casetracker.states import AT_TRIAL, LIVE, CountState, FileState, Forum, ProceedingState
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.law import catalogue, deadlines
from foundation.law.models import Court, Courthouse, LegalPeriod
from foundation.records import Refusal
from foundation.workflow.models import Move
from foundation.workflow.transitions import follows, perform

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version, reopen_first, typed_in
from .counts import keep_decision, locked_count
from .court import prelim_was_held
from .endings import ReasonIn, keep_reason
from .intake import CountIn, InformationIn, propose

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
TO_REPLACE = (CountState.LAID, CountState.PROCEEDING, CountState.COMMITTED, CountState.ON_INDICTMENT)
SUPERIOR = (Election.Choice.SCJ_JUDGE, Election.Choice.SCJ_JURY)


def counts_of(proceeding: Proceeding, chosen: Sequence[Count] | None = None) -> list[Count]:
    """Read the counts of a locked proceeding, all or those chosen, as they stand now; one of somebody else is refused."""
    rows = proceeding.counts.select_related("offence", "document", "clock_origin").order_by("pk")
    found = list(rows if chosen is None else rows.filter(pk__in=[count.pk for count in chosen]))
    if chosen is not None and len(found) != len({count.pk for count in chosen}):
        raise Refusal(_("Choose counts of this accused."), "counts")
    for count in found:
        count.proceeding = proceeding
    return found


def document_of(proceeding: Proceeding, kind: str, number: str, filed_on: date, court: Court | None) -> ChargingDocument:
    """Find the paper of that kind, number and day in the file, or keep it; co-accused share one."""
    needed(number.strip(), _("Enter the number."), "number")
    not_after_today(filed_on, "sworn_on" if kind == ChargingDocument.Kind.INFORMATION else "filed_on")
    same = {"file": proceeding.file, "kind": kind, "number": number.strip(), "sworn_on": filed_on}
    return ChargingDocument.objects.filter(**same).first() or ChargingDocument.objects.create(**same, court=court)


def clock_for(proceeding: Proceeding, on: date, kind: str) -> ClockOrigin:
    """Give the origin that the clock of a further count goes on from; a new one only where the accused has none."""
    running = proceeding.clock_origin or proceeding.clock_origins.order_by("-generation", "on", "pk").first()
    return running or ClockOrigin.objects.create(proceeding=proceeding, on=on, kind=kind)


def new_counts(proceeding: Proceeding, typed: Sequence[CountIn], by: User) -> list[Count]:
    """Enter counts that a court or the Crown adds."""
    first = proceeding.counts.count() + 1
    return [propose(proceeding, count, place, by=by) for place, count in enumerate(typed, start=first)]


# The preliminary inquiry


@dataclass
class PrelimResultIn:
    """The result on one count: COMMITTED or DISCHARGED_PRELIM; a proposed count that the judge added can only be COMMITTED."""

    count: Count
    result: str
    version: int | None = None


PRELIM_RESULTS: dict[str, str] = {CountState.COMMITTED: "commit", CountState.DISCHARGED_PRELIM: "discharge_at_prelim"}


def record_prelim_result(
    *,
    proceeding: Proceeding,
    results: Sequence[PrelimResultIn],
    decided_by: str,
    by: User,
    at: datetime,
    happened_on: date,
    added: Sequence[CountIn] = (),
    direct_indictment_asked_on: date | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record the result of the preliminary inquiry, count by count (C5), and with the first order to stand trial A6.

    ``added`` are counts that the judge added (section 548). A6 is for counsel: where an assistant records the result, counsel makes it
    with no result left to type. Where every count is discharged the accused is concluded (A22), unless a direct indictment is intended.

    :raises TransitionRefused: the accused is not at the preliminary inquiry
    :raises Refusal: who decided is missing, a count that proceeds by indictment has no result, a discharge of a proposed count
    :raises PermissionDenied: ``by`` may not
    """
    not_after_today(direct_indictment_asked_on, "direct_indictment_asked_on")
    with on_file(proceeding, by=by, at=at, kind="record_prelim_result", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_prelim_result(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        typed = {row.count.pk: row for row in results if row.result}
        waiting = not typed and not added and proceeding.counts.filter(state=CountState.COMMITTED).exists()
        counts = counts_of(proceeding, [row.count for row in typed.values()])
        if not waiting:
            open_counts = [count for count in counts_of(proceeding) if count.state == CountState.PROCEEDING and count.by_indictment]
            if any(count.pk not in typed for count in open_counts):
                raise Refusal(_("Enter the result on every count that proceeds by indictment."), "results")
            needed(typed or added, _("Enter the result on every count that proceeds by indictment."), "results")
        judged = [(count, typed[count.pk].result, typed[count.pk].version) for count in counts]
        judged += [(count, CountState.COMMITTED, None) for count in new_counts(proceeding, added, by)]
        information = next((count.document for count in counts_of(proceeding) if count.document), None)
        cause = None
        for count, result, of_count in judged:
            count.proceeding = proceeding
            over_version(count, of_count)
            needed(result in PRELIM_RESULTS, _("Choose the result."), "results")
            if count.state == CountState.PROPOSED:
                if result != CountState.COMMITTED:
                    raise Refusal(_("A count that the judge added can only be ordered to trial."), "results")
                count.document, count.clock_origin = information, clock_for(proceeding, happened_on, ClockOrigin.Kind.SWORN)
                needed(information, _("There is no information to put the count on."), "results")
            count.pending_decision = keep_decision(count, result, on=happened_on, decided_by=decided_by)
            cause = perform(getattr(count, PRELIM_RESULTS[result]), act=this_act, happened_on=happened_on, reason=reason)
        if direct_indictment_asked_on is not None:
            _ask(proceeding, by, direct_indictment_asked_on)
        committed = proceeding.counts.filter(state=CountState.COMMITTED).exists()
        if waiting or (committed and proceeding.state == ProceedingState.PRELIM and policies.may_commit(proceeding, by)):
            cause = perform(proceeding.commit, act=this_act, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, cause)
    return proceeding


# The direct indictment


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
        row = _ask(proceeding, by, asked_on)
        finish(case_file, this_act)
    return row


def _ask(proceeding: Proceeding, by: User, asked_on: date) -> DirectIndictmentRequest:
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


# The indictment


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
            cause = _indict(proceeding, this_act, filed_on, reason, court, consent)
        if reopened is not None and cause is not None:
            follows(reopened, cause)
        finish(case_file, this_act, cause)
    return proceeding


def _indict(proceeding: Proceeding, this_act: OpenAct, on: date, reason: str, court: Court | None, consent) -> Move:
    """Make A8; a direct indictment is deemed an election of judge and jury (section 565)."""
    proceeding.court = court or proceeding.court
    election = proceeding.accused_election
    if consent is not None and (election is None or election.choice not in SUPERIOR):
        Election.objects.create(
            proceeding=proceeding, kind=Election.Kind.ACCUSED, choice=Election.Choice.SCJ_JURY, on=on, deemed=True, prelim_requested=False
        )
    return perform(proceeding.indict, act=this_act, happened_on=on, reason=reason)


# Re-election


def reelect(
    *,
    proceeding: Proceeding,
    choice: str,
    on: date,
    by: User,
    at: datetime,
    as_of_right: bool = False,
    consent_on: date | None = None,
    prelim_requested: bool = False,
    trial_on: date | None = None,
    trial_ends_on: date | None = None,
    courthouse: Courthouse | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Election:
    """Record a re-election of the accused (section 561) and what it calls for (A10); the ceiling of the delay clock follows the forum.

    From the preliminary inquiry it leads to trial, so the trial date is typed. From a trial date it leads to a preliminary inquiry where
    one is asked for, else back to intake, as it does after an order to stand trial or an indictment; counts that go into the Ontario Court
    of Justice proceed there (C10). Between judge alone and judge and jury nobody moves.

    :raises TransitionRefused: the accused is at a stage where nobody re-elects
    :raises Refusal: no change, the consent of the Crown is needed, a preliminary inquiry is not possible, the trial date is missing
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(choice in Election.OF_ACCUSED, _("Choose what the accused elected."), "choice")
    needed(on, _("Enter the day of the re-election."), "on")
    not_after_today(on, "on")
    not_after_today(consent_on, "consent_on")
    if trial_on is not None and trial_ends_on is not None and trial_ends_on < trial_on:
        raise Refusal(_("The trial cannot end before it begins."), "trial_ends_on")
    with on_file(proceeding, by=by, at=at, kind="reelect", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_reelect(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        before = proceeding.accused_election
        counts = counts_of(proceeding)
        _reelection_allowed(proceeding, before, choice, on, as_of_right, consent_on)
        if prelim_requested:
            _prelim_allowed(proceeding, counts, choice)
        election = Election.objects.create(
            proceeding=proceeding,
            kind=Election.Kind.ACCUSED,
            choice=choice,
            on=on,
            prelim_requested=prelim_requested,
            is_reelection=True,
            as_of_right=as_of_right,
            consent_on=None if as_of_right else consent_on,
        )
        proceeding.pending_reelection = election
        cause = _follow_reelection(
            proceeding,
            before,
            election,
            counts,
            this_act,
            reason=reason,
            trial={"trial_on": trial_on, "trial_ends_on": trial_ends_on, "courthouse": courthouse},
        )
        finish(case_file, this_act, cause)
    return election


def _reelection_allowed(proceeding: Proceeding, before, choice: str, on: date, as_of_right: bool, consent_on: date | None) -> None:
    if before is None:
        raise Refusal(_("There is no election to change: record the election of the accused."), "choice")
    if before.choice == choice and proceeding.state != ProceedingState.PRELIM:
        raise Refusal(_("This is what the accused elected before."), "choice")
    if on < before.on:
        raise Refusal(_("The re-election cannot be before the election."), "on")
    if as_of_right and consent_on is not None:
        raise Refusal(_("Of right, or by consent: not both."), "consent_on")
    if not as_of_right:
        needed(consent_on, _("Enter the day the Crown consented in writing, or say that the re-election is of right."), "consent_on")
        return
    if choice == Election.Choice.OCJ:
        raise Refusal(_("Into the Ontario Court of Justice the Crown must consent in writing (s. 561)."), "as_of_right")
    committed = Move.objects.of(proceeding).filter(rule="A6", corrected_by=None).order_by("-pk").first()
    if committed is not None:
        if _too_late("REELECTION_AFTER_PRELIM", committed.happened_on, on):
            raise Refusal(_("More than 60 days passed since the preliminary inquiry: the Crown must consent in writing."), "as_of_right")
    elif proceeding.trial_on is not None and _too_late("REELECTION", proceeding.trial_on, on):
        raise Refusal(_("Fewer than 60 days are left before the trial: the Crown must consent in writing."), "as_of_right")


def _too_late(code: str, start: date, on: date) -> bool:
    """Say whether a day lies after the last one that the rule of a deadline leaves; where the law gives no rule, nothing is of right."""
    rule = deadlines.rule(code, start)
    return rule is None or on > deadlines.last_day(rule, start)


def _prelim_allowed(proceeding: Proceeding, counts: list[Count], choice: str) -> None:
    if choice not in SUPERIOR:
        raise Refusal(_("There is no preliminary inquiry before a trial in the Ontario Court of Justice."), "prelim_requested")
    indicted = any(count.state in (CountState.COMMITTED, CountState.ON_INDICTMENT) for count in counts)
    if proceeding.state != ProceedingState.TRIAL_SET or indicted or not guards.prelim_possible.look(proceeding).met:
        raise Refusal(_("No preliminary inquiry is possible from here."), "prelim_requested")


def _follow_reelection(proceeding: Proceeding, before, election, counts, this_act: OpenAct, *, reason: str, trial: dict) -> Move | None:
    superior = election.choice in SUPERIOR
    if superior:
        forum = Forum.SCJ
    else:
        forum = Forum.OCJ_AFTER_PRELIM if prelim_was_held(proceeding) else Forum.OCJ
    on, reason = election.on, reason.strip()
    words = {"act": this_act, "happened_on": on, "reason": reason}
    if proceeding.state == ProceedingState.PRELIM:
        needed(trial["trial_on"], _("Enter the trial date."), "trial_on")
        proceeding.trial_on, proceeding.trial_ends_on = trial["trial_on"], trial["trial_ends_on"]
        proceeding.courthouse = trial["courthouse"] or proceeding.courthouse
        proceeding.court = catalogue.court("SCJ" if superior else "OCJ") or proceeding.court
        cause = perform(proceeding.reelect_to_trial, forum=forum, **words)
    elif election.prelim_requested:
        cause = perform(proceeding.reelect_to_prelim, forum=forum, **words)
    elif superior and before.choice in SUPERIOR and proceeding.state in (*INDICTED_FROM, ProceedingState.INDICTED):
        return None
    else:
        if not superior:
            proceeding.court = catalogue.court("OCJ") or proceeding.court
        cause = perform(proceeding.reelect_to_intake, forum=forum, **words)
    if not superior:
        for count in counts:
            if count.state in (CountState.COMMITTED, CountState.ON_INDICTMENT):
                cause = perform(count.resume, **words)
    return cause


def resume_counts(
    *,
    proceeding: Proceeding,
    counts: Sequence[Count],
    by: User,
    at: datetime,
    happened_on: date,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Proceed again on counts after a mistrial, once they were screened again, or after a re-election (C10).

    A count goes back onto the indictment it stands on, unless it is now before the Ontario Court of Justice.

    :raises TransitionRefused: a count was not screened again
    :raises Refusal: no count
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(proceeding, by=by, at=at, kind="resume_counts", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_resume(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        needed(counts, _("Choose at least one count."), "counts")
        cause = None
        for count in counts_of(proceeding, counts):
            on_paper = count.document is not None and count.document.kind == ChargingDocument.Kind.INDICTMENT
            indicted = count.state == CountState.MISTRIAL and on_paper and proceeding.forum == Forum.SCJ
            step = count.resume_on_indictment if indicted else count.resume
            cause = perform(step, act=this_act, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, cause)
    return proceeding


# What a court ends, what a new document replaces


ORDERS: dict[str, str] = {
    CountState.QUASHED: "quash",
    CountState.DISMISSED: "dismiss",
    CountState.STAYED_11B: "stay_for_delay",
    CountState.STAYED_ABUSE: "stay_for_abuse",
}


def record_court_order(
    *,
    proceeding: Proceeding,
    counts: Sequence[Count],
    result: str,
    decided_by: str,
    by: User,
    at: datetime,
    happened_on: date,
    appeal_due_on: date | None = None,
    appeal_none: bool = False,
    terms: str = "",
    why: ReasonIn | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that a court quashed, dismissed or stayed counts (C8), with the last day to appeal; the accused may be concluded (A22).

    :param result: QUASHED, DISMISSED, STAYED_11B or STAYED_ABUSE
    :raises TransitionRefused: a count is not in court; only a stay reaches one found guilty, and only before sentence
    :raises Refusal: no count, who decided or the appeal period is missing, a day ahead
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(proceeding, by=by, at=at, kind="record_court_order", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_end_by_court(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        needed(result in ORDERS, _("Choose what the court ordered."), "result")
        needed(counts, _("Choose at least one count."), "counts")
        cause = None
        for count in counts_of(proceeding, counts):
            keep_reason(count, why, result)
            count.pending_decision = keep_decision(
                count,
                result,
                on=happened_on,
                decided_by=decided_by,
                terms=terms.strip(),
                appeal_due_on=appeal_due_on,
                appeal_none=appeal_none,
            )
            cause = perform(getattr(count, ORDERS[result]), act=this_act, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, cause)
    return proceeding


@dataclass
class ReplacementIn:
    """One new count as typed, and the counts it replaces; an old count may be named by several, and a new one may replace several."""

    new: CountIn
    old: Sequence[Count]


KEPT, CONFIRMED, NEW = "KEPT", "CONFIRMED", "NEW"


def replace_counts(
    *,
    proceeding: Proceeding,
    replacements: Sequence[ReplacementIn],
    document: InformationIn,
    by: User,
    at: datetime,
    kind: str = ChargingDocument.Kind.INFORMATION,
    clock: str = KEPT,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> list[Count]:
    """Replace counts by others on a new information or indictment (C4), with who descends from whom; nothing counts as withdrawn.

    The delay clock goes on from the old counts unless counsel begins a new one; that it was kept waits to be confirmed by counsel unless
    said so now. New counts are laid (C1) and screened anew; on an indictment they stand at once (C6).

    :param clock: KEPT, CONFIRMED (kept, and counsel says so) or NEW (from the day of the new document)
    :raises TransitionRefused: an old count is no longer before the court
    :raises Refusal: no new count, one that replaces nothing, an indictment outside the Superior Court, a day ahead
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(proceeding, by=by, at=at, kind="replace_counts", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_replace(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        needed(replacements, _("Enter at least one new count."), "replacements")
        needed(clock in (KEPT, CONFIRMED, NEW), _("Say how the delay clock goes on."), "clock")
        needed(all(row.old for row in replacements), _("Say of each new count which count it replaces."), "replacements")
        indictment = kind == ChargingDocument.Kind.INDICTMENT
        superior = proceeding.forum == Forum.SCJ and proceeding.state in (ProceedingState.COMMITTED, *IN_SUPERIOR_COURT)
        if indictment and not superior:
            raise Refusal(_("An indictment replaces counts only before the Superior Court of Justice."), "kind")
        needed(document.sworn_on, _("Enter the day the document was sworn or filed."), "sworn_on")
        not_after_today(document.sworn_on, "sworn_on")
        on = document.sworn_on
        old = {count.pk: count for count in counts_of(proceeding, [count for row in replacements for count in row.old])}
        if any(row.new.offence_from > on for row in replacements):
            raise Refusal(_("An offence cannot begin after the document was sworn or filed."), "offence_from")
        if any(row.new.offence_to is not None and row.new.offence_to > on for row in replacements):
            raise Refusal(_("An offence cannot end after the document was sworn or filed."), "offence_to")
        court = document.court or next((count.document.court for count in old.values() if count.document), None)
        paper = document_of(proceeding, kind, document.number, on, court)
        made = []
        for row, count in zip(replacements, new_counts(proceeding, [row.new for row in replacements], by), strict=True):
            before = [old[one.pk] for one in row.old]
            count.proceeding = proceeding
            count.document, count.clock_origin = paper, _clock_after(proceeding, before, on, clock)
            count.joint_group = count.joint_group or before[0].joint_group
            count.complainant = count.complainant or before[0].complainant
            step = count.put_on_indictment if indictment else count.lay
            perform(step, act=this_act, happened_on=on, reason=reason)
            made.append(count)
            for one in before:
                CountLineage.objects.create(
                    old=one,
                    new=count,
                    kind=_lineage_kind(replacements, row, one),
                    on=on,
                    origin_kept=one.clock_origin_id == count.clock_origin_id,
                    confirmed_by=None if clock == KEPT else by,
                )
        cause = None
        for one in old.values():
            cause = perform(one.replace, act=this_act, happened_on=on, reason=reason)
        if indictment and proceeding.state == ProceedingState.COMMITTED:
            cause = _indict(proceeding, this_act, on, reason, court, None)
        finish(case_file, this_act, cause)
    return made


def _clock_after(proceeding: Proceeding, before: list[Count], on: date, clock: str) -> ClockOrigin:
    origins = [count.clock_origin for count in before if count.clock_origin is not None]
    if clock != NEW and origins:
        return min(origins, key=lambda origin: (-origin.generation, origin.on, origin.pk))
    generation = max((origin.generation for origin in origins), default=1)
    same = {"proceeding": proceeding, "on": on, "kind": ClockOrigin.Kind.NEW_INFORMATION, "generation": generation}
    return ClockOrigin.objects.filter(**same).first() or ClockOrigin.objects.create(**same)


def _lineage_kind(replacements: Sequence[ReplacementIn], row: ReplacementIn, old: Count) -> str:
    if len({one.pk for one in row.old}) > 1:
        return CountLineage.Kind.JOINED
    times = sum(old.pk in {one.pk for one in other.old} for other in replacements)
    return CountLineage.Kind.SPLIT if times > 1 else CountLineage.Kind.REWORDED


def confirm_clock(*, line: CountLineage, by: User, at: datetime, version: int | None = None, key: str | None = None) -> CountLineage:
    """Confirm as counsel that the delay clock goes on from the count that was replaced.

    :raises Refusal: it was confirmed
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(line.new, by=by, at=at, kind="confirm_clock", key=key) as (this_act, case_file):
        line = CountLineage.objects.select_related("new__proceeding").get(pk=line.pk)
        allow(policies.may_replace(case_file, by))
        over_version(line, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=line.new.proceeding.ref)
        if line.confirmed_by_id is not None:
            raise Refusal(_("This was confirmed already."))
        line.confirmed_by = by
        line.save()
        finish(case_file, this_act)
    return line


# Fitness, the Review Board, a late sentence


def record_unfit(
    *,
    proceeding: Proceeding,
    unfit_on: date,
    by: User,
    at: datetime,
    prima_facie_due_on: date | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that the accused was found unfit to stand trial (A19), and by when a prima facie case must be shown again (s. 672.33).

    :raises TransitionRefused: judgment was given, or the accused is parked
    :raises Refusal: a day ahead, the period is not known and no day is typed
    :raises PermissionDenied: ``by`` may not
    """
    needed(unfit_on, _("Enter the day the accused was found unfit."), "unfit_on")
    not_after_today(unfit_on, "unfit_on")
    with on_file(proceeding, by=by, at=at, kind="record_unfit", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_fitness(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        prima_facie_due_on = prima_facie_due_on or _shown_again_by(proceeding, unfit_on, "prima_facie_due_on")
        if prima_facie_due_on < unfit_on:
            raise Refusal(_("This day cannot be before the finding."), "prima_facie_due_on")
        if proceeding.open_finding is None:
            proceeding.fitness_findings.create(unfit_on=unfit_on, prima_facie_due_on=prima_facie_due_on)
        made = perform(proceeding.find_unfit, act=this_act, happened_on=unfit_on, reason=reason)
        finish(case_file, this_act, made)
    return proceeding


def prima_facie_period(proceeding: Proceeding, on: date) -> LegalPeriod | None:
    """Find the period in which a prima facie case must be shown again, by the age of the accused at the offence; None: not known."""
    kinds = LegalPeriod.Kind
    return catalogue.period(kinds.PRIMA_FACIE_YOUTH if proceeding.accused.is_youth else kinds.PRIMA_FACIE, on)


def _shown_again_by(proceeding: Proceeding, on: date, field: str) -> date:
    period = prima_facie_period(proceeding, on)
    needed(period, _("The period is not known for that day: enter by when a prima facie case must be shown."), field)
    return delay.add_months(on, period.months if period else 0)


@dataclass
class InquiryIn:
    """What an inquiry into the evidence against an unfit accused came to, as typed.

    ``result`` is of PrimaFacieInquiry.Result and ``source`` says where it is taken from. ``next_due_on`` is by when the case must be shown
    again, by itself the period of the law; it must be typed where the court gave more time. An acquittal has a last day to appeal or none.
    """

    held_on: date
    result: str
    decided_by: str
    source: str
    next_due_on: date | None = None
    appeal_due_on: date | None = None
    appeal_none: bool = False


def record_inquiry(
    *,
    proceeding: Proceeding,
    inquiry: InquiryIn,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> PrimaFacieInquiry:
    """Record whether a prima facie case was shown against an unfit accused (section 672.33), or that the court gave more time.

    Where it was not shown the court acquits (672.33(6)): a count that is proceeded on is acquitted (C9), one that was not reached yet is
    dismissed (C8), since it has no way to an acquittal. Counts in a program must leave it first. Then the accused is concluded (A22)
    or, where a count is stayed by the Crown, stayed (A17).

    :raises Refusal: the accused is not unfit, a day ahead, before the finding or the last inquiry, who decided or the source is missing
    :raises PermissionDenied: ``by`` may not
    """
    needed(inquiry.held_on, _("Enter the day of the decision."), "held_on")
    not_after_today(inquiry.held_on, "held_on")
    result = inquiry.result
    needed(result in PrimaFacieInquiry.Result.values, _("Choose what the court found."), "result")
    needed(inquiry.decided_by.strip(), _("Enter who decided."), "decided_by")
    needed(inquiry.source.strip(), _("Say where this is taken from."), "source")
    with on_file(proceeding, by=by, at=at, kind="record_inquiry", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_fitness(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        finding = proceeding.open_finding
        if proceeding.state != ProceedingState.UNFIT or finding is None:
            raise Refusal(_("Only of an accused who is unfit to stand trial."))
        if not guards.file_is_active.look(proceeding).met:
            raise Refusal(guards.file_is_active.sentence)
        before = max([finding.unfit_on, *(row.held_on for row in finding.inquiries.all())])
        if inquiry.held_on < before:
            raise Refusal(_("This day cannot be before the finding, or before the last inquiry."), "held_on")
        cause = None
        kept = PrimaFacieInquiry(
            finding=finding,
            proceeding=proceeding,
            held_on=inquiry.held_on,
            result=result,
            decided_by=inquiry.decided_by.strip(),
            source=inquiry.source.strip(),
        )
        if result == PrimaFacieInquiry.Result.NOT_SHOWN:
            kept.save()
            cause = _acquit_unfit(proceeding, inquiry, this_act, reason=reason.strip())
        else:
            kept.next_due_on = finding.prima_facie_due_on = _next_inquiry(proceeding, inquiry)
            kept.save()
            finding.save()
        finish(case_file, this_act, cause)
    return kept


def _next_inquiry(proceeding: Proceeding, inquiry: InquiryIn) -> date:
    due = inquiry.next_due_on
    if inquiry.result == PrimaFacieInquiry.Result.EXTENDED:
        needed(due, _("Enter the day that the court gave."), "next_due_on")
    due = due or _shown_again_by(proceeding, inquiry.held_on, "next_due_on")
    if due <= inquiry.held_on:
        raise Refusal(_("The next inquiry must come after this decision."), "next_due_on")
    return due


def _acquit_unfit(proceeding: Proceeding, inquiry: InquiryIn, this_act: OpenAct, *, reason: str) -> Move:
    """End every count that is before the court. Inside an act."""
    live = [count for count in counts_of(proceeding) if count.state in LIVE]
    needed(live, _("No count is before the court."), "result")
    if any(count.state == CountState.IN_ALTERNATIVE_MEASURES for count in live):
        raise Refusal(_("A count is in a program: record how the program ended first."), "result")
    cause = None
    for count in live:
        acquitted = count.state in (CountState.PROCEEDING, CountState.ON_INDICTMENT)
        count.pending_decision = keep_decision(
            count,
            CountState.ACQUITTED if acquitted else CountState.DISMISSED,
            on=inquiry.held_on,
            decided_by=inquiry.decided_by,
            appeal_due_on=inquiry.appeal_due_on,
            appeal_none=inquiry.appeal_none,
        )
        with typed_in("held_on"):
            cause = perform(count.acquit if acquitted else count.dismiss, act=this_act, happened_on=inquiry.held_on, reason=reason)
    assert cause is not None
    return cause


def record_fit(
    *,
    proceeding: Proceeding,
    fit_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that the accused was found fit, and go back to the stage she was at (A19).

    :raises TransitionRefused: the accused is not unfit
    :raises Refusal: a day ahead, or before the finding that she was unfit
    :raises PermissionDenied: ``by`` may not
    """
    needed(fit_on, _("Enter the day the accused was found fit."), "fit_on")
    not_after_today(fit_on, "fit_on")
    with on_file(proceeding, by=by, at=at, kind="record_fit", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_fitness(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        finding = proceeding.open_finding
        if finding is not None:
            if fit_on < finding.unfit_on:
                raise Refusal(_("The accused cannot be found fit before she was found unfit."), "fit_on")
            finding.fit_on = fit_on
            finding.save()
        made = perform(proceeding.find_fit, act=this_act, happened_on=fit_on, reason=reason)
        finish(case_file, this_act, made)
    return proceeding


def record_board_discharge(
    *,
    proceeding: Proceeding,
    discharged_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that the Review Board discharged the accused absolutely, and conclude her (A20).

    :raises TransitionRefused: the accused is not before the Review Board
    :raises Refusal: a day ahead
    :raises PermissionDenied: ``by`` may not
    """
    needed(discharged_on, _("Enter the day of the absolute discharge."), "discharged_on")
    not_after_today(discharged_on, "discharged_on")
    with on_file(proceeding, by=by, at=at, kind="record_board_discharge", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_ncr(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        proceeding.board_discharged_on = discharged_on
        made = perform(proceeding.discharge_by_board, act=this_act, happened_on=discharged_on, reason=reason)
        finish(case_file, this_act, made)
    return proceeding


def record_late_sentence(
    *,
    count: Count,
    terms: str,
    decided_by: str,
    by: User,
    at: datetime,
    happened_on: date,
    appeal_due_on: date | None = None,
    appeal_none: bool = False,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Count:
    """Record the sentence on a count that was stayed under the rule against multiple convictions, once the other one fell (C12).

    :raises TransitionRefused: the count was not stayed so, or another conviction stands
    :raises Refusal: the terms, who decided or the appeal period is missing
    :raises PermissionDenied: ``by`` is no lead
    """
    needed(terms.strip(), _("Write the terms of the sentence."), "terms")
    with on_file(count, by=by, at=at, kind="record_late_sentence", key=key) as (this_act, case_file):
        count = locked_count(count, case_file)
        allow(policies.may_impose_after_kienapple(count, by))
        this_act.result("casetracker:accused", ref=case_file.ref, accused=count.proceeding.ref)
        over_version(count, version)
        count.pending_decision = keep_decision(
            count,
            CountState.SENTENCED,
            on=happened_on,
            decided_by=decided_by,
            terms=terms.strip(),
            appeal_due_on=appeal_due_on,
            appeal_none=appeal_none,
        )
        made = perform(count.sentence_after_kienapple, act=this_act, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, made)
    return count
