"""What the screens of managers and others with a mandate show, as frozen facts."""

from compliance.reports.bars import Bar
from compliance.reports.organisation import OrganisationReport, organisation_report
from compliance.reports.team import TeamReport, team_report

__all__ = ["Bar", "OrganisationReport", "TeamReport", "organisation_report", "team_report"]
