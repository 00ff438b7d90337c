"""A stacked bar with its numbers."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.figures.counts import Counts

NUMBERS: tuple[tuple[str, str | Promise], ...] = (
    ("done", _("Finished")),
    ("rated", _("Out of")),
    ("open", _("To do")),
    ("in_grace", _("In days of grace")),
    ("overdue", _("Late")),
    ("done_late", _("Finished late")),
    ("newcomer_in_term", _("New, still in term")),
    ("exempt", _("Exempt")),
    ("paused", _("Postponed")),
)
"""The numbers of a figure, in the order of every table and file: names of `Counts`, headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stacked bar with its numbers. `counts` is None when the group is too small to show."""

    label: str
    url: str
    counts: Counts | None

    @property
    def columns(self) -> tuple[tuple[str, str | Promise], ...]:
        """The names and headings of `numbers`."""
        return NUMBERS

    @property
    def numbers(self) -> list[int]:
        """The numbers in the order of the columns; empty when they are hidden."""
        return [getattr(self.counts, name) for name, _heading in NUMBERS] if self.counts else []

    @property
    def percentage(self) -> int | None:
        """The rate in whole per cents, or None when it is hidden or about nobody."""
        return percentage_of(self.counts)


def percentage_of(counts: Counts | None) -> int | None:
    """Return the rate in whole per cents; None when it is hidden or about nobody.

    Rounded down to 99 and up to 1, so that 100 means everybody and 0 means nobody.
    """
    rate = counts.rate if counts else None
    if rate is None:
        return None
    if rate in {0, 1}:
        return int(100 * rate)
    return min(max(round(100 * rate), 1), 99)
