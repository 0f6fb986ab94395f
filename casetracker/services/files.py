"""The file as a whole: who is on it, who may not see it, its notes, and its moves after intake."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from casetracker import policies
from casetracker.delay import add_months
from casetracker.models import CarriageAgreement, CaseFile, ClosingChecklist, FileAccess, FileNote, FileWall, Handover, LinkedDecision
from casetracker.states import Access, CountState, FileState, ProceedingState
from foundation import clock
from foundation.accounts.models import Office, Role, User
from foundation.records import Refusal
from foundation.workflow.transitions import perform

from .base import allow, finish, leads_who_may_see, needed, not_after_today, on_file, over_version, tell

COVER_HOURS = 4
COVER_REASON = 20
ROLES_OF_ACCESS: dict[str, tuple[str, ...]] = {
    Access.LEAD_COUNSEL: (Role.PRO,),
    Access.COUNSEL: (Role.PRO,),
    Access.ASSISTANT: (Role.AST,),
    Access.LOCAL_CROWN: (Role.CRN,),
}


# Who is on the file


def give_access(
    case_file: CaseFile, user: User, acting_as: str, *, at: datetime, until_at: datetime | None = None, reason: str = "", field: str = "to"
) -> FileAccess:
    """Put a person on a file; a new lead prosecutor takes over from the one before. Inside an act.

    :raises Refusal: a wall stands, her role does not fit, she is not active, the end lies behind
    """
    if case_file.walls.filter(user=user, lifted_at=None).exists():
        raise Refusal(_("A wall stands between this person and the file."), field)
    if not user.is_active or user.role not in ROLES_OF_ACCESS.get(acting_as, ()):
        raise Refusal(_("This person cannot hold that place on a file."), field)
    if until_at is not None and until_at <= at:
        raise Refusal(_("The end of access lies in the past."), "until")
    if acting_as == Access.LEAD_COUNSEL:
        for access in case_file.accesses.current().filter(acting_as=Access.LEAD_COUNSEL).exclude(user=user):
            close_access(access, at)
    for access in case_file.accesses.current().filter(user=user, for_intake=False):
        if access.acting_as == acting_as and access.until_at == until_at:
            return access
        close_access(access, at)
    case_file.__dict__.pop("_access_of", None)
    return FileAccess.objects.create(file=case_file, user=user, acting_as=acting_as, from_at=at, until_at=until_at, reason=reason)


def close_access(access: FileAccess, at: datetime) -> None:
    """End a person's place on a file. Inside an act."""
    access.until_at = max(at, access.from_at)
    access.save()
    access.file.__dict__.pop("_access_of", None)


