"""Who asks, and what about: read from a request, or not found."""

from uuid import UUID

from django.http import Http404, HttpRequest

from organisations.access import person_of
from organisations.models import Person


def acting_person(request: HttpRequest) -> Person:
    """Return who acts; an account without a person finds nothing here."""
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def posted_uuid(request: HttpRequest, name: str) -> UUID:
    """Return the key in the body of a request; addresses of what changes something have none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as wrong:
        raise Http404 from wrong
