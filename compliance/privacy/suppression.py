"""Which rows of a table of groups must show no number, so that nobody can be recognised.

A group of fewer than `minimum()` persons is hidden (domain.md §5.2). Because the total stays, one
hidden row could be found by subtraction, and so could the few people who stand in the unit itself
and in none of its rows. So more rows are hidden, the smallest first, until what is left after
subtraction is a group that is itself large enough. A hidden row shows "Te kleine groep om te
tonen": no number, no rate, no bar, no link, whether it is small itself or hides another. An empty
group may show 0. A group that is large enough shows all its counts, also a count of 1.

**What is promised**, for all that one mandate opens for one duty on one day: every page, table,
total, rest and export together. Whoever adds and subtracts any of these figures, in any way, finds
no count of a group of one to `minimum() - 1` persons, also not when they know exactly who works
where. The proof:

- Who sees a unit sees the units above it up to the unit of the mandate, so the figures that are
  shown form a tree. Take of each unit shown what is left after subtracting its shown rows: its
  *rest*. Every figure is a sum of rests, and each sum of figures is a sum of rests.
- Who has one place in the organisation stands in exactly one rest, so in no sum do two rests
  cancel them out.
- A rest is empty, or has at least `minimum()` persons with one place. So every sum is about
  nobody or about at least that many persons.

Who has several places counts once in each unit above them, and would follow from a total that is
less than its rows together. Such a table counts as one with a rest.

Who may list the people of a unit by name knows how they stand, and subtracts them. For such a
reader the people in the unit itself protect nobody: the hidden rows must be enough by themselves
(`everybody`). For the others those people are a group like any other: when they are few, a row is
hidden for them (`others`), which the reader who lists them sees.

A page below a hidden row stays closed, or its total would give the row away.

**What is not promised**: a group in which everybody stands alike shows how each of them stands,
hidden or not. Duties are looked at one by one: two duties that are met by the same activity and
whose audiences differ by a few people tell about these few. Figures of different days are
looked at one by one as well: how somebody stands who comes or leaves between two days may follow
from the difference. So groups that are not much larger are shown as of today and of the last day
of a month only (`needs_coarse_days`), which makes this harder and not impossible. Readers with
different mandates who put their tables together know more than each of them. ADR 0016 says more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from compliance.enums import HiddenFrom

COARSE = 5
"""Groups of less than so many times the minimum have figures of the last days of months only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many persons a figure is about, and how many of them have one place only."""

    persons: int = 0
    alone: int = 0

    def __add__(self, other: "Group") -> "Group":
        return Group(persons=self.persons + other.persons, alone=self.alone + other.alone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The places of the rows of a table that are hidden, from whom.

    `total`: who lists the people of the unit itself must not see its total either, because the
    hidden rows together are too few.
    """

    everybody: frozenset[int]
    others: frozenset[int]
    total: bool = False

    def rows(self, *, lists_people: bool) -> frozenset[int]:
        """Return what is hidden from who lists the people in the unit itself, or from others."""
        return self.everybody if lists_people else self.everybody | self.others

    def hidden_from(self, place: int) -> HiddenFrom | None:
        """Say from whom a row is hidden; None: it is shown."""
        if place in self.everybody:
            return HiddenFrom.EVERYBODY
        return HiddenFrom.OTHERS if place in self.others else None


def minimum() -> int:
    """Return the smallest group of which numbers are shown."""
    smallest: int = settings.SMALL_GROUP
    return smallest


def needs_coarse_days(persons: int) -> bool:
    """Tell whether a group is too small to show as of any day in the past that one likes."""
    return 0 < persons < COARSE * minimum()


def is_small(group: Group) -> bool:
    """Tell whether a group must not be shown; an empty group may be.

    Who has several places does not count here: the reader may know them from another place.
    """
    return group.persons > 0 and group.alone < minimum()


def hidden_in(rows: Sequence[Group], *, whole: Group, direct: int) -> Hidden:
    """Tell what to hide in the table of a unit: `whole`, divided in `rows`.

    The rows are all units right below it; `direct` is the number of persons in the unit itself.
    """
    filled = [place for place, row in enumerate(rows) if row.persons]
    small = {place for place in filled if is_small(rows[place])}
    overlap = direct + sum(row.persons for row in rows) > whole.persons
    always = _grown(rows, small, filled, beside=0) if small or overlap else small
    also = set(always)
    if direct:
        beside = whole.alone - sum(row.alone for row in rows)
        also = _grown(rows, always, filled, beside=beside)
    together = sum((rows[place] for place in always), Group())
    return Hidden(
        everybody=frozenset(always),
        others=frozenset(also - always),
        total=bool(always) and together.alone < minimum(),
    )


def _grown(
    rows: Sequence[Group], hidden: set[int], filled: Sequence[int], *, beside: int
) -> set[int]:
    """Return the hidden rows with the smallest others, until with `beside` they are enough."""
    grown = set(hidden)
    candidates = sorted(
        (place for place in filled if place not in grown),
        key=lambda place: (rows[place].persons, place),
    )
    while candidates and beside + sum(rows[place].alone for place in grown) < minimum():
        grown.add(candidates.pop(0))
    return grown
