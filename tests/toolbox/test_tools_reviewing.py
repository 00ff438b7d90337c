"""Texts past their day: on the list of editors, and once a week in a message."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from core import clock
from core.reviewing import ReviewItem
from notifications.models import Notice
from organisations.models import Person
from tests.compliance.story import moment
from tests.factories.organisations import PersonFactory
from tests.toolbox.kit import make_box, make_tool
from toolbox.models import ToolPage
from toolbox.reports.reviewing import reviews_on
from toolbox.review_letters import refresh, remind_of_reviews

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 23)
OWN = ["toolbox.reports.reviewing.tools_to_review"]


@pytest.fixture(autouse=True)
def _only_tools(settings: Any) -> None:
    settings.REVIEW_SOURCES = OWN


def editor(name: str = "Noor") -> Person:
    """Return somebody who writes and publishes pages."""
    person: Person = PersonFactory(name=name, with_user=True)
    group, _new = Group.objects.get_or_create(name="Schrijvers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    root = Page.get_first_root_node()
    for kind in ("change", "publish"):
        right = Permission.objects.get(
            codename=f"{kind}_page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
    person.user.groups.add(group)
    return person


def three_tools(caretaker: Person | None = None) -> None:
    box = make_box()
    make_tool(box, "T1", review_on=date(2026, 11, 22), caretaker=caretaker)
    make_tool(box, "T2", review_on=date(2026, 12, 31))
    make_tool(box, "T3", review_on=date(2027, 6, 1))
    make_tool(box, "T4")
    make_tool(box, "T5", review_on=date(2020, 1, 1), live=False)


def some_other_app() -> list[ReviewItem]:
    """Say that a link of another app is dead."""
    item = ReviewItem(
        title="Link", kind="Link", review_on=date(2099, 1, 1), edit_url="/x/", why="Dood."
    )
    return [item]


def test_the_list_has_what_is_past_its_day_and_what_comes_soon_of_every_app(settings: Any) -> None:
    three_tools()
    settings.REVIEW_SOURCES = [*OWN, f"{__name__}.some_other_app"]
    reviews = reviews_on(TODAY)
    assert [one.title for one in reviews.due] == ["T1 Kaart T1", "Link"]
    assert [one.title for one in reviews.soon] == ["T2 Kaart T2"]


def test_an_editor_sees_the_list_and_who_edits_nothing_does_not(client: Client) -> None:
    three_tools()
    client.force_login(editor().user)
    with clock.at(moment("2026-11-23")):
        text = client.get("/beheer/reports/te-herzien/").content.decode()
    assert "T1 Kaart T1" in text
    assert "T3 Kaart T3" not in text
    assert "/beheer/reports/te-herzien/" in client.get("/beheer/").content.decode()
    officer = PersonFactory(with_user=True)
    officer.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(officer.user)
    refused = client.get("/beheer/reports/te-herzien/", follow=True).content.decode()
    assert "T1 Kaart T1" not in refused
    assert "/beheer/reports/te-herzien/" not in client.get("/beheer/").content.decode()


def test_the_owner_is_told_once_a_week_and_editors_of_what_nobody_owns() -> None:
    owner, writer = PersonFactory(name="Olaf"), editor()
    PersonFactory(name="Iemand anders", with_user=True)
    three_tools(caretaker=owner)
    with clock.at(moment("2026-11-23")):
        assert [remind_of_reviews(), remind_of_reviews()] == [1, 0]
    with clock.at(moment("2026-11-25")):
        assert remind_of_reviews() == 0
    assert [row.person for row in Notice.objects.all()] == [owner]
    with clock.at(moment("2027-01-04")):
        assert remind_of_reviews() == 2
    told = Notice.objects.filter(context__monday="2027-01-04")
    assert {row.person for row in told} == {owner, writer}


def test_a_message_names_the_texts_and_is_not_sent_when_all_were_read_again() -> None:
    owner = PersonFactory(name="Olaf")
    three_tools(caretaker=owner)
    with clock.at(moment("2026-11-23")):
        remind_of_reviews()
        notice = Notice.objects.get()
        filled = refresh([notice])[notice.pk]
        assert filled is not None
        assert (filled["naam"], filled["teksten"]) == ("Olaf", ("T1 Kaart T1",))
        assert filled["knop"] == "/beheer/reports/te-herzien/"
        _read_again()
        assert refresh([notice]) == {notice.pk: None}


def test_a_message_of_last_week_is_not_sent_any_more() -> None:
    three_tools(caretaker=PersonFactory())
    with clock.at(moment("2026-11-23")):
        remind_of_reviews()
    notice = Notice.objects.get()
    with clock.at(moment("2026-12-01")):
        assert refresh([notice]) == {notice.pk: None}


def _read_again() -> None:
    page = ToolPage.objects.get(code="T1")
    page.review_on = date(2028, 1, 1)
    page.save_revision().publish()