def assign(
    *,
    case_file: CaseFile,
    to: User,
    acting_as: str,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> FileAccess:
    """Assign a file to a prosecutor, or reassign it: the lead prosecutor before is taken off, and everybody concerned is told.

    :param acting_as: LEAD_COUNSEL or COUNSEL
    :raises Refusal: no reason, a wall, not a prosecutor
    :raises PermissionDenied: ``by`` is no lead
    """
    needed(reason.strip(), _("Say why."), "reason")
    with on_file(case_file, by=by, at=at, kind="assign", key=key) as (this_act, case_file):
        allow(policies.may_grant_access(case_file, by))
        over_version(case_file, version)
        this_act.result("casetracker:file", ref=case_file.ref)
        if acting_as == Access.LEAD_COUNSEL:
            before = case_file.accesses.current().filter(acting_as=Access.LEAD_COUNSEL).exclude(user=to)
            tell(case_file, [access.user for access in before], "casetracker/taken_off", parting=True)
        access = give_access(case_file, to, acting_as, at=at, reason=reason.strip())
        finish(case_file, this_act)
        tell(case_file, [to], "casetracker/assigned")
    return access


def grant_access(
    *,
    case_file: CaseFile,
    to: User,
    acting_as: str,
    by: User,
    at: datetime,
    until_at: datetime | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> FileAccess:
    """Give a person a place on a file, for good or until a time, and tell her.

    :raises Refusal: a wall, a role that does not fit, an end in the past
    :raises PermissionDenied: ``by`` is no lead
    """
    with on_file(case_file, by=by, at=at, kind="grant_access", key=key) as (this_act, case_file):
        allow(policies.may_grant_access(case_file, by))
        over_version(case_file, version)
        this_act.result("casetracker:access", ref=case_file.ref)
        access = give_access(case_file, to, acting_as, at=at, until_at=until_at, reason=reason.strip())
        finish(case_file, this_act)
        tell(case_file, [to], "casetracker/assigned")
    return access


def end_access(
    *, access: FileAccess, reason: str, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> FileAccess:
    """Take a person off a file now.

    :raises Refusal: no reason
    :raises PermissionDenied: ``by`` is no lead
    """
    needed(reason.strip(), _("Say why."), "reason")
    with on_file(access, by=by, at=at, kind="end_access", key=key) as (this_act, case_file):
        access = FileAccess.objects.select_related("file").get(pk=access.pk)
        allow(policies.may_grant_access(case_file, by))
        over_version(access, version)
        this_act.result("casetracker:access", ref=case_file.ref)
        tell(case_file, [access.user], "casetracker/taken_off", parting=True)
        access.reason = reason.strip()
        close_access(access, at)
        finish(case_file, this_act)
    return access


def take_cover(*, ref: str, reason: str, by: User, at: datetime, key: str | None = None) -> FileAccess:
    """Open a colleague's file for four hours, by its number and with a reason; the leads are told and review it.

    :raises Refusal: the reason is short, or there is no such file to cover (missing, walled and not active look the same)
    :raises PermissionDenied: ``by`` is no prosecutor
    """
    allow(policies.may_cover(by))
    if len(reason.strip()) < COVER_REASON:
        raise Refusal(_("Say in %(count)d characters or more why you need this file now.") % {"count": COVER_REASON}, "reason")
    found = CaseFile.objects.active().filter(ref=ref).first()
    if found is None or found.walls.filter(user=by, lifted_at=None).exists():
        raise Refusal(_("There is no file of that number to cover."), "ref")
    with on_file(found, by=by, at=at, kind="take_cover", key=key) as (this_act, case_file):
        this_act.result("casetracker:file", ref=case_file.ref)
        access = FileAccess.objects.create(
            file=case_file,
            user=by,
            acting_as=Access.COVER,
            from_at=at,
            until_at=at + timedelta(hours=COVER_HOURS),
            reason=reason.strip(),
        )
        finish(case_file, this_act)
        tell(case_file, leads_who_may_see(case_file), "casetracker/covered")
    return access


def review_cover(*, access: FileAccess, by: User, at: datetime, version: int | None = None, key: str | None = None) -> FileAccess:
    """Say that a lead looked at a cover.

    :raises PermissionDenied: ``by`` is no lead
    """
    with on_file(access, by=by, at=at, kind="review_cover", key=key) as (this_act, case_file):
        access = FileAccess.objects.get(pk=access.pk)
        allow(policies.may_grant_access(case_file, by))
        over_version(access, version)
        this_act.result("casetracker:access", ref=case_file.ref)
        access.reviewed_at = at
        access.save()
    return access


def set_wall(
    *, case_file: CaseFile, user: User, reason: str, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> FileWall:
    """Keep a person from a file whatever else she holds; her places on it end. She is told nothing.

    :raises Refusal: no reason, a wall stands, or a lead walls herself off
    :raises PermissionDenied: ``by`` is no lead
    """
    needed(reason.strip(), _("Say why."), "reason")
    with on_file(case_file, by=by, at=at, kind="set_wall", key=key) as (this_act, case_file):
        allow(policies.may_set_wall(case_file, by))
        over_version(case_file, version)
        if user == by:
            raise Refusal(_("Ask another lead to set your own wall."), "user")
        if case_file.walls.filter(user=user, lifted_at=None).exists():
            raise Refusal(_("This wall stands already."), "user")
        this_act.result("casetracker:access", ref=case_file.ref)
        for access in case_file.accesses.current().filter(user=user):
            close_access(access, at)
        wall = FileWall.objects.create(file=case_file, user=user, reason=reason.strip(), set_at=at)
        case_file.__dict__.pop("_access_of", None)
        finish(case_file, this_act, narrowed=True)
    return wall


def lift_wall(*, wall: FileWall, reason: str, by: User, at: datetime, version: int | None = None, key: str | None = None) -> FileWall:
    """Take a wall away; the person gets no place on the file by it.

    :raises Refusal: no reason
    :raises PermissionDenied: ``by`` is no lead
    """
    needed(reason.strip(), _("Say why."), "reason")
    with on_file(wall, by=by, at=at, kind="lift_wall", key=key) as (this_act, case_file):
        wall = FileWall.objects.get(pk=wall.pk)
        allow(policies.may_set_wall(case_file, by))
        over_version(wall, version)
        this_act.result("casetracker:access", ref=case_file.ref)
        wall.lifted_at, wall.lift_reason = at, reason.strip()
        wall.save()
        case_file.__dict__.pop("_access_of", None)
        finish(case_file, this_act)
    return wall


# Words on the file


def edit_file(
    *,
    case_file: CaseFile,
    by: User,
    at: datetime,
    occurrence_number: str,
    agency,
    office: Office | None,
    joint_with_ppsc: bool,
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Correct where a file came from.

    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(case_file, by=by, at=at, kind="edit_file", key=key) as (this_act, case_file):
        allow(policies.may_edit_file(case_file, by))
        over_version(case_file, version)
        this_act.result("casetracker:file", ref=case_file.ref)
        case_file.occurrence_number, case_file.agency, case_file.office = occurrence_number.strip(), agency, office
        case_file.joint_with_ppsc = joint_with_ppsc
        case_file.save()
        finish(case_file, this_act)
    return case_file


def edit_theory(
    *,
    case_file: CaseFile,
    theory: str,
    resolution_position: str,
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Write the theory of the case and the position on resolution; the team's own words.

    :raises StaleRecord: somebody saved it since
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(case_file, by=by, at=at, kind="edit_theory", key=key) as (this_act, case_file):
        allow(policies.may_edit_theory(case_file, by))
        over_version(case_file, version)
        this_act.result("casetracker:file", ref=case_file.ref)
        case_file.theory, case_file.resolution_position = theory, resolution_position
        case_file.save()
        finish(case_file, this_act)
    return case_file


def add_note(*, case_file: CaseFile, text: str, by: User, at: datetime, lang: str = "en", key: str | None = None) -> FileNote:
    """Add a privileged note of the team.

    :raises Refusal: it is empty
    :raises PermissionDenied: ``by`` may not
    """
    needed(text.strip(), _("Write the note."), "text")
    with on_file(case_file, by=by, at=at, kind="add_note", key=key) as (this_act, case_file):
        allow(policies.may_add_note(case_file, by))
        this_act.result("casetracker:file", ref=case_file.ref)
        note = FileNote.objects.create(file=case_file, author=by, text=text, lang=lang, written_at=at)
        finish(case_file, this_act)
    return note


def link_decision(
    *, case_file: CaseFile, decision_ref: str, by: User, at: datetime, pinpoint: str = "", note: str = "", key: str | None = None
) -> LinkedDecision:
    """Link a decision of the bank, which the page found by its ref, to a file.

    :raises Refusal: it is linked already
    :raises PermissionDenied: ``by`` may not
    """
    with on_file(case_file, by=by, at=at, kind="link_decision", key=key) as (this_act, case_file):
        allow(policies.may_link_decision(case_file, by))
        this_act.result("casetracker:file", ref=case_file.ref)
        if case_file.linked_decisions.filter(decision_ref=decision_ref).exists():
            raise Refusal(_("This decision is linked to the file already."), "decision")
        link = LinkedDecision.objects.create(
            file=case_file, decision_ref=decision_ref, pinpoint=pinpoint, note=note, linked_by=by, linked_at=at
        )
        finish(case_file, this_act)
    return link


def unlink_decision(*, link: LinkedDecision, by: User, at: datetime, key: str | None = None) -> None:
    """Take a linked decision off a file; history keeps it.

    :raises PermissionDenied: ``by`` may not
    """
    with on_file(link, by=by, at=at, kind="unlink_decision", key=key) as (this_act, case_file):
        allow(policies.may_link_decision(case_file, by))
        this_act.result("casetracker:file", ref=case_file.ref)
        LinkedDecision.objects.get(pk=link.pk).delete()
        finish(case_file, this_act)


# Moves after intake

AFTER_CHARGE: dict[str, str] = {
    FileState.CARRIED: "carry_after_charge",
    FileState.SHARED: "share_after_charge",
    FileState.ADVISORY: "advise_after_charge",
}


def take_carriage(
    *,
    case_file: CaseFile,
    decision: str,
    by: User,
    at: datetime,
    happened_on: date,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Decide after the first information what the team does (F4).

    :param decision: CARRIED, SHARED or ADVISORY
    :raises TransitionRefused: no information is sworn
    """
    if decision not in AFTER_CHARGE:
        raise Refusal(_("Choose what the team does."), "decision")
    with on_file(case_file, by=by, at=at, kind="take_carriage", key=key) as (this_act, case_file):
        this_act.result("casetracker:file", ref=case_file.ref)
        move = perform(getattr(case_file, AFTER_CHARGE[decision]), act=this_act, version=version, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, move)
    return case_file


def close_without_charge(
    *,
    case_file: CaseFile,
    confirmed_on: date,
    reason: str,
    by: User,
    at: datetime,
    happened_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Conclude a pre-charge file because police confirmed that no charge comes (F5).

    Accused who are not charged are concluded first (A29), and their proposed counts become NOT_LAID (C1).

    :raises TransitionRefused: somebody is charged, or a count is stayed by the Crown
    :raises Refusal: no reason, or the day lies ahead
    """
    needed(reason.strip(), _("Say why."), "reason")
    not_after_today(confirmed_on, "confirmed_on")
    with on_file(case_file, by=by, at=at, kind="close_without_charge", key=key) as (this_act, case_file):
        allow(policies.may_close_without_charge(case_file, by))
        over_version(case_file, version)
        this_act.result("casetracker:file", ref=case_file.ref)
        happened_on = happened_on or clock.today()
        for proceeding in case_file.proceedings.filter(state=ProceedingState.SUSPECT):
            proceeding.file = case_file
            drop_uncharged(proceeding, this_act, happened_on=happened_on, decided_on=confirmed_on, reason=reason)
        case_file.no_charge_confirmed_on = confirmed_on
        move = perform(case_file.conclude_without_charge, act=this_act, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, move)
    return case_file


def drop_uncharged(proceeding, this_act, *, happened_on: date, decided_on: date, reason: str):
    """Conclude an accused who will not be charged (A29); her proposed counts become NOT_LAID (C1). Inside an act."""
    move = perform(proceeding.conclude_uncharged, act=this_act, happened_on=happened_on, reason=reason)
    for count in proceeding.counts.filter(state=CountState.PROPOSED):
        count.proceeding = proceeding
        count.police_decided_on = decided_on
        perform(count.not_lay, act=this_act, happened_on=happened_on, followed_from=move)
    return move


@dataclass
class HandoverIn:
    """What is handed over with a file, as typed."""

    office: Office
    contact: str
    accepted_on: date
    disclosure_done: bool
    exhibits_done: bool
    deadlines_done: bool
    victim_duties_done: bool
    delay_position: str


def transfer_file(
    *,
    case_file: CaseFile,
    handover: HandoverIn,
    by: User,
    at: datetime,
    happened_on: date,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Hand a file to an office that accepted it in writing (F8).

    :raises TransitionRefused: something is not handed over
    """
    not_after_today(handover.accepted_on, "accepted_on")
    with on_file(case_file, by=by, at=at, kind="transfer_file", key=key) as (this_act, case_file):
        allow(policies.may_transfer(case_file, by))
        this_act.result("casetracker:file", ref=case_file.ref)
        Handover.objects.create(file=case_file, **vars(handover))
        move = perform(case_file.transfer, act=this_act, version=version, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, move)
        tell(case_file, [access.user for access in case_file.accesses.current()], "casetracker/transferred")
    return case_file


@dataclass
class ChecklistIn:
    """The closing checklist, as ticked."""

    orders_registered: bool
    property_dealt_with: bool
    victim_told: bool
    precedent_harvested: bool
    retention_from: date | None


def close_file(
    *,
    case_file: CaseFile,
    checklist: ChecklistIn,
    by: User,
    at: datetime,
    happened_on: date,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Close a concluded file (F12) with its checklist; retention begins on the day given.

    :raises TransitionRefused: a line of the checklist is open
    """
    with on_file(case_file, by=by, at=at, kind="close_file", key=key) as (this_act, case_file):
        allow(policies.may_close(case_file, by))
        this_act.result("casetracker:file", ref=case_file.ref)
        ClosingChecklist.objects.create(file=case_file, **vars(checklist))
        move = perform(case_file.close, act=this_act, version=version, happened_on=happened_on, reason=reason)
        finish(case_file, this_act, move)
    return case_file


AGREED: dict[str, str] = {
    FileState.SHARED: "share",
    FileState.CARRIED: "carry_alone",
    FileState.ADVISORY: "step_back",
}


def agree_carriage(
    *,
    case_file: CaseFile,
    carriage: str,
    office: Office,
    contact: str,
    agreed_on: date,
    effective_on: date,
    by: User,
    at: datetime,
    lead_prosecutor: User | None = None,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Carry, share or advise from a day on, as agreed in writing with the local office (F3).

    :param carriage: CARRIED, SHARED or ADVISORY
    :raises TransitionRefused: from where the file stands there is no such agreement, or no lead prosecutor is named
    :raises Refusal: nobody agreed for the office, a day ahead, or in effect before it was agreed
    :raises PermissionDenied: ``by`` is no lead
    """
    needed(carriage in AGREED, _("Choose what the team does."), "carriage")
    needed(contact.strip(), _("Say who agreed for the office."), "contact")
    needed(agreed_on, _("Enter the day of the agreement."), "agreed_on")
    needed(effective_on, _("Enter the day from which it is in effect."), "effective_on")
    not_after_today(agreed_on, "agreed_on")
    not_after_today(effective_on, "effective_on")
    if effective_on < agreed_on:
        raise Refusal(_("It cannot be in effect before it was agreed."), "effective_on")
    with on_file(case_file, by=by, at=at, kind="agree_carriage", key=key) as (this_act, case_file):
        allow(policies.may_agree_carriage(case_file, by))
        over_version(case_file, version)
        this_act.result("casetracker:file", ref=case_file.ref)
        agreement = CarriageAgreement(
            file=case_file, carriage=carriage, office=office, contact=contact.strip(), agreed_on=agreed_on, effective_on=effective_on
        )
        agreement.save()
        case_file.pending_agreement = agreement
        if lead_prosecutor is not None:
            give_access(case_file, lead_prosecutor, Access.LEAD_COUNSEL, at=at, reason=reason.strip(), field="lead_prosecutor")
        move = perform(getattr(case_file, AGREED[carriage]), act=this_act, happened_on=effective_on, reason=reason.strip())
        finish(case_file, this_act, move)
        tell(case_file, [access.user for access in case_file.accesses.current()], "casetracker/carriage_agreed")
    return case_file


DORMANT_MONTHS = 6


def _review_day(review_on: date, after: date) -> None:
    """Stop on a day to look at a dormant file again that is not ahead, or more than six months away."""
    needed(review_on, _("Enter the day to look at the file again."), "review_on")
    if review_on <= clock.today():
        raise Refusal(_("The day to look at the file again must lie ahead."), "review_on")
    if review_on > add_months(after, DORMANT_MONTHS):
        raise Refusal(_("A dormant file is looked at again within six months."), "review_on")


def make_dormant(
    *,
    case_file: CaseFile,
    review_on: date,
    by: User,
    at: datetime,
    happened_on: date,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Let a file rest (F6) because every accused is at large, unfit, stayed or under appeal; it is looked at again within six months.

    :raises TransitionRefused: an accused can be moved forward, or all are under appeal or over
    :raises Refusal: the day to look again is missing, behind, or more than six months away
    :raises PermissionDenied: ``by`` is no lead
    """
    with on_file(case_file, by=by, at=at, kind="make_dormant", key=key) as (this_act, case_file):
        allow(policies.may_make_dormant(case_file, by))
        this_act.result("casetracker:file", ref=case_file.ref)
        _review_day(review_on, clock.today())
        case_file.dormant_review_on = review_on
        move = perform(case_file.make_dormant, act=this_act, version=version, happened_on=happened_on, reason=reason.strip())
        finish(case_file, this_act, move)
    return case_file


def review_dormant(
    *, case_file: CaseFile, review_on: date, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> CaseFile:
    """Say that a lead looked at a dormant file, and when it is looked at again.

    :raises Refusal: the file is not dormant; the next day is missing, behind, or more than six months away
    :raises PermissionDenied: ``by`` is no lead
    """
    with on_file(case_file, by=by, at=at, kind="review_dormant", key=key) as (this_act, case_file):
        allow(policies.may_make_dormant(case_file, by))
        over_version(case_file, version)
        this_act.result("casetracker:file", ref=case_file.ref)
        if case_file.state != FileState.DORMANT:
            raise Refusal(_("The file is not dormant."))
        _review_day(review_on, clock.today())
        case_file.dormant_review_on = review_on
        case_file.save()
        finish(case_file, this_act)
    return case_file


REOPENED: dict[str, str] = {
    FileState.CARRIED: "reopen_as_carried",
    FileState.SHARED: "reopen_as_shared",
    FileState.ADVISORY: "reopen_as_advisory",
}


def reopen_file(
    *,
    case_file: CaseFile,
    decision: str,
    reopen_reason: str,
    reason: str,
    by: User,
    at: datetime,
    happened_on: date,
    lead_prosecutor: User | None = None,
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Take a file up again (F13), with a coded reason and words.

    :param decision: CARRIED, SHARED or ADVISORY
    :raises Refusal: no reason
    :raises PermissionDenied: ``by`` is no lead
    """
    if decision not in REOPENED:
        raise Refusal(_("Choose what the team does."), "decision")
    needed(reopen_reason in CaseFile.ReopenReason.values, _("Choose why the file comes back."), "reopen_reason")
    needed(reason.strip(), _("Say why."), "reason")
    with on_file(case_file, by=by, at=at, kind="reopen_file", key=key) as (this_act, case_file):
        allow(policies.may_reopen(case_file, by))
        this_act.result("casetracker:file", ref=case_file.ref)
        move = perform(
            getattr(case_file, REOPENED[decision]),
            act=this_act,
            version=version,
            happened_on=happened_on,
            reason=reason.strip(),
            reopen_reason=reopen_reason,
        )
        if lead_prosecutor is not None:
            give_access(case_file, lead_prosecutor, Access.LEAD_COUNSEL, at=at, reason=reason.strip(), field="lead_prosecutor")
        finish(case_file, this_act, move)
        tell(case_file, [access.user for access in case_file.accesses.current().counsel()], "casetracker/reopened")
    return case_file


def finish_advice(
    *,
    case_file: CaseFile,
    reason: str,
    by: User,
    at: datetime,
    happened_on: date,
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Conclude an advisory file because the advice is finished (F14).

    :raises Refusal: no reason
    :raises PermissionDenied: ``by`` is no lead
    """
    needed(reason.strip(), _("Say why."), "reason")
    with on_file(case_file, by=by, at=at, kind="finish_advice", key=key) as (this_act, case_file):
        this_act.result("casetracker:file", ref=case_file.ref)
        case_file.advice_finished_on = happened_on
        move = perform(case_file.finish_advice, act=this_act, version=version, happened_on=happened_on, reason=reason.strip())
        finish(case_file, this_act, move)
    return case_file
