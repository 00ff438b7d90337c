"""Which rows of a table of groups must show no number at all, so that nobody can be recognised.

A group of fewer than `minimum()` persons is hidden (domain.md §5.2). Because the total stays, one
hidden row could be found by subtraction: so more rows are hidden, the smallest first, until at
least two are and together they hold at least that many persons. What remains hidden is then one
group that is itself large enough to show. Where that cannot be reached the total is hidden too.
A hidden row shows "Te kleine groep om te tonen": no number, no rate, no bar, no link, whether it is
small itself or hides another. An empty group may show 0. A group that is large enough shows all its
counts, also a count of 1.

People who stand in the unit itself and in none of the rows protect nobody: its manager sees them by
name. Persons are listed only for the unit that a mandate itself is on.

A page below a hidden row must stay closed as well (`path_is_shown`), or its total would give the
row away.

What this does not stop: who knows the rule may work out how many people a hidden row holds, but not
where they stand; a hidden rest in which everybody stands alike, as in any group that is shown;
comparing the figures of two days between which a group grew or shrank past the minimum; and readers
with different mandates who put their tables together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The places of the rows that are hidden, and whether the total is hidden as well."""

    rows: frozenset[int]
    total: bool


def minimum() -> int:
    """Return the smallest group of which numbers are shown."""
    smallest: int = settings.SMALL_GROUP
    return smallest


def hidden_in(sizes: Sequence[int], *, total: int) -> Hidden:
    """Tell what to hide in a table with these numbers of persons, and `total` below it."""
    if 0 < total < minimum():
        return Hidden(rows=frozenset(_filled(sizes)), total=True)
    hidden = {place for place, size in enumerate(sizes) if 0 < size < minimum()}
    by_size = sorted(_filled(sizes), key=lambda place: (sizes[place], place))
    candidates = [place for place in by_size if place not in hidden]
    while hidden and not _is_safe(sizes, hidden) and candidates:
        hidden.add(candidates.pop(0))
    return Hidden(rows=frozenset(hidden), total=bool(hidden) and not _is_safe(sizes, hidden))


def hidden_rows(sizes: Sequence[int], *, total: int | None = None) -> frozenset[int]:
    """Return the places of the rows to hide; without `total` that is the sum of the rows."""
    return hidden_in(sizes, total=sum(sizes) if total is None else total).rows


def path_is_shown(levels: Sequence[tuple[Sequence[int], int]]) -> bool:
    """Tell whether a unit may be opened from the unit of the mandate.

    Each level from the top down is the sizes of the rows on that page and the place of the row
    that leads on; a unit below a hidden row is not shown.
    """
    return all(place not in hidden_rows(sizes) for sizes, place in levels)


def _filled(sizes: Sequence[int]) -> list[int]:
    return [place for place, size in enumerate(sizes) if size]


def _is_safe(sizes: Sequence[int], hidden: set[int]) -> bool:
    return len(hidden) > 1 and sum(sizes[place] for place in hidden) >= minimum()
