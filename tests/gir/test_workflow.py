"""From a new edition to an approved one: by editors and a lawyer, and by nobody alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowState

from core import clock
from gir.errors import CodeTaken, DayTaken
from gir.loading.index import ensure_index
from gir.models import ArticlePage, ArticleVersion, Edition, EditionPage, EditionWithdrawal, Theme
from gir.models.approval import why_not_approved_by
from gir.reports.proposals import proposed_changes
from gir.services.drafting import NewEdition, draft_edition
from gir.services.groups import EDITORS, LAWYERS
from gir.services.workflow import ensure_workflow
from tests.factories.accounts import UserFactory
from tests.factories.organisations import PersonFactory
from tests.gir import code

pytestmark = pytest.mark.django_db
IN_2026 = datetime(2026, 11, 22, 12, tzinfo=UTC)
NEW_YEAR = date(2027, 1, 1)
BY_FORM = {
    "code": "2027",
    "title": "GIR 2027",
    "valid_from": "2027-01-01",
    "change_class": "normative",
    "summary": "Minder geschenken",
}


@pytest.fixture(autouse=True)
def _in_2026() -> Iterator[None]:
    with clock.at(IN_2026):
        ensure_workflow(ensure_index())
        yield


def member(group: str) -> Any:
    user = PersonFactory(with_user=True).user
    user.groups.add(Group.objects.get(name=group))
    return user


def new_edition(user: Any, **about: Any) -> EditionPage:
    fields = {"code": "2027", "title": "GIR 2027", "valid_from": NEW_YEAR}
    asked = NewEdition(**{**fields, "change_class": "normative", **about})
    return draft_edition(index=ensure_index(), asked=asked, user=user)


def changed(page: EditionPage, key: str, user: Any, **fields: Any) -> ArticlePage:
    draft = ArticlePage.objects.child_of(page).get(key=key).get_latest_revision_as_object()
    for name, value in {"change_note": "Lager bedrag.", **fields}.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)
    return draft


def sent_in(page: Any, user: Any) -> WorkflowState:
    fresh = type(page).objects.get(pk=page.pk)
    state: WorkflowState = fresh.get_workflow().start(fresh, user)
    return state


def answer(state: WorkflowState, user: Any, action: str = "approve", **extra: Any) -> None:
    state.refresh_from_db()
    step = state.current_task_state.specific
    step.task.specific.on_action(step, user, action, **extra)


def test_a_new_edition_starts_with_the_articles_in_force_and_changes_nothing_yet() -> None:
    code.edition()
    page = new_edition(UserFactory(admin=True))
    assert [draft.key for draft in page.get_children().specific()] == list(code.ARTICLES)
    assert not page.get_children().live().exists()
    assert (proposed_changes(page).articles, proposed_changes(page).same) == ((), 3)
    for about, error in (({}, CodeTaken), ({"code": "a", "valid_from": code.FIRST_DAY}, DayTaken)):
        with pytest.raises(error):
            new_edition(UserFactory(admin=True), **about)
    assert EditionPage.objects.count() == 2


def test_an_edition_goes_from_editor_to_lawyer_and_back_and_then_holds_from_its_first_day() -> None:
    code.edition()
    editor, second, lawyer = member(EDITORS), member(EDITORS), member(LAWYERS)
    page = new_edition(editor)
    changed(page, "4-1", editor, rule="<p>Hooguit 40 euro.</p>")
    state = sent_in(page, editor)
    answer(state, second)
    answer(state, lawyer, "reject", comment="Zeg waarom.")
    changed(page, "4-1", editor, change_note="Minder is genoeg.")
    state.refresh_from_db()
    state.resume(user=editor)
    answer(state, lawyer)
    edition = Edition.objects.get(code="2027")
    assert (edition.proposed_by, edition.approved_by) == (editor.person, lawyer.person)
    version = edition.versions.get()
    assert (version.key, version.change_note) == ("4-1", "Minder is genoeg.")
    assert version.approved_by == lawyer.person
    assert "50 euro" in code.read_on(date(2026, 12, 31))["4-1"]
    assert "40 euro" in code.read_on(NEW_YEAR)["4-1"]


def test_nobody_approves_what_they_sent_in_or_changed_last_superusers_included() -> None:
    code.edition()
    editor, lawyer, admin = member(EDITORS), member(LAWYERS), UserFactory(admin=True)
    page = new_edition(admin)
    changed(page, "4-1", lawyer, rule="<p>Hooguit 40 euro.</p>")
    state = sent_in(page, editor)
    for user in (editor, admin):
        with pytest.raises(PermissionDenied, match=r"anders|else"):
            answer(state, user)
        step = state.current_task_state.task.specific
        fresh = EditionPage.objects.get(pk=page.pk)
        assert "approve" not in {name for name, *_ in step.get_actions(fresh, user)}
    answer(state, member(EDITORS))
    with pytest.raises(PermissionDenied):
        answer(state, lawyer)
    assert not Edition.objects.filter(code="2027").exists()
    answer(state, member(LAWYERS))
    assert Edition.objects.filter(code="2027").exists()


def test_a_changed_article_without_a_note_keeps_an_edition_from_being_approved() -> None:
    code.edition()
    editor = member(EDITORS)
    page = new_edition(editor)
    changed(page, "4-1", editor, rule="<p>Hooguit 40 euro.</p>", change_note="")
    state = sent_in(page, editor)
    assert "4.1" in why_not_approved_by(EditionPage.objects.get(pk=page.pk), member(EDITORS))[0]
    with pytest.raises(PermissionDenied):
        answer(state, member(EDITORS))


def test_nothing_goes_past_the_workflow_not_even_with_the_button_of_a_superuser(
    client: Client,
) -> None:
    old = code.edition()
    admin = UserFactory(admin=True)
    client.force_login(admin)
    page = new_edition(admin)
    draft = ArticlePage.objects.child_of(page).get(key="4-1")
    approved = code.working_text("4-1", old)
    for one in (page, draft, approved):
        may = one.permissions_for_user(admin)
        assert (may.can_publish(), may.can_unpublish()) == (False, False)
    assert not approved.permissions_for_user(admin).can_delete()
    with pytest.raises(PermissionDenied):
        draft.get_latest_revision().publish(user=admin)
    assert draft.get_workflow() is None
    assert approved.get_workflow() is not None
    theme = Theme.objects.create(key="t", title="T", about="", expected="", live=False)
    edit = reverse("wagtailsnippets_gir_theme:edit", args=[theme.pk])
    client.post(edit, {"title": "T", "key": "t", "position": "1", "action-publish": "1"})
    theme.refresh_from_db()
    assert not theme.live


def test_articles_stand_still_while_judged_and_after_a_later_edition() -> None:
    old = code.edition()
    editor = member(EDITORS)
    page = new_edition(editor)
    draft = ArticlePage.objects.child_of(page).get(key="4-1")
    assert draft.get_lock() is None
    state = sent_in(page, editor)
    assert draft.get_lock().for_user(UserFactory(admin=True))
    assert not draft.permissions_for_user(editor).can_delete()
    state.cancel(user=editor)
    assert draft.get_lock() is None
    in_force = code.working_text("4-1", old)
    assert in_force.get_lock() is None
    assert in_force.get_parent().specific.get_lock() is not None
    code.approved(page)
    with clock.at(datetime(2027, 1, 1, 12, tzinfo=UTC)):
        assert in_force.get_lock() is not None
        assert ArticlePage.objects.child_of(page).get(key="4-1").get_lock() is None


def test_an_article_of_the_edition_in_force_is_approved_by_itself_and_holds_from_today() -> None:
    edition = code.edition()
    editor, second, lawyer = member(EDITORS), member(EDITORS), member(LAWYERS)
    page = EditionPage.objects.get(pk=edition.page_id)
    draft = changed(page, "4-1", editor, rule="<p>Hooguit 45 euro.</p>")
    state = sent_in(draft, editor)
    answer(state, second)
    assert ArticleVersion.objects.filter(key="4-1").count() == 1
    answer(state, lawyer)
    version = code.version("4-1")
    assert (version.valid_from, version.approved_by) == (IN_2026.date(), lawyer.person)


def test_an_editor_makes_an_edition_in_the_admin_and_sees_what_it_changes(client: Client) -> None:
    code.edition()
    editor = member(EDITORS)
    client.force_login(editor)
    make = reverse("gir_new_edition", args=[ensure_index().pk])
    refused = client.post(make, {**BY_FORM, "code": "2020", "valid_from": "2020-01-01"})
    assert refused.status_code == 422
    assert EditionPage.objects.count() == 1
    client.post(make, BY_FORM)
    page = EditionPage.objects.get(code="2027")
    again = client.post(make, BY_FORM)
    assert again.status_code == 422
    assert "GIR 2027" in again.content.decode()
    changed(page, "4-1", editor, rule="<p>Hooguit 40 euro.</p>", change_note="")
    ArticlePage.objects.child_of(page).get(key="4-5").delete()
    found = client.get(reverse("gir_differences", args=[page.pk])).content.decode()
    assert found.count('class="gir-difference"') == 2
    assert "<ins>" in found
    client.force_login(PersonFactory(with_user=True).user)
    assert client.get(reverse("gir_differences", args=[page.pk])).status_code == 302


def test_a_lawyer_withdraws_an_approved_edition_with_a_reason_and_an_editor_does_not(
    client: Client,
) -> None:
    code.edition()
    page = new_edition(UserFactory(admin=True))
    changed(page, "4-1", None, rule="<p>Hooguit 40 euro.</p>")
    code.approved(page)
    address = reverse("gir_withdraw", args=[page.pk])
    client.force_login(member(EDITORS))
    client.post(address, {"reason": "x"})
    assert not EditionWithdrawal.objects.exists()
    lawyer = member(LAWYERS)
    client.force_login(lawyer)
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Niet afgestemd"})
    withdrawal = EditionWithdrawal.objects.get()
    assert (withdrawal.reason, withdrawal.by) == ("Niet afgestemd", lawyer.person)
    assert "50 euro" in code.read_on(NEW_YEAR)["4-1"]
    assert EditionPage.objects.get(pk=page.pk).get_lock() is not None


def test_previews_show_working_texts_as_readers_will_see_them(client: Client) -> None:
    code.edition()
    page = new_edition(UserFactory(admin=True))
    draft = changed(page, "4-1", None, rule="<p>Hooguit 40 euro.</p>")
    draft.legal_refs = [{"name": "Ambtenarenwet 2017", "url": ""}]
    theme = Theme(key="t", title="Geschenken", about="<p>Over</p>", expected="")
    for one, words in ((page, "Lager bedrag."), (draft, "Ambtenarenwet 2017"), (theme, "Over")):
        assert words in one.make_preview_request().content.decode()


def test_articles_of_a_theme_are_chosen_and_laws_are_lines(client: Client) -> None:
    edition = code.edition()
    client.force_login(UserFactory(admin=True))
    add = client.get(reverse("wagtailsnippets_gir_theme:add")).content.decode()
    assert 'type="checkbox" name="article_keys" value="4-1"' in add
    page = EditionPage.objects.get(pk=edition.page_id)
    draft = changed(page, "4-1", None, legal_refs=[{"name": "Wet", "url": "https://wet.nl/"}])
    form = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert "Wet | https://wet.nl/" in form
