"""Handing the files of one person to another, one act for each file; and taking a report out."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from casetracker.models import CaseFile
from casetracker.services import assign
from foundation import clock
from foundation.accounts.models import Role
from foundation.audit.acts import act
from foundation.records import AlreadySent, Refusal, StaleRecord


@dataclass(frozen=True)
class Handed:
    """What became of one file of a handing over: "" when it was done, or the reason why not."""

    case_file: CaseFile
    refused: str = ""


def reassign_files(*, files: list[CaseFile], to, acting_as: str, reason: str, by, key: str) -> list[Handed]:
    """Assign several files to one prosecutor with one reason; a file that is refused does not stop the others.

    Each file is an act of its own under the form's key, so a second send finds what the first one did.
    """
    done = []
    for case_file in files:
        try:
            assign(case_file=case_file, to=to, acting_as=acting_as, reason=reason, by=by, at=clock.now(), key=f"{key[:40]}:{case_file.ref}")
            done.append(Handed(case_file))
        except AlreadySent:
            done.append(Handed(case_file))
        except (Refusal, StaleRecord) as refused:
            done.append(Handed(case_file, str(refused)))
    return done


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
