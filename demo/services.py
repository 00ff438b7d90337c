"""Builds the demo organisation: deterministic by seed, refusing where real data are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from compliance.enums import ReasonCode
from compliance.models import Obligation
from compliance.planning import plan
from compliance.seeds import seed_requirements
from compliance.services import exempt
from core import clock
from demo import (
    addenda,
    additions,
    counters,
    dilemmas,
    directory,
    duties,
    favourites,
    freezing,
    home,
    improving,
    learning,
    letters,
    practices,
    team_sessions,
    workshops,
)
from demo.cast import give_other_rights, take_seats
from demo.facts import LOADED, Population
from demo.history import Happening, Records, Step, run
from demo.logins import open_accounts
from demo.models import DemoMarker
from demo.organisation import apply, decided_at, load_units
from demo.people import Workforce, add_months
from demo.rijk import BZK, changes, places
from lms.api import (
    Activity,
    Completion,
    correct_completion,
    courses,
    get_course,
    record_completions_bulk,
    save_position,
)
from organisations.models import Appointment, Person, Unit

SEED = 2026
PERSONS = 400
_SETTLED = timedelta(minutes=10)


class NotADemo(Exception):
    """The site was not started as a demo."""

    sentence = _("This is no demo site: set DEMO=1 in .env first. Nothing was changed.")


class RealData(Exception):
    """There are data that the demo did not make."""

    sentence = _(
        "This database holds persons, units or completions that are not of the demo."
        " Use an empty database for the demo. Nothing was changed."
    )


class MissingCourses(Exception):
    """There is nothing to learn."""

    sentence = _(
        "The demo needs both courses of Kompas: leave LOCAL_COURSES as it is. Nothing was changed."
    )


class UnfinishedDemo(Exception):
    """An earlier run stopped half-way."""

    sentence = _(
        "The demo in this database is not whole: building it was stopped half-way."
        " Remove the database (var/kompas.sqlite3) and start again."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What a run made, or found."""

    is_new: bool
    persons: int
    units: int
    completions: int
    obligations: int


def build_demo(*, seed: int = SEED, persons: int = PERSONS) -> Demo:
    """Build the demo organisation, once; a second call changes nothing."""
    if not settings.DEMO:
        raise NotADemo
    marker = DemoMarker.objects.first()
    if marker is not None:
        if marker.finished_at is None:
            raise UnfinishedDemo
        return _count(is_new=False)
    if any(model.objects.exists() for model in (Person, Unit, Completion, Obligation)):
        raise RealData
    if not {learning.ONCE, learning.YEARLY} <= {course.spec.key for course in courses()}:
        raise MissingCourses
    marker = DemoMarker.objects.create(seed=seed, persons=persons)
    _build(rng=Random(seed), persons=persons)  # noqa: S311 (made up people, not secrets)
    marker.finished_at = clock.now()
    marker.save(update_fields=["finished_at"])
    return _count(is_new=True)


def imagine(*, rng: Random, persons: int, today: date) -> Population:
    """Return everybody of the demo; pure."""
    workforce = Workforce(rng=rng, today=today)
    workforce.furnish(places(persons=persons))
    take_seats(workforce, today)
    workforce.fill_at_start()
    population = workforce.live()
    give_other_rights(workforce, today)
    return population


def _build(*, rng: Random, persons: int) -> None:
    today, until = clock.today(), clock.now() - _SETTLED
    population = imagine(rng=rng, persons=persons, today=today)
    with clock.at(datetime.combine(LOADED, time(6), UTC)):
        records = Records(load_units(places(persons=persons), rng))
        records.load(population)
        seed_requirements()
        duties.FIRST.publish()
    happenings: list[Happening] = [
        *((decided_at(change), partial(apply, change, records.units)) for change in changes()),
        *records.steps(population),
        *((edition.at, edition.publish) for edition in duties.LATER),
    ]
    _run_between_plans(happenings, today=today, until=until)
    rounds = learning.Learning(rng=rng, today=today).rounds(population)
    record_completions_bulk(learning.facts(rounds, records, rng=rng, until=until))
    others = duties.Duties(
        rng=rng, today=today, population=population, records=records, until=until
    )
    record_completions_bulk(others.facts())
    with clock.at(until):
        _decide_by_hand(population, records)
        _stop_half_way(records.persons[population.by_key("learner")])
    workshops.hold(_workshop_cast(population, records, today), until=until)
    letters.tell(manager=records.persons[population.by_key("manager")], until=until)
    open_accounts(population, records)
    _add_local_texts(population, records, today)
    directory.fill_directory(
        {
            "adviser": records.persons[population.by_key("steady")],
            "officer": records.persons[population.by_key("officer")],
        }
    )
    with clock.at(until):
        team_sessions.show_sessions(
            today=today,
            manager=records.persons[population.by_key("manager")],
            learner=records.persons[population.by_key("learner")],
        )
    dilemmas.show(rng=rng, until=until)
    home.put_news(today)
    favourites.keep(learner=records.persons[population.by_key("learner")], until=until)
    practices.share(
        submitter=records.persons[population.by_key("learner")],
        editor=records.persons[population.by_key("editor")],
        until=until,
    )
    freezing.freeze_quarters(until=until)
    counters.count(today=today, requirement=learning.YEARLY)
    improving.show(rng=rng, officer=records.persons[population.by_key("officer")], until=until)


