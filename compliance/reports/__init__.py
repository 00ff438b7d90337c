"""What the screens of managers and others with a mandate show, as frozen facts."""

from compliance.reports.badges import Badge
from compliance.reports.bars import NUMBERS, Bar
from compliance.reports.organisation import OrganisationReport, organisation_report
from compliance.reports.person_file import person_cells, person_header
from compliance.reports.persons import Persons, PersonsPage, persons_page
from compliance.reports.standing import ListedPerson
from compliance.reports.team import TeamReport, team_report
from compliance.reports.teams import TeamDuty, team_duties

__all__ = [
    "NUMBERS",
    "Badge",
    "Bar",
    "ListedPerson",
    "OrganisationReport",
    "Persons",
    "PersonsPage",
    "TeamDuty",
    "TeamReport",
    "organisation_report",
    "person_cells",
    "person_header",
    "persons_page",
    "team_duties",
    "team_report",
]
