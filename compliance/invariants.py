"""What must be true of obligations, beyond what the database itself refuses."""

# The statements are put together from names of our own tables only.
# ruff: noqa: S608

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Exists, F, OuterRef, Q

from compliance.enums import EventKind, Subject
from compliance.figures.rollup import rollup
from compliance.models import (
    AcceptedActivity,
    CountedDay,
    Cycle,
    DailyCount,
    Obligation,
    ObligationEvent,
    Requirement,
    RequirementVersion,
)
from compliance.rules.audiences import InvalidAudience, read_audience
from compliance.status.decision import status
from compliance.status.facts import facts_of
from compliance.status.query import StatusQuery
from compliance.status.sql import fetch, status_rows
from core import clock
from core.invariants import invariant

_SHOWN = 20
_SAMPLE = 500
_END_OF_TIME = date(9999, 12, 31)
_DAYS = 3
_COUNTER = ("unit_id", "cycle_id", "status", "is_newcomer", "n", "alone", "direct")


@invariant("compliance.windows")
def no_completion_counts_twice() -> Iterator[str]:
    """The windows of two obligations of one subject that both apply never overlap."""
    for teams in (False, True):
        yield from _overlapping(StatusQuery(as_of=_END_OF_TIME, teams=teams))


def _overlapping(query: StatusQuery) -> Iterator[str]:
    sql = f"""WITH {query.merges()}, {query.ctes()},
standing AS (
  SELECT r.id, r.counts_from, LAG(r.id) OVER cycles AS earlier_id,
         LAG(r.closes_on) OVER cycles AS earlier_closes_on
  FROM result r WHERE r.status <> 'not_applicable' AND r.closes_on IS NOT NULL
  WINDOW cycles AS (PARTITION BY r.{query.subject}, r.requirement_id ORDER BY r.closes_on)
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


@invariant("compliance.subjects")
def obligations_are_of_who_has_the_duty() -> Iterator[str]:
    """A duty of teams is of units, any other of persons."""
    of_team = Q(cycle__requirement__subject=Subject.TEAM)
    wrong = Obligation.objects.filter(
        Q(of_team, unit__isnull=True) | Q(~of_team, unit__isnull=False)
    )
    for obligation in wrong.values_list("pk", flat=True)[:_SHOWN]:
        yield f"Obligation {obligation} is of a person where it should be of a team, or not so."


@invariant("compliance.cycles")
def cycles_do_not_overlap() -> Iterator[str]:
    """Cycles of a year follow each other day by day, and an edition is one of what is accepted."""
    rows = Cycle.objects.filter(closes_on__isnull=False).order_by("requirement", "opens_on")
    for earlier, later in pairwise(rows):
        follows = earlier.closes_on and earlier.closes_on + timedelta(days=1) == later.opens_on
        if earlier.requirement_id == later.requirement_id and not follows:
            yield f"Cycle {later.pk} does not follow the day after cycle {earlier.pk}."
    accepted = AcceptedActivity.objects.filter(
        version__requirement=OuterRef("requirement"), activity=OuterRef("edition__activity")
    )
    strange = Cycle.objects.filter(~Exists(accepted), edition__isnull=False)
    for cycle in strange.values_list("pk", flat=True)[:_SHOWN]:
        yield f"Cycle {cycle} is of an edition of an activity that does not count."


@invariant("compliance.accepted")
def equivalents_stand_in_for_what_counts() -> Iterator[str]:
    """An equivalent stands in for an activity of the same version that counts by itself."""
    itself = AcceptedActivity.objects.filter(
        version=OuterRef("version"), activity=OuterRef("instead_of"), instead_of__isnull=True
    )
    strange = AcceptedActivity.objects.filter(~Exists(itself), instead_of__isnull=False)
    for accepted in strange.values_list("pk", flat=True)[:_SHOWN]:
        yield f"Accepted activity {accepted} stands in for something that does not count."


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
    late = ObligationEvent.objects.filter(
        kind=EventKind.DEFERRED, due_on__gt=F("obligation__closes_on")
    )
    for event in late.values_list("pk", flat=True)[:_SHOWN]:
        yield f"Event {event} defers past the end of the cycle."
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
            if _calendar(earlier) != _calendar(later):
                yield f"Version {later.number} of {requirement.key} has another calendar."
    for version in RequirementVersion.objects.order_by("pk"):
        try:
            read_audience(version.audience)
        except InvalidAudience as invalid:
            yield f"The audience of version {version.pk} cannot be read: {invalid}"


def _calendar(version: RequirementVersion) -> tuple[str, int]:
    return version.cycle_kind, version.start_month


@invariant("compliance.status")
def both_statuses_agree() -> Iterator[str]:
    """The status in SQL is the status in Python, today, for the newest obligations."""
    newest = Obligation.objects.order_by("-pk")[:_SAMPLE]
    facts = facts_of(list(newest.values_list("pk", flat=True)))
    today = clock.today()
    rows = status_rows(
        as_of=today,
        person_ids={one.person_id for one in facts.values() if one.person_id},
        unit_ids={one.unit_id for one in facts.values() if one.unit_id},
    )
    for row in rows:
        if row.obligation_id in facts:
            other = status(facts[row.obligation_id], today)
            if other is None or (row.status, row.done_on) != (other.status, other.done_on):
                yield f"Obligation {row.obligation_id} is {row.status} in SQL and not in Python."


@invariant("compliance.counters")
def counters_equal_the_facts() -> Iterator[str]:
    """The newest counted days are what the facts say, as known when they were counted."""
    for day in CountedDay.objects.order_by("-as_of")[:_DAYS]:
        counted = set(DailyCount.objects.filter(as_of=day.as_of).values_list(*_COUNTER))
        sql, params = rollup(as_of=day.as_of, known_at=day.known_at)
        facts = {
            (unit, cycle, status, bool(is_newcomer), int(n), int(alone), int(direct))
            for unit, _duty, cycle, status, is_newcomer, n, alone, direct in fetch(sql, params)
        }
        for row in sorted(counted ^ facts)[:_SHOWN]:
            yield f"Counter {row} of {day.as_of} is not what the facts say."
