"""Tables and documents as data: the same one becomes a page, a PDF and a spreadsheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from core.spreadsheets import Cell

Row = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows below a header. `rows` may be a stream, that is read once."""

    title: str
    header: Sequence[str]
    rows: Iterable[Row]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of a document: a name with its cells, or why they are not shown."""

    label: str
    cells: Sequence[Cell] = ()
    hidden: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The figures of one duty, or another table of a document; `is_of_numbers`: not of words."""

    title: str
    header: Sequence[str]
    figures: Sequence[Figure]
    note: str = ""
    is_of_numbers: bool = True

    @property
    def width(self) -> int:
        """How many columns stand beside the name of a row."""
        return len(self.header) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report with everything that is needed to defend it: day, knowledge, rules, definitions.

    `facts` and `notes` are pairs of a name and its text; `stamps` are columns that stand behind
    every row of a CSV file, which has no other place to say them.
    """

    key: str
    title: str
    lead: str
    footer: str
    made_at: datetime
    reference_date: date
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    notes: Sequence[tuple[str, str]]
    stamps: Sequence[tuple[str, Cell]] = field(default_factory=tuple)
