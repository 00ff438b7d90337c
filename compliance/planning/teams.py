"""On which days a unit is a team in the audience of a requirement.

A team is a unit of one of the kinds that the rule names, on the days on which somebody has an
appointment in exactly that unit: an empty team has nobody to meet the duty. When teams merge, the
old one has no duty from the day on which it ended, and the new one starts on that day.
"""

from collections import defaultdict
from collections.abc import Sequence

from compliance.planning.people import Teams
from compliance.planning.presence import Piece, UnitPeriods, unit_periods
from compliance.rules.audiences import AudienceRule, teams_in
from compliance.rules.periods import Period, intersect, period, subtract, union
from organisations.models import Appointment


class TeamAudience:
    """The rule of one version for teams, in the days on which that version is the rule."""

    def __init__(self, rule: AudienceRule, window: Period) -> None:
        self.rule = rule
        self.window = window
        self.inside = unit_periods(rule.units)
        self.outside = unit_periods(rule.exclude.units)

    def pieces(self, teams: Teams, staffed: UnitPeriods) -> dict[int, list[Piece]]:
        """Return for each team that is ever in this audience its days."""
        found: dict[int, list[Piece]] = {}
        rows = teams_in(self.rule).filter(teams.own)
        periods: dict[int, list[Period]] = defaultdict(list)
        for unit_id, start, until in rows.values_list("unit_id", "valid_from", "valid_until"):
            periods[unit_id].append(period(start, until))
        for unit_id, days in periods.items():
            counted = self._days(unit_id, intersect(union(days), staffed.get(unit_id, ())))
            if counted:
                found[unit_id] = [Piece(start, end, None) for start, end in counted]
        return found

    def _days(self, unit_id: int, days: list[Period]) -> list[Period]:
        days = intersect(days, [self.window])
        if self.rule.units:
            days = intersect(days, self.inside.get(unit_id, ()))
        return subtract(days, self.outside.get(unit_id, ()))


def team_presence(audiences: Sequence[TeamAudience], teams: Teams) -> dict[int, list[Piece]]:
    """Return for each team the days in the audience of a requirement, over all its versions."""
    staffed = _staffed(teams)
    found: dict[int, list[Piece]] = defaultdict(list)
    for audience in audiences:
        for unit_id, pieces in audience.pieces(teams, staffed).items():
            found[unit_id].extend(pieces)
    return found


def _staffed(teams: Teams) -> dict[int, list[Period]]:
    """Return when each of these units had anybody of its own."""
    found: dict[int, list[Period]] = defaultdict(list)
    rows = Appointment.objects.current().filter(teams.own).order_by()
    fields = ("unit_id", "valid_from", "valid_until")
    for unit_id, start, until in rows.values_list(*fields).distinct():
        found[unit_id].append(period(start, until))
    return {unit_id: union(periods) for unit_id, periods in found.items()}
