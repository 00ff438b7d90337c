"""Every template loads, and none carries what the strict Content Security Policy refuses."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
# Data that a script reads is text to a browser; it is never executed.
_DATA = {"application/json", "application/ld+json", "text/plain"}


def own_templates() -> Iterator[Path]:
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if ROOT in folder.parents and ".venv" not in folder.as_posix():
            yield from sorted(folder.rglob("*.html"))


def name_of(path: Path) -> str:
    return path.as_posix().rsplit("/templates/", 1)[1]


TEMPLATES = list(own_templates())


class InlineFinder(HTMLParser):
    """Collects inline styles, inline scripts and event attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style":
            self._add("<style>")
        if tag == "script" and "src" not in given and given.get("type") not in _DATA:
            self._add("<script> without src")
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                self._add(f"{name}=")
            if (value or "").strip().lower().startswith("javascript:"):
                self._add(f"{name}=javascript:")

    handle_startendtag = handle_starttag

    def _add(self, what: str) -> None:
        self.found.append(f"line {self.getpos()[0]}: {what}")


def inline_code(source: str) -> list[str]:
    # Values become a letter, tags nothing; both keep their line ends, so that positions stay right.
    plain = _TAG.sub(_without_tag, source)
    finder = InlineFinder()
    finder.feed(plain)
    finder.close()
    return finder.found


def _without_tag(tag: re.Match[str]) -> str:
    text = tag.group()
    return ("x" if text.startswith("{{") else "") + "\n" * text.count("\n")


def test_there_are_templates():
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_loads(path: Path):
    engines["django"].get_template(name_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_inline_style_or_script(path: Path):
    assert inline_code(path.read_text()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p class="{% if a %}b{% endif %}">x</p>', []),
        ('<script type="module" src="{% static "a.js" %}"></script>', []),
        ('<script type="application/json">{}</script>', []),
        ('<p\n style="color:red">x</p>', ["line 1: style="]),
        ("<div>\n<script>go()</script></div>", ["line 2: <script> without src"]),
        ("{# a\nb #}<style>p {}</style>", ["line 2: <style>"]),
        ('<button onclick="go()">x</button>', ["line 1: onclick="]),
        ('<button hx-on:click="go()">x</button>', ["line 1: hx-on:click="]),
        ('<a href=" javascript:go()">x</a>', ["line 1: href=javascript:"]),
        ("<img onerror=go() />", ["line 1: onerror="]),
        ('<p {% if wide %}style="width: 1%"{% endif %}>x</p>', ["line 1: style="]),
    ],
)
def test_inline_code_is_recognised(source: str, found: list[str]):
    assert inline_code(source) == found
