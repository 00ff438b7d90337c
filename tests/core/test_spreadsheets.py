"""What we hand to a spreadsheet is text, whatever somebody is called."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheets import Cell, csv_lines, csv_response, safe_cell

DANGEROUS = ["=1+1", "+31 6", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1+1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_becomes_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(st.text())
def test_no_text_at_all_can_start_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert not cell.startswith(("\t", "\r", "\n"))
    assert cell.removeprefix("'") == text.replace("\x00", "").removeprefix("'")


def test_numbers_and_dates_stay_numbers_and_dates() -> None:
    moment = datetime(2026, 12, 31, 9, 5, 1, tzinfo=UTC)
    values: list[Cell] = [-5, 2.5, Decimal("-1.50"), date(2026, 12, 31), moment, None, "gewoon"]
    assert [safe_cell(value) for value in values] == [
        "-5", "2.5", "-1.50", "2026-12-31", "2026-12-31 09:05+00:00", "", "gewoon",
    ]  # fmt: skip


def test_a_file_has_a_byte_order_mark_semicolons_and_one_line_per_row() -> None:
    text = "".join(
        csv_lines(["Naam", "Klaar op"], [["Łukasz; jr.", date(2026, 1, 2)], ["=x", None]])
    )
    assert text.startswith("\ufeffNaam;Klaar op\r\n")
    assert list(csv.reader(io.StringIO(text[1:]), delimiter=";")) == [
        ["Naam", "Klaar op"],
        ["Łukasz; jr.", "2026-01-02"],
        ["'=x", ""],
    ]


def test_rows_are_read_only_when_the_download_is_read() -> None:
    read = []

    def rows() -> object:
        for number in range(3):
            read.append(number)
            yield [number]

    response = csv_response(filename="mijn\r\nteam.csv", header=["n"], rows=rows())  # type: ignore[arg-type]
    assert read == []
    assert response["Content-Disposition"] == 'attachment; filename="mijn team.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(response).decode() == "\ufeffn\r\n0\r\n1\r\n2\r\n"
