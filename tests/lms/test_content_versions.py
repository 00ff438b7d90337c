"""What publishing does to the ledger's activities: versions, where they start, what is kept."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page

from lms.completions.enums import ChangeClass
from lms.content.frozen import FrozenTest
from lms.content.models import CoursePage, LessonPage, ModulePage
from lms.content.services import renew_course
from lms.models import Activity, ActivityVersion
from tests.lms.pages import (
    QUESTIONS,
    Course,
    catalogue,
    change,
    publish,
    question,
    reflection,
    text,
)


def versions(key: str) -> list[ActivityVersion]:
    return list(ActivityVersion.objects.filter(activity__key=key).order_by("number"))


def activity(key: str) -> Activity:
    return Activity.objects.get(key=key)


def test_publishing_tells_the_ledger_where_a_module_starts(course: Course):
    first = activity("sample/first")
    assert (first.start_path, first.minutes, first.title) == (
        "/leren/sample/first/",
        10,
        "Module first",
    )
    assert activity("sample").start_path == "/leren/sample/"


def test_other_words_make_a_version_of_the_module_and_of_the_course(course: Course):
    before = {key: len(versions(key)) for key in ("sample", "sample/first", "sample/second")}
    change(course.modules["first"], text("<p>Anders.</p>"))
    after = {key: len(versions(key)) - number for key, number in before.items()}
    assert after == {"sample": 1, "sample/first": 1, "sample/second": 0}


def test_publishing_the_same_words_makes_no_version(course: Course):
    before = ActivityVersion.objects.count()
    change(course.modules["first"])
    change(course.lessons["test"], reflection(), *QUESTIONS)
    assert ActivityVersion.objects.count() == before


def test_the_class_of_a_change_holds_for_one_publication(course: Course):
    change(
        course.modules["first"],
        text("<p>Nieuwe regel.</p>"),
        change_class=ChangeClass.NORMATIVE,
        change_summary="De regel over geschenken is strenger.",
    )
    latest = versions("sample/first")[-1]
    assert latest.change_class == ChangeClass.NORMATIVE
    assert latest.summary == "De regel over geschenken is strenger."
    assert versions("sample")[-1].change_class == ChangeClass.NORMATIVE

    change(course.modules["first"], text("<p>Zonder typefout.</p>"))
    latest = versions("sample/first")[-1]
    assert (latest.change_class, latest.summary) == (ChangeClass.EDITORIAL, "")


def test_a_draft_keeps_the_class_that_its_editor_chose(course: Course):
    draft = ModulePage.objects.get(slug="first").get_latest_revision_as_object()
    draft.change_class = ChangeClass.NORMATIVE
    draft.save_revision()
    again = ModulePage.objects.get(slug="first").get_latest_revision_as_object()
    assert again.change_class == ChangeClass.NORMATIVE


def test_the_first_version_asks_nobody_to_do_anything_again(course: Course):
    assert versions("sample")[0].change_class == ChangeClass.EDITORIAL


def test_a_version_keeps_the_whole_test(course: Course):
    kept = FrozenTest.from_json(versions("sample/first")[-1].content)
    assert kept is not None
    assert [item.key for item in kept.questions] == ["Q1", "Q2", "Q3"]
    assert kept.questions[2].right == {"a", "c"}
    assert kept.questions[0].explanation == "<p>Uitleg bij Q1.</p>"
    assert kept.to_module_test().needed == 3
    assert FrozenTest.from_json(versions("sample/second")[-1].content) is None


def test_a_lesson_that_is_taken_offline_takes_its_questions_along(course: Course):
    course.lessons["test"].unpublish()
    assert versions("sample/first")[-1].content == {}


def test_a_module_that_is_taken_offline_starts_nowhere(course: Course):
    course.modules["first"].unpublish()
    assert activity("sample/first").start_path == ""
    assert activity("sample/second").start_path == "/leren/sample/second/"
    course.page.unpublish()
    assert activity("sample/second").start_path == ""
    assert activity("sample").start_path == ""


def test_deleting_a_course_leaves_its_activities_and_versions(course: Course):
    before = ActivityVersion.objects.count()
    Page.objects.get(pk=course.page.pk).delete()
    assert activity("sample").start_path == ""
    assert ActivityVersion.objects.count() >= before
    assert Activity.objects.count() == 3


def test_another_address_is_passed_on(course: Course):
    change(course.modules["second"], slug="laatste")
    assert activity("sample/second").start_path == "/leren/sample/laatste/"
    change(course.page, slug="samen")
    assert activity("sample/second").start_path == "/leren/samen/laatste/"


def test_an_alias_makes_no_version_of_its_own(course: Course):
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (catalogue(), course.page, *course.modules.values()):
        page.copy_for_translation(english, copy_parents=True, alias=True)
    before = ActivityVersion.objects.count()
    change(course.modules["second"], text("<p>Anders.</p>"))
    assert ActivityVersion.objects.count() == before + 2
    assert activity("sample/second").start_path == "/leren/sample/second/"


def test_renewing_a_course_twice_changes_nothing(course: Course):
    assert renew_course(key="sample") == []


def test_a_page_with_a_module_that_the_course_does_not_have_is_refused(course: Course):
    page = ModulePage(title="Derde", slug="derde", module_key="third")
    with pytest.raises(ValidationError) as error:
        publish(course.page, page)
    assert "first, second" in str(error.value)


def test_a_module_has_one_page(course: Course):
    page = ModulePage(title="Nog een", slug="nog-een", module_key="first")
    with pytest.raises(ValidationError):
        publish(course.page, page)


def test_a_page_for_a_course_that_is_not_installed_is_refused(course: Course):
    page = CoursePage(title="Weg", slug="weg", course_key="weg", summary="x")
    with pytest.raises(ValidationError) as error:
        publish(catalogue(), page)
    assert "sample" in str(error.value)


def test_a_course_cannot_take_an_address_of_the_site(course: Course):
    page = CoursePage(title="P", slug="positie", course_key="sample", summary="x")
    with pytest.raises(ValidationError):
        publish(catalogue(), page)


def test_a_new_lesson_adds_its_questions_to_the_test(course: Course):
    publish(course.modules["first"], LessonPage(title="Meer", slug="meer"), question("Q4", "b"))
    kept = FrozenTest.from_json(versions("sample/first")[-1].content)
    assert kept is not None
    assert [item.key for item in kept.questions] == ["Q1", "Q2", "Q3", "Q4"]
