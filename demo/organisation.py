"""Writes the units of the demo: in bulk as on the first day, then change by change."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from demo.rijk import SINCE, Change, Place
from organisations.enums import UnitKind
from organisations.models import Unit, UnitVersion
from organisations.services.ancestry import rebuild_ancestry
from organisations.services.units import change_unit, create_unit, end_unit

Units = dict[str, Unit]


@transaction.atomic
def load_units(places: list[Place], rng: Random) -> Units:
    """Write all units and their first versions."""
    uuids = (UUID(int=rng.getrandbits(128), version=4) for _ in places)
    Unit.objects.bulk_create(
        Unit(code=place.node.code, uuid=uuid) for place, uuid in zip(places, uuids, strict=True)
    )
    units = {unit.code: unit for unit in Unit.objects.all()}
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=units[place.node.code],
            name=place.node.name,
            kind=place.node.kind,
            parent=units[place.parent] if place.parent else None,
            valid_from=SINCE,
        )
        for place in places
    )
    rebuild_ancestry()
    return units


def decided_at(change: Change) -> datetime:
    """Return the moment at which a change was recorded: a week before."""
    return datetime.combine(change.on - timedelta(days=7), time(15), UTC)


def apply(change: Change, units: Units) -> None:
    """Let a unit come, be renamed, move or end."""
    if change.ends:
        end_unit(unit=units[change.code], on=change.on)
    elif change.code not in units:
        units[change.code] = create_unit(
            code=change.code,
            name=change.name,
            kind=UnitKind.MINISTRY,
            parent=units[change.parent],
            valid_from=change.on,
        )
    elif change.parent:
        change_unit(unit=units[change.code], on=change.on, parent=units[change.parent])
    else:
        change_unit(unit=units[change.code], on=change.on, name=change.name)
