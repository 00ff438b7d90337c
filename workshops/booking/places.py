"""The places of one event, counted while its row is locked (ADR 0030)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.functional import cached_property

from core import clock
from core.statements import Statement, Update, given_id
from organisations.models import Appointment, PersonMerge, UnitAncestry
from organisations.querysets import active_q
from workshops.models import Event, PlaceReservation

if TYPE_CHECKING:
    from collections.abc import Collection

    from organisations.models import Person

OFFERED_UP_TO = timedelta(hours=2)
"""How long before the start an offered place must be taken."""
SHORTEST_OFFER = timedelta(hours=1)
"""With less time than this nobody is offered a place; who comes first takes it."""


# Rows that point at the event may be written meanwhile: only its own row is locked.
_LOCK = Statement(
    lambda: (
        Event.objects.select_for_update(of=("self",), no_key=True)
        .select_related("type")
        .filter(pk=given_id("event"))
    )
)
_COUNTS = Update(Event, fields=("seats_taken", "seats_kept", "line_end"))


class Places:
    """What is taken and kept of an event whose row this transaction has locked."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self._changed: set[int] = set()

    @cached_property
    def kept(self) -> dict[int, PlaceReservation]:
        """What is kept and not released, by id; most events have none and are not asked."""
        open_ones = PlaceReservation.objects.filter(event=self.event, released_at__isnull=True)
        return {row.pk: row for row in open_ones.order_by("pk")}

    @property
    def left(self) -> int:
        """How many places anybody may take."""
        return self.event.seats_left

    @property
    def has_kept(self) -> bool:
        """Whether a place is kept for a team that nobody of it took yet."""
        return self.event.seats_kept > 0

    def take(self, reservation: PlaceReservation | None) -> None:
        """Count a place as taken: one that was kept, or one that is for everybody."""
        kept = self._open(reservation)
        if kept is not None:
            kept.taken += 1
            self.event.seats_kept -= 1
        self.event.seats_taken += 1

    def leave(self, reservation: PlaceReservation | None) -> None:
        """Count a place as left: it is kept again for the team that it was kept for."""
        kept = self._open(reservation)
        if kept is not None:
            kept.taken -= 1
            self.event.seats_kept += 1
        self.event.seats_taken -= 1

    def add(self, reservation: PlaceReservation) -> None:
        """Count the places that are kept from now on."""
        self.kept[reservation.pk] = reservation
        self.event.seats_kept += reservation.places

    def release(self, reservation: PlaceReservation) -> None:
        """Let the places that nobody of the team took be for everybody."""
        kept = self.kept.pop(reservation.pk)
        self.event.seats_kept -= kept.places - kept.taken
        kept.released_at = clock.now()
        kept.save(update_fields=["released_at"])

    def next_number(self) -> int:
        """Return the next number in the order of asking."""
        self.event.line_end += 1
        return self.event.line_end

    def kept_for(self, person: Person) -> PlaceReservation | None:
        """Return where a place is kept for a team of somebody, if anywhere."""
        if not self.has_kept:
            return None
        free = [row for row in self.kept.values() if row.taken < row.places]
        if not free:
            return None
        teams = teams_of(person, among=[row.unit_id for row in free])
        return next((row for row in free if row.unit_id in teams), None)

    def save(self) -> None:
        """Write the numbers; the database refuses more than there are."""
        _COUNTS.save(self.event)
        if self._changed:
            changed = [self.kept[pk] for pk in sorted(self._changed & self.kept.keys())]
            PlaceReservation.objects.bulk_update(changed, ["taken"])
        self._changed.clear()

    def _open(self, reservation: PlaceReservation | None) -> PlaceReservation | None:
        kept = self.kept.get(reservation.pk) if reservation is not None else None
        if kept is not None:
            self._changed.add(kept.pk)
        return kept


def lock_places(event_id: int) -> Places:
    """Lock an event and return its places as they are now; everybody else waits for this one.

    Whatever touches several rows of an event locks this one first, so that nobody ever waits for
    one another.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The lock only holds inside a transaction.")
    found = _LOCK.objects(event=event_id)
    if not found:
        raise Event.DoesNotExist
    return Places(found[0])


def teams_of(person: Person, *, among: Collection[int]) -> set[int]:
    """Return of some units those in or below which somebody works today."""
    today = clock.today()
    merged = person.merged_from.filter(superseded_at__isnull=True).values("person")
    mine = Appointment.objects.current().active_on(today)
    mine = mine.filter(Q(person=person) | Q(person__in=merged))
    rows = UnitAncestry.objects.filter(
        active_q(today), ancestor__in=among, descendant__in=mine.values("unit")
    )
    return set(rows.values_list("ancestor_id", flat=True))


def members_of(unit_id: int, *, among: Collection[int]) -> set[int]:
    """Return of some persons those who work in or below a unit today."""
    today = clock.today()
    merges = PersonMerge.objects.current().filter(into__in=among)
    roots = dict(merges.values_list("person_id", "into_id"))
    below = UnitAncestry.objects.filter(active_q(today), ancestor=unit_id)
    there = Appointment.objects.current().active_on(today)
    there = there.filter(person__in=[*among, *roots], unit__in=below.values("descendant"))
    found = there.values_list("person_id", flat=True)
    return {roots.get(person, person) for person in found}


def offered_until(event: Event, now: datetime) -> datetime | None:
    """Return until when a place that comes free now is offered; None: it is too late for that."""
    if event.starts_at is None:
        return now + timedelta(hours=event.offer_hours or 1)
    last = event.starts_at - OFFERED_UP_TO
    if last - now < SHORTEST_OFFER:
        return None
    hours = timedelta(hours=event.offer_hours)
    return min(now + hours, last) if event.offer_hours else last
