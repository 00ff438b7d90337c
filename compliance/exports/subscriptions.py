"""Reports that come by themselves: on the first days after each month or quarter, while allowed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import structlog
from django.db import transaction

from compliance.enums import EndReason, Rhythm
from compliance.exports.errors import NotAllowed, WrongChoice
from compliance.exports.kinds import kind_of
from compliance.exports.services import account_of, request_export
from compliance.models import Export, ReportSubscription
from core import clock
from organisations.models import Person

logger = structlog.get_logger(__name__)

_QUARTER_STARTS = {1, 4, 7, 10}
_DAY = timedelta(days=1)


@transaction.atomic
def subscribe(
    *,
    kind: str,
    parameters: Mapping[str, Any],
    by: Person,
    format: str,  # noqa: A002
    rhythm: str,
) -> ReportSubscription:
    """Let a report come every month or quarter; the same report twice is one subscription."""
    spec = kind_of(kind)
    if not spec.comes_by_itself or format not in spec.formats or rhythm not in Rhythm.values:
        raise WrongChoice
    kept = {name: value for name, value in spec.kept(parameters).items() if name != "peildatum"}
    spec.build(account_of(by), kept)
    same = ReportSubscription.objects.filter(
        person=by, kind=kind, parameters=kept, format=format, rhythm=rhythm, valid_until=None
    )
    found: ReportSubscription | None = same.first()
    if found is not None:
        return found
    made: ReportSubscription = ReportSubscription.objects.create(
        person=by,
        kind=kind,
        parameters=kept,
        format=format,
        rhythm=rhythm,
        valid_from=clock.today(),
        recorded_at=clock.now(),
    )
    return made


def unsubscribe(
    *, subscription: ReportSubscription, reason: EndReason = EndReason.STOPPED
) -> ReportSubscription:
    """Stop a report as of today."""
    if subscription.valid_until is None:
        subscription.valid_until = max(clock.today(), subscription.valid_from)
        subscription.ended_because = reason
        subscription.save(update_fields=["valid_until", "ended_because"])
        logger.info("report by schedule ended", subscription=subscription.pk, reason=str(reason))
    return subscription


def request_due_reports() -> int:
    """Ask for the reports of the period that ended; who may no longer see one gets it no more."""
    today = clock.today()
    asked = 0
    for subscription in ReportSubscription.objects.active_on(today).order_by("pk"):
        last = last_day_of_period(subscription.rhythm, today)
        if last < subscription.valid_from or _was_made(subscription, last):
            continue
        asked += _request(subscription, last)
    return asked


def last_day_of_period(rhythm: str, today: date) -> date:
    """Return the last day of the month or quarter that ended most recently."""
    first = today.replace(day=1)
    while rhythm == Rhythm.QUARTER and first.month not in _QUARTER_STARTS:
        first = (first - _DAY).replace(day=1)
    return first - _DAY


def _was_made(subscription: ReportSubscription, last: date) -> bool:
    return Export.objects.filter(subscription=subscription, reference_date=last).exists()


def _request(subscription: ReportSubscription, last: date) -> int:
    try:
        request_export(
            kind=subscription.kind,
            parameters={**subscription.parameters, "peildatum": last.isoformat()},
            by=subscription.person,
            format=subscription.format,
            subscription=subscription,
            reference_date=last,
        )
    except NotAllowed:
        unsubscribe(subscription=subscription, reason=EndReason.NO_MANDATE)
        return 0
    return 1
