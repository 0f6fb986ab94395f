"""What follows from the bail of an accused: which paragraph may put the onus on her, which order is open, when detention is reviewed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casetracker.choices import BailHearingKind, BailResult
from casetracker.models import BailHearing, Count, Proceeding, ReleaseOrder
from casetracker.states import AT_TRIAL, BEFORE_JUDGMENT, HELD, LIVE, LIVE_ACCUSED, CountState, Custody
from foundation.law import catalogue
from foundation.law.models import BailOnus, DetentionReview

LOOKED_AT = ("bail_hearings", "release_orders")
"""What is looked at here; whoever asks for many accused prefetches it."""

CUSTODY_OF: dict[str, str] = {
    BailResult.RELEASED: Custody.RELEASED_COURT,
    BailResult.DETAINED: Custody.DETAINED,
    BailResult.REVOKED: Custody.DETAINED,
}
"""Where the accused is after a result; every other result leaves her where she was."""

CHARGED = (*LIVE, CountState.CROWN_STAYED, CountState.PROPOSED)
REVIEWED_FROM = (BailHearingKind.REVIEW_520, BailHearingKind.REVIEW_521, BailHearingKind.REVOCATION_524)
LEFT_DETAINED = (BailResult.DETAINED, BailResult.REVOKED, BailResult.DISMISSED)
BEFORE_TRIAL = tuple(state for state in BEFORE_JUDGMENT if state not in AT_TRIAL)


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
    counts = [count for count in proceeding.counts.all() if count.state in CHARGED]
    found = [
        Proposal(row, tuple(count for count in counts if row.concerns(count.offence)))
        for row in catalogue.bail_onuses()
        if row.holds_on(on)
    ]
    return [one for one in found if one.counts]


def facts_to_ask(on: date) -> list[BailOnus]:
    """List the paragraphs in force on a day that turn on facts which no count tells; counsel is asked."""
    return [row for row in catalogue.bail_onuses() if row.holds_on(on) and not row.applies_to]


def rules(proceeding: Proceeding) -> list[Rule]:
    """Give the rule by the counts before and after each day on which it changed, the earliest first; one rule where it never did."""
    counts = [count for count in proceeding.counts.all() if count.state in CHARGED]
    named = [row for row in catalogue.bail_onuses() if any(row.concerns(count.offence) for count in counts)]
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
    return next((order for order in proceeding.release_orders.all() if order.is_open), None)


def settling(proceeding: Proceeding) -> BailHearing | None:
    """The last hearing that said where the accused is to be."""
    decided = [row for row in proceeding.bail_hearings.all() if row.result in CUSTODY_OF]
    return max(decided, key=lambda row: (row.on, row.pk), default=None)


def custody_after(proceeding: Proceeding) -> str:
    """Where the accused is as her hearings leave it: what is on record where none settled it, a sentence is served, or she is over."""
    last = settling(proceeding)
    if last is None or proceeding.state not in LIVE_ACCUSED or proceeding.custody == Custody.SERVING:
        return proceeding.custody
    return CUSTODY_OF[last.result]


# The 90-day review of detention


@dataclass(frozen=True)
class ReviewDue:
    """The day on which an application for the review of a detention falls due (section 525), and how it was counted."""

    proceeding: Proceeding
    from_on: date
    due_on: date
    rule: DetentionReview
    start_known: bool

    def is_overdue(self, today: date) -> bool:
        """Whether the days have run out: the application is then to be made immediately."""
        return today > self.due_on


def review_due(proceeding: Proceeding) -> ReviewDue | None:
    """Count the days to the review of an accused who is held before trial; None where no day is on record or the review was held or waived.

    The days begin with the first appearance before a justice since she was last released (525(1)(a)), or with the last decision after it
    on a review or a cancellation that left her detained (525(1)(b)). The first hearing stands for a first appearance not on record.
    """
    if proceeding.custody not in HELD or proceeding.state not in BEFORE_TRIAL:
        return None
    hearings = sorted(proceeding.bail_hearings.all(), key=lambda row: (row.on, row.pk))
    released = [place for place, row in enumerate(hearings) if row.result == BailResult.RELEASED]
    hearings = hearings[released[-1] + 1 :] if released else hearings
    decided = [row for row in hearings if row.kind in REVIEWED_FROM and row.result in LEFT_DETAINED]
    first = next((row for row in hearings if row.kind == BailHearingKind.FIRST), None)
    begin = decided[-1] if decided else first or next(iter(hearings), None)
    if begin is None:
        return None
    start = DetentionReview.Start.DECISION if decided else DetentionReview.Start.JUSTICE
    rule = catalogue.detention_review(start, begin.on)
    if rule is None or any(row.kind == BailHearingKind.REVIEW_525 and row.on >= begin.on and _is_done(row) for row in hearings):
        return None
    return ReviewDue(proceeding, begin.on, begin.on + timedelta(days=rule.days), rule, bool(decided) or begin is first)


def reviews_due(proceedings: Iterable[Proceeding], today: date) -> list[ReviewDue]:
    """List the reviews of detention that fall due, those that are overdue on ``today`` among them, the earliest first."""
    found = [one for one in (review_due(proceeding) for proceeding in proceedings) if one is not None]
    return sorted((one for one in found if one.from_on <= today), key=lambda one: (one.due_on, one.proceeding.pk))


def _is_done(row: BailHearing) -> bool:
    return row.result != BailResult.ADJOURNED
