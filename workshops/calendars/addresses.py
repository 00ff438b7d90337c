"""The secret address of somebody's own calendar: signed, and worth nothing once it is revoked.

Calendar programs cannot sign in, so whoever has the address can read along. It therefore tells no
more than times, places and titles, and a new address makes the old one worthless.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction

from core import clock
from organisations.models import Person
from workshops.models import CalendarFeed
from workshops.paths import feed_path as _path

_SALT = "workshops.calendar_feed"


def feed_path(feed: CalendarFeed) -> str:
    """Return the path of somebody's calendar on this site."""
    return _path(feed.uuid, _signature(feed.uuid))


def feed_from(uuid: UUID, signature: str) -> CalendarFeed | None:
    """Return the feed of an address; None when it is not signed by us, revoked or of nobody."""
    try:
        _signer().unsign(f"{uuid}:{signature}")
    except BadSignature:
        return None
    feeds = CalendarFeed.objects.filter(revoked_at__isnull=True, person__erased_at__isnull=True)
    return feeds.select_related("person").filter(uuid=uuid).first()


def feed_of(person: Person) -> CalendarFeed | None:
    """Return the feed that works now, if somebody has one."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()


@transaction.atomic(durable=True)
def open_feed(*, person: Person) -> CalendarFeed:
    """Give somebody a new address; the one before does not work any more."""
    # Pressed twice at once: the second waits, and revokes what the first made.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    _revoke(person)
    return CalendarFeed.objects.create(person=person, recorded_at=clock.now())


@transaction.atomic(durable=True)
def close_feed(*, person: Person) -> None:
    """Let the address of somebody stop working."""
    _revoke(person)


def _revoke(person: Person) -> None:
    mine = CalendarFeed.objects.filter(person=person, revoked_at__isnull=True)
    mine.update(revoked_at=clock.now())


def _signature(uuid: UUID) -> str:
    return _signer().signature(str(uuid))


def _signer() -> Signer:
    return Signer(salt=_SALT)
