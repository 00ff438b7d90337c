"""Which units the screens of compliance may show to somebody, with their names on a day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from compliance.enums import Subject
from compliance.models import Requirement
from compliance.privacy.hiding import Reader
from core import clock
from core.statements import Statement, given_date, given_id
from organisations.access import Viewer, mandates_of, person_of
from organisations.enums import PERSON_LISTING_MANDATES, MandateKind, UnitKind
from organisations.models import Mandate, Unit, UnitAncestry, UnitVersion
from organisations.querysets import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenUnit:
    """A unit that somebody may see, as it was called on a day."""

    pk: int
    code: str
    name: str
    kind: str
    parent_id: int | None

    @property
    def is_rijk(self) -> bool:
        """Whether this is the whole of central government."""
        return self.kind == UnitKind.CENTRAL_GOVERNMENT and self.parent_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestor:
    """A unit that stood above another, or that unit itself, up to and not on `valid_until`."""

    pk: int
    valid_from: date
    valid_until: date | None

    def is_there_on(self, day: date) -> bool:
        """Tell whether it stood there on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTree:
    """A unit, the way to it from the unit of the mandate, and the units below each of those.

    `lists_people`: the holder may see the people of the first unit of the chain by name.
    `lists_everybody`: and of all units below it. `ancestry` and `mandated` are what the way on
    another day follows from.
    """

    chain: tuple[SeenUnit, ...]
    children: Mapping[int, tuple[SeenUnit, ...]]
    lists_people: bool
    lists_everybody: bool
    ancestry: tuple[Ancestor, ...]
    mandated: frozenset[int]

    @property
    def unit(self) -> SeenUnit:
        """The unit that the page is about."""
        return self.chain[-1]

    @property
    def rows(self) -> tuple[SeenUnit, ...]:
        """The units right below it."""
        return self.children.get(self.unit.pk, ())

    @property
    def reader(self) -> Reader:
        """Who reads: what may be shown depends on it."""
        ids = tuple(unit.pk for unit in self.chain)
        return Reader(chain=ids, lists_people=self.lists_people)

    def reader_on(self, day: date) -> Reader | None:
        """Return the reader in the tree of another day; None: it was not under the mandate."""
        path = _path(self.ancestry, self.mandated, day)
        return Reader(chain=path, lists_people=self.lists_people) if path else None


def requirements() -> list[Requirement]:
    """Return the duties of persons, those of role holders too, in a fixed order."""
    return list(Requirement.objects.exclude(subject=Subject.TEAM).order_by("pk"))


def all_requirements() -> tuple[list[Requirement], list[Requirement]]:
    """Return the duties of persons and those of teams, in one query."""
    names = [field.attname for field in Requirement._meta.concrete_fields]
    rows = [Requirement.from_db(DEFAULT_DB_ALIAS, names, row) for row in _REQUIREMENTS.rows()]
    of_teams = [row for row in rows if row.subject == Subject.TEAM]
    return [row for row in rows if row not in of_teams], of_teams


def teams_of(user: Viewer, *, on: date) -> list[SeenUnit]:
    """Return the units whose people somebody may see by name, sorted by name."""
    person = person_of(user)
    if person is None:
        return []
    return _units(_TEAMS.rows(person=person.pk, today=clock.today(), on=on))


def top_units_of(user: Viewer, *, on: date) -> list[SeenUnit]:
    """Return the highest units that somebody may see figures of."""
    seen = _seen(Unit.objects.visible_to(user, on=on).values("pk"), on=on)
    known = {unit.pk for unit in seen}
    return [unit for unit in seen if unit.parent_id not in known]


def rijk_code(user: Viewer, *, on: date) -> str | None:
    """Return the code of the top of the Rijk when a mandate is on it."""
    tops = UnitVersion.objects.current().active_on(on)
    tops = tops.filter(parent__isnull=True, kind=UnitKind.CENTRAL_GOVERNMENT)
    held = tops.filter(unit__in=mandates_of(user).values("unit")).order_by("unit")
    code: str | None = held.values_list("unit__code", flat=True).first()
    return code


