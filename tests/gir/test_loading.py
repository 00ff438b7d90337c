"""The texts that come with Kompas: loaded once, never over an editor's change."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Page

from core.content_files import InvalidContent
from gir.loading.files import (
    read_dilemmas,
    read_earlier_edition,
    read_edition,
    read_questions,
    read_themes,
)
from gir.loading.loading import Files, load_gir
from gir.management.commands.load_gir import read_all
from gir.models import (
    ArticlePage,
    ArticleVersion,
    Dilemma,
    Edition,
    EditionPage,
    GirIndexPage,
    Question,
    Theme,
)
from tests.factories.accounts import UserFactory
from tests.gir import code

pytestmark = pytest.mark.django_db(transaction=True)
DEMO_EDITION = Path(settings.BASE_DIR) / "demo" / "gir-2017.yaml"


@pytest.fixture(autouse=True)
def _no_demo(settings: Any) -> None:
    settings.GIR_EARLIER_EDITIONS = []


@pytest.fixture
def files() -> Files:
    return read_all()


def few(files: Files) -> Files:
    """Return one chapter, one theme, one question and two dilemmas: enough for most tests."""
    edition = files.editions[0]
    chapter = edition.chapters[3].model_copy(update={"articles": edition.chapters[3].articles[:2]})
    return replace(
        files,
        editions=[edition.model_copy(update={"chapters": (chapter,)})],
        themes=files.themes[1:2],
        questions=files.questions[:1],
        dilemmas=dict(list(files.dilemmas.items())[-2:]),
    )


def test_the_whole_code_is_there_after_one_load(files: Files) -> None:
    call_command("load_gir", publish=True, verbosity=0)
    edition = Edition.objects.get()
    # External hires sign the declaration in its annex: without an address they would see no link.
    assert edition.declaration_url == edition.official_url != ""
    assert (edition.code, edition.stcrt_ref) == ("2020", "Stcrt. 2019, 71141")
    keys = list(
        ArticleVersion.objects.in_force_on(edition.valid_from).values_list("key", flat=True)
    )
    assert len(keys) == 30
    assert (keys[0], keys[6:9], keys[-1]) == ("1-1", ["3-3", "4-1", "4-2"], "bijlage")
    assert set(ArticleVersion.objects.values_list("official_text", flat=True)) == {""}
    assert Theme.objects.filter(live=True).count() == 14
    assert Question.objects.filter(live=True).count() == 10
    assert Dilemma.objects.filter(live=True, theme__isnull=False).count() == 30
    wine = Dilemma.objects.get(key="goed-ambtenaarschap-d6-1")
    assert [option.letter for option in wine.options.order_by("sort_order")] == list("ABCD")
    assert "/bronnen/#pd" in code.version("4-1").rule


def test_editors_and_lawyers_change_the_code_alone_and_publish_nothing_by_hand(
    files: Files,
) -> None:
    load_gir(few(files), publish=True)
    index = GirIndexPage.objects.get()
    for name in ("GIR-redactie", "GIR-juristen"):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=name))
        for page in (index, ArticlePage.objects.first()):
            may = page.permissions_for_user(user)
            assert (may.can_edit(), may.can_publish()) == (True, False)
        assert not index.get_parent().permissions_for_user(user).can_edit()
        assert user.has_perm("gir.change_theme")
        assert not user.has_perm("gir.publish_theme")
        assert user.has_perm("wagtailadmin.access_admin")


def test_the_pages_of_editors_get_no_english_twin(files: Files) -> None:
    load_gir(few(files), publish=True)
    call_command("sync_english", verbosity=0)
    english = Page.objects.filter(locale__language_code="en")
    assert english.exists()
    assert not english.type(GirIndexPage, EditionPage, ArticlePage).exists()


def test_loading_again_changes_nothing(files: Files) -> None:
    load_gir(few(files), publish=True)
    before = [page.latest_revision_id for page in ArticlePage.objects.order_by("pk")]
    assert load_gir(few(files), publish=True) == []
    assert [page.latest_revision_id for page in ArticlePage.objects.order_by("pk")] == before


def test_drafts_are_shown_to_nobody_until_they_are_published(files: Files) -> None:
    load_gir(few(files), publish=False)
    assert not Edition.objects.exists()
    for model in (Theme, Question, Dilemma, EditionPage, ArticlePage):
        assert model.objects.filter(live=True).count() == 0
        assert model.objects.exists()
    load_gir(few(files), publish=True)
    assert Edition.objects.count() == 1
    for model in (Theme, Question, Dilemma, EditionPage, ArticlePage):
        assert model.objects.filter(live=False).count() == 0


def renewed(files: Files) -> Files:
    """Return files in which every text says something new."""
    chapter = files.editions[0].chapters[0]
    articles = tuple(one.model_copy(update={"rule": "Nieuw."}) for one in chapter.articles)
    chapters = (chapter.model_copy(update={"articles": articles}),)
    return replace(
        files,
        editions=[files.editions[0].model_copy(update={"chapters": chapters})],
        themes=[one.model_copy(update={"about": "Nieuw."}) for one in files.themes],
        questions=[one.model_copy(update={"answer": "Nieuw."}) for one in files.questions],
        dilemmas={
            key: one.model_copy(update={"situation": "Nieuw."})
            for key, one in files.dilemmas.items()
        },
    )


def test_a_newer_file_renews_what_editors_left_alone(files: Files) -> None:
    first = few(files)
    load_gir(first, publish=True)
    assert len(load_gir(renewed(first), publish=True)) == 6
    assert code.version("4-1").number == 2
    assert code.version("4-1").rule == "<p>Nieuw.</p>"
    assert "bijgewerkt" in code.version("4-1").change_note
    assert Theme.objects.get().about == "<p>Nieuw.</p>"
    assert set(Dilemma.objects.values_list("situation", flat=True)) == {"Nieuw."}


def test_what_an_editor_changed_is_left_as_it_is_also_as_a_draft(files: Files) -> None:
    first = few(files)
    load_gir(first, publish=True)
    article = ArticlePage.objects.get(key="4-1")
    article.rule = "<p>Van de redactie</p>"
    article.save_revision()
    theme, question = Theme.objects.get(), Question.objects.get()
    theme.about = "<p>Van de redactie</p>"
    theme.save_revision()
    question.themes = []
    question.save_revision().publish()
    option = Dilemma.objects.order_by("key")[0]
    option.options = [*option.options.all()][:2]
    option.save_revision().publish()
    lines = load_gir(renewed(first), publish=True)
    assert sum("left as it is" in line for line in lines) == 4
    assert code.version("4-1").number == 1
    assert Theme.objects.get().get_latest_revision_as_object().about == "<p>Van de redactie</p>"
    assert Question.objects.get().themes.count() == 0
    assert code.version("4-2").rule == "<p>Nieuw.</p>"


def test_a_draft_of_a_question_keeps_its_themes(files: Files) -> None:
    load_gir(few(files), publish=True)
    question = Question.objects.get()
    question.themes = []
    question.save_revision()
    assert Question.objects.get().themes.count() == 1
    assert question.get_latest_revision_as_object().themes.count() == 0


def test_an_earlier_edition_is_told_as_what_differed(files: Files) -> None:
    latest = read_edition()
    earlier = read_earlier_edition(DEMO_EDITION, latest)
    load_gir(replace(few(files), editions=[earlier, latest]), publish=True)
    newer = Edition.objects.get(code="2020")
    assert set(newer.versions.values_list("key", "change")) == {
        *((key, "changed") for key in ("1-2", "4-1", "5-3", "8-1")),
        *((key, "new") for key in ("7-2", "bijlage")),
        ("8-7", "removed"),
    }
    assert "huisadres staat hier nog niet" in code.read_on(date(2019, 12, 31))["4-1"]
    assert "verzonnen" in Edition.objects.get(code="2017").title


def test_a_mistake_in_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "themas.yaml"
    path.write_text("- code: G1\n  key: a\n  title: A\n  articles: ['9-9']\n  about: X\n")
    with pytest.raises(InvalidContent) as told:
        read_themes({"1-1"}, path)
    assert [error.line for error in told.value.errors] == [1]
    path.write_text(path.read_text() + "  expected: Y\n")
    with pytest.raises(InvalidContent) as told:
        read_themes({"1-1"}, path)
    assert [error.line for error in told.value.errors] == [4]
    assert "9-9" in str(told.value)


def test_every_reference_in_the_files_exists() -> None:
    articles = {one.key for chapter in read_edition().chapters for one in chapter.articles}
    themes = {one.key for one in read_themes(articles)}
    read_questions(articles, themes)
    assert len(read_dilemmas(themes)) == 30
