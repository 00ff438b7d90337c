"""Crawls the whole site as one visitor, and says what each page weighs and is made of.

Pages are kept as the site sent them, so that a browser can be shown them again without the site.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, resolve

from tests.permissions.probe import read

FOLLOWED = {"a": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}
NOT_VISITED = re.compile(r"^/(?:static|beheer|weergave|account/logout|en/account/logout)")
"""Files, Wagtail's admin (pages of its own, with tests of their own), and what a look would end."""
PER_PATH = 2
"""A filter has many settings; the same page in more of them says nothing new."""
_COMPRESSED = frozenset({".css", ".js", ".svg", ".html"})
_IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_IN_SCRIPT = re.compile(r"(?:from|import)\s*\(?\s*[\"'](\.[^\"']+)")


_TAG = re.compile(r"<([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


class _Reader:
    """Notes what a page links to, its anchors, and of what it is built; quick rather than exact."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.files: set[str] = set()
        self.anchors: set[str] = set()
        self.parts: set[str] = set()
        self.frame: set[str] = set()
        self.helps: list[str] = []
        self.is_in_main = False

    def feed(self, body: str) -> None:
        for tag, attributes in _TAG.findall(body):
            self._take(tag, dict(_ATTRIBUTE.findall(attributes)))

    def _take(self, tag: str, found: dict[str, str]) -> None:
        self.anchors |= {found[name] for name in ("id", "name") if found.get(name)}
        self.is_in_main = tag == "main" or (self.is_in_main and tag != "footer")
        parts = self.parts if self.is_in_main else self.frame
        parts.add(f"{tag} {found.get('class', '')} {found.get('role', '')}")
        to = found.get(FOLLOWED.get(tag, ""), "") or found.get("hx-get", "")
        path = to.partition("#")[0].partition("?")[0]
        if tag == "use":
            self.files.add(found.get("href", "").partition("#")[0])
        elif path.startswith("/static/"):
            self.files.add(path)
        elif to and found.get("rel") != "canonical":
            self.links.append(to)
        if "tool--help" in found.get("class", ""):
            self.helps.append(to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """One answer of the site, and where the link to it stood."""

    url: str
    came_from: str
    status: int
    kind: str
    body: str
    links: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    build: str = ""
    frame: str = ""
    helps: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people."""
        return self.kind.startswith("text/html")

    @property
    def path(self) -> str:
        """The address without its filter."""
        return urlsplit(self.url).path

    @property
    def route(self) -> str:
        """What answers this address."""
        return route_of(self.path)

    @property
    def weight(self) -> int:
        """Bytes of the page with all that it loads first: scripts, styles, fonts, pictures."""
        return len(self.body.encode()) + sum(map(weight_of, _all_files(self.files)))


def route_of(path: str) -> str:
    """Return what answers an address; of pages of Wagtail that is the first part of it."""
    try:
        found = resolve(path)
    except Resolver404:
        return "nothing"
    name = found.view_name or found.func.__name__
    return f"{name}:{path.strip('/').split('/')[0]}" if name == "wagtail_serve" else name


class Limits:
    """How far a crawl goes; `per_route` is how many addresses of one route, `with_english` where
    the English tree is followed too."""

    def __init__(self, *, per_route: int | None = None, with_english: bool = True) -> None:
        self._per_route = per_route
        self._with_english = with_english
        self._paths: Counter[str] = Counter()
        self._routes: Counter[str] = Counter()

    def allow(self, path: str) -> bool:
        """Tell whether to go to an address, and count it."""
        if NOT_VISITED.match(path) or (path.startswith("/en/") and not self._with_english):
            return False
        self._paths[path] += 1
        if self._paths[path] > PER_PATH:
            return False
        route = route_of(path) if self._per_route else ""
        self._routes[route] += 1
        return self._per_route is None or self._routes[route] <= self._per_route


def crawl_site(client: Client, *starts: str, most: int, limits: Limits) -> Iterator[Visited]:
    """Yield every answer that can be reached by links from some pages, each address once."""
    waiting = [(url, "") for url in starts]
    known = set(starts)
    for _number in range(most):
        if not waiting:
            return
        url, came_from = waiting.pop(0)
        page = _visit(client, url, came_from)
        yield page
        for link in page.links:
            found = inside(urljoin(url, unescape(link)))
            path = urlsplit(found).path
            if path and found not in known and limits.allow(path):
                known.add(found)
                waiting.append((found, url))


def _visit(client: Client, url: str, came_from: str) -> Visited:
    response = client.get(url)
    kind, body = response.headers.get("Content-Type", ""), read(response)
    seen = Visited(url=url, came_from=came_from, status=response.status_code, kind=kind, body=body)
    if not seen.is_page:
        to = response.headers.get("Location", "")
        return Visited(**{**_as_dict(seen), "links": (to,) if to else ()})
    reader = _Reader()
    reader.feed(body)
    return Visited(
        **{
            **_as_dict(seen),
            "links": (*reader.links, *filter(None, [response.headers.get("Location", "")])),
            "files": frozenset(reader.files),
            "anchors": frozenset(reader.anchors),
            "build": _build(reader.parts),
            "frame": _build(reader.frame),
            "helps": tuple(reader.helps),
        }
    )


def _build(parts: set[str]) -> str:
    """Return the same for two pages of which these parts are built alike."""
    return sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _as_dict(page: Visited) -> dict[str, object]:
    return {name: getattr(page, name) for name in ("url", "came_from", "status", "kind", "body")}


def inside(url: str) -> str:
    """Return an address of this site without its fragment; empty for another site."""
    parts = urlsplit(url)
    if parts.scheme not in {"", "http"} or parts.netloc not in {"", "testserver"}:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _all_files(first: frozenset[str]) -> frozenset[str]:
    """Return these files and those that they load themselves."""
    found, waiting = set(first), list(first)
    while waiting:
        new = set(files_in(waiting.pop())) - found
        found |= new
        waiting += new
    return frozenset(found)


@cache
def static_file(path: str) -> Path | None:
    """Return the file behind an address of a static file."""
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    return Path(str(found)) if found else None


@cache
def files_in(path: str) -> tuple[str, ...]:
    """Return the files that a style sheet or a script loads."""
    file = static_file(path)
    pattern = {".css": _IN_CSS, ".js": _IN_SCRIPT}.get(Path(path).suffix)
    if file is None or pattern is None:
        return ()
    named = (urljoin(path, name) for name in pattern.findall(file.read_text()))
    return tuple(name for name in named if static_file(name))


@cache
def weight_of(path: str) -> int:
    """Return the bytes that a static file takes on its way, compressed where it is text."""
    file = static_file(path)
    if file is None:
        return 0
    whole = file.read_bytes()
    return len(gzip.compress(whole)) if file.suffix in _COMPRESSED else len(whole)
