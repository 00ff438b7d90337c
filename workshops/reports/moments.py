"""Days, times and places as people read them, on the clock of the place where it is."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from workshops.enums import Region
from workshops.models import Event, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTile:
    """The small calendar leaf beside a title."""

    day: date

    @property
    def month(self) -> str:
        """The month in three letters."""
        return _short(self.day, "M", get_language())

    @property
    def weekday(self) -> str:
        """The day of the week in two or three letters."""
        return _short(self.day, "D", get_language())


def time_text(moment: datetime) -> str:
    """Return a time on the clock that `moment` is on."""
    form = pgettext("format of a time", "G:i")
    return _on_the_clock(moment.hour, moment.minute, form, get_language())


@lru_cache(maxsize=1024)
def _on_the_clock(hour: int, minute: int, form: str, _language: str | None) -> str:
    """Say a time; a day in the calendar has many, and they are the same ones every day."""
    return str(time_format(time(hour, minute), form))


@lru_cache(maxsize=1024)
def _short(day: date, form: str, _language: str | None) -> str:
    return str(date_format(day, form)).rstrip(".").lower()


def hours_text(session: Session) -> str:
    """Return from when until when a session is, on its own clock."""
    start, end = session.local_start, session.local_end
    return _("%(start)s – %(end)s") % {"start": time_text(start), "end": time_text(end)}


def day_text(moment: date) -> str:
    """Return a day in full: woensdag 9 december 2026."""
    return str(date_format(moment, pgettext("format of a day in full", "l j F Y"))).lower()


def moment_text(moment: datetime, zone: str) -> str:
    """Return a moment on somebody's own clock: 9 december 2026 om 9.30 uur."""
    local = moment.astimezone(ZoneInfo(zone))
    return _("%(day)s at %(time)s o'clock") % {
        "day": date_format(local, "j F Y"),
        "time": time_text(local),
    }


def elsewhere_text(session: Session, zone: str) -> str:
    """Say what time it is for the reader, when their clock differs; empty when it does not."""
    theirs = session.starts_at.astimezone(ZoneInfo(zone))
    if theirs.utcoffset() == session.local_start.utcoffset():
        return ""
    city = session.time_zone.rpartition("/")[2].replace("_", " ")
    return _("Times in %(city)s. On your clock it starts at %(time)s o'clock.") % {
        "city": city,
        "time": time_text(theirs),
    }


def place_text(event: Event, session: Session) -> str:
    """Return where a session is: the building, else the region."""
    if event.region == Region.ONLINE and not session.place:
        return _("Online")
    parts = [part for part in (session.place, session.room) if part]
    return ", ".join(parts) if parts else str(Region(event.region).label)


def short_place(event: Event) -> str:
    """Return the region in small letters only when it is online."""
    return _("online") if event.region == Region.ONLINE else str(Region(event.region).label)


def length_text(minutes: int, sessions: int = 1) -> str:
    """Return how long it takes: 45 minuten, 2,5 uur, 4 × 2 uur, 1 dag."""
    one = _length(minutes)
    return _("%(n)d × %(length)s") % {"n": sessions, "length": one} if sessions > 1 else one


_DAY = 7 * 60


def _length(minutes: int) -> str:
    if minutes >= _DAY:
        return _("1 day")
    if minutes < 60 or minutes % 30:  # noqa: PLR2004  an hour
        return _("%(n)d minutes") % {"n": minutes}
    hours = minutes // 60 if minutes % 60 == 0 else minutes / 60
    return _("%(n)s hours") % {"n": date_number(hours)}


def date_number(value: float) -> str:
    """Return a number with at most one decimal, as the language writes it."""
    text = f"{value:g}"
    return text.replace(".", pgettext("decimal sign", "."))
