"""Which round of a course somebody is in, read from the ledger.

A round (`run`) ends with a completion of the course, wherever that came from; the next one counts
one higher. Modules count for the round in whose name they were recorded, which stands in their key:
`<person>:<activity>:<run>`. A voided row keeps its key, so a module that is done once more in the
same round gets `.1`, `.2` and so on behind it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from core.statements import Statement, given_id, given_texts, texts
from lms.completions.models import Activity, ActivityVersion
from lms.plugins.spec import CourseSpec
from organisations.models import Person

COURSE_SOURCE = "course"
_FACT = ("occurred_at", "occurred_on", "recorded_at", "source", "source_key", "voided_by")


def completion_key(*, person: UUID, activity_key: str, run: int, again: int = 0) -> str:
    """Return the key in the ledger of a course or module that was done in a round."""
    suffix = f".{again}" if again else ""
    return f"{person}:{activity_key}:{run}{suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One completion of somebody, voided or not."""

    occurred_at: datetime
    occurred_on: date
    recorded_at: datetime
    source: str
    source_key: str
    is_voided: bool

    @property
    def run(self) -> int | None:
        """The round in whose name it was recorded; None when it came from elsewhere."""
        number = self.source_key.rpartition(":")[2].partition(".")[0]
        return int(number) if self.source == COURSE_SOURCE and number.isdigit() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownActivity:
    """A course or module in the ledger with what somebody did of it."""

    pk: int
    start_path: str
    minutes: int | None
    latest_version_id: int | None
    facts: tuple[Fact, ...]

    @property
    def standing(self) -> tuple[Fact, ...]:
        """What was not voided, oldest first."""
        return tuple(fact for fact in self.facts if not fact.is_voided)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLedger:
    """What the ledger says of one person and one course."""

    spec: CourseSpec
    activities: Mapping[str, KnownActivity]

    @property
    def course(self) -> KnownActivity | None:
        """The course itself; None when it was never loaded."""
        return self.activities.get(self.spec.key)

    @property
    def run(self) -> int:
        """The round that is open, or that the next step starts; also what was voided ended one."""
        return 1 + len(self.course.facts if self.course else ())

    @property
    def last_done(self) -> Fact | None:
        """The latest completion of the course that stands."""
        facts = self.course.standing if self.course else ()
        return facts[-1] if facts else None

    @property
    def round_ended_at(self) -> datetime | None:
        """The moment at which the latest round ended."""
        facts = self.course.facts if self.course else ()
        return max((fact.recorded_at for fact in facts), default=None)

    def module(self, module_key: str) -> KnownActivity | None:
        """Return a module; None when it was never loaded."""
        return self.activities.get(self.spec.activity_key(module_key))

    def module_done(self, module_key: str, run: int) -> Fact | None:
        """Return the fact that a module was done in a round, if that stands.

        What came from elsewhere (a correction, an import) counts for the open round when it
        happened after the round before.
        """
        known = self.module(module_key)
        for fact in known.standing if known else ():
            if fact.run == run:
                return fact
            if fact.run is None and run == self.run and self._is_after_last_round(fact):
                return fact
        return None

    def _is_after_last_round(self, fact: Fact) -> bool:
        course = self.course.facts if self.course else ()
        return all(fact.occurred_at > end.occurred_at for end in course)

    def was_completed_in(self, run: int) -> bool:
        """Tell whether the course itself was completed in a round, and that stands."""
        return self.course is not None and any(fact.run == run for fact in self.course.standing)

    def counts_as_done(self, *, on: date, attempt_runs: Collection[int]) -> Fact | None:
        """Return the completion because of which the course is done on a day.

        For good when it is done once, for the calendar year when it is done yearly, and until the
        learner has started a new round.
        """
        last = self.last_done
        if last is None or self.is_started(attempt_runs):
            return None
        if self.spec.repeats == "yearly" and last.occurred_on.year != on.year:
            return None
        return last

    def is_started(self, attempt_runs: Collection[int]) -> bool:
        """Tell whether something was done in the open round, or an attempt was started in it."""
        known = [self.module(module.key) for module in self.spec.modules]
        facts = [fact for module in known if module for fact in module.standing]
        return self.run in attempt_runs or any(fact.run == self.run for fact in facts)


def read_ledgers(
    person: Person, specs: Iterable[CourseSpec], *, with_versions: bool = False
) -> dict[str, CourseLedger]:
    """Return what the ledger says of somebody and these courses, in one query."""
    specs = list(specs)
    known = _read_activities(person, [key for spec in specs for key in _keys(spec)], with_versions)
    return {
        spec.key: CourseLedger(
            spec=spec, activities={key: known[key] for key in _keys(spec) if key in known}
        )
        for spec in specs
    }


def _keys(spec: CourseSpec) -> list[str]:
    return [spec.key, *(spec.activity_key(module.key) for module in spec.modules)]


def _read_activities(
    person: Person,
    keys: Collection[str],
    with_versions: bool,  # noqa: FBT001
) -> dict[str, KnownActivity]:
    facts: dict[str, list[Fact]] = {}
    known: dict[str, KnownActivity] = {}
    for key, pk, start_path, minutes, version_id, *fact in _rows(person, keys, with_versions):
        found = facts.setdefault(key, [])
        if fact[0] is not None:
            found.append(_fact(fact))
        known[key] = KnownActivity(
            pk=pk,
            start_path=start_path,
            minutes=minutes,
            latest_version_id=version_id if with_versions else None,
            facts=tuple(found),
        )
    return known


def _rows(
    person: Person,
    keys: Collection[str],
    with_versions: bool,  # noqa: FBT001
) -> Iterable[Sequence[Any]]:
    """Return each activity with each completion of somebody, or once when there is none."""
    asked = _asked(len(keys), with_versions)
    return asked.rows(person=person.pk, **texts("key", list(keys)))


@cache
def _asked(number: int, with_versions: bool) -> Statement:  # noqa: FBT001
    """Return the statement for so many activities."""
    return Statement(partial(_ask, number, with_versions))


def _ask(
    number: int,
    with_versions: bool,  # noqa: FBT001
) -> QuerySet[Activity, tuple[Any, ...]]:
    versions = ActivityVersion.objects.filter(activity=OuterRef("pk")).order_by("-number")
    mine = Q(completions__person=given_id("person"), completions__voids__isnull=True)
    activities = Activity.objects.filter(key__in=given_texts("key", number)).annotate(
        mine=FilteredRelation("completions", condition=mine),
        latest_version=Subquery(versions.values("pk")[:1]) if with_versions else F("pk"),
    )
    about = ("key", "pk", "start_path", "minutes", "latest_version")
    ordered = activities.order_by("key", "mine__occurred_on", "mine__id")
    return ordered.values_list(*about, *(f"mine__{name}" for name in _FACT))


def _fact(values: Sequence[Any]) -> Fact:
    named = dict(zip(_FACT, values, strict=True))
    is_voided = named.pop("voided_by") is not None
    return Fact(**named, is_voided=is_voided)
