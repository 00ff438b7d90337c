"""The words of a team are kept for some years after it looked back on them (domain.md §5.2).

With an agreement go its owner, what became of it and what the team learnt. What stays of a session
is that it was held, when, and who recorded it; the proof in the ledger stays as it was.
"""

from datetime import date

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from core import clock
from core.dates import add_years
from organisations.models import Unit
from toolbox.enums import SessionState
from toolbox.models import TeamAgreement, TeamSession

logger = structlog.get_logger(__name__)


def forget_agreements() -> int:
    """Remove the agreements of long ago, one session at a time; return of how many sessions."""
    before = add_years(clock.today(), -settings.AGREEMENT_YEARS)
    found = sum(_forget(session, before) for session in _past(before).order_by("pk"))
    if found:
        logger.info("agreements forgotten", sessions=found)
    return found


def _past(before: date) -> QuerySet[TeamSession]:
    """Return the sessions of which every agreement was looked back on before a day.

    Of one that nobody looked back on counts the day on which the team would do so.
    """
    later = TeamAgreement.objects.annotate(
        since=Coalesce("looked_back_in__held_on", "review_on")
    ).filter(session=OuterRef("pk"), since__gte=before)
    rows = TeamSession.objects.filter(
        state=SessionState.HELD, forgotten_at__isnull=True, held_on__lt=before
    )
    return rows.filter(~Exists(later))


@transaction.atomic(durable=True)
def _forget(session: TeamSession, before: date) -> int:
    Unit.objects.select_for_update(no_key=True).get(pk=session.unit_id)
    now = _past(before).filter(pk=session.pk).first()
    if now is None:
        return 0
    now.agreements.all().delete()
    now.place, now.facilitator_name, now.forgotten_at = "", "", clock.now()
    now.save(update_fields=["place", "facilitator_name", "forgotten_at"])
    return 1
