"""What happens to counts: screening, proceeding, withdrawal, verdict, sentence; and the ordinary move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casetracker import policies, texts
from casetracker.models import CaseFile, Count, CountAmendment, CountLineage, Decision, Participant, Proceeding, ScreeningReview
from casetracker.states import APPEALABLE, AT_TRIAL, BEFORE_JUDGMENT, GUILTY, LIVE, CountState, Custody
from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.law.models import OffenceVersion
from foundation.records import Refusal
from foundation.workflow.models import Move
from foundation.workflow.transitions import perform, restore

from .base import allow, finish, is_true, locked, needed, not_after_today, on_file, over_version
from .endings import PartIn, ReasonIn, keep_parts, keep_reason
from .intake import keep_texts, own_services_allowed, within_paper
from .people import keep_victim_view


def locked_count(count: Count, case_file: CaseFile) -> Count:
    """Read a count of the locked file as it stands now."""
    found = Count.objects.select_related("proceeding", "offence", "document").get(pk=count.pk)
    found.proceeding.file = case_file
    return found


@dataclass
class ReviewIn:
    """The screening of one count, as typed."""

    count: Count
    outcome: str
    prospect: bool
    public_interest: bool
    note: str = ""


def record_screening(
    *, proceeding: Proceeding, reviews: list[ReviewIn], reviewed_on: date, by: User, at: datetime, key: str | None = None
) -> list[ScreeningReview]:
    """Record a screening review for counts of an accused; reviews add up, none is overwritten.

    :raises Refusal: it says to proceed though a test is not met, a day ahead, a count of somebody else
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    not_after_today(reviewed_on, "reviewed_on")
    with on_file(proceeding, by=by, at=at, kind="record_screening", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_screening(proceeding, by))
        needed(reviews, _("Choose at least one count."), "counts")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        kept = []
        for review in reviews:
            if review.count.proceeding_id != proceeding.pk:
                raise Refusal(_("Choose counts of this accused."), "counts")
            needed(review.outcome in ScreeningReview.Outcome.values, _("Choose the outcome of the screening."), "outcome")
            if review.outcome == ScreeningReview.Outcome.PROCEED and not (review.prospect and review.public_interest):
                raise Refusal(_("Proceed only with a reasonable prospect of conviction and in the public interest."), "outcome")
            kept.append(
                ScreeningReview.objects.create(
                    proceeding=proceeding,
                    count=review.count,
                    reviewed_on=reviewed_on,
                    reviewed_by=by,
                    prospect=review.prospect,
                    public_interest=review.public_interest,
                    outcome=review.outcome,
                    note=review.note,
                )
            )
        finish(case_file, this_act)
    return kept


def proceed_on_count(
    *, count: Count, by: User, at: datetime, happened_on: date, reason: str = "", version: int | None = None, key: str | None = None
) -> Count:
    """Proceed on a count (C2).

    :raises TransitionRefused: no screening says so, a hybrid without a mode, summary out of time; lists them
    """
    return move(subject=count, name="proceed", by=by, at=at, happened_on=happened_on, reason=reason, version=version, key=key)


def proceed_on_counts(
    *, proceeding: Proceeding, by: User, at: datetime, happened_on: date, reason: str = "", key: str | None = None
) -> list[Count]:
    """Proceed on every laid count of an accused that is ready for it (C2).

    :raises Refusal: none is ready
    """
    with on_file(proceeding, by=by, at=at, kind="proceed_on_counts", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.is_pros(proceeding, by))
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        counts = list(proceeding.counts.filter(state=CountState.LAID).select_related("offence", "document"))
        for count in counts:
            count.proceeding = proceeding
        ready = [count for count in counts if is_true(count, "proceed")]
        needed(ready, _("No count is ready to proceed."), "counts")
        cause = None
        for count in ready:
            cause = perform(count.proceed, act=this_act, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, cause)
    return ready


