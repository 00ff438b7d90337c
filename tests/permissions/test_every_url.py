"""Every address of the site, asked by every role: the matrix is the truth, and looking is free."""

from typing import Any

from django.urls import resolve, reverse

from tests.factories.accounts import PASSWORD
from tests.permissions.base import WithWorld
from tests.permissions.matrix import ADMIN_PAGES, LISTED, PAGES, Page
from tests.permissions.probe import ask, client_of
from tests.permissions.roles import OUTSIDE_ADMIN, Method, Outcome, Role
from tests.permissions.routes import Route, all_routes, example_of

PUBLIC_IN_ADMIN = frozenset({"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"})
"""Icons and words of the admin; the page to sign in shows them too."""
SHADOWED = frozenset({"wagtailadmin_login", "wagtailcore_login", "wagtaildocs_serve"})
"""Wagtail's own pages to sign in and to send files: ours stand before them."""

_READS_ONLY = (
    "list_units", "read_unit", "list_duties", "read_figures", "list_obligations",
    "list_completions", "list_editions", "list_articles", "read_article", "list_changes",
)  # fmt: skip
NO_FORM = {
    # A mail server has no form: it shows our secret, and without that there is nothing here.
    "berichten-retour": {Outcome.UNKNOWN},
    "learning:catalogue": {"400"},
    **{f"api:{name}": {Outcome.POST_ONLY} for name in _READS_ONLY},
}
"""Pages that have no form of this kind, and say so before they look for the token. The API knows no
session, so that there is nothing to forge, and only reads."""


class EveryUrlTests(WithWorld):
    """The matrix holds for every address."""

    def addresses(self, page: Page) -> list[str]:
        """Return the addresses of a row of the matrix, with real ids in them."""
        return [
            reverse(name, args=[part.format(**self.world.ids) for part in parts])
            for name, parts in page.routes.items()
        ]

    def test_every_own_address_stands_in_the_matrix_and_nothing_else(self) -> None:
        own = {route.name for route in all_routes() if route.is_own} - SHADOWED
        assert sorted(own - LISTED) == [], (
            "Add these addresses to tests/permissions/matrix.py: who may see them?"
        )
        assert sorted(LISTED - own) == [], "These are gone: take them out of the matrix."

    def test_each_address_answers_each_role_as_the_matrix_says_and_writes_nothing(self) -> None:
        wrong = []
        for role in Role:
            client = client_of(self.world, role)
            for page in PAGES:
                for url in self.addresses(page):
                    answer = ask(client, Method.GET, url)
                    if answer.outcome != page.answers[role] or answer.writes:
                        wrong.append((role, url, answer, page.answers[role]))
        assert not wrong, "\n".join(map(str, wrong))

    def test_who_may_not_look_may_not_send_either(self) -> None:
        """A form that is sent is refused like the page, and nothing was written."""
        wrong = []
        for role in (*OUTSIDE_ADMIN, Role.EDITOR, Role.COMPLIANCE_OFFICER):
            client = client_of(self.world, role)
            refusing = (Outcome.DOOR, Outcome.BACK, Outcome.UNKNOWN)
            for page in (page for page in ADMIN_PAGES if page.answers[role] in refusing):
                for url in self.addresses(page):
                    answer = ask(client, Method.POST, url)
                    if answer.outcome != page.answers[role] or answer.writes:
                        wrong.append((role, url, answer))
        assert not wrong, "\n".join(map(str, wrong))

    def test_an_address_without_a_right_answers_as_one_that_does_not_exist(self) -> None:
        wrong: list[Any] = []
        for role in (Role.LEARNER, Role.MANAGER, Role.WORKS_COUNCIL):
            client = client_of(self.world, role)
            for url in ("/organisatie/{}/", "/organisatie/{}/export.csv", "/mijn-team/?team={}"):
                forbidden = client.get(url.format("elders"))
                unknown = client.get(url.format("bestaat-niet"))
                if forbidden.status_code != 404 or forbidden.content != unknown.content:
                    wrong.append((role, url, forbidden.status_code))
        assert not wrong, "\n".join(map(str, wrong))


