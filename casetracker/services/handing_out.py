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
