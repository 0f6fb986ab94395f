"""The preliminary inquiry: its result, count by count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import policies
from casetracker.models import ClockOrigin, Count, Proceeding
from casetracker.states import CountState, ProceedingState
from foundation.accounts.models import User
from foundation.records import Refusal
from foundation.workflow.transitions import perform

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version
from .counts import keep_decision
from .endings import ReasonIn, keep_reason
from .indictment import ask_attorney_general
from .intake import CountIn
from .papers import clock_for, counts_of, new_counts


@dataclass
class PrelimResultIn:
    """The result on one count: COMMITTED or DISCHARGED_PRELIM, with why; a proposed count that the judge added can only be COMMITTED."""

    count: Count
    result: str
    why: ReasonIn | None = None
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
    :raises Refusal: who decided is missing, a count that proceeds by indictment has no result, a discharge without its reason, or of a
        proposed count
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
        judged = [(count, typed[count.pk]) for count in counts]
        judged += [(count, PrelimResultIn(count, CountState.COMMITTED)) for count in new_counts(proceeding, added, by)]
        information = next((count.document for count in counts_of(proceeding) if count.document), None)
        cause = None
        for count, row in judged:
            count.proceeding, result = proceeding, row.result
            over_version(count, row.version)
            needed(result in PRELIM_RESULTS, _("Choose the result."), "results")
            if count.state == CountState.PROPOSED:
                if result != CountState.COMMITTED:
                    raise Refusal(_("A count that the judge added can only be ordered to trial."), "results")
                count.document, count.clock_origin = information, clock_for(proceeding, happened_on, ClockOrigin.Kind.SWORN)
                needed(information, _("There is no information to put the count on."), "results")
            keep_reason(count, row.why, result)
            count.pending_decision = keep_decision(count, result, on=happened_on, decided_by=decided_by)
            cause = perform(getattr(count, PRELIM_RESULTS[result]), act=this_act, happened_on=happened_on, reason=reason)
        if direct_indictment_asked_on is not None:
            ask_attorney_general(proceeding, by, direct_indictment_asked_on)
        committed = proceeding.counts.filter(state=CountState.COMMITTED).exists()
        if waiting or (committed and proceeding.state == ProceedingState.PRELIM and policies.may_commit(proceeding, by)):
            cause = perform(proceeding.commit, act=this_act, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, cause)
    return proceeding
