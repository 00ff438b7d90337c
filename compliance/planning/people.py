"""Which persons, as whom each of them counts, or which teams one chunk of planning is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from organisations.models import PersonMerge


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Some persons, with the records that were merged into one of them."""

    ids: frozenset[int]
    absorbed: frozenset[int]
    roots: Mapping[int, int]

    def root(self, person_id: int) -> int | None:
        """Return the person as whom this record counts, or None when that is not one of these."""
        root = self.roots.get(person_id, person_id)
        return root if root in self.ids else None

    @property
    def condition(self) -> Q:
        """The condition "a record of one of these persons" on a row with a person."""
        return Q(person__in=self.ids | self.absorbed)

    @property
    def own(self) -> Q:
        """The condition "one of these persons", without records merged into them."""
        return Q(person__in=self.ids - self.roots.keys())

    subject = "person_id"

    @property
    def obligations(self) -> Q:
        """The condition "of one of these persons" on an event of an obligation."""
        return Q(obligation__person__in=self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """The units from `first` to `last`."""

    first: int
    last: int

    subject = "unit_id"

    @property
    def own(self) -> Q:
        """The condition "one of these units"."""
        return Q(unit__gte=self.first, unit__lte=self.last)

    @property
    def obligations(self) -> Q:
        """The condition "of one of these units" on an event of an obligation."""
        return Q(obligation__unit__gte=self.first, obligation__unit__lte=self.last)


def known_roots() -> dict[int, int]:
    """Return for every record that was merged the person as whom it counts."""
    return dict(PersonMerge.objects.current().values_list("person_id", "into_id"))


def chunks_of(person_ids: Sequence[int], roots: Mapping[int, int], size: int) -> Iterator[People]:
    """Split persons, in order of id, in chunks of at most `size`."""
    for start in range(0, len(person_ids), size):
        ids = frozenset(person_ids[start : start + size])
        absorbed = frozenset(person for person, root in roots.items() if root in ids)
        yield People(ids=ids, absorbed=absorbed, roots=roots)


def teams_of(unit_ids: Sequence[int], size: int) -> Iterator[Teams]:
    """Split units, in order of id, in chunks of at most `size`."""
    for start in range(0, len(unit_ids), size):
        last = min(start + size, len(unit_ids)) - 1
        yield Teams(first=unit_ids[start], last=unit_ids[last])
