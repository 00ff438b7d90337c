"""Writes a stream of rows, or a document, as CSV, XLSX or ODS; never more than some rows in memory.

Text is made safe in every file type, also where the program would not read a formula in it: many a
spreadsheet is saved as CSV by its reader.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import IO

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from stream_write_ods import stream_write_ods
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from compliance.enums import ExportFormat
from compliance.tables import Document, Row, Section, Table
from core import clock
from core.spreadsheets import Cell, safe_cell, write_csv

Counted = Callable[[int], None]
Plain = str | int | float | date | None
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME = 31
_WIDTHS = (14, 40)
_TOLD_EVERY = 1000
_DAY_ZERO = date(1899, 12, 30).toordinal()
"""From which day a spreadsheet counts."""


def write_table(table: Table, file: IO[bytes], file_type: str, counted: Counted) -> int:
    """Write one table; return the number of rows. `counted` is told the number now and then."""
    rows = _Counter(table.rows, counted)
    _WRITERS[ExportFormat(file_type)]([(table.title, table.header, rows)], file)
    return rows.number


def write_document(document: Document, file: IO[bytes], file_type: str) -> int:
    """Write all figures of a document with what they rest on; return the number of rows."""
    if file_type == ExportFormat.CSV:
        sheets = [_joined(document) if _is_alike(document) else _cell_by_cell(document)]
    else:
        sheets = [_explained(document), *map(_sheet, document.sections)]
    _WRITERS[ExportFormat(file_type)](sheets, file)
    return sum(len(section.figures) for section in document.sections)


Sheet = tuple[str, Sequence[str], Iterable[Row]]


class _Counter:
    """Hands rows on and counts them."""

    def __init__(self, rows: Iterable[Row], counted: Counted) -> None:
        self._rows, self._counted, self.number = rows, counted, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.number += 1
            if self.number % _TOLD_EVERY == 0:
                self._counted(self.number)
            yield row


def _explained(document: Document) -> Sheet:
    """Return the sheet that says what the others mean."""
    rows = [*document.facts, *document.notes]
    return _("Explanation"), [document.title, document.lead], rows


def _sheet(section: Section) -> Sheet:
    return section.title, section.header, list(_rows(section))


def _rows(section: Section) -> Iterator[list[Cell]]:
    width = len(section.header) - 1
    for figure in section.figures:
        cells = [figure.hidden, *[""] * (width - 1)] if figure.hidden else figure.cells
        yield [figure.label, *cells]


def _joined(document: Document) -> Sheet:
    """Return all figures as one table, with day, knowledge and rules behind every row."""
    names, values = zip(*document.stamps, strict=True) if document.stamps else ((), ())
    header = [_("Duty"), *document.sections[0].header, *names] if document.sections else []
    rows = [
        [section.title, *row, *values] for section in document.sections for row in _rows(section)
    ]
    return document.title, header, rows


def _is_alike(document: Document) -> bool:
    """Tell whether all tables of a document have the same columns."""
    return len({tuple(section.header) for section in document.sections}) <= 1


def _cell_by_cell(document: Document) -> Sheet:
    """Return every cell as a row of its own, for tables that do not fit under each other."""
    names, values = zip(*document.stamps, strict=True) if document.stamps else ((), ())
    header = [_("Table"), _("Row"), _("Column"), _("Value"), *names]
    rows = [
        [section.title, row[0], column, cell, *values]
        for section in document.sections
        for row in _rows(section)
        for column, cell in zip(section.header[1:], row[1:], strict=False)
        if cell not in {None, ""}
    ]
    return document.title, header, rows


def _write_csv(sheets: Sequence[Sheet], file: IO[bytes]) -> None:
    for _name, header, rows in sheets:
        write_csv(file, header, rows)


def _write_xlsx(sheets: Sequence[Sheet], file: IO[bytes]) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, header, rows in _named(sheets):
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 0, _WIDTHS[1])
            sheet.set_column(1, max(1, len(header) - 1), _WIDTHS[0])
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [_text(cell) for cell in header], bold)
            _fill(sheet, rows, day=book.add_format({"num_format": "yyyy-mm-dd"}))


def _fill(sheet: Worksheet, rows: Iterable[Row], *, day: Format) -> None:
    """Write cells by what they are, which spares the library finding that out for each."""
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            plain = _plain(cell)
            if isinstance(plain, str):
                sheet.write_string(number, column, plain)
            elif isinstance(plain, date):
                sheet.write_number(number, column, plain.toordinal() - _DAY_ZERO, day)
            elif plain is not None:
                sheet.write_number(number, column, plain)


def _write_ods(sheets: Sequence[Sheet], file: IO[bytes]) -> None:
    content = (
        (name, [_text(cell) for cell in header], ([_plain(c) for c in row] for row in rows))
        for name, header, rows in _named(sheets)
    )
    moment = partial(datetime.replace, clock.now(), tzinfo=None)
    file.writelines(stream_write_ods(content, get_modified_at=moment))


def _named(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """Give every sheet a name that a spreadsheet takes, each another one."""
    used: set[str] = set()
    for number, (name, header, rows) in enumerate(sheets, 1):
        short = _NO_SHEET_NAME.sub(" ", name).strip()[:_LONGEST_SHEET_NAME] or str(number)
        if short.lower() in used:
            short = f"{short[: _LONGEST_SHEET_NAME - 4]} ({number})"
        used.add(short.lower())
        yield short, header, rows


def _text(cell: Cell) -> str:
    return safe_cell(cell)


def _plain(cell: Cell) -> Plain:
    """Return a number or a date as such, and everything else as safe text."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str | Promise | datetime):
        return safe_cell(cell)
    return float(cell) if isinstance(cell, Decimal) else cell


_WRITERS: Mapping[ExportFormat, Callable[[Sequence[Sheet], IO[bytes]], None]] = {
    ExportFormat.CSV: _write_csv,
    ExportFormat.XLSX: _write_xlsx,
    ExportFormat.ODS: _write_ods,
}
