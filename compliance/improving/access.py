"""Who reads the page of a unit, and who records actions on it (ADR 0053)."""

from dataclasses import dataclass
from datetime import date

from compliance.access import UnitTree, unit_tree
from compliance.improving.years import can_change, figures_day, has_page
from core import clock
from organisations.access import Viewer, mandates_of, person_of
from organisations.enums import MandateKind
from organisations.models import Person, Unit

MANAGERS = (MandateKind.MANAGER, MandateKind.ACTING_MANAGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfUnit:
    """A unit in a year, as somebody may see it.

    `day` is what the figures are of; None: the year has yet to begin. `editor` is who may record
    actions; None: this visitor only reads.
    """

    tree: UnitTree
    year: int
    day: date | None
    editor: Person | None


def year_of_unit(user: Viewer, *, code: str, year: int) -> YearOfUnit:
    """Return a unit in a year; raises `Unit.DoesNotExist` when there is none for this visitor.

    Whoever sees the figures of a unit reads its page, so also works council and auditor.
    """
    today = clock.today()
    if not has_page(year, today=today):
        raise Unit.DoesNotExist
    day = figures_day(year, today=today)
    tree = unit_tree(user, code=code, on=day or today)
    changes = can_change(year, today=today) and _may_change(user, tree.unit.pk, on=today)
    editor = person_of(user) if changes else None
    return YearOfUnit(tree=tree, year=year, day=day, editor=editor)


def _may_change(user: Viewer, unit_id: int, *, on: date) -> bool:
    """Tell whether somebody is compliance officer of a unit or above it, or its own manager."""
    mandates = mandates_of(user)
    if mandates.filter(kind__in=MANAGERS, unit=unit_id).exists():
        return True
    officer = mandates.filter(kind=MandateKind.COMPLIANCE_OFFICER)
    return Unit.objects.under(officer, on=on).filter(pk=unit_id).exists()
