"""Persons: added, changed, merged, and emptied when nothing about them may be kept."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext, override

from core import clock
from organisations.enums import IdentitySystem
from organisations.models import Person, PersonIdentity, PersonMerge
from organisations.names import sort_name_of
from organisations.services import dated
from organisations.services.errors import (
    IdentityTaken,
    MergeWithItself,
    PersonStillHere,
)

_MOST_RECORDS = 5


class PersonFields(TypedDict, total=False):
    """What can be changed about a person."""

    name: str
    sort_name: str
    email: str
    language: str
    time_zone: str


@transaction.atomic
def add_person(
    *,
    name: str,
    sort_name: str = "",
    email: str = "",
    language: str = "nl",
    time_zone: str = "Europe/Amsterdam",
) -> Person:
    """Add somebody; an account is given separately."""
    return Person.objects.create(
        name=name,
        sort_name=sort_name or sort_name_of(name),
        email=email,
        language=language,
        time_zone=time_zone,
    )


@transaction.atomic
def change_person(*, person: Person, **changes: Unpack[PersonFields]) -> Person:
    """Change what we call somebody or how we reach them; the name to sort by follows the name."""
    person = dated.lock_person(person)
    renamed = changes.get("name", person.name) != person.name
    if renamed and not changes.get("sort_name"):
        changes["sort_name"] = sort_name_of(changes["name"])
    for field, value in changes.items():
        setattr(person, field, value)
    person.save(update_fields=list(changes))
    return person


@transaction.atomic
def add_identity(*, person: Person, system: IdentitySystem, subject: str) -> PersonIdentity:
    """Record the key by which another system knows somebody; the same again changes nothing."""
    dated.lock_person(person)
    identity, _made = PersonIdentity.objects.get_or_create(
        system=system, subject=subject, defaults={"person": person}
    )
    if identity.person_id != person.pk:
        raise IdentityTaken
    return identity


@transaction.atomic
def merge_persons(*, person: Person, into: Person) -> PersonMerge:
    """Let two records count as one human being.

    Merges stay one step deep: whoever was merged into `person` is now merged into `into` as well,
    and a record that was merged before stands for the person as whom it counts.
    """
    person, into = canonical_person(person), canonical_person(into)
    if person.pk == into.pk:
        raise MergeWithItself
    for one in sorted((person, into), key=lambda one: one.pk):
        dated.lock_person(one)
    moment = clock.now()
    for earlier in PersonMerge.objects.current().filter(into=person):
        dated.supersede(earlier)
        PersonMerge.objects.create(person=earlier.person, into=into, recorded_at=moment)
    return PersonMerge.objects.create(person=person, into=into, recorded_at=moment)


@transaction.atomic
def undo_merge(*, merge: PersonMerge) -> None:
    """Let two records count as two again, with whoever came along with that merge."""
    dated.lock_person(merge.person)
    moved_along = PersonMerge.objects.filter(
        into=merge.person_id, superseded_at=merge.recorded_at
    ).values_list("person")
    dated.supersede(merge)
    for row in PersonMerge.objects.current().filter(
        person__in=moved_along, into=merge.into_id, recorded_at=merge.recorded_at
    ):
        dated.supersede(row)
        PersonMerge.objects.create(person=row.person, into=merge.person)


def canonical_person(person: Person) -> Person:
    """Return the person as whom this record counts: itself, or the one it was merged into."""
    merge = PersonMerge.objects.current().filter(person=person).select_related("into").first()
    return merge.into if merge else person


def person_with_address(email: str) -> Person | None:
    """Return the one person with this work address; None when it is of nobody, or of several."""
    records = Person.objects.filter(email__iexact=email, erased_at__isnull=True)
    people = {canonical_person(record) for record in records[:_MOST_RECORDS]}
    return people.pop() if email and len(people) == 1 else None


@transaction.atomic
def erase_person(*, person: Person) -> Person:
    """Empty a person who left: name, address, keys and account go, what was proved stays."""
    person = dated.lock_person(person)
    today = clock.today()
    for rows in (person.appointments, person.role_assignments, person.mandates):
        if rows.current().overlapping(today, None).exists():
            raise PersonStillHere
    if person.user:
        person.user.delete()
    person.identities.all().delete()
    # What is stored on the screen's behalf is Dutch, whatever the language of who erases.
    with override("nl"):
        person.name = gettext("Erased person")
    person.user, person.sort_name, person.email = None, "", ""
    person.erased_at = clock.now()
    person.save()
    return person
