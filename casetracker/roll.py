"""The daily job of the case files: what only time does. Safe twice, and it catches up missed days."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q

from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act
from foundation.audit.models import Act
from foundation.law import deadlines as law
from foundation.search.port import reindex
from foundation.workflow.models import Move

from . import services
from .delay import add_months
from .models import CaseFile, CrownStay, Decision, FitnessFinding, Proceeding, Warrant
from .situations import PRIMA_FACIE_AHEAD
from .states import FILE_ACTIVE, FILE_INTAKE, TERMINAL, CountState, FileState, ProceedingState

WARRANT_MONTHS = 6  # an accused at large is looked at again this often


def roll(on: date) -> dict[str, int]:
    """Let Crown stays lapse (C7), conclude files whose last appeal period passed (F11), bring lists up to the day, and say what to look at.

    What binds an accused whose matter ended before its end was followed by that of her bail ends too, on the day of her last step.

    Each file in an act of its own, each step on the day it became true, whenever the job comes to it.
    """
    done = {"concluded": 0, "refreshed": 0, "lapsed": 0, "told": 0}
    open_stays = CrownStay.objects.filter(recommenced_on=None, lapsed_on=None, ended_on=None, count__state=CountState.CROWN_STAYED)
    lapsed = open_stays.filter(lapses_on__lte=on)
    stale = Proceeding.objects.filter(Q(next_date__lt=on) | Q(situation="APPEAL_PERIOD"))  # of files that are over: what a day can change
    bound = set(services.files_with_bail().values_list("file", flat=True))
    files = CaseFile.objects.filter(
        Q(state__in=[*FILE_ACTIVE, *FILE_INTAKE])
        | Q(pk__in=lapsed.values("count__proceeding__file"))
        | Q(pk__in=stale.values("file"))
        | Q(pk__in=services.files_with_bail())
    )
    for pk in files.order_by("pk").values_list("pk", flat=True):
        case_file = CaseFile.objects.get(pk=pk)
        with services.rows_of(case_file) as proceedings:
            ready = services.is_true(case_file, "conclude") and not services.just_reopened(case_file)
            left = pk in bound and services.leaves_bail(proceedings)
            if not ready and not left and not services.stays_that_lapsed(case_file, on=on) and not services.summary_differs(case_file):
                continue
        with act(by=None, at=clock.now(), kind="roll") as this_act:
            case_file = CaseFile.objects.select_for_update().get(pk=pk)
            moves = services.let_stays_lapse(case_file, this_act, on=on)
            first = _first_day(case_file, on)
            made = services.follow(case_file, this_act, _cause(case_file, moves, first), on=first)
            services.tie_up(case_file, this_act)
            done["lapsed"] += sum(move.rule == "C7" for move in moves)
            done["concluded"] += len(made)
            done["refreshed"] += services.refresh_summary(case_file)
            reindex(case_file)
            this_act.record("rolled", case_file)
    done["told"] = tell_of_reviews(on)
    return done


def _cause(case_file: CaseFile, moves: list[Move], first: date) -> Move | None:
    """Give the lapse from which the rest follows; None where the file waited for an appeal period that ended later."""
    if not moves or (services.is_true(case_file, "conclude") and first > moves[-1].happened_on and _last_due(case_file)):
        return None
    return moves[-1]


def _last_due(case_file: CaseFile) -> date | None:
    return Decision.objects.filter(count__proceeding__file=case_file).aggregate(last=Max("appeal_due_on"))["last"]


def _first_day(case_file: CaseFile, on: date) -> date:
    """The day after the last appeal period of a file, or the day of the job where there is none."""
    due = _last_due(case_file)
    return min(due + timedelta(days=1), on) if due else on


# What is to be looked at again: told once for each day on which it falls due


@dataclass(frozen=True)
class Review:
    """Something on a file that falls due on a day, and the line that says so."""

    file: CaseFile
    ref: str
    due: date
    template: str
    words: dict = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key under which it is told once."""
        return f"review:{self.ref}:{self.due}"


def reviews_due(on: date) -> Iterator[Review]:
    """List what falls due by a day: dormant files, accused at large, unfit accused whose prima facie case must be shown again."""
    for case_file in CaseFile.objects.filter(state=FileState.DORMANT, dormant_review_on__lte=on).order_by("pk"):
        due: Any = case_file.dormant_review_on
        yield Review(case_file, case_file.ref, due, "casetracker/review_dormant")
    out = Warrant.objects.filter(executed_on=None, ended_on=None, proceeding__file__state__in=FILE_ACTIVE)
    out = out.exclude(proceeding__state__in=[*TERMINAL, ProceedingState.CROWN_STAYED])
    for warrant in out.select_related("proceeding__file").order_by("pk"):
        due = _last_round(warrant.issued_on, on)
        if due is not None:
            yield Review(warrant.proceeding.file, warrant.ref, due, "casetracker/review_warrant")
    unfit = FitnessFinding.objects.filter(
        fit_on=None,
        ended_on=None,
        proceeding__state=ProceedingState.UNFIT,
        proceeding__file__state__in=FILE_ACTIVE,
        prima_facie_due_on__lte=on + PRIMA_FACIE_AHEAD,
    )
    for finding in unfit.select_related("proceeding__file").order_by("pk"):
        due = finding.prima_facie_due_on
        yield Review(finding.proceeding.file, finding.ref, due, "casetracker/review_prima_facie", {"due": due})


def _last_round(start: date, on: date) -> date | None:
    """The last day, a whole number of half years after the start, that has come."""
    months = (on.year - start.year) * 12 + on.month - start.month
    rounds = months // WARRANT_MONTHS
    while rounds > 0 and add_months(start, rounds * WARRANT_MONTHS) > on:
        rounds -= 1
    return add_months(start, rounds * WARRANT_MONTHS) if rounds > 0 else None


def tell_of_reviews(on: date) -> int:
    """Tell the prosecutors of the file, and the leads of a dormant one, what falls due; say how many were told of for the first time."""
    told = 0
    for review in reviews_due(on):
        if Act.objects.filter(by=User.objects.service(), key=review.key).exists():
            continue
        with act(by=None, at=clock.now(), kind="review_due", key=review.key) as this_act:
            services.tell_of_review(review.file, review.template, **review.words)
            this_act.record("review_due", review.file)
        told += 1
    return told


def _key(day: date) -> str:
    """Name the job of a day, with what is written and by which rules: after an upgrade that changes either it runs once more."""
    rests_on = repr((CaseFile.DERIVED, Proceeding.DERIVED, law.rules()))
    return f"roll:{day}:{hashlib.sha256(rests_on.encode()).hexdigest()[:8]}"


def rolled_on(day: date) -> bool:
    """Say whether the job ran on a day, as this version does it."""
    return Act.objects.filter(by=User.objects.service(), key=_key(day)).exists()


def roll_once(day: date) -> dict[str, int] | None:
    """Run the job unless it ran on this day; None where it did."""
    if rolled_on(day):
        return None
    done = roll(day)
    with act(by=None, at=clock.now(), kind="roll_done", key=_key(day)) as this_act:
        this_act.record("roll_done", count=done["concluded"])
    return done
