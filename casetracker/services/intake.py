"""From referral to the lead's decision: open a file in one act, look for conflicts, decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casetracker import guards, policies, texts
from casetracker.matching import name_key, same_person
from casetracker.models import (
    CaseFile,
    ChargingDocument,
    ClockOrigin,
    ConflictName,
    Count,
    DuplicateHint,
    FileAccess,
    Participant,
    Proceeding,
    TextChoice,
)
from casetracker.search_documents import reindex_papers
from casetracker.states import TERMINAL, Access, CountState, Custody, FileState, ProceedingState
from foundation import clock
from foundation.accounts.models import Agency, Office, Role, User
from foundation.audit.acts import OpenAct, act
from foundation.law.models import Court, OffenceVersion
from foundation.records import Refusal
from foundation.search.port import reindex
from foundation.workflow.models import Approval, Move
from foundation.workflow.transitions import perform

from .base import allow, finish, leads_who_may_see, needed, not_after_today, on_file, over_version, tell
from .files import close_access, give_access


@dataclass
class CountIn:
    """One proposed or laid count as typed; ``joint_group`` is any text shared by counts laid jointly.

    ``texts`` says which text of the law it rests on where its period reaches over a change: by "" for the offence itself, or by a rule that
    goes with it; what counsel types is kept as her decision.
    """

    offence: OffenceVersion
    offence_from: date
    offence_to: date | None = None
    number: int | None = None
    place: str = ""
    wording: str = ""
    complainant: Participant | None = None
    joint_group: str = ""
    texts: dict[str, OffenceVersion | None] = field(default_factory=dict)


@dataclass
class InformationIn:
    """An information as typed."""

    number: str
    sworn_on: date
    court: Court | None = None


@dataclass
class AccusedIn:
    """One accused as typed at intake; with ``information`` the counts are laid, without it they are proposed.

    ``own_services_reason`` says why a victim of the file is accused of what s. 286.5 protects: a lead is asked, and those counts wait.
    """

    family_name: str
    given_name: str = ""
    birth_date: date | None = None
    is_youth: bool = False
    language: str = ""
    custody: str = Custody.NOT_ARRESTED
    counts: list[CountIn] = field(default_factory=list)
    information: InformationIn | None = None
    own_services_reason: str = ""


@dataclass
class NameIn:
    """A name for the conflict check as typed; ``kind`` is one of ConflictName.Kind."""

    name: str
    kind: str


def open_case_file(
    *,
    by: User,
    at: datetime,
    agency: Agency | None,
    office: Office | None,
    occurrence_number: str,
    accused: list[AccusedIn],
    conflict_names: Sequence[NameIn] = (),
    names_complete: bool = False,
    referred_on: date | None = None,
    joint_with_ppsc: bool = False,
    key: str | None = None,
) -> CaseFile:
    """Open a file with its accused, counts, papers and names in one act; start the conflict check where the names are complete.

    Laid counts go through C1 and their accused through A1, dated the day the information was sworn. Matches with other files are kept as
    hints; one that ``by`` may not see is shown to nobody and becomes a notice to the leads who may see both files.

    :raises Refusal: nobody is accused, a birth date or sworn date lies ahead, an information without counts
    :raises PermissionDenied: ``by`` may not open files
    """
    allow(policies.may_open_case_file(by))
    needed(accused, _("Name at least one accused."), "accused")
    not_after_today(referred_on, "referred_on")
    with act(by=by, at=at, kind="open_case_file", key=key) as this_act:
        case_file = CaseFile(
            agency=agency,
            office=office,
            occurrence_number=occurrence_number.strip(),
            joint_with_ppsc=joint_with_ppsc,
            referred_on=referred_on or clock.today(),
            names_complete=names_complete,
            opened_by=by,
        )
        case_file.save()
        this_act.result("casetracker:file", ref=case_file.ref)
        if by.is_role(Role.PRO):
            FileAccess.objects.create(file=case_file, user=by, acting_as=Access.COUNSEL, from_at=at, for_intake=True)
        for name in conflict_names:
            if name.name.strip():
                ConflictName.objects.create(file=case_file, name=name.name.strip(), kind=name.kind)
        cause = None
        for person in accused:
            cause = _enter_accused(case_file, person, this_act) or cause
        if names_complete:
            cause = perform(case_file.start_conflict_check, act=this_act, happened_on=clock.today())
        find_matches(case_file, this_act)
        finish(case_file, this_act, cause)
    return case_file


def _enter_accused(case_file: CaseFile, person: AccusedIn, this_act: OpenAct) -> Move | None:
    """Enter an accused with a proceeding and counts; lay the counts that stand on an information."""
    needed(person.family_name.strip(), _("Enter the family name of the accused."), "family_name")
    not_after_today(person.birth_date, "birth_date")
    participant = Participant(
        file=case_file,
        kind=Participant.Kind.ACCUSED,
        given_name=person.given_name.strip(),
        family_name=person.family_name.strip(),
        birth_date=person.birth_date,
        is_youth=person.is_youth,
        language=person.language,
    )
    participant.save()
    reindex(participant)
    proceeding = Proceeding(file=case_file, accused=participant, custody=person.custody)
    proceeding.save()
    waiting = _waiting_for_lead(proceeding, person)
    free = [count for count in person.counts if count not in waiting]
    rows = [propose(proceeding, count, place, by=this_act.by) for place, count in enumerate(free, start=1)]
    if waiting:
        offences = [count.offence for count in waiting]
        ask_lead(proceeding, offences, person.own_services_reason, this_act, counts=waiting, information=person.information)
    if person.information is None or (waiting and not rows):
        return None
    needed(rows, _("An information has at least one count."), "counts")
    return put_on_information(proceeding, rows, person.information, this_act)


# A victim of the file as accused: section 286.5

OWN_SERVICES = "own_services"


def _waiting_for_lead(proceeding: Proceeding, person: AccusedIn) -> list[CountIn]:
    """The counts that wait for a lead's answer, where it was said why one is asked."""
    if not person.own_services_reason.strip():
        return []
    return [count for count in person.counts if not guards.own_services_approved_for(proceeding, count.offence)]


