"""Booking for somebody, signing them off, deciding, and keeping places for a team."""

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from organisations.models import Person
from workshops.booking import (
    book_seat,
    cancel_booking,
    decide_request,
    keep_places,
    release_places,
)
from workshops.forms.fields import end_of
from workshops.forms.people import BookForm, KeepForm
from workshops.models import Event
from workshops.planning.plans import AMSTERDAM
from workshops.views.asking import acting_person
from workshops.views.trainers.answers import done, press, shown, tried
from workshops.views.trainers.events import booking_of, handled_event

_FORM = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(_FORM)
def book_for(request: HttpRequest, event: UUID) -> HttpResponse:
    """Book somebody who asked the trainer."""
    found, by = handled_event(request, event), acting_person(request)
    form = BookForm(request.POST or None)
    if tried(form, lambda: book_seat(event=found, person=form.cleaned_data["person"], by=by)):
        return done(request, found, _("Booked. The participant gets a message."))
    return shown(request, "book_for.html", form, event=found)


@login_required
@require_POST
def decide(request: HttpRequest, event: UUID, booking: UUID) -> HttpResponse:
    """Sign a participant off, or decide about a request."""
    found, by = handled_event(request, event), acting_person(request)
    row = booking_of(found, booking)
    action = request.POST.get("actie", "")
    if action in {"ja", "nee"}:
        said = _("Decided. The participant gets a message.")
        approved = action == "ja"
        decision = partial(decide_request, booking=row, approved=approved, by=by)
        return press(request, found, decision, said)
    said = _("Signed off. The place goes to who waits.")
    return press(request, found, lambda: cancel_booking(booking=row, by=by), said)


@never_cache
@login_required
@require_http_methods(_FORM)
def keep(request: HttpRequest, event: UUID) -> HttpResponse:
    """Keep places for a team."""
    found, by = handled_event(request, event), acting_person(request)
    form = KeepForm(request.POST or None)
    if tried(form, lambda: _keep(found, form, by)):
        return done(request, found, _("Kept. The manager of the team gets a message."))
    return shown(request, "keep.html", form, event=found)


def _keep(event: Event, form: KeepForm, by: Person) -> None:
    data = form.cleaned_data
    release_at = end_of(data["until"], AMSTERDAM)
    if release_at is not None and event.starts_at is not None:
        # "Until and including" the day of the workshop itself ends when it starts.
        release_at = min(release_at, event.starts_at)
    if release_at is not None:
        keep_places(
            event=event, unit=data["unit"], places=data["places"], release_at=release_at, by=by
        )


@login_required
@require_POST
def release(request: HttpRequest, event: UUID, reservation: int) -> HttpResponse:
    """Let kept places be for everybody."""
    found, by = handled_event(request, event), acting_person(request)
    row = get_object_or_404(found.reservations.all(), pk=reservation)
    said = _("Released. The places are for everybody now.")
    return press(request, found, lambda: release_places(reservation=row, by=by), said)
