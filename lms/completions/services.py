"""Writing to the ledger. There is no other way to count something as done (architecture §4).

Nothing here opens a transaction around a single row: an INSERT that skips an existing key is whole
by itself, and joins the transaction of whoever calls. Writing the same fact twice, even at the same
moment, gives one row and twice the same answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from core import clock
from lms.completions.enums import ActivityKind, Assurance
from lms.completions.errors import AlreadyVoided, ConflictingFact, FutureFact, NotVoidable
from lms.completions.models import Activity, ActivityVersion, Completion
from lms.plugins.spec import CourseSpec
from organisations.models import Appointment, Person, Unit

logger = structlog.get_logger(__name__)

VOID = "void"
CORRECTION = "correction"
_CLOCKS_MAY_DIFFER = timedelta(minutes=5)
_CHUNK = 500

Units = Mapping[tuple[int, date], int]
_PAYLOAD = (
    "activity_id",
    "person_id",
    "unit_id",
    "version_id",
    "occurred_at",
    "assurance",
    "reason",
    "voids_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCompletion:
    """A fact that is not in the ledger yet. `recorded_at` is the moment at which this was made."""

    activity_id: int
    occurred_at: datetime
    source: str
    source_key: str
    assurance: Assurance
    person: Person | None = None
    unit_id: int | None = None
    version_id: int | None = None
    unit_at_time_id: int | None = None
    recorder_id: int | None = None
    reason: str = ""
    voids_id: int | None = None
    recorded_at: datetime = field(default_factory=clock.now, init=False)

    def __post_init__(self) -> None:
        if (self.person is None) == (self.unit_id is None):
            raise ValueError("A completion is of one person or of one unit.")
        if timezone.is_naive(self.occurred_at):
            raise ValueError("occurred_at needs a time zone.")
        if self.occurred_at > self.recorded_at + _CLOCKS_MAY_DIFFER:
            raise FutureFact(self.occurred_at)

    @property
    def occurred_on(self) -> date:
        """The date for the person; for a unit the date in Amsterdam."""
        zone = self.person.time_zone if self.person else str(clock.AMSTERDAM)
        return clock.business_date(self.occurred_at, zone)

    def to_row(self, units: Units | None = None) -> Completion:
        """Return the row to insert; `units` says where persons worked on which dates."""
        unit_at_time_id = self.unit_at_time_id or self.unit_id
        if unit_at_time_id is None and units and self.person:
            unit_at_time_id = units.get((self.person.pk, self.occurred_on))
        return Completion(
            person=self.person,
            unit_id=self.unit_id,
            activity_id=self.activity_id,
            version_id=self.version_id,
            # An hour that comes twice equals no other moment in Python, not even itself read back.
            occurred_at=self.occurred_at.astimezone(UTC),
            occurred_on=self.occurred_on,
            recorded_at=self.recorded_at,
            source=self.source,
            source_key=self.source_key,
            assurance=self.assurance,
            unit_at_time_id=unit_at_time_id,
            reason=self.reason,
            recorder_id=self.recorder_id,
            voids_id=self.voids_id,
        )


def record_completion(
    *,
    activity: Activity,
    occurred_at: datetime,
    source: str,
    source_key: str,
    assurance: Assurance,
    person: Person | None = None,
    unit: Unit | None = None,
    version: ActivityVersion | None = None,
    recorder: Person | None = None,
    unit_at_time: Unit | None = None,
    reason: str = "",
) -> Completion:
    """Return the completion with this key, written now or before.

    The same key with another fact raises `ConflictingFact`. Who recorded it first, and the unit
    that followed from it, stand. Without `unit_at_time` the unit of the person's appointment on
    that date is taken.
    """
    fact = NewCompletion(
        activity_id=activity.pk,
        person=person,
        unit_id=unit.pk if unit else None,
        version_id=version.pk if version else None,
        occurred_at=occurred_at,
        source=source,
        source_key=source_key,
        assurance=assurance,
        recorder_id=recorder.pk if recorder else None,
        unit_at_time_id=unit_at_time.pk if unit_at_time else None,
        reason=reason,
    )
    return _insert_or_read(fact.to_row(_units_of([fact])))


def record_new(facts: Sequence[NewCompletion]) -> list[Completion]:
    """Insert facts whose keys cannot exist yet: the caller holds the lock under which it looked.

    Units at the time are taken as given. An existing key is an `IntegrityError`, so that nothing
    is acknowledged that is not there.
    """
    rows = [fact.to_row() for fact in facts]
    Completion.objects.bulk_create(rows)
    for row in rows:
        _log("completion recorded", row)
    return rows


def record_completions_bulk(facts: Iterable[NewCompletion]) -> int:
    """Insert many facts in chunks, each committed by itself; return how many were new.

    Existing keys are left as they are, whatever is behind them: for the demo and for imports that
    start again where they stopped.
    """
    waiting = list(facts)
    return sum(
        _insert_missing(waiting[start : start + _CHUNK]) for start in range(0, len(waiting), _CHUNK)
    )


@transaction.atomic
def _insert_missing(facts: Sequence[NewCompletion]) -> int:
    keys = {(fact.source, fact.source_key): fact for fact in facts}
    known = Completion.objects.filter(
        source__in={source for source, _key in keys}, source_key__in={key for _source, key in keys}
    ).values_list("source", "source_key")
    for pair in known:
        keys.pop(pair, None)
    units = _units_of(keys.values())
    rows = [fact.to_row(units) for fact in keys.values()]
    Completion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def void_completion(
    *, completion: Completion, reason: str, by: Person | None, source_key: str | None = None
) -> Completion:
    """Return the row that says that this completion does not count, written now or before."""
    if completion.voids_id is not None:
        raise NotVoidable(completion)
    if not reason.strip():
        raise ValueError("A void needs a reason.")
    row = _void_row(completion, reason, by, source_key or str(completion.uuid))
    Completion.objects.bulk_create([row], ignore_conflicts=True)
    stored = Completion.objects.filter(voids=completion).first()
    if stored is None:
        raise ConflictingFact(row.source, row.source_key)
    if (stored.source_key, stored.reason) != (row.source_key, row.reason):
        raise AlreadyVoided(stored)
    if stored.uuid == row.uuid:
        _log("completion voided", stored)
    return stored


def _void_row(
    completion: Completion, reason: str, by: Person | None, source_key: str
) -> Completion:
    return NewCompletion(
        activity_id=completion.activity_id,
        person=completion.person,
        unit_id=completion.unit_id,
        version_id=completion.version_id,
        occurred_at=clock.now(),
        source=VOID,
        source_key=source_key,
        assurance=Assurance(completion.assurance),
        recorder_id=by.pk if by else None,
        reason=reason,
        voids_id=completion.pk,
        unit_at_time_id=completion.unit_at_time_id,
    ).to_row()


@transaction.atomic
def correct_completion(
    *,
    completion: Completion,
    reason: str,
    by: Person | None,
    person: Person | None = None,
    version: ActivityVersion | None = None,
    occurred_at: datetime | None = None,
    assurance: Assurance | None = None,
) -> Completion:
    """Void a completion and return the one that stands in its place; what is None stays."""
    void_completion(completion=completion, reason=reason, by=by)
    subject = person or completion.person
    moved = person is not None or occurred_at is not None
    return record_completion(
        activity=completion.activity,
        person=subject,
        unit=None if subject else completion.unit,
        version=version or completion.version,
        occurred_at=occurred_at or completion.occurred_at,
        source=CORRECTION,
        source_key=str(completion.uuid),
        assurance=assurance or Assurance(completion.assurance),
        recorder=by,
        unit_at_time=None if moved else completion.unit_at_time,
        reason=reason,
    )


def ensure_activities(spec: CourseSpec) -> Mapping[str, Activity]:
    """Return the activities of a course and its modules by key, made or brought up to date.

    Kind and title follow the spec; the path where it starts belongs to the app that offers it.
    """
    rows = [Activity(key=spec.key, kind=ActivityKind.COURSE, title=spec.title)]
    rows += [
        Activity(key=spec.activity_key(module.key), kind=ActivityKind.MODULE, title=module.title)
        for module in spec.modules
    ]
    Activity.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["kind", "title"]
    )
    return Activity.objects.in_bulk([row.key for row in rows], field_name="key")


def _insert_or_read(row: Completion) -> Completion:
    """Insert unless the key exists; compare what stands with what was asked."""
    Completion.objects.bulk_create([row], ignore_conflicts=True)
    stored = Completion.objects.filter(source=row.source, source_key=row.source_key).first()
    if stored is None or any(getattr(stored, name) != getattr(row, name) for name in _PAYLOAD):
        raise ConflictingFact(row.source, row.source_key)
    if stored.uuid == row.uuid:
        _log("completion recorded", stored)
    return stored


def _units_of(facts: Iterable[NewCompletion]) -> Units:
    """Return the unit of each person on the date of each fact that names none, in one query."""
    days: dict[int, set[date]] = {}
    for fact in facts:
        if fact.person and fact.unit_at_time_id is None:
            days.setdefault(fact.person.pk, set()).add(fact.occurred_on)
    units: dict[tuple[int, date], int] = {}
    if not days:
        return units
    # From high to low, so that of several appointments on a day the oldest row stays.
    for appointment in Appointment.objects.current().filter(person__in=days).order_by("-pk"):
        for day in days[appointment.person_id]:
            if appointment.is_active_on(day):
                units[appointment.person_id, day] = appointment.unit_id
    return units


def _log(event: str, row: Completion) -> None:
    logger.info(event, completion=str(row.uuid), activity=row.activity_id, source=row.source)
