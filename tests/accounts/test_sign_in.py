"""Signing in with e-mail and password (security S1, S2, S4, S6, S9, S10, A7)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import Settings

from accounts.adapters import AccountAdapter
from accounts.models import FailedSignIn, User
from core import clock
from organisations.backends import PersonBackend
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user() -> Any:
    return UserFactory(email="anna@example.test")


def sign_in(client: Client, email: Any, password: Any = PASSWORD, **data: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **data})


def is_signed_in(client: Client) -> Any:
    return "_auth_user_id" in client.session


def test_somebody_signs_in_with_whatever_capitals(client: Client, user: User) -> None:
    response = sign_in(client, "Anna@Example.test")
    assert (response.status_code, response.url) == (302, "/mijn-leren/")
    assert is_signed_in(client)


def test_the_key_of_the_session_changes_and_one_set_before_is_refused(
    client: Client, user: User
) -> None:
    client.cookies["kompas_session"] = "set-by-somebody-else-000000000000"
    client.get(LOGIN)
    before = client.session.session_key
    sign_in(client, user.email)
    after = client.cookies["kompas_session"].value
    assert is_signed_in(client)
    assert after not in {before, "set-by-somebody-else-000000000000"}


def test_a_changed_password_changes_the_session_and_ends_the_others(
    client: Client, user: User
) -> None:

    other = Client()
    sign_in(other, user.email)
    sign_in(client, user.email)
    before = client.cookies["kompas_session"].value
    new = "een-heel-ander-wachtwoord"
    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert client.cookies["kompas_session"].value != before
    assert client.get("/account/password/change/").status_code == 200
    assert other.get("/account/password/change/").status_code == 302
    assert [message.to for message in mail.outbox] == [[user.email]]


@pytest.mark.parametrize("password", ["kort-geheim", "123456789012", "wachtwoord", "anna@example"])
def test_weak_passwords_are_refused(client: Client, user: User, password: Any) -> None:
    sign_in(client, user.email)
    response = client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert response.context["form"].errors
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_wrong_password_and_an_unknown_address_say_the_same(client: Client, user: User) -> None:
    wrong = sign_in(client, user.email, "not this one")
    unknown = sign_in(client, "nobody@example.test", "not this one")
    errors = [response.context["form"].non_field_errors() for response in (wrong, unknown)]
    assert len(errors[0]) == 1
    assert errors[0] == errors[1]
    assert not is_signed_in(client)


def test_six_wrong_passwords_lock_this_account_and_nobody_else_behind_the_address(
    client: Client, user: User
) -> None:
    other = UserFactory()
    for _ in range(5):
        sign_in(client, user.email, "not this one")
    assert sign_in(client, user.email).status_code == 200
    assert not is_signed_in(client)
    assert sign_in(client, other.email).status_code == 302


def test_after_five_minutes_or_a_new_password_the_account_opens_again(
    client: Client, user: User
) -> None:
    for _ in range(5):
        sign_in(client, user.email, "not this one")
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert sign_in(client, user.email).status_code == 302
    assert FailedSignIn.objects.count() == 0
    client.logout()
    for _ in range(5):
        sign_in(client, user.email, "not this one")
    AccountAdapter().set_password(user, PASSWORD)
    assert sign_in(client, user.email).status_code == 302


def test_what_was_only_tried_is_forgotten_after_a_day_and_never_kept_as_an_address(
    client: Client,
) -> None:
    sign_in(client, "nobody@example.test", "not this one")
    assert "nobody" not in FailedSignIn.objects.get().key
    with clock.at(clock.now() + timedelta(days=2)):
        sign_in(client, "other@example.test", "not this one")
    assert FailedSignIn.objects.count() == 1


def test_signing_in_goes_on_while_the_cache_is_away(
    client: Client, user: User, settings: Settings
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "core.cache.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.1},
        }
    }
    assert sign_in(client, user.email).status_code == 302
    client.logout()
    UserFactory(email="locked@example.test")
    for _ in range(5):
        sign_in(client, "locked@example.test", "not this one")
    assert sign_in(client, "locked@example.test").status_code == 200


def test_two_hundred_people_behind_one_address_sign_in(client: Client) -> None:

    for _ in range(40):
        UserFactory()
    for each in User.objects.all():
        assert sign_in(Client(REMOTE_ADDR="10.0.0.1"), each.email).status_code == 302


def test_a_closed_account_is_out_at_the_next_request(client: Client, user: User) -> None:
    sign_in(client, user.email)
    assert client.get("/account/password/change/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/account/password/change/").status_code == 302
    User.objects.update(is_active=True)
    assert client.get("/account/password/change/").status_code in {200, 302}


def test_a_closed_account_does_not_sign_in(client: Client, user: User) -> None:
    User.objects.update(is_active=False)
    sign_in(client, user.email)
    assert not is_signed_in(client)


def test_whoever_was_erased_is_out_at_the_next_request_and_does_not_come_back(
    client: Client, user: User
) -> None:
    person = PersonFactory(user=user)
    sign_in(client, user.email)
    person.erased_at = datetime(2026, 1, 1, tzinfo=UTC)
    person.save()
    assert client.get("/account/password/change/").status_code == 302
    client.session.flush()
    sign_in(client, user.email)
    assert not is_signed_in(client)


def test_nobody_signs_up(client: Client) -> None:
    response = client.post(
        "/account/signup/",
        {"email": "new@example.test", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert response.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"],
)
def test_the_next_page_is_only_on_our_own_host(client: Client, user: User, wanted: Any) -> None:
    assert sign_in(client, user.email, next=wanted).url == "/mijn-leren/"


def test_the_page_that_was_asked_for_comes_first(client: Client, user: User) -> None:
    assert sign_in(client, user.email, next="/mijn-team/").url == "/mijn-team/"


@pytest.mark.parametrize(("language", "start"), [("nl", "/mijn-leren/"), ("en", "/en/mijn-leren/")])
def test_one_starts_in_the_language_of_the_person(
    client: Client, language: Any, start: Any
) -> None:
    person = PersonFactory(with_user=True, language=language)
    assert sign_in(client, person.user.email).url == start


def test_a_password_is_reset_by_a_link_that_works_once(client: Client, user: User) -> None:
    client.post("/account/password/reset/", {"email": user.email}, headers={"host": "testserver"})
    [message] = mail.outbox
    assert (message.to, message.alternatives) == ([user.email], [])
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", message.body)[1]
    form = client.get(link, follow=True)
    assert link not in form.request["PATH_INFO"]
    new = "een-heel-ander-wachtwoord"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert not is_signed_in(client)
    again = client.get(link, follow=True)
    assert again.context["token_fail"]


def test_a_link_to_reset_ends_after_a_day(client: Client, user: User) -> None:
    import time_machine

    client.post("/account/password/reset/", {"email": user.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    with time_machine.travel(datetime.now(tz=UTC) + timedelta(hours=27)):
        assert client.get(link, follow=True).context["token_fail"]


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(
    client: Client, user: User
) -> None:
    known = client.post("/account/password/reset/", {"email": user.email})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.test"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [[user.email], ["nobody@example.test"]]
    assert "password/reset/key" not in mail.outbox[1].body


def test_asking_too_often_gives_a_page_that_says_so_and_nobody_else_is_bothered(
    client: Client, user: User
) -> None:
    other = UserFactory()
    for _ in range(5):
        client.post("/account/password/reset/", {"email": user.email})
    refused = client.post("/account/password/reset/", {"email": user.email})
    assert refused.status_code == 429
    assert "<h1" in refused.content.decode()
    assert client.post("/account/password/reset/", {"email": other.email}).status_code == 302


def test_mail_is_in_the_language_of_the_person(client: Client) -> None:
    for language in ("en", "nl"):
        person = PersonFactory(with_user=True, language=language)
        client.post("/account/password/reset/", {"email": person.user.email})
    with override("en"):
        assert mail.outbox[0].subject == "Choose a new password for Kompas"
    assert all(len(message.body.splitlines()) > 3 for message in mail.outbox)


def test_the_way_into_the_admin_is_our_own_sign_in(client: Client, user: User) -> None:
    response = client.get("/beheer/", follow=True)
    assert response.redirect_chain[-1][0].startswith(f"{LOGIN}?next=/beheer/")
    old = client.get("/beheer/login/?next=https://evil.example/")
    assert old.url == f"{LOGIN}?next=/beheer/"
    assert client.post("/beheer/login/", {"username": user.email}).status_code == 302
    assert client.get("/beheer/password_reset/").status_code == 404


def test_a_learner_who_asks_for_the_admin_gets_a_404_and_no_circle(
    client: Client, user: User
) -> None:
    client.force_login(user)
    response = client.get("/beheer/", follow=True)
    assert response.status_code == 404
    client.force_login(UserFactory(admin=True))
    assert client.get("/beheer/login/").url == "/beheer/"


@pytest.mark.parametrize(
    "right", ["add_user", "change_user", "delete_user", "add_group", "change_group"]
)
def test_a_right_over_accounts_gives_nothing_to_who_is_no_superuser(
    client: Client, user: User, right: Any
) -> None:
    """Wagtail's right to manage users equals being a superuser (wagtail#14100)."""
    codes = ["access_admin", right]
    group = Group.objects.create(name="Local administrators")
    group.permissions.add(*Permission.objects.filter(codename__in=codes))
    user.groups.add(group)
    client.force_login(user)
    for name in ("wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"):
        assert client.get(reverse(name)).status_code == 302
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    client.post(url, {"email": user.email, "is_superuser": "on", "is_active": "on"})
    user.refresh_from_db()
    assert user.is_superuser is False


def test_a_superuser_manages_accounts(client: Client, user: User) -> None:
    client.force_login(UserFactory(admin=True))
    for name in ("wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("wagtailusers_users:edit", args=[user.pk])).status_code == 200


def test_passwords_are_kept_with_argon2() -> None:
    from config import settings as site

    assert site.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_two_accounts_with_one_address_cannot_be(user: User) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="ANNA@example.test")
    assert User.objects.get_by_natural_key("Anna@Example.test") == user
    assert str(user) == "anna@example.test"
    assert User.objects.create_superuser("boss@example.test", "x").is_superuser


def test_an_unknown_session_has_no_account() -> None:
    assert PersonBackend().get_user(12345) is None
