"""The Rijk-wide course is out of reach of who adds to it for one organisation (GOR m11)."""

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from lms.content.models import ModulePage
from organisations.enums import MandateKind, RoleKind
from organisations.models import Person
from tests.factories.organisations import MandateFactory, RoleAssignmentFactory
from tests.lms.local import MODULE, UNTIL, Ministry, approved, make_ministry, works_in
from tests.lms.pages import Course

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(course: Course) -> Ministry:
    """Build the ministry."""
    return make_ministry()


def with_every_local_right(world: Ministry) -> Person:
    """Return a local editor who also holds each role and each mandate of the whole ministry."""
    for role in RoleKind:
        RoleAssignmentFactory(person=world.writer, role=role, unit=world.top)
    for kind in MandateKind:
        MandateFactory(holder=world.writer, unit=world.top, kind=kind, **UNTIL)
    return world.writer


@pytest.mark.parametrize("action", ["unpublish", "delete", "move", "edit"])
def test_a_local_editor_cannot_unpublish_a_core_module(
    world: Ministry, course: Course, action: str
) -> None:
    editor, page = with_every_local_right(world), course.modules["first"]
    client = Client()
    client.force_login(editor.user)
    url = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])
    sent = {"title": "Weg", "slug": "weg", "module_key": "first", "action-publish": "1"}
    for answer in (client.get(url), client.post(url, sent)):
        assert answer.status_code in {302, 403}
        assert MODULE not in answer.get("Location", "")
    found = ModulePage.objects.get(pk=page.pk)
    assert (found.live, found.title, found.slug) == (True, page.title, page.slug)
    may = found.permissions_for_user(editor.user)
    assert not any((may.can_unpublish(), may.can_delete(), may.can_edit(), may.can_publish()))
    assert page.title in works_in(world.team).get(MODULE)


def test_what_is_added_leaves_the_module_and_its_version_as_they_were(
    world: Ministry, course: Course
) -> None:
    reader = works_in(world.elsewhere)
    before = reader.get(MODULE)
    page = ModulePage.objects.filter(pk=course.modules["first"].pk)
    rows = page.values().get()
    approved(world, valid_from=clock.today())
    assert page.values().get() == rows
    assert _without_token(reader.get(MODULE)) == _without_token(before)


def _without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
