"""What stands around every page: help, language, display, menu, and the pages about errors."""

import re
from html import unescape

import pytest
from django.conf import settings as django_settings
from django.http import HttpRequest
from django.template import loader
from django.test import Client, RequestFactory
from django.utils import translation

from design.navigation import NavItem
from tests.factories.accounts import UserFactory

SIGN_IN = "/account/login/"
WITHOUT_A_REQUEST = [
    *("400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"),
    *("429.html", "workshops/too_fast.html"),
]


def two_links(request: HttpRequest) -> list[NavItem]:
    """Return a menu for tests."""
    return [
        NavItem(label="<Lezen>", url="/lezen/", active=request.path == SIGN_IN),
        NavItem(label="Team", url="/team/", icon="users", push=True),
    ]


@pytest.fixture
def menu(settings) -> None:
    settings.SITE_NAVIGATION = [f"{__name__}.two_links"]


@pytest.fixture
def sign_in(db, menu, client: Client) -> str:
    return client.get(f"{SIGN_IN}?next=/mijn-team/%3Fq%3Da").text


def test_a_page_names_its_language_and_leads_to_help(sign_in: str):
    assert '<html lang="nl">' in sign_in
    assert sign_in.count('href="/hulp/"') == 2


def test_the_other_language_is_the_same_page_with_the_same_question(sign_in: str):
    link = re.search(r'<a class="tool" href="([^"]+)" lang="en" hreflang="en">', sign_in)
    assert link is not None
    assert unescape(link.group(1)) == "/en/account/login/?next=/mijn-team/%3Fq%3Da"


@pytest.mark.django_db
def test_an_english_page_leads_to_english_help_and_back_to_dutch(client: Client, menu):
    page = client.get(f"/en{SIGN_IN}").text
    assert '<html lang="en">' in page
    assert 'href="/en/hulp/"' in page
    assert f'href="{SIGN_IN}" lang="nl"' in page


def test_the_menu_comes_from_the_setting_and_marks_the_present_page(sign_in: str):
    assert '<a href="/lezen/" aria-current="page">&lt;Lezen&gt;</a>' in sign_in
    assert re.search(r'<li class="site-nav__push"><a href="/team/"><svg.*?#users', sign_in)


@pytest.mark.django_db
def test_the_name_in_the_header_costs_no_query(django_assert_num_queries, menu):
    request = RequestFactory().get("/account/password/change/")
    request.user = UserFactory.build(first_name="Samira", last_name="Haddad")
    with django_assert_num_queries(0):
        page = loader.get_template("account/password_set.html").render({}, request)
    assert '<span class="tool__label">Samira Haddad</span>' in page


@pytest.mark.parametrize("choice", ["light", "dark"])
@pytest.mark.django_db
def test_the_choice_of_display_is_kept_and_shown(client: Client, menu, choice: str):
    response = client.post("/weergave/", {"theme": choice, "next": SIGN_IN})
    assert (response.status_code, response["Location"]) == (302, SIGN_IN)
    assert f'<html lang="nl" data-theme="{choice}">' in client.get(SIGN_IN).text


@pytest.mark.django_db
def test_following_the_device_again_forgets_the_choice(client: Client, menu):
    client.post("/weergave/", {"theme": "dark"})
    client.post("/weergave/", {"theme": ""})
    assert client.cookies[django_settings.THEME_COOKIE_NAME].value == ""
    assert '<html lang="nl">' in client.get(SIGN_IN).text


@pytest.mark.django_db
def test_a_cookie_that_somebody_made_up_is_ignored(client: Client, menu):
    client.cookies[django_settings.THEME_COOKIE_NAME] = '"><script>'
    assert '<html lang="nl">' in client.get(SIGN_IN).text


@pytest.mark.django_db
def test_over_https_the_choice_is_kept_in_a_cookie_of_this_host_alone(client: Client, settings):
    settings.THEME_COOKIE_NAME = "__Host-kompas_theme"
    settings.SESSION_COOKIE_SECURE = True
    cookie = client.post("/weergave/", {"theme": "dark"}).cookies["__Host-kompas_theme"]
    assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
    assert cookie["domain"] == ""


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
@pytest.mark.django_db
def test_the_choice_of_display_never_leads_to_another_site(client: Client, target: str):
    assert client.post("/weergave/", {"theme": "dark", "next": target})["Location"] == "/"


def test_the_choice_of_display_needs_a_token_and_a_post():
    strict = Client(enforce_csrf_checks=True)
    assert strict.get("/weergave/").status_code == 405
    refused = strict.post("/weergave/", {"theme": "dark"})
    assert refused.status_code == 403
    assert 'href="/hulp/"' in refused.text
    assert 'href="/hulp/vertrouwenspersoon/"' in refused.text
    assert django_settings.THEME_COOKIE_NAME not in strict.cookies


@pytest.mark.parametrize("name", [*WITHOUT_A_REQUEST, "hulp_noodpagina.html"])
@pytest.mark.parametrize(("language", "path"), [("nl", "/hulp/"), ("en", "/en/hulp/")])
def test_a_page_about_an_error_needs_no_request_and_leads_to_help_and_to_an_adviser(
    name: str, language: str, path: str
):
    # No database mark: a query would fail this test.
    with translation.override(language):
        page = loader.get_template(name).render({"title": "Storing", "text": "Wacht even."})
    assert f'<html lang="{language}">' in page
    assert f'href="{path}"' in page
    assert f'href="{path}vertrouwenspersoon/"' in page
    assert re.findall(r'(?:src|href)="(?!/|#|tel:)([^"]*)"', page) == []


@pytest.mark.django_db
def test_an_unknown_address_gets_our_page_in_the_language_of_the_address(client: Client):
    page = client.get("/en/nergens/")
    assert page.status_code == 404
    assert 'href="/en/mijn-leren/"' in page.text
    assert 'href="/en/hulp/vertrouwenspersoon/"' in page.text


def test_the_help_page_for_an_outage_has_the_main_routes():
    page = loader.get_template("hulp_noodpagina.html").render()
    assert '<div lang="nl"' in page
    calls = re.findall(r'href="tel:(\d+)"', page)
    assert set(calls) == {"112", "113", "08000188", "09000101", "08000113"}
    for route in ("vertrouwenspersoon", "KCOO", "RABA", "Huis voor klokkenluiders", "huisarts"):
        assert route in page
