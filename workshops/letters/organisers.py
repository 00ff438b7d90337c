"""What to fill in for managers, trainers and who is interested, judged right before sending."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from notifications.models import Notice
from workshops.enums import BookingState, RequestState
from workshops.letters.details import event_lines, goes_on, session_lines, subject_of
from workshops.letters.participants import Contexts
from workshops.letters.reading import bookings_of, events_of, sessions_led, sessions_of
from workshops.models import Event, Session, TeamRequest
from workshops.paths import own_path, path_of, team_path, trainers_path

_WHAT = ("title", "when", "where")


def refresh_approval(notices: Sequence[Notice]) -> Contexts:
    """Fill in that somebody asks to come; None when it was decided or taken back."""
    bookings = bookings_of(notices)
    contexts: Contexts = {}
    for notice in notices:
        booking = bookings.get(notice.context["booking"])
        contexts[notice.pk] = None
        if booking is not None and booking.state == BookingState.REQUESTED:
            with override(notice.person.language):
                contexts[notice.pk] = {
                    "naam": notice.person.name,
                    "deelnemer": booking.name,
                    "wat": event_lines(booking.event, zone=notice.person.time_zone),
                    "knop": team_path(),
                }
    return contexts


def refresh_places(notices: Sequence[Notice]) -> Contexts:
    """Fill in for how many of a team places are kept, as it was when they were."""
    return {
        notice.pk: {
            "naam": notice.person.name,
            "wat": [notice.context[name] for name in _WHAT if notice.context[name]],
            "plekken": notice.context["places"],
            "team": notice.context["team"],
            "tot": notice.context["until"],
            "knop": notice.context["link"],
        }
        for notice in notices
    }


def refresh_planned(notices: Sequence[Notice]) -> Contexts:
    """Fill in that a workshop is planned; None when it was cancelled or has begun."""
    return _with_event(notices, _about_planned)


def refresh_below_minimum(notices: Sequence[Notice]) -> Contexts:
    """Fill in that too few people come; None when there are enough by now."""
    return _with_event(notices, _about_too_few)


def refresh_trainer_news(notices: Sequence[Notice]) -> Contexts:
    """Fill in that somebody else changed what a trainer leads."""
    return _with_event(notices, _about_change)


def refresh_trainer_session(notices: Sequence[Notice]) -> Contexts:
    """Fill in that somebody leads a session, or does so no more; None when that changed since."""
    sessions, led = sessions_of(notices), sessions_led(notices)
    contexts: Contexts = {}
    for notice in notices:
        session = sessions[notice.context["session"]]
        leads = (session.pk, notice.person_id) in led and goes_on(session)
        contexts[notice.pk] = None
        if leads == (notice.context["method"] == "REQUEST"):
            with override(notice.person.language):
                contexts[notice.pk] = _about_leading(notice, session, leads=leads)
    return contexts


def _about_leading(notice: Notice, session: Session, *, leads: bool) -> Mapping[str, Any]:
    if leads:
        explanation = _("You lead this session. This is how it stands now.")
    elif goes_on(session):
        explanation = _("You no longer lead this session. You can take it out of your calendar.")
    else:
        explanation = _("This session does not take place. You can take it out of your calendar.")
    return {
        "naam": notice.person.name,
        "uitleg": explanation,
        "wat": session_lines(session, zone=notice.person.time_zone),
        "reden": _why(session.event),
        # Who leads nothing any more has no page of trainers.
        "knop": trainers_path() if leads or not goes_on(session) else own_path(),
    }


def refresh_request(notices: Sequence[Notice]) -> Contexts:
    """Fill in the answer to a request for a team."""
    wanted = {notice.context["request"] for notice in notices}
    rows = TeamRequest.objects.filter(pk__in=wanted).select_related("type", "event__type")
    requests = {row.pk: row for row in rows.prefetch_related("event__sessions")}
    return {row.pk: _about_request(row, requests[row.context["request"]]) for row in notices}


def _about_request(notice: Notice, request: TeamRequest) -> Mapping[str, Any]:
    with override(notice.person.language):
        event = request.event if request.state == RequestState.PLANNED else None
        lines = [request.type.title]
        if event is not None:
            lines = event_lines(event, zone=notice.person.time_zone)
        return {
            "naam": notice.person.name,
            "wat": lines,
            "knop": path_of(event) if event is not None else team_path(),
        }


def _with_event(notices: Sequence[Notice], words: Any) -> Contexts:
    events = events_of(notices)
    contexts: Contexts = {}
    for notice in notices:
        event = events.get(notice.context["event"])
        contexts[notice.pk] = None
        if event is not None:
            with override(notice.person.language):
                contexts[notice.pk] = words(notice, event)
    return contexts


def _about_planned(notice: Notice, event: Event) -> Mapping[str, Any] | None:
    if event.is_cancelled or event.has_started or event.published_at is None:
        return None
    return {
        "naam": notice.person.name,
        "onderwerp": subject_of(event),
        "wat": event_lines(event, zone=notice.person.time_zone),
        "knop": path_of(event),
    }


def _about_too_few(notice: Notice, event: Event) -> Mapping[str, Any] | None:
    is_over = event.is_cancelled or event.starts_at is None or event.starts_at <= clock.now()
    if is_over or event.seats_taken >= event.minimum:
        return None
    return {
        "naam": notice.person.name,
        "wat": event_lines(event, zone=notice.person.time_zone),
        "aantal": str(event.seats_taken),
        "minimum": str(event.minimum),
        "knop": trainers_path(),
    }


def _why(event: Event) -> list[str]:
    if not event.is_cancelled:
        return []
    return [_("The workshop was cancelled: %(reason)s") % {"reason": event.cancel_reason}]


def _about_change(notice: Notice, event: Event) -> Mapping[str, Any]:
    return {
        "naam": notice.person.name,
        "wat": event_lines(event, zone=notice.person.time_zone),
        "reden": _why(event),
        "knop": trainers_path(),
    }
