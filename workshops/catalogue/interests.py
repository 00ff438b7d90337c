"""Somebody wants to hear when a workshop is planned, or no longer does."""

from django.db import transaction

from core import clock
from organisations.models import Person
from workshops.enums import Region
from workshops.models import Interest, WorkshopType


@transaction.atomic(durable=True)
def follow(*, person: Person, kind: WorkshopType, region: str = "") -> Interest:
    """Let somebody hear of new dates, anywhere or in one region; once is enough."""
    wanted = region if region in Region.values else ""
    interest, _made = Interest.objects.get_or_create(
        person=person, type=kind, region=wanted, defaults={"recorded_at": clock.now()}
    )
    return interest


@transaction.atomic(durable=True)
def unfollow(*, person: Person, pk: int) -> None:
    """Let somebody hear of it no longer; what is not theirs stays."""
    Interest.objects.filter(person=person, pk=pk).delete()
