"""What every kind of file is read as: headings and blocks of text, each with its line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gir.errors import GirError


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of any level, with its number if it has one."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or table, as the HTML that the editor knows."""

    line: int
    html: str


Part = Heading | Block


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where. Line 0 is the file as a whole."""

    line: int
    sentence: str


class ImportRefused(GirError):
    """A file that cannot be taken over. Nothing was changed.

    In Word there are no lines: `counts_paragraphs` says that the places are paragraphs.
    """

    def __init__(self, faults: Iterable[Fault], *, counts_paragraphs: bool = False) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        self.counts_paragraphs = counts_paragraphs
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(self._say(fault) for fault in self.faults)

    def _say(self, fault: Fault) -> str:
        if not fault.line:
            return fault.sentence
        place = _("Paragraph %(number)d") if self.counts_paragraphs else _("Line %(number)d")
        return f"{place % {'number': fault.line}}: {fault.sentence}"


def refuse(sentence: str, line: int = 0, *, counts_paragraphs: bool = False) -> ImportRefused:
    """Return the exception for one thing that is wrong."""
    return ImportRefused([Fault(line, sentence)], counts_paragraphs=counts_paragraphs)
