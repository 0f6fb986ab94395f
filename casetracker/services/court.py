"""Days in court, trial, warrants, orders at sentence: what happens to one accused."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from casetracker import guards, policies
from casetracker.models import Appearance, AppearanceOf, CaseFile, OrderAnswer, Proceeding, Warrant
from casetracker.selectors import counsel_on
from casetracker.states import AT_TRIAL, LIVE, NOT_LIVE_ACCUSED, Custody, ProceedingState
from foundation.accounts.models import User
from foundation.law.models import Courthouse
from foundation.records import Refusal
from foundation.workflow.transitions import perform

from .base import allow, finish, locked, needed, not_after_today, not_before_charge, on_file, over_version, typed_in
from .elections import trial_forum
from .files import drop_uncharged

# Appearances

LONGEST_DAY = 600  # minutes that a day in court can be estimated at


def make_appearance(
    case_file: CaseFile,
    proceedings: list[Proceeding],
    *,
    on: date,
    at_time: time | None,
    courthouse: Courthouse | None,
    room: str,
    purpose: str,
    goes: User | None = None,
    minutes: int | None = None,
) -> Appearance:
    """Make a day in court for accused of a file. Inside an act.

    :raises Refusal: no accused chosen, one of another file, no purpose, or what ``check_who_goes`` refuses
    """
    needed(proceedings, _("Choose at least one accused."), "proceedings")
    needed(purpose in Appearance.Purpose.values, _("Choose what the day is for."), "purpose")
    if any(proceeding.file_id != case_file.pk for proceeding in proceedings):
        raise Refusal(_("Choose accused of this file."), "proceedings")
    check_who_goes(case_file, goes, minutes)
    place = {"courthouse": courthouse, "room": room.strip(), "purpose": purpose}
    appearance = Appearance(file=case_file, on=on, time=at_time, goes=goes, minutes=minutes, **place)
    appearance.save()
    for proceeding in proceedings:
        AppearanceOf.objects.create(appearance=appearance, proceeding=proceeding)
    return appearance


def check_who_goes(case_file: CaseFile, goes: User | None, minutes: int | None) -> None:
    """Stop where nobody who is counsel on the file would go, or for no time.

    :raises Refusal: who is named is no counsel on the file, or the estimate is no time of a day
    """
    if goes is not None and not counsel_on(case_file).filter(pk=goes.pk).exists():
        raise Refusal(_("Choose counsel on this file, or add her to it first."), "goes")
    if minutes is not None and not 0 < minutes <= LONGEST_DAY:
        raise Refusal(_("Write the estimate in minutes, from 1 to %(most)d.") % {"most": LONGEST_DAY}, "minutes")


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
    goes: User | None = None,
    minutes: int | None = None,
    key: str | None = None,
) -> Appearance:
    """Set a day in court for one or more accused of a file; date and time are those of the courthouse.

    :param goes: the counsel who goes; None stands for whoever leads the file
    :param minutes: how long it will take, where that is known
    :raises Refusal: no accused chosen, one of another file, or who goes is no counsel on it
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(case_file, by=by, at=at, kind="add_appearance", key=key) as (this_act, case_file):
        allow(policies.may_record_appearance(case_file, by))
        this_act.result("casetracker:dates", ref=case_file.ref)
        place: dict[str, Any] = {"courthouse": courthouse, "room": room, "purpose": purpose}
        appearance = make_appearance(case_file, proceedings, on=on, at_time=at_time, goes=goes, minutes=minutes, **place)
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
    goes: User | None = None,
    minutes: int | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Appearance:
    """Correct a day in court whose result is open.

    :raises Refusal: its result is recorded, or what ``check_who_goes`` refuses
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
        check_who_goes(case_file, None if goes == appearance.goes else goes, minutes)
        appearance.goes, appearance.minutes = goes, minutes
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
    not_before_charge(proceeding, trial_on, "trial_on")
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
        not_before_charge(proceeding, trial_on, "trial_on")
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
        not_before_charge(proceeding, issued_on, "issued_on")
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
        with typed_in("issued_on"):
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
        back: dict[str, Any] = {"happened_on": executed_on, "reason": reason, "custody": custody}
        with typed_in("executed_on"):
            move = perform(proceeding.execute_warrant, act=this_act, version=version, **back)
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
