"""What journeys do with a page: sign in, ask axe, measure the width, take a picture."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "var" / "screenshots"
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}
# Leaving a page while it still fetches something is no failure; a status is reported as an answer.
HARMLESS = ("net::ERR_ABORTED", "net::ERR_HTTP_RESPONSE_CODE_FAILURE")

# The browser says it twice, once as an event with the exact spot and once on the console.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("CSP " + event.effectiveDirective + " blocked " + (event.blockedURI || "inline")
    + " at " + (event.sourceFile || location.pathname) + ":" + event.lineNumber
    + " " + event.sample);
});
"""


@dataclass
class Findings:
    """Everything that went wrong in the browser during one test."""

    origin: str
    problems: list[str] = field(default_factory=list)
    expected: list[tuple[int, str]] = field(default_factory=list)
    has_no_network: bool = False
    is_over: bool = False

    def expect(self, status: int, path: str = "") -> None:
        """Say that this test means to get an answer of `status` from addresses with `path`."""
        self.expected.append((status, path))

    def watch(self, context: BrowserContext) -> None:
        """Listen to everything that the pages of this context do."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"script error: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _note(self, problem: str) -> None:
        if problem not in self.problems and not self.is_over:
            self.problems.append(problem)

    def _console(self, message: ConsoleMessage) -> None:
        # What failed to load is reported with its status by `_response`.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            where = urlsplit(message.page.url).path if message.page else ""
            self._note(f"console on {where}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and not self._is_ours(request.url):
            self._note(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if self.has_no_network and request.failure == "net::ERR_INTERNET_DISCONNECTED":
            return
        if request.failure not in HARMLESS:
            self._note(f"request failed: {request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not self._is_expected(response):
            self._note(f"answer {response.status}: {response.request.method} {response.url}")

    def _is_expected(self, response: Response) -> bool:
        return any(
            response.status == status and path in response.url for status, path in self.expected
        )

    def _is_ours(self, url: str) -> bool:
        return url.startswith(f"{self.origin}/")


def sign_in(page: Page, live_server: Any, user: Any) -> None:
    """Give the browser a session of this user, without the sign-in form."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )


def axe(page: Page) -> None:
    """Fail with a readable list when axe finds anything on this page."""
    if not AXE.exists():
        pytest.fail(f"{AXE.relative_to(ROOT)} is absent: run `npm ci`, or `make test`.")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        ".then(result => result.violations)",
        list(AXE_TAGS),
    )
    assert not found, f"axe on {page.url}:\n" + "\n".join(_readable(found))


def _readable(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"- {violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(
            f"    {' '.join(map(str, node['target']))}\n      {node['html'][:200]}"
            f"\n      {node['failureSummary'].splitlines()[-1].strip()}"
            for node in violation["nodes"][:5]
        )
        for violation in violations
    ]


def no_horizontal_scroll(page: Page) -> None:
    """Fail when the page is wider than the window, and name what sticks out."""
    wide = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const out = [...document.body.querySelectorAll("*")].filter(
            (part) => part.getBoundingClientRect().right > width + 1);
          return [`${document.documentElement.scrollWidth} > ${width}`,
            ...out.slice(0, 5).map((part) => part.outerHTML.slice(0, 120))];
        }"""
    )
    assert not wide, f"{page.url} scrolls sideways:\n" + "\n".join(wide)


def screenshot(page: Page, name: str) -> None:
    """Keep a picture in var/screenshots when KOMPAS_SCREENSHOTS is set."""
    if os.environ.get("KOMPAS_SCREENSHOTS"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
