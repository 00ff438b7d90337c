"""When people are reminded of a requirement is set; what held before stays to be seen."""

from collections.abc import Sequence

import structlog
from django.db import transaction

from compliance.errors import AgreementMissing, RemindersChanged, WrongDays
from compliance.models import ReminderRule, Requirement
from compliance.models.reminders import default_days
from compliance.reminders.days import FURTHEST
from core import clock
from organisations.models import Person

logger = structlog.get_logger(__name__)
MOST_DAYS = 10


@transaction.atomic
def set_reminder_rule(
    *,
    requirement: Requirement,
    days: Sequence[int],
    escalate_after: int | None,
    agreed_in: str,
    based_on: int,
    by: Person,
) -> ReminderRule | None:
    """Remind of this requirement on these days from its due date; no days is no reminders.

    Counts from the next planning on; what waits in the outbox stays. `based_on` is the number of
    the rule that somebody saw, 0 when there was none. The same as what counts makes no new row,
    and None when that is what Kompas begins with. Raises `WrongDays`, `AgreementMissing` and
    `RemindersChanged`.
    """
    _check_days(days, escalate_after)
    agreed = agreed_in.strip() if escalate_after is not None else ""
    if escalate_after is not None and not agreed:
        raise AgreementMissing
    Requirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)
    last = requirement.reminder_rules.order_by("number").last()
    if (last.number if last else 0) != based_on:
        raise RemindersChanged
    if (sorted(days), escalate_after, agreed) == _what_counts(last):
        return last
    rule: ReminderRule = ReminderRule.objects.create(
        requirement=requirement,
        number=based_on + 1,
        days=sorted(days),
        escalate_after=escalate_after,
        agreed_in=agreed,
        set_by=by,
        recorded_at=clock.now(),
    )
    logger.info("reminder rule set", requirement=requirement.pk, number=rule.number, by=by.pk)
    return rule


def _check_days(days: Sequence[int], escalate_after: int | None) -> None:
    if len(set(days)) != len(days) or len(days) > MOST_DAYS:
        raise WrongDays
    if any(abs(day) > FURTHEST for day in (*days, escalate_after or 0)):
        raise WrongDays


def _what_counts(last: ReminderRule | None) -> tuple[list[int], int | None, str]:
    if last is None:
        return default_days(), None, ""
    return last.days, last.escalate_after, last.agreed_in
