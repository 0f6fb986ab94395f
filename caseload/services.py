"""Handing the files of one person to another, one act for each file."""

from dataclasses import dataclass

from casetracker.models import CaseFile
from casetracker.services import assign
from foundation import clock
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
