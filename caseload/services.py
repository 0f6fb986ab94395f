"""Handing the files of one person to another, one act for each file, many of them by the worker; and taking a report out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from casetracker.models import CaseFile
from casetracker.services import assign
from foundation import clock
from foundation.accounts.models import Role, User
from foundation.audit.acts import act
from foundation.jobs.models import Job
from foundation.jobs.queue import enqueue
from foundation.records import AlreadySent, Refusal, StaleRecord

REASSIGN = "reassign_files"
IN_THE_REQUEST = 30


@dataclass(frozen=True)
class Handed:
    """What became of one file of a handing over: "" when it was done, or the reason why not."""

    case_file: CaseFile
    refused: str = ""


def reassign_files(
    *,
    files: list[CaseFile],
    to,
    acting_as: str,
    reason: str,
    by,
    key: str,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> list[Handed]:
    """Assign several files to one prosecutor with one reason; a file that is refused does not stop the others.

    Each file is an act of its own under the form's key, so a second send finds what the first one did.
    """
    done = []
    for number, case_file in enumerate(files, start=1):
        try:
            assign(case_file=case_file, to=to, acting_as=acting_as, reason=reason, by=by, at=clock.now(), key=f"{key[:40]}:{case_file.ref}")
            done.append(Handed(case_file))
        except AlreadySent:
            done.append(Handed(case_file))
        except (Refusal, StaleRecord) as refused:
            done.append(Handed(case_file, str(refused)))
        told(number, len(files))
    return done


def hand_files_to_worker(*, files: Iterable[CaseFile], to: User, acting_as: str, reason: str, by: User, at: datetime, key: str) -> Job:
    """Have the worker assign them: the page of the job says how far it is, and what became of each.

    :raises PermissionDenied: ``by`` is no lead
    """
    if not by.is_role(Role.LEAD):
        raise PermissionDenied
    with act(by=by, at=at, kind=REASSIGN, key=key) as this_act:
        refs = [case_file.ref for case_file in files]
        params = {"files": refs, "to": to.ref, "acting_as": acting_as, "reason": reason, "key": this_act.row.key or str(this_act.row.pk)}
        job = enqueue(REASSIGN, params, by=by, act=this_act)
        this_act.record("handed_to_worker", None, count=len(refs))
        this_act.result("reassigned", ref=job.ref)
    return job


def run_reassigning(job: Job, told: Callable[[int, int], None]) -> dict:
    """Do what a job asks for; what an earlier try of it did counts as done."""
    given, lead = job.params, job.requested_by
    files = list(CaseFile.objects.visible_to(lead).filter(ref__in=given["files"]).order_by("ref"))
    words = {name: given[name] for name in ("acting_as", "reason", "key")}
    with override(lead.language):
        done = reassign_files(files=files, to=User.objects.get(ref=given["to"]), by=lead, told=told, **words)
    return {"handed": [[one.case_file.ref, one.refused] for one in done]}


def became_of_files(job: Job) -> list[Handed]:
    """Say of each file of a job that ran what became of it, as far as whoever asked for it may see the file today."""
    refused = dict(job.result["handed"])
    files = CaseFile.objects.visible_to(job.requested_by).filter(ref__in=refused).order_by("ref")
    return [Handed(case_file, refused[case_file.ref]) for case_file in files]


def take_out(*, what: str, kind: str, outside: bool, count: int, by, at) -> None:
    """Write down that somebody printed or exported the outcome report or one of its lists: which, how many lines, whether it leaves the
    office; none of its words.

    :raises PermissionDenied: she may not read the report
    """
    if not by.is_role(Role.LEAD, Role.REC):
        raise PermissionDenied
    with act(by=by, at=at, kind="take_out_outcomes") as this_act:
        verb = "printed" if kind == "print" else "exported"
        where = "outside" if outside else "inside"
        this_act.record(verb, None, fields=[what, kind, where], count=count)


def take_out_results(*, count: int, by, at) -> None:
    """Write down that somebody exported what a search found: how much, none of its words.

    :raises PermissionDenied: she is not signed in
    """
    if not by.is_authenticated or not by.is_active:
        raise PermissionDenied
    with act(by=by, at=at, kind="take_out_results") as this_act:
        this_act.record("exported", None, fields=["search", "csv"], count=count)
