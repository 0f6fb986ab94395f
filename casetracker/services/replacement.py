"""Counts replaced by others on a new document, and the delay clock that goes on from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import policies
from casetracker.models import ChargingDocument, ClockOrigin, Count, CountLineage, Proceeding
from casetracker.states import Forum, ProceedingState
from foundation.accounts.models import User
from foundation.records import Refusal
from foundation.workflow.transitions import perform

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version
from .indictment import IN_SUPERIOR_COURT, indict
from .intake import CountIn, InformationIn
from .papers import counts_of, document_of, new_counts


@dataclass
class ReplacementIn:
    """One new count as typed, and the counts it replaces; an old count may be named by several, and a new one may replace several."""

    new: CountIn
    old: Sequence[Count]


KEPT, CONFIRMED, NEW = "KEPT", "CONFIRMED", "NEW"


def replace_counts(
    *,
    proceeding: Proceeding,
    replacements: Sequence[ReplacementIn],
    document: InformationIn,
    by: User,
    at: datetime,
    kind: str = ChargingDocument.Kind.INFORMATION,
    clock: str = KEPT,
    reason: str = "",
    version: int | None = None,
    key: str | None = None,
) -> list[Count]:
    """Replace counts by others on a new information or indictment (C4), with who descends from whom; nothing counts as withdrawn.

    The delay clock goes on from the old counts unless counsel begins a new one; that it was kept waits to be confirmed by counsel unless
    said so now. New counts are laid (C1) and screened anew; on an indictment they stand at once (C6).

    :param clock: KEPT, CONFIRMED (kept, and counsel says so) or NEW (from the day of the new document)
    :raises TransitionRefused: an old count is no longer before the court
    :raises Refusal: no new count, one that replaces nothing, an indictment outside the Superior Court, a day ahead
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(proceeding, by=by, at=at, kind="replace_counts", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_replace(proceeding, by))
        over_version(proceeding, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=proceeding.ref)
        needed(replacements, _("Enter at least one new count."), "replacements")
        needed(clock in (KEPT, CONFIRMED, NEW), _("Say how the delay clock goes on."), "clock")
        needed(all(row.old for row in replacements), _("Say of each new count which count it replaces."), "replacements")
        indictment = kind == ChargingDocument.Kind.INDICTMENT
        superior = proceeding.forum == Forum.SCJ and proceeding.state in (ProceedingState.COMMITTED, *IN_SUPERIOR_COURT)
        if indictment and not superior:
            raise Refusal(_("An indictment replaces counts only before the Superior Court of Justice."), "kind")
        needed(document.sworn_on, _("Enter the day the document was sworn or filed."), "sworn_on")
        not_after_today(document.sworn_on, "sworn_on")
        on = document.sworn_on
        old = {count.pk: count for count in counts_of(proceeding, [count for row in replacements for count in row.old])}
        if any(row.new.offence_from > on for row in replacements):
            raise Refusal(_("An offence cannot begin after the document was sworn or filed."), "offence_from")
        if any(row.new.offence_to is not None and row.new.offence_to > on for row in replacements):
            raise Refusal(_("An offence cannot end after the document was sworn or filed."), "offence_to")
        court = document.court or next((count.document.court for count in old.values() if count.document), None)
        paper = document_of(proceeding, kind, document.number, on, court)
        made = []
        for row, count in zip(replacements, new_counts(proceeding, [row.new for row in replacements], by), strict=True):
            before = [old[one.pk] for one in row.old]
            count.proceeding = proceeding
            count.document, count.clock_origin = paper, _clock_after(proceeding, before, on, clock)
            count.joint_group = count.joint_group or before[0].joint_group
            count.complainant = count.complainant or before[0].complainant
            step = count.put_on_indictment if indictment else count.lay
            perform(step, act=this_act, happened_on=on, reason=reason)
            made.append(count)
            for one in before:
                CountLineage.objects.create(
                    old=one,
                    new=count,
                    kind=_lineage_kind(replacements, row, one),
                    on=on,
                    origin_kept=one.clock_origin_id == count.clock_origin_id,
                    confirmed_by=None if clock == KEPT else by,
                )
        cause = None
        for one in old.values():
            cause = perform(one.replace, act=this_act, happened_on=on, reason=reason)
        if indictment and proceeding.state == ProceedingState.COMMITTED:
            cause = indict(proceeding, this_act, on, reason, court, None)
        finish(case_file, this_act, cause)
    return made


def _clock_after(proceeding: Proceeding, before: list[Count], on: date, clock: str) -> ClockOrigin:
    origins = [count.clock_origin for count in before if count.clock_origin is not None]
    if clock != NEW and origins:
        return min(origins, key=lambda origin: (-origin.generation, origin.on, origin.pk))
    generation = max((origin.generation for origin in origins), default=1)
    same = {"proceeding": proceeding, "on": on, "kind": ClockOrigin.Kind.NEW_INFORMATION, "generation": generation}
    return ClockOrigin.objects.filter(**same).first() or ClockOrigin.objects.create(**same)


def _lineage_kind(replacements: Sequence[ReplacementIn], row: ReplacementIn, old: Count) -> str:
    if len({one.pk for one in row.old}) > 1:
        return CountLineage.Kind.JOINED
    times = sum(old.pk in {one.pk for one in other.old} for other in replacements)
    return CountLineage.Kind.SPLIT if times > 1 else CountLineage.Kind.REWORDED


def confirm_clock(*, line: CountLineage, by: User, at: datetime, version: int | None = None, key: str | None = None) -> CountLineage:
    """Confirm as counsel that the delay clock goes on from the count that was replaced.

    :raises Refusal: it was confirmed
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    with on_file(line.new, by=by, at=at, kind="confirm_clock", key=key) as (this_act, case_file):
        line = CountLineage.objects.select_related("new__proceeding").get(pk=line.pk)
        allow(policies.may_replace(case_file, by))
        over_version(line, version)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=line.new.proceeding.ref)
        if line.confirmed_by_id is not None:
            raise Refusal(_("This was confirmed already."))
        line.confirmed_by = by
        line.save()
        finish(case_file, this_act)
    return line
