"""The counters of a day: made anew from the facts as a whole, as often as one likes."""

# The statements are put together from names of our own tables only.
# ruff: noqa: S608

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Sum

from compliance.enums import Status
from compliance.figures.daily import day_ends, is_month_end
from compliance.figures.rollup import COLUMNS, rollup
from compliance.figures.units import UnitFigure
from compliance.models import CountedDay, DailyCount, HiddenGroup
from compliance.privacy.hiding import closed_units
from compliance.privacy.suppression import Group
from compliance.status.everybody import reading_everybody
from core import clock
from organisations.models import UnitVersion

SETTLED = timedelta(minutes=5)
"""So long after its moment no transaction is busy any more that recorded something then."""
RECENT = timedelta(days=35)
"""How long the counters of an ordinary day are kept; those of the end of a month stay."""


@transaction.atomic
def rebuild_day(*, as_of: date) -> CountedDay:
    """Make the counters of a day equal to the facts as they were known five minutes ago."""
    known_at = clock.now() - SETTLED
    for model in (DailyCount, HiddenGroup, CountedDay):
        model._default_manager.filter(as_of=as_of).delete()
    with reading_everybody():
        _count(as_of, known_at)
    day = CountedDay(as_of=as_of, known_at=known_at)
    _tell_how_many()
    _hide_small_groups(day)
    day.save(force_insert=True)
    return day


def _count(as_of: date, known_at: datetime) -> None:
    sql, params = rollup(as_of=as_of, known_at=known_at)
    columns = [name for name in COLUMNS if name != "requirement_id"]
    values = ["is_newcomer = 1" if name == "is_newcomer" else name for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {DailyCount._meta.db_table} (as_of, {', '.join(columns)})"
            f" SELECT %(as_of)s, {', '.join(values)} FROM ({sql}) counted",
            params,
        )


def _tell_how_many() -> None:
    """Let PostgreSQL know at once how many counters there are, so that pages find theirs soon."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {DailyCount._meta.db_table} (as_of, unit_id, cycle_id)")


def days_to_count(today: date) -> list[date]:
    """Return the days that pages read: today, and the ends of the months of two years."""
    return [today, *(day for day in day_ends(today) if day != today)]


def forget_old_days(today: date) -> None:
    """Drop the counters of ordinary days that passed long ago; they can be made anew."""
    old = CountedDay.objects.filter(as_of__lt=today - RECENT).values_list("as_of", flat=True)
    days = [day for day in old if not is_month_end(day)]
    with transaction.atomic():
        for model in (DailyCount, HiddenGroup, CountedDay):
            model._default_manager.filter(as_of__in=days).delete()


def _hide_small_groups(day: CountedDay) -> None:
    versions = UnitVersion.objects.as_known_at(day.known_at).active_on(day.as_of)
    children: dict[int, list[int]] = {}
    for unit, parent in versions.order_by("unit").values_list("unit_id", "parent_id"):
        children.setdefault(unit, [])
        if parent is not None:
            children.setdefault(parent, []).append(unit)
    figures = _sizes(day.as_of)
    requirements = {requirement for _unit, requirement in figures}
    closed = closed_units(children, figures, requirements)
    HiddenGroup.objects.bulk_create(
        [
            HiddenGroup(as_of=day.as_of, unit_id=unit, requirement_id=requirement, hidden_from=who)
            for unit, requirement, who in sorted(closed)
        ],
        batch_size=1000,
    )


def _sizes(as_of: date) -> dict[tuple[int, int], UnitFigure]:
    """Return how large the groups of a day are; the counts themselves are not needed here."""
    counted = DailyCount.objects.filter(as_of=as_of).exclude(status=Status.NOT_APPLICABLE)
    summed = counted.values("unit_id", "cycle__requirement_id").annotate(
        persons=Sum("n"), lone=Sum("alone"), own=Sum("direct")
    )
    rows = summed.values_list("unit_id", "cycle__requirement_id", "persons", "lone", "own")
    return {
        (unit, requirement): UnitFigure(group=Group(persons=persons, alone=alone), direct=direct)
        for unit, requirement, persons, alone, direct in rows.iterator()
    }
