"""The register of links, and looking whether they still work: at a server of this test alone."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.organisations import PersonFactory
from tests.lms.counting import count_queries
from toolbox.link_letters import DEAD, refresh
from toolbox.linking.fetching import place_of, user_agent
from toolbox.linking.looking import look_at
from toolbox.linking.visiting import Visit
from toolbox.models import Link
from toolbox.practice_enums import LinkKind, LinkOutcome
from toolbox.reports.reviewing_knowledge import knowledge_to_review
from toolbox.searchable_knowledge import documents
from toolbox.services.links import BATCH, check_links, links_to_check
from toolbox.tasks import check_the_links

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 22, 3, tzinfo=UTC)


@dataclass
class Site:
    """What a site answers by path, and what it was asked."""

    url: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    no_head: bool = False


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            site.asked.append((self.command, self.path))
            site.names.add(self.headers["User-Agent"])
            status, headers, body = site.answers.get(self.path, (404, {}, b""))
            if self.command == "HEAD" and site.no_head:
                status, headers, body = 405, {}, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_GET = do_HEAD = _answer  # noqa: N815

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    settings.LINK_CHECK = settings.LINK_CHECK_PRIVATE = True
    found = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
    found.url = f"http://127.0.0.1:{server.server_port}"
    found.answers["/goed"] = (200, {}, b"hallo")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Pauses:
    """A clock of its own, on which waiting takes no time of the test."""

    moment: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.moment += seconds

    def now(self) -> float:
        return self.moment


def visit(pauses: Pauses | None = None) -> Visit:
    pauses = pauses or Pauses()
    return Visit(sleep=pauses.sleep, now=pauses.now)


def link(url: str, **fields: Any) -> Link:
    number = Link.objects.count()
    about = {
        "key": f"link-{number}",
        "title": f"Link {number}",
        "description": "Iets.",
        "kind": LinkKind.SITE,
        "review_on": date(2027, 5, 21),
    } | fields
    return Link.objects.create(url=url, **about)


def after(nights: int) -> None:
    """Look at the links, each time a night later."""
    for night in range(nights):
        with clock.at(NIGHT + timedelta(days=night)):
            check_links(visit=visit())


def test_a_link_that_works_is_asked_with_head_after_robots_and_by_our_own_name(site: Site) -> None:
    found = look_at(f"{site.url}/goed", visit())
    assert (found.outcome, found.status) == (LinkOutcome.WORKS, 200)
    assert site.asked == [("GET", "/robots.txt"), ("HEAD", "/goed")]
    assert site.names == {user_agent()}
    assert user_agent().startswith("Kompas-linkcontrole/1.0 (+http")


def test_a_site_that_does_not_know_head_is_asked_with_get(site: Site) -> None:
    site.no_head = True
    assert look_at(f"{site.url}/goed", visit()).outcome == LinkOutcome.WORKS
    assert site.asked[1:] == [("HEAD", "/goed"), ("GET", "/goed")]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, LinkOutcome.GONE),
        (410, LinkOutcome.GONE),
        (500, LinkOutcome.FAILS),
        (403, LinkOutcome.NOT_ALLOWED),
        (429, LinkOutcome.NOT_ALLOWED),
        (204, LinkOutcome.WORKS),
    ],
)
def test_what_an_answer_means(site: Site, status: int, outcome: LinkOutcome) -> None:
    site.answers["/x"] = (status, {}, b"")
    assert look_at(f"{site.url}/x", visit()).outcome == outcome


@pytest.mark.parametrize(
    "robots",
    [
        (200, {}, b"User-agent: *\nDisallow: /goed"),
        (200, {}, b"User-agent: Kompas-linkcontrole\nDisallow: /\n\nUser-agent: *\nAllow: /"),
        (403, {}, b""),
        (503, {}, b""),
    ],
    ids=["for all", "for us", "closed", "broken"],
)
def test_what_robots_forbids_is_not_asked_and_is_no_dead_link(site: Site, robots: Any) -> None:
    site.answers["/robots.txt"] = robots
    one = link(f"{site.url}/goed")
    after(3)
    one.refresh_from_db()
    assert (one.last_outcome, one.failures, one.is_dead) == (LinkOutcome.NOT_ALLOWED, 0, False)
    assert {path for _method, path in site.asked} == {"/robots.txt"}


def test_a_redirect_is_followed_and_one_without_end_is_not(site: Site) -> None:
    site.answers["/oud"] = (301, {"Location": "/goed"}, b"")
    site.answers["/rond"] = (302, {"Location": "/rond"}, b"")
    assert look_at(f"{site.url}/oud", visit()).outcome == LinkOutcome.WORKS
    assert look_at(f"{site.url}/rond", visit()).outcome == LinkOutcome.SILENT


def test_a_redirect_to_where_we_are_not_welcome_is_not_followed(site: Site) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /geheim")
    site.answers["/oud"] = (301, {"Location": "/geheim"}, b"")
    assert look_at(f"{site.url}/oud", visit()).outcome == LinkOutcome.NOT_ALLOWED
    assert ("HEAD", "/geheim") not in site.asked


def test_a_private_address_is_never_asked_unless_that_is_switched_on(
    site: Site, settings: Any
) -> None:
    settings.LINK_CHECK_PRIVATE = False
    for url in (f"{site.url}/goed", "http://localhost/", "http://10.0.0.1/", "http://[::1]/"):
        assert look_at(url, visit()).outcome == LinkOutcome.UNSAFE
    assert site.asked == []


def test_a_redirect_into_the_own_network_is_not_followed(
    site: Site, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.LINK_CHECK_PRIVATE = False
    # Let the server of this test be "public", and all else what it is.
    monkeypatch.setattr(
        "toolbox.linking.fetching.is_public", lambda address: address == "127.0.0.1"
    )
    site.answers["/naar-binnen"] = (302, {"Location": "http://10.0.0.1/beheer"}, b"")
    assert look_at(f"{site.url}/naar-binnen", visit()).outcome == LinkOutcome.UNSAFE


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http://u:w@a.example/", "http:///x", "http://a.example:99999/"]
)
def test_an_address_that_can_never_be_right_is_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|unreadable"):
        place_of(url)


def test_a_site_that_is_not_there_is_silent(site: Site) -> None:
    assert look_at("http://127.0.0.1:9/", visit()).outcome == LinkOutcome.SILENT


def test_a_site_is_left_alone_between_two_questions(site: Site) -> None:
    pauses = Pauses()
    guest = visit(pauses)
    look_at(f"{site.url}/goed", guest)
    assert pauses.slept == [1.0]
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 60")
    pauses = Pauses()
    look_at(f"{site.url}/goed", visit(pauses))
    assert pauses.slept == [10.0]


def test_a_link_is_dead_after_two_failures_in_a_row_and_the_editors_are_told_once(
    site: Site,
) -> None:
    boss = PersonFactory(user=UserFactory(admin=True))
    PersonFactory(with_user=True)
    gone = link(f"{site.url}/weg", title="Weg")
    fine = link(f"{site.url}/goed", title="Goed")
    after(1)
    assert (list(Link.objects.dead()), Notice.objects.count()) == ([], 0)
    after(4)
    gone.refresh_from_db()
    assert list(Link.objects.dead()) == [gone]
    assert (gone.last_status, gone.failing_since) == (404, NIGHT)
    notices = list(Notice.objects.filter(kind=DEAD))
    assert [notice.person for notice in notices] == [boss]
    assert refresh(notices)[notices[0].pk]["links"] == [f"Weg: {site.url}/weg"]
    assert {row.title: row.why for row in knowledge_to_review()} == {
        "Weg": "Deze link werkt niet meer.",
        fine.title: "",
    }
    assert [one.title for one in documents()] == ["Goed"]


def test_a_link_that_works_again_is_not_dead_any_more_and_no_mail_goes_out(site: Site) -> None:
    PersonFactory(user=UserFactory(admin=True))
    one = link(f"{site.url}/soms")
    after(2)
    notices = list(Notice.objects.filter(kind=DEAD))
    site.answers["/soms"] = (200, {}, b"")
    with clock.at(NIGHT + timedelta(days=3)):
        check_links(visit=visit())
    one.refresh_from_db()
    assert (one.failures, one.failing_since, one.is_dead) == (0, None, False)
    assert refresh(notices) == {notices[0].pk: None}


def test_links_are_looked_at_weekly_failing_ones_daily_and_a_few_at_a_time(site: Site) -> None:
    with clock.at(NIGHT):
        link("http://a.example/", last_checked_at=NIGHT - timedelta(days=3))
        link("http://b.example/", is_checked=False)
        due = link("http://c.example/", last_checked_at=NIGHT - timedelta(days=8))
        failing = link(
            "http://d.example/",
            last_checked_at=NIGHT - timedelta(days=1),
            failures=1,
            failing_since=NIGHT,
        )
        new = link("http://e.example/")
        assert links_to_check(NIGHT) == [new, due, failing]
        for _number in range(2 * BATCH):
            link("http://f.example/")
        assert len(links_to_check(NIGHT)) == BATCH


def test_nothing_is_asked_as_long_as_it_is_switched_off(site: Site, settings: Any) -> None:
    settings.LINK_CHECK = False
    link(f"{site.url}/goed")
    assert check_the_links() == "switched off"
    assert site.asked == []


def test_what_was_found_of_an_address_that_was_changed_meanwhile_is_not_kept(
    site: Site, client: Client
) -> None:
    one = link(f"{site.url}/weg")
    after(2)
    client.force_login(PersonFactory(user=UserFactory(admin=True)).user)
    posted = {
        "key": one.key,
        "title": one.title,
        "url": f"{site.url}/goed",
        "description": one.description,
        "kind": "site",
        "review_on": "2027-05-21",
        "is_checked": "on",
    }
    address = reverse("wagtailsnippets_toolbox_link:edit", args=[one.pk])
    assert client.post(address, posted).status_code == 302
    one.refresh_from_db()
    assert (one.last_outcome, one.failures, one.last_checked_at) == (LinkOutcome.UNKNOWN, 0, None)


def test_the_report_lists_dead_links_for_editors_alone(site: Site, client: Client) -> None:
    link(f"{site.url}/weg", title="Dode link")
    link(f"{site.url}/goed", title="Levende link")
    after(2)
    client.force_login(PersonFactory(user=UserFactory(admin=True)).user)
    page = client.get(reverse("toolbox_dead_links")).content.decode()
    assert ("Dode link" in page, "Levende link" in page) == (True, False)
    client.force_login(UserFactory())
    assert client.get(reverse("toolbox_dead_links")).status_code == 302


def test_the_register_shows_links_by_kind_and_marks_the_dead(site: Site, client: Client) -> None:
    link(f"{site.url}/weg", title="Weg", kind=LinkKind.INSTITUTE)
    link("https://cursus.example/", title="Cursus", kind=LinkKind.COURSE, is_checked=False)
    after(2)
    client.force_login(UserFactory())
    response = client.get(reverse("toolbox:links"))
    groups = {
        group.kind: [one.title for one in group.links] for group in response.context["groups"]
    }
    assert groups == {"institute": ["Weg"], "course": ["Cursus"]}
    assert response.content.decode().count("Deze link werkte niet toen we de laatste keren") == 1


def test_the_register_asks_the_database_as_often_for_thirty_as_for_one(client: Client) -> None:
    client.force_login(UserFactory())
    link("https://a.example/")

    def asked() -> int:
        with count_queries() as queries:
            client.get(reverse("toolbox:links"))
        return len(queries)

    asked()
    one = asked()
    for _number in range(29):
        link("https://a.example/")
    assert asked() == one