def ask_lead(
    proceeding: Proceeding,
    offences: Sequence[OffenceVersion],
    reason: str,
    this_act: OpenAct,
    *,
    counts: Sequence[CountIn] = (),
    information: InformationIn | None = None,
) -> Approval:
    """Keep that a lead is asked, with the counts that are entered when she agrees and the paper they stand on. Inside an act."""
    for count in counts:
        check_count(count)
        if information is not None:
            within_paper(count.offence_from, count.offence_to, information.sworn_on)
    facts: dict[str, Any] = {"provisions": sorted({offence.provision_key for offence in offences})}
    if counts:
        facts["counts"] = [
            {
                "offence": count.offence.code,
                "from": count.offence_from.isoformat(),
                "to": count.offence_to.isoformat() if count.offence_to else None,
                "number": count.number,
            }
            for count in counts
        ]
    if counts and information is not None:
        needed(information.number.strip(), _("Enter the number of the information."), "information_number")
        not_after_today(information.sworn_on, "sworn_on")
        court = information.court.code if information.court else ""
        facts["information"] = {"number": information.number.strip(), "sworn_on": information.sworn_on.isoformat(), "court": court}
    approval = Approval(
        subject_label=proceeding._meta.label,
        subject_ref=proceeding.ref,
        move=OWN_SERVICES,
        facts=facts,
        asked_by=this_act.by,
        asked_at=this_act.at,
        reason=reason.strip(),
    )
    approval.save()
    tell(proceeding.file, leads_who_may_see(proceeding.file), "casetracker/own_services_asked")
    return approval


def counts_asked(approval: Approval) -> list[CountIn]:
    """The counts that are entered when a lead agrees, as they were typed."""
    return [
        CountIn(
            offence=OffenceVersion.objects.get(code=typed["offence"]),
            offence_from=date.fromisoformat(typed["from"]),
            offence_to=date.fromisoformat(typed["to"]) if typed["to"] else None,
            number=typed["number"],
        )
        for typed in approval.facts.get("counts", [])
    ]


def enter_asked(proceeding: Proceeding, approval: Approval, this_act: OpenAct) -> Move | None:
    """Enter the counts to which a lead agreed, and lay them where police did. Inside an act."""
    typed = counts_asked(approval)
    if not typed:
        return None
    still_before_court(proceeding)
    first = proceeding.counts.count() + 1
    rows = [propose(proceeding, count, place, by=this_act.by) for place, count in enumerate(typed, start=first)]
    paper = approval.facts.get("information")
    if not paper:
        return None
    court = Court.objects.filter(code=paper["court"]).first()
    information = InformationIn(paper["number"], date.fromisoformat(paper["sworn_on"]), court)
    return put_on_information(proceeding, rows, information, this_act)


