"""When the people of the demo learned what: most in time, some late, some half-way, some never."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from core import clock
from demo.facts import Population, Somebody
from demo.history import Records
from lms.api import (
    COURSE_SOURCE,
    Activity,
    Assurance,
    CourseSpec,
    NewCompletion,
    completion_key,
    ensure_activities,
    get_course,
)

YEARLY = "integriteit-en-sociale-veiligheid"
ONCE = "goed-ambtenaarschap"
HALF_WAY_MODULES = 3
"""How many modules of the course the learner of the demo has done."""
_FIRST_YEAR = 2024
# How many in a hundred do the yearly e-learning in each month.
_MONTHS = (1, 4, 6, 10, 12, 11, 3, 2, 11, 13, 12, 13)
_NEWCOMER_DAYS = 85
_LATE_AMONG_NEWCOMERS = 0.15
_LATE_AMONG_SITTING = 0.1
_HALF_WAY = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Somebody did the modules of a course on these days; whole when that is all of them."""

    person: Somebody
    course: str
    days: tuple[date, ...]


@dataclass(slots=True, kw_only=True)
class Learning:
    """Decides who learned what and when; pure, from the seed."""

    rng: Random
    today: date
    specs: Mapping[str, CourseSpec] = field(init=False)

    def __post_init__(self) -> None:
        self.specs = {key: get_course(key).spec for key in (ONCE, YEARLY)}

    def rounds(self, population: Population) -> Iterator[Round]:
        """Yield all rounds of everybody; those of one person and course in order."""
        for person in population.people:
            if person.story:
                yield from self._story(person)
            else:
                yield from self._once(person)
                for year in range(_FIRST_YEAR, self.today.year + 1):
                    yield from self._yearly(person, year)

    def _whole(self, person: Somebody, course: str, day: date) -> Iterator[Round]:
        """Yield a whole round that ended on `day`, unless it would be in the future."""
        if not person.works_on(day) or day >= self.today:
            return
        count = len(self.specs[course].modules)
        # The e-learning is done in one go, the course with some days between the modules.
        gap = 0 if course == YEARLY else 4
        first = max(person.jobs[0].start, day - timedelta(days=gap * (count - 1)))
        days = [first + (day - first) * n // max(1, count - 1) for n in range(count)]
        yield Round(person=person, course=course, days=tuple(days))

    def _part(self, person: Somebody, course: str, modules: int, since: date) -> Iterator[Round]:
        """Yield a round that somebody is half-way through."""
        days = (since + timedelta(days=5 * number) for number in range(modules))
        done = tuple(day for day in days if person.works_on(day) and day < self.today)
        if done:
            yield Round(person=person, course=course, days=done)

    def _yearly(self, person: Somebody, year: int) -> Iterator[Round]:
        first, last = date(year, 1, 1), date(year, 12, 31)
        employed = any(
            job.start <= last and (job.end is None or job.end > first) for job in person.jobs
        )
        if not employed:
            return
        day = self._day_in(year)
        if person.starts.year == year:
            day = person.starts + timedelta(days=self.rng.randint(5, 100))
        if self.rng.random() > 0.35 + 0.8 * person.diligence or day.year != year:
            return
        if day < self.today:
            yield from self._whole(person, YEARLY, day)
        elif self.rng.random() < _HALF_WAY:
            since = self.today - timedelta(days=self.rng.randint(10, 40))
            yield from self._part(person, YEARLY, self.rng.randint(1, 4), since)

    def _once(self, person: Somebody) -> Iterator[Round]:
        if self.rng.random() > 0.4 + 0.75 * person.diligence:
            return
        if person.starts < date(_FIRST_YEAR, 1, 1):
            late = self.rng.random() < _LATE_AMONG_SITTING
            start, span = (date(2025, 1, 2), 200) if late else (date(2024, 2, 1), 330)
        else:
            late = self.rng.random() < _LATE_AMONG_NEWCOMERS
            start = person.starts + timedelta(days=_NEWCOMER_DAYS if late else 10)
            span = 110 if late else _NEWCOMER_DAYS - 12
        day = start + timedelta(days=self.rng.randint(0, span))
        if day < self.today:
            yield from self._whole(person, ONCE, day)
        elif self.rng.random() < _HALF_WAY:
            since = max(person.starts, self.today - timedelta(days=30))
            yield from self._part(person, ONCE, self.rng.randint(1, 5), since)

    def _day_in(self, year: int) -> date:
        [month] = self.rng.choices(range(1, 13), _MONTHS)
        day = date(year, month, self.rng.randint(1, 28))
        return day - timedelta(days=max(0, day.weekday() - 4))

    def _story(self, person: Somebody) -> Iterator[Round]:
        """Yield how somebody with a part learned: fixed, so that the demo can be told."""
        story, today = person.story, self.today
        if story not in {"half-way", "starting", "overdue", "exempt"}:
            late = story == "late"
            sitting = person.starts < date(_FIRST_YEAR, 1, 1)
            start = date(2024, 4, 16) if sitting else person.starts
            yield from self._whole(person, ONCE, start + timedelta(days=120 if late else 40))
        last = today.year if story in {"ready", "late", "exempt"} else today.year - 1
        for year in range(_FIRST_YEAR, last + 1):
            day = min(date(year, 5, 21), today - timedelta(days=3))
            day = max(day, person.starts + timedelta(days=14))
            if day.year == year:
                yield from self._whole(person, YEARLY, day)
        if story == "half-way":
            yield from self._part(person, ONCE, HALF_WAY_MODULES, today - timedelta(days=19))
        if story == "starting":
            yield from self._part(person, YEARLY, 2, today - timedelta(days=8))


def facts(
    rounds: Iterator[Round], records: Records, *, rng: Random, until: datetime
) -> Iterator[NewCompletion]:
    """Yield the completions of these rounds, each recorded when it happened."""
    activities = {course: ensure_activities(get_course(course).spec) for course in (ONCE, YEARLY)}
    runs: dict[tuple[Somebody, str], int] = {}
    for done in rounds:
        spec = get_course(done.course).spec
        run = runs.setdefault((done.person, done.course), 1)
        keys = [spec.activity_key(module.key) for module in spec.modules][: len(done.days)]
        at = time(rng.randint(9, 15), rng.randint(0, 59), rng.randint(0, 59))
        moments = [
            min(_moment(done.person, day, at) + timedelta(minutes=7 * number), until)
            for number, day in enumerate(done.days)
        ]
        for key, moment in zip(keys, moments, strict=True):
            yield _fact(done.person, activities[done.course][key], run, moment, records)
        if len(keys) == len(spec.modules):
            course = activities[done.course][spec.key]
            yield _fact(done.person, course, run, moments[-1], records)
            runs[done.person, done.course] += 1


def _moment(person: Somebody, day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZoneInfo(person.zone))


def _fact(
    somebody: Somebody, activity: Activity, run: int, moment: datetime, records: Records
) -> NewCompletion:
    with clock.at(moment):
        return NewCompletion(
            activity_id=activity.pk,
            person=records.persons[somebody],
            occurred_at=moment,
            source=COURSE_SOURCE,
            source_key=completion_key(person=somebody.uuid, activity_key=activity.key, run=run),
            assurance=Assurance.SERVER_GRADED,
        )
