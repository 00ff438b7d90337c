"""Which person records one chunk of planning is about, and as whom each of them counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from organisations.models import PersonMerge


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The persons from `first` to `last`, with the records that were merged into one of them."""

    first: int
    last: int
    absorbed: frozenset[int]
    roots: Mapping[int, int]

    def root(self, person_id: int) -> int | None:
        """Return the person as whom this record counts, or None when that is not one of these."""
        root = self.roots.get(person_id, person_id)
        return root if self.first <= root <= self.last else None

    @property
    def condition(self) -> Q:
        """The condition "a record of one of these persons" on a row with a person."""
        return self.between | Q(person__in=self.absorbed)

    @property
    def own(self) -> Q:
        """The condition "one of these persons", without records merged into them."""
        merged = [person for person in self.roots if self.first <= person <= self.last]
        return self.between & ~Q(person__in=merged)

    @property
    def between(self) -> Q:
        """The condition "a record from `first` to `last`"."""
        return Q(person__gte=self.first, person__lte=self.last)


def known_roots() -> dict[int, int]:
    """Return for every record that was merged the person as whom it counts."""
    return dict(PersonMerge.objects.current().values_list("person_id", "into_id"))


def chunks_of(person_ids: Sequence[int], roots: Mapping[int, int], size: int) -> Iterator[People]:
    """Split persons, in order of id, in chunks of at most `size`."""
    for start in range(0, len(person_ids), size):
        first, last = person_ids[start], person_ids[min(start + size, len(person_ids)) - 1]
        absorbed = frozenset(person for person, root in roots.items() if first <= root <= last)
        yield People(first=first, last=last, absorbed=absorbed, roots=roots)