def check_count(count: CountIn) -> None:
    """Stop where what was typed of a count does not hold.

    :raises Refusal: a rule and no offence, a period that is not over or that no text of the offence covers
    """
    if count.offence.kind != OffenceVersion.Kind.OFFENCE:
        raise Refusal(_("%(provision)s is a rule, not an offence that can be charged.") % {"provision": count.offence.citation}, "offence")
    if count.offence_to is not None and count.offence_to < count.offence_from:
        raise Refusal(_("The offence ends before it begins."), "offence_to")
    not_after_today(count.offence_from, "offence_from")
    not_after_today(count.offence_to, "offence_to")
    needed(not (wrong := texts.why_not(count.offence, count.offence_from, count.offence_to)), wrong, "offence_from")


def propose(proceeding: Proceeding, count: CountIn, place: int, *, by: User) -> Count:
    """Enter one proposed count. Inside an act.

    :raises Refusal: a rule and no offence, a period that is not over or that no text of the offence covers, a victim's own services
    """
    check_count(count)
    own_services_allowed(proceeding, count.offence)
    row = Count(
        proceeding=proceeding,
        offence=count.offence,
        number=count.number or place,
        offence_from=count.offence_from,
        offence_to=count.offence_to,
        place=count.place,
        wording=count.wording,
        complainant=count.complainant,
        joint_group=count.joint_group[:12],
    )
    row.save()
    keep_texts(row, count.texts, by)
    return row


def own_services_allowed(proceeding: Proceeding, offence: OffenceVersion) -> None:
    """Stop where a victim of the file would be accused of her own services and no lead said yes (section 286.5)."""
    if not guards.own_services_approved_for(proceeding, offence):
        raise Refusal(guards.OWN_SERVICES % {"citation": offence.citation}, "offence")


def keep_texts(count: Count, chosen: Mapping[str, OffenceVersion | None], by: User) -> None:
    """Keep which text a count rests on, as counsel's decision; what somebody else typed waits for counsel. Inside an act.

    :raises Refusal: a text that is not asked about
    """
    if not chosen or not policies.may_choose_text(count, by):
        return
    charged_on = count.document.sworn_on if count.document else None
    asked = {question.about: question for question in texts.questions(count.offence, count.offence_from, count.offence_to, charged_on)}
    for about, text in chosen.items():
        question = asked.get(about)
        if question is None or text not in [option.text for option in question.options]:
            raise Refusal(_("Choose one of the texts that held in the period of the offence."), "texts")
        TextChoice.objects.create(count=count, provision=about, text=text, chosen_by=by, chosen_on=clock.today())


def within_paper(first: date, last: date | None, paper_on: date) -> None:
    """Stop where an offence begins or ends after the paper it stands on."""
    if first > paper_on:
        raise Refusal(_("An offence cannot begin after the information was sworn."), "offence_from")
    if last is not None and last > paper_on:
        raise Refusal(_("An offence cannot end after the information was sworn."), "offence_to")


def put_on_information(proceeding: Proceeding, counts: list[Count], information: InformationIn, this_act: OpenAct) -> Move | None:
    """Lay proposed counts on an information (C1) and charge an accused who was not (A1); the clock begins on the day it was sworn."""
    needed(information.number.strip(), _("Enter the number of the information."), "information_number")
    not_after_today(information.sworn_on, "sworn_on")
    number = information.number.strip()
    document = ChargingDocument.objects.filter(file=proceeding.file, number=number, sworn_on=information.sworn_on).first()
    if document is None:
        document = ChargingDocument.objects.create(
            file=proceeding.file, number=number, sworn_on=information.sworn_on, court=information.court
        )
    origin = proceeding.clock_origins.filter(on=information.sworn_on).order_by("-generation").first()
    if origin is None:
        origin = ClockOrigin.objects.create(proceeding=proceeding, on=information.sworn_on, kind=ClockOrigin.Kind.SWORN)
    move = None
    for count in counts:
        within_paper(count.offence_from, count.offence_to, information.sworn_on)
        count.proceeding = proceeding
        count.document, count.clock_origin = document, origin
        move = perform(count.lay, act=this_act, happened_on=information.sworn_on)
    if proceeding.state == proceeding.first_state():
        if proceeding.court_id is None and information.court is not None:
            proceeding.court = information.court
        move = perform(proceeding.charge, act=this_act, happened_on=information.sworn_on)
    return move


# Conflicts and duplicates


@dataclass(frozen=True)
class Match:
    """Another file that has a name or the occurrence number in common with what was typed."""

    case_file: CaseFile
    kind: str


