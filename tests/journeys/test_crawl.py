"""Every page that can be reached, as each role: help on all of them, no dead link, light, axe.

Each test tells at its end all that it found. What a page is made of differs little between roles:
axe looks in a real browser at one page of each build, and sees every route of every role.
"""

from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest.mock import patch
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command, get_commands
from django.test import TestCase
from playwright.sync_api import Browser, Page, Route

from tests.factories.lms import spec
from tests.journeys.browser import WIDE, axe
from tests.journeys.crawling import Limits, Visited, crawl_site, inside, route_of, static_file
from tests.lms.pages import installed
from tests.permissions.probe import client_of
from tests.permissions.roles import Role
from tests.permissions.world import NOW, World, make_world

STARTS_IN_DUTCH = ("/", "/mijn-leren/", "/leren/", "/workshops/", "/gir/", "/hulp/", "/mijn-team/")
STARTS_IN_DUTCH += (
    "/zoeken/?q=vertrouwenspersoon",
    "/gereedschap/",
    "/kennishuis/",
    "/goede-praktijken/",
)
EVERYTHING = frozenset({Role.ANONYMOUS, Role.LEARNER})
"""Who goes to every page, and in English too before signing in. What others get of the same pages
is the same: they go to a few of each route, in Dutch."""
MOST_OF_A_ROUTE = 8
MOST = 700
HEAVIEST = 400 * 1024
LOADERS = (
    ("load_course", {"all": True, "publish": True}),
    ("load_workshops", {"publish": True}),
    ("load_directory", {"publish": True}),
    ("load_toolbox", {"publish": True}),
    ("load_knowledge", {"publish": True}),
    ("load_guide", {"publish": True}),
    ("load_polls", {}),
    ("load_search", {}),
    ("sync_english", {}),
)
WITHOUT_HEADER = {
    "guidance:embed": "stands in a frame of an intranet, which has its own header",
    "api:openapi-view": "a description for programmers",
}
"""Pages without our header, and why."""
REFUSALS = {401: "sign in", 403: "refused", 404: "not there", 405: "only a button", 500: "broken"}


