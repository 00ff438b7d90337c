"""What must be true of obligations, beyond what the database itself refuses."""

# The statements are put together from names of our own tables only.
# ruff: noqa: S608

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.db.models import F, Q

from compliance.audiences import InvalidAudience, read_audience
from compliance.facts import facts_of
from compliance.models import Obligation, ObligationEvent, Requirement, RequirementVersion
from compliance.status import status
from compliance.status_query import StatusQuery
from compliance.status_sql import fetch, known_grace_days, status_rows
from core import clock
from core.invariants import invariant

_SHOWN = 20
_SAMPLE = 500
_END_OF_TIME = date(9999, 12, 31)


@invariant("compliance.windows")
def no_completion_counts_twice() -> Iterator[str]:
    """The windows of two obligations of one person that both apply never overlap."""
    query = StatusQuery(as_of=_END_OF_TIME, grace_days=known_grace_days())
    sql = f"""WITH {query.merges()}, {query.ctes()},
standing AS (
  SELECT r.id, r.counts_from, LAG(r.id) OVER cycles AS earlier_id,
         LAG(r.closes_on) OVER cycles AS earlier_closes_on
  FROM result r WHERE r.status <> 'not_applicable' AND r.closes_on IS NOT NULL
  WINDOW cycles AS (PARTITION BY r.person_id, r.requirement_id ORDER BY r.closes_on)
)
SELECT id, earlier_id FROM standing WHERE counts_from <= earlier_closes_on ORDER BY id"""
    for obligation, earlier in fetch(sql, query.params)[:_SHOWN]:
        yield f"A completion may count for obligation {obligation} and for {earlier}."


@invariant("compliance.obligations")
def obligations_follow_their_cycle() -> Iterator[str]:
    """An obligation has the end of its cycle and a rule of the same requirement."""
    rows = Obligation.objects.exclude(cycle__requirement=F("version__requirement"))
    for obligation in rows.values_list("pk", flat=True)[:_SHOWN]:
        yield f"Obligation {obligation} has the rule of another requirement."
    open_ends = Q(closes_on__isnull=True) & Q(cycle__closes_on__isnull=True)
    rows = Obligation.objects.exclude(open_ends).exclude(closes_on=F("cycle__closes_on"))
    for obligation in rows.values_list("pk", flat=True)[:_SHOWN]:
        yield f"Obligation {obligation} closes on another day than its cycle."


@invariant("compliance.events")
def events_are_consistent() -> Iterator[str]:
    """A void is of an event of the same obligation and kind, made by the same side."""
    voids = ObligationEvent.objects.filter(voids__isnull=False)
    wrong = voids.filter(
        ~Q(voids__obligation=F("obligation"))
        | ~Q(voids__kind=F("kind"))
        | Q(voids__voids__isnull=False)
        | Q(voids__recorded_at__gt=F("recorded_at"))
        | Q(actor__isnull=True, voids__actor__isnull=False)
        | Q(actor__isnull=False, voids__actor__isnull=True)
    )
    for event in wrong.values_list("pk", flat=True)[:_SHOWN]:
        yield f"Event {event} voids an event that it cannot void."
    early = ObligationEvent.objects.filter(recorded_at__lt=F("obligation__recorded_at"))
    for event in early.values_list("pk", flat=True)[:_SHOWN]:
        yield f"Event {event} was recorded before its obligation."


@invariant("compliance.rules")
def versions_follow_each_other() -> Iterator[str]:
    """Versions of a requirement do not overlap, and their audience can be read."""
    for requirement in Requirement.objects.prefetch_related("versions"):
        versions = sorted(requirement.versions.all(), key=lambda version: version.valid_from)
        for earlier, later in pairwise(versions):
            if earlier.valid_until is None or earlier.valid_until > later.valid_from:
                yield f"Version {earlier.number} of {requirement.key} overlaps with the next."
    for version in RequirementVersion.objects.order_by("pk"):
        try:
            read_audience(version.audience)
        except InvalidAudience as invalid:
            yield f"The audience of version {version.pk} cannot be read: {invalid}"


@invariant("compliance.status")
def both_statuses_agree() -> Iterator[str]:
    """The status in SQL is the status in Python, today, for the newest obligations."""
    newest = Obligation.objects.filter(person__isnull=False).order_by("-pk")[:_SAMPLE]
    facts = facts_of(list(newest.values_list("pk", flat=True)))
    today = clock.today()
    rows = status_rows(as_of=today, person_ids={one.person_id for one in facts.values()})
    for row in rows:
        if row.obligation_id in facts:
            other = status(facts[row.obligation_id], today)
            if other is None or (row.status, row.done_on) != (other.status, other.done_on):
                yield f"Obligation {row.obligation_id} is {row.status} in SQL and not in Python."
