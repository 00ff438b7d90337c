"""The stage of the journeys: the site with its pages and courses, and a small organisation.

Loading all of it takes seconds. Each worker does so once and keeps a copy of that database; every
test that asks for `cast` starts from the copy.
"""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections

from compliance.planning import plan
from core import clock
from lms.api import (
    COURSE_SOURCE,
    Activity,
    ActivityVersion,
    Assurance,
    completion_key,
    finish_module,
    get_course,
    record_completion,
)
from lms.content.frozen import FrozenTest
from lms.progress.questions import asked_questions
from lms.progress.services import submit_answers
from organisations.enums import AppointmentKind, UnitKind
from organisations.models import Person
from tests.compliance.story import moment
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.pristine import SqliteFiles

ELEARNING = "integriteit-en-sociale-veiligheid"
COURSE = "goed-ambtenaarschap"
BRIEFING = "briefing-spilfunctionarissen"
TEAM = "vergunningen"
OTHER_TEAM = "bezwaar"
DIRECTORATE = "dienstverlening"
NEW_SINCE = timedelta(days=30)


class Cast:
    """The people of the journeys; each has an account and the password of the factories."""

    @property
    def learner(self) -> Person:
        """Did Goed ambtenaarschap in 2024, and owes the e-learning of this year."""
        return self._who("noor")

    @property
    def newcomer(self) -> Person:
        """Came a month ago, owes both courses."""
        return self._who("daan")

    @property
    def passer_by(self) -> Person:
        """Is hired for two weeks: nothing is compulsory."""
        return self._who("lotte")

    @property
    def manager(self) -> Person:
        """Sees the people of the team of the learner and the newcomer."""
        return self._who("fatma")

    @property
    def director(self) -> Person:
        """Sees the figures of two teams."""
        return self._who("joost")

    def _who(self, name: str) -> Person:
        return Person.objects.select_related("user").get(user__email=f"{name}@example.test")


@pytest.fixture(scope="session")
def full_database(django_db_setup: None) -> Iterator[Path]:
    """Name the copy of the database with everything in it; the first test makes it."""
    path = Path(f"{connection.settings_dict['NAME']}_stage")
    SqliteFiles().remove(str(path))
    yield path
    SqliteFiles().remove(str(path))


@pytest.fixture
def cast(transactional_db: None, full_database: Path) -> Iterator[Cast]:
    """Set the stage, and say who is on it."""
    database = str(connection.settings_dict["NAME"])
    _forget()
    if full_database.exists():
        connections.close_all()
        SqliteFiles().restore(str(full_database), database)
    else:
        _load_site()
        _hire_people()
        connections.close_all()
        SqliteFiles().restore(database, str(full_database))
    yield Cast()
    _forget()


def _forget() -> None:
    """Drop what was remembered of another database."""
    cache.clear()
    ContentType.objects.clear_cache()


def _load_site() -> None:
    # Hundreds of lines of Wagtail's would stand above whatever a failing test has to say.
    logging.disable(logging.INFO)
    try:
        call_command("load_pages", stdout=StringIO())
        call_command("load_directory", publish=True, stdout=StringIO())
        call_command("load_guide", publish=True, stdout=StringIO())
        call_command("load_course", all=True, publish=True, stdout=StringIO())
        call_command("sync_english", stdout=StringIO())
        call_command("seed_requirements", stdout=StringIO())
    finally:
        logging.disable(logging.NOTSET)


def _hire_people() -> None:
    """Hire everybody and plan, both as if it were done before today."""
    today = clock.today()
    with clock.at(clock.now() - NEW_SINCE):
        directorate = UnitFactory(
            code=DIRECTORATE, name="Directie Dienstverlening", kind=UnitKind.DIRECTORATE
        )
        team = UnitFactory(code=TEAM, name="Team Vergunningen", parent=directorate)
        other = UnitFactory(code=OTHER_TEAM, name="Team Bezwaar", parent=directorate)
        _manage("fatma", "Fatma Yıldız", "Yıldız, Fatma", team)
        _manage("joost", "Joost van den Berg", "Berg, Joost van den", directorate)
        noor = _hire("noor", "Noor de Wit", "Wit, Noor de", team)
        _hire("daan", "Daan Smit", "Smit, Daan", team, valid_from=today - NEW_SINCE)
        _hire(
            "lotte",
            "Lotte Bos",
            "Bos, Lotte",
            other,
            kind=AppointmentKind.EXTERNAL_HIRE,
            valid_from=today - timedelta(days=2),
            valid_until=today + timedelta(days=12),
        )
        for unit in (team, other):
            AppointmentFactory.create_batch(5, unit=unit)
        plan()
    complete(noor, COURSE, date(2024, 6, 3))
    complete(noor, BRIEFING, date(today.year, 1, 1), assurance=Assurance.ATTENDED)


def _hire(account: str, name: str, sort_name: str, unit: object, **fields: object) -> Person:
    person = PersonFactory(
        name=name,
        sort_name=sort_name,
        email=f"{account}@example.test",
        with_user=True,
        user__email=f"{account}@example.test",
    )
    return AppointmentFactory(person=person, unit=unit, **fields).person


def _manage(account: str, name: str, sort_name: str, unit: object) -> None:
    MandateFactory(holder=_hire(account, name, sort_name, unit), unit=unit)


def complete(
    person: Person, key: str, on: date, *, assurance: Assurance = Assurance.SERVER_GRADED
) -> None:
    """Let somebody have finished a course on a day, as the learning engine would record it."""
    with clock.at(moment(on.isoformat())):
        record_completion(
            activity=Activity.objects.get(key=key),
            person=person,
            occurred_at=clock.now(),
            source=COURSE_SOURCE,
            source_key=completion_key(person=person.uuid, activity_key=key, run=1),
            assurance=assurance,
        )


def pass_elearning(person: Person, *, wrong: int) -> None:
    """Let somebody do the whole e-learning today, with some answers wrong."""
    course = get_course(ELEARNING).spec
    *parts, last = [module.key for module in course.modules]
    for part in parts:
        finish_module(person=person, course=course, module_key=part, version=None)
    key = course.activity_key(last)
    version = ActivityVersion.objects.filter(activity__key=key).latest("number")
    frozen = FrozenTest.from_json(version.content)
    assert frozen is not None
    test = frozen.to_module_test()
    asked = asked_questions(test, person=person.uuid, activity_key=key, attempt_number=1)
    answers = {}
    for number, item in enumerate(asked):
        question = item.question
        right = sorted(question.correct)
        answers[question.key] = (
            right if number >= wrong else sorted(set(question.options) - question.correct)[:1]
        )
    submit_answers(
        person=person, course=course, module_key=last, version=version, test=test, answers=answers
    )
