"""Favourites: kept for the person only, once, and gone when they say so."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from organisations.enums import MandateKind
from organisations.models import PersonMerge
from organisations.services.persons import erase_person
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries
from tests.toolbox.kit import make_box, make_tool
from toolbox.models import Favourite, ToolPage
from toolbox.reports.favourites import favourites_of
from toolbox.services.favourites import forget_erased, keep_tool, let_all_go, let_go

pytestmark = pytest.mark.django_db(transaction=True)

CHANGE, LIST = "/gereedschap/favorieten/bewaren/", "/gereedschap/favorieten/"


@pytest.fixture
def tool() -> ToolPage:
    box = make_box()
    make_tool(box, "T2")
    return make_tool(box, "T1", title="Gesprek na een signaal")


def test_a_star_keeps_a_tool_and_the_same_star_lets_it_go(client: Client, tool: ToolPage) -> None:
    person, other = PersonFactory(with_user=True), PersonFactory(with_user=True)
    keep_tool(person=other, tool=ToolPage.objects.get(code="T2"))
    client.force_login(person.user)
    for _twice in range(2):
        answer = client.post(CHANGE, {"code": "T1", "bewaren": "1"})
        assert answer.url == tool.address
    assert [line.code for line in favourites_of(person)] == ["T1"]
    assert [line.code for line in client.get(LIST).context["lines"]] == ["T1"]
    answer = client.post(CHANGE, {"code": "T1", "bewaren": "0", "terug": "lijst"})
    assert answer.url == LIST
    assert list(favourites_of(person)) == []
    assert [line.code for line in favourites_of(other)] == ["T2"]


def test_no_page_of_a_manager_tells_what_a_team_member_keeps(
    client: Client, tool: ToolPage
) -> None:
    unit = UnitFactory()
    learner, manager = PersonFactory(with_user=True), PersonFactory(with_user=True)
    AppointmentFactory(person=learner, unit=unit)
    MandateFactory(holder=manager, unit=unit, kind=MandateKind.MANAGER)
    keep_tool(person=learner, tool=tool)
    client.force_login(manager.user)
    for page in (LIST, "/mijn-team/", "/organisatie/"):
        assert "Gesprek na een signaal" not in client.get(page, follow=True).content.decode()
    assert "In je favorieten" not in client.get("/gereedschap/leidinggevenden/").content.decode()


def test_a_star_needs_a_person_a_form_token_and_a_tool_that_can_be_read(
    client: Client, tool: ToolPage
) -> None:
    person = PersonFactory(with_user=True)
    assert client.post(CHANGE, {"code": "T1", "bewaren": "1"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user)
    assert strict.post(CHANGE, {"code": "T1", "bewaren": "1"}).status_code == 403
    client.force_login(person.user)
    tool.unpublish()
    assert client.post(CHANGE, {"code": "T1", "bewaren": "1"}).status_code == 404
    assert client.post(CHANGE, {"code": "NUL\0", "bewaren": "1"}).status_code == 404
    assert client.get(CHANGE).status_code == 405
    assert not Favourite.objects.exists()


def test_the_database_keeps_a_favourite_once(tool: ToolPage) -> None:
    person = PersonFactory()
    keep_tool(person=person, tool=tool)
    with pytest.raises(IntegrityError), transaction.atomic():
        Favourite.objects.create(person=person, tool=tool)


def test_a_merged_record_brings_its_favourites_and_they_can_be_let_go(tool: ToolPage) -> None:
    person, double, stranger = PersonFactory(), PersonFactory(), PersonFactory()
    for one in (person, double, stranger):
        keep_tool(person=one, tool=tool)
    PersonMerge.objects.create(person=double, into=person)
    assert [line.code for line in favourites_of(person)] == ["T1"]
    let_go(person=person, tool=tool)
    assert list(favourites_of(person)) == []
    assert [row.person for row in Favourite.objects.all()] == [stranger]


def test_everything_can_be_taken_away_at_once_by_the_person_themselves(
    client: Client, tool: ToolPage
) -> None:
    person, other = PersonFactory(with_user=True), PersonFactory()
    for one in (person, other):
        keep_tool(person=one, tool=tool)
    client.force_login(person.user)
    client.post(reverse("toolbox:favourites-clear"))
    assert [row.person for row in Favourite.objects.all()] == [other]
    let_all_go(person=other)
    assert not Favourite.objects.exists()


def test_favourites_go_with_who_is_erased_and_with_the_tool(tool: ToolPage) -> None:
    gone, stays = PersonFactory(), PersonFactory()
    other = ToolPage.objects.get(code="T2")
    for person in (gone, stays):
        keep_tool(person=person, tool=tool)
    keep_tool(person=stays, tool=other)
    erase_person(person=gone)
    assert forget_erased() == 1
    assert {row.person for row in Favourite.objects.all()} == {stays}
    tool.delete()
    assert [line.code for line in favourites_of(stays)] == ["T2"]


def test_what_is_not_published_any_more_is_not_in_the_list_and_comes_back_with_it(
    tool: ToolPage,
) -> None:
    person = PersonFactory()
    keep_tool(person=person, tool=tool)
    tool.unpublish()
    assert list(favourites_of(person)) == []
    ToolPage.objects.get(pk=tool.pk).save_revision().publish()
    assert [line.code for line in favourites_of(person)] == ["T1"]


def test_an_account_without_a_person_keeps_nothing_and_reads_why(client: Client) -> None:
    make_tool(make_box(), "T1")
    client.force_login(UserFactory())
    assert "hoort niet bij een persoon" in client.get(LIST).content.decode()
    assert client.post(CHANGE, {"code": "T1", "bewaren": "1"}).status_code == 404


def test_the_list_is_asked_as_often_for_thirty_favourites_as_for_one(client: Client) -> None:
    person = PersonFactory(with_user=True)
    client.force_login(person.user)
    box = make_box()
    keep_tool(person=person, tool=make_tool(box, "T1"))
    few = _queries(client)
    for n in range(2, 31):
        keep_tool(person=person, tool=make_tool(box, f"T{n}"))
    assert _queries(client) == few
    assert len(favourites_of(person)) == 30
    assert Favourite.objects.filter(kept_at__lte=clock.now()).count() == 30


def _queries(client: Client) -> int:
    client.get(LIST)
    with count_queries() as queries:
        client.get(LIST)
    return len(queries)