class WagtailAdminTests(WithWorld):
    """What Wagtail itself offers follows one rule: only for who has the admin."""

    def test_who_has_no_admin_gets_into_nothing_of_it_and_writes_nothing(self) -> None:
        wrong = []
        for role in OUTSIDE_ADMIN:
            client = client_of(self.world, role)
            for route in self.rule():
                for method in Method if role in {Role.ANONYMOUS, Role.MANAGER} else [Method.GET]:
                    answer = ask(client, method, example_of(route))
                    refused = answer.outcome in {Outcome.DOOR, Outcome.UNKNOWN}
                    if not refused or answer.writes:
                        wrong.append((role, method, route.name, answer))
        assert not wrong, "\n".join(map(str, wrong))

    def test_the_door_of_the_admin_leads_to_signing_in_and_for_others_nowhere(self) -> None:
        for role in OUTSIDE_ADMIN:
            response = client_of(self.world, role).get("/beheer/", follow=True)
            anonymous = role is Role.ANONYMOUS
            assert response.status_code == (200 if anonymous else 404)
            assert bool(response.redirect_chain)
            assert response.request["PATH_INFO"] == reverse(
                "account_login" if anonymous else "account_sign_in_first"
            )

    def test_there_is_one_page_to_sign_in_the_one_that_counts_wrong_passwords(self) -> None:
        user = self.world.visitors[Role.SUPERUSER].user
        for url in ("/_util/login/", "/en/_util/login/", "/beheer/login/"):
            client = client_of(self.world, Role.ANONYMOUS)
            sent = {"username": user.email, "login": user.email, "password": PASSWORD}
            assert client.post(url, sent).status_code == 302
            assert "_auth_user_id" not in client.session, url

    def test_editor_and_officer_have_no_say_over_accounts_groups_sites_and_locales(self) -> None:
        spaces = ("wagtailusers", "wagtailsites", "wagtaillocales")
        wrong = []
        for role in (Role.EDITOR, Role.COMPLIANCE_OFFICER):
            client, user = client_of(self.world, role), self.world.visitors[role].user
            for route in self.rule():
                if not route.name.startswith(spaces):
                    continue
                url = example_of(route).replace("/1/", f"/{user.pk}/")
                for method in Method:
                    answer = ask(client, method, url)
                    if answer.outcome in {Outcome.SEEN, Outcome.GOES_ON} or answer.writes:
                        wrong.append((role, method, route.name, answer))
        assert not wrong, "\n".join(map(str, wrong))

    def rule(self) -> list[Route]:
        """Return the addresses that Wagtail made for the admin."""
        apart = PUBLIC_IN_ADMIN | SHADOWED
        return [row for row in all_routes() if row.is_wagtail_admin and row.name not in apart]


class ForgeryTests(WithWorld):
    """No form without our token is taken, on no address."""

    def test_every_example_leads_to_its_own_address(self) -> None:
        """Else the tests here would ask something else than they say."""
        missed = {
            row.name
            for row in all_routes()
            if resolve(example_of(row)).view_name.removeprefix(":") != row.name
            and row.name.rpartition(":")[2] != "-"
        }
        assert missed == SHADOWED

    def test_no_address_takes_a_form_without_the_token(self) -> None:
        wrong = []
        for role in (Role.LEARNER, Role.SUPERUSER):
            client = client_of(self.world, role, enforce_csrf_checks=True)
            for route in all_routes():
                answer = ask(client, Method.POST, example_of(route), step="finish")
                refusals = NO_FORM.get(route.name, {Outcome.REFUSED})
                if route.name.startswith("wagtailadmin_api:") and role is Role.LEARNER:
                    refusals = {Outcome.DOOR}
                if answer.outcome not in refusals or answer.writes:
                    wrong.append((role, route.name, answer))
        assert not wrong, "\n".join(map(str, wrong))
