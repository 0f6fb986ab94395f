"""Days in court, elections, trial, warrants, orders: what happens to one accused."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from casetracker import guards, policies
from casetracker.models import Appearance, AppearanceOf, CaseFile, Count, Decision, Election, OrderAnswer, Proceeding, Warrant
from casetracker.states import AT_TRIAL, LIVE, NOT_LIVE_ACCUSED, CountState, Custody, Forum, ProceedingState
from foundation.accounts.models import User
from foundation.law.models import Courthouse
from foundation.records import Refusal
from foundation.workflow.transitions import perform

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version
from .files import drop_uncharged

# Appearances


def make_appearance(
    case_file: CaseFile,
    proceedings: list[Proceeding],
    *,
    on: date,
    at_time: time | None,
    courthouse: Courthouse | None,
    room: str,
    purpose: str,
) -> Appearance:
    """Make a day in court for accused of a file. Inside an act.

    :raises Refusal: no accused chosen, one of another file, or no purpose
    """
    needed(proceedings, _("Choose at least one accused."), "proceedings")
    needed(purpose in Appearance.Purpose.values, _("Choose what the day is for."), "purpose")
    if any(proceeding.file_id != case_file.pk for proceeding in proceedings):
        raise Refusal(_("Choose accused of this file."), "proceedings")
    appearance = Appearance(file=case_file, on=on, time=at_time, courthouse=courthouse, room=room.strip(), purpose=purpose)
    appearance.save()
    for proceeding in proceedings:
        AppearanceOf.objects.create(appearance=appearance, proceeding=proceeding)
    return appearance


def add_appearance(
    *,
    case_file: CaseFile,
    proceedings: list[Proceeding],
    on: date,
    purpose: str,
    by: User,
    at: datetime,
    at_time: time | None = None,
    courthouse: Courthouse | None = None,
    room: str = "",
    key: str | None = None,
) -> Appearance:
    """Set a day in court for one or more accused of a file; date and time are those of the courthouse.

    :raises Refusal: no accused chosen, or one of another file
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(case_file, by=by, at=at, kind="add_appearance", key=key) as (this_act, case_file):
        allow(policies.may_record_appearance(case_file, by))
        this_act.result("casetracker:dates", ref=case_file.ref)
        appearance = make_appearance(case_file, proceedings, on=on, at_time=at_time, courthouse=courthouse, room=room, purpose=purpose)
        finish(case_file, this_act)
    return appearance


