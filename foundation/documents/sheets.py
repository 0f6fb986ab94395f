"""Tables we hand out as CSV: no cell of them is a formula to whoever opens it."""

import csv
import re
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

# What a spreadsheet takes for the beginning of a formula, also behind blanks; a tab or a return leads there too.
FORMULA = re.compile(r"^\s*[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]")
LEADING = ("\t", "\r", "\n")
# Signs that are not seen and turn or hide what is: control signs, direction marks, signs of no width.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
BYTE_ORDER_MARK = "\ufeff"  # by it a spreadsheet knows that the file is UTF-8


def safe_cell(value) -> str:
    """Write a value as a cell: without signs that are not seen, and with an apostrophe before what would be taken for a formula."""
    text = UNSEEN.sub("", "" if value is None else str(value))
    return f"'{text}" if FORMULA.match(text) or text.startswith(LEADING) else text


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable, rows: Iterable[Iterable]) -> Iterator[str]:
    """Write a table line by line; only one row is held at a time."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([safe_cell(value) for value in header])
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def csv_answer(name: str, header: Iterable, rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """Hand out a table as a file that is saved and not opened in our pages."""
    answer = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer
