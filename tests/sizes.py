"""How large a test is: whole under ``./test --long``, a hundredth of it otherwise."""

import os
import sys

import pytest

LONG = os.environ.get("LONG") == "1"


def size(whole: int) -> int:
    """Give the number of runs, rows or pairs of a test: the whole of it in the long run, else a hundredth, at least one."""
    return whole if LONG else max(1, whole // 100)


def tell(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """Print a measured figure past pytest's capture, for the closing note of a long run."""
    with capsys.disabled():
        sys.stdout.write(f"\n{words}\n")
