"""Planning an event, changing it, and what happens to it as a whole."""

from dataclasses import replace
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.models import Person
from workshops.access import planning_units
from workshops.forms.events import AgainForm, CancelForm, EventForm, NoteForm, PlaceForm
from workshops.forms.sessions import SessionForm
from workshops.models import Event, WorkshopType
from workshops.planning.cancelling import cancel_event
from workshops.planning.duplicating import duplicate_event
from workshops.planning.events import change_event, plan_event, publish_event
from workshops.planning.notes import send_note
from workshops.planning.plans import AMSTERDAM, NewEvent, NewSession
from workshops.reports.trainers import event_file, overview
from workshops.views.asking import acting_person
from workshops.views.trainers.answers import done, press, shown, tried
from workshops.views.trainers.events import organised_event

_FORM = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_safe
def trainers(request: HttpRequest) -> HttpResponse:
    """Show the workshops that somebody plans or leads."""
    units = planning_units(request.user)
    shown_overview = overview(request.user)
    if not units and not (shown_overview.coming or shown_overview.to_close or shown_overview.past):
        raise Http404
    context = {"overview": shown_overview, "may_plan": bool(units)}
    return render(request, "workshops/trainers/overview.html", context)


@never_cache
@login_required
@require_safe
def event(request: HttpRequest, event: UUID) -> HttpResponse:
    """Show one event, whole."""
    found = organised_event(request, event)
    file = event_file(found, request.user, zone=acting_person(request).time_zone)
    return render(request, "workshops/trainers/event.html", {"file": file, "event": found})


@never_cache
@login_required
@require_http_methods(_FORM)
def plan(request: HttpRequest) -> HttpResponse:
    """Choose a kind of workshop, and plan it: one session, or a series at the same time."""
    person = acting_person(request)
    units = list(planning_units(request.user))
    if not units:
        raise Http404
    kinds = WorkshopType.objects.offered().order_by("title", "pk")
    key = request.GET.get("soort", "").replace("\x00", "")
    if not key:
        return render(request, "workshops/trainers/kinds.html", {"kinds": kinds})
    kind = get_object_or_404(kinds, key=key)
    data = request.POST or None
    about = EventForm(data, initial=EventForm.from_type(kind))
    place = PlaceForm(data, units=units, initial={"times": kind.sessions, "every": 7})
    first = SessionForm(data, own=person, initial={"trainers": [str(person.uuid)]})
    planned: list[Event] = []
    if about.is_valid() & place.is_valid() & first.is_valid():
        new = _new_event(kind, about, place, first)
        if tried(about, lambda: planned.append(plan_event(plan=new, by=person))):
            return done(request, planned[0], _("Planned. Look it over, and publish it."))
    forms = (about, place, first)
    context = {"kind": kind, "form": about, "place": place, "first": first, "forms": forms}
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "workshops/trainers/plan.html", context, status=status)


def _new_event(
    kind: WorkshopType, about: EventForm, place: PlaceForm, first: SessionForm
) -> NewEvent:
    session: NewSession = first.plan
    times, every = place.cleaned_data["times"], place.cleaned_data["every"]
    about.zone = session.zone
    return NewEvent(
        type=kind,
        organiser=place.cleaned_data["organiser"],
        for_unit=place.cleaned_data["for_unit"],
        about=about.changes,
        # A link is of one meeting: the later ones get theirs when they are known.
        sessions=[
            session if number == 0 else replace(session.later(number * every), online_url="")
            for number in range(times)
        ],
    )


@never_cache
@login_required
@require_http_methods(_FORM)
def change(request: HttpRequest, event: UUID) -> HttpResponse:
    """Change what an event says."""
    found, person = organised_event(request, event), acting_person(request)
    zone = _zone_of(found)
    form = EventForm(request.POST or None, initial=EventForm.from_event(found, zone), zone=zone)
    if tried(form, lambda: change_event(event=found, changes=form.changes, by=person)):
        return done(request, found, _("Changed."))
    return shown(request, "event_change.html", form, event=found)


@login_required
@require_POST
def publish(request: HttpRequest, event: UUID) -> HttpResponse:
    """Let everybody see an event."""
    found, person = organised_event(request, event), acting_person(request)
    said = _("Published. People can book.")
    return press(request, found, lambda: publish_event(event=found, by=person), said)


@never_cache
@login_required
@require_http_methods(_FORM)
def cancel(request: HttpRequest, event: UUID) -> HttpResponse:
    """Cancel an event with a reason."""
    found, person = organised_event(request, event), acting_person(request)
    form = CancelForm(request.POST or None)
    if tried(form, lambda: _cancel(found, form, person)):
        return done(request, found, _("Cancelled. Everybody with a place gets a message."))
    return shown(request, "event_cancel.html", form, event=found)


def _cancel(event: Event, form: CancelForm, by: Person) -> None:
    cancel_event(event=event, reason=form.cleaned_data["reason"], by=by)


@never_cache
@login_required
@require_http_methods(_FORM)
def note(request: HttpRequest, event: UUID) -> HttpResponse:
    """Send a note to who comes."""
    found, person = organised_event(request, event), acting_person(request)
    form = NoteForm(request.POST or None)
    if tried(form, lambda: send_note(event=found, text=form.cleaned_data["text"], by=person)):
        return done(request, found, _("Sent to everybody with a place."))
    return shown(request, "event_note.html", form, event=found)


@never_cache
@login_required
@require_http_methods(_FORM)
def duplicate(request: HttpRequest, event: UUID) -> HttpResponse:
    """Plan the same workshop again."""
    found, person = organised_event(request, event), acting_person(request)
    form = AgainForm(request.POST or None)
    copies: list[Event] = []
    if tried(
        form,
        lambda: copies.append(duplicate_event(event=found, starts_on=form.day, by=person)),
    ):
        return done(request, copies[0], _("Planned again. Look it over, and publish it."))
    return shown(request, "event_again.html", form, event=found)


def _zone_of(event: Event) -> str:
    first = event.sessions.order_by("starts_at", "pk").values_list("time_zone", flat=True).first()
    return first or AMSTERDAM