def matches_for(
    *, agency: Agency | None, occurrence_number: str, people: list[tuple[str, date | None]], apart_from: CaseFile | None = None
) -> list[Match]:
    """Find files with the same occurrence, or a person of that name and no other birth date; the caller narrows to who may see them."""
    others = CaseFile.objects.exclude(pk=apart_from.pk) if apart_from else CaseFile.objects.all()
    found: dict[tuple[int, str], Match] = {}
    if occurrence_number.strip():
        same = others.filter(occurrence_number__iexact=occurrence_number.strip())
        for other in same.filter(agency=agency) if agency else same:
            found[other.pk, DuplicateHint.Kind.OCCURRENCE] = Match(other, DuplicateHint.Kind.OCCURRENCE)
    keys = {key: born for name, born in people if (key := name_key(name))}
    for participant in Participant.objects.filter(file__in=others, name_key__in=keys).select_related("file"):
        if same_person(participant.birth_date, keys[participant.name_key]):
            found[participant.file_id, DuplicateHint.Kind.NAME] = Match(participant.file, DuplicateHint.Kind.NAME)
    for name in ConflictName.objects.filter(file__in=others, name_key__in=keys).select_related("file"):
        found[name.file_id, DuplicateHint.Kind.NAME] = Match(name.file, DuplicateHint.Kind.NAME)
    return list(found.values())


def duplicates_for(user: User, *, agency: Agency | None, occurrence_number: str, people: list[tuple[str, date | None]]) -> list[Match]:
    """List the matches that this person may see, for the warning on the intake page."""
    found = matches_for(agency=agency, occurrence_number=occurrence_number, people=people)
    visible = set(CaseFile.objects.visible_to(user).filter(pk__in=[match.case_file.pk for match in found]).values_list("pk", flat=True))
    return [match for match in found if match.case_file.pk in visible]


def find_matches(case_file: CaseFile, this_act: OpenAct) -> list[DuplicateHint]:
    """Keep a hint for each file that matches; a match the person may not see becomes a notice to leads who may see both."""
    people = [(participant.full_name, participant.birth_date) for participant in case_file.participants.all()]
    people += [(name.name, None) for name in case_file.conflict_names.all()]
    made = []
    for match in matches_for(agency=case_file.agency, occurrence_number=case_file.occurrence_number, people=people, apart_from=case_file):
        hint, is_new = DuplicateHint.objects.get_or_create(
            file=case_file, other=match.case_file, kind=match.kind, defaults={"found_on": clock.today()}
        )
        if not is_new:
            continue
        made.append(hint)
        if not policies.may_see(match.case_file, this_act.by):
            tell(case_file, leads_who_may_see(case_file, match.case_file), "casetracker/match_elsewhere")
    return made


