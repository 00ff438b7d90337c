"""What somebody does not want to receive."""

from collections.abc import Collection

from django.db import transaction

from notifications.models import SwitchedOff
from organisations.models import Person


@transaction.atomic
def choose_messages(*, person: Person, wanted: Collection[str], offered: Collection[str]) -> None:
    """Receive these kinds of those offered, and none of the others offered."""
    unwanted = set(offered) - set(wanted)
    SwitchedOff.objects.filter(person=person, kind__in=set(offered) & set(wanted)).delete()
    SwitchedOff.objects.bulk_create(
        (SwitchedOff(person=person, kind=kind) for kind in sorted(unwanted)), ignore_conflicts=True
    )
