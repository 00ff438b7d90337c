"""Trainers as the human beings that they are: records that were merged are one person."""

from collections.abc import Collection, Iterable

from organisations.models import Person, PersonMerge


def roots_of(people: Iterable[Person]) -> dict[int, int]:
    """Return as whom each record counts, by id, in one query."""
    ids = {person.pk for person in people}
    merges = PersonMerge.objects.current().filter(person__in=ids)
    merged = dict(merges.values_list("person_id", "into_id"))
    return {pk: merged.get(pk, pk) for pk in ids}


def records_of(roots: Collection[int]) -> dict[int, set[int]]:
    """Return all records of each person, by the one as whom they count, in one query."""
    found = {root: {root} for root in roots}
    merges = PersonMerge.objects.current().filter(into__in=roots)
    for person, into in merges.values_list("person_id", "into_id"):
        found[into].add(person)
    return found
