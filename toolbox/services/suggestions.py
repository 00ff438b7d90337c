"""A manager recommends something voluntary, and the person may put it away (GOR m18).

What was put away stays so, also when it is recommended again, and the manager is told nothing of
either. Nothing here touches a duty or the ledger.
"""

import structlog
from django.db import transaction

from core import clock
from core.dates import add_months, start_of_day
from organisations.models import Appointment, Mandate, Person, PersonMerge, Unit
from toolbox.access.teams import MANAGERS
from toolbox.models import Suggestion
from toolbox.reports.suggestions import Suggested

logger = structlog.get_logger(__name__)

KEPT_MONTHS = 13


class NotInYourTeam(Exception):
    """Somebody recommends something to who is not in their team today."""


@transaction.atomic(durable=True)
def suggest(*, person: Person, unit: Unit, what: Suggested, by: Person) -> Suggestion:
    """Recommend something; the same again is the same, whatever became of it."""
    if not _is_in_team(person, unit) or not _manages(by, unit):
        raise NotInYourTeam
    suggestion, is_new = Suggestion.objects.get_or_create(
        person=person,
        unit=unit,
        path=what.path,
        defaults={"kind": what.kind, "title": what.title, "made_by": by},
    )
    if is_new:
        logger.info("suggestion made", suggestion=str(suggestion.uuid))
    return suggestion


def withdraw_suggestion(*, suggestion: Suggestion) -> None:
    """Take a recommendation back: nothing of it stays."""
    suggestion.delete()


def hide_suggestion(*, suggestion: Suggestion) -> None:
    """Put a recommendation away, for the person it was for."""
    Suggestion.objects.filter(pk=suggestion.pk, hidden_at__isnull=True).update(
        hidden_at=clock.now()
    )


def show_suggestion(*, suggestion: Suggestion) -> None:
    """Take a recommendation out again that was put away."""
    Suggestion.objects.filter(pk=suggestion.pk).update(hidden_at=None)


def forget_suggestions() -> int:
    """Delete recommendations of more than 13 months ago; return how many those were."""
    until = start_of_day(add_months(clock.today(), -KEPT_MONTHS))
    deleted, _rows = Suggestion.objects.filter(made_at__lt=until).delete()
    return deleted


def _is_in_team(person: Person, unit: Unit) -> bool:
    merged = PersonMerge.objects.current().filter(into=person).values_list("person", flat=True)
    rows = Appointment.objects.current().active_on(clock.today()).filter(unit=unit)
    found: bool = rows.filter(person__in=[person.pk, *merged]).exists()
    return found


def _manages(person: Person, unit: Unit) -> bool:
    held = Mandate.objects.held_on(clock.today(), person.pk).filter(kind__in=MANAGERS)
    found: bool = held.filter(unit=unit).exists()
    return found
