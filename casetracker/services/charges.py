"""Charges as they are put together: several counts against several accused in one act, which text each rests on, and s. 286.5."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from casetracker import guards, policies
from casetracker.models import CaseFile, Count, Proceeding
from foundation.accounts.models import User
from foundation.law.models import OffenceVersion
from foundation.records import Refusal
from foundation.records.refs import new_ref
from foundation.workflow.models import Approval

from .base import allow, finish, locked, needed, on_file, over_version, tell
from .counts import locked_count
from .intake import OWN_SERVICES, CountIn, ask_lead, enter_asked, keep_texts, propose, still_before_court


@dataclass
class ChargeIn:
    """One count as typed, and the accused against whom it is entered; ``jointly`` where they are charged with it together."""

    count: CountIn
    accused: Sequence[Proceeding]
    jointly: bool = False


def add_charges(*, case_file: CaseFile, charges: Sequence[ChargeIn], by: User, at: datetime, key: str | None = None) -> list[Count]:
    """Propose counts against one or several accused of a file in one act; a count charged jointly is one row for each, in one group.

    :raises PermissionDenied: ``by`` may not
    :raises Refusal: nothing was typed, an accused is no longer before the court, or what was typed does not hold
    """
    with on_file(case_file, by=by, at=at, kind="add_charges", key=key) as (this_act, case_file):
        allow(policies.may_propose_count(case_file, by))
        this_act.result("casetracker:charges", ref=case_file.ref)
        needed(charges, _("Choose at least one offence."), "counts")
        made = []
        places: dict[int, int] = {}
        for charge in charges:
            needed(charge.accused, _("Choose against whom."), "accused")
            group = new_ref() if charge.jointly and len(charge.accused) > 1 else ""
            for one in charge.accused:
                if one.file_id != case_file.pk:
                    raise Refusal(_("Choose accused of this file."), "accused")
                proceeding = locked(one, case_file)
                still_before_court(proceeding)
                place = places.setdefault(proceeding.pk, proceeding.counts.count() + 1)
                places[proceeding.pk] += 1
                typed = replace(charge.count, joint_group=charge.count.joint_group or group)
                made.append(propose(proceeding, typed, place, by=by))
        finish(case_file, this_act)
    return made


def choose_texts(
    *,
    count: Count,
    chosen: Mapping[str, OffenceVersion | None],
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> Count:
    """Record as counsel which text a count rests on, where its period reaches over a change of the law.

    :param chosen: by what it is about ("" the offence itself, else a rule that goes with it), the text; None is the law before the rule
    :raises Refusal: nothing is chosen, or a text that is not asked about
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(count, by=by, at=at, kind="choose_texts", key=key) as (this_act, case_file):
        count = locked_count(count, case_file)
        allow(policies.may_choose_text(count, by))
        over_version(count, version)
        this_act.result("casetracker:charges", ref=case_file.ref)
        needed(chosen, _("Choose which text the count rests on."), "texts")
        keep_texts(count, chosen, by)
        text = chosen.get("")
        if text is not None and text.pk != count.offence_id:
            count.offence = text
            if not text.is_hybrid:
                count.mode = ""
        count.save()
        finish(case_file, this_act)
    return count


# A victim of the file as accused: section 286.5


def waiting_own_services(proceeding: Proceeding) -> Approval | None:
    """Give the request to charge a victim of the file under sections 286.1 to 286.4 that no lead decided yet."""
    return Approval.objects.of(proceeding).waiting().filter(move=OWN_SERVICES).first()


def ask_own_services(
    *,
    proceeding: Proceeding,
    offences: Sequence[OffenceVersion],
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> Approval:
    """Ask a lead whether a victim of the file may be accused of these offences: nobody is prosecuted for her own services (s. 286.5).

    :raises Refusal: no reason, no offence, the accused is no victim of the file, an offence that needs no lead, a request that waits
    :raises PermissionDenied: ``by`` may not propose counts
    """
    needed(reason.strip(), _("Say why."), "reason")
    with on_file(proceeding, by=by, at=at, kind="ask_own_services", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_propose_count(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        needed(offences, _("Choose at least one offence."), "offences")
        if not guards.is_victim_of_file(proceeding):
            raise Refusal(_("This accused bears the name of no victim of this file: no lead needs to be asked."))
        if any(not offence.own_services for offence in offences):
            raise Refusal(_("For this offence no lead needs to be asked."), "offences")
        if waiting_own_services(proceeding) is not None:
            raise Refusal(_("A lead was asked already and has not decided."))
        approval = ask_lead(proceeding, offences, reason, this_act)
        finish(case_file, this_act)
    return approval


def decide_own_services(
    *,
    approval: Approval,
    granted: bool,
    by: User,
    at: datetime,
    answer: str,
    version: int | None = None,
    key: str | None = None,
) -> Approval:
    """Say as a lead whether a victim of the file may be accused of the offences asked about; counts that waited for it are entered.

    :raises Refusal: it was decided, the lead asked for it, no reason is given, counts wait and the matter is no longer before the court
    :raises PermissionDenied: ``by`` is no lead who may see the file
    """
    needed(answer.strip(), _("Say why."), "answer")
    subject = approval.subject
    with on_file(subject, by=by, at=at, kind="decide_own_services", key=key) as (this_act, case_file):
        proceeding = locked(subject, case_file)
        approval = Approval.objects.select_related("asked_by").get(pk=approval.pk)
        allow(policies.may_decide_own_services(proceeding, by))
        over_version(approval, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        if approval.decided_at is not None:
            raise Refusal(_("This request was decided already."))
        if approval.asked_by_id == by.pk:
            raise Refusal(_("Another lead must decide what you asked for yourself."))
        approval.granted, approval.answer = granted, answer.strip()
        approval.decided_by, approval.decided_at = by, at
        approval.save()
        move = enter_asked(proceeding, approval, this_act) if granted else None
        finish(case_file, this_act, move)
        tell(case_file, [approval.asked_by], "casetracker/own_services_granted" if granted else "casetracker/own_services_refused")
    return approval
