"""The addresses that messages and calendars lead to, in the present language."""

from uuid import UUID

from django.conf import settings

from design.navigation import in_language
from workshops.models import Event

_OWN = "/workshops/mijn/"
_TEAM = "/workshops/team/"
_TRAINERS = "/workshops/trainers/"


def own_path() -> str:
    """Return the path of one's own bookings: it names no workshop."""
    return in_language(_OWN)


def team_path() -> str:
    """Return the path of what a manager arranges for a team."""
    return in_language(_TEAM)


def trainers_path() -> str:
    """Return the path of what a trainer plans and leads."""
    return in_language(_TRAINERS)


def path_of(event: Event) -> str:
    """Return the path of an event; a confidential one stands only on the page of its kind."""
    if event.is_confidential:
        return event.type.path or own_path()
    return in_language(f"/workshops/bijeenkomst/{event.uuid}/")


def feed_path(uuid: UUID, signature: str) -> str:
    """Return the path of a calendar to subscribe to; the same in every language."""
    return f"/workshops/agenda/{uuid}/{signature}.ics"


def own_address() -> str:
    """Return the whole address of one's own bookings."""
    return _whole(own_path())


def trainers_address() -> str:
    """Return the whole address of what a trainer plans and leads."""
    return _whole(trainers_path())


def address_of(event: Event) -> str:
    """Return the whole address of an event."""
    return _whole(path_of(event))


def _whole(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"
