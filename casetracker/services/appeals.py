"""Appeals: the notice, what the appeal court did to each count, and where the accused goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casetracker import bail, policies
from casetracker.models import Appeal, AppealCount, CaseFile, ClockOrigin, Count, Decision, Proceeding, ReleaseOrder
from casetracker.states import (
    APPEALABLE,
    GUILTY,
    LIVE,
    REOPENED_ON_APPEAL,
    CountState,
    Custody,
    ProceedingState,
)
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.law.models import Court, OffenceVersion
from foundation.records import Refusal
from foundation.workflow.models import Move
from foundation.workflow.transitions import follows, perform

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version, reopen_first, tell, typed_in
from .endings import ReasonIn, keep_reason
from .loose_ends import end_order, order_parts
from .notices import keep_victim_notices
from .severance import elected_alike, second_proceeding, sever_stayed, take_along
from .stops import on_an_indictment, rows_chosen, step_day

Result = AppealCount.Result
AFTER_SENTENCE = (CountState.SENTENCED, CountState.DISCHARGED_ABSOLUTE, CountState.DISCHARGED_CONDITIONAL)
# What an appeal court can do to a count, by the state in which it stands.
POSSIBLE: dict[str, tuple[str, ...]] = {
    Result.AFFIRMED: APPEALABLE,
    Result.NEW_TRIAL: REOPENED_ON_APPEAL,
    Result.ACQUITTAL_ENTERED: (*AFTER_SENTENCE, CountState.STAYED_KIENAPPLE),
    Result.CONVICTION_ENTERED: (CountState.ACQUITTED,),
    Result.VERDICT_SUBSTITUTED: (CountState.SENTENCED,),
    Result.SENTENCE_VARIED: AFTER_SENTENCE,
    Result.SENTENCE_REMITTED: (CountState.SENTENCED,),
    Result.STAY_SET_ASIDE: (CountState.STAYED_11B, CountState.STAYED_ABUSE),
}
LEAVES_AS_IS = (Result.AFFIRMED, Result.SENTENCE_VARIED)  # the rest is recorded by a lead
AFTER_DEATH = (*LEAVES_AS_IS, Result.ACQUITTAL_ENTERED)  # what a court that hears the appeal of the dead can still do
TRIED_AGAIN = (Result.NEW_TRIAL, Result.STAY_SET_ASIDE)
NEW_TRIAL_AT: dict[str, str] = {
    ProceedingState.INTAKE: "try_again_from_intake",
    ProceedingState.INDICTED: "try_again_from_indictment",
    ProceedingState.TRIAL_SET: "try_again_at_trial",
}


def record_appeal(
    *,
    proceeding: Proceeding,
    side: str,
    notice_on: date,
    counts: Sequence[Count],
    by: User,
    at: datetime,
    court: Court | None = None,
    number: str = "",
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Appeal:
    """Record a notice of appeal from decisions on counts, and leave the accused to the appeal court (A23).

    A file that is over is reopened first (F13). A second appeal, by the other side, is recorded beside the first and moves nothing.

    :param side: CROWN or ACCUSED
    :raises Refusal: no side, no count, a count without a decision, a notice before the decision or ahead, the same appeal twice
    :raises TransitionRefused: the accused is not concluded
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(side in Appeal.Side.values, _("Choose who appeals."), "side")
    needed(notice_on, _("Enter the day of the notice."), "notice_on")
    not_after_today(notice_on, "notice_on")
    with on_file(proceeding, by=by, at=at, kind="record_appeal", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_appeal(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        chosen = rows_chosen(proceeding, counts)
        for count in chosen:
            if count.state not in APPEALABLE or count.last_decision is None:
                raise Refusal(_("Only a count that a court decided can be appealed."), "counts")
            if notice_on < count.last_decision.on:
                raise Refusal(_("The notice cannot be filed before the decision."), "notice_on")
        if AppealCount.objects.filter(count__in=chosen, appeal__side=side, appeal__decided_on=None).exists():
            raise Refusal(_("This side appealed one of these counts already, and that appeal is open."), "counts")
        reopened = None
        if proceeding.state != ProceedingState.UNDER_APPEAL:
            reopened = reopen_first(
                case_file,
                this_act,
                happened_on=step_day(case_file, notice_on),
                reason=reason.strip() or _("An appeal was filed."),
                reopen_reason=CaseFile.ReopenReason.LATE_APPEAL,
            )
        appeal = Appeal(proceeding=proceeding, side=side, notice_on=notice_on, court=court, number=number.strip())
        appeal.save()
        for count in chosen:
            AppealCount.objects.create(appeal=appeal, count=count, decision=count.last_decision)
        cause = None
        if proceeding.state != ProceedingState.UNDER_APPEAL:
            cause = perform(proceeding.appeal, act=this_act, happened_on=step_day(proceeding, notice_on), reason=reason.strip())
            if reopened is not None:
                follows(reopened, cause)
        finish(case_file, this_act, cause)
    return appeal


@dataclass
class AppealResultIn:
    """What the appeal court did to one count, as typed.

    ``result`` is of AppealCount.Result. The next possible appeal has a last day, or there is none (``appeal_none``); asked where the count
    stays decided. ``included_offence`` is the offence of a substituted verdict; ``terms`` those of a varied sentence; ``why`` the reason of
    an acquittal.
    """

    count: Count
    result: str
    appeal_due_on: date | None = None
    appeal_none: bool = False
    terms: str = ""
    included_offence: OffenceVersion | None = None
    why: ReasonIn | None = None


def end_appeal(
    *,
    appeal: Appeal,
    results: Sequence[AppealResultIn],
    decided_on: date,
    decided_by: str,
    by: User,
    at: datetime,
    target: str = "",
    trial_on: date | None = None,
    custody: str = "",
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record how an appeal ended, count by count, and once no other is open where the accused goes on (A24, A25; C14, C18).

    Of an accused who died since, the counts alone are decided.

    A new trial begins a delay clock on the day of the order. Counts to be tried again beside guilt, or beside a verdict of not criminally
    responsible, go on in a proceeding of their own, because the two cannot wait for each other.

    :param target: where a new trial goes on: INTAKE, INDICTED or TRIAL_SET (with ``trial_on``); by itself the last of them that holds
    :raises Refusal: a count without a result or with one that its state does not allow, an acquittal without its reason, the next appeal
        neither dated nor said to be none
    :raises TransitionRefused: guards fail; lists them
    :raises PermissionDenied: ``by`` may not; what changes a verdict is for a lead
    """
    needed(decided_on, _("Enter the day on which the appeal ended."), "decided_on")
    needed(decided_by.strip(), _("Enter who decided."), "decided_by")
    not_after_today(decided_on, "decided_on")
    if target or trial_on:
        target = target or ProceedingState.TRIAL_SET
        needed(target in NEW_TRIAL_AT, _("Choose where the matter goes on."), "target")
        needed(target != ProceedingState.TRIAL_SET or trial_on, _("Enter the trial date."), "trial_on")
    with on_file(appeal.proceeding, by=by, at=at, kind="end_appeal", key=key) as (this_act, case_file):
        appeal = Appeal.objects.get(pk=appeal.pk)
        proceeding = locked(appeal.proceeding, case_file)
        allow(policies.may_end_appeal(proceeding, by))
        over_version(appeal, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        if appeal.decided_on is not None:
            raise Refusal(_("This appeal ended already."))
        if decided_on < appeal.notice_on:
            raise Refusal(_("An appeal cannot end before its notice."), "decided_on")
        typed = _typed_for(appeal, results)
        dead = proceeding.state == ProceedingState.ABATED
        if dead and any(row.result not in AFTER_DEATH for row in typed.values()):
            raise Refusal(_("The accused died: the appeal court can leave a count as it is, vary a sentence or acquit."), "results")
        if any(row.result not in LEAVES_AS_IS for row in typed.values()):
            allow(policies.may_order_new_trial(proceeding, by))
        reopened = None
        if any(row.result in TRIED_AGAIN for row in typed.values()):
            reopened = reopen_first(
                case_file,
                this_act,
                happened_on=step_day(case_file, decided_on),
                reason=reason.strip() or _("A new trial was ordered."),
                reopen_reason=CaseFile.ReopenReason.NEW_TRIAL,
            )
        appeal.decided_on, appeal.decided_by = decided_on, decided_by.strip()
        appeal.save()
        cause = None
        for row in appeal.counts.select_related("count").order_by("pk"):
            cause = _apply(row, typed[row.count_id], proceeding, this_act, reason=reason.strip()) or cause
        if custody and not dead:
            needed(custody in Custody.values and custody != Custody.AT_LARGE_WARRANT, _("Choose where the accused is."), "custody")
            proceeding.custody = custody
        if dead:
            pass  # nobody goes on
        elif not proceeding.appeals.filter(decided_on=None).exists():
            cause = _go_on(proceeding, this_act, on=decided_on, target=target, trial_on=trial_on, reason=reason.strip())
        elif custody:
            proceeding.save()
        if reopened is not None and cause is not None:
            follows(reopened, cause)
        if any(row.result in TRIED_AGAIN for row in typed.values()):
            keep_victim_notices(proceeding, decided_on, (), {"NEW_TRIAL"})
        finish(case_file, this_act, cause)
        if any(row.result in TRIED_AGAIN for row in typed.values()):
            tell(case_file, [access.user for access in case_file.accesses.current().counsel()], "casetracker/new_trial")
    return proceeding


def _typed_for(appeal: Appeal, results: Sequence[AppealResultIn]) -> dict[int, AppealResultIn]:
    """Match what was typed with the counts of the appeal.

    :raises Refusal: a count without a result, or with one that its state does not allow; the next appeal is not dated
    """
    typed = {row.count.pk: row for row in results}
    rows = list(appeal.counts.select_related("count"))
    if set(typed) != {row.count_id for row in rows}:
        raise Refusal(_("Enter what became of each count of the appeal."), "results")
    for row in rows:
        given = typed[row.count_id]
        if given.result not in POSSIBLE:
            raise Refusal(_("Enter what became of each count of the appeal."), "results")
        moved_on = given.result == Result.AFFIRMED and row.count.state not in APPEALABLE
        if row.count.state not in POSSIBLE[given.result] and not moved_on:
            raise Refusal(_("The appeal court cannot have done this to a count that stands as it does."), "results")
        if given.why is not None and given.result != Result.ACQUITTAL_ENTERED:
            raise Refusal(_("This reason does not go with this outcome. Choose another."), "reason_code")
        if given.appeal_none and given.appeal_due_on is not None:
            raise Refusal(_("Enter the last day to appeal, or say that no appeal is possible; not both."), "appeal_due_on")
        if _stays_decided(row.count, given.result) and not given.appeal_none:
            needed(given.appeal_due_on, _("Enter the last day of the next possible appeal, or say that there is none."), "appeal_due_on")
    return typed


def _stays_decided(count: Count, result: str) -> bool:
    """Say whether a count is over after the appeal, so that the next appeal has a last day."""
    return count.state in APPEALABLE and result in (*LEAVES_AS_IS, Result.ACQUITTAL_ENTERED)


def _apply(row: AppealCount, given: AppealResultIn, proceeding: Proceeding, this_act: OpenAct, *, reason: str) -> Move | None:
    """Do to a count what the appeal court did. Inside an act."""
    row.result = given.result
    row.save()
    appeal: Any = row.appeal
    count = Count.objects.select_related("offence", "document", "clock_origin").get(pk=row.count_id)
    if count.proceeding_id == proceeding.pk:
        count.proceeding = proceeding
    if given.result in TRIED_AGAIN or given.result == Result.CONVICTION_ENTERED:
        keep_reason(count, None, CountState.PROCEEDING)  # it ended without a conviction, and no longer has
    move = None
    if given.result in TRIED_AGAIN and not (given.result == Result.STAY_SET_ASIDE and _guilt_before_stay(count)):
        count.clock_origin = _new_clock(proceeding, appeal.decided_on)
        step = count.reopen_on_indictment if on_an_indictment(count) else count.reopen
        with typed_in("decided_on"):
            return perform(step, act=this_act, happened_on=appeal.decided_on, reason=reason)
    if given.result == Result.ACQUITTAL_ENTERED:
        keep_reason(count, given.why, CountState.ACQUITTED)
        move = _perform(count.acquit_on_appeal, this_act, on=appeal.decided_on, reason=reason)
    elif given.result in (Result.VERDICT_SUBSTITUTED, Result.SENTENCE_REMITTED):
        if given.result == Result.VERDICT_SUBSTITUTED:
            count.included_offence = given.included_offence
        step = count.convict_on_appeal if count.included_offence is None else count.substitute_on_appeal
        move = _perform(step, this_act, on=appeal.decided_on, reason=reason)
    elif given.result in (Result.CONVICTION_ENTERED, Result.STAY_SET_ASIDE):
        move = _perform(count.convict_on_appeal, this_act, on=appeal.decided_on, reason=reason)
    if move is not None or count.state in APPEALABLE:
        _keep_decision(count, appeal, given)
    return move


def _perform(step, this_act: OpenAct, *, on: date, reason: str) -> Move:
    with typed_in("decided_on"):
        return perform(step, act=this_act, happened_on=on, reason=reason)


def _keep_decision(count: Count, appeal: Appeal, given: AppealResultIn) -> None:
    """Keep the appeal court's decision on a count; an appeal of the other side that is still open is from this one now. Inside an act."""
    over = count.state in APPEALABLE
    decision = Decision.objects.create(
        count=count,
        result=count.state,
        on=appeal.decided_on,
        by=appeal.decided_by,
        terms=given.terms.strip(),
        appeal_due_on=given.appeal_due_on if over else None,
        appeal_none=given.appeal_none if over else False,
        from_appeal=appeal,
    )
    for other in AppealCount.objects.filter(count=count, appeal__decided_on=None):
        other.decision = decision
        other.save()


def _guilt_before_stay(count: Count) -> bool:
    """Say whether the court stayed a count after guilt had been found."""
    last = Move.objects.of(count).filter(to_state=count.state, corrected_by=None).order_by("-pk").first()
    return last is not None and last.from_state in GUILTY


def _new_clock(proceeding: Proceeding, on: date) -> ClockOrigin:
    """Begin the delay clock of a new trial on the day of its order; counts sent back on one day share it. Inside an act."""
    known = proceeding.clock_origins.filter(kind=ClockOrigin.Kind.NEW_TRIAL, on=on).first()
    if known is not None:
        return known
    last = max(proceeding.clock_origins.values_list("generation", flat=True), default=0)
    return ClockOrigin.objects.create(proceeding=proceeding, on=on, kind=ClockOrigin.Kind.NEW_TRIAL, generation=last + 1)


def _go_on(proceeding: Proceeding, this_act: OpenAct, *, on: date, target: str, trial_on: date | None, reason: str) -> Move:
    """Leave the appeal court: to a new trial, to sentence, to the Review Board, or to the end. Inside an act."""
    counts = list(proceeding.counts.select_related("document", "clock_origin").order_by("pk"))
    live = [count for count in counts if count.state in LIVE]
    guilty = any(count.state in GUILTY for count in counts)
    board = any(count.state == CountState.NCR for count in counts)
    day = step_day(proceeding, on)
    if live:
        _end_old_bail(proceeding, on)
    if live and (guilty or board):
        _try_apart(proceeding, live, this_act, on=day, target=target, trial_on=trial_on, reason=reason)
        live = []
    if guilty:
        _open_orders_again(proceeding)
        return _perform(proceeding.return_to_sentence, this_act, on=day, reason=reason)
    if live:
        if not any(count.state in AFTER_SENTENCE for count in counts):
            _open_orders_again(proceeding)
        target = target or _stage_for(live)
        changes: dict[str, Any] = {"trial_on": trial_on} if target == ProceedingState.TRIAL_SET else {}
        return perform(getattr(proceeding, NEW_TRIAL_AT[target]), act=this_act, happened_on=day, reason=reason, **changes)
    if board and _came_from(proceeding) == ProceedingState.NCR_SUPERVISED:
        return _perform(proceeding.return_to_board, this_act, on=day, reason=reason)
    stayed = [count for count in counts if count.state == CountState.CROWN_STAYED]
    if stayed and not any(count.state in (*AFTER_SENTENCE, CountState.STAYED_KIENAPPLE) for count in counts):
        sever_stayed(proceeding, stayed, this_act, happened_on=day, reason=reason or _("The conviction beside the stay is gone."))
    return _perform(proceeding.conclude_after_appeal, this_act, on=day, reason=reason)


def _stage_for(live: list[Count]) -> str:
    return ProceedingState.INDICTED if any(count.state == CountState.ON_INDICTMENT for count in live) else ProceedingState.INTAKE


def _try_apart(
    proceeding: Proceeding, live: list[Count], this_act: OpenAct, *, on: date, target: str, trial_on: date | None, reason: str
) -> Proceeding:
    """Put the counts that are tried again into a proceeding of their own, at the stage where the new trial goes on. Inside an act."""
    why = reason or _("Tried again apart from what is left to decide.")
    made = second_proceeding(proceeding, this_act, happened_on=on, reason=why, state=target or _stage_for(live), parked_from="")
    made.trial_on, made.trial_ends_on, made.arraigned_on, made.evidence_ended_on = trial_on, None, None, None
    made.save()
    for count in live:
        take_along(count, proceeding, made)
    elected_alike(proceeding, made)
    return made


def _open_orders_again(proceeding: Proceeding) -> None:
    """Take back the answers on orders, so that each is answered at the new sentence; history keeps the old ones. Inside an act."""
    for answer in proceeding.order_answers.all():
        answer.delete()


def _end_old_bail(proceeding: Proceeding, on: date) -> None:
    """End what bound the accused until the new trial was ordered: bail before it is decided anew. Inside an act."""
    order = bail.open_order(proceeding)
    if order is not None and all(track.pk == proceeding.pk or track.state in bail.ENDS_BAIL for track in bail.tracks(proceeding)):
        end_order(order, max(on, order.made_on, *(part.from_on for part in order_parts(order))), ReleaseOrder.End.NEW_TRIAL)


def _came_from(proceeding: Proceeding) -> str:
    """Say where the accused stood before the appeal."""
    last = Move.objects.of(proceeding).filter(to_state=ProceedingState.UNDER_APPEAL, corrected_by=None).order_by("-pk").first()
    return last.from_state if last else ProceedingState.CONCLUDED
