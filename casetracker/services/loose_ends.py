"""What has no matter any more: ended in the act that ended the matter, so that nothing stays open of an accused who is over."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from casetracker import bail, guards
from casetracker.models import BailCondition, BailHearing, Count, Proceeding, ReleaseOrder, Surety
from casetracker.states import AFTER_GUILT, HELD, LIVE, TERMINAL, CountState, Custody, ProceedingState
from foundation.accounts.models import User
from foundation.workflow.models import Approval, Correctable, Move


def end_what_is_left(proceeding: Proceeding) -> None:
    """End what is open of an accused who is over or stayed by the Crown, on the day of the step that took her there. Inside an act.

    A warrant and a finding that she is unfit end with either. A program under way is kept through a Crown stay, which may bring its counts
    back into it. A stay ends with the death alone: beside a sentence it can still be recommenced.
    """
    over = proceeding.state in TERMINAL
    if not over and proceeding.state != ProceedingState.CROWN_STAYED:
        return
    warrants = [row for row in proceeding.warrants.all() if row.is_out]
    left = [(row, row.issued_on) for row in warrants]
    left += [(row, row.unfit_on) for row in proceeding.fitness_findings.all() if row.is_open]
    if over:
        left += [(row, row.consent_on) for row in proceeding.measures.all() if row.is_running]
        left += [(row, row.asked_on) for row in _idle_requests(proceeding)]
    if proceeding.state == ProceedingState.ABATED:
        left += [(stay, stay.entered_on) for count in proceeding.counts.all() for stay in count.crown_stays.all() if stay.is_open]
    _end(left, proceeding)
    if warrants and proceeding.custody == Custody.AT_LARGE_WARRANT:
        proceeding.custody = Custody.NOT_ARRESTED
        proceeding.save()


def end_bail(tracks: list[Proceeding]) -> None:
    """End what binds an accused before trial once all her tracks are over or stayed by the Crown: the order in force, and detention.

    What was ordered since an appeal was filed stays until the appeal is decided. Where she is after a sentence is entered with it. Inside
    an act.
    """
    over = bail.over_on(tracks)
    if over is None:
        return
    day, state = over
    orders, held = _bail_left(tracks, day)
    for order in orders:
        why = ReleaseOrder.End.STAYED if state == ProceedingState.CROWN_STAYED else ReleaseOrder.End.OVER
        end_order(order, max(day, order.made_on, *(part.from_on for part in order_parts(order))), why)
    for track in held:
        track.custody = Custody.NOT_ARRESTED if track.state == ProceedingState.ABATED else Custody.RELEASED_COURT
        track.save()


def _bail_left(tracks: list[Proceeding], day: date) -> tuple[list[ReleaseOrder], list[Proceeding]]:
    """Give the orders still in force and the tracks still held of an accused whose matter came to its end on a day."""
    orders = ReleaseOrder.objects.filter(proceeding__in=tracks, ended_on=None)
    all_over = all(track.state in bail.ENDS_BAIL for track in tracks)
    found_guilty = any(count.state in AFTER_GUILT for track in tracks for count in track.counts.all())
    held = [track for track in tracks if track.custody in HELD and track.state in bail.ENDS_BAIL and not found_guilty]
    return [order for order in orders if order.made_on <= day or all_over], held


def leaves_bail(proceedings: list[Proceeding]) -> bool:
    """Say whether an accused of a file is still bound or held though her matter is over: it ended before its end was followed by theirs."""
    for tracks in by_accused(proceedings):
        over = bail.over_on(tracks)
        if over is not None and any(_bail_left(tracks, over[0])):
            return True
    return False


def by_accused(proceedings: list[Proceeding]) -> list[list[Proceeding]]:
    """Part the tracks of a file by whose they are."""
    whose: dict[int, list[Proceeding]] = {}
    for proceeding in proceedings:
        whose.setdefault(proceeding.accused_id, []).append(proceeding)
    return list(whose.values())


def files_with_bail() -> QuerySet:
    """The files of accused whose track is over, or before an appeal court, with an order in force or held; few have anything left."""
    guilty = Count.objects.filter(proceeding__accused=OuterRef("accused"), state__in=AFTER_GUILT)
    bound = ReleaseOrder.objects.filter(proceeding__accused=OuterRef("accused"), ended_on=None)
    over = Proceeding.objects.filter(state__in=bail.ENDED_BEFORE)
    return over.filter(Exists(bound) | (Q(custody__in=HELD) & ~Exists(guilty))).order_by().values("file")


def end_order(order: ReleaseOrder, ended_on: date, why: str, hearing: BailHearing | None = None) -> None:
    """End a release order with its conditions and sureties. Inside an act."""
    for part in order_parts(order):
        part.ended_on = ended_on
        part.save()
    order.ended_on, order.ended_why, order.ended_in = ended_on, why, hearing
    order.save()


def order_parts(order: ReleaseOrder) -> list[BailCondition | Surety]:
    """The conditions and sureties of an order that stand."""
    return [*order.conditions.filter(ended_on=None), *order.sureties.filter(ended_on=None)]


def _idle_requests(proceeding: Proceeding) -> list:
    """List the direct indictments that are intended for somebody who cannot be indicted any more."""
    discharged = any(count.state == CountState.DISCHARGED_PRELIM for count in proceeding.counts.all())
    if proceeding.state == ProceedingState.CONCLUDED and discharged:
        return []
    request = guards.open_request(proceeding)
    return [request] if request is not None else []


def _end(left: Iterable[tuple[Correctable, date]], proceeding: Proceeding) -> None:
    day = None
    for row, began in left:
        if day is None:
            last = Move.objects.of(proceeding).filter(to_state=proceeding.state, corrected_by=None).order_by("-pk").first()
            day = last.happened_on if last is not None else began
        row.ended_on = max(day, began)
        row.save()


def drop_idle_requests(proceedings: list[Proceeding], *, at: datetime) -> list[Approval]:
    """Close the Crown stays that wait for a lead though none of their counts can be stayed any more; give those closed. Inside an act.

    Nobody decided them: they are closed in the name of the service user, neither approved nor refused in words.
    """
    closed = []
    by_ref = {proceeding.ref: proceeding for proceeding in proceedings}
    waiting = Approval.objects.waiting().filter(subject_label=Proceeding._meta.label, subject_ref__in=by_ref, move="stay")
    for approval in waiting.select_related("asked_by").order_by("pk"):
        asked = set(approval.facts["counts"])
        if any(count.ref in asked and count.state in LIVE for count in by_ref[approval.subject_ref].counts.all()):
            continue
        approval.facts = {**approval.facts, "fell_away": True}
        approval.decided_by, approval.decided_at = User.objects.service(), at
        approval.save()
        closed.append(approval)
    return closed
