"""The page on scope has a row for everything that was asked, and claims nothing without a test."""

import ast
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
# The measures of the works council, and the letters and programmes; the page explains both.
NUMBERS = (*(f"m{number}" for number in range(1, 26)), *map(str, range(30, 63)))
_TEST = re.compile(r"\btest_\w+")


class Row(NamedTuple):
    """A row of the page, cell by cell."""

    number: str
    asked: str
    state: str
    does: str
    where: str
    shown: str

    @property
    def tests(self) -> list[str]:
        return _TEST.findall(self.shown)

    @property
    def is_honest(self) -> bool:
        """Whether the state is what the tests and the words beside it say."""
        misses = "Open: " in self.does
        says_open = self.shown == "open"
        return {
            "built": bool(self.tests) and not misses,
            "part": bool(self.tests) and misses,
            "open": says_open,
            "out": bool(self.tests) or says_open,
        }.get(self.state, False)


def rows_of(text: str) -> list[Row]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [Row(*row) for row in cells if row[0] != "#"]


def existing_tests() -> set[str]:
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


ROWS = rows_of((ROOT / "docs" / "scope.md").read_text(encoding="utf-8"))


def test_everything_that_was_asked_has_one_row() -> None:
    numbered = Counter(row.number for row in ROWS if row.number not in {"+", "–"})
    assert numbered == Counter(NUMBERS)


def test_every_test_that_is_named_exists() -> None:
    named = {name for row in ROWS for name in row.tests}
    assert named
    assert named - existing_tests() == set()


def test_a_row_without_a_test_says_open_and_nothing_claims_more_than_it_shows() -> None:
    assert [row for row in ROWS if not row.is_honest] == []


def test_a_row_that_claims_too_much_is_recognised() -> None:
    (row,) = rows_of("| # | a | b | c | d | e |\n|---|---|\n| m1 | A | built | B | | `test_it` |")
    assert row.is_honest
    assert not row._replace(shown="").is_honest
    assert not row._replace(shown="open").is_honest
    assert not row._replace(does="B. Open: C").is_honest
    assert not row._replace(state="part").is_honest
    assert not row._replace(state="open").is_honest
    assert not row._replace(state="done").is_honest
