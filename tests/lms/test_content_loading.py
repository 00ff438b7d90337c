"""Course files become pages: again and again without harm, and never over an editor's work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext
from wagtail.models import Page, Revision, Site

from lms.completions.enums import ChangeClass
from lms.content.models import CourseIndexPage, CoursePage, KeyFigure, LessonPage, ModulePage
from lms.models import Activity, ActivityVersion
from tests.factories.lms import spec
from tests.lms.pages import change, installed, text, visitor

COURSE = """
key: sample
title: Samen werken
summary: Over samen werken.
minutes: 20
"""
FIRST = """
key: first
title: Eerste
minutes: 10
lead: Waar gaat het om?
pass_mark: 80
sensitive: true
goals:
  - Je weet wat je doet.
blocks:
  - text: |
      ## Kop

      Een **regel** [K22].
  - key_figure: bekend
  - gir_reference:
      article: 4-1
      text: Geschenken.
lessons:
  - slug: toets
    title: Toets
    minutes: 5
    blocks:
      - notice: ""
      - dilemma:
          key: D1
          title: Een grap
          situation: Iemand lacht.
          question: Wat doe je?
          options:
            - {key: A, text: Niets, verdict: risico, feedback: Niemand leert.}
            - {key: B, text: Vragen, verdict: sterk, feedback: Je kijkt samen.}
      - reflection:
          key: R1
          text: Wat zou jij doen?
      - question:
          key: V1
          kind: single
          text: Wat is goed?
          options:
            - {key: a, text: Dit, correct: true}
            - {key: b, text: Dat}
          explanation: Dat staat in [K22].
"""
SECOND = """
key: second
title: Tweede
minutes: 10
lead: Verder.
blocks:
  - text: Klaar.
"""
FIGURES = """
- key: bekend
  value: 88%
  text: kent de weg
  year: 2021
  source: K22
"""
SOURCES = """
- code: K22
  title: Kamerbrief
  description: Een brief.
