"""Where somebody of the front office registers what happened: in their own organisation, not here.

The directory says whom to ask; when it knows nobody, the page says where else to look.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from guidance.navigation import role_address
from guidance.reports.contacts import ContactCard, contacts_by_role
from guidance.reports.own import units_of
from organisations.viewers import Viewer
from toolbox.enums import Audience

ROLE = "beveiliging"
"""The role of the directory that keeps the incidents of an organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentWay:
    """Whom to ask about the procedure of one's own organisation; nobody when it is not known."""

    contacts: Sequence[ContactCard]
    role_url: str


def incident_way(audience: Audience | None, user: Viewer) -> IncidentWay | None:
    """Return the way for who works at a front office; None in another toolbox."""
    if audience is not Audience.FRONT_OFFICE:
        return None
    found = contacts_by_role(
        unit_ids=units_of(user), roles=[ROLE], public_only=not user.is_authenticated
    )
    return IncidentWay(contacts=found.get(ROLE, ()), role_url=role_address(ROLE))
