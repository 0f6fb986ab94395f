"""The data files of the law as rows, for whoever needs no database."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_type_hints

DATA = Path(__file__).parent / "data"


class BadLawData(ValueError):
    """A data file holds something that is not law data; says which file, line and column."""


@dataclass(frozen=True, kw_only=True)
class Dated:
    """What every row has: the days it holds for, where it was read, and what is uncertain about it (column to note)."""

    valid_from: date | None
    valid_to: date | None
    keyed_on: str
    source: str
    uncertain: dict = field(default_factory=dict, hash=False)

    def on(self, day: date) -> bool:
        """Say whether the row holds for a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


Row = TypeVar("Row", bound=Dated)


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


READERS: dict[Any, Callable[[str], Any]] = {
    int: _whole,
    bool: {"true": True, "false": False}.__getitem__,
    dict: lambda text: json.loads(text) if text else {},
    tuple[str, ...]: lambda text: tuple(text.split(";")) if text else (),
}
"""How the text of a column is read by the type of its field; every other type is called with it."""


def lines(name: str, folder: Path = DATA) -> Iterator[tuple[str, dict[str, str]]]:
    """Read one data file line by line as (where it stands, its columns), each value the text of the file.

    :raises BadLawData: the file is not there, or a line has more or fewer columns than the heading
    """
    try:
        with (folder / name).open(encoding="utf-8", newline="") as rows:
            for number, texts in enumerate(csv.DictReader(rows), start=2):
                where = f"{name}, line {number}"
                if None in texts or None in texts.values():
                    raise BadLawData(f"{where}: the columns are not those of the heading")
                yield where, texts
    except OSError as wrong:
        raise BadLawData(f"{name} cannot be read") from wrong


def read_rows(name: str, kind: type[Row], folder: Path = DATA) -> tuple[Row, ...]:
    """Read one data file into rows of a class whose fields are its columns, each read by the type of its field.

    :raises BadLawData: the file or a value cannot be read; says which line and column
    """
    types = get_type_hints(kind)
    rows = []
    for where, texts in lines(name, folder):
        if texts.keys() != types.keys():
            raise BadLawData(f"{where}: the columns are not those of {kind.__name__}")
        rows.append(kind(**{column: _read(where, column, text, types[column]) for column, text in texts.items()}))
    return tuple(rows)


def _read(where: str, column: str, text: str, wanted):
    try:
        if isinstance(wanted, UnionType):  # a day, or none
            return date.fromisoformat(text) if text else None
        if isinstance(wanted, type) and issubclass(wanted, Enum) and not issubclass(wanted, str):
            return wanted[text]
        return READERS.get(wanted, wanted)(text)
    except (ValueError, KeyError) as wrong:
        raise BadLawData(f"{where}: {column} cannot be {text!r}") from wrong
