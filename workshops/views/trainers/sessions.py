"""Adding a session, moving it, and calling it off."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from organisations.models import Person
from workshops.forms.sessions import SessionForm
from workshops.models import Session
from workshops.planning.moving import move_session
from workshops.planning.plans import NewSession
from workshops.planning.sessions import add_session, call_off_session, set_trainers
from workshops.views.asking import acting_person
from workshops.views.trainers.answers import done, press, shown, tried
from workshops.views.trainers.events import organised_event, organised_session

_FORM = ["GET", "HEAD", "POST"]


@never_cache
@login_required
@require_http_methods(_FORM)
def add(request: HttpRequest, event: UUID) -> HttpResponse:
    """Add a session to an event."""
    found, person = organised_event(request, event), acting_person(request)
    last = found.sessions.order_by("-starts_at", "-pk").first()
    initial = SessionForm.from_session(last) if last else {}
    form = SessionForm(request.POST or None, own=person, initial={**initial, "online_url": ""})
    if tried(form, lambda: add_session(event=found, session=form.plan, by=person)):
        return done(request, found, _("Added. Who has a place gets it in the calendar."))
    return shown(request, "session.html", form, event=found, session=None)


@never_cache
@login_required
@require_http_methods(_FORM)
def change(request: HttpRequest, event: UUID, number: int) -> HttpResponse:
    """Move a session, or change who leads it."""
    session, person = organised_session(request, event, number), acting_person(request)
    initial = SessionForm.from_session(session)
    form = SessionForm(request.POST or None, own=person, initial=initial)
    if tried(form, lambda: _change(session, form.plan, person)):
        return done(request, session.event, _("Changed. Who has a place hears of a move."))
    return shown(request, "session.html", form, event=session.event, session=session)


def _change(session: Session, plan: NewSession, by: Person) -> None:
    """Let go of who no longer leads it first, so that a busy trainer does not block the move."""
    present = set(session.trainers.values_list("person_id", flat=True))
    if {one.pk for one in plan.trainers} != present:
        set_trainers(session=session, trainers=plan.trainers, by=by)
    move_session(
        session=session,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        place=plan.place,
        room=plan.room,
        online_url=plan.online_url,
        zone=plan.zone,
        by=by,
    )


@login_required
@require_POST
def call_off(request: HttpRequest, event: UUID, number: int) -> HttpResponse:
    """Let one session of a series not take place."""
    session, person = organised_session(request, event, number), acting_person(request)
    said = _("Called off. Who has a place gets a message.")
    return press(request, session.event, lambda: call_off_session(session=session, by=person), said)
