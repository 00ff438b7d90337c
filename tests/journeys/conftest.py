"""A real Chromium on a live server.

A test takes `page` (one watched page at 1280 px, Dutch) or `open_page` (a factory: a second person,
a phone, no JavaScript, dark mode):

    def test_...(live_server, page): ...
    def test_...(live_server, open_page):
        phone = open_page(viewport=NARROW)
        without = open_page(java_script_enabled=False)
        dark = open_page(color_scheme="dark")
    @pytest.mark.parametrize("viewport", [WIDE, NARROW])   # the size of `page`

Whatever a page does is watched: a violation of the content security policy, an error on the
console, an uncaught exception, an answer of 400 or more, a failed request or a request to another
host fails the test at its end. A test that means to get such an answer says so before:
`findings.expect(404, "/nergens/")`.

`cast` (in `stage`) fills the site with its pages, its courses and the people of the journeys.
`tests.journeys.learner` holds what a learner does.

`tests.journeys.browser` holds what to do with a page: `sign_in(page, live_server, user)`,
`axe(page)`, `no_horizontal_scroll(page)`, `screenshot(page, name)`, and the sizes `WIDE`, `NARROW`
and `SMALLEST`. With KOMPAS_SCREENSHOTS=1 pictures land in var/screenshots. The database is put
back after every test, as for any transactional test; the server thread sees what a test commits.
"""

import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from design.assets import build
from tests.journeys.browser import ROOT, WIDE, Findings
from tests.journeys.stage import cast, full_database  # noqa: F401 (fixtures)
from tests.journeys.workshops import catalogue, trainer, travel  # noqa: F401 (fixtures)
from tests.workshops.postbox import postbox  # noqa: F401 (a fixture)

BUILT = ROOT / "build" / "static" / "design"
LOCK = ROOT / "var" / "test" / "assets.lock"
PATIENCE_MS = 10_000
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Another host does not exist: what asks for one fails at once, and is reported.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site_assets() -> None:
    """Build the style sheet and the icons when they are absent or older than their source."""
    with LOCK.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _is_stale():
            build(root=ROOT, out=BUILT)
    # Settings were read before the folder existed, on a fresh clone.
    if BUILT.parent not in settings.STATICFILES_DIRS:
        settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, BUILT.parent]
        finders.get_finder.cache_clear()


def _is_stale() -> bool:
    made = BUILT / "site.css"
    if not made.exists() or not (BUILT / "sprite.svg").exists():
        return True
    sources = (ROOT / "design" / "css").glob("*.css")
    return made.stat().st_mtime < max(source.stat().st_mtime for source in sources)


@pytest.fixture(scope="session")
def browser(site_assets: None) -> Iterator[Browser]:
    """Start one Chromium for the whole run of this worker."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("Chromium is absent: install it (apt-get install chromium).")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which makes Django refuse the database.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


class ServerWork:
    """Counts what the server thread is doing: after a test it would meet a restored database."""

    def __init__(self) -> None:
        self._count = 0
        self._change = threading.Condition()

    def more(self, **_kwargs: Any) -> None:
        with self._change:
            self._count += 1

    def less(self, **_kwargs: Any) -> None:
        with self._change:
            self._count -= 1
            self._change.notify_all()

    def wait(self) -> None:
        """Wait for requests that a closed page left behind."""
        with self._change:
            self._change.wait_for(lambda: self._count <= 0, timeout=PATIENCE_MS / 1000)


@pytest.fixture
def server_work() -> Iterator[ServerWork]:
    """Follow the requests of this test."""
    work = ServerWork()
    request_started.connect(work.more, weak=False)
    request_finished.connect(work.less, weak=False)
    yield work
    request_started.disconnect(work.more)
    request_finished.disconnect(work.less)


@pytest.fixture
def viewport() -> dict[str, int]:
    """Size of `page`; parametrize it for other sizes."""
    return WIDE


@pytest.fixture
def findings(live_server: Any) -> Findings:
    """Return what went wrong so far; `expect` says what should."""
    return Findings(origin=live_server.url)


@pytest.fixture
def open_page(browser: Browser, findings: Findings, server_work: ServerWork) -> Iterator[OpenPage]:
    """Open a page with cookies of its own; options are those of a Playwright context."""
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(
            **{"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "viewport": WIDE, **options}
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        findings.watch(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        # One more round trip, so that what the page reported last has arrived.
        for page in context.pages:
            with suppress(Error):  # a page that is just being left has nothing more to say
                page.evaluate("() => 1")
    # A page that closes says where somebody was; that must not reach the database of the next test.
    findings.is_over = True
    for context in contexts:
        context.set_offline(True)
        context.close()
    server_work.wait()
    assert not findings.problems, "In the browser:\n" + "\n".join(findings.problems)


@pytest.fixture
def page(open_page: OpenPage, viewport: dict[str, int]) -> Page:
    """Open the page that most journeys need."""
    return open_page(viewport=viewport)
