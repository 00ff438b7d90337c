"""The list of everybody as CSV and as XLSX, in a process of its own so that memory can be read."""

import json
import resource
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django
import xlsxwriter

django.setup()

from benchmarks.large.database import NOON  # noqa: E402
from benchmarks.large.measures import account_of, officer_of  # noqa: E402
from benchmarks.large.measuring import Spent, spent  # noqa: E402
from compliance.exports.kinds import kind_of  # noqa: E402
from compliance.exports.writers import write_table  # noqa: E402
from compliance.tables import Table  # noqa: E402
from core import clock  # noqa: E402

MEGABYTE = 1024 * 1024
ROUNDS = 1


def main() -> None:
    """Write the files and print what it took."""
    found: dict[str, Any] = {}
    with clock.at(NOON):
        everybody()
        base = _resident()
        for kind in ("csv", "xlsx"):
            found[kind], found[f"{kind}_rows"] = _write(everybody(), kind)
            found[f"{kind}_memory"] = _peak() - base
        rows = [list(row) for row in everybody().rows]
    floors, ours = [], []
    for _round in range(ROUNDS):
        floors.append(_bare(rows))
        table = Table(title="Bench", header=["Bench"] * len(rows[0]), rows=rows)
        ours.append(_write(table, "xlsx")[0])
    found |= {"xlsx_floor": _least(floors), "xlsx_writer": _least(ours)}
    json.dump(found, sys.stdout, default=asdict)


def everybody() -> Table:
    """Return everybody by name, as the compliance officer of the whole Rijk exports them."""
    viewer = account_of(officer_of("bench-rijk"))
    table = kind_of("personen").build(viewer, {"onderdeelcode": "bench-rijk"})
    if not isinstance(table, Table):
        raise TypeError(table)
    return table


def _write(table: Table, kind: str) -> tuple[Spent, int]:
    with tempfile.TemporaryFile() as file, spent() as one:
        rows = write_table(table, file, kind, lambda _number: None)
    return one, rows


def _bare(rows: Sequence[Sequence[Any]]) -> Spent:
    """Write the same rows with nothing but XlsxWriter."""
    with tempfile.TemporaryDirectory() as folder, spent() as one:
        path = str(Path(folder) / "bare.xlsx")
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [str(cell) for cell in row])
    return one


def _least(values: list[Spent]) -> Spent:
    return min(values, key=lambda one: one.cpu)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / MEGABYTE


if __name__ == "__main__":
    main()
