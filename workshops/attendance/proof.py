"""What attending is worth: completions in the ledger, written and taken back.

Only here, and only through `lms.api` (architecture §4). A confidential workshop has no activity and
leaves no trace (domain.md §0, point 6).

One meeting of a team is one fact that stands, and two meetings are two. A meeting is a team and a
day: what was said of that day with less certainty, such as by a manager who recorded the session,
is voided with a row that points at it, and the attendance list stands in its place (ADR 0048). What
was said of another day of the same year is another meeting, and stays.
"""

from collections.abc import Iterable
from datetime import datetime

from lms.api import (
    Activity,
    ActivityKind,
    Assurance,
    Completion,
    NewCompletion,
    record_completions_bulk,
    void_completion,
)
from organisations.models import Person, Unit
from workshops.models import Booking, Event

SOURCE = "workshop"
TEAM = "team"
REPLACED = "De presentielijst van een workshop zegt hetzelfde van deze dag."
TEAM_PRESENT = 2
"""A team session is one when at least so many people of it were there."""


class EventProof:
    """The proof that one event gave, read at once; the caller holds the lock on the event.

    A key is the event, whom it is about, and a number: proof that was taken back can be given again
    as a fact of its own.
    """

    def __init__(self, event: Event, *, held_at: datetime, by: Person | None) -> None:
        self._event, self._held_at, self._by = event, held_at, by
        self._activity = _activity_of(event)
        self._standing: dict[str, Completion] = {}
        self._given: dict[str, int] = {}
        if self._activity is not None:
            self._read()

    def _read(self) -> None:
        rows = Completion.objects.filter(
            source=SOURCE, source_key__startswith=f"{self._event.uuid}:"
        ).select_related("person", "voided_by")
        for row in rows:
            about = row.source_key.split(":")[1]
            self._given[about] = self._given.get(about, 0) + 1
            if not hasattr(row, "voided_by"):
                self._standing[about] = row

    def give(self, bookings: Iterable[Booking]) -> int:
        """Write that these participants attended, unless it stands; return how many are new."""
        activity = self._activity
        if activity is None or activity.kind == ActivityKind.TEAM_SESSION:
            return 0
        return record_completions_bulk(
            self._fact(activity, str(booking.uuid), person=booking.person)
            for booking in bookings
            if booking.person is not None and str(booking.uuid) not in self._standing
        )

    def take_back(self, bookings: Iterable[Booking], *, reason: str) -> None:
        """Say in the ledger that these did not attend after all, where it says that they did."""
        for booking in bookings:
            self._void(str(booking.uuid), reason=reason)

    def settle_team(self, *, present: int, reason: str) -> None:
        """Write that the team held its session, or take it back when too few came (GOR m2)."""
        activity, unit = self._activity, self._event.for_unit_id
        if activity is None or activity.kind != ActivityKind.TEAM_SESSION or unit is None:
            return
        if present < TEAM_PRESENT:
            self._void(TEAM, reason=reason)
        elif TEAM not in self._standing:
            fact = self._fact(activity, TEAM, unit_id=unit)
            # Who records the session by hand holds this lock too: one of us comes second.
            Unit.objects.select_for_update(no_key=True).get(pk=unit)
            self._stand_in_for_weaker(fact)
            record_completions_bulk([fact])

    def _stand_in_for_weaker(self, fact: NewCompletion) -> None:
        said = Completion.objects.standing().filter(
            activity=fact.activity_id,
            unit=fact.unit_id,
            occurred_on=fact.occurred_on,
            assurance__lt=fact.assurance,
        )
        for row in said:
            void_completion(completion=row, reason=REPLACED, by=self._by)

    def _void(self, about: str, *, reason: str) -> None:
        standing = self._standing.get(about)
        if standing is not None:
            void_completion(completion=standing, reason=reason, by=self._by)

    def _fact(
        self,
        activity: Activity,
        about: str,
        *,
        person: Person | None = None,
        unit_id: int | None = None,
    ) -> NewCompletion:
        return NewCompletion(
            activity_id=activity.pk,
            person=person,
            unit_id=unit_id,
            occurred_at=self._held_at,
            source=SOURCE,
            source_key=f"{self._event.uuid}:{about}:{self._given.get(about, 0) + 1}",
            assurance=Assurance.ATTENDED,
            recorder_id=self._by.pk if self._by else None,
        )


def _activity_of(event: Event) -> Activity | None:
    if event.is_confidential:
        return None
    activity: Activity | None = event.type.activity
    return activity
