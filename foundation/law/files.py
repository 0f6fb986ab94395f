"""The data files of the law as plain rows, for whoever needs no database."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"


class BadLawData(ValueError):
    """A data file holds something that is not law data; says which file, line and column."""


def plain_rows(name: str, folder: Path = DATA) -> list[tuple[str, dict[str, str]]]:
    """Read one data file into (where it stands, its columns), each value the text of the file.

    :raises BadLawData: the file is not there, or a line has more or fewer columns than the heading
    """
    rows = []
    try:
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=2):
                where = f"{name}, line {number}"
                if None in row or None in row.values():
                    raise BadLawData(f"{where}: the columns are not those of the heading")
                rows.append((where, row))
    except OSError as wrong:
        raise BadLawData(f"{name} cannot be read") from wrong
    return rows
