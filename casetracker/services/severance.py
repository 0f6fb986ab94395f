"""Severing: counts of one accused go their own way, on a second proceeding of the same file."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from casetracker import guards, policies
from casetracker.models import Count, Election, Proceeding, Warrant
from casetracker.states import BEFORE_JUDGMENT, ENDED, CountState, ProceedingState
from foundation.accounts.models import User
from foundation.audit.acts import OpenAct
from foundation.records import Refusal
from foundation.workflow.models import Approval
from foundation.workflow.transitions import restore

from .base import allow, finish, locked, needed, not_after_today, on_file, over_version
from .delay import same_ledger

SEVERED_FROM = (
    *BEFORE_JUDGMENT,
    ProceedingState.GUILTY_AWAITING_SENTENCE,
    ProceedingState.UNFIT,
    ProceedingState.CROWN_STAYED,
    ProceedingState.WARRANT_OUT,
)
STAGE_OF_COUNT = ((CountState.ON_INDICTMENT, ProceedingState.INDICTED), (CountState.COMMITTED, ProceedingState.COMMITTED))
CARRIED_OVER = ("court", "courthouse", "forum", "custody", "trial_on", "trial_ends_on", "arraigned_on", "evidence_ended_on")


def second_proceeding(
    proceeding: Proceeding, this_act: OpenAct, *, happened_on: date, reason: str, state: str | None = None, parked_from: str | None = None
) -> Proceeding:
    """Make a second proceeding of the same accused, in the state of the first or in the one given. Inside an act."""
    made = Proceeding(file=proceeding.file, accused=proceeding.accused, severed_from=proceeding)
    made.save()
    for name in CARRIED_OVER:
        setattr(made, name, getattr(proceeding, name))
    made.parked_from = proceeding.parked_from if parked_from is None else parked_from
    restore(made, state or proceeding.state, act=this_act, happened_on=happened_on, reason=reason, name="sever")
    for appears in proceeding.appears.filter(appearance__result=""):
        type(appears).objects.create(appearance=appears.appearance, proceeding=made)
    same_ledger(proceeding, made)
    return made


def take_along(count: Count, proceeding: Proceeding, made: Proceeding) -> None:
    """Move a count to the second proceeding, with the start of its clock. Inside an act."""
    origin = count.clock_origin
    if origin is not None:
        same = {"on": origin.on, "kind": origin.kind, "generation": origin.generation}
        count.clock_origin = made.clock_origins.filter(**same).first() or made.clock_origins.create(
            **same, confirmed_by=origin.confirmed_by
        )
    count.proceeding = made
    count.save()


def sever(
    *,
    proceeding: Proceeding,
    counts: Sequence[Count],
    by: User,
    at: datetime,
    happened_on: date,
    reason: str,
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Sever counts of an accused into a proceeding of their own (section 591(3)), which starts where the first one stands.

    The election of the accused binds the second one too, and what parks her stands on both; her victims' views of the counts go along.

    :raises Refusal: no count, all of them, a count that is over, a day ahead, no reason, a stage at which nothing is severed
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(reason.strip(), _("Say why."), "reason")
    not_after_today(happened_on, "happened_on")
    with on_file(proceeding, by=by, at=at, kind="sever", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_sever(proceeding, by))
        over_version(proceeding, version)
        if proceeding.state not in SEVERED_FROM or not guards.file_is_active.look(proceeding).met:
            raise Refusal(_("Counts are severed only while the matter is before the court, on an active file."), "counts")
        chosen = [count for count in proceeding.counts.select_related("clock_origin") if count.pk in {one.pk for one in counts}]
        needed(chosen, _("Choose at least one count."), "counts")
        if any(count.state in ENDED for count in chosen):
            raise Refusal(_("A count that is over cannot be severed."), "counts")
        if not any(count.state not in ENDED for count in proceeding.counts.exclude(pk__in=[count.pk for count in chosen])):
            raise Refusal(_("At least one count that is not over must stay with the first proceeding."), "counts")
        made = second_proceeding(proceeding, this_act, happened_on=happened_on, reason=reason.strip())
        for count in chosen:
            take_along(count, proceeding, made)
            for view in proceeding.victim_views.filter(count=count):
                view.proceeding = made
                view.save()
        elected_alike(proceeding, made)
        parked_alike(proceeding, made)
        this_act.result("casetracker:accused", ref=case_file.ref, accused=made.ref)
        finish(case_file, this_act)
    return made


def rejoin(
    *,
    proceeding: Proceeding,
    by: User,
    at: datetime,
    happened_on: date,
    reason: str,
    version: int | None = None,
    key: str | None = None,
) -> Proceeding:
    """Join severed counts again with the proceeding that they left; what was severed off stays as a closed track without counts.

    Each count goes back with the start of its clock, its victims' views and the days in court that are still ahead.

    :raises Refusal: it was not severed, both do not stand at the same stage with the same election, a request on it waits, no reason
    :raises PermissionDenied: ``by`` is no counsel on the file
    """
    needed(reason.strip(), _("Say why."), "reason")
    not_after_today(happened_on, "happened_on")
    with on_file(proceeding, by=by, at=at, kind="rejoin", key=key) as (this_act, case_file):
        proceeding = locked(proceeding, case_file)
        allow(policies.may_rejoin(proceeding, by))
        over_version(proceeding, version)
        wrong = why_not_rejoined(proceeding)
        if wrong or proceeding.severed_from is None:
            raise Refusal(wrong)
        first = locked(proceeding.severed_from, case_file)
        for count in proceeding.counts.select_related("clock_origin"):
            take_along(count, proceeding, first)
        for view in proceeding.victim_views.all():
            view.proceeding = first
            view.save()
        ahead = {appears.appearance_id for appears in first.appears.all()}
        for appears in proceeding.appears.filter(appearance__result="").exclude(appearance__in=ahead):
            type(appears).objects.create(appearance=appears.appearance, proceeding=first)
        proceeding.rejoined_to = first
        restore(proceeding, ProceedingState.CONCLUDED, act=this_act, happened_on=happened_on, reason=reason.strip(), name="rejoin")
        this_act.result("casetracker:accused", ref=case_file.ref, accused=first.ref)
        finish(case_file, this_act)
    return first


def why_not_rejoined(proceeding: Proceeding) -> str:
    """Say why severed counts cannot be joined again with those they left; "" where they can."""
    first = proceeding.severed_from
    if first is None or proceeding.rejoined_to_id is not None:
        return _("These counts were not severed from others.")
    if proceeding.state not in BEFORE_JUDGMENT or first.state != proceeding.state or not guards.file_is_active.look(proceeding).met:
        return _("Severed counts are joined again only while both stand at the same stage before judgment, on an active file.")
    ours, theirs = proceeding.accused_election, first.accused_election
    if (ours.choice if ours else "") != (theirs.choice if theirs else ""):
        return _("The accused elected otherwise on the severed counts: record a re-election first.")
    if guards.open_request(proceeding) is not None or Approval.objects.of(proceeding).waiting().exists():
        return _("A request on the severed counts still waits for its answer.")
    return ""


def elected_alike(proceeding: Proceeding, made: Proceeding) -> None:
    """Have the last election of the accused bind the second proceeding too. Inside an act."""
    last = proceeding.accused_election
    if last is not None:
        names = ("kind", "choice", "on", "deemed", "prelim_requested", "is_reelection", "as_of_right", "consent_on")
        Election.objects.create(proceeding=made, **{name: getattr(last, name) for name in names})


def parked_alike(proceeding: Proceeding, made: Proceeding) -> None:
    """Have the open warrant or finding of the accused stand on the second proceeding too: it ends on each by itself. Inside an act."""
    warrant = proceeding.open_warrant
    if warrant is not None:
        Warrant.objects.create(proceeding=made, kind=warrant.kind, issued_on=warrant.issued_on, note=warrant.note)
    finding = proceeding.open_finding
    if finding is not None:
        made.fitness_findings.create(unfit_on=finding.unfit_on, prima_facie_due_on=finding.prima_facie_due_on)


def sever_stayed(proceeding: Proceeding, counts: Sequence[Count], this_act: OpenAct, *, happened_on: date, reason: str) -> Proceeding:
    """Sever counts stayed beside a sentenced one, so that they can be recommenced, into a stayed proceeding. Inside an act."""
    if any(count.state != CountState.CROWN_STAYED for count in counts):
        raise Refusal(_("Only a count that the Crown stayed can be recommenced."), "counts")
    stages = {count.parked_from for count in counts}
    before = next((stage for count, stage in STAGE_OF_COUNT if count in stages), ProceedingState.INTAKE)
    made = second_proceeding(
        proceeding, this_act, happened_on=happened_on, reason=reason, state=ProceedingState.CROWN_STAYED, parked_from=before
    )
    made.trial_on = made.trial_ends_on = made.arraigned_on = made.evidence_ended_on = None  # that trial was the other counts'
    made.save()
    for count in counts:
        take_along(count, proceeding, made)
    elected_alike(proceeding, made)
    return made
