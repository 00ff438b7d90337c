"""A visit to sites, as a good guest: it reads robots.txt and waits between questions.

A redirect is followed only to where it is welcome too.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from toolbox.linking.fetching import Answer, ask, user_agent

MOST_REDIRECTS = 5
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 10.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CLOSED = frozenset({401, 403})
_NOBODY = ("User-agent: *", "Disallow: /")
_FIRST_ERROR, _FIRST_SERVER_ERROR = 400, 500


class TooManyRedirects(OSError):
    """An address that leads on without end."""


class NotWelcome(Exception):
    """A site does not want us to look at an address."""


@dataclass(slots=True, kw_only=True)
class Visit:
    """One run past sites; `sleep` and `now` are given by tests."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    rules: dict[str, RobotFileParser] = field(default_factory=dict)
    asked_at: dict[str, float] = field(default_factory=dict)

    def status_of(self, url: str, *, method: str) -> int:
        """Return what a site answers in the end; raises `NotWelcome`, or what `ask` raises."""
        return self._follow(url, method=method, is_page=True).status

    def _follow(self, url: str, *, method: str, is_page: bool) -> Answer:
        for _hop in range(MOST_REDIRECTS + 1):
            if is_page and not self._rules(url).can_fetch(user_agent(), url):
                raise NotWelcome(url)
            answer = self._ask(url, method=method)
            onward = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not onward:
                return answer
            url = urljoin(url, onward)
        raise TooManyRedirects(url)

    def _ask(self, url: str, *, method: str) -> Answer:
        root = _root(url)
        if root in self.asked_at:
            left = self.asked_at[root] + self._pause(root) - self.now()
            if left > 0:
                self.sleep(left)
        try:
            return ask(url, method=method)
        finally:
            self.asked_at[root] = self.now()

    def _pause(self, root: str) -> float:
        known = self.rules.get(root)
        asked = known.crawl_delay(user_agent()) if known else None
        return min(max(float(asked or 0), SHORTEST_PAUSE), LONGEST_PAUSE)

    def _rules(self, url: str) -> RobotFileParser:
        root = _root(url)
        if root not in self.rules:
            self.rules[root] = self._read_rules(f"{root}/robots.txt")
        return self.rules[root]

    def _read_rules(self, url: str) -> RobotFileParser:
        rules = RobotFileParser()
        answer = self._follow(url, method="GET", is_page=False)
        if answer.status in _CLOSED or answer.status >= _FIRST_SERVER_ERROR:
            # Who hides the rules is left alone; so is, for now, who cannot give them.
            rules.parse(_NOBODY)
        elif answer.status < _FIRST_ERROR:
            rules.parse(answer.body.decode("utf-8", errors="replace").splitlines())
        # To the library, rules that were never read forbid everything.
        rules.modified()
        return rules


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
