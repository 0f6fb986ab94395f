"""Tables we hand out as CSV or as a workbook: no cell of them is a formula to whoever opens it."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from django.http import HttpResponse, StreamingHttpResponse

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


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_answer(name: str, title: str, header: Iterable, rows: Iterable[Iterable]) -> HttpResponse:
    """Hand out a table as a workbook with one sheet; numbers stay numbers, and no text is ever a formula."""
    from openpyxl import Workbook  # when the first one is taken out: no process need begin with it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(UNSEEN.sub("", title)[:31] or "1")
    for row in (header, *rows):
        cells = []
        for value in row:
            plain = value if isinstance(value, int | float) else UNSEEN.sub("", "" if value is None else str(value))
            cell = WriteOnlyCell(sheet, value=plain)
            if isinstance(plain, str):
                cell.data_type = "s"  # what begins with = would be a live formula
            cells.append(cell)
        sheet.append(cells)
    kept = BytesIO()
    book.save(kept)
    answer = HttpResponse(kept.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer
