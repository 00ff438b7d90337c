"""What a manager sees of workshops: requests to decide, compulsory bookings, and arrangements."""

from dataclasses import dataclass

from core import clock
from organisations.access import person_of
from organisations.models import Mandate
from organisations.reports import unit_names
from organisations.viewers import Viewer
from workshops.access import MANAGERS, bookings_visible_to_manager, requests_for
from workshops.enums import ACTIVE
from workshops.models import Booking, Event, PlaceReservation, TeamRequest
from workshops.querysets import BookingQuerySet
from workshops.reports.moments import DateTile, day_text, moment_text

SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamBooking:
    """A booking of somebody of the team, with the day."""

    booking: Booking
    event: Event
    name: str
    tile: DateTile | None
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPlaces:
    """Places that are kept for a team."""

    reservation: PlaceReservation
    event: Event
    team: str
    left: int
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAsked:
    """A request for a team, with its name."""

    request: TeamRequest
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWorkshops:
    """The page of a manager."""

    to_decide: tuple[TeamBooking, ...]
    coming: tuple[TeamBooking, ...]
    kept: tuple[TeamPlaces, ...]
    asked: tuple[TeamAsked, ...]


def managed_teams(user: Viewer) -> dict[int, str]:
    """Return the units that somebody is the manager of today, with their names."""
    held = Mandate.objects.held_by(user).filter(kind__in=MANAGERS)
    units = set(held.values_list("unit_id", flat=True))
    return {pk: label.name for pk, label in unit_names(units, clock.today()).items()}


def team_workshops(user: Viewer) -> TeamWorkshops:
    """Return what a manager may know and decide, in a fixed number of queries."""
    teams = managed_teams(user)
    person = person_of(user)
    zone = person.time_zone if person else "Europe/Amsterdam"
    coming = bookings_visible_to_manager(user).filter(
        state__in=ACTIVE, event__ends_at__gt=clock.now(), event__cancelled_at__isnull=True
    )
    to_decide = _bookings(requests_for(user).filter(event__starts_at__gt=clock.now()))
    decided = coming.exclude(pk__in=[row.booking.pk for row in to_decide])
    return TeamWorkshops(
        to_decide=to_decide,
        coming=_bookings(decided),
        kept=_kept(teams, zone),
        asked=_asked(teams),
    )


def _bookings(rows: BookingQuerySet) -> tuple[TeamBooking, ...]:
    found = rows.select_related("event__type", "person")
    ordered = found.order_by("event__starts_at", "person__sort_name", "pk")
    return tuple(map(_booking, ordered[:SHOWN]))


def _booking(booking: Booking) -> TeamBooking:
    event = booking.event
    day = clock.business_date(event.starts_at) if event.starts_at else None
    return TeamBooking(
        booking=booking,
        event=event,
        name=booking.name,
        tile=DateTile(day=day) if day else None,
        when=day_text(day) if day else "",
    )


def _kept(teams: dict[int, str], zone: str) -> tuple[TeamPlaces, ...]:
    rows = PlaceReservation.objects.filter(
        unit__in=teams, released_at__isnull=True, event__ends_at__gt=clock.now()
    ).select_related("event__type")
    return tuple(
        TeamPlaces(
            reservation=row,
            event=row.event,
            team=teams[row.unit_id],
            left=row.places - row.taken,
            until=moment_text(row.release_at, zone),
        )
        for row in rows.order_by("event__starts_at", "pk")[:SHOWN]
    )


def _asked(teams: dict[int, str]) -> tuple[TeamAsked, ...]:
    rows = TeamRequest.objects.filter(unit__in=teams).select_related("type", "event__type")
    return tuple(
        TeamAsked(request=row, team=teams[row.unit_id]) for row in rows.order_by("-pk")[:SHOWN]
    )