def edit_appearance(
    *,
    appearance: Appearance,
    on: date,
    purpose: str,
    by: User,
    at: datetime,
    at_time: time | None = None,
    courthouse: Courthouse | None = None,
    room: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Appearance:
    """Correct a day in court whose result is open.

    :raises Refusal: its result is recorded
    :raises StaleRecord: somebody saved it since
    """
    with on_file(appearance, by=by, at=at, kind="edit_appearance", key=key) as (this_act, case_file):
        appearance = Appearance.objects.get(pk=appearance.pk)
        allow(policies.may_record_appearance(case_file, by))
        over_version(appearance, version)
        if appearance.result:
            raise Refusal(_("The result of this day is recorded."))
        this_act.result("casetracker:dates", ref=case_file.ref)
        appearance.on, appearance.time, appearance.courthouse = on, at_time, courthouse
        appearance.room, appearance.purpose = room.strip(), purpose
        appearance.save()
        finish(case_file, this_act)
    return appearance


def set_custody(
    *, proceeding: Proceeding, custody: str, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> Proceeding:
    """Record where the accused is now.

    :raises Refusal: no such place, or a warrant is out (record its execution instead)
    """
    with on_file(proceeding, by=by, at=at, kind="set_custody", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_appearance(proceeding, by))
        over_version(proceeding, version)
        needed(custody in Custody.values and custody != Custody.AT_LARGE_WARRANT, _("Choose where the accused is."), "custody")
        if proceeding.state == ProceedingState.WARRANT_OUT:
            raise Refusal(_("A warrant is out; record that it was executed."), "custody")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        proceeding.custody = custody
        proceeding.save()
        finish(case_file, this_act)
    return proceeding


# Intake stage, election, trial date


def begin_intake(
    *,
    proceeding: Proceeding,
    by: User,
    at: datetime,
    happened_on: date,
    version: int | None = None,
    key: str | None = None,
    reason: str = "",
) -> Proceeding:
    """Begin the intake appearances (A2).

    :raises TransitionRefused: no first appearance
    """
    return step(proceeding, "begin_intake", by=by, at=at, happened_on=happened_on, version=version, key=key, reason=reason)


def await_election(
    *,
    proceeding: Proceeding,
    by: User,
    at: datetime,
    happened_on: date,
    version: int | None = None,
    key: str | None = None,
    reason: str = "",
) -> Proceeding:
    """Wait for the accused to elect (A3).

    :raises TransitionRefused: no count proceeds by indictment
    """
    return step(proceeding, "await_election", by=by, at=at, happened_on=happened_on, version=version, key=key, reason=reason)


def step(proceeding, name: str, *, by, at, happened_on, version, key, reason="", facts=None, **changes) -> Proceeding:
    """Make one move of an accused with the facts typed beside it; the facts are on the record when the guards look."""
    with on_file(proceeding, by=by, at=at, kind=name, key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        for field, value in (facts or {}).items():
            setattr(proceeding, field, value)
        changes = {field: value(proceeding) if callable(value) else value for field, value in changes.items()}
        move = perform(getattr(proceeding, name), act=this_act, version=version, happened_on=happened_on, reason=reason, **changes)
        finish(case_file, this_act, move)
    return proceeding


def record_election(
    *,
    proceeding: Proceeding,
    choice: str,
    on: date,
    by: User,
    at: datetime,
    deemed: bool = False,
    prelim_requested: bool = False,
    version: int | None = None,
    key: str | None = None,
) -> Election:
    """Record the election of the accused; one into the Superior Court settles the forum of the delay clock.

    :param choice: OCJ, SCJ_JUDGE or SCJ_JURY
    :raises Refusal: no such election, a day ahead, or no count with an election
    :raises PermissionDenied: ``by`` may not
    """
    not_after_today(on, "on")
    needed(choice in Election.OF_ACCUSED, _("Choose what the accused elected."), "choice")
    with on_file(proceeding, by=by, at=at, kind="record_election", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_election(proceeding, by))
        over_version(proceeding, version)
        if not any(count.by_indictment for count in proceeding.counts.select_related("offence") if count.state in LIVE):
            raise Refusal(_("No count of this accused proceeds by indictment, so there is no election."), "choice")
        if choice == Election.Choice.OCJ and prelim_requested:
            raise Refusal(_("There is no preliminary inquiry in the Ontario Court of Justice on this election."), "prelim_requested")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        election = Election.objects.create(
            proceeding=proceeding, kind=Election.Kind.ACCUSED, choice=choice, on=on, deemed=deemed, prelim_requested=prelim_requested
        )
        forum = Forum.SCJ
        if choice == Election.Choice.OCJ:
            forum = Forum.OCJ_AFTER_PRELIM if prelim_was_held(proceeding) else Forum.OCJ
        if proceeding.forum != forum:
            proceeding.forum = forum
            proceeding.save()
        finish(case_file, this_act)
    return election


def elect_mode(
    *,
    count: Count,
    choice: str,
    on: date,
    by: User,
    at: datetime,
    limitation_agreed: bool = False,
    version: int | None = None,
    key: str | None = None,
) -> Election:
    """Record the Crown's election on a hybrid count.

    :param choice: SUMMARY or INDICTMENT
    :raises Refusal: the offence is not hybrid, a day ahead, or the limit for summary proceedings passed and nobody agreed
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    not_after_today(on, "on")
    needed(choice in Election.OF_CROWN, _("Choose the mode."), "choice")
    with on_file(count, by=by, at=at, kind="elect_mode", key=key) as (this_act, case_file):
        count = Count.objects.select_related("offence", "document").get(pk=count.pk)
        count.proceeding.file = case_file
        allow(policies.may_record_crown_election(count, by))
        over_version(count, version)
        if not count.offence.is_hybrid:
            raise Refusal(_("This offence is not hybrid; there is nothing to elect."), "choice")
        if count.state not in LIVE:
            raise Refusal(_("The count is not before the court."), "choice")
        if choice == Election.Choice.SUMMARY and count.out_of_time and not limitation_agreed:
            raise Refusal(_out_of_time(count.summary_limit), "limitation_agreed")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=count.proceeding.ref)
        election = Election.objects.create(
            proceeding=count.proceeding,
            count=count,
            kind=Election.Kind.CROWN,
            choice=choice,
            on=on,
            limitation_agreed=limitation_agreed,
        )
        count.mode, count.limitation_agreed = choice, limitation_agreed
        count.save()
        finish(case_file, this_act)
    return election


def _out_of_time(limit: int | None) -> str:
    if limit is None:
        return _("The limit for summary proceedings is not known for that day: both sides must agree to proceed summarily.")
    return _("More than %(months)d months passed since the offence: both sides must agree to proceed summarily.") % {"months": limit}


def trial_forum(proceeding: Proceeding) -> str:
    """The court that tries the accused, as elections and modes have it."""
    live = [count for count in proceeding.counts.select_related("offence") if count.state in LIVE]
    election = proceeding.accused_election
    if election is None or election.choice == Election.Choice.OCJ or (live and all(count.by_summary for count in live)):
        return Forum.OCJ_AFTER_PRELIM if prelim_was_held(proceeding) else Forum.OCJ
    return Forum.SCJ


def prelim_was_held(proceeding: Proceeding) -> bool:
    """Say whether a preliminary inquiry came to its end on a count of this accused: it decides the ceiling in the Ontario Court."""
    results = (CountState.COMMITTED, CountState.DISCHARGED_PRELIM)
    return Decision.objects.filter(count__proceeding=proceeding, result__in=results).exists()


def set_trial(
    *,
    proceeding: Proceeding,
    trial_on: date,
    by: User,
    at: datetime,
    happened_on: date,
    trial_ends_on: date | None = None,
    courthouse: Courthouse | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Set the trial: in the Superior Court after an order to stand trial or an indictment (A9), else where the accused elected (A5).

    :raises TransitionRefused: the court of trial is not settled
    :raises Refusal: the trial ends before it begins
    """
    if trial_ends_on is not None and trial_ends_on < trial_on:
        raise Refusal(_("The trial cannot end before it begins."), "trial_ends_on")
    facts: dict[str, Any] = {"trial_on": trial_on, "trial_ends_on": trial_ends_on}
    if courthouse is not None:
        facts["courthouse"] = courthouse
    if proceeding.state in (ProceedingState.COMMITTED, ProceedingState.INDICTED):
        return step(
            proceeding,
            "set_superior_trial",
            by=by,
            at=at,
            happened_on=happened_on,
            version=version,
            key=key,
            reason=reason,
            facts=facts,
        )
    return step(
        proceeding,
        "set_trial",
        by=by,
        at=at,
        happened_on=happened_on,
        version=version,
        key=key,
        reason=reason,
        facts=facts,
        forum=trial_forum,
    )


def change_trial_dates(
    *,
    proceeding: Proceeding,
    trial_on: date,
    trial_ends_on: date | None,
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Correct the days of a trial that is set or running.

    :raises Refusal: no trial is set, or it ends before it begins
    """
    with on_file(proceeding, by=by, at=at, kind="change_trial_dates", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_trial(proceeding, by))
        over_version(proceeding, version)
        if proceeding.state not in (ProceedingState.TRIAL_SET, ProceedingState.IN_TRIAL):
            raise Refusal(_("No trial is set for this accused."))
        if trial_ends_on is not None and trial_ends_on < trial_on:
            raise Refusal(_("The trial cannot end before it begins."), "trial_ends_on")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        proceeding.trial_on, proceeding.trial_ends_on = trial_on, trial_ends_on
        proceeding.save()
        finish(case_file, this_act)
    return proceeding


def start_trial(
    *,
    proceeding: Proceeding,
    by: User,
    at: datetime,
    happened_on: date,
    version: int | None = None,
    key: str | None = None,
    reason: str = "",
) -> Proceeding:
    """Record the arraignment (A11); a plea stands on every count that proceeds from that day, so a withdrawal needs leave.

    :raises TransitionRefused: no trial is set
    """
    with on_file(proceeding, by=by, at=at, kind="start_trial", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        move = perform(
            proceeding.start_trial, act=this_act, version=version, happened_on=happened_on, reason=reason, arraigned_on=happened_on
        )
        for count in proceeding.counts.filter(state__in=LIVE, pleaded_on=None):
            count.pleaded_on = happened_on
            count.save()
        finish(case_file, this_act, move)
    return proceeding


def reserve_judgment(
    *,
    proceeding: Proceeding,
    evidence_ended_on: date,
    by: User,
    at: datetime,
    happened_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
    reason: str = "",
) -> Proceeding:
    """Record that judgment is reserved (A11); the day evidence and argument ended stops the delay clock.

    :raises Refusal: the day is missing, lies ahead, or before the arraignment
    """
    needed(evidence_ended_on, _("Enter the day evidence and argument ended."), "evidence_ended_on")
    not_after_today(evidence_ended_on, "evidence_ended_on")
    if proceeding.arraigned_on is not None and evidence_ended_on < proceeding.arraigned_on:
        raise Refusal(_("Evidence cannot end before the arraignment."), "evidence_ended_on")
    return step(
        proceeding,
        "reserve",
        by=by,
        at=at,
        happened_on=happened_on or evidence_ended_on,
        version=version,
        key=key,
        reason=reason,
        facts={"evidence_ended_on": evidence_ended_on},
    )


# Warrants, orders, the end


def issue_warrant(
    *,
    proceeding: Proceeding,
    kind: str,
    issued_on: date,
    by: User,
    at: datetime,
    note: str = "",
    trial_goes_on: bool = False,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record a warrant and park the accused (A15); where a trial that has begun goes on without her (section 475) nobody moves.

    :raises TransitionRefused: the accused is not at a stage where one can issue
    :raises Refusal: no such warrant, a day ahead, another warrant is out, or no trial that could go on
    """
    needed(kind in Warrant.Kind.values, _("Choose the kind of warrant."), "kind")
    not_after_today(issued_on, "issued_on")
    with on_file(proceeding, by=by, at=at, kind="issue_warrant", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_warrant(proceeding, by))
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        out = proceeding.open_warrant
        if out is not None and (trial_goes_on or (out.kind, out.issued_on) != (kind, issued_on)):
            raise Refusal(_("Another warrant is out: record the end of that one first."), "issued_on")
        if out is None:
            Warrant.objects.create(proceeding=proceeding, kind=kind, issued_on=issued_on, note=note)
        if trial_goes_on:
            over_version(proceeding, version)
            if proceeding.state not in AT_TRIAL or not guards.file_is_active.look(proceeding).met:
                raise Refusal(_("Only a trial that has begun can go on without the accused (s. 475)."), "trial_goes_on")
            proceeding.custody = Custody.AT_LARGE_WARRANT
            proceeding.save()
            finish(case_file, this_act)
            return proceeding
        move = perform(proceeding.issue_warrant, act=this_act, version=version, happened_on=issued_on, reason=reason)
        finish(case_file, this_act, move)
    return proceeding


def execute_warrant(
    *,
    proceeding: Proceeding,
    executed_on: date,
    custody: str,
    by: User,
    at: datetime,
    surrendered: bool = False,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that the warrant was executed or the accused surrendered, and go back to the stage she was at (A16).

    Where her trial went on without her she is at her stage already, and nobody moves.

    :raises TransitionRefused: no warrant is out
    :raises Refusal: the day lies ahead or before the warrant
    """
    not_after_today(executed_on, "executed_on")
    needed(custody in Custody.values and custody != Custody.AT_LARGE_WARRANT, _("Choose where the accused is."), "custody")
    with on_file(proceeding, by=by, at=at, kind="execute_warrant", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_record_warrant(proceeding, by))
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        warrant = proceeding.open_warrant
        if warrant is not None:
            if executed_on < warrant.issued_on:
                raise Refusal(_("The warrant cannot be executed before it was issued."), "executed_on")
            warrant.executed_on, warrant.surrendered = executed_on, surrendered
            warrant.save()
        if warrant is not None and proceeding.state != ProceedingState.WARRANT_OUT:
            over_version(proceeding, version)
            proceeding.custody = custody
            proceeding.save()
            finish(case_file, this_act)
            return proceeding
        move = perform(proceeding.execute_warrant, act=this_act, version=version, happened_on=executed_on, reason=reason, custody=custody)
        finish(case_file, this_act, move)
    return proceeding


def answer_orders(
    *,
    proceeding: Proceeding,
    answers: Mapping[str, tuple],
    on: date,
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> list[OrderAnswer]:
    """Answer orders at sentence, one by one; an answer given before is replaced and history keeps it.

    :param answers: order -> (answer, reason) or (answer, reason, months, for life); see OrderAnswer.Order and OrderAnswer.Answer
    :raises Refusal: no such order or answer, no reason where the order was refused or is not available, a length of one not made
    :raises PermissionDenied: ``by`` may not
    """
    not_after_today(on, "on")
    with on_file(proceeding, by=by, at=at, kind="answer_orders", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_answer_orders(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        kept = []
        for order, (answer, reason, *length) in answers.items():
            months, for_life = length or (None, False)
            needed(order in OrderAnswer.Order.values and answer in OrderAnswer.Answer.values, _("Choose an answer for each order."), order)
            if answer in (OrderAnswer.Answer.REFUSED, OrderAnswer.Answer.NOT_AVAILABLE):
                needed(reason.strip(), _("Say why the order was refused or is not available."), order)
            if (months or for_life) and answer != OrderAnswer.Answer.MADE:
                raise Refusal(_("Only an order that was made has a length."), order)
            row = OrderAnswer.objects.filter(proceeding=proceeding, order=order).first() or OrderAnswer(proceeding=proceeding, order=order)
            new = (answer, reason.strip(), None if for_life else months, for_life)
            if (row.answer, row.reason, row.months, row.for_life) != new or row.on != on:
                row.answer, row.reason, row.months, row.for_life = new
                row.on = on
                row.save()
            kept.append(row)
        finish(case_file, this_act)
    return kept


def conclude_proceeding(
    *,
    proceeding: Proceeding,
    by: User,
    at: datetime,
    happened_on: date,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Conclude an accused after sentence (A14).

    :raises TransitionRefused: a count is open, an order unanswered, an appeal period not typed; lists them
    """
    return step(proceeding, "conclude", by=by, at=at, happened_on=happened_on, version=version, key=key, reason=reason)


def conclude_uncharged(
    *, proceeding: Proceeding, reason: str, by: User, at: datetime, happened_on: date, version: int | None = None, key: str | None = None
) -> Proceeding:
    """Conclude an accused whom nobody will charge (A29); her proposed counts become NOT_LAID.

    :raises TransitionRefused: a count was laid
    :raises Refusal: no reason
    """
    needed(reason.strip(), _("Say why."), "reason")
    with on_file(proceeding, by=by, at=at, kind="conclude_uncharged", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        move = drop_uncharged(proceeding, this_act, happened_on=happened_on, decided_on=happened_on, reason=reason.strip())
        finish(case_file, this_act, move)
    return proceeding


def running(case_file: CaseFile) -> list[Proceeding]:
    """The accused of a file for whom a day in court can be set."""
    return list(case_file.proceedings.exclude(state__in=NOT_LIVE_ACCUSED).select_related("accused"))
