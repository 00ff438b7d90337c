"""CSV that opens well in Dutch Excel and in which no cell can ever be a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO

from django.http import StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header

Cell = str | int | float | Decimal | date | Promise | None

# A spreadsheet takes a cell that starts with one of these for a formula, also the full-width forms.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_BYTE_ORDER_MARK = "\ufeff"


def safe_cell(value: Cell) -> str:
    """Return the text of a cell; text that would be read as a formula gets an apostrophe first."""
    if value is None:
        return ""
    # Nearly every cell is text that begins with a letter or a digit: nothing to look for.
    if type(value) is str and value[:1].isalnum() and "\x00" not in value:
        return value
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if not isinstance(value, str | Promise):
        return str(value)
    text = str(value).replace("\x00", "")
    dangerous = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if dangerous else text


class _Line:
    """What the csv module writes into: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a file line by line: byte order mark, header, rows; semicolons, for Dutch Excel."""
    writer = csv.writer(_Line(), delimiter=";")
    yield _BYTE_ORDER_MARK + writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def write_csv(file: IO[bytes], header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> None:
    """Write into a file what `csv_lines` yields."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=";")
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    text.flush()
    # The file stays open, for who gave it.
    text.detach()


def csv_response(
    *, filename: str, header: Sequence[Cell], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """Return a download that is written while it is read, so that its size does not matter."""
    return StreamingHttpResponse(
        csv_lines(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=" ".join(filename.split())
            )
            or "attachment",
        },
    )
