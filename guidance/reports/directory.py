"""What the pages of the directory show: by unit and role, and which units one can choose."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When

from core import clock
from guidance.enums import Side
from guidance.models import HelpRole
from guidance.reports.contacts import ContactCard, contacts_by_role
from organisations.enums import UnitKind
from organisations.models import Unit, UnitVersion

ADVISER = "vertrouwenspersoon"
"""The key of the role that everybody must be able to find (domain.md row 38)."""

ORGANISATIONS = (UnitKind.MINISTRY, UnitKind.AGENCY, UnitKind.INSPECTORATE)
"""Parts that are known outside: whoever is not signed in chooses from these."""

_FURTHER = (Side.ABOVE, Side.OUTSIDE)
MOST_FOUND, MOST_OPTIONS = 30, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """A unit that somebody can choose."""

    code: str
    name: str
    part_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGroup:
    """A role in the organisation with who can be reached in it."""

    key: str
    name: str
    has_page: bool
    contacts: tuple[ContactCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Who can be reached further away: for the whole Rijk, or outside it."""

    key: str
    label: str
    contacts: tuple[ContactCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody who can be reached for some units: near by role, and further away."""

    near: tuple[RoleGroup, ...]
    further: tuple[Further, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """A role in a list."""

    key: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSide:
    """The roles that stand on one side: in the organisation, above it, outside."""

    label: str
    roles: tuple[RoleLine, ...]


def advisers_of(*, unit_ids: Collection[int], public_only: bool) -> tuple[ContactCard, ...]:
    """Return the confidential advisers of units, nearest first."""
    found = contacts_by_role(unit_ids=unit_ids, roles=[ADVISER], public_only=public_only)
    return found.get(ADVISER, ())


def directory_of(*, unit_ids: Collection[int], public_only: bool) -> Directory:
    """Return who can be reached for units, in the order of the roles; not the empty ones."""
    found = contacts_by_role(unit_ids=unit_ids, public_only=public_only)
    roles = list(HelpRole.objects.filter(key__in=found).order_by("position", "name"))
    further = {
        side: tuple(card for role in roles if role.side == side for card in found[role.key])
        for side in _FURTHER
    }
    return Directory(
        near=tuple(
            RoleGroup(key=role.key, name=role.name, has_page=role.live, contacts=found[role.key])
            for role in roles
            if role.side not in _FURTHER
        ),
        further=tuple(
            Further(key=str(side), label=str(side.label), contacts=cards)
            for side, cards in further.items()
            if cards
        ),
    )


def roles_by_side() -> list[RoleSide]:
    """Return all roles that were published, in groups."""
    roles = list(HelpRole.objects.filter(live=True).order_by("position", "name"))
    sides = [
        RoleSide(
            label=str(side.label),
            roles=tuple(
                RoleLine(key=role.key, name=role.name, summary=role.who_is_it)
                for role in roles
                if role.side == side
            ),
        )
        for side in Side
    ]
    return [side for side in sides if side.roles]


def organisations() -> list[UnitChoice]:
    """Return the ministries, agencies and inspectorates of today, by name."""
    return _choices(Q(kind__in=ORGANISATIONS))


def units_called(words: str) -> list[UnitChoice]:
    """Return units of today with these words in their name; the larger parts first."""
    wanted = Q()
    for word in words.split():
        wanted &= Q(name__icontains=word)
    return _choices(wanted, MOST_FOUND) if words.split() else []


def unit_choices(units: Collection[int]) -> list[UnitChoice]:
    """Return these units by name."""
    return _choices(Q(unit__in=list(units)))


def unit_options(units: QuerySet[Unit], *, also: str = "") -> list[UnitChoice]:
    """Return units to choose from in a list: the larger parts, and the one with code `also`.

    A ministry has thousands of teams, which no list can show; those are chosen from their page.
    """
    larger = _choices(Q(unit__in=units) & ~Q(unit__code=also), MOST_OPTIONS)
    return _choices(Q(unit__in=units, unit__code=also)) + larger


def unit_name(unit: Unit) -> str:
    """Return what a unit is called today; its code when it is no more."""
    version = UnitVersion.objects.current().active_on(clock.today()).filter(unit=unit).first()
    return version.name if version else unit.code


def _choices(wanted: Q, most: int | None = None) -> list[UnitChoice]:
    versions = UnitVersion.objects.current().active_on(clock.today())
    size = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(UnitKind)),
        default=Value(len(UnitKind)),
    )
    rows = versions.filter(wanted).annotate(size=size).order_by("size", "name", "pk")[:most]
    found = list(rows.values_list("unit__code", "name", "parent_id"))
    parents = dict(
        versions.filter(unit__in={parent for *_unit, parent in found}).values_list(
            "unit_id", "name"
        )
    )
    return [
        UnitChoice(code=code, name=name, part_of=parents.get(parent, ""))
        for code, name, parent in found
    ]
