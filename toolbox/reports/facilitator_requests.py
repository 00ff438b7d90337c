"""What a coordinator sees of requests for another facilitator."""

from dataclasses import dataclass
from datetime import datetime

from core import clock
from organisations.reports import unit_names
from organisations.viewers import Viewer
from toolbox.access.requests import requests_seen_by
from toolbox.enums import RequestState
from toolbox.models import FacilitatorRequest

SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequest:
    """A request: who asks, of which team, and whether it was handled."""

    request: FacilitatorRequest
    team: str
    name: str
    email: str
    asked_at: datetime
    is_open: bool


def shown_requests(user: Viewer) -> tuple[ShownRequest, ...]:
    """Return the requests that somebody is to handle, open ones first, the oldest on top."""
    rows = requests_seen_by(user).select_related("asked_by")
    found = list(rows.order_by("-state", "asked_at", "pk")[:SHOWN])
    names = unit_names([row.unit_id for row in found], clock.today())
    return tuple(
        ShownRequest(
            request=row,
            team=names[row.unit_id].name if row.unit_id in names else "",
            name=row.asked_by.name,
            email=row.asked_by.email,
            asked_at=row.asked_at,
            is_open=row.state == RequestState.OPEN,
        )
        for row in found
    )
