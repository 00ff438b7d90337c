"""The list of a session: who should be there, and what is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workshops.enums import OUTCOMES, BookingState, Mark
from workshops.models import AttendanceMark, Booking, Event, Session

ON_THE_LIST = frozenset({BookingState.BOOKED}) | OUTCOMES
Newest = Mapping[tuple[int, int], Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A participant on the list of one session; `mark` is None when nothing is known yet."""

    booking: Booking
    mark: Mark | None

    @property
    def name(self) -> str:
        """What the participant is called."""
        return self.booking.name


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionList:
    """Everybody who should be at a session, by name."""

    session: Session
    rows: tuple[ListRow, ...]

    @property
    def present(self) -> int:
        """How many are there."""
        return sum(row.mark == Mark.PRESENT for row in self.rows)

    @property
    def unmarked(self) -> int:
        """Of how many nothing is known."""
        return sum(row.mark is None for row in self.rows)


def session_list(session: Session) -> SessionList:
    """Return the list of a session, in two queries."""
    bookings = list(participants(session.event))
    newest = newest_marks(bookings, [session.pk])
    return SessionList(
        session=session,
        rows=tuple(
            ListRow(booking=booking, mark=newest.get((session.pk, booking.pk)))
            for booking in bookings
        ),
    )


def participants(event: Event) -> Iterable[Booking]:
    """Return who should be there, by name; guests last."""
    bookings = Booking.objects.filter(event=event, state__in=ON_THE_LIST)
    return sorted(
        bookings.select_related("person"),
        key=lambda one: (
            one.person is None,
            (one.person.sort_name or one.person.name) if one.person else one.guest_name,
            one.pk,
        ),
    )


def newest_marks(bookings: Iterable[Booking], sessions: Iterable[int]) -> Newest:
    """Return the mark that counts by session and booking: the newest."""
    rows = AttendanceMark.objects.filter(
        booking__in=[booking.pk for booking in bookings], session__in=list(sessions)
    )
    # From old to new, so that the newest stays.
    return {
        (session, booking): Mark(mark)
        for session, booking, mark in rows.order_by("pk").values_list("session", "booking", "mark")
    }
