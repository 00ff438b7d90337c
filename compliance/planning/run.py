"""Plans obligations: compares what should stand with what stands and adds the difference."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction

from compliance.enums import Subject
from compliance.models import Cycle, Obligation, Requirement, RequirementVersion
from compliance.planning.bulk import Settled, settle
from compliance.planning.cycles import ensure_cycles
from compliance.planning.desired import desired
from compliance.planning.difference import Difference
from compliance.planning.people import People, Teams, chunks_of, known_roots, teams_of
from compliance.planning.presence import Audience, Piece, absences, presence, windows
from compliance.planning.result import PlanResult
from compliance.planning.standing import standing_of
from compliance.planning.teams import TeamAudience, team_presence
from compliance.planning.terms import Rule, Timetable, Window
from compliance.rules.audiences import appointments_in, read_audience, teams_in
from compliance.rules.periods import Period, period
from core import clock

PERSONS_PER_CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One requirement, read once for all its chunks; `horizon`: later cycles are not made yet."""

    requirement: Requirement
    timetable: Timetable
    closes_on: dict[int, date | None]
    audiences: Sequence[Audience]
    teams: Sequence[TeamAudience]
    horizon: date


Report = Callable[[int, int], None]


def plan(
    *,
    requirement: Requirement | None = None,
    on: date | None = None,
    horizon_days: int = 60,
    report: Report | None = None,
) -> PlanResult:
    """Bring all obligations in line with the facts known now; the same run adds nothing.

    `on` (today) and `horizon_days` bound what is made ahead: an obligation that opens later waits.
    Every chunk of persons or teams is a transaction of its own, so that nobody waits long. `report`
    hears after each how many of the chunks are done.
    """
    horizon = (on or clock.today()) + timedelta(days=horizon_days)
    wanted = Requirement.objects.all()
    if requirement is not None:
        wanted = wanted.filter(pk=requirement.pk)
    jobs = [job for one in wanted.order_by("pk") if (job := _prepare(one, horizon=horizon))]
    total = PlanResult()
    chunks: list[tuple[_Job, People | Teams]] = []
    for job in jobs:
        settled = _settle(job)
        total += settled.result if settled else PlanResult()
        chunks += [(job, subjects) for subjects in _chunks(job, settled)]
    for done, (job, subjects) in enumerate(chunks, start=1):
        total += _plan_chunk(job, subjects)
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
    rules = [
        (read_audience(version.audience), days)
        for version, days in zip(versions, periods, strict=True)
    ]
    of_teams = requirement.subject == Subject.TEAM
    return _Job(
        requirement=requirement,
        timetable=Timetable([_rule(version) for version in versions], _windows(cycles)),
        closes_on={cycle.pk: cycle.closes_on for cycle in cycles},
        audiences=() if of_teams else [Audience(*rule) for rule in rules],
        teams=[TeamAudience(*rule) for rule in rules] if of_teams else (),
        horizon=horizon,
    )


def _settle(job: _Job) -> Settled | None:
    """Let the database plan all simple cases at once; teams are few."""
    if not job.audiences:
        return None
    return settle(
        requirement=job.requirement,
        timetable=job.timetable,
        audiences=job.audiences,
        closes_on=job.closes_on,
        horizon=job.horizon,
    )


def _chunks(job: _Job, settled: Settled | None) -> Iterator[People | Teams]:
    """Yield, in chunks, everybody who is left, or all teams that may have the duty or had it."""
    if job.teams:
        yield from teams_of(_units(job), PERSONS_PER_CHUNK)
        return
    roots = known_roots()
    persons = settled.left if settled else _persons(job)
    everyone = sorted({roots.get(person, person) for person in persons})
    yield from chunks_of(everyone, roots, PERSONS_PER_CHUNK)


def _persons(job: _Job) -> set[int]:
    """Return everybody who may have the duty or ever had it."""
    persons = set(
        Obligation.objects.filter(cycle__requirement=job.requirement, person__isnull=False)
        .order_by()
        .values_list("person_id", flat=True)
        .distinct()
    )
    for audience in job.audiences:
        rows = appointments_in(audience.rule).order_by().values_list("person_id", flat=True)
        persons.update(rows.distinct())
    return persons


def _units(job: _Job) -> list[int]:
    obliged = Obligation.objects.filter(cycle__requirement=job.requirement, unit__isnull=False)
    units = set(obliged.order_by().values_list("unit_id", flat=True).distinct())
    for audience in job.teams:
        rows = teams_in(audience.rule).order_by()
        units.update(rows.values_list("unit_id", flat=True).distinct())
    return sorted(units)


@transaction.atomic
def _plan_chunk(job: _Job, subjects: People | Teams) -> PlanResult:
    _lock(job.requirement)
    stands = standing_of(job.requirement, subjects)
    pieces, away = _days(job, subjects)
    difference = Difference(horizon=job.horizon, subject=subjects.subject)
    for subject_id in sorted({*stands, *pieces}):
        standing = stands.get(subject_id, {})
        wanted = {
            cycle_id: desired(
                terms,
                away.get(subject_id, ()),
                closes_on=job.closes_on[cycle_id],
                standing=standing[cycle_id].stated if cycle_id in standing else None,
            )
            for cycle_id, terms in job.timetable.terms(pieces.get(subject_id, ())).items()
        }
        difference.add(subject_id, wanted, standing)
    return difference.write(job.closes_on)


def _days(
    job: _Job, subjects: People | Teams
) -> tuple[Mapping[int, Sequence[Piece]], Mapping[int, Sequence[Period]]]:
    """Return the days in the audience, and the days away; a team is never away."""
    if isinstance(subjects, Teams):
        return team_presence(job.teams, subjects), {}
    return presence(job.audiences, subjects), absences(subjects)


def _lock(requirement: Requirement) -> None:
    """Let no other run plan this requirement until the transaction ends."""
    Requirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)


def _rule(version: RequirementVersion) -> Rule:
    start, end = period(version.valid_from, version.valid_until)
    return Rule(version_id=version.pk, newcomer_days=version.newcomer_days, start=start, end=end)


def _windows(cycles: Sequence[Cycle]) -> list[Window]:
    """Return the cycles as planning needs them; an edition is current until the next one comes."""
    following = [later.opens_on - timedelta(days=1) for _earlier, later in pairwise(cycles)]
    return [
        Window(
            cycle_id=cycle.pk,
            opens_on=cycle.opens_on,
            due_on=cycle.due_on,
            closes_on=cycle.closes_on,
            is_edition=cycle.edition_id is not None,
            current_until=until if cycle.edition_id is not None else None,
        )
        for cycle, until in zip(cycles, [*following, None], strict=False)
    ]
