"""Who sees which page, in which language, and that looking changes nothing."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils.translation import gettext
from wagtail.models import Locale, Page, PageViewRestriction

from lms.content.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from lms.models import Answer, Attempt, Completion, ResumePosition
from tests.factories.accounts import UserFactory
from tests.factories.lms import spec
from tests.lms.counting import count_queries
from tests.lms.pages import (
    Course,
    Visitor,
    catalogue,
    change,
    installed,
    make_course,
    text,
    visitor,
)

MODULE = "/leren/sample/first/"


def test_who_is_not_signed_in_is_asked_to_and_comes_back(course: Course):
    response = Client().get(MODULE)
    assert response.status_code == 302
    assert response["Location"].endswith("?next=/leren/sample/first/")


def test_every_page_has_the_address_that_wagtail_gives_it(course: Course, lotte: Visitor):
    pages = [catalogue(), course.page, *course.modules.values(), *course.lessons.values()]
    for page in pages:
        assert page.title in lotte.get(page.get_url())


def test_an_unknown_page_and_a_draft_are_not_found(course: Course, lotte: Visitor):
    draft = LessonPage(title="Concept", slug="concept", live=False)
    course.modules["first"].add_child(instance=draft)
    for path in ("nope/", "sample/nope/", "sample/first/concept/"):
        assert lotte.client.get(f"/leren/{path}").status_code == 404


def test_a_module_is_not_found_once_its_course_is_taken_offline(course: Course, lotte: Visitor):
    lotte.get(MODULE)
    course.page.unpublish()
    assert lotte.client.get(MODULE).status_code == 404
    assert course.page.title not in lotte.get("/leren/")


def test_a_change_is_seen_at_once(course: Course, lotte: Visitor):
    lotte.get(MODULE)
    change(course.modules["first"], text("<p>Nieuwe woorden.</p>"))
    assert "Nieuwe woorden." in lotte.get(MODULE)


def test_a_new_title_shows_in_the_outline_of_other_pages(course: Course, lotte: Visitor):
    lotte.get("/leren/sample/second/")
    change(course.modules["first"], title="Andere naam")
    assert "Andere naam" in lotte.get("/leren/sample/second/")


def test_a_moved_module_has_another_place_in_the_outline(course: Course, lotte: Visitor):
    lotte.get("/leren/sample/")
    Page.objects.get(pk=course.modules["first"].pk).move(
        Page.objects.get(pk=course.page.pk), pos="last-child"
    )
    page = lotte.get("/leren/sample/")
    assert page.index("Module second") < page.index("Module first")


def test_a_page_for_a_group_is_shown_to_that_group_only(course: Course, lotte: Visitor):
    lotte.get(MODULE)
    restriction = PageViewRestriction.objects.create(
        page=course.modules["first"], restriction_type=PageViewRestriction.GROUPS
    )
    group = Group.objects.create(name="Proeflezers")
    restriction.groups.add(group)
    assert lotte.client.get(MODULE).status_code == 302
    assert lotte.client.get("/leren/sample/first/test/").status_code == 302
    assert lotte.client.get("/leren/sample/second/").status_code == 200
    lotte.person.user.groups.add(group)
    assert lotte.client.get(MODULE).status_code == 200


def test_an_account_without_a_person_reads_along_and_saves_nothing(course: Course):
    client = Client()
    client.force_login(UserFactory())
    page = client.get(course.test_url).content.decode()
    assert "Wat zou jij doen?" in page
    assert 'name="step"' not in page
    response = client.post(course.test_url, {"step": "answer", "question": "Q1", "option": "a"})
    assert response.status_code == 403
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "path", ["", "sample/", "sample/first/", "sample/first/test/", "sample/second/"]
)
def test_looking_at_a_page_writes_nothing(course: Course, lotte: Visitor, path: str):
    with count_queries() as queries:
        lotte.get(f"/leren/{path}")
    assert [sql for sql in queries if not sql.startswith("SELECT")] == []
    rows = [model.objects.count() for model in (Answer, Attempt, ResumePosition, Completion)]
    assert rows == [0, 0, 0, 0]


def test_personal_pages_are_kept_by_no_cache(course: Course, lotte: Visitor):
    response = lotte.client.get(MODULE)
    assert "no-store" in response["Cache-Control"]


def test_what_is_cached_of_a_page_says_nothing_about_a_person(course: Course, lotte: Visitor):
    lotte.answer(course.test_url, "Q1", ["b"])
    lotte.get(course.test_url)
    other = visitor()
    page = other.get(course.test_url)
    assert "Uitleg bij Q1." not in page
    assert lotte.person.name not in page
    assert "Uitleg bij Q1." in lotte.get(course.test_url)


def test_english_frame_and_dutch_content_say_so(course: Course, lotte: Visitor):
    page = lotte.get("/en/leren/sample/first/")
    assert '<html lang="en"' in page
    assert '<h1 class="nl-heading nl-heading--level-1" lang="nl">Module first</h1>' in page
    assert 'href="/en/leren/sample/second/"' in page


def test_english_aliases_are_the_same_activity(course: Course, lotte: Visitor):
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (catalogue(), course.page, *course.modules.values(), *course.lessons.values()):
        page.copy_for_translation(english, copy_parents=True, alias=True)
    lotte.answer(f"/en{course.test_url}", "Q1", ["a"])
    assert "Uitleg bij Q1." in lotte.get(course.test_url)
    assert 'lang="nl">Module first</h1>' in lotte.get("/en/leren/sample/first/")
    assert Attempt.objects.get().activity.key == "sample/first"


def test_the_catalogue_keeps_its_address_whatever_its_title(db: None):
    page = catalogue()
    change(page, title="Alles wat je kunt leren", slug="anders")
    assert page.slug == "leren"


def test_an_editor_previews_a_draft_with_its_unsaved_words(course: Course):
    module = ModulePage.objects.get(pk=course.modules["first"].pk)
    module.title = "Nog niet bewaard"
    request = module.make_preview_request()
    assert b"Nog niet bewaard" in request.content


def test_page_types_stand_only_where_they_belong():
    assert LessonPage.allowed_parent_page_models() == [ModulePage]
    assert ModulePage.allowed_parent_page_models() == [CoursePage]
    assert CoursePage.allowed_parent_page_models() == [CourseIndexPage]
    assert CourseIndexPage.allowed_subpage_models() == [CoursePage]


def test_an_unknown_button_gets_a_sentence(course: Course, lotte: Visitor):
    response = lotte.post(MODULE, "fly")
    assert response.status_code == 400
    sentence = gettext("This page does not know this button. Reload the page and try again.")
    assert sentence in response.content.decode()


def test_a_module_of_a_course_that_was_uninstalled_is_not_found(db: None, lotte: Visitor):
    with installed(spec("sample")):
        make_course()
    with installed():
        assert lotte.client.get(MODULE).status_code == 404
        assert lotte.client.get("/leren/").status_code == 200


def test_a_deleted_module_is_gone_from_the_outline(course: Course, lotte: Visitor):
    lotte.get("/leren/sample/")
    Page.objects.get(pk=course.modules["second"].pk).delete()
    assert lotte.client.get("/leren/sample/second/").status_code == 404
    page = lotte.get("/leren/sample/")
    assert "Module first" in page
    assert "Module second" not in page