def withdraw_count(
    *,
    count: Count,
    why: ReasonIn,
    by: User,
    at: datetime,
    happened_on: date,
    reason: str = "",
    asked_on: date | None = None,
    view: str = "",
    exception: str = "",
    participant: Participant | None = None,
    leave_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Count:
    """Withdraw a count (C3), with a coded reason and the view of the victim given now or recorded before; after a plea with leave.

    Where every count of the accused has now ended without guilt, the accused is concluded (A22).

    :raises TransitionRefused: no victim view, no leave after plea
    :raises Refusal: no coded reason, or a view without its day
    :raises PermissionDenied: ``by`` may not; a trafficking count is for a lead
    """
    not_after_today(leave_on, "leave_on")
    with on_file(count, by=by, at=at, kind="withdraw_count", key=key) as (this_act, case_file):
        count = locked_count(count, case_file)
        allow(policies.may_withdraw(count, by))
        this_act.result("casetracker:accused", ref=case_file.ref, accused=count.proceeding.ref)
        if view or exception:
            keep_victim_view(count.proceeding, count=count, participant=participant, asked_on=asked_on, view=view, exception=exception)
        keep_reason(count, why, CountState.WITHDRAWN)
        count.leave_on = leave_on or count.leave_on
        made = perform(count.withdraw, act=this_act, version=version, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, made)
    return count


@dataclass
class VerdictIn:
    """What a court did to one count, as typed.

    ``result`` is PLEA_GUILTY, FOUND_GUILTY, GUILTY_INCLUDED, ACQUITTED, NCR, MISTRIAL or OTHER_PLEA; "" leaves the count as it stands.
    OTHER_PLEA is a plea of guilty to another offence, which ``included_offence`` names (section 606(4)). An acquittal and a verdict of NCR
    need the last day to appeal, or that there is none. ``withdraw_at_sentence`` says of a count still live that it
    will be withdrawn at sentence.
    """

    count: Count
    result: str = ""
    included_offence: OffenceVersion | None = None
    appeal_due_on: date | None = None
    appeal_none: bool = False
    withdraw_at_sentence: bool = False
    why: ReasonIn | None = None
    version: int | None = None


OTHER_PLEA = "OTHER_PLEA"
VERDICTS: dict[str, str] = {
    CountState.PLEA_GUILTY: "plead_guilty",
    CountState.FOUND_GUILTY: "find_guilty",
    CountState.GUILTY_INCLUDED: "find_guilty_of_included",
    CountState.ACQUITTED: "acquit",
    CountState.NCR: "find_ncr",
    CountState.MISTRIAL: "declare_mistrial",
}
DISPOSITIONS: dict[str, str] = {
    CountState.SENTENCED: "sentence",
    CountState.DISCHARGED_ABSOLUTE: "discharge_absolutely",
    CountState.DISCHARGED_CONDITIONAL: "discharge_conditionally",
    CountState.STAYED_KIENAPPLE: "stay_kienapple",
}


def keep_decision(
    count: Count,
    result: str,
    *,
    on: date,
    decided_by: str,
    terms: str = "",
    reason_code: str = "",
    appeal_due_on: date | None = None,
    appeal_none: bool = False,
) -> Decision:
    """Keep what a court did to a count. Inside an act.

    :raises Refusal: who decided is missing, the appeal period is missing, or both a day and "none"
    """
    needed(decided_by.strip(), _("Enter who decided."), "decided_by")
    not_after_today(on, "on")
    if result in APPEALABLE:
        if appeal_none and appeal_due_on is not None:
            raise Refusal(_("Enter the last day to appeal, or say that no appeal is possible; not both."), "appeal_due_on")
        if not appeal_none:
            needed(appeal_due_on, _("Enter the last day to appeal, or say that no appeal is possible."), "appeal_due_on")
        if appeal_due_on is not None and appeal_due_on < on:
            raise Refusal(_("The last day to appeal cannot be before the decision."), "appeal_due_on")
    else:
        appeal_due_on, appeal_none = None, False
    return Decision.objects.create(
        count=count,
        result=result,
        on=on,
        by=decided_by.strip(),
        terms=terms,
        reason_code=reason_code,
        appeal_due_on=appeal_due_on,
        appeal_none=appeal_none,
    )


def record_verdict(
    *,
    proceeding: Proceeding,
    verdicts: list[VerdictIn],
    decided_by: str,
    by: User,
    at: datetime,
    happened_on: date,
    evidence_ended_on: date | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record pleas and verdicts, count by count (C9), and what they lead to for the accused.

    With the first guilt she waits for sentence (A13): the counts left live are said to be withdrawn at sentence. Not criminally
    responsible, none guilty and none live: she goes before the Review Board (A20). A mistrial with no count left to decide takes her back
    to a trial date (A12), which is for counsel: where an assistant records it, counsel makes that step with no verdict left to type. Where
    every count has ended without guilt, the accused is concluded (A22). A plea of guilty is a verdict too: see ``record_plea``.

    :raises TransitionRefused: a count does not proceed; a live count is left without an answer
    :raises Refusal: who decided, the included offence, the appeal period, or the reason of a mistrial is missing
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(proceeding, by=by, at=at, kind="record_verdict", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_guilt(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        given = {verdict.result for verdict in verdicts if verdict.result}
        needed(given or mistrial_waits(proceeding), _("Enter the plea or verdict on at least one count."), "verdicts")
        if CountState.MISTRIAL in given or not given:
            needed(reason.strip(), _("Say why there was a mistrial."), "reason")
        not_after_today(evidence_ended_on, "evidence_ended_on")
        cause = None
        for verdict in verdicts:
            count = Count.objects.select_related("offence", "document").get(pk=verdict.count.pk, proceeding=proceeding)
            count.proceeding = proceeding
            over_version(count, verdict.version)
            if not verdict.result:
                if count.withdraw_at_sentence != verdict.withdraw_at_sentence and count.state in LIVE:
                    count.withdraw_at_sentence = verdict.withdraw_at_sentence
                    count.save()
                continue
            if verdict.result == OTHER_PLEA:
                count.withdraw_at_sentence = False
                appeal = {"appeal_due_on": verdict.appeal_due_on, "appeal_none": verdict.appeal_none}
                words: dict[str, Any] = {"happened_on": happened_on, "decided_by": decided_by, "reason": reason, "why": verdict.why}
                cause = plead_to_other(count, verdict.included_offence, this_act, appeal=appeal, **words)
                continue
            if verdict.result not in VERDICTS:
                raise Refusal(_("Choose a plea or verdict."), "verdicts")
            if verdict.result == CountState.GUILTY_INCLUDED:
                needed(verdict.included_offence, _("Choose the included offence that was found."), "included_offence")
                count.included_offence = verdict.included_offence
            count.withdraw_at_sentence = False
            keep_reason(count, verdict.why, verdict.result)
            count.pending_decision = keep_decision(
                count,
                verdict.result,
                on=happened_on,
                decided_by=decided_by,
                appeal_due_on=verdict.appeal_due_on,
                appeal_none=verdict.appeal_none,
            )
            changes: dict[str, Any] = {"pleaded_on": happened_on} if verdict.result == CountState.PLEA_GUILTY else {}
            cause = perform(getattr(count, VERDICTS[verdict.result]), act=this_act, happened_on=happened_on, reason=reason, **changes)
        guilty = proceeding.counts.filter(state__in=GUILTY).exists()
        if proceeding.state in BEFORE_JUDGMENT and guilty:
            proceeding.evidence_ended_on = proceeding.evidence_ended_on or evidence_ended_on or happened_on
            cause = perform(proceeding.find_guilty, act=this_act, happened_on=happened_on, reason=reason)
        elif proceeding.state in AT_TRIAL and not guilty and proceeding.counts.filter(state=CountState.NCR).exists():
            proceeding.evidence_ended_on = proceeding.evidence_ended_on or evidence_ended_on or happened_on
            cause = perform(proceeding.find_not_responsible, act=this_act, happened_on=happened_on, reason=reason)
        elif mistrial_waits(proceeding) and policies.may_record_mistrial(proceeding, by):
            cause = perform(proceeding.declare_mistrial, act=this_act, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, cause)
    return proceeding


def plead_to_other(
    count: Count,
    offence: OffenceVersion | None,
    this_act: OpenAct,
    *,
    happened_on: date,
    decided_by: str,
    reason: str,
    appeal: dict,
    why: ReasonIn | None,
) -> Move:
    """Record a plea of guilty to another offence instead of the one charged (section 606(4)): the count charged ends not guilty, and a
    count of the other offence, tied to it, stands on the plea. Inside an act.

    :raises Refusal: no other offence
    """
    if offence is None:
        raise Refusal(_("Choose the other offence."), "included")
    names = ("proceeding", "document", "number", "offence_from", "offence_to", "complainant", "place", "wording", "mode", "clock_origin")
    other = Count(offence=offence, pleaded_on=happened_on, **{name: getattr(count, name) for name in names})
    if not offence.is_hybrid:
        other.mode = ""
    other.save()
    restore(other, count.state, act=this_act, happened_on=happened_on, reason=reason, rule="C9", name="plead_to_other")
    CountLineage.objects.create(old=count, new=other, kind=CountLineage.Kind.OTHER_PLEA, on=happened_on, confirmed_by=this_act.by)
    other.pending_decision = keep_decision(other, CountState.PLEA_GUILTY, on=happened_on, decided_by=decided_by)
    perform(other.plead_guilty, act=this_act, happened_on=happened_on, reason=reason, pleaded_on=happened_on)
    keep_reason(count, why or ReasonIn(Count.EndReason.PLEA_TO_OTHER), CountState.ACQUITTED)
    count.pending_decision = keep_decision(count, CountState.ACQUITTED, on=happened_on, decided_by=decided_by, **appeal)
    return perform(count.acquit, act=this_act, happened_on=happened_on, reason=reason)


def pleaded_instead(count: Count) -> Count:
    """Give the count of the other offence to which the accused pleaded instead of this one."""
    line = CountLineage.objects.filter(old=count, kind=CountLineage.Kind.OTHER_PLEA).select_related("new").latest("pk")
    return line.new


def mistrial_waits(proceeding: Proceeding) -> bool:
    """Say whether a mistrial was recorded on a count of a trial that has nothing left to decide."""
    states = set(proceeding.counts.values_list("state", flat=True))
    undecided = states.intersection((CountState.PROCEEDING, CountState.ON_INDICTMENT, *GUILTY))
    return proceeding.state in AT_TRIAL and CountState.MISTRIAL in states and not undecided


def record_plea(
    *,
    proceeding: Proceeding,
    guilty: list[Count],
    decided_by: str,
    by: User,
    at: datetime,
    happened_on: date,
    to_withdraw: Sequence[Count] = (),
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record pleas of guilty (C9) and the step to sentence (A13); the counts in ``to_withdraw`` are to be withdrawn at sentence.

    :raises TransitionRefused: a count does not proceed; a live count is left without an answer
    :raises Refusal: who took the plea is missing
    """
    verdicts = [VerdictIn(count=count, result=CountState.PLEA_GUILTY) for count in guilty]
    verdicts += [VerdictIn(count=count, withdraw_at_sentence=True) for count in to_withdraw]
    return record_verdict(
        proceeding=proceeding,
        verdicts=verdicts,
        decided_by=decided_by,
        by=by,
        at=at,
        happened_on=happened_on,
        reason=reason,
        version=version,
        key=key,
    )


@dataclass
class DispositionIn:
    """The sentence on one guilty count, as typed.

    ``result`` is SENTENCED, DISCHARGED_ABSOLUTE, DISCHARGED_CONDITIONAL or STAYED_KIENAPPLE.
    """

    count: Count
    result: str
    terms: str = ""
    reason_code: str = ""
    appeal_due_on: date | None = None
    appeal_none: bool = False
    parts: Sequence[PartIn] = ()
    version: int | None = None


def record_disposition(
    *,
    proceeding: Proceeding,
    dispositions: list[DispositionIn],
    decided_by: str,
    by: User,
    at: datetime,
    happened_on: date,
    custody: str = "",
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record the sentence on each guilty count (C11), with the last day to appeal; says where the accused is from then on.

    A count that was stayed under the rule against multiple convictions is sentenced once the other one fell (C12), which is a lead's.

    :raises TransitionRefused: a count is not guilty; a discharge is impossible; no other conviction stands
    :raises Refusal: who decided, the terms of a sentence or the appeal period is missing
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(proceeding, by=by, at=at, kind="record_disposition", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_disposition(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        needed(dispositions, _("Enter the sentence on at least one count."), "dispositions")
        cause = None
        for disposition in sorted(dispositions, key=lambda row: row.result == CountState.STAYED_KIENAPPLE):
            if disposition.result not in DISPOSITIONS:
                raise Refusal(_("Choose what the court imposed."), "result")
            if disposition.result in (CountState.SENTENCED, CountState.DISCHARGED_CONDITIONAL):
                needed(disposition.terms.strip() or disposition.parts, _("Write the terms of the sentence."), "terms")
            count = Count.objects.select_related("offence", "included_offence").get(pk=disposition.count.pk, proceeding=proceeding)
            count.proceeding = proceeding
            over_version(count, disposition.version)
            count.pending_decision = keep_decision(
                count,
                disposition.result,
                on=happened_on,
                decided_by=decided_by,
                terms=disposition.terms.strip(),
                reason_code=disposition.reason_code,
                appeal_due_on=disposition.appeal_due_on,
                appeal_none=disposition.appeal_none,
            )
            keep_parts(count, count.pending_decision, disposition.parts)
            late = count.state == CountState.STAYED_KIENAPPLE and disposition.result == CountState.SENTENCED
            step = count.sentence_after_kienapple if late else getattr(count, DISPOSITIONS[disposition.result])
            cause = perform(step, act=this_act, happened_on=happened_on, reason=reason)
        if custody:
            needed(custody in Custody.values and custody != Custody.AT_LARGE_WARRANT, _("Choose where the accused is."), "custody")
            if proceeding.custody != custody:
                proceeding.custody = custody
                proceeding.save()
        finish(case_file, this_act, cause)
    return proceeding


def set_appeal_period(
    *,
    decision: Decision,
    by: User,
    at: datetime,
    appeal_due_on: date | None = None,
    appeal_none: bool = False,
    version: int | None = None,
    key: str | None = None,
) -> Decision:
    """Correct the last day to appeal a decision, or say that there is none; the file may be concluded by it (F11).

    :raises Refusal: neither or both, or before the decision
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(decision.count, by=by, at=at, kind="set_appeal_period", key=key) as (this_act, case_file):
        decision = Decision.objects.select_related("count__proceeding").get(pk=decision.pk)
        allow(policies.may_record_disposition(case_file, by))
        over_version(decision, version)
        if appeal_none == (appeal_due_on is not None):
            raise Refusal(_("Enter the last day to appeal, or say that no appeal is possible; not both."), "appeal_due_on")
        if appeal_due_on is not None and appeal_due_on < decision.on:
            raise Refusal(_("The last day to appeal cannot be before the decision."), "appeal_due_on")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=decision.count.proceeding.ref)
        decision.appeal_due_on, decision.appeal_none = appeal_due_on, appeal_none
        decision.save()
        finish(case_file, this_act)
    return decision


def amend_count(
    *,
    count: Count,
    by: User,
    at: datetime,
    offence: OffenceVersion,
    offence_from: date,
    offence_to: date | None,
    place: str = "",
    wording: str = "",
    number: int | None = None,
    complainant: Participant | None = None,
    amended_on: date | None = None,
    ordered_by: str = "",
    chosen: Mapping[str, OffenceVersion | None] | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Count:
    """Amend a count (s. 601) without a change of state; its words before are kept beside it.

    :param chosen: which text it rests on, where its period reaches over a change of the law
    :param amended_on: the day of the court's order, or of the change of a count that is not laid; today where it is not given
    :raises Refusal: the count is over, a day ahead or before the charge, or a period that no text of the offence covers
    :raises StaleRecord: somebody saved it since
    """
    with on_file(count, by=by, at=at, kind="amend_count", key=key) as (this_act, case_file):
        count = locked_count(count, case_file)
        allow(policies.may_propose_count(count, by))
        over_version(count, version)
        if count.state not in (*LIVE, CountState.PROPOSED):
            raise Refusal(_("The count is over and cannot be amended."))
        if offence_to is not None and offence_to < offence_from:
            raise Refusal(_("The offence ends before it begins."), "offence_to")
        not_after_today(offence_from, "offence_from")
        not_after_today(offence_to, "offence_to")
        amended_on = amended_on or clock.today()
        not_after_today(amended_on, "amended_on")
        paper_on = count.document.sworn_on if count.document else None
        if paper_on is not None:
            within_paper(offence_from, offence_to, paper_on)
            if amended_on < paper_on:
                raise Refusal(_("A count cannot be amended before it was laid."), "amended_on")
        needed(not (wrong := texts.why_not(offence, offence_from, offence_to)), wrong, "offence_from")
        if offence.provision_key != count.offence.provision_key:
            own_services_allowed(count.proceeding, offence)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=count.proceeding.ref)
        keep_words_before(count, amended_on, ordered_by)
        if offence.pk != count.offence_id and not offence.is_hybrid:
            count.mode = ""
        count.offence, count.offence_from, count.offence_to = offence, offence_from, offence_to
        count.place, count.wording, count.complainant = place, wording, complainant
        count.number = number or count.number
        count.save()
        keep_texts(count, chosen or {}, by)
        finish(case_file, this_act)
    return count


def keep_words_before(count: Count, on: date, ordered_by: str = "") -> CountAmendment:
    """Keep the words of a count as they stand, before they are amended. Inside an act."""
    names = ("offence", "offence_from", "offence_to", "number", "complainant", "place", "wording")
    before = {name: getattr(count, name) for name in names}
    return CountAmendment.objects.create(count=count, on=on, ordered_by=ordered_by.strip(), **before)


def move(
    *,
    subject: Any,
    name: str,
    by: User,
    at: datetime,
    happened_on: date,
    reason: str = "",
    facts: dict | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Any:
    """Make an ordinary move of a file, an accused or a count: one whose guards ask for nothing that is typed with it.

    Moves that have a page of their own (``custom["service"]``) are refused here. ``facts`` are the arguments of the transition.

    :raises Refusal: the move has a page of its own, there is no such move, or its reason is missing
    :raises TransitionRefused: the state is another, or guards fail; lists them
    :raises PermissionDenied: ``by`` may not
    """
    transition = getattr(type(subject), name, None)
    steps = getattr(transition, "_django_fsm", None)
    if steps is None:
        raise Refusal(_("There is no such step."))
    custom = next(iter(steps.transitions.values())).custom
    if "service" in custom:
        raise Refusal(_("This step has a page of its own."))
    if custom.get("reason"):
        needed(reason.strip(), _("Say why."), "reason")
    with on_file(subject, by=by, at=at, kind=name, key=key) as (this_act, case_file):
        if isinstance(subject, CaseFile):
            subject = case_file
        elif isinstance(subject, Count):
            subject = locked_count(subject, case_file)
        else:
            subject = locked(subject, case_file)
        accused = subject.proceeding if isinstance(subject, Count) else subject
        if isinstance(subject, CaseFile):
            this_act.result("casetracker:file", ref=case_file.ref)
        else:
            this_act.result("casetracker:accused", ref=case_file.ref, accused=accused.ref)
        made = perform(
            getattr(subject, name), act=this_act, version=version, happened_on=happened_on, reason=reason.strip(), **(facts or {})
        )
        finish(case_file, this_act, made)
    return subject
