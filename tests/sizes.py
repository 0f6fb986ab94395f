"""How large a test is: whole under ``./test --long``, a hundredth of it otherwise."""

import os

LONG = os.environ.get("LONG") == "1"


def size(whole: int) -> int:
    """Give the number of runs, rows or pairs of a test: the whole of it in the long run, else a hundredth, at least one."""
    return whole if LONG else max(1, whole // 100)
