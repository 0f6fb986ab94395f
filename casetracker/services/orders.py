"""What a court orders on counts: quashed, dismissed, stayed, or proceeded on again."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import policies
from casetracker.models import ChargingDocument, Count, Proceeding
from casetracker.states import CountState, Forum
from foundation.accounts.models import User
from foundation.workflow.transitions import perform

from .base import allow, finish, locked, needed, on_file, over_version
from .counts import keep_decision
from .endings import ReasonIn, keep_reason
from .papers import counts_of

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
