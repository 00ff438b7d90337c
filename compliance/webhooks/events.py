"""What another system is told of a completion: who as a uuid, what as a key, and on which day.

CloudEvents 1.0 with the NL GOV profile. Only of what counts for a duty: what somebody does of their
own accord is nobody's business (domain.md §5.2).
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from compliance.models import AcceptedActivity
from lms.api import Completion

RECORDED = "nl.overheid.kompas.afronding-vastgelegd"
WITHDRAWN = "nl.overheid.kompas.afronding-ingetrokken"


def compulsory_activities() -> QuerySet[AcceptedActivity, int]:
    """Return the ids of the activities that count for some duty, now or before."""
    return AcceptedActivity.objects.values_list("activity", flat=True)


def cloud_event(completion: Completion, *, event: UUID) -> dict[str, Any]:
    """Return the event of a completion, or of the row that says that one does not count."""
    fact = completion.voids or completion
    person = fact.person
    if person is None:
        raise ValueError("Of a team nothing is told.")
    return {
        "specversion": "1.0",
        "id": str(event),
        "source": settings.EVENT_SOURCE,
        "type": WITHDRAWN if completion.voids_id else RECORDED,
        "subject": str(fact.uuid),
        "time": completion.recorded_at.isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "persoon": str(person.uuid),
            "activiteit": fact.activity.key,
            "afgerondOp": fact.occurred_on.isoformat(),
        },
    }
