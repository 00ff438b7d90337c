"""Learner pages ask the database the same few questions, however much there is."""

import pytest

from lms.content.models import LessonPage
from lms.plugins import CourseSpec
from tests.factories.lms import spec
from tests.lms.counting import count_queries
from tests.lms.pages import (
    Course,
    Visitor,
    dilemma,
    installed,
    make_course,
    publish,
    question,
    text,
    visitor,
)

MOST = 12
ANSWERING = 12
MANY = 30


def large() -> CourseSpec:
    return spec("large", *(f"m{number}" for number in range(MANY)))


def queries_of(lotte: Visitor, url: str) -> int:
    lotte.get(url)
    with count_queries() as queries:
        lotte.get(url)
    return len(queries)


@pytest.fixture
def counts(db: None) -> dict[str, list[int]]:
    """Count the queries of four pages: of a small course, and of one with thirty of everything."""
    lotte = visitor()
    for _other in range(3):
        visitor()
    found: dict[str, list[int]] = {}
    with installed(spec("sample"), large()):
        small = make_course(spec("sample"))
        big = make_course(large(), questions=[question(f"Q{n}", "a") for n in range(MANY)])
        publish(
            big.modules["m0"],
            LessonPage(title="Veel", slug="veel"),
            *(text() for _ in range(MANY)),
            *(dilemma(f"D1{n}") for n in range(MANY)),
        )
        publish(small.modules["second"], LessonPage(title="Een", slug="een"), text())
        _answer_some(lotte, big)
        pairs = {
            "module": ("/leren/sample/first/", "/leren/large/m0/"),
            "lesson": ("/leren/sample/second/een/", "/leren/large/m0/veel/"),
            "test": (small.test_url, "/leren/large/m0/test/"),
            "course": ("/leren/sample/", "/leren/large/"),
        }
        for name, urls in pairs.items():
            found[name] = [queries_of(lotte, url) for url in urls]
        found["catalogue"] = [queries_of(lotte, "/leren/")]
    return found


def _answer_some(lotte: Visitor, course: Course) -> None:
    url = f"/leren/{course.page.slug}/m0/test/"
    for _number in range(5):
        lotte.answer(url, lotte.form(url)["question"], ["b"])


def test_pages_ask_at_most_twelve_queries_whatever_their_size(counts: dict[str, list[int]]):
    for name, found in counts.items():
        assert max(found) <= MOST, (name, found)
        assert len(set(found)) == 1, (name, found)


def test_an_answer_asks_few_queries_and_one_commit(db: None):
    lotte = visitor()
    with installed(spec("sample")):
        course = make_course()
        for key in ("Q1", "Q2"):
            lotte.answer(course.test_url, key, ["a"])
            break
        form = {**lotte.form(course.test_url), "step": "answer", "option": "b"}
        with count_queries() as queries:
            lotte.client.post(course.test_url, form, headers={"HX-Request": "true"})
    assert len(queries) <= ANSWERING, queries
    assert sum(sql.startswith("INSERT") for sql in queries) == 1