@pytest.mark.usefixtures("browser")
class CrawlTests(TestCase):
    """The whole site, crawled once for each role."""

    world: ClassVar[World]
    visited: ClassVar[dict[Role, list[Visited]]]

    @classmethod
    def setUpClass(cls) -> None:
        """Stop the clock, build the site and the organisation, and crawl it as everybody.

        Not in `setUpTestData`: Django copies for every test what that keeps.
        """
        # Ticking: the browser waits by this clock.
        cls.enterClassContext(time_machine.travel(NOW, tick=True))
        cls.enterClassContext(_one_course_more())
        cache.clear()
        super().setUpClass()
        _load("load_pages", {})
        cls.world = make_world()
        cls.addClassCleanup(cls.world.document.file.storage.delete, cls.world.document.file.name)
        for name, options in LOADERS:
            if name in get_commands():
                _load(name, options)
        cls.visited = {}
        for role in Role:
            client = client_of(cls.world, role)
            starts, limits = STARTS_IN_DUTCH, Limits(per_route=MOST_OF_A_ROUTE, with_english=False)
            if role in EVERYTHING:
                limits = Limits(with_english=role is Role.ANONYMOUS)
            if role is Role.ANONYMOUS:
                starts = (*starts, "/en/")
            cls.visited[role] = list(crawl_site(client, *starts, most=MOST, limits=limits))

    def pages(self) -> Iterator[tuple[Role, Visited]]:
        """Yield every page for people that somebody got."""
        for role, answers in self.visited.items():
            for page in answers:
                if page.is_page and page.status == 200:
                    yield role, page

    @pytest.fixture(autouse=True)
    def _with_browser(self, browser: Browser) -> None:
        """Keep the browser; it starts before the database is asked anything (one event loop)."""
        self.browser = browser

    def test_help_is_one_click_away_on_every_page(self) -> None:
        without = [
            f"{role}: {page.url}"
            for role, page in self.pages()
            if page.route not in WITHOUT_HEADER
            and [inside(to) for to in page.helps] not in (["/hulp/"], ["/en/hulp/"])
        ]
        assert not without, f"{len(without)} pages without help:\n" + "\n".join(without[:80])

    def test_no_link_of_the_site_is_dead(self) -> None:
        """An address answers who is led to it, and has the place on the page that is named."""
        faults = [
            f"{role}: {page.url} is {REFUSALS.get(page.status, page.status)}, on {page.came_from}"
            for role, answers in self.visited.items()
            for page in answers
            if page.status >= 400 and page.came_from
        ]
        for role, answers in self.visited.items():
            faults += [f"{role}: {fault}" for fault in _dead_places(answers)]
        assert not faults, f"{len(faults)} dead links:\n" + "\n".join(sorted(set(faults))[:120])

    def test_no_page_is_heavier_than_400_kb(self) -> None:
        heaviest = sorted({(page.weight, page.url) for _role, page in self.pages()}, reverse=True)
        heavy = [f"{weight // 1024} KB: {url}" for weight, url in heaviest if weight > HEAVIEST]
        assert not heavy, "\n".join(heavy[:40])

    def test_the_crawl_reaches_what_it_must(self) -> None:
        """Else the tests here would look at nothing."""
        reached = {
            role: {page.path for page in answers if page.status == 200}
            for role, answers in self.visited.items()
        }
        assert {"/", "/hulp/", "/voor-omstanders/", "/bronnen/"} <= reached[Role.ANONYMOUS]
        for role in Role:
            if role is not Role.ANONYMOUS:
                assert {"/mijn-leren/", "/workshops/", "/gir/"} <= reached[role], role
        assert "/mijn-team/" in reached[Role.MANAGER]
        cut_short = [role for role, answers in self.visited.items() if len(answers) >= MOST]
        assert not cut_short, "Raise MOST: not every page was reached."

    def test_axe_finds_nothing_on_any_kind_of_page(self) -> None:
        faults = []
        context = self.browser.new_context(viewport=WIDE, locale="nl-NL", java_script_enabled=True)
        for role, seen in self.chosen():
            # Each in a tab of its own: a page that goes on by itself must not stop the next one.
            tab = context.new_page()
            try:
                _show(tab, seen)
                axe(tab)
            except AssertionError as fault:
                faults.append(f"{role} ({seen.route}): {fault}")
            tab.close()
        context.close()
        assert not faults, f"{len(faults)} pages with faults:\n" + "\n\n".join(faults)

    def chosen(self) -> list[tuple[Role, Visited]]:
        """Return one page of each build of each route, and of each frame, whoever saw it first.

        The frame is what stands around the main part, such as the menu of a role.
        """
        found: dict[tuple[str, str], tuple[Role, Visited]] = {}
        frames: set[str] = set()
        of_route: defaultdict[tuple[Role, str], set[str]] = defaultdict(set)
        for role, page in self.pages():
            route = page.route
            # One page a role for each route; another role only when it is built otherwise.
            if not of_route[role, route] and not page.url.startswith("/en/"):
                of_route[role, route].add(page.build)
                if (route, page.build) not in found:
                    found[route, page.build] = (role, page)
                elif page.frame not in frames:
                    found[route, page.frame] = (role, page)
                frames.add(page.frame)
        return list(found.values())


def _load(name: str, options: dict[str, Any]) -> None:
    call_command(name, stdout=StringIO(), stderr=StringIO(), **options)


def _one_course_more() -> Any:
    """Install the sample course of the world beside the courses of the site."""
    with installed(spec("sample")):
        from lms.plugins import registry

        sample = registry.apps.get_app_configs()
    both = [*apps.get_app_configs(), *sample]
    return patch("lms.plugins.registry.apps", SimpleNamespace(get_app_configs=lambda: both))


def _dead_places(answers: list[Visited]) -> Iterator[str]:
    """Yield the links to a place on a page that is not there."""
    pages = {page.url: page for page in answers if page.is_page and page.status == 200}
    for page in pages.values():
        for link in page.links:
            place = unquote(urlsplit(link).fragment)
            target = pages.get(inside(urljoin(page.url, link)) or page.url) if place else None
            if target is not None and place not in target.anchors:
                yield f"{route_of(page.path)} {page.url} links to {link}, which has no such place"


def _show(tab: Page, page: Visited) -> None:
    """Let the browser show a page as the site sent it, with its own files."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = static_file(path)
        if route.request.is_navigation_request():
            route.fulfill(body=page.body, content_type="text/html; charset=utf-8")
        elif file is not None:
            route.fulfill(path=file)
        else:
            route.fulfill(status=204, body="")

    tab.route("**/*", answer)
    tab.goto(f"http://testserver{page.url}", wait_until="load")
