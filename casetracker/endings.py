"""What else ends with a file: packages above register what they keep in it; this one knows none of them."""

from collections.abc import Callable
from typing import Any

from .models import CaseFile

_ends: list[Callable[[CaseFile, Any], None]] = []


def register(end: Callable[[CaseFile, Any], None]) -> Callable[[CaseFile, Any], None]:
    """Register ``end(case_file, this_act)``: called inside each act that leaves a file closed, declined or transferred."""
    if end not in _ends:
        _ends.append(end)
    return end


def end_with(case_file: CaseFile, this_act: Any) -> None:
    """End what hangs on a file that the team has left behind."""
    for end in _ends:
        end(case_file, this_act)
