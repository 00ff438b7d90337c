"""Which teams below a unit held their session in a year: yes or no, and the day; never the text.

Who is responsible for the part of the organisation sees the teams by name; a works council and an
auditor see how many there are (domain.md §5.2).
"""

from dataclasses import dataclass
from datetime import date

from compliance.access import SeenUnit, UnitTree
from core import clock
from organisations.access import mandates_of
from organisations.enums import PERSON_LISTING_MANDATES, MandateKind
from organisations.models import Appointment, Unit, UnitVersion
from organisations.viewers import Viewer
from toolbox.access.teams import team_kinds
from toolbox.reports.sessions import held_days

SEES_TEAMS = PERSON_LISTING_MANDATES | {MandateKind.COMPLIANCE_OFFICER}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A team, and on which days of the year it held a session."""

    name: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOverview:
    """The teams below a unit. `lines` is None for who sees only how many there are."""

    unit: SeenUnit
    year: int
    teams: int
    held: int
    lines: tuple[HeldLine, ...] | None

    @property
    def is_over(self) -> bool:
        """Whether the year has passed."""
        return self.year < clock.today().year

    @property
    def percentage(self) -> int | None:
        """The part that held a session, or None when there is no team."""
        return round(100 * self.held / self.teams) if self.teams else None


def session_overview(*, tree: UnitTree, user: Viewer, year: int) -> SessionOverview:
    """Return which teams in a unit held a session; as many queries for one team as for thirty."""
    day = min(clock.today(), date(year, 12, 31))
    unit = Unit.objects.get(pk=tree.unit.pk)
    names = _teams(unit, day)
    held = held_days(names, year)
    lines = tuple(
        HeldLine(name=name, days=tuple(held.get(pk, ())))
        for pk, name in sorted(names.items(), key=lambda one: (one[1], one[0]))
    )
    return SessionOverview(
        unit=tree.unit,
        year=year,
        teams=len(names),
        held=len(held),
        lines=lines if _sees_teams(user, tree) else None,
    )


def _teams(unit: Unit, day: date) -> dict[int, str]:
    """Return the names of the teams in a unit on a day: of the kinds that are, with people."""
    staffed = Appointment.objects.current().active_on(day).values("unit")
    versions = UnitVersion.objects.current().active_on(day)
    rows = versions.filter(
        kind__in=team_kinds(),
        unit__in=Unit.objects.within(unit, on=day).filter(pk__in=staffed).values("pk"),
    )
    return dict(rows.values_list("unit_id", "name"))


def _sees_teams(user: Viewer, tree: UnitTree) -> bool:
    """Tell whether a mandate on this unit or one above it is of who is responsible for it."""
    above = {row.pk for row in tree.ancestry if row.is_there_on(clock.today())}
    return mandates_of(user).filter(kind__in=SEES_TEAMS, unit__in=above).exists()
