"""When a count is to be screened again: the duty to screen goes on, and some events call for a new look (process: the screening test).

A review is due on a count before a court when such an event lies after its last review. An event of the very day of a review calls for
none: whoever reviewed knew of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casetracker.models import AppealCount, Count, Decision, Proceeding, Ruling, ScreeningReview, VictimView
from casetracker.states import COUNT_IN_COURT, ENDED_BY_COURT, CountState

PRELIM_RESULTS = (CountState.COMMITTED, CountState.DISCHARGED_PRELIM)
LOST_ELSEWHERE = (*ENDED_BY_COURT, CountState.MISTRIAL)

WORDS: dict[str, Promise] = {
    "victim": _("a victim no longer wants to take part"),
    "ruling": _("a ruling went against the Crown"),
    "decision": _("a court decided against the Crown on a count of this accused"),
    "prelim": _("the preliminary inquiry came to its result"),
    "appeal": _("an appeal was decided"),
}


@dataclass(frozen=True)
class ReviewDue:
    """One accused whose counts are to be screened again: which, since when, and what calls for it."""

    proceeding: Proceeding
    counts: tuple[Count, ...]
    event: str
    since: date

    @property
    def words(self) -> Promise:
        """What calls for the review."""
        return WORDS[self.event]

    @property
    def url(self) -> str:
        """Where the review is recorded."""
        return reverse("casetracker:record_screening", kwargs={"ref": self.proceeding.file.ref, "accused": self.proceeding.ref})


def _latest(rows: QuerySet, day: str, *, per: str) -> Subquery:
    return Subquery(rows.order_by().values(per).annotate(last=Max(day)).values("last")[:1])


def with_events(counts: QuerySet) -> QuerySet:
    """Give counts the day of their last review and of the last event of each kind that calls for one."""
    same = {"proceeding": OuterRef("proceeding")}
    of_accused = {"count__proceeding": OuterRef("proceeding")}
    views = VictimView.objects.filter(Q(count=None) | Q(count=OuterRef("pk")), withdraws=True, **same)
    lost = Decision.objects.filter(result__in=LOST_ELSEWHERE, from_appeal=None, **of_accused)
    return counts.annotate(
        last_review=_latest(ScreeningReview.objects.filter(count=OuterRef("pk")), "reviewed_on", per="count"),
        since_victim=_latest(views, "asked_on", per="proceeding"),
        since_ruling=_latest(Ruling.objects.filter(against_crown=True, **same), "on", per="proceeding"),
        since_decision=_latest(lost, "on", per="count__proceeding"),
        since_prelim=_latest(Decision.objects.filter(result__in=PRELIM_RESULTS, **of_accused), "on", per="count__proceeding"),
        since_appeal=_latest(
            AppealCount.objects.exclude(result="").filter(appeal__decided_on__isnull=False, **of_accused),
            "appeal__decided_on",
            per="count__proceeding",
        ),
    )


def counts_due(counts: QuerySet) -> QuerySet:
    """Narrow counts to those before a court with such an event after their last review."""
    after = Q()
    for event in WORDS:
        day = f"since_{event}"
        after |= Q(**{f"{day}__isnull": False}) & (Q(last_review=None) | Q(**{f"{day}__gt": F("last_review")}))
    return with_events(counts.filter(state__in=COUNT_IN_COURT)).filter(after)


def reviews_due(counts: QuerySet, *, most: int | None = None) -> list[ReviewDue]:
    """List the accused whose counts, among those given, are to be screened again, the longest due first; one query.

    :param counts: a queryset of counts, already narrowed to what its reader may see: ``Count.objects.filter(proceeding__file__in=files)``
    :param most: how many counts are read at most
    """
    rows = counts_due(counts).select_related("proceeding__file", "proceeding__accused", "offence")
    rows = rows.prefetch_related("proceeding__accused__bans__provision").order_by("proceeding_id", "number", "pk")
    return grouped(rows[:most] if most else rows)


def grouped(rows: Iterable[Count]) -> list[ReviewDue]:
    """Put counts that are due together by accused, each group under the event that came last."""
    by_accused: dict[int, list[Count]] = {}
    for count in rows:
        by_accused.setdefault(count.proceeding_id, []).append(count)
    found = []
    for group in by_accused.values():
        events = [
            (day, event)
            for count in group
            for event in WORDS
            if (day := getattr(count, f"since_{event}")) and (count.last_review is None or day > count.last_review)
        ]
        since, event = max(events)
        found.append(ReviewDue(group[0].proceeding, tuple(group), event, since))
    return sorted(found, key=lambda due: (due.since, due.proceeding.ref))
