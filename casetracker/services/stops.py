"""What stops a matter: Crown stays that two persons enter, programs outside court, death; and how a stopped one begins again."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casetracker import policies
from casetracker.delay import add_months
from casetracker.models import Appeal, AppealCount, CaseFile, ClockOrigin, Count, CountLineage, CrownStay, Measure, Proceeding
from casetracker.states import (
    BEFORE_JUDGMENT,
    COUNT_IN_COURT,
    ENDED,
    TERMINAL,
    CountState,
    ProceedingState,
)
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.law import catalogue
from foundation.records import Refusal
from foundation.workflow.models import Approval, Move
from foundation.workflow.transitions import follows, perform

from .base import (
    allow,
    finish,
    is_true,
    leads_who_may_see,
    locked,
    needed,
    not_after_today,
    on_file,
    over_version,
    reopen_first,
    tell,
    typed_in,
)
from .endings import ReasonIn, keep_reason
from .intake import CountIn, InformationIn, propose, put_on_information
from .severance import sever_stayed

CAN_BE_STAYED = (*COUNT_IN_COURT, CountState.IN_ALTERNATIVE_MEASURES)
LAID_AGAIN_AFTER = (
    CountState.STAY_LAPSED,
    CountState.WITHDRAWN,
    CountState.QUASHED,
    CountState.DISCHARGED_PRELIM,
    CountState.NOT_LAID,
    CountState.CROWN_STAYED,
)
CHARGED_AGAIN_FROM = (
    ProceedingState.CONCLUDED,
    ProceedingState.CROWN_STAYED,
    ProceedingState.UNDER_APPEAL,
    ProceedingState.NCR_SUPERVISED,
)


def step_day(subject, day: date) -> date:
    """Give the day of a step that a paper of this day brings: the paper's, or that of the step before where it is later.

    A paper can be older than what was recorded before it came in: a notice filed before the orders were answered, a death confirmed
    weeks later. Its own day stays on its own row.
    """
    last = Move.objects.of(subject).filter(corrected_by=None).order_by("-happened_on").values_list("happened_on", flat=True).first()
    return max(day, last) if last else day


def rows_chosen(proceeding: Proceeding, counts: Sequence[Count]) -> list[Count]:
    """Read counts of an accused as they stand now.

    :raises Refusal: none, or one of somebody else
    """
    needed(counts, _("Choose at least one count."), "counts")
    wanted = {count.pk for count in counts}
    found = list(proceeding.counts.filter(pk__in=wanted).select_related("offence", "document", "clock_origin").order_by("pk"))
    if len(found) != len(wanted):
        raise Refusal(_("Choose counts of this accused."), "counts")
    for count in found:
        count.proceeding = proceeding
    return found


# Crown stays


def stay_ends(entered_on: date) -> date | None:
    """Say before which day a stay entered on a day can be recommenced (section 579(2)); None where the law gives no period for it."""
    months = catalogue.period_months("CROWN_STAY", entered_on)
    return add_months(entered_on, months) if months is not None else None


def _lapse_day(entered_on: date, typed: date | None) -> date:
    """Settle when a stay lapses: by the law, or earlier where counsel says that a limitation period is shorter."""
    ends = stay_ends(entered_on)
    lapses_on = typed or ends
    if lapses_on is None:
        raise Refusal(_("The law gives no period for that day: enter the day on which the stay lapses."), "lapses_on")
    if lapses_on <= entered_on:
        raise Refusal(_("The stay cannot lapse before it is entered."), "lapses_on")
    if ends is not None and lapses_on > ends:
        raise Refusal(_("The law gives one year at most: the stay lapses earlier."), "lapses_on")
    return lapses_on


def waiting_stay(proceeding: Proceeding) -> Approval | None:
    """Give the Crown stay of an accused that was asked for and that no lead decided yet."""
    return Approval.objects.of(proceeding).waiting().filter(move="stay").first()


def ask_crown_stay(
    *,
    proceeding: Proceeding,
    counts: Sequence[Count],
    entered_on: date,
    why: ReasonIn,
    reason: str,
    by: User,
    at: datetime,
    lapses_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Approval:
    """Ask a team lead to approve that the Crown stays counts of an accused (section 579); the leads are told, nothing moves yet.

    :param entered_on: the day of the entry, today or earlier, or a day ahead that the lead confirms
    :param lapses_on: an earlier last day than the law's, where a limitation period is shorter
    :raises Refusal: no reason or none of the code, no count, a count that cannot be stayed, or a request that waits already
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(reason.strip(), _("Say why."), "reason")
    needed(entered_on, _("Enter the day of the stay."), "entered_on")
    with on_file(proceeding, by=by, at=at, kind="ask_crown_stay", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_ask_crown_stay(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        chosen = rows_chosen(proceeding, counts)
        if any(count.state not in CAN_BE_STAYED for count in chosen):
            raise Refusal(_("Only a count that is before the court or in a program can be stayed."), "counts")
        if waiting_stay(proceeding) is not None:
            raise Refusal(_("A stay was asked for already and waits for a lead."))
        for count in chosen:
            keep_reason(count, why, CountState.CROWN_STAYED)  # refused now rather than when the lead approves; nothing is saved yet
        lapse = _lapse_day(entered_on, lapses_on)
        approval = Approval(
            subject_label=proceeding._meta.label,
            subject_ref=proceeding.ref,
            move="stay",
            facts={
                "counts": [count.ref for count in chosen],
                "entered_on": entered_on.isoformat(),
                "lapses_on": lapse.isoformat() if lapses_on else "",
                "why": asdict(why),
            },
            asked_by=by,
            asked_at=at,
            reason=reason.strip(),
        )
        approval.save()
        finish(case_file, this_act)
        tell(case_file, leads_who_may_see(case_file), "casetracker/stay_asked")
    return approval


def decide_crown_stay(
    *,
    approval: Approval,
    granted: bool,
    by: User,
    at: datetime,
    answer: str = "",
    entered_on: date | None = None,
    lapses_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Approval:
    """Approve or refuse a Crown stay that somebody else asked for.

    Approved, each count is stayed (C7) from the day of the entry, and where no count of the accused is live any more the accused is (A17).

    :param entered_on: the day of the entry, where it is another than the one asked for
    :raises Refusal: it was decided, the lead asked for it, the day lies ahead, a count moved on, a refusal without a reason
    :raises TransitionRefused: the file is over, or judgment was given
    :raises PermissionDenied: ``by`` is no lead who may see the file
    """
    subject = approval.subject
    with on_file(subject, by=by, at=at, kind="decide_crown_stay", key=key) as (this_act, case_file):
        proceeding = locked(subject, case_file)
        approval = Approval.objects.select_related("asked_by").get(pk=approval.pk)
        allow(policies.may_approve_crown_stay(proceeding, by))
        over_version(approval, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        if approval.decided_at is not None:
            raise Refusal(_("This request was decided already."))
        if approval.asked_by_id == by.pk:
            raise Refusal(_("Another lead must decide what you asked for yourself."))
        if not granted:
            needed(answer.strip(), _("Say why the stay is refused."), "answer")
        approval.granted, approval.answer = granted, answer.strip()
        approval.decided_by, approval.decided_at = by, at
        approval.save()
        cause = _enter_stay(proceeding, approval, this_act, entered_on=entered_on, lapses_on=lapses_on) if granted else None
        finish(case_file, this_act, cause)
        tell(case_file, [approval.asked_by], "casetracker/stay_granted" if granted else "casetracker/stay_refused")
    return approval


def _enter_stay(
    proceeding: Proceeding, approval: Approval, this_act: OpenAct, *, entered_on: date | None, lapses_on: date | None
) -> Move | None:
    """Stay the counts that were asked for, and the accused where nothing live is left. Inside an act."""
    asked = approval.facts
    entered_on = entered_on or date.fromisoformat(asked["entered_on"])
    not_after_today(entered_on, "entered_on")
    lapse = _lapse_day(entered_on, lapses_on or (date.fromisoformat(asked["lapses_on"]) if asked.get("lapses_on") else None))
    counts = list(proceeding.counts.filter(ref__in=asked["counts"]).order_by("pk"))
    if len(counts) != len(asked["counts"]) or any(count.state not in CAN_BE_STAYED for count in counts):
        raise Refusal(_("A count that was asked for has moved on since. Refuse this request, and ask anew for what is left."))
    cause = None
    for count in counts:
        count.proceeding = proceeding
        count.pending_approval = approval
        keep_reason(count, ReasonIn(**(asked.get("why") or {"code": "OTHER", "note": approval.reason[:500]})), CountState.CROWN_STAYED)
        CrownStay.objects.create(count=count, entered_on=entered_on, lapses_on=lapse)
        with typed_in("entered_on"):
            cause = perform(count.stay_by_crown, act=this_act, happened_on=entered_on, reason=approval.reason)
    proceeding.pending_approval = approval
    if is_true(proceeding, "stay"):
        with typed_in("entered_on"):
            cause = perform(proceeding.stay, act=this_act, happened_on=entered_on, reason=approval.reason)
    return cause


def recommence(
    *,
    proceeding: Proceeding,
    counts: Sequence[Count],
    notice_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Recommence counts that the Crown stayed by a notice given in time (C7), and the accused with them (A18).

    Counts stayed beside a judgment first go into a proceeding of their own, which is what the call gives back.

    :raises Refusal: no count, one that is not stayed, a notice before the stay or after it lapsed
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(notice_on, _("Enter the day of the notice."), "notice_on")
    not_after_today(notice_on, "notice_on")
    with on_file(proceeding, by=by, at=at, kind="recommence", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_recommence(proceeding, by))
        over_version(proceeding, version)
        chosen = rows_chosen(proceeding, counts)
        if any(count.open_stay is None or count.state != CountState.CROWN_STAYED for count in chosen):
            raise Refusal(_("Only a count that the Crown stayed can be recommenced."), "counts")
        for count in chosen:
            if notice_on < count.open_stay.entered_on:
                raise Refusal(_("The notice cannot be given before the stay was entered."), "notice_on")
            if notice_on >= count.open_stay.lapses_on:
                raise Refusal(_("The stay lapsed before this notice: only a new information can begin the matter again."), "notice_on")
        if proceeding.state != ProceedingState.CROWN_STAYED and (proceeding.parked_from or proceeding.state) not in BEFORE_JUDGMENT:
            why = reason.strip() or _("Recommenced apart from what was decided.")
            day = step_day(proceeding, notice_on)
            proceeding = sever_stayed(proceeding, chosen, this_act, happened_on=day, reason=why)
            chosen = rows_chosen(proceeding, chosen)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        cause = None
        for count in chosen:
            stay = count.open_stay
            stay.recommenced_on = notice_on
            stay.save()
            cause = perform(count.recommence, act=this_act, happened_on=step_day(count, notice_on), reason=reason.strip())
        if proceeding.state == ProceedingState.CROWN_STAYED:
            day = step_day(proceeding, notice_on)
            cause = perform(proceeding.recommence, act=this_act, happened_on=day, reason=reason.strip())
        finish(case_file, this_act, cause)
    return proceeding


def let_stays_lapse(case_file: CaseFile, this_act: OpenAct, *, on: date) -> list[Move]:
    """End the counts whose Crown stay nobody recommenced in time (C7), each on its own day, and the accused left without a count (A22).

    Inside an act of the worker, on a locked file.
    """
    made: list[Move] = []
    for stay in stays_that_lapsed(case_file, on=on):
        count = stay.count
        count.proceeding.file = case_file
        move = perform(count.let_stay_lapse, act=this_act, happened_on=step_day(count, stay.lapses_on))
        stay.lapsed_on = stay.lapses_on
        stay.save()
        made.append(move)
        proceeding = locked(count.proceeding, case_file)
        if is_true(proceeding, "conclude_without_guilt"):
            day = move.happened_on
            made.append(perform(proceeding.conclude_without_guilt, act=this_act, happened_on=day, followed_from=move))
    return made


def stays_that_lapsed(case_file: CaseFile, *, on: date) -> list[CrownStay]:
    """List the open stays of a file whose time has passed, the earliest first."""
    rows = CrownStay.objects.filter(
        count__proceeding__file=case_file,
        count__state=CountState.CROWN_STAYED,
        recommenced_on=None,
        lapsed_on=None,
        ended_on=None,
        lapses_on__lte=on,
    )
    return list(rows.select_related("count__proceeding").order_by("lapses_on", "pk"))


# Programs outside court


def divert(
    *,
    proceeding: Proceeding,
    counts: Sequence[Count],
    kind: str,
    consent_on: date,
    conditions_met: bool,
    by: User,
    at: datetime,
    happened_on: date | None = None,
    terms: str = "",
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Refer counts of an accused to a program outside court (C13), and the accused with them (A21).

    Counts added while a program runs join it.

    :raises TransitionRefused: the accused is not in intake, a count is neither laid nor proceeding, a condition is not met
    :raises Refusal: no count, no program, consent ahead
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(consent_on, _("Enter the day on which the accused consented."), "consent_on")
    not_after_today(consent_on, "consent_on")
    needed(kind in Measure.Kind.values, _("Choose the program."), "kind")
    with on_file(proceeding, by=by, at=at, kind="divert", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_divert(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        chosen = rows_chosen(proceeding, counts)
        happened_on = happened_on or consent_on
        measure = running_measure(proceeding)
        if measure is None:
            measure = Measure(proceeding=proceeding, kind=kind, consent_on=consent_on, conditions_met=conditions_met, terms=terms.strip())
            measure.save()
        cause = None
        for count in chosen:
            cause = perform(count.send_to_measures, act=this_act, happened_on=happened_on, reason=reason.strip())
        if proceeding.state != ProceedingState.DIVERTED:
            cause = perform(proceeding.divert, act=this_act, happened_on=happened_on, reason=reason.strip())
        finish(case_file, this_act, cause)
    return proceeding


def running_measure(proceeding: Proceeding) -> Measure | None:
    """Give the program that runs for an accused, if one does."""
    return proceeding.measures.filter(completed_on=None, failed_on=None, ended_on=None).first()


def end_measure(
    *,
    proceeding: Proceeding,
    completed: bool,
    ended_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that the program was completed, so that its counts are dismissed, or failed, so that they proceed (C13, A21).

    Completed, the accused is concluded where no other count is left (A22), and goes back to intake where one is.

    :raises Refusal: no program runs, a day ahead or before the consent, a failure without a reason
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(ended_on, _("Enter the day on which the program ended."), "ended_on")
    not_after_today(ended_on, "ended_on")
    if not completed:
        needed(reason.strip(), _("Say why the program failed."), "reason")
    with on_file(proceeding, by=by, at=at, kind="end_measure", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_divert(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        inside = list(proceeding.counts.filter(state=CountState.IN_ALTERNATIVE_MEASURES).order_by("pk"))
        _close_measure(proceeding, inside, completed=completed, ended_on=ended_on)
        cause = None
        for count in inside:
            count.proceeding = proceeding
            step = count.complete_measures if completed else count.leave_measures
            cause = perform(step, act=this_act, happened_on=step_day(count, ended_on), reason=reason.strip())
        left = proceeding.counts.exclude(state__in=ENDED).exists()
        if proceeding.state == ProceedingState.DIVERTED and left:
            day = step_day(proceeding, ended_on)
            cause = perform(proceeding.end_diversion, act=this_act, happened_on=day, reason=reason.strip())
        finish(case_file, this_act, cause)
    return proceeding


def _close_measure(proceeding: Proceeding, inside: list[Count], *, completed: bool, ended_on: date) -> None:
    """Write down how the running program ended; a count recommenced into one that is over follows how that one ended. Inside an act."""
    measure = running_measure(proceeding)
    if measure is None:
        last = proceeding.measures.order_by("pk").last()
        if last is None or not inside:
            raise Refusal(_("No program runs for this accused."))
        if completed != (last.completed_on is not None):
            raise Refusal(_("The program ended otherwise; the count follows how it ended."), "completed")
        return
    if ended_on < measure.consent_on:
        raise Refusal(_("The program cannot end before the accused consented."), "ended_on")
    if completed:
        measure.completed_on = ended_on
    else:
        measure.failed_on = ended_on
    measure.save()


# Death


def record_death(
    *,
    proceeding: Proceeding,
    died_on: date,
    reason: str,
    by: User,
    at: datetime,
    appeals_end: bool | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record the confirmed death of an accused (A26): every track of hers ends, and every count that was not over (C15).

    What is open of her ends in the same act: warrant, finding, program, stay. An appeal usually ends with her, but the court may hear it
    all the same; counsel says which.

    :param reason: the proof of the death
    :param appeals_end: whether her open appeals end with her; asked where one is open
    :raises Refusal: the day lies ahead, no proof, an open appeal of which it is not said whether it ends
    :raises TransitionRefused: the accused is concluded already, or the file is over
    :raises PermissionDenied: ``by`` is no lead
    """
    needed(died_on, _("Enter the day of death."), "died_on")
    not_after_today(died_on, "died_on")
    needed(reason.strip(), _("Say how the death was confirmed."), "reason")
    with on_file(proceeding, by=by, at=at, kind="record_death", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_death(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        left = open_appeals_of(proceeding)
        if left.exists():
            needed(appeals_end is not None, _("Say whether the open appeal ends with the accused."), "appeals")
        cause = _end_by_death(proceeding, this_act, died_on=died_on, reason=reason.strip())
        others = Proceeding.objects.filter(file=case_file, accused=proceeding.accused).exclude(pk=proceeding.pk).exclude(state__in=TERMINAL)
        for other in others.order_by("pk"):
            _end_by_death(locked(other, case_file), this_act, died_on=died_on, reason=reason.strip())
        for appeal in left.order_by("pk") if appeals_end else ():
            _abate(appeal, died_on)
        finish(case_file, this_act, cause)
    return proceeding


def _end_by_death(proceeding: Proceeding, this_act: OpenAct, *, died_on: date, reason: str) -> Move:
    """End one track of an accused who died, with its counts. Inside an act."""
    proceeding.died_on = died_on
    move = perform(proceeding.end_by_death, act=this_act, happened_on=step_day(proceeding, died_on), reason=reason)
    for count in proceeding.counts.exclude(state__in=ENDED).order_by("pk"):
        count.proceeding = proceeding
        perform(count.end_by_death, act=this_act, happened_on=died_on, followed_from=move)
    return move


def open_appeals_of(proceeding: Proceeding) -> QuerySet[Appeal]:
    """List the appeals that are open on any track of the accused of a proceeding."""
    return Appeal.objects.filter(proceeding__file=proceeding.file_id, proceeding__accused=proceeding.accused_id, decided_on=None)


def _abate(appeal: Appeal, died_on: date) -> None:
    """End an appeal with the accused; its counts stay as they were decided. Inside an act."""
    appeal.decided_on = max(died_on, appeal.notice_on)
    appeal.save()
    for row in appeal.counts.all():
        row.result = AppealCount.Result.ABATED
        row.save()


# A struck plea, a new charge


AFTER_STRUCK_PLEA: dict[str, str] = {
    ProceedingState.INTAKE: "strike_plea_to_intake",
    ProceedingState.INDICTED: "strike_plea_to_indictment",
    ProceedingState.TRIAL_SET: "strike_plea_to_trial",
}


def strike_plea(
    *,
    proceeding: Proceeding,
    struck_on: date,
    reason: str,
    by: User,
    at: datetime,
    target: str = ProceedingState.INTAKE,
    trial_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that the court struck the plea: every count pleaded to proceeds again (C17), and the accused goes back (A27).

    :param target: INTAKE, INDICTED or TRIAL_SET, the last with ``trial_on``
    :raises TransitionRefused: nobody pleaded, another finding of guilt or a verdict stands, no indictment is filed
    :raises Refusal: no reason, a day ahead, no trial date
    :raises PermissionDenied: ``by`` may not
    """
    needed(reason.strip(), _("Say why."), "reason")
    needed(struck_on, _("Enter the day on which the plea was struck."), "struck_on")
    not_after_today(struck_on, "struck_on")
    needed(target in AFTER_STRUCK_PLEA, _("Choose where the matter goes on."), "target")
    if target == ProceedingState.TRIAL_SET:
        needed(trial_on, _("Enter the trial date."), "trial_on")
    with on_file(proceeding, by=by, at=at, kind="strike_plea", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_strike_plea(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        pleaded = list(proceeding.counts.filter(state=CountState.PLEA_GUILTY).select_related("document").order_by("pk"))
        if not pleaded:
            raise Refusal(_("No count stands on a plea of guilty."))
        for count in pleaded:
            count.proceeding = proceeding
            count.plea_struck_on = struck_on
            step = count.strike_plea_on_indictment if on_an_indictment(count) else count.strike_plea
            with typed_in("struck_on"):
                perform(step, act=this_act, happened_on=struck_on, reason=reason.strip())
        for count in proceeding.counts.filter(withdraw_at_sentence=True):
            count.withdraw_at_sentence = False
            count.save()
        changes: dict[str, Any] = {"trial_on": trial_on} if target == ProceedingState.TRIAL_SET else {}
        step = getattr(proceeding, AFTER_STRUCK_PLEA[target])
        with typed_in("struck_on"):
            cause = perform(step, act=this_act, happened_on=struck_on, reason=reason.strip(), **changes)
        finish(case_file, this_act, cause)
    return proceeding


def on_an_indictment(count: Count) -> bool:
    """Say whether a count stands on an indictment that was filed."""
    return count.document is not None and count.document.kind == "INDICTMENT" and count.document.sworn_on is not None


def charge_again(
    *,
    proceeding: Proceeding,
    counts: Sequence[Count],
    information: InformationIn,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record a new information after counts ended without a verdict: each is laid again as a new count, under a clock of its own.

    The concluded accused is charged again (A28), and a file that is over is reopened first (F13). While a Crown stay still runs, or where
    a verdict stands, the new counts start a second proceeding instead, which is what the call gives back.

    :param counts: the ended counts that are laid again; more can be proposed and laid afterwards
    :raises Refusal: no count, one that ended in a verdict, an accused who is before the court, a day ahead
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(proceeding, by=by, at=at, kind="charge_again", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_charge_again(proceeding, by))
        over_version(proceeding, version)
        needed(information.number.strip(), _("Enter the number of the information."), "number")
        needed(information.sworn_on, _("Enter the day the information was sworn."), "sworn_on")
        not_after_today(information.sworn_on, "sworn_on")
        if proceeding.state not in CHARGED_AGAIN_FROM:
            raise Refusal(_("The accused is before the court, or not charged yet: propose the counts and lay them there."))
        chosen = rows_chosen(proceeding, counts)
        if any(count.state not in LAID_AGAIN_AFTER for count in chosen):
            raise Refusal(
                _("Only a count that was withdrawn, quashed, not laid, discharged at the preliminary inquiry or stayed can be laid again."),
                "counts",
            )
        if CountLineage.objects.filter(old__in=chosen).exists():
            raise Refusal(_("A count was laid again or replaced already: choose the later one."), "counts")
        information = replace(information, number=information.number.strip())
        day = information.sworn_on
        why = reason.strip() or _("A new information was sworn.")
        reopened = reopen_first(
            case_file, this_act, happened_on=step_day(case_file, day), reason=why, reopen_reason=CaseFile.ReopenReason.NEW_REFERRAL
        )
        states = set(proceeding.counts.values_list("state", flat=True))
        apart = proceeding.state != ProceedingState.CONCLUDED or not states.isdisjoint((*VERDICT_STANDS, CountState.CROWN_STAYED))
        charged = _second_track(proceeding) if apart else proceeding
        laid = _lay_again(charged, chosen, information, this_act)
        if apart:
            cause = laid
        else:
            cause = perform(charged.charge_again, act=this_act, happened_on=step_day(charged, day), reason=reason.strip())
        if reopened is not None:
            follows(reopened, cause)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=charged.ref)
        finish(case_file, this_act, cause)
    return charged


VERDICT_STANDS = (
    CountState.SENTENCED,
    CountState.DISCHARGED_ABSOLUTE,
    CountState.DISCHARGED_CONDITIONAL,
    CountState.STAYED_KIENAPPLE,
    CountState.NCR,
)


def _second_track(proceeding: Proceeding) -> Proceeding:
    """Start a second proceeding of the same accused, not charged yet. Inside an act."""
    made = Proceeding(file=proceeding.file, accused=proceeding.accused, custody=proceeding.custody, severed_from=proceeding)
    made.save()
    return made


def _lay_again(proceeding: Proceeding, counts: list[Count], information: InformationIn, this_act: OpenAct) -> Move:
    """Lay counts again on a new information: new rows of a new generation, each said to come from the old one. Inside an act."""
    old = [count.clock_origin.generation for count in counts if count.clock_origin is not None]
    known = list(proceeding.clock_origins.values_list("generation", flat=True))
    ClockOrigin.objects.create(
        proceeding=proceeding,
        on=information.sworn_on,
        kind=ClockOrigin.Kind.NEW_INFORMATION,
        generation=max([*old, *known], default=0) + 1,
    )
    made = []
    for place, count in enumerate(counts, start=1):
        again = CountIn(
            offence=count.offence,
            offence_from=count.offence_from,
            offence_to=count.offence_to,
            number=place,
            place=count.place,
            wording=count.wording,
            complainant=count.complainant,
        )
        row = propose(proceeding, again, place, by=this_act.by)
        CountLineage.objects.create(old=count, new=row, kind=CountLineage.Kind.RELAID, on=information.sworn_on, origin_kept=False)
        made.append(row)
    laid: Any = put_on_information(proceeding, made, information, this_act)
    return laid
