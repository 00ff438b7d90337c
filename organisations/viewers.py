"""Who looks: the person behind an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.models import User

if TYPE_CHECKING:
    from organisations.models import Person

Viewer = User | AnonymousUser


def person_of(user: Viewer) -> Person | None:
    """Return who is behind an account, as the person as whom they count; None for nobody.

    Costs no query for the user of a request: `organisations.backends` fetches the person along and
    says whether there was a merge.
    """
    person: Person | None = getattr(user, "person", None)
    if person is None or person.erased_at is not None:
        return None
    if not hasattr(person, "merged_into_id"):
        merge = person.merges.filter(superseded_at__isnull=True).first()
        person.merged_into_id = merge.into_id if merge else None
    if person.merged_into_id is None:
        return person
    if not hasattr(person, "counts_as"):
        person.counts_as = type(person).objects.get(pk=person.merged_into_id)
    return person.counts_as
