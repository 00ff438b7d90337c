"""From an approved page to an immutable version."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core import clock
from core.append_only import unguarded
from gir.contents import content_of_version, hash_of
from gir.errors import CodeTaken, DayTaken, DoubleArticle, EditionInForce
from gir.models import (
    FACTS,
    ArticlePage,
    ArticleVersion,
    Edition,
    EditionPage,
    EditionWithdrawal,
    GirIndexPage,
)
from gir.services.publishing import publish_edition, withdraw_edition
from tests.factories.organisations import PersonFactory
from tests.gir import code

pytestmark = pytest.mark.django_db
IN_2026 = datetime(2026, 11, 22, 12, tzinfo=UTC)
BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)
THREE = {"1-1": "A", "4-1": "50 euro", "4-5": "Meld het"}


def html(texts: dict[str, str]) -> dict[str, str]:
    return {key: f"<p>{text}</p>" for key, text in texts.items()}


def differences(edition: Edition) -> set[tuple[str, str]]:
    return set(edition.versions.values_list("key", "change"))


def facts() -> tuple[int, ...]:
    return tuple(one.objects.count() for one in (Edition, ArticleVersion, EditionWithdrawal))


def test_an_edition_gives_exactly_its_changed_new_and_removed_articles() -> None:
    code.edition("2020", date(2020, 1, 1), THREE)
    wanted = {"1-1": "A", "4-1": "40 euro", "6-1": "Nieuw"}
    newer = code.edition("2027", AFTER, wanted, summary="Minder")
    assert differences(newer) == {("4-1", "changed"), ("6-1", "new"), ("4-5", "removed")}
    assert code.version("4-5").change_note == "Minder"
    assert code.read_on(BEFORE) == html(THREE)
    assert code.read_on(AFTER) == html(wanted)
    assert code.read_on(date(2019, 12, 31)) == {}


def test_publishing_an_edition_again_writes_nothing() -> None:
    edition = code.edition("2020", date(2020, 1, 1), THREE)
    before = facts()
    page = EditionPage.objects.get(pk=edition.page_id)
    page.title = "Andere titel"
    page.save_revision()
    assert code.approved(page) == edition
    code.working_text("4-1", edition).save_revision().publish()
    assert publish_edition(page) == edition
    assert facts() == before
    assert Edition.objects.get().title == "Editie 2020"


def test_editors_see_that_the_texts_that_were_approved_are_live() -> None:
    page = code.proposal(articles=THREE)
    draft = ArticlePage.objects.get(key="4-1").get_latest_revision_as_object()
    draft.rule = "<p>45 euro</p>"
    draft.save_revision()
    edition = code.approved(page)
    assert code.version("4-1").rule == "<p>45 euro</p>"
    for article in ArticlePage.objects.all():
        assert (article.live, article.has_unpublished_changes) == (True, False)
        assert ArticleVersion.objects.get(page_id=article.pk).edition == edition
        assert (
            article.live_revision_id == ArticleVersion.objects.get(page_id=article.pk).revision_id
        )


def test_an_edition_withdrawn_before_its_first_day_changes_nothing() -> None:
    person = PersonFactory()
    code.edition("2020", date(2020, 1, 1), THREE)
    with clock.at(IN_2026):
        wrong = code.edition("2027", AFTER, {"4-1": "Alles mag"})
        withdrawn = withdraw_edition(edition=wrong, reason="Vergissing", by=person)
        assert withdraw_edition(edition=wrong, reason="Nog eens", by=person) == withdrawn
    assert code.read_on(AFTER) == html(THREE)
    assert Edition.objects.in_force_on(AFTER).first().code == "2020"


def test_an_edition_in_force_cannot_be_withdrawn() -> None:
    edition = code.edition("2027", AFTER, THREE)
    with clock.at(datetime(2026, 12, 31, 23, tzinfo=UTC)), pytest.raises(EditionInForce):
        withdraw_edition(edition=edition, reason="Te laat", by=None)
    assert not EditionWithdrawal.objects.exists()


def test_what_was_approved_for_a_later_day_stays_when_something_comes_before_it() -> None:
    first = code.edition("2020", date(2020, 1, 1), THREE)
    with clock.at(IN_2026):
        between = code.edition("2026", date(2026, 12, 1), {**THREE, "4-1": "30 euro"})
        code.edition("2027", AFTER, {**THREE, "4-1": "30 euro"})
        code.change_article("4-5", first, rule="Meld alles")
        withdraw_edition(edition=between, reason="Te vroeg", by=None)
    assert code.read_on(date(2026, 12, 2)) == html({**THREE, "4-5": "Meld alles"})
    assert code.read_on(AFTER) == html({**THREE, "4-1": "30 euro"})


def test_an_article_that_is_approved_by_itself_holds_from_today_in_amsterdam() -> None:
    edition = code.edition("2020", date(2020, 1, 1), THREE)
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        changed = code.change_article("4-1", edition, rule="25 euro", change_note="Strenger")
        code.working_text("4-1", edition).save_revision().publish()
    assert (changed.number, changed.valid_from, changed.change) == (2, AFTER, "changed")
    assert changed.change_note == "Strenger"
    assert code.read_on(BEFORE) == html(THREE)
    assert code.read_on(AFTER) == html({**THREE, "4-1": "25 euro"})
    assert ArticleVersion.objects.filter(key="4-1").count() == 2


def test_an_article_of_an_edition_that_was_replaced_or_never_approved_changes_nothing() -> None:
    old = code.edition("2020", date(2020, 1, 1), THREE)
    code.edition("2024", date(2024, 1, 1), {**THREE, "1-1": "B"})
    proposal = code.proposal("2028", date(2028, 1, 1), {"1-1": "C"})
    before = facts()
    code.change_article("4-1", old, rule="Oud")
    ArticlePage.objects.child_of(
        proposal
    ).get().get_latest_revision_as_object().save_revision().publish()
    assert facts() == before


def test_a_page_that_goes_live_later_and_an_alias_write_nothing_yet() -> None:
    page = code.proposal(articles=THREE)
    page.go_live_at = timezone.now() + timezone.timedelta(days=2)
    page.save_revision().publish()
    assert facts() == (0, 0, 0)
    page.go_live_at = None
    page.save_revision()
    edition = code.approved(page)
    page = EditionPage.objects.get(pk=page.pk)
    alias = page.create_alias(update_slug="alias")
    page.save_revision().publish()
    assert Edition.objects.get() == edition
    assert alias.live


def test_texts_are_cleaned_and_hashed_as_they_are_shown() -> None:
    index = GirIndexPage.objects.first() or code.ensure_index()
    rule = (
        f'<p onclick="x()">Lees <a linktype="page" id="{index.pk}">de code</a>'
        '<script>alert(1)</script><img src="https://elders.nl/x.png">'
        ' of <a href="javascript:alert(1)">dit</a>.</p>'
    )
    code.edition(articles={"4-1": rule})
    version = code.version("4-1")
    assert f'<a href="{index.url}">de code</a>' in version.rule
    assert not any(part in version.rule for part in ("script", "onclick", "<img", "linktype"))
    assert version.content_hash == hash_of(content_of_version(version))


@pytest.mark.parametrize(
    ("other", "day", "error"),
    [("2020", AFTER, CodeTaken), ("2027", date(2020, 1, 1), DayTaken)],
)
def test_a_code_and_a_first_day_belong_to_one_edition(
    other: str, day: date, error: type[Exception]
) -> None:
    code.edition("2020", date(2020, 1, 1), THREE)
    page = code.proposal("anders", day, {"4-1": "X"})
    page.code = other
    before = facts()
    with pytest.raises(error), transaction.atomic():
        page.save_revision().publish()
    assert facts() == before


def test_a_key_stands_once_in_an_edition() -> None:
    page = code.proposal(articles=THREE)
    draft = ArticlePage.objects.get(key="4-5").get_latest_revision_as_object()
    draft.key = "4-1"
    draft.save_revision(clean=False)
    with pytest.raises(DoubleArticle), transaction.atomic():
        code.approved(page)
    assert facts() == (0, 0, 0)


def test_the_database_refuses_to_change_or_delete_what_was_published() -> None:
    edition = code.edition("2027", AFTER, THREE)
    with clock.at(IN_2026):
        withdraw_edition(edition=edition, reason="Toch niet", by=None)
    assert unguarded(connection, FACTS) == []
    for model in (Edition, ArticleVersion, EditionWithdrawal):
        rows = model.objects.all()
        field = {"Edition": "title", "ArticleVersion": "rule", "EditionWithdrawal": "reason"}
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows.update(**{field[model.__name__]: "anders"})
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows._raw_delete(rows.db)
