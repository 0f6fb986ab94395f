"""What follows from the bail of an accused: which paragraph may put the onus on her, which order is open, when detention is reviewed.

Bail binds the person: what was recorded on one of her tracks is read on all of them, severed or joined again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casetracker import ledger
from casetracker.choices import BailHearingKind, BailResult
from casetracker.models import BailHearing, ClockOrigin, Count, Participant, Proceeding, ReleaseOrder
from casetracker.states import AT_TRIAL, BEFORE_JUDGMENT, HELD, LIVE, LIVE_ACCUSED, TERMINAL, CountState, Custody, ProceedingState
from foundation.law import catalogue, deadlines
from foundation.law.models import BailOnus
from foundation.workflow.models import Move

CUSTODY_OF: dict[str, str] = {
    BailResult.RELEASED: Custody.RELEASED_COURT,
    BailResult.DETAINED: Custody.DETAINED,
    BailResult.REVOKED: Custody.DETAINED,
}
"""Where the accused is after a result; every other result leaves her where she was."""

CHARGED = (*LIVE, CountState.CROWN_STAYED, CountState.PROPOSED)
REVIEWED_FROM = (BailHearingKind.REVIEW_520, BailHearingKind.REVIEW_521, BailHearingKind.REVOCATION_524)
LEFT_DETAINED = (BailResult.DETAINED, BailResult.REVOKED, BailResult.DISMISSED)
ENDS_BAIL = (*TERMINAL, ProceedingState.CROWN_STAYED)
ENDED_BEFORE = (*ENDS_BAIL, ProceedingState.UNDER_APPEAL)
"""Where bail has ended: a track before an appeal court had come to its end before; what is ordered there binds until it is decided."""
BEFORE_TRIAL = tuple(state for state in BEFORE_JUDGMENT if state not in AT_TRIAL)


# What is on record of one person


def tracks(proceeding: Proceeding) -> list[Proceeding]:
    """Every track of the accused of this one, itself among them, the first that was made before the others."""
    return sorted(proceeding.accused.proceedings.all(), key=lambda one: one.pk)


def tracks_are(accused: Participant, rows: list[Proceeding]) -> None:
    """Have an accused know her tracks by these rows: they are not read again, and are the ones that a step changes."""
    found = accused.proceedings.all()
    found._result_cache, found._prefetch_done = rows, True
    accused.__dict__.setdefault("_prefetched_objects_cache", {})["proceedings"] = found


def hearings(proceeding: Proceeding) -> list[BailHearing]:
    """The hearings on bail of the accused on all her tracks, the earliest first."""
    return sorted((row for track in tracks(proceeding) for row in track.bail_hearings.all()), key=lambda row: (row.on, row.pk))


def orders(proceeding: Proceeding) -> list[ReleaseOrder]:
    """The release orders of the accused on all her tracks, the earliest first."""
    return sorted((row for track in tracks(proceeding) for row in track.release_orders.all()), key=lambda row: (row.made_on, row.pk))


def first_charged(proceeding: Proceeding) -> date | None:
    """The earliest day on record on which the accused was charged, on any of her tracks."""
    return min((day for track in tracks(proceeding) if (day := ledger.first_charged(track)) is not None), default=None)


def _charged(proceeding: Proceeding) -> list[Count]:
    return [count for track in tracks(proceeding) for count in track.counts.all() if count.state in CHARGED]


def over_on(tracks: Sequence[Proceeding]) -> tuple[date, str] | None:
    """Say when the matter of an accused came to its end, and by which state of the last of her tracks; None while one of them runs."""
    last = []
    for track in tracks:
        if track.state not in ENDED_BEFORE:
            return None
        move = Move.objects.of(track).made().filter(to_state__in=ENDS_BAIL).order_by("-pk").first()
        if move is None:
            return None
        last.append((move.happened_on, str(move.to_state)))
    return max(last)


def recommenced_on(proceeding: Proceeding) -> date | None:
    """Say when the Crown last recommenced the matter of an accused after her bail had ended on all her tracks; None where it never did.

    Only where a stay of hers was recommenced are her moves read.
    """
    ours = tracks(proceeding)
    if all(stay.recommenced_on is None for track in ours for count in track.counts.all() for stay in count.crown_stays.all()):
        return None
    stands: dict[str, str] = {}
    last = None
    for move in Move.objects.of(*ours).made().order_by("pk"):
        if move.name == "recommence" and all(state in ENDED_BEFORE for state in stands.values()):
            last = move.happened_on
        stands[move.subject_ref] = move.to_state
    return last


# The onus


@dataclass(frozen=True)
class Proposal:
    """A paragraph that may put the onus on the accused, and the counts that name it; counsel decides whether it is relied on."""

    row: BailOnus
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Rule:
    """What the counts alone make of the onus for hearings from one day to the day before another."""

    from_on: date | None
    to_on: date | None
    proposals: tuple[Proposal, ...]

    def holds_on(self, day: date) -> bool:
        """Whether a hearing held on a day falls under this rule."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or self.to_on > day)


