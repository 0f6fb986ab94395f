"""An accused who is unfit to stand trial, the inquiries into the evidence against her, and the Review Board."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import delay, guards, policies
from casetracker.models import Count, PrimaFacieInquiry, Proceeding
from casetracker.states import LIVE, CountState, ProceedingState
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.law import catalogue
from foundation.law.models import LegalPeriod
from foundation.records import Refusal
from foundation.workflow.models import Move
from foundation.workflow.transitions import perform

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version, typed_in
from .counts import keep_decision
from .endings import ReasonIn, keep_reason
from .papers import counts_of


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
        ends = CountState.ACQUITTED if acquitted else CountState.DISMISSED
        keep_reason(count, ReasonIn(Count.EndReason.EVIDENCE), ends)
        count.pending_decision = keep_decision(
            count,
            ends,
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
