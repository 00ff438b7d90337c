"""What a token of the REST API may look at: one unit and everything below it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from compliance.privacy.hiding import Reader
from organisations.models import Unit, UnitAncestry, UnitVersion
from organisations.querysets import active_q


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedUnit:
    """A unit that a token reaches on a day, and the way to it from the unit of the token."""

    pk: int
    chain: tuple[int, ...]

    @property
    def reader(self) -> Reader:
        """Who reads figures: a system, which lists nobody."""
        return Reader(chain=self.chain, lists_people=False)


def unit_versions(reach: UUID, *, on: date) -> QuerySet[UnitVersion]:
    """Return the units below that of a token as they were on a day, by code."""
    below = UnitAncestry.objects.filter(active_q(on), ancestor__uuid=reach)
    rows = UnitVersion.objects.current().active_on(on).filter(unit__in=below.values("descendant"))
    found: QuerySet[UnitVersion] = rows.select_related("unit", "parent").order_by("unit__code")
    return found


def reached_unit(reach: UUID, *, code: str, on: date) -> ReachedUnit:
    """Return a unit; raises `Unit.DoesNotExist` for one that is elsewhere or was not there."""
    if not code.isprintable():
        raise Unit.DoesNotExist
    rows = UnitAncestry.objects.filter(active_q(on), descendant__code=code).order_by("depth", "pk")
    chain: list[int] = []
    for ancestor, uuid in rows.values_list("ancestor_id", "ancestor__uuid"):
        chain.insert(0, ancestor)
        if uuid == reach:
            return ReachedUnit(pk=chain[-1], chain=tuple(chain))
    raise Unit.DoesNotExist