def add_conflict_names(
    *,
    case_file: CaseFile,
    names: list[NameIn],
    names_complete: bool,
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Add names for the conflict check, say whether they are complete, and look for matches.

    :raises PermissionDenied: ``by`` may not
    """
    with on_file(case_file, by=by, at=at, kind="add_conflict_names", key=key) as (this_act, case_file):
        allow(policies.may_start_conflict_check(case_file, by))
        over_version(case_file, version)
        this_act.result("casetracker:file", ref=case_file.ref)
        for name in names:
            if name.name.strip():
                ConflictName.objects.create(file=case_file, name=name.name.strip(), kind=name.kind)
        if case_file.names_complete != names_complete:
            case_file.names_complete = names_complete
            case_file.save()
        find_matches(case_file, this_act)
        finish(case_file, this_act)
    return case_file


def check_conflicts(
    *, case_file: CaseFile, by: User, at: datetime, version: int | None = None, key: str | None = None, happened_on: date | None = None
) -> CaseFile:
    """Start the conflict check (F1) and look for matches.

    :raises TransitionRefused: the names are not complete, or the check was started
    """
    with on_file(case_file, by=by, at=at, kind="check_conflicts", key=key) as (this_act, case_file):
        this_act.result("casetracker:file", ref=case_file.ref)
        move = perform(case_file.start_conflict_check, act=this_act, version=version, happened_on=happened_on or clock.today())
        find_matches(case_file, this_act)
        finish(case_file, this_act, move)
    return case_file


def resolve_hint(*, hint: DuplicateHint, by: User, at: datetime, version: int | None = None, key: str | None = None) -> DuplicateHint:
    """Say that a match was looked at.

    :raises PermissionDenied: ``by`` is no lead on both files
    """
    with on_file(hint, by=by, at=at, kind="resolve_hint", key=key) as (this_act, case_file):
        hint = DuplicateHint.objects.get(pk=hint.pk)
        allow(policies.is_lead(case_file, by) and policies.may_see(hint.other, by))
        over_version(hint, version)
        this_act.result("casetracker:file", ref=case_file.ref)
        hint.resolved_on = clock.today()
        hint.save()
    return hint


DECISIONS: dict[str, str] = {
    FileState.DECLINED: "decline",
    FileState.ADVISORY: "take_as_advisory",
    FileState.PRECHARGE: "take_before_charge",
    FileState.CARRIED: "take_carriage",
    FileState.SHARED: "share_carriage",
}


def decide_intake(
    *,
    case_file: CaseFile,
    decision: str,
    by: User,
    at: datetime,
    conflict_cleared: bool = False,
    lead_prosecutor: User | None = None,
    co_counsel: Sequence[User] = (),
    local_crown: User | None = None,
    decline_reason: str = "",
    reason: str = "",
    happened_on: date | None = None,
    version: int | None = None,
    key: str | None = None,
) -> CaseFile:
    """Decide what the team does with a file (F2): decline with a coded reason, advise, take before charge, carry or share.

    Names the people on the file, ends the access of who opened the intake, and tells those concerned.

    :param decision: a state: DECLINED, ADVISORY, PRECHARGE, CARRIED or SHARED
    :raises TransitionRefused: the conflict check is open, no lead prosecutor, no information though charged; lists them
    :raises Refusal: no coded reason to decline, a walled prosecutor
    :raises PermissionDenied: ``by`` is no lead
    """
    if decision not in DECISIONS:
        raise Refusal(_("Choose what the team does."), "decision")
    with on_file(case_file, by=by, at=at, kind="decide_intake", key=key) as (this_act, case_file):
        allow(policies.may_decide_intake(case_file, by))
        this_act.result("casetracker:file", ref=case_file.ref)
        if conflict_cleared:
            case_file.conflict_cleared_on = case_file.conflict_cleared_on or clock.today()
        changes: dict[str, Any] = {}
        told: list[User] = []
        if decision == FileState.DECLINED:
            needed(decline_reason in CaseFile.DeclineReason.values, _("Choose why the team declines."), "decline_reason")
            changes["decline_reason"] = decline_reason
        else:
            if lead_prosecutor is not None:
                give_access(case_file, lead_prosecutor, Access.LEAD_COUNSEL, at=at, reason=reason, field="lead_prosecutor")
                told.append(lead_prosecutor)
            for person in co_counsel:
                give_access(case_file, person, Access.COUNSEL, at=at, reason=reason, field="co_counsel")
                told.append(person)
            if local_crown is not None:
                give_access(case_file, local_crown, Access.LOCAL_CROWN, at=at, reason=reason, field="local_crown")
        move = perform(
            getattr(case_file, DECISIONS[decision]),
            act=this_act,
            version=version,
            happened_on=happened_on or clock.today(),
            reason=reason,
            **changes,
        )
        for access in case_file.accesses.current().filter(for_intake=True):
            close_access(access, at)
        case_file.__dict__.pop("_access_of", None)
        finish(case_file, this_act, move)
        tell(case_file, told, "casetracker/assigned")
        if case_file.opened_by not in told:
            tell(case_file, [case_file.opened_by], "casetracker/intake_decided")
    return case_file


def add_accused(
    *, case_file: CaseFile, accused: AccusedIn, by: User, at: datetime, version: int | None = None, key: str | None = None
) -> Proceeding:
    """Add an accused, with proposed or laid counts, to a file.

    :raises PermissionDenied: ``by`` may not
    :raises Refusal: what was typed does not hold
    """
    with on_file(case_file, by=by, at=at, kind="add_accused", key=key) as (this_act, case_file):
        allow(policies.may_add_accused(case_file, by))
        over_version(case_file, version)
        cause = _enter_accused(case_file, accused, this_act)
        proceeding = case_file.proceedings.latest("pk")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        find_matches(case_file, this_act)
        finish(case_file, this_act, cause, narrowed=accused.is_youth)
        if accused.is_youth:
            reindex_papers(case_file, narrowed=True)
    return proceeding


NOT_BEFORE_COURT = (*TERMINAL, ProceedingState.CROWN_STAYED, ProceedingState.UNDER_APPEAL, ProceedingState.NCR_SUPERVISED)


def still_before_court(proceeding: Proceeding) -> None:
    """Stop where the matter is over, stayed or elsewhere: a count that comes then is a new charge, by itself or beside it."""
    if proceeding.state in NOT_BEFORE_COURT:
        raise Refusal(_("The matter against this accused is not before the court: record a new charge instead."))


def propose_counts(
    *, proceeding: Proceeding, counts: list[CountIn], by: User, at: datetime, version: int | None = None, key: str | None = None
) -> list[Count]:
    """Add proposed counts against an accused.

    :raises PermissionDenied: ``by`` may not
    :raises Refusal: what was typed does not hold
    """
    with on_file(proceeding, by=by, at=at, kind="propose_counts", key=key) as (this_act, case_file):
        proceeding = Proceeding.objects.get(pk=proceeding.pk)
        proceeding.file = case_file
        allow(policies.may_propose_count(proceeding, by))
        over_version(proceeding, version)
        still_before_court(proceeding)
        needed(counts, _("Choose at least one offence."), "counts")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        first = proceeding.counts.count() + 1
        rows = [propose(proceeding, count, place, by=by) for place, count in enumerate(counts, start=first)]
        finish(case_file, this_act)
    return rows


def lay_information(
    *,
    proceeding: Proceeding,
    information: InformationIn,
    counts: Sequence[Count],
    by: User,
    at: datetime,
    laid_as: Mapping[str, CountIn] | None = None,
    added: Sequence[CountIn] = (),
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that counts were laid on an information (C1), and the charge against an accused who had none (A1).

    What was advised stays in the history of each count, so that what police laid can be held against it.

    :param laid_as: what police laid in place of a proposed count, by the ref of the count: another offence, other dates
    :param added: what police laid though nobody proposed it
    :raises TransitionRefused: a count is not PROPOSED, the file is not active
    :raises Refusal: number or sworn date is missing or wrong, a period after it, an offence that does not fit its period
    """
    with on_file(proceeding, by=by, at=at, kind="lay_information", key=key) as (this_act, case_file):
        proceeding = Proceeding.objects.get(pk=proceeding.pk)
        proceeding.file = case_file
        allow(policies.may_lay(proceeding, by))
        over_version(proceeding, version)
        still_before_court(proceeding)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        rows = list(proceeding.counts.filter(pk__in=[count.pk for count in counts], state=CountState.PROPOSED))
        needed(rows or added, _("Choose at least one proposed count."), "counts")
        for count in rows:
            if count.ref in (laid_as or {}):
                laid_otherwise(count, (laid_as or {})[count.ref], proceeding)
        first = proceeding.counts.count() + 1
        rows += [propose(proceeding, count, place, by=by) for place, count in enumerate(added, start=first)]
        move = put_on_information(proceeding, rows, information, this_act)
        finish(case_file, this_act, move)
    return proceeding


def laid_otherwise(count: Count, laid: CountIn, proceeding: Proceeding) -> None:
    """Give a proposed count the offence and dates under which police laid it. Inside an act; the step that lays it saves them."""
    if laid.offence_to is not None and laid.offence_to < laid.offence_from:
        raise Refusal(_("The offence ends before it begins."), "offence_to")
    needed(not (wrong := texts.why_not(laid.offence, laid.offence_from, laid.offence_to)), wrong, "offence_from")
    own_services_allowed(proceeding, laid.offence)
    count.offence, count.offence_from, count.offence_to = laid.offence, laid.offence_from, laid.offence_to
    count.number = laid.number or count.number


def record_police_decision(
    *,
    proceeding: Proceeding,
    not_laid: list[Count],
    decided_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Record that police decided not to lay counts (C1); where none is left the accused is concluded (A29).

    :raises TransitionRefused: a count is not PROPOSED, the file is not active
    """
    with on_file(proceeding, by=by, at=at, kind="record_police_decision", key=key) as (this_act, case_file):
        proceeding = Proceeding.objects.get(pk=proceeding.pk)
        proceeding.file = case_file
        allow(policies.may_lay(proceeding, by))
        over_version(proceeding, version)
        not_after_today(decided_on, "decided_on")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        rows = list(proceeding.counts.filter(pk__in=[count.pk for count in not_laid]))
        needed(rows, _("Choose at least one proposed count."), "counts")
        move = None
        for count in rows:
            count.proceeding = proceeding
            count.police_decided_on = decided_on
            move = perform(count.not_lay, act=this_act, happened_on=decided_on, reason=reason)
        finish(case_file, this_act, move)
    return proceeding
