"""What participants do: book, cancel, undo that, take or leave an offered place, follow.

What it is about stands in the body and not in the address, so that no log of addresses says who
went where.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.statements import Statement, given_uuid
from workshops.access import bookings_of, sees_event
from workshops.booking.leaving import cancel_booking, decline_offer, undo_cancellation
from workshops.booking.taking import accept_offer, book_seat
from workshops.catalogue.interests import follow, unfollow
from workshops.enums import BookingState
from workshops.errors import BookingRefused
from workshops.models import Booking, Event, WorkshopType
from workshops.reports.listing import event_url
from workshops.views.asking import acting_person, posted_uuid
from workshops.views.paces import paced

_PUBLISHED = Statement(
    lambda: Event.objects.published().select_related("type").filter(uuid=given_uuid("event"))
)


@login_required
@require_POST
@paced("workshops.book")
def book(request: HttpRequest) -> HttpResponse:
    """Book a place, or a number in the line, or ask the manager."""
    person = acting_person(request)
    found = _PUBLISHED.objects(event=posted_uuid(request, "event"))
    if not found or not sees_event(request.user, found[0]):
        raise Http404
    event: Event = found[0]
    _try(request, lambda: book_seat(event=event, person=person, by=person))
    return redirect(event_url(event))


@login_required
@require_POST
@paced("workshops.book")
def cancel(request: HttpRequest) -> HttpResponse:
    """Cancel one's own booking, or undo that."""
    person, booking = acting_person(request), _booking(request)
    if request.POST.get("actie") == "terug":
        _try(request, lambda: undo_cancellation(booking=booking, by=person))
    else:
        _try(request, lambda: cancel_booking(booking=booking, by=person))
    return _back(request, booking.event)


@login_required
@require_POST
@paced("workshops.book")
def offer(request: HttpRequest) -> HttpResponse:
    """Take or leave a place that is offered."""
    person, booking = acting_person(request), _booking(request)
    if request.POST.get("antwoord") == "nee":
        _try(request, lambda: decline_offer(booking=booking, by=person), _("You left the place."))
    else:
        _try(request, lambda: accept_offer(booking=booking, by=person))
    return _back(request, booking.event)


@login_required
@require_POST
def interest(request: HttpRequest) -> HttpResponse:
    """Hear of new dates of a kind of workshop, or no longer."""
    person = acting_person(request)
    if request.POST.get("stop"):
        unfollow(person=person, pk=_number(request.POST["stop"]))
        messages.success(request, _("You get no more messages about this workshop."))
        return redirect("workshops-mine")
    kinds = WorkshopType.objects.offered()
    kind = get_object_or_404(kinds, key=request.POST.get("type", "").replace("\x00", ""))
    follow(person=person, kind=kind, region=request.POST.get("regio", ""))
    messages.success(request, _("We let you know as soon as there is a date."))
    return redirect(f"{reverse('workshops-mine')}#volgen")


def _booking(request: HttpRequest) -> Booking:
    rows = bookings_of(request.user).select_related("event__type", "person")
    found: Booking = get_object_or_404(rows, uuid=posted_uuid(request, "booking"))
    return found


def _back(request: HttpRequest, event: Event) -> HttpResponse:
    """Return to where the button was: one's own workshops, or the page of the event."""
    mine = reverse("workshops-mine")
    return redirect(mine if request.POST.get("terug_naar") == "mijn" else event_url(event))


def _try(request: HttpRequest, step: Callable[[], Booking], said: str = "") -> None:
    """Take a step and say what happened, or why it did not."""
    try:
        booking = step()
    except BookingRefused as refused:
        messages.error(request, str(refused))
    else:
        sentence = said or _said(booking)
        if sentence:
            messages.success(request, sentence)


def _said(booking: Booking) -> str:
    sentences = {
        BookingState.BOOKED: _("You take part. You find it under my workshops."),
        BookingState.WAITLISTED: _(
            "You are on the waiting list. We mail you when there is a place."
        ),
        BookingState.REQUESTED: _("Your manager gets a message and decides."),
        BookingState.CANCELLED: _("You have cancelled. You can undo this for ten minutes."),
    }
    return sentences.get(BookingState(booking.state), "")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:  # noqa: PLR2004  what a database number can be
        raise Http404
    return int(text)
