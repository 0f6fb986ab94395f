"""How far a long command is: lines where they are kept, one line that changes where somebody watches."""

import io
import itertools

import pytest
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from foundation.jobs import telling
from tests.foundation.search.conftest import index_home, shelf  # noqa: F401
from tests.foundation.search.shelf import Item


class Terminal(io.StringIO):
    """A place to write to that somebody watches."""

    def isatty(self):
        return True


@pytest.fixture
def seconds(monkeypatch):
    """Let less than half a second pass each time somebody looks at the clock."""
    clock = itertools.count(0.0, 0.4)
    monkeypatch.setattr(telling.time, "monotonic", lambda: next(clock))


def told(place):
    counted = telling.Counted(OutputWrapper(place))
    for done in range(0, 1_001, 100):
        counted("records", done, 1_000)
    counted.close()
    return place.getvalue()


def test_lines_say_how_many_how_fast_and_how_long_now_and_then(seconds):
    lines = told(io.StringIO()).splitlines()

    assert len(lines) < 11
    assert "records 0 of 1,000 (0 %)" in lines[0]
    assert " a second, 0:" in lines[1]
    assert lines[-2].partition("] ")[2].startswith("records 1,000 of 1,000 (100 %), ")
    assert lines[-1].endswith("ended")
    assert "\r" not in "".join(lines)


def test_a_terminal_gets_one_line_that_changes(seconds):
    text = told(Terminal())

    assert text.count("\n") == 2
    assert text.startswith("\rrecords 0 of 1,000 (0 %)")
    assert "\rrecords 1,000 of 1,000" in text
    assert text.endswith("ended\n")


@pytest.mark.django_db
def test_building_and_comparing_an_index_say_how_far_they_are(shelf, capsys):  # noqa: F811
    shelf.put(*(Item(f"N{number}") for number in range(250)))

    call_command("search_reindex")
    call_command("search_verify")

    told = capsys.readouterr()
    assert told.err.count("records 0 of 250 (0 %)") == 2
    assert told.err.count("records 250 of 250 (100 %)") == 2
    assert "records " not in told.out
