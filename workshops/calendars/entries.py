"""One session as an entry in a calendar, and a calendar around entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, vCalAddress
from icalendar import Event as Entry

from organisations.models import Person
from workshops.calendars.zones import vtimezone
from workshops.enums import Region
from workshops.models import Session
from workshops.paths import address_of, own_address, trainers_address

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
READ_AGAIN_AFTER = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What there is to say about a session to one reader.

    `turns` counts how often this reader joined and left, see `workshops.calendars.turns`.
    `changed_at` is when the reader's own booking changed last. `as_attendee`: the invitation is to
    this person. `leads`: the reader leads the session.
    """

    session: Session
    is_off: bool = False
    turns: int = 0
    changed_at: datetime | None = None
    as_attendee: Person | None = None
    leads: bool = False

    @property
    def is_neutral(self) -> bool:
        """Whether nobody who looks over a shoulder may read which workshop it is."""
        return bool(self.session.event.is_confidential)

    @property
    def called_off(self) -> bool:
        """Whether it does not take place, or not with this reader."""
        session = self.session
        return self.is_off or session.called_off_at is not None or session.event.is_cancelled

    @property
    def stamp(self) -> datetime:
        """When this last became different; the same question gives the same answer."""
        moments = (self.session.changed_at, self.changed_at)
        return max(moment for moment in moments if moment is not None)


def uid_of(session: Session) -> str:
    """Return the name by which all calendars know a session, for ever."""
    return f"{session.uuid}@{urlsplit(settings.BASE_URL).hostname or 'kompas'}"


def calendar_of(
    rows: Sequence[About], *, method: str, name: str = "", changes: bool = False
) -> bytes:
    """Return a calendar file in the language at hand; with `changes` it is read again and again."""
    calendar = Calendar()
    calendar.add("PRODID", "-//Kompas//Workshops//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    if name:
        calendar.calendar_name = name
    if changes:
        calendar.add("REFRESH-INTERVAL", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", "PT4H")
    for zone, year in _zones(rows):
        calendar.add_component(vtimezone(zone, year))
    for row in rows:
        calendar.add_component(_entry(row))
    return bytes(calendar.to_ical())


def _zones(rows: Sequence[About]) -> list[tuple[str, int]]:
    """Return the zones in use, each with the year of the first session in it."""
    first: dict[str, int] = {}
    for row in rows:
        zone, year = row.session.time_zone, row.session.local_start.year
        first[zone] = min(year, first.get(zone, year))
    return sorted(first.items())


def _entry(row: About) -> Entry:
    session, entry = row.session, Entry()
    zone = ZoneInfo(session.time_zone)
    entry.add("UID", uid_of(session))
    entry.add("DTSTAMP", row.stamp.astimezone(UTC))
    entry.add("LAST-MODIFIED", row.stamp.astimezone(UTC))
    entry.add("SEQUENCE", session.sequence + row.turns)
    entry.add("DTSTART", session.starts_at.astimezone(zone))
    entry.add("DTEND", session.ends_at.astimezone(zone))
    entry.add("STATUS", "CANCELLED" if row.called_off else "CONFIRMED")
    entry.add("ORGANIZER", _organiser())
    if row.as_attendee is not None:
        entry.add("ATTENDEE", _attendee(row.as_attendee))
    if location := location_of(session):
        entry.add("LOCATION", location)
    _add_texts(entry, row)
    return entry


def _add_texts(entry: Entry, row: About) -> None:
    if row.is_neutral:
        entry.add("SUMMARY", pgettext("calendar", "Appointment"))
        entry.add("CLASS", "PRIVATE")
        return
    event = row.session.event
    title = event.title
    if row.leads:
        title = _("%(workshop)s (you lead)") % {"workshop": title}
    entry.add("SUMMARY", title)
    entry.add("CATEGORIES", [_("Workshop")])
    url = _url(row)
    entry.add("URL", url)
    entry.add("DESCRIPTION", _description(row, url))


def _url(row: About) -> str:
    if row.as_attendee is None:
        return address_of(row.session.event)
    return trainers_address() if row.leads else own_address()


def _description(row: About, url: str) -> str:
    if row.as_attendee is None or row.leads:
        return _("More about this workshop: %(url)s") % {"url": url}
    return _(
        "All about your booking, also the link to take part online and how to cancel: %(url)s\n"
        "Saying no in your calendar does not cancel your booking."
    ) % {"url": url}


def location_of(session: Session) -> str:
    """Return where to go: the building and the room, or that it is online."""
    place = ", ".join(part for part in (session.place, session.room) if part)
    if place:
        return place
    return _("Online") if session.online_url or session.event.region == Region.ONLINE else ""


def _organiser() -> vCalAddress:
    """Return the sender of our mail: Google only takes changes from who sent the first one."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["CN"] = name or "Kompas"
    return organiser


def _attendee(person: Person) -> vCalAddress:
    """Return a participant whose place is certain: there is nothing to answer."""
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["CN"] = person.name
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    return attendee
