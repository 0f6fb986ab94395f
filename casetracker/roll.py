"""The daily job of the case files: what only time does. Safe twice, and it catches up missed days."""

from datetime import date, timedelta

from django.db.models import Max

from foundation import clock
from foundation.accounts.models import User
from foundation.audit.acts import act
from foundation.audit.models import Act
from foundation.search.port import reindex

from . import services
from .models import CaseFile, Decision
from .states import FILE_ACTIVE, FILE_INTAKE


def roll(on: date) -> dict[str, int]:
    """Conclude files whose last appeal period passed (F11), and bring what lists show up to the day; each file in an act of its own.

    A file is concluded on the day after its last appeal period, whenever the job comes to it.
    """
    done = {"concluded": 0, "refreshed": 0}
    for pk in CaseFile.objects.filter(state__in=[*FILE_ACTIVE, *FILE_INTAKE]).order_by("pk").values_list("pk", flat=True):
        case_file = CaseFile.objects.get(pk=pk)
        ready = services.is_true(case_file, "conclude") and not services.just_reopened(case_file)
        if not ready and not services.summary_differs(case_file):
            continue
        with act(by=None, at=clock.now(), kind="roll") as this_act:
            case_file = CaseFile.objects.select_for_update().get(pk=pk)
            made = services.follow(case_file, this_act, on=_first_day(case_file, on))
            done["concluded"] += len(made)
            done["refreshed"] += services.refresh_summary(case_file)
            reindex(case_file)
            this_act.record("rolled", case_file)
    return done


def _first_day(case_file: CaseFile, on: date) -> date:
    """The day after the last appeal period of a file, or the day of the job where there is none."""
    due = Decision.objects.filter(count__proceeding__file=case_file).aggregate(last=Max("appeal_due_on"))["last"]
    return min(due + timedelta(days=1), on) if due else on


def rolled_on(day: date) -> bool:
    """Say whether the job ran on a day."""
    return Act.objects.filter(by=User.objects.service(), key=f"roll:{day}").exists()


def roll_once(day: date) -> dict[str, int] | None:
    """Run the job unless it ran on this day; None where it did."""
    if rolled_on(day):
        return None
    done = roll(day)
    with act(by=None, at=clock.now(), kind="roll_done", key=f"roll:{day}") as this_act:
        this_act.record("roll_done", count=done["concluded"])
    return done
