"""All figures of one day as known at one moment: units, duties with their rules, and counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.forms.models import model_to_dict

from compliance.enums import Status, Subject
from compliance.figures.counts import count_field
from compliance.figures.rollup import rollup
from compliance.figures.teams import team_duty_counts
from compliance.figures.units import UnitFigure, read_figures
from compliance.models import Obligation, ObligationEvent, Requirement, RequirementVersion
from compliance.status.sql import fetch
from organisations.models import UnitVersion

DEFINITIONS = "1"
"""Goes up when the meaning of a figure changes; stands in every snapshot and its hash."""

_NEWCOMER = "newcomer_in_term"
_NO_PART_OF_THE_RULE = {"id", "valid_until", "recorded_at", "requirement"}


class CountKey(NamedTuple):
    """Whose number it is; `status` is a field of `Counts`."""

    unit_id: int
    requirement_id: int
    status: str


class Number(NamedTuple):
    """How many, of whom with one place in the organisation, of whom in the unit itself."""

    n: int
    alone: int
    direct: int


NOBODY = Number(0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedUnit:
    """A unit as it was called and placed; `path` is "/" and the ids from the top to itself."""

    unit_id: int
    parent_id: int | None
    code: str
    name: str
    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a snapshot freezes."""

    units: Mapping[int, PlacedUnit]
    duties: list[dict[str, Any]]
    counts: Mapping[CountKey, Number]


def figures_of(*, reference_date: date, known_at: datetime | None) -> Figures:
    """Count everything from the facts as known at a moment (None: now)."""
    units = placed_units(reference_date, known_at)
    persons = person_counts(reference_date, known_at)
    return Figures(
        units=units,
        duties=duties_of(reference_date, known_at),
        counts=persons | team_counts(reference_date, known_at, units),
    )


def counts_of(
    day: date, known_at: datetime | None, unit_ids: Collection[int]
) -> dict[CountKey, Number]:
    """Count from the facts in these units, as every other figure is counted."""
    return person_counts(day, known_at, unit_ids) | team_counts(day, known_at, unit_ids)


def person_counts(
    day: date, known_at: datetime | None, unit_ids: Collection[int] | None = None
) -> dict[CountKey, Number]:
    """Count the persons in these units (None: all)."""
    sql, params = rollup(as_of=day, unit_ids=unit_ids, known_at=known_at)
    found: dict[CountKey, Number] = {}
    for unit, requirement, _cycle, status, is_newcomer, *numbers in fetch(sql, params):
        field = count_field(Status(status), is_newcomer=bool(is_newcomer))
        key = CountKey(unit, requirement, field)
        before = found.get(key, NOBODY)
        found[key] = Number(*(a + int(b) for a, b in zip(before, numbers, strict=True)))
    return found


def team_counts(
    day: date, known_at: datetime | None, unit_ids: Collection[int]
) -> dict[CountKey, Number]:
    """Count the teams in these units that have a duty as a team."""
    duties = list(Requirement.objects.filter(subject=Subject.TEAM).values_list("pk", flat=True))
    if not duties:
        return {}
    counted = team_duty_counts(
        unit_ids=unit_ids, as_of=day, known_at=known_at, requirement_ids=duties
    )
    return {
        CountKey(unit, requirement, field.name): Number(n, n, 0)
        for (unit, requirement), counts in counted.items()
        for field in fields(counts)
        if (n := getattr(counts, field.name))
    }


def unit_figures_of(counts: Mapping[CountKey, Number]) -> dict[tuple[int, int], UnitFigure]:
    """Return frozen counts in the form in which screens show and suppress them."""
    return read_figures(
        (
            key.unit_id,
            key.requirement_id,
            Status.OPEN if key.status == _NEWCOMER else key.status,
            key.status == _NEWCOMER,
            *number,
        )
        for key, number in counts.items()
    )


def placed_units(day: date, known_at: datetime | None) -> dict[int, PlacedUnit]:
    """Return every unit that there was on a day, as known at a moment, with the way to it."""
    versions = UnitVersion.objects.as_known_at(known_at).active_on(day).order_by("unit")
    rows = list(versions.values_list("unit_id", "parent_id", "unit__code", "name", "kind"))
    parents = {pk: parent for pk, parent, *_rest in rows}
    return {
        pk: PlacedUnit(
            unit_id=pk,
            parent_id=parent,
            code=code,
            name=name,
            kind=kind,
            path=_path(pk, parents),
        )
        for pk, parent, code, name, kind in rows
    }


def _path(unit_id: int, parents: Mapping[int, int | None]) -> str:
    """Return the way from the top; a parent that was not there, or a circle, ends it."""
    way: list[int] = []
    at: int | None = unit_id
    while at is not None and at in parents and at not in way:
        way.append(at)
        at = parents[at]
    return "/" + "".join(f"{pk}/" for pk in reversed(way))


def duties_of(day: date, known_at: datetime | None) -> list[dict[str, Any]]:
    """Return the requirements with the rules that had started by then, as known, as plain JSON.

    A rule that a known obligation rests on belongs to it, also when the rule itself was recorded
    later: a site that loads its history does so.
    """
    versions = RequirementVersion.objects.filter(valid_from__lte=day).order_by("number")
    if known_at is not None:
        known = Q(recorded_at__lte=known_at)
        applied = Obligation.objects.filter(known).values("version")
        restated = ObligationEvent.objects.filter(known, version__isnull=False).values("version")
        versions = versions.filter(known | Q(pk__in=applied) | Q(pk__in=restated))
    rules: dict[int, list[dict[str, Any]]] = {}
    for version in versions.prefetch_related("accepted__activity", "accepted__instead_of"):
        rules.setdefault(version.requirement_id, []).append(_rule(version))
    requirements = Requirement.objects.filter(pk__in=rules).order_by("pk")
    return [
        {
            "id": row.pk,
            "key": row.key,
            "title": row.title,
            "subject": row.subject,
            "rules": rules[row.pk],
        }
        for row in requirements
    ]


def _rule(version: RequirementVersion) -> dict[str, Any]:
    """Return what a version asks. Its end is left out: that is set when the next one starts."""
    plain = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in model_to_dict(version).items()
        if name not in _NO_PART_OF_THE_RULE
    }
    plain["accepted"] = sorted(
        [
            one.activity.key,
            one.minimum_assurance,
            one.instead_of.key if one.instead_of else "",
        ]
        for one in version.accepted.all()
    )
    return plain
