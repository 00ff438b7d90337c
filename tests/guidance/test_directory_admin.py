"""The roles in the admin: who keeps a text, and when it is read again."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from guidance.models import HelpRole
from tests.factories.accounts import UserFactory
from tests.factories.guidance import HelpRoleFactory
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def address(role: HelpRole) -> str:
    return reverse(HelpRole.snippet_viewset.get_url_name("edit"), args=[role.pk])


def sent(editor: Client, role: HelpRole, **fields: Any) -> Any:
    form = editor.get(address(role)).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    filled = {name: "" if value is None else value for name, value in values.items()}
    names = ("what_they_do", "what_they_do_not", "what_happens_next")
    rich = {name: rich_text("<p>Luistert.</p>") for name in names}
    return {**filled, **rich, "action-publish": "1", **fields}


def test_an_editor_says_who_keeps_a_text_and_when_it_is_read_again(editor: Client) -> None:
    role, keeper = HelpRoleFactory(), PersonFactory(email="noor@example.test", name="Noor")
    fields = sent(editor, role, owner_email="Noor@example.test", review_on="2027-05-01")
    assert editor.post(address(role), fields).status_code == 302
    role.refresh_from_db()
    assert (role.owner, role.review_on) == (keeper, date(2027, 5, 1))
    page = editor.get(address(role)).text
    assert 'value="noor@example.test"' in page
    listed = editor.get(reverse(HelpRole.snippet_viewset.get_url_name("list"))).text
    assert "Noor" in listed


def test_nobody_may_keep_a_text_and_an_unknown_address_is_refused(editor: Client) -> None:
    role = HelpRoleFactory(owner=PersonFactory(email="noor@example.test"))
    wrong = editor.post(address(role), sent(editor, role, owner_email="niemand@example.test"))
    assert "Niemand in Kompas heeft dit adres." in wrong.text
    role.refresh_from_db()
    assert role.owner is not None
    editor.post(address(role), sent(editor, role, owner_email=""))
    role.refresh_from_db()
    assert role.owner is None


def test_a_draft_keeps_its_owner_until_it_is_published(editor: Client) -> None:
    role, keeper = HelpRoleFactory(), PersonFactory(email="noor@example.test")
    fields = sent(editor, role, owner_email=keeper.email)
    del fields["action-publish"]
    editor.post(address(role), fields)
    role.refresh_from_db()
    assert role.owner is None
    assert role.get_latest_revision_as_object().owner == keeper
    assert 'value="noor@example.test"' in editor.get(address(role)).text


def test_readers_do_not_see_who_keeps_a_text(client: Client) -> None:
    HelpRoleFactory(owner=PersonFactory(name="Noor Bewaarder"))
    assert "Noor Bewaarder" not in client.get("/hulp/rollen/vertrouwenspersoon/").text
