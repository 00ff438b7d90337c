"""The rows that are missing, and the events that are no longer true; only ever added to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from compliance.enums import EventKind, ReasonCode
from compliance.models import Obligation, ObligationEvent
from compliance.planning.desired import Desired, Event, nothing_desired
from compliance.planning.result import PlanResult
from compliance.planning.standing import Standing
from core import clock

_ROWS_PER_INSERT = 1000


@dataclass(slots=True, kw_only=True)
class Difference:
    """What one chunk of planning has to add. Obligations that open after `horizon` wait.

    `subject` is the column of an obligation that names who has the duty.
    """

    horizon: date
    subject: str = "person_id"
    new: list[tuple[int, int, Desired]] = field(default_factory=list)
    missing: list[tuple[int, Event]] = field(default_factory=list)
    untrue: list[int] = field(default_factory=list)

    def add(
        self, subject_id: int, wanted: Mapping[int, Desired], standing: Mapping[int, Standing]
    ) -> None:
        """Note, per cycle, what differs for one person or team."""
        for cycle_id, one in wanted.items():
            if cycle_id in standing:
                self._compare(standing[cycle_id], one.events)
            elif one.stated.opens_on <= self.horizon:
                self.new.append((subject_id, cycle_id, one))
        for cycle_id, row in standing.items():
            if cycle_id not in wanted:
                self._compare(row, nothing_desired(row.stated))

    def write(self, closes_on: Mapping[int, date | None]) -> PlanResult:
        """Add the rows, all recorded at one moment."""
        if not (self.new or self.missing or self.untrue):
            return PlanResult()
        moment = clock.now()
        made = Obligation.objects.bulk_create(
            (self._obligation(*one, closes_on=closes_on, moment=moment) for one in self.new),
            batch_size=_ROWS_PER_INSERT,
        )
        events = list(self.missing)
        for row, (_subject, _cycle, one) in zip(made, self.new, strict=True):
            events.extend((row.pk, event) for event in one.events)
        events.sort(key=lambda pair: (pair[0], pair[1].effective_on, pair[1].kind))
        ObligationEvent.objects.bulk_create(
            [*voids_of(self.untrue, moment), *(_event(*pair, moment=moment) for pair in events)],
            batch_size=_ROWS_PER_INSERT,
        )
        kinds = Counter(event.kind for _obligation_id, event in events)
        return PlanResult(
            created=len(made),
            withdrawn=kinds[EventKind.WITHDRAWN],
            reopened=kinds[EventKind.REOPENED],
            paused=kinds[EventKind.PAUSED],
            due_changed=kinds[EventKind.DUE_CHANGED],
            voided=len(self.untrue),
        )

    def _compare(self, standing: Standing, wanted: frozenset[Event]) -> None:
        stated = set(standing.events.values())
        self.missing.extend((standing.obligation_id, event) for event in wanted - stated)
        self.untrue.extend(pk for pk, event in standing.events.items() if event not in wanted)

    def _obligation(
        self,
        subject_id: int,
        cycle_id: int,
        one: Desired,
        *,
        closes_on: Mapping[int, date | None],
        moment: datetime,
    ) -> Obligation:
        row = Obligation(
            cycle_id=cycle_id,
            version_id=one.stated.version_id,
            opens_on=one.stated.opens_on,
            counts_from=one.stated.counts_from,
            due_on=one.stated.due_on,
            closes_on=closes_on[cycle_id],
            is_newcomer=one.stated.is_newcomer,
            basis_id=one.appointment_id,
            recorded_at=moment,
        )
        setattr(row, self.subject, subject_id)
        return row


def voids_of(event_ids: Iterable[int], moment: datetime) -> list[ObligationEvent]:
    """Return unsaved rows that void these events; each repeats what it voids."""
    voids = []
    for event in ObligationEvent.objects.filter(pk__in=list(event_ids)).order_by("pk"):
        event.voids_id, event.pk = event.pk, None
        event.reason_code, event.recorded_at = ReasonCode.CORRECTION, moment
        event._state.adding = True
        voids.append(event)
    return voids


def _event(obligation_id: int, event: Event, *, moment: datetime) -> ObligationEvent:
    row = ObligationEvent(
        obligation_id=obligation_id,
        kind=event.kind,
        effective_on=event.effective_on,
        until_on=event.until_on,
        reason_code=event.reason_code,
        recorded_at=moment,
    )
    if event.stated is not None:
        row.version_id = event.stated.version_id
        row.opens_on = event.stated.opens_on
        row.counts_from = event.stated.counts_from
        row.due_on = event.stated.due_on
        row.is_newcomer = event.stated.is_newcomer
    return row
