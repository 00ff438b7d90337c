"""Putting messages in the outbox, in the transaction of the change that they tell about."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

import jobs
from core import clock
from core.statements import NewRow
from notifications.models import Notice
from notifications.moments import working_moment
from notifications.registry import get_spec
from organisations.models import Person

DELIVER = "notifications.deliver"

FEW = 4
"""Up to so many messages are put there one by one: that is less work than one large statement."""

_NOTICE = NewRow(Notice, unless="key")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A message to put in the outbox; see `queue_notice`."""

    kind: str
    key: str
    person: Person
    context: Mapping[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None


@transaction.atomic
def queue_notice(
    *,
    kind: str,
    key: str,
    person: Person,
    context: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
) -> Notice:
    """Put a message in the outbox; it is sent once this transaction is committed.

    With a `key` that was used before nothing is added: the message of then is returned. `context`
    is what fills the placeholders, as JSON. Raises `UnknownKind`.
    """
    asked = NewNotice(
        kind=kind, key=key, person=person, context=context or {}, not_before=not_before
    )
    queue_notices([asked])
    found: Notice = Notice.objects.get(key=key)
    return found


def queue_notices(asked: Sequence[NewNotice]) -> int:
    """Put messages in the outbox, many with one statement; return how many were not there yet."""
    rows = [_row(notice) for notice in asked]
    with transaction.atomic(savepoint=False):
        new = _put(rows) if len(rows) > FEW else [row for row in rows if _NOTICE.save(row)]
    if any(row.not_before <= clock.now() for row in new):
        transaction.on_commit(deliver_soon, robust=True)
    return len(new)


def _put(rows: Sequence[Notice]) -> list[Notice]:
    keys = [row.key for row in rows]
    there = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    # Another process may be first all the same: then the constraint decides.
    new = list({row.key: row for row in rows if row.key not in there}.values())
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return new


def _row(asked: NewNotice) -> Notice:
    spec = get_spec(asked.kind)
    moment = max(asked.not_before or clock.now(), clock.now())
    if spec.working_hours:
        moment = working_moment(moment, asked.person.time_zone)
    return Notice(
        kind=asked.kind,
        key=asked.key,
        person=asked.person,
        # Through JSON once, so that a date is refused here and not at night in a worker.
        context=json.loads(json.dumps(dict(asked.context))),
        not_before=moment,
    )


def deliver_soon() -> None:
    """Wake the worker up. After the commit: business must not wait for one another's messages.

    When this gets lost, the schedule finds the message.
    """
    jobs.wake(DELIVER)