"""


@pytest.fixture
def content(tmp_path: Path, db: None) -> Iterator[Path]:
    """Write the files of a course of two modules and install it."""
    folder = tmp_path / "sample" / "content"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE)
    (folder / "01-first.yaml").write_text(FIRST)
    (folder / "02-second.yaml").write_text(SECOND)
    (tmp_path / "kerncijfers.yaml").write_text(FIGURES)
    (tmp_path / "bronnen.yaml").write_text(SOURCES)
    with installed(spec("sample"), folder=tmp_path / "sample"):
        yield folder


def load(capsys: pytest.CaptureFixture[str], **options: object) -> list[str]:
    """Run the command and return what it says."""
    call_command("load_course", "sample", **options)
    return capsys.readouterr().out.splitlines()


def replace(path: Path, before: str, after: str) -> None:
    source = path.read_text()
    assert before in source
    path.write_text(source.replace(before, after))


def counts() -> list[int]:
    models = (Page, Revision, Activity, ActivityVersion, KeyFigure)
    return [model.objects.count() for model in models]


def test_files_become_drafts_until_they_are_published(content: Path, capsys):
    load(capsys)
    assert CourseIndexPage.objects.get().live
    assert not CoursePage.objects.get().live
    assert visitor().client.get("/leren/sample/").status_code == 404
    load(capsys, publish=True)
    assert CoursePage.objects.get().live
    assert Activity.objects.get(key="sample/first").start_path == "/leren/sample/first/"
    assert set(ActivityVersion.objects.values_list("number", flat=True)) == {1}


def test_a_loaded_page_shows_everything_that_the_file_says(content: Path, capsys):
    load(capsys, publish=True)
    lotte = visitor()
    page = lotte.get("/leren/sample/first/")
    for words in (
        "Waar gaat het om?",
        "Je weet wat je doet.",
        "<h2>Kop</h2>",
        '[<a href="/bronnen/#k22">K22</a>]',
        "88%",
        "4.1",
        gettext("Does this touch you?"),
    ):
        assert words in page, words
    page = lotte.get("/leren/sample/first/toets/")
    for words in ("Een grap", "Niemand leert.", "Wat zou jij doen?", "Wat is goed?"):
        assert words in page, words


def test_loading_twice_changes_nothing(content: Path, capsys):
    load(capsys, publish=True)
    before = counts()
    assert load(capsys, publish=True) == [f"sample: {gettext('nothing to change.')}"]
    assert counts() == before


def test_a_changed_file_renews_its_page_and_makes_one_version(content: Path, capsys):
    load(capsys, publish=True)
    replace(content / "01-first.yaml", "Een **regel**", "Twee **regels**")
    replace(content / "01-first.yaml", "Iemand lacht.", "Iedereen lacht.")
    load(capsys, publish=True, change=ChangeClass.SUBSTANTIVE)
    assert "Twee <b>regels</b>" in visitor().get("/leren/sample/first/")
    latest = ActivityVersion.objects.filter(activity__key="sample/first").order_by("number")
    assert [row.change_class for row in latest] == [ChangeClass.EDITORIAL, ChangeClass.SUBSTANTIVE]
    assert ActivityVersion.objects.filter(activity__key="sample/second").count() == 1


def test_a_changed_file_without_publish_waits_as_a_draft(content: Path, capsys):
    load(capsys, publish=True)
    replace(content / "02-second.yaml", "Klaar.", "Bijna klaar.")
    load(capsys)
    assert "Bijna klaar." not in visitor().get("/leren/sample/second/")
    draft = ModulePage.objects.get(slug="second").get_latest_revision_as_object()
    assert "Bijna klaar." in str(draft.body)


def test_what_an_editor_published_stays(content: Path, capsys):
    load(capsys, publish=True)
    change(ModulePage.objects.get(slug="first"), text("<p>Van de redactie.</p>"))
    replace(content / "01-first.yaml", "Een **regel**", "Twee **regels**")
    sentence = gettext("%(title)s: an editor changed this page, left as it is.")
    assert f"sample: {sentence % {'title': 'Eerste'}}" in load(capsys, publish=True)
    assert "Van de redactie." in visitor().get("/leren/sample/first/")


def test_what_an_editor_has_as_a_draft_stays_too(content: Path, capsys):
    load(capsys, publish=True)
    draft = ModulePage.objects.get(slug="second").get_latest_revision_as_object()
    draft.title = "Nog niet af"
    draft.save_revision()
    replace(content / "02-second.yaml", "Klaar.", "Bijna klaar.")
    load(capsys, publish=True)
    page = ModulePage.objects.get(slug="second")
    assert page.get_latest_revision_as_object().title == "Nog niet af"
    assert page.title == "Tweede"


def test_an_editor_who_only_opened_and_saved_changed_nothing(content: Path, capsys):
    load(capsys, publish=True)
    draft = ModulePage.objects.get(slug="second").get_latest_revision_as_object()
    marked = text('<p data-block-key="a1b2c">Klaar.</p>')
    change(draft, marked)
    assert ActivityVersion.objects.filter(activity__key="sample/second").count() == 1
    replace(content / "02-second.yaml", "Klaar.", "Bijna klaar.")
    load(capsys, publish=True)
    assert "Bijna klaar." in visitor().get("/leren/sample/second/")


def test_an_editors_key_figure_stays(content: Path, capsys):
    load(capsys)
    KeyFigure.objects.update(value="90%")
    (content.parents[1] / "kerncijfers.yaml").write_text(FIGURES.replace("88%", "89%"))
    sentence = gettext("Key figure %(key)s: an editor changed it, left as it is.")
    assert f"sample: {sentence % {'key': 'bekend'}}" in load(capsys)
    assert KeyFigure.objects.get().value == "90%"


def test_a_new_lesson_comes_where_the_file_has_it(content: Path, capsys):
    load(capsys, publish=True)
    lesson = (
        "lessons:\n  - slug: eerst\n    title: Eerst dit\n    minutes: 3\n"
        "    blocks:\n      - text: Lees.\n"
    )
    replace(content / "01-first.yaml", "lessons:\n", lesson)
    load(capsys, publish=True)
    module = ModulePage.objects.get(slug="first")
    assert [page.slug for page in LessonPage.objects.child_of(module).order_by("path")] == [
        "eerst",
        "toets",
    ]


def test_a_lesson_that_left_the_file_stays_and_is_named(content: Path, capsys):
    load(capsys, publish=True)
    source = (content / "01-first.yaml").read_text().partition("lessons:")[0]
    (content / "01-first.yaml").write_text(source.replace("pass_mark: 80\n", ""))
    sentence = gettext("%(title)s: no longer in the file; the page is still there.")
    assert f"sample: {sentence % {'title': 'Toets'}}" in load(capsys, publish=True)
    assert LessonPage.objects.get().live


def test_a_mistake_in_a_file_changes_nothing_and_is_named(content: Path, capsys):
    replace(content / "02-second.yaml", "title: Tweede", "titel: Tweede")
    before = counts()
    with pytest.raises(CommandError) as error:
        load(capsys, publish=True)
    assert "02-second.yaml" in str(error.value)
    assert counts() == before


def test_a_block_that_has_no_place_on_a_page_is_named(content: Path, capsys):
    replace(content / "02-second.yaml", "  - text: Klaar.", '  - notice: ""')
    with pytest.raises(CommandError) as error:
        load(capsys, publish=True)
    assert "02-second.yaml" in str(error.value)
    assert "notice" in str(error.value)
    assert not CoursePage.objects.exists()


def test_an_unknown_course_is_named_with_those_that_exist(content: Path):
    with pytest.raises(CommandError, match="sample"):
        call_command("load_course", "nope")


def test_without_a_name_the_command_asks_for_one(content: Path):
    with pytest.raises(CommandError):
        call_command("load_course")


def test_the_start_page_of_wagtail_will_do(content: Path, capsys):
    root = Site.objects.get(is_default_site=True).root_page
    load(capsys, publish=True)
    assert CourseIndexPage.objects.get().get_parent() == root


def test_a_site_without_a_start_page_gets_one(content: Path, capsys):
    Site.objects.all().delete()
    load(capsys, publish=True)
    assert visitor().client.get("/leren/sample/first/").status_code == 200


def test_the_courses_that_ship_load_completely(db: None, capsys):
    call_command("load_course", all=True, publish=True)
    draws = ModulePage.objects.exclude(draw=None).order_by("path")
    assert [(page.module_key, page.draw, page.pass_mark) for page in draws] == [
        ("integriteit", 12, 83),
        ("de-weg-vinden", 10, 80),
    ]
    assert ModulePage.objects.filter(live=True).count() == 24
    titles = [page.title for page in CoursePage.objects.order_by("path")]
    assert titles == [
        "Goed ambtenaarschap",
        "Goed ambtenaarschap, verkorte vorm",
        "Integriteit en sociale veiligheid",
        "Opname van de briefing door spilfunctionarissen",
        "Sociale veiligheid bij werving en selectie",
    ]
    page = visitor().get("/leren/goed-ambtenaarschap/ambtelijk-vakmanschap/")
    assert "algemeen belang" in page