def _add_local_texts(population: Population, records: Records, today: date) -> None:
    """Write what parts of the organisation add to the code and to a course."""
    editor = records.persons[population.by_key("local-editor")]
    approver = records.persons[population.by_key("officer")]
    addenda.add_addenda(editor=editor, approver=approver)
    additions.add_addition(editor=editor, approver=approver, today=today)


def _workshop_cast(population: Population, records: Records, today: date) -> workshops.Cast:
    """Return who leads workshops, and who comes: those who work here now, in a fixed order."""
    working = Appointment.objects.current().active_on(today).values("person")
    people = Person.objects.filter(pk__in=working, erased_at__isnull=True).order_by("pk")
    return workshops.Cast(
        trainer=records.persons[population.by_key("editor")],
        organiser=Unit.objects.get(code=BZK),
        learner=records.persons[population.by_key("learner")],
        others=list(people[:120]),
    )


def _run_between_plans(happenings: list[Happening], *, today: date, until: datetime) -> None:
    """Let everything happen in order, and plan the obligations on the second of every month."""
    steps = [
        Step(at, number, act)
        for number, (at, act) in enumerate(happenings)
        if clock.business_date(at) <= today
    ]
    steps.sort()
    for moment in _plan_moments(until):
        due = [step for step in steps if step.at <= moment]
        steps = steps[len(due) :]
        run(due, until=until)
        with clock.at(moment):
            plan()
    run(steps, until=until)
    with clock.at(until):
        plan()


def _plan_moments(until: datetime) -> Iterator[datetime]:
    day = add_months(LOADED, 0)
    while True:
        moment = datetime.combine(day + timedelta(days=1), time(20), UTC)
        if moment >= until:
            return
        if moment.date() > LOADED:
            yield moment
        day = add_months(day, 1)


@transaction.atomic
def _decide_by_hand(population: Population, records: Records) -> None:
    """Exempt somebody, and correct one completion: both leave what was before to be seen."""
    officer = records.persons[population.by_key("officer")]
    exempted = records.persons[population.by_key("exempt")]
    for obligation in Obligation.objects.filter(
        person=exempted, cycle__requirement__key=learning.ONCE
    ):
        exempt(
            obligation=obligation,
            by=officer,
            reason_code=ReasonCode.OTHER_FORM,
            effective_on=obligation.opens_on,
            until_on=add_months(clock.today(), 6),
        )
    steady = records.persons[population.by_key("steady")]
    wrong = Completion.objects.filter(person=steady, activity__key=learning.ONCE).first()
    if wrong is not None:
        correct_completion(
            completion=wrong,
            reason="Datum stond een week te laat.",
            by=officer,
            occurred_at=wrong.occurred_at - timedelta(days=7),
        )


def _stop_half_way(person: Person) -> None:
    """Leave the learner in the module after the ones that are done, as closing the page does."""
    course = get_course(learning.ONCE).spec
    module = course.modules[learning.HALF_WAY_MODULES]
    activity = Activity.objects.get(key=course.activity_key(module.key))
    save_position(
        person=person,
        course=course,
        module_key=module.key,
        path=activity.start_path,
        title=activity.title,
    )


def _count(*, is_new: bool) -> Demo:
    return Demo(
        is_new=is_new,
        persons=Person.objects.count(),
        units=Unit.objects.count(),
        completions=Completion.objects.count(),
        obligations=Obligation.objects.count(),
    )
