"""What each block shows, and that choices in dilemmas and reflections go nowhere."""

import gc
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from lms.content.blocks import lesson_blocks, module_blocks
from lms.content.models import KeyFigure
from lms.progress.questions import Question
from tests.factories.accounts import UserFactory
from tests.lms.pages import (
    Block,
    Course,
    Visitor,
    change,
    dilemma,
    question,
    reflection,
    text,
)

URL = "/leren/sample/first/"
OFFERED = 8


def show(course: Course, lotte: Visitor, *blocks: Block) -> str:
    """Put blocks on a module page and return the page."""
    change(course.modules["first"], *blocks)
    return lotte.get(URL)


class Forms(HTMLParser):
    """Collects the fields of a page that a browser would send, and the texts people may type."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: set[str] = set()
        self.typed: list[dict[str, Any]] = []
        self.depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.depth += 1
        if tag in {"input", "textarea", "select"} and given.get("name") and self.depth:
            self.sent.add(str(given["name"]))
        if tag == "textarea":
            self.typed.append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.depth -= 1


def test_a_dilemma_shows_every_choice_with_its_verdict_and_no_form(course: Course, lotte: Visitor):
    page = show(course, lotte, dilemma())
    article = page.partition("<article")[2].partition('class="pager"')[0]
    assert "<form" not in article
    assert article.count("<details") == 2
    for words in (gettext("Strong"), gettext("Risk"), "Niemand leert.", "Je kijkt samen."):
        assert words in article
    assert gettext("Your choice stays on this page. It is not sent and not saved.") in article


def test_nothing_in_the_database_could_hold_a_choice_or_a_reflection():
    texts = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("lms").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.TextField | models.JSONField)
        and model.__module__.startswith("lms.progress")
    ]
    assert texts == ["Answer.chosen"]


def test_a_reflection_is_a_field_without_a_name_outside_any_form(course: Course, lotte: Visitor):
    forms = Forms(show(course, lotte, reflection()))
    assert [field.get("name") for field in forms.typed] == [None]
    assert forms.sent <= {"csrfmiddlewaretoken", "step", "path", "anchor", "next", "theme", "q"}


def test_a_reflection_says_that_it_stays_in_the_browser(course: Course, lotte: Visitor):
    sentence = (
        "What you write stays in this browser on this device. We do not send it and do not keep it."
    )
    assert gettext(sentence) in show(course, lotte, reflection())


def test_a_key_figure_carries_year_and_source_and_changes_everywhere_at_once(
    course: Course, lotte: Visitor
):
    figure = KeyFigure.objects.create(
        key="bekend", value="88%", text="kent de weg", year=2021, source="K22"
    )
    page = show(course, lotte, {"type": "key_figure", "value": figure.pk})
    assert gettext("Figure from %(year)s, source:") % {"year": 2021} in page
    assert 'href="/bronnen/#k22"' in page
    figure.value, figure.year = "91%", 2024
    figure.save()
    page = lotte.get(URL)
    assert "91%" in page
    assert "88%" not in page
    assert gettext("Figure from %(year)s, source:") % {"year": 2024} in page


def test_an_article_is_plain_text_until_an_app_knows_it(
    course: Course, lotte: Visitor, settings: Any
):
    block = {"type": "gir_reference", "value": {"article": "4-1", "text": "Geschenken"}}
    page = show(course, lotte, block)
    assert gettext("Code of conduct (GIR), article %(number)s") % {"number": "4.1"} in page
    assert "/gir/4-1/" not in page
    settings.LMS_ARTICLE_RESOLVER = "tests.lms.test_content_blocks.article_address"
    assert 'href="/gir/4-1/"' in show(course, lotte, block, text())


def article_address(article: str) -> str:
    return f"/gir/{article}/"


# Wagtail leaves the file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_image_has_its_description(course: Course, lotte: Visitor):
    image = get_image_model().objects.create(title="IMG_1", file=get_test_image_file())
    value = {"image": image.pk, "alt": "Een drukke gang", "caption": "Bij de ingang"}
    page = show(course, lotte, {"type": "image", "value": value})
    assert 'alt="Een drukke gang"' in page
    assert "Bij de ingang" in page
    gc.collect()


def test_a_film_has_subtitles_and_a_written_out_text(course: Course, lotte: Visitor):
    documents = get_document_model().objects
    film = documents.create(title="Film", file=ContentFile(b"film", "film.mp4"))
    captions = documents.create(title="Tekst", file=ContentFile(b"WEBVTT", "film.vtt"))
    value = {
        "video": film.pk,
        "captions": captions.pk,
        "title": "Zeg het",
        "description": "",
        "transcript": "<p>Fatima: “Wacht even.”</p>",
    }
    page = show(course, lotte, {"type": "video", "value": value})
    assert f'<track kind="captions" srclang="nl" label="Nederlands" src="{captions.url}"' in page
    assert f'src="{film.url}" type="video/mp4"' in page
    assert "Wacht even." in page


def test_a_painful_module_says_so_at_the_top(course: Course, lotte: Visitor):
    change(course.modules["first"], sensitive=True)
    page = lotte.get(URL)
    assert gettext("You may stop and go on later.") in page
    assert page.index("touches") < page.index("Lees dit.")
    assert 'href="/hulp/"' in page.partition("touches")[2].partition("</aside>")[0]


def test_a_block_of_a_course_that_is_not_installed_shows_nothing(course: Course, lotte: Visitor):
    page = show(course, lotte, text(), {"type": "quiz_from_elsewhere", "value": {"a": 1}})
    assert "Lees dit." in page
    assert "quiz_from_elsewhere" not in page


def test_every_block_has_an_anchor_by_its_key(course: Course, lotte: Visitor):
    page = show(course, lotte, dilemma("D1.2"), reflection("R1"))
    assert 'id="b-d1-2"' in page
    assert 'id="b-r1"' in page


@pytest.mark.parametrize("blocks", [module_blocks, lesson_blocks])
def test_a_page_offers_at_most_eight_blocks_with_label_icon_group_and_description(blocks: Any):
    offered = blocks().child_blocks
    assert len(offered) <= OFFERED
    for block in offered.values():
        assert all((block.label, block.meta.icon, block.meta.group, block.get_description()))


@pytest.mark.parametrize("name", {**module_blocks().child_blocks, **lesson_blocks().child_blocks})
def test_the_picker_shows_a_preview_of_every_block(client: Any, db: None, name: str):
    block = {**module_blocks().child_blocks, **lesson_blocks().child_blocks}[name]
    client.force_login(UserFactory(admin=True))
    response = client.get("/beheer/block-preview/", {"id": block.definition_prefix})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<style" not in page
    assert "lms/learn.css" in page


def test_a_question_can_be_graded_by_itself():
    value = lesson_blocks().child_blocks["question"].to_python(question("Q1", "ac")["value"])
    asked = value.to_question("unused")
    assert isinstance(asked, Question)
    assert (asked.key, asked.options, asked.correct) == ("Q1", ("a", "b", "c"), {"a", "c"})


def test_a_question_without_a_key_is_known_by_its_place_in_the_stream():
    value = lesson_blocks().child_blocks["question"].to_python(question("")["value"])
    assert value.to_question("6c9b").key == "6c9b"


@pytest.mark.parametrize(
    ("right", "kind", "sentence"),
    [
        ("", "single", "No answer is right. Mark at least one."),
        (
            "ab",
            "single",
            "Several answers are right. Keep one, or change the kind of question.",
        ),
        ("abc", "multiple", "All answers are right. Add at least one that is not."),
    ],
)
def test_an_editor_cannot_make_a_question_that_makes_no_sense(right: str, kind: str, sentence: str):
    block = lesson_blocks().child_blocks["question"]
    value = block.to_python(question("Q1", right, kind=kind)["value"])
    with pytest.raises(ValidationError) as error:
        block.clean(value)
    assert gettext(sentence) in str(error.value.as_json_data())


def test_two_questions_of_a_module_cannot_have_one_key(course: Course):
    with pytest.raises(ValidationError) as error:
        change(course.modules["first"], question("Q1"))
    assert "Q1" in str(error.value)


def test_a_file_that_no_browser_plays_is_refused(db: None):
    documents = get_document_model().objects
    notes = documents.create(title="Notes", file=ContentFile(b"x", "notes.txt"))
    block = lesson_blocks().child_blocks["video"]
    value = block.to_python(
        {"video": notes.pk, "captions": notes.pk, "title": "x", "transcript": "<p>x</p>"}
    )
    with pytest.raises(ValidationError) as error:
        block.clean(value)
    assert set(error.value.block_errors) == {"video", "captions"}
