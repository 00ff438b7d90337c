"""The mini course for who hires people: voluntary, and nothing about candidates is kept."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from compliance.figures.units import own_duties, unit_counts
from compliance.models import Requirement
from compliance.seeds import seed_requirements
from core.env import BASE_DIR
from lms.api import Activity, Completion
from lms.models import Answer
from organisations.models import Person
from tests.compliance.story import day, moment, plan_on
from tests.courses.test_starter_content import COURSES, dilemmas, load
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.lms.pages import Visitor
from toolbox.loading.tool_files import read_boxes

pytestmark = pytest.mark.django_db

KEY = "sociale-veiligheid-werving"
START = f"/leren/{KEY}/"
TEST = f"{START}beoordelen/"
RIGHT = {"VW.1": ["b"], "VW.2": ["a", "b", "d"], "VW.3": ["c"]}
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _november_2026() -> Any:
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


def finish(person: Person) -> None:
    client = Client()
    client.force_login(person.user)
    browser = Visitor(person=person, client=client)
    for module in ("waar-let-je-op", "vragen-en-kiezen"):
        assert browser.post(f"{START}{module}/", "finish").status_code == 303
    for _question in RIGHT:
        key = browser.form(TEST)["question"]
        assert browser.answer(TEST, key, RIGHT[key]).status_code == 303


def test_the_course_for_recruiters_changes_no_duty_and_no_figure() -> None:
    seed_requirements()
    call_command("load_course", KEY, publish=True, verbosity=0)
    team = UnitFactory()
    person = AppointmentFactory(
        unit=team, valid_from=day("2020-01-01"), person=PersonFactory(with_user=True)
    ).person
    plan_on("2026-01-02")
    assert not Requirement.objects.filter(versions__accepted__activity__key__startswith=KEY)

    def figures() -> Any:
        return own_duties(person, TODAY), unit_counts(unit_ids=[team.pk], as_of=TODAY)

    before = figures()
    assert before[0]
    finish(person)
    assert Completion.objects.filter(person=person, activity__key=KEY).count() == 1
    assert figures() == before


def test_it_asks_no_name_and_keeps_only_the_answers_to_the_questions() -> None:
    call_command("load_course", KEY, publish=True, verbosity=0)
    person = AppointmentFactory(person=PersonFactory(with_user=True)).person
    finish(person)
    assert set(Answer.objects.values_list("question_key", flat=True)) == set(RIGHT)
    client = Client()
    client.force_login(person.user)
    for module in ("waar-let-je-op", "vragen-en-kiezen"):
        page = client.get(f"{START}{module}/").content.decode()
        forms = re.findall(r"<form.*?</form>", page.partition("<main")[2], flags=re.DOTALL)
        assert not [form for form in forms if "DW." in form or "textarea" in form]


def test_it_is_short_and_has_a_dilemma_about_each_step() -> None:
    course = load("sociale_veiligheid_werving")
    assert 10 <= course.minutes <= 15
    assert [[one.key for one in dilemmas(module)] for module in course.modules] == [
        ["DW.1"],
        ["DW.2", "DW.3"],
        [],
    ]
    assert [question.key for question in course.modules[-1].questions] == list(RIGHT)


def test_the_course_and_the_list_of_questions_to_oneself_point_at_each_other() -> None:
    call_command("load_course", KEY, publish=True, verbosity=0)
    tools = {(box.slug, tool.code): tool for box in read_boxes() for tool in box.tools}
    box, tool = next((box, tool) for (box, code), tool in tools.items() if code == "W1")
    text = (COURSES / "sociale_veiligheid_werving/content/03-beoordelen.yaml").read_text("utf-8")
    assert f"](/gereedschap/{box}/{tool.slug}/)" in text
    assert any(f"]({START})" in line for line in tool.follow_up)
    assert Activity.objects.get(key=KEY).start_path == START


@pytest.mark.parametrize("label", ["briefing_opname", "sociale_veiligheid_werving"])
def test_every_role_that_a_course_names_has_a_page(label: str) -> None:
    known = (BASE_DIR / "guidance" / "content" / "rollen.yaml").read_text(encoding="utf-8")
    texts = [path.read_text("utf-8") for path in (COURSES / label / "content").glob("*.yaml")]
    named = {name for text in texts for name in re.findall(r"/hulp/rollen/([a-z0-9-]+)/", text)}
    assert named
    assert named <= set(re.findall(r"^- key: (\S+)", known, flags=re.MULTILINE))
