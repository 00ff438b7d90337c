"""Answering test questions with plain forms, and everything that can be wrong about a form."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import gettext

from core import clock
from lms.completions.enums import Assurance
from lms.completions.services import record_completion
from lms.models import Activity, ActivityVersion, Answer, Attempt, Completion, ResumePosition
from tests.factories.lms import spec
from tests.lms.pages import (
    QUESTIONS,
    RIGHT,
    Course,
    Visitor,
    change,
    installed,
    make_course,
    question,
    reflection,
    visitor,
)

HTMX = {"HX-Request": "true"}


def latest(key: str) -> ActivityVersion:
    return ActivityVersion.objects.filter(activity__key=key).order_by("number").last()


def send_all(lotte: Visitor, url: str, answers: dict[str, list[str]]) -> None:
    """Answer the questions one by one, as they come."""
    for _answer in answers:
        key = lotte.form(url)["question"]
        assert lotte.answer(url, key, answers[key]).status_code == 303


def test_a_whole_module_without_javascript(course: Course, lotte: Visitor):
    url = course.test_url
    response = lotte.answer(url, "Q1", ["b"])
    assert response.status_code == 303
    assert response["Location"] == f"{url}#b-q1"

    # Half-way somebody reloads, also on another device: the rest of the test is there.
    page = lotte.get(url)
    assert "Uitleg bij Q1." in page
    assert lotte.form(url)["question"] == "Q2"
    send_all(lotte, url, {"Q2": ["b"], "Q3": ["a"]})
    page = lotte.get(url)
    assert (
        gettext("You need %(needed)d. Try again; the answers then come in another order.")
        % {"needed": 3}
        in page
    )
    assert not Completion.objects.exists()

    assert lotte.post(url, "retry")["Location"] == f"{url}#toets"
    send_all(lotte, url, RIGHT)
    page = lotte.get(url)
    assert gettext("You have passed this module.") in page
    assert 'name="step" value="retry"' not in page
    assert 'href="/leren/sample/second/"' in page
    assert [row.activity.key for row in Completion.objects.all()] == ["sample/first"]


def test_the_last_module_finishes_the_course(course: Course, lotte: Visitor):
    send_all(lotte, course.test_url, RIGHT)
    with clock.at(datetime(2026, 12, 3, 9, tzinfo=UTC)):
        response = lotte.post("/leren/sample/second/", "finish")
        assert response["Location"] == "/leren/sample/second/#uitslag"
        page = lotte.get("/leren/sample/second/")
        front = lotte.get("/leren/sample/")
    day = {"title": "Samen werken", "day": "3 december 2026"}
    sentence = gettext("You finished %(title)s on %(day)s.") % day
    assert sentence in page
    assert sentence in front
    keys = sorted(row.activity.key for row in Completion.objects.all())
    assert keys == ["sample", "sample/first", "sample/second"]


def test_a_module_with_a_test_has_no_button_to_finish_it(course: Course, lotte: Visitor):
    assert lotte.post("/leren/sample/first/", "finish").status_code == 404
    assert not Completion.objects.exists()


def test_several_right_answers_must_all_be_chosen(course: Course, lotte: Visitor):
    lotte.answer(course.test_url, "Q3", ["a"])
    assert not Answer.objects.get().is_correct


def test_who_chooses_nothing_is_asked_to_choose(course: Course, lotte: Visitor):
    response = lotte.answer(course.test_url, "Q1", [])
    page = response.content.decode()
    assert response.status_code == 422
    assert gettext("Choose an answer first.") in page
    assert 'aria-describedby="b-q1-fout"' in page
    assert not Attempt.objects.exists()


def test_sending_a_form_twice_changes_nothing(course: Course, lotte: Visitor):
    form = lotte.form(course.test_url)
    for chosen in ("a", "a", "b"):
        data = {**form, "option": chosen}
        assert lotte.post(course.test_url, "answer", **data).status_code == 303
    assert Answer.objects.get().chosen == ["a"]


def test_the_answer_of_another_module_is_refused_with_a_sentence(course: Course, lotte: Visitor):
    lotte.answer(course.test_url, "Q1", ["a"])
    response = lotte.answer(course.test_url, "V9", ["a"])
    assert response.status_code == 400
    sentence = "This question does not belong to this test. This is the question to do now."
    assert gettext(sentence) in response.content.decode()
    assert Answer.objects.get().question_key == "Q1"


def test_an_option_that_does_not_exist_is_refused(course: Course, lotte: Visitor):
    response = lotte.answer(course.test_url, "Q1", ["z"])
    assert response.status_code == 400
    assert not Answer.objects.exists()


def test_a_form_that_was_open_during_a_new_publication_is_shown_again(
    course: Course, lotte: Visitor
):
    form = lotte.form(course.test_url)
    changed = question("Q1", "b")
    changed["value"]["text"] = "Wat doe je juist niet?"
    change(course.lessons["test"], reflection(), changed, *QUESTIONS[1:])
    response = lotte.post(course.test_url, "answer", **form, option="a")
    page = response.content.decode()
    assert response.status_code == 409
    sentence = (
        "The test has changed since you opened this page. This is the question as it is now. "
        "What you answered before is saved."
    )
    assert gettext(sentence) in page
    assert "Wat doe je juist niet?" in page
    assert 'value="a" checked' in page
    assert not Answer.objects.exists()


def test_a_new_publication_that_leaves_the_question_alone_does_not_get_in_the_way(
    course: Course, lotte: Visitor
):
    form = lotte.form(course.test_url)
    change(course.modules["first"], title="Een typefout minder")
    assert lotte.post(course.test_url, "answer", **form, option="a").status_code == 303
    assert Attempt.objects.get().version == latest("sample/first")


def test_who_is_busy_finishes_the_test_with_which_they_started(course: Course, lotte: Visitor):
    started_on = latest("sample/first")
    lotte.answer(course.test_url, "Q1", ["a"])
    change(course.lessons["test"], question("N1", "a"), question("N2", "a"))
    page = lotte.get(course.test_url)
    assert "Vraag Q2?" in page
    assert "Vraag N1?" not in page
    send_all(lotte, course.test_url, {"Q2": ["b"], "Q3": ["a", "c"]})
    assert Completion.objects.get().version == started_on


def test_the_next_attempt_is_at_the_new_test(course: Course, lotte: Visitor):
    send_all(lotte, course.test_url, {key: ["a"] for key in RIGHT})
    change(course.lessons["test"], question("N1", "a"))
    lotte.post(course.test_url, "retry")
    assert lotte.form(course.test_url)["question"] == "N1"


def test_a_form_of_an_earlier_attempt_is_shown_anew(course: Course, lotte: Visitor):
    form = lotte.form(course.test_url)
    send_all(lotte, course.test_url, {key: ["a"] for key in RIGHT})
    lotte.post(course.test_url, "retry")
    response = lotte.post(course.test_url, "answer", **{**form, "question": "Q2"}, option="b")
    assert response.status_code == 409
    assert 'name="attempt" value="2"' in response.content.decode()
    assert Answer.objects.filter(attempt__number=2).count() == 0


def test_after_a_while_away_the_choice_is_still_there(course: Course):
    lotte = visitor()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lotte.person.user)
    form = lotte.form(course.test_url)
    data = {**form, "step": "answer", "option": "b", "csrfmiddlewaretoken": "x" * 64}
    response = strict.post(course.test_url, data)
    page = response.content.decode()
    assert response.status_code == 403
    assert 'value="b" checked' in page
    sentence = (
        "You were away for a while, so this was not saved yet. Send it once more; "
        "your choice is still there."
    )
    assert gettext(sentence) in page
    assert not Answer.objects.exists()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert strict.post(course.test_url, {**data, "csrfmiddlewaretoken": token}).status_code == 303


def test_htmx_gets_the_card_the_next_one_and_the_time(course: Course, lotte: Visitor):
    form = {**lotte.form(course.test_url), "step": "answer", "option": "a"}
    page = lotte.client.post(course.test_url, form, headers=HTMX).content.decode()
    assert "<html" not in page
    assert 'id="b-q1"' in page
    assert 'id="b-q2"' in page
    assert 'id="opgeslagen" role="status" hx-swap-oob="true"' in page
    assert 'id="uitslag"' not in page


def test_htmx_gets_the_result_and_the_outline_with_the_last_answer(course: Course, lotte: Visitor):
    send_all(lotte, course.test_url, {"Q1": ["a"], "Q2": ["b"]})
    form = {**lotte.form(course.test_url), "step": "answer", "option": ["a", "c"]}
    page = lotte.client.post(course.test_url, form, headers=HTMX).content.decode()
    assert gettext("You have passed this module.") in page
    assert 'id="overzicht"' in page
    assert "dot--done" in page


def test_htmx_gets_the_question_again_when_nothing_was_chosen(course: Course, lotte: Visitor):
    form = {**lotte.form(course.test_url), "step": "answer"}
    response = lotte.client.post(course.test_url, form, headers=HTMX)
    assert response.status_code == 200
    assert gettext("Choose an answer first.") in response.content.decode()


def test_htmx_is_sent_to_sign_in_when_the_session_is_over(course: Course):
    response = Client().post(course.test_url, {"step": "answer"}, headers=HTMX)
    assert response["HX-Redirect"].endswith("?next=/leren/sample/first/test/")


def test_the_next_page_is_remembered_as_the_place_to_go_on(course: Course, lotte: Visitor):
    response = lotte.post("/leren/sample/first/", "next")
    assert response.status_code == 303
    assert response["Location"] == course.test_url
    position = ResumePosition.objects.get()
    assert (position.path, position.title) == (course.test_url, "De toets")
    assert f'href="{course.test_url}"' in lotte.get("/leren/sample/")


def test_after_the_last_page_there_is_no_next_one(course: Course, lotte: Visitor):
    assert 'value="next"' not in lotte.get("/leren/sample/second/")
    assert lotte.post("/leren/sample/second/", "next").status_code == 404


def test_the_browser_saves_the_exact_spot(course: Course, lotte: Visitor):
    data = {"path": course.test_url, "anchor": "b-r1"}
    with clock.at(datetime(2026, 12, 3, 9, 42, tzinfo=UTC)):
        answer = lotte.client.post("/leren/positie/", data).json()
        page = lotte.get("/leren/sample/")
    assert answer == {"text": gettext("Saved at %(time)s") % {"time": "10.42"}}
    assert f'href="{course.test_url}#b-r1"' in page


@pytest.mark.parametrize("path", ["", "/leren/", "/leren/sample/", "/leren/nope/", "/elders/"])
def test_a_place_outside_the_modules_is_not_saved(course: Course, lotte: Visitor, path: str):
    response = lotte.client.post("/leren/positie/", {"path": path})
    assert response.status_code == 400
    assert not ResumePosition.objects.exists()


def test_who_is_not_signed_in_has_no_place(course: Course):
    assert Client().post("/leren/positie/", {"path": course.test_url}).status_code == 400


def test_the_course_can_be_done_again(course: Course, lotte: Visitor):
    send_all(lotte, course.test_url, RIGHT)
    lotte.post("/leren/sample/second/", "finish")
    page = lotte.get(course.test_url)
    assert "Uitleg bij Q1." in page
    assert lotte.post("/leren/sample/", "again").status_code == 303
    assert "Uitleg bij Q1." not in lotte.get(course.test_url)


def test_what_was_proven_elsewhere_needs_no_test(course: Course, lotte: Visitor):
    record_completion(
        activity=Activity.objects.get(key="sample"),
        person=lotte.person,
        occurred_at=clock.now(),
        source="import",
        source_key="1",
        assurance=Assurance.ATTENDED,
    )
    page = lotte.get(course.test_url)
    assert "Vraag Q1?" not in page
    form = {"question": "Q1", "attempt": "1", "option": "a"}
    version = latest("sample/first")
    response = lotte.post(course.test_url, "answer", **form, version=version.pk)
    assert response.status_code == 409
    assert not Attempt.objects.exists()


def test_a_draw_asks_some_of_the_bank_each_time_others(db: None, lotte: Visitor):
    bank = [question(f"Q{number}", "a") for number in range(20)]
    with installed(spec("sample")):
        course = make_course(questions=bank, draw=3)
        seen = []
        for _attempt in range(3):
            asked = []
            for _number in range(3):
                asked.append(lotte.form(course.test_url)["question"])
                lotte.answer(course.test_url, asked[-1], ["b"])
            seen.append(frozenset(asked))
            assert 'name="step" value="answer"' not in lotte.get(course.test_url)
            lotte.post(course.test_url, "retry")
        assert all(len(asked) == 3 for asked in seen)
        assert len(set(seen)) > 1


def test_the_place_is_remembered_without_the_language(course: Course, lotte: Visitor):
    lotte.client.post("/en/leren/positie/", {"path": course.test_url})
    assert ResumePosition.objects.get().path == course.test_url
    assert f'href="/en{course.test_url}"' in lotte.get("/en/leren/sample/")
