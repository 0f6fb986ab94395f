"""What has no matter any more: ended in the act that ended the matter, so that nothing stays open of an accused who is over."""

from collections.abc import Iterable
from datetime import date, datetime

from casetracker import guards
from casetracker.models import Proceeding
from casetracker.states import LIVE, TERMINAL, CountState, Custody, ProceedingState
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
