"""What leaves the product on paper or as a file: written down before it is given."""

from django.core.exceptions import PermissionDenied

from casetracker import policies
from casetracker.models import CaseFile
from foundation.audit.acts import act

PRINTED, EXPORTED = "printed", "exported"


def hand_out(*, case_file: CaseFile, verb: str, what: str, count: int, by, at) -> None:
    """Write down that somebody printed or exported a part of a file: which part and how many lines, none of its words.

    :raises PermissionDenied: she may not see the file
    """
    if not policies.may_see(case_file, by):
        raise PermissionDenied
    with act(by=by, at=at, kind="hand_out") as this_act:
        this_act.record(verb, case_file, fields=[what], count=count)


def hand_out_days(*, case_files: list[CaseFile], verb: str, what: str, by, at) -> None:
    """Write down that somebody printed or exported days in court of several files: one event for each file, in one act.

    :raises PermissionDenied: she may not see one of the files
    """
    seen = CaseFile.objects.visible_to(by).filter(pk__in={case_file.pk for case_file in case_files}).count()
    if seen != len(case_files):
        raise PermissionDenied
    if not case_files:
        return
    with act(by=by, at=at, kind="hand_out") as this_act:
        for case_file in case_files:
            this_act.record(verb, case_file, fields=[what], count=1)
