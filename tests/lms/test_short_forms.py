"""The shorter form of a course is for sitting staff: a newcomer cannot finish it (GOR m12)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from lms.api import Assurance, Completion, finish_module, record_completion, void_completion
from lms.models import Activity
from lms.progress.errors import OnlyForSittingStaff
from lms.progress.questions import ModuleTest, asked_questions
from lms.progress.short_forms import may_take
from organisations.models import Person
from tests.factories.lms import spec
from tests.factories.organisations import AppointmentFactory, PersonFactory
from tests.lms.pages import Visitor, installed, make_course
from tests.lms.test_progress_questions import PERSON, question

WHOLE = replace(spec("whole"), variants=("short",))
SHORT = spec("short", "only")
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _both_courses() -> Iterator[None]:
    with installed(WHOLE, SHORT), clock.at(NOW):
        yield


def somebody(since: date, until: date | None = None) -> Person:
    person: Person = PersonFactory(with_user=True)
    AppointmentFactory(person=person, valid_from=since, valid_until=until)
    return person


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def finish(person: Person) -> None:
    make_course(SHORT, questions=[])
    finish_module(person=person, course=SHORT, module_key="only", version=None)


def done(person: Person) -> list[str]:
    return sorted(Completion.objects.filter(person=person).values_list("activity__key", flat=True))


@pytest.mark.parametrize(
    ("since", "allowed"),
    [(date(2025, 11, 21), True), (date(2025, 11, 22), True), (date(2025, 11, 23), False)],
)
def test_whoever_worked_here_a_year_ago_may_take_it(
    db: None, since: date, *, allowed: bool
) -> None:
    person = somebody(since)
    assert may_take(person, SHORT, on=TODAY) is allowed
    assert may_take(person, WHOLE, on=TODAY)


def test_a_year_before_the_leap_day_is_the_last_of_february(db: None) -> None:
    assert may_take(somebody(date(2023, 2, 28)), SHORT, on=date(2024, 2, 29))
    assert not may_take(somebody(date(2023, 3, 1)), SHORT, on=date(2024, 2, 29))


@pytest.mark.django_db(transaction=True)
def test_a_newcomer_cannot_finish_it_and_nothing_is_written() -> None:
    person = somebody(date(2026, 3, 1))
    with pytest.raises(OnlyForSittingStaff):
        finish(person)
    assert done(person) == []


@pytest.mark.django_db(transaction=True)
def test_sitting_staff_finishes_it() -> None:
    person = somebody(date(2020, 1, 1))
    finish(person)
    assert done(person) == ["short", "short/only"]


@pytest.mark.django_db(transaction=True)
def test_a_newcomer_who_did_the_whole_course_before_may_take_it_until_that_is_voided() -> None:
    person = somebody(date(2026, 3, 1))
    make_course(WHOLE)
    fact = record_completion(
        person=person,
        activity=Activity.objects.get(key="whole"),
        occurred_at=datetime(2024, 5, 1, 9, 0, tzinfo=UTC),
        source="import",
        source_key="earlier",
        assurance=Assurance.SERVER_GRADED,
    )
    assert may_take(person, SHORT, on=TODAY)
    void_completion(completion=fact, reason="Van iemand anders", by=None)
    assert not may_take(person, SHORT, on=TODAY)


def test_the_pages_tell_a_newcomer_and_sitting_staff_which_form_is_theirs(db: None) -> None:
    make_course(WHOLE)
    make_course(SHORT, questions=[])
    newcomer, sitting = somebody(date(2026, 3, 1)), somebody(date(2020, 1, 1))
    not_yet, may = "Deze verkorte vorm is nog niet voor jou", "Je mag ook de verkorte vorm doen"
    seen = {
        (who, key): Visitor(person=person, client=signed_in(person)).get(f"/leren/{key}/")
        for who, person in (("new", newcomer), ("sitting", sitting))
        for key in ("whole", "short")
    }
    assert [(not_yet in text, may in text) for text in seen.values()] == [
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]
    assert 'href="/leren/whole/"' in seen["new", "short"]
    assert 'href="/leren/short/"' in seen["sitting", "whole"]


@given(number=st.integers(1, 200))
def test_twelve_of_six_subjects_are_two_of_each(number: int) -> None:
    questions = tuple(question(f"V{subject}.{n}") for subject in range(1, 7) for n in range(1, 7))
    test = ModuleTest(questions=questions, pass_mark=83, draw=12)
    asked = asked_questions(test, person=PERSON, activity_key="c/m", attempt_number=number)
    subjects = Counter(one.question.key.split(".")[0] for one in asked)
    assert subjects == dict.fromkeys((f"V{subject}" for subject in range(1, 7)), 2)
    assert (test.size, test.needed) == (12, 10)
