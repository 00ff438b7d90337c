"""The ledger in the admin: whoever may can look and void; nobody can add, edit or delete."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse
from wagtail.models import ModelLogEntry

from lms.api import Completion, void_completion
from tests.factories.accounts import UserFactory
from tests.factories.lms import MOMENT, CompletionFactory
from tests.factories.organisations import PersonFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db


def may(*codenames: str):
    """Return somebody who may enter the admin and has these permissions."""
    user = UserFactory()
    for codename in ("access_admin", *codenames):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    return user


def url(name: str, completion: Completion | None = None) -> str:
    return reverse(f"ledger:{name}", args=[completion.pk] if completion else [])


def test_the_list_is_found_by_activity_date_and_name(client):
    shown = CompletionFactory(person__name="Aisha Bakr")
    other = CompletionFactory(person__name="Bo de Vries", occurred_at=MOMENT - timedelta(days=400))
    client.force_login(may("view_completion"))
    day = shown.occurred_on.isoformat()
    for query in (
        {"activity": shown.activity.pk},
        {"occurred_on_from": day, "occurred_on_to": day},
        {"q": "Aisha"},
    ):
        page = client.get(url("index"), query).content.decode()
        assert "Aisha Bakr" in page, query
        assert other.person.name not in page, query
    everything = client.get(url("index")).content.decode()
    assert "Aisha Bakr" in everything
    assert other.person.name in everything


def test_the_list_takes_the_same_number_of_queries_whatever_its_length(client):
    client.force_login(UserFactory(admin=True))
    counts = []
    for more in (2, 15):
        for _ in range(more):
            void_completion(completion=CompletionFactory(), reason="Wrong", by=None)
        with count_queries() as queries:
            client.get(url("index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_there_is_no_page_to_add_edit_or_delete():
    for name in ("add", "edit", "delete", "copy", "history", "usage"):
        with pytest.raises(NoReverseMatch):
            reverse(f"ledger:{name}")
        with pytest.raises(NoReverseMatch):
            reverse(f"ledger:{name}", args=[1])
    permissions = Permission.objects.filter(content_type__model="completion")
    assert {row.codename for row in permissions} == {"view_completion", "void_completion"}


def test_who_may_declares_a_completion_invalid_with_a_reason(client):
    completion = CompletionFactory()
    person = PersonFactory(user=may("view_completion", "void_completion"))
    client.force_login(person.user)
    assert url("void", completion) in client.get(url("inspect", completion)).content.decode()
    page = client.get(url("void", completion))
    assert str(completion.activity) in page.content.decode()
    answer = client.post(url("void", completion), {"reason": "Namesake"})
    assert answer.url == url("inspect", completion)
    void = Completion.objects.get(voids=completion)
    assert (void.reason, void.recorder) == ("Namesake", person)
    assert ModelLogEntry.objects.get(action="lms.void").user == person.user
    assert url("void", completion) not in client.get(url("inspect", completion)).content.decode()


def test_an_administrator_without_a_person_is_named_in_the_log(client):
    completion = CompletionFactory()
    admin = UserFactory(admin=True)
    client.force_login(admin)
    client.post(url("void", completion), {"reason": "Namesake"})
    assert Completion.objects.get(voids=completion).recorder is None
    assert ModelLogEntry.objects.get(action="lms.void").user == admin


def test_moments_are_shown_in_the_zone_of_the_reader(client):
    completion = CompletionFactory()
    client.force_login(UserFactory(admin=True))
    page = client.get(url("inspect", completion))
    assert "23 november 2026 10:00" in page.content.decode()
    values = [field["value"] for field in page.context["fields"]]
    assert "–" in values
    assert None not in values


def test_without_a_reason_nothing_happens(client):
    completion = CompletionFactory()
    client.force_login(UserFactory(admin=True))
    answer = client.post(url("void", completion), {"reason": " "})
    assert answer.context["form"].errors.keys() == {"reason"}
    assert list(Completion.objects.all()) == [completion]


def test_declaring_invalid_twice_or_a_void_says_why_not(client):
    completion = CompletionFactory()
    void = void_completion(completion=completion, reason="First", by=None)
    client.force_login(UserFactory(admin=True))
    for row in (completion, void):
        answer = client.post(url("void", row), {"reason": "Second"})
        assert answer.context["form"].non_field_errors()
    assert Completion.objects.count() == 2


def test_without_the_permission_nobody_looks_or_declares_invalid(client):
    completion = CompletionFactory()
    client.force_login(may("view_completion"))
    assert url("void", completion) not in client.get(url("inspect", completion)).content.decode()
    client.post(url("void", completion), {"reason": "Namesake"})
    client.force_login(may())
    for name, row in (("index", None), ("inspect", completion), ("void", completion)):
        answer = client.get(url(name, row))
        assert completion.person.name not in answer.content.decode()
        assert answer.status_code in {302, 403}
    assert list(Completion.objects.all()) == [completion]
