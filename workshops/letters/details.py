"""An event or a session in words: what, when on whose clock, and where."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock
from workshops.calendars.entries import location_of
from workshops.models import Event, Session


def subject_of(event: Event) -> str:
    """Return a subject that says nothing about the receiver."""
    if event.is_confidential:
        return _("Message about your appointment")
    return _("Kompas: about a workshop")


def event_lines(event: Event, *, zone: str) -> list[str]:
    """Return what, when and where, a line each; what a confidential event is stays out."""
    sessions = taking_place(event)
    lines = [_name(event)]
    if sessions:
        lines += session_words(sessions[0], zone)
    if len(sessions) > 1:
        more = len(sessions) - 1
        text = ngettext("and %(n)d more session", "and %(n)d more sessions", more)
        lines.append(text % {"n": more})
    return lines


def session_lines(session: Session, *, zone: str) -> list[str]:
    """Return what, when and where of one session."""
    sessions = taking_place(session.event)
    lines = [_name(session.event)]
    if len(sessions) > 1 and session in sessions:
        number = sessions.index(session) + 1
        counted = _("Session %(number)d of %(total)d")
        lines.append(counted % {"number": number, "total": len(sessions)})
    return lines + session_words(session, zone)


def session_words(session: Session, zone: str) -> list[str]:
    """Return when and where a session is; the time also on the clock of the reader."""
    lines = [when_of(session)]
    if session.time_zone != zone and not _same_clock(session, zone):
        own = session.starts_at.astimezone(ZoneInfo(zone))
        values = {"city": _city(session.time_zone), "own": _moment(own)}
        lines.append(_("This is the time in %(city)s. For you it starts on %(own)s.") % values)
    location = location_of(session)
    return [*lines, location] if location else lines


def when_of(session: Session) -> str:
    """Return the day and the times on the clock of the place where it is."""
    start, end = session.local_start, session.local_end
    if start.date() != end.date():
        return _("%(start)s to %(end)s") % {"start": _moment(start), "end": _moment(end)}
    return _("%(day)s from %(start)s to %(end)s") % {
        "day": date_format(start, "l j F Y"),
        "start": date_format(start, "G:i"),
        "end": date_format(end, "G:i"),
    }


def taking_place(event: Event) -> list[Session]:
    """Return the sessions that go on, in order; read once for all messages of a batch."""
    known = [row for row in event.sessions.all() if row.called_off_at is None]
    return sorted(known, key=lambda row: (row.starts_at, row.pk))


def to_come(event: Event) -> list[Session]:
    """Return the sessions that go on and are not over."""
    return [row for row in taking_place(event) if row.ends_at > clock.now()]


def goes_on(session: Session) -> bool:
    """Tell whether a session takes place."""
    return session.called_off_at is None and not session.event.is_cancelled


def _name(event: Event) -> str:
    return pgettext("calendar", "Appointment") if event.is_confidential else event.title


def _moment(local: datetime) -> str:
    values = {"day": date_format(local, "j F Y"), "time": date_format(local, "G:i")}
    return _("%(day)s at %(time)s") % values


def _same_clock(session: Session, zone: str) -> bool:
    offset = session.starts_at.astimezone(ZoneInfo(zone)).utcoffset()
    return offset == session.local_start.utcoffset()


def _city(zone: str) -> str:
    """Return how people call a zone: America/Kralendijk is Kralendijk."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
