"""Follows every link of the pages of somebody and keeps all that came back."""

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests.permissions.probe import read

_LINK = re.compile(r'(?:href|hx-get|src|action)="([^"#]+)')
_NOT = re.compile(r"^/(?:static|media|account/logout|weergave|beheer/logout)")
_ADMIN = "/beheer/"
"""Has rules of its own: who crawls the site does not stray into it."""
_PER_PATH = 6
"""A filter has many settings; the same page in more of them says nothing new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page, with its headers, as somebody got it."""

    url: str
    status: int
    text: str


def crawl(client: Client, *starts: str, most: int = 120, only: str = "/") -> list[Seen]:
    """Return all pages that one can reach by links from some pages."""
    waiting, known = list(starts), set(starts)
    paths: Counter[str] = Counter()
    pages = []
    while waiting and len(pages) < most:
        url = waiting.pop(0)
        response = client.get(url)
        body = read(response)
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        pages.append(Seen(url=url, status=response.status_code, text=f"{headers}\n{body}"))
        for link in [*_LINK.findall(body), response.headers.get("Location", "")]:
            found = _inside(urljoin(url, unescape(link)))
            path = urlsplit(found).path
            if found in known or not path.startswith(only) or _NOT.match(path):
                continue
            if path.startswith(_ADMIN) and not only.startswith(_ADMIN):
                continue
            paths[path] += 1
            if paths[path] <= _PER_PATH:
                known.add(found)
                waiting.append(found)
    return pages


def _inside(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"", "http"} or parts.netloc not in {"", "testserver"}:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