def unit_tree(user: Viewer, *, code: str, on: date) -> UnitTree:
    """Return a visible unit, the way to it from the unit of the mandate, and what lies below.

    Raises `Unit.DoesNotExist` for a unit that somebody may not see or that was not there then.
    """
    mandates = list(mandates_of(user).values_list("unit_id", "kind"))
    mandated = frozenset(unit for unit, _kind in mandates)
    ancestry = _ancestry(code) if mandated else ()
    path = _path(ancestry, mandated, on)
    if not path:
        raise Unit.DoesNotExist
    asked = Q(unit__in=path) | Q(parent__in=path)
    known = {row.pk: row for row in _rows(asked, on=on)}
    children: dict[int, list[SeenUnit]] = {}
    for row in known.values():
        if row.parent_id in path:
            children.setdefault(row.parent_id or 0, []).append(row)
    kinds = {kind for unit, kind in mandates if unit == path[0]}
    officer = {unit for unit, kind in mandates if kind == MandateKind.COMPLIANCE_OFFICER}
    above = {row.pk for row in ancestry if row.is_there_on(on)}
    return UnitTree(
        chain=tuple(known[pk] for pk in path),
        children={pk: tuple(rows) for pk, rows in children.items()},
        lists_people=bool(kinds & PERSON_LISTING_MANDATES),
        lists_everybody=bool(officer & above),
        ancestry=ancestry,
        mandated=mandated,
    )


def _ancestry(code: str) -> tuple[Ancestor, ...]:
    """Return what ever stood above a unit, itself included, the nearest first."""
    rows = UnitAncestry.objects.filter(descendant__code=code).order_by("depth", "pk")
    return tuple(
        Ancestor(pk=pk, valid_from=valid_from, valid_until=valid_until)
        for pk, valid_from, valid_until in rows.values_list(
            "ancestor_id", "valid_from", "valid_until"
        )
    )


def _path(ancestry: Iterable[Ancestor], mandated: Collection[int], day: date) -> tuple[int, ...]:
    """Return the way down from the nearest unit with a mandate; empty when there is none."""
    path: list[int] = []
    for row in ancestry:
        if row.is_there_on(day):
            path.insert(0, row.pk)
            if row.pk in mandated:
                return tuple(path)
    return ()


def _seen(units: object, *, on: date) -> list[SeenUnit]:
    return _rows(Q(unit__in=units), on=on)


def _rows(asked: Q, *, on: date) -> list[SeenUnit]:
    return _units(_asked(asked, on=on))


def _asked(asked: Q, *, on: Day) -> QuerySet[UnitVersion, tuple[Any, ...]]:
    return (
        UnitVersion.objects.current()
        .active_on(on)
        .filter(asked)
        .order_by("name", "unit")
        .values_list("unit_id", "unit__code", "name", "kind", "parent_id")
    )


def _units(rows: Iterable[tuple[Any, ...]]) -> list[SeenUnit]:
    return [
        SeenUnit(pk=pk, code=code, name=name, kind=kind, parent_id=parent)
        for pk, code, name, kind, parent in rows
    ]


def _ask_teams() -> QuerySet[UnitVersion, tuple[Any, ...]]:
    held = Mandate.objects.held_on(given_date("today"), given_id("person"))
    listed = Unit.objects.with_listing(held)
    return _asked(Q(unit__in=listed.values("pk")), on=given_date("on"))


def _ask_requirements() -> QuerySet[Requirement, tuple[Any, ...]]:
    names = [field.name for field in Requirement._meta.concrete_fields]
    return Requirement.objects.order_by("pk").values_list(*names)


_REQUIREMENTS = Statement(_ask_requirements)
_TEAMS = Statement(_ask_teams)
