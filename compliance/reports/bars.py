"""A stacked bar with its numbers."""

from dataclasses import dataclass

from compliance.figures import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stacked bar with its numbers. `counts` is None when the group is too small to show."""

    label: str
    url: str
    counts: Counts | None

    @property
    def percentage(self) -> int | None:
        """The rate in whole per cents, or None when it is hidden or about nobody."""
        rate = self.counts.rate if self.counts else None
        return None if rate is None else round(100 * rate)