def proposals(proceeding: Proceeding, on: date) -> list[Proposal]:
    """List the paragraphs in force on the day of a hearing that the counts of the accused name. The product never decides the onus."""
    charged = _charged(proceeding)
    found = [
        Proposal(row, tuple(count for count in charged if row.concerns(count.offence)))
        for row in catalogue.bail_onuses()
        if row.holds_on(on)
    ]
    return [one for one in found if one.counts]


def facts_to_ask(on: date) -> list[BailOnus]:
    """List the paragraphs in force on a day that turn on facts which no count tells; counsel is asked."""
    return [row for row in catalogue.bail_onuses() if row.holds_on(on) and not row.applies_to]


def rules(proceeding: Proceeding) -> list[Rule]:
    """Give the rule by the counts before and after each day on which it changed, the earliest first; one rule where it never did."""
    charged = _charged(proceeding)
    named = [row for row in catalogue.bail_onuses() if any(row.concerns(count.offence) for count in charged)]
    changes = sorted({day for row in named for day in (row.valid_from, row.valid_to) if day is not None})
    first: date | None = None
    starts: list[tuple[date | None, date | None]] = []
    for change in changes:
        starts.append((first, change))
        first = change
    starts.append((first, None))
    found = []
    for start, end in starts:
        day = start or (end - timedelta(days=1) if end else date.max)
        found.append(Rule(start, end, tuple(proposals(proceeding, day))))
    return found


# Orders and custody


def open_order(proceeding: Proceeding) -> ReleaseOrder | None:
    """The release order that is in force, if one is."""
    return next((order for order in orders(proceeding) if order.is_open), None)


def settling(proceeding: Proceeding) -> BailHearing | None:
    """The last hearing that said where the accused is to be."""
    return next((row for row in reversed(hearings(proceeding)) if row.result in CUSTODY_OF), None)


def custody_after(proceeding: Proceeding) -> str:
    """Where the accused is as her hearings leave it: what is on record where none settled it, a sentence is served, or she is over."""
    last = settling(proceeding)
    over = proceeding.state not in LIVE_ACCUSED or proceeding.state in ENDS_BAIL
    if last is None or over or proceeding.custody == Custody.SERVING:
        return proceeding.custody
    return CUSTODY_OF[last.result]


# The 90-day review of detention


REVIEW, REVIEW_AGAIN = "BAIL_REVIEW", "BAIL_REVIEW_AGAIN"
"""The rules of the review: from the first appearance before a justice (525(1)(a)), and from a later decision (525(1)(b))."""


@dataclass(frozen=True)
class ReviewDue:
    """The day on which an application for the review of a detention falls due (section 525), and how it was counted.

    ``before_stay`` says that it counts from before a stay of the Crown that was recommenced, as no first appearance is on record since.
    """

    proceeding: Proceeding
    from_on: date
    due_on: date
    rule: deadlines.DeadlineRule
    start_known: bool
    before_stay: bool = False

    def is_overdue(self, today: date) -> bool:
        """Whether the days have run out: the application is then to be made immediately."""
        return today > self.due_on


def review_due(proceeding: Proceeding) -> ReviewDue | None:
    """Count the days to the review of an accused who is held before trial; None where no day is on record or the review was held or waived.

    The days begin with the first appearance before a justice since she was last released (525(1)(a)), or with the last decision after it
    on a review or a cancellation that left her detained (525(1)(b)). The first hearing stands for a first appearance not on record. A stay
    of the Crown vacates bail (579): after it was recommenced the days begin anew with the first appearance since; while none is on record
    the earlier day stands, and no review before the stay answers for the new detention. The review is of the person: where several of her
    tracks call for it, it stands with the first.
    """
    held = next((track for track in tracks(proceeding) if track.custody in HELD and track.state in BEFORE_TRIAL), None)
    if held is None:
        return None
    tried_anew = [row.on for row in held.clock_origins.all() if row.kind == ClockOrigin.Kind.NEW_TRIAL]
    heard = [row for row in hearings(proceeding) if row.on >= max(tried_anew, default=row.on)]
    recommenced = recommenced_on(proceeding)
    since = [row for row in heard if recommenced is not None and row.on >= recommenced]
    if any(row.kind == BailHearingKind.FIRST for row in since):
        heard = since
    released = [place for place, row in enumerate(heard) if row.result == BailResult.RELEASED]
    heard = heard[released[-1] + 1 :] if released else heard
    decided = [row for row in heard if row.kind in REVIEWED_FROM and row.result in LEFT_DETAINED]
    first = next((row for row in heard if row.kind == BailHearingKind.FIRST), None)
    begin = decided[-1] if decided else first or next(iter(heard), None)
    if begin is None:
        return None
    rule = deadlines.rule(REVIEW_AGAIN if decided else REVIEW, begin.on)
    before_stay = recommenced is not None and begin.on < recommenced
    reviewed = [row for row in (since if before_stay else heard) if row.kind == BailHearingKind.REVIEW_525 and _is_done(row)]
    if rule is None or any(row.on >= begin.on for row in reviewed):
        return None
    return ReviewDue(held, begin.on, deadlines.last_day(rule, begin.on), rule, bool(decided) or begin is first, before_stay)


def _is_done(row: BailHearing) -> bool:
    return row.result != BailResult.ADJOURNED
