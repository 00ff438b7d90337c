"""Every page of the admin says in its title, its heading and the way to it what it is."""

import re

from django.urls import reverse

from tests.permissions.base import WithWorld
from tests.permissions.matrix import ADMIN_PAGES
from tests.permissions.probe import client_of
from tests.permissions.roles import Outcome, Role

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_CRUMBS = re.compile(r'<nav[^>]*aria-label="Kruimelpad"[^>]*>(.*?)</nav>', re.DOTALL)
_LAST = re.compile(r"<li\b[^>]*>(.*?)</li>", re.DOTALL)
_START = "Start"


def _words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def _said(text: str) -> tuple[str, str, str]:
    """Return the title, the heading and the end of the way to a page, in words."""
    title, heading, crumbs = (found.search(text) for found in (_TITLE, _HEADING, _CRUMBS))
    last = _LAST.findall(crumbs[1])[-1] if crumbs else ""
    return (
        _words(title[1]).split(" - ")[0] if title else "",
        _words(heading[1]) if heading else "",
        _words(last) if crumbs else "",
    )


class TitleTests(WithWorld):
    """No page is called after the start of the admin, or nothing at all."""

    def test_no_page_is_called_start_or_nothing(self) -> None:
        client, wrong, ways = client_of(self.world, Role.SUPERUSER), [], 0
        for page in ADMIN_PAGES:
            if page.answers[Role.SUPERUSER] is not Outcome.SEEN:
                continue
            for name, parts in page.routes.items():
                url = reverse(name, args=[part.format(**self.world.ids) for part in parts])
                text = client.get(url).content.decode()
                if "<html" not in text or "results/" in url:
                    continue
                title, heading, last = _said(text)
                ways += bool(last)
                if title in {"", _START} or heading in {"", _START} or last == _START:
                    wrong.append((url, title, heading, last))
        assert not wrong, "\n".join(map(str, wrong))
        assert ways > 20
