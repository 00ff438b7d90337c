"""Plans obligations: compares what should stand with what stands and adds the difference."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from compliance.audiences import appointments_in, read_audience
from compliance.enums import Subject
from compliance.models import Cycle, Obligation, Requirement, RequirementVersion
from compliance.periods import period
from compliance.planning.cycles import ensure_cycles
from compliance.planning.desired import desired
from compliance.planning.difference import Difference
from compliance.planning.people import People, chunks_of, known_roots
from compliance.planning.presence import Audience, absences, presence, windows
from compliance.planning.result import PlanResult
from compliance.planning.standing import standing_of
from compliance.planning.terms import Rule, Timetable, Window
from core import clock

PERSONS_PER_CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One requirement, read once for all its chunks; `horizon`: later cycles are not made yet."""

    requirement: Requirement
    timetable: Timetable
    closes_on: dict[int, date | None]
    audiences: Sequence[Audience]
    horizon: date


Report = Callable[[int, int], None]


def plan(
    *,
    requirement: Requirement | None = None,
    on: date | None = None,
    horizon_days: int = 60,
    report: Report | None = None,
) -> PlanResult:
    """Bring the obligations of persons in line with the facts known now; the same run adds nothing.

    `on` (today) and `horizon_days` bound what is made ahead: an obligation that opens later waits.
    Every chunk of persons is a transaction of its own, so that nobody waits long. `report` hears
    after each how many of the chunks are done. Duties of teams are not planned here.
    """
    horizon = (on or clock.today()) + timedelta(days=horizon_days)
    wanted = Requirement.objects.filter(subject__in=(Subject.PERSON, Subject.ROLE_HOLDER))
    if requirement is not None:
        wanted = wanted.filter(pk=requirement.pk)
    jobs = [job for one in wanted.order_by("pk") if (job := _prepare(one, horizon=horizon))]
    chunks = [(job, people) for job in jobs for people in _chunks(job)]
    total = PlanResult()
    for done, (job, people) in enumerate(chunks, start=1):
        total += _plan_chunk(job, people)
        if report is not None:
            report(done, len(chunks))
    return total


def _prepare(requirement: Requirement, *, horizon: date) -> _Job | None:
    with transaction.atomic():
        _lock(requirement)
        versions = list(requirement.versions.order_by("valid_from"))
        # A newcomer who starts just before the horizon may be due in the year after it.
        reach = max((version.newcomer_days for version in versions), default=0)
        cycles = ensure_cycles(requirement, until=horizon + timedelta(days=reach))
    if not versions:
        return None
    periods = windows([(version.valid_from, version.valid_until) for version in versions])
    return _Job(
        requirement=requirement,
        timetable=Timetable([_rule(v) for v in versions], [_window(c) for c in cycles]),
        closes_on={cycle.pk: cycle.closes_on for cycle in cycles},
        audiences=[
            Audience(read_audience(version.audience), days)
            for version, days in zip(versions, periods, strict=True)
        ],
        horizon=horizon,
    )


def _chunks(job: _Job) -> Iterator[People]:
    """Yield everybody who may have the duty or ever had it, in chunks."""
    roots = known_roots()
    persons = set(
        Obligation.objects.filter(cycle__requirement=job.requirement, person__isnull=False)
        .order_by()
        .values_list("person_id", flat=True)
        .distinct()
    )
    for audience in job.audiences:
        rows = appointments_in(audience.rule).order_by().values_list("person_id", flat=True)
        persons.update(rows.distinct())
    everyone = sorted({roots.get(person, person) for person in persons})
    return chunks_of(everyone, roots, PERSONS_PER_CHUNK)


@transaction.atomic
def _plan_chunk(job: _Job, people: People) -> PlanResult:
    _lock(job.requirement)
    stands = standing_of(job.requirement, people)
    pieces = presence(job.audiences, people)
    away = absences(people)
    difference = Difference(horizon=job.horizon)
    for person in sorted({*stands, *pieces}):
        standing = stands.get(person, {})
        wanted = {
            cycle_id: desired(
                terms,
                away.get(person, ()),
                closes_on=job.closes_on[cycle_id],
                standing=standing[cycle_id].stated if cycle_id in standing else None,
            )
            for cycle_id, terms in job.timetable.terms(pieces.get(person, ())).items()
        }
        difference.add(person, wanted, standing)
    return difference.write(job.closes_on)


def _lock(requirement: Requirement) -> None:
    """Let no other run plan this requirement until the transaction ends."""
    Requirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)


def _rule(version: RequirementVersion) -> Rule:
    start, end = period(version.valid_from, version.valid_until)
    return Rule(version_id=version.pk, newcomer_days=version.newcomer_days, start=start, end=end)


def _window(cycle: Cycle) -> Window:
    return Window(
        cycle_id=cycle.pk,
        opens_on=cycle.opens_on,
        due_on=cycle.due_on,
        closes_on=cycle.closes_on,
    )
