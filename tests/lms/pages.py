"""A course with real pages, small enough to read: two modules, the first with a test."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page, Site

from lms.content.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from lms.content.services import renewed_once
from lms.plugins import CourseConfig, CourseSpec
from organisations.models import Person
from tests.factories.lms import spec
from tests.factories.organisations import AppointmentFactory, PersonFactory

Block = dict[str, Any]


def text(html: str = "<p>Lees dit.</p>") -> Block:
    return {"type": "text", "value": html}


def question(key: str, right: str = "a", *, options: str = "abc", kind: str = "single") -> Block:
    """Return a question of which the options named in `right` are correct."""
    return {
        "type": "question",
        "value": {
            "key": key,
            "kind": kind,
            "text": f"Vraag {key}?",
            "options": [
                {"key": name, "text": f"Keuze {name} van {key}", "correct": name in right}
                for name in options
            ],
            "explanation": f"<p>Uitleg bij {key}.</p>",
        },
    }


def dilemma(key: str = "D1") -> Block:
    options = [
        {
            "key": "A",
            "text": "Niets doen",
            "verdict": "risico",
            "feedback": "<p>Niemand leert.</p>",
        },
        {"key": "B", "text": "Vragen", "verdict": "sterk", "feedback": "<p>Je kijkt samen.</p>"},
    ]
    return {
        "type": "dilemma",
        "value": {
            "key": key,
            "title": "Een grap",
            "situation": "<p>Iemand lacht.</p>",
            "question": "Wat doe je?",
            "options": options,
        },
    }


def reflection(key: str = "R1") -> Block:
    return {"type": "reflection", "value": {"key": key, "text": "Wat zou jij doen?"}}


def catalogue() -> CourseIndexPage:
    """Return the catalogue below the start page of the site."""
    home = Site.objects.get(is_default_site=True).root_page
    page = CourseIndexPage.objects.child_of(home).first()
    return page or publish(home, CourseIndexPage(title="Aanbod", slug="leren"))


def publish(parent: Page, page: Any, *blocks: Block) -> Any:
    """Put a page below another one and publish it as an editor would."""
    if blocks:
        page.body = json.dumps(list(blocks))
    Page.objects.get(pk=parent.pk).specific.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def change(page: Any, *blocks: Block, **fields: Any) -> Any:
    """Change a page and publish it."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    if blocks:
        draft.body = json.dumps(list(blocks))
    draft.save_revision().publish()
    page.refresh_from_db()
    return page


@dataclass(kw_only=True)
class Course:
    """A published course and the pages in it."""

    spec: CourseSpec
    page: CoursePage
    modules: dict[str, ModulePage] = field(default_factory=dict)
    lessons: dict[str, LessonPage] = field(default_factory=dict)

    @property
    def test_url(self) -> str:
        return f"/leren/{self.page.slug}/first/test/"


@contextmanager
def installed(*specs: CourseSpec, folder: Path | None = None) -> Iterator[None]:
    """Let these be the installed courses."""
    found = []
    for item in specs:
        config = object.__new__(CourseConfig)
        config.spec, config.path = item, str(folder or "/none")
        found.append(config)
    registry = SimpleNamespace(get_app_configs=lambda: found)
    with patch("lms.plugins.registry.apps", registry):
        yield


QUESTIONS = [question("Q1", "a"), question("Q2", "b"), question("Q3", "ac", kind="multiple")]
RIGHT = {"Q1": ["a"], "Q2": ["b"], "Q3": ["a", "c"]}


def make_course(
    course: CourseSpec | None = None,
    *,
    questions: list[Block] | None = None,
    **module: Any,
) -> Course:
    """Publish a course: "first" with a lesson and a test of three questions, "second" to read."""
    with renewed_once():
        return _make_course(
            course or spec("sample"), QUESTIONS if questions is None else questions, module
        )


def _make_course(course: CourseSpec, questions: list[Block], module: dict[str, Any]) -> Course:
    page = publish(
        catalogue(),
        CoursePage(
            title="Samen werken",
            slug=course.key,
            course_key=course.key,
            summary="Over samen werken.",
            minutes=20,
        ),
    )
    made = Course(spec=course, page=page)
    for number, item in enumerate(course.modules):
        fields = {"minutes": 10, **(module if number == 0 else {})}
        made.modules[item.key] = publish(
            page,
            ModulePage(title=f"Module {item.key}", slug=item.key, module_key=item.key, **fields),
            text(),
            dilemma(f"D{number}"),
        )
    first = made.modules[course.modules[0].key]
    made.lessons["test"] = publish(
        first,
        LessonPage(title="De toets", slug="test", minutes=5),
        reflection(),
        *questions,
    )
    return made


@dataclass(kw_only=True)
class Visitor:
    """Somebody with a browser without JavaScript."""

    person: Person
    client: Client

    def get(self, url: str, **headers: str) -> str:
        """Return the text of a page."""
        response = self.client.get(url, headers=headers)
        assert response.status_code == 200, (url, response.status_code)
        return response.content.decode()

    def post(self, url: str, step: str, **data: Any) -> HttpResponse:
        """Press a button."""
        return self.client.post(url, {"step": step, **data})

    def answer(self, url: str, key: str, chosen: list[str], **fields: Any) -> HttpResponse:
        """Fill in the form that stands on the page and send it."""
        return self.post(
            url, "answer", **{**self.form(url), "question": key, "option": chosen, **fields}
        )

    def form(self, url: str) -> dict[str, str]:
        """Return the hidden fields of the question that is open on a page."""
        page = self.get(url)
        return {name: _value(page, name) for name in ("question", "attempt", "version")}


def _value(page: str, name: str) -> str:
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


def visitor(person: Person | None = None) -> Visitor:
    """Return somebody who is signed in."""
    person = person or PersonFactory(with_user=True)
    AppointmentFactory(person=person)
    client = Client()
    client.force_login(person.user)
    return Visitor(person=person, client=client)
