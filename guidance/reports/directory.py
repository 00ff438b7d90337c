"""What the pages of the directory show: by unit and role, and which units one can choose."""

import re
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
MOST_FOUND = 30
_CODE_AT_END = re.compile(r"\(([^()]+)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """A unit that somebody can choose."""

    code: str
    name: str
    part_of: str = ""

    @property
    def written(self) -> str:
        """How it stands in a box to type in: clear, also when others have the same name."""
        return f"{self.name} ({self.code})"


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
    return _choices(_named(words), MOST_FOUND) if words.split() else []


def unit_choices(units: Collection[int]) -> list[UnitChoice]:
    """Return these units by name."""
    return _choices(Q(unit__in=list(units)))


def units_meant(words: str, *, among: QuerySet[Unit]) -> list[UnitChoice]:
    """Return the units that somebody means by a code or a name; more than one when it is not clear.

    "Team Noord (team-4)" is how a unit is written when it was chosen: then the code says which.
    Without words these are the larger parts.
    """
    written, own = " ".join(words.split()), Q(unit__in=among)
    if not written:
        return _choices(own, MOST_FOUND)
    code = _CODE_AT_END.search(written)
    exact = (Q(unit__code__iexact=code[1] if code else written), Q(name__iexact=written))
    for wanted in exact:
        found = _choices(own & wanted, MOST_FOUND)
        if found:
            return found
    return _choices(own & _named(written), MOST_FOUND)


def unit_name(unit: Unit) -> str:
    """Return what a unit is called today; its code when it is no more."""
    version = UnitVersion.objects.current().active_on(clock.today()).filter(unit=unit).first()
    return version.name if version else unit.code


def _named(words: str) -> Q:
    wanted = Q()
    for word in words.split():
        wanted &= Q(name__icontains=word)
    return wanted


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
