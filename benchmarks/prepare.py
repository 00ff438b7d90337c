"""Fill a database with the real courses and with signed-in learners; say what to send."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from accounts.models import User
from benchmarks.load import Call
from benchmarks.reference.models import BarePage
from home.services import ensure_home
from lms.api import courses
from lms.content.models import CoursePage, LessonPage, ModulePage
from lms.content.reports import read_test
from lms.models import ActivityVersion
from organisations.models import Appointment, Person, Unit, UnitVersion
from organisations.services.ancestry import rebuild_ancestry

LEARNERS = 64
COURSE = "goed-ambtenaarschap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Somebody who is signed in, with what the browser sends along."""

    person: Person
    cookie: str
    csrf: str


def fresh_database() -> None:
    """Make an empty database again, with the tables and the starter content."""
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect("host=127.0.0.1 user=postgres dbname=postgres", autocommit=True) as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]
        link.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_pages", verbosity=0)
    call_command("load_course", all=True, publish=True, verbosity=0)
    page = BarePage(title="R1", slug="r1")
    ensure_home().add_child(instance=page)
    page.save_revision().publish()


def learners() -> list[Learner]:
    """Make signed-in learners in one unit."""
    unit = Unit.objects.create(code="bench")
    start = date(2020, 1, 1)
    UnitVersion.objects.create(unit=unit, name="Bench", kind="team", valid_from=start)
    rebuild_ancestry()
    return [_learner(number, unit, start) for number in range(LEARNERS)]


def _learner(number: int, unit: Unit, start: date) -> Learner:
    user = User.objects.create_user(f"bench{number}@example.test")
    person = Person.objects.create(name=f"Learner {number}", user=user)
    Appointment.objects.create(person=person, unit=unit, valid_from=start)
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    request = RequestFactory().get("/")
    csrf = get_token(request)
    secret = request.META["CSRF_COOKIE"]
    cookies = {
        settings.SESSION_COOKIE_NAME: session,
        settings.CSRF_COOKIE_NAME: secret,
    }
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Learner(person=person, cookie=cookie, csrf=csrf)


def _module(key: str) -> ModulePage:
    """Return a module of the course; its short form has modules with the same keys."""
    course = CoursePage.objects.get(course_key=COURSE, alias_of=None)
    module: ModulePage = ModulePage.objects.child_of(course).get(module_key=key)
    return module


def module_path() -> str:
    """Return the address of a module page."""
    return urlsplit(_module("ambtelijk-vakmanschap").url).path


def answers(everybody: list[Learner]) -> Iterator[Call]:
    """Yield answers that start an attempt, and then one answer each to the next three questions."""
    spec = next(course.spec for course in courses() if course.spec.key == COURSE)
    for module in spec.modules:
        version = ActivityVersion.objects.filter(
            activity__key=spec.activity_key(module.key)
        ).latest("number")
        test = read_test(version.pk)
        page = LessonPage.objects.child_of(_module(module.key)).last()
        for question in test.questions[:4] if test and page else ():
            for learner in everybody:
                fields = {
                    "step": "answer",
                    "version": version.pk,
                    "attempt": 1,
                    "question": question.key,
                    "option": question.options[0].key,
                    "csrfmiddlewaretoken": learner.csrf,
                }
                yield Call(
                    method="POST",
                    path=urlsplit(page.url).path,
                    cookie=learner.cookie,
                    csrf=learner.csrf,
                    body=urlencode(fields),
                    expect=303,
                )
