"""Every sentence for the screen has its Dutch; the tool that says so finds what is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.translations import (
    DUTCH,
    Sentence,
    merge,
    problems,
    read_catalogue,
    sentences,
)

SOURCE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
A = _("Go on")
B = ngettext("%(count)d seat left", "%(count)d seats left", 2) % {"count": 2}
C = pgettext_lazy("calendar", "May")
D = _(
    "One sentence that is "
    "written on two lines."
)
E = "not for the screen"
"""
TEMPLATE = """
{% translate "Welcome" %}
  {% blocktranslate with name=person.name trimmed %}
    Good morning,
    {{ name }}
  {% endblocktranslate %}
{% blocktranslate count n=total %}{{ n }} course{% plural %}{{ n }} courses{% endblocktranslate %}
<p title="{% translate 'Close' context 'button' %}">Not marked</p>
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "app" / "templates" / "app").mkdir(parents=True)
    (tmp_path / "app" / "migrations").mkdir()
    (tmp_path / "app" / "views.py").write_text(SOURCE)
    (tmp_path / "app" / "migrations" / "0001.py").write_text('_("Old name")')
    (tmp_path / "app" / "templates" / "app" / "page.html").write_text(TEMPLATE)
    return tmp_path


@pytest.fixture
def catalogue(tmp_path: Path) -> Callable[[str], Path]:
    def write(entries: str, name: str = "part.po") -> Path:
        path = tmp_path / "parts" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(entries)
        return path

    return write


def sentence(singular: str, plural: str | None = None) -> Sentence:
    return Sentence(path=Path("a.py"), line=1, context=None, singular=singular, plural=plural)


def test_every_sentence_has_its_dutch():
    assert problems(read_catalogue(DUTCH), sentences()) == []


def test_sentences_are_found_in_python_and_in_templates(tree: Path):
    found = [(s.path.suffix, s.line, s.context, s.singular, s.plural) for s in sentences(tree)]
    assert found == [
        (".html", 2, None, "Welcome", None),
        (".html", 3, None, "Good morning, %(name)s", None),
        (".html", 7, None, "%(n)s course", "%(n)s courses"),
        (".html", 8, "button", "Close", None),
        (".py", 3, None, "Go on", None),
        (".py", 4, None, "%(count)d seat left", "%(count)d seats left"),
        (".py", 5, "calendar", "May", None),
        (".py", 7, None, "One sentence that is written on two lines.", None),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "",
        'msgid "Go on"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "Go on"\nmsgstr "Ga verder"\n',
        'msgctxt "menu"\nmsgid "Go on"\nmsgstr "Ga verder"\n',
    ],
    ids=["absent", "empty", "fuzzy", "other context"],
)
def test_what_has_no_dutch_is_told(catalogue: Callable[[str], Path], entry: str):
    said = problems(read_catalogue(catalogue(entry)), iter([sentence("Go on")]))
    assert said == ["a.py:1 'Go on' has no Dutch"]


@pytest.mark.parametrize(("dutch", "fine"), [("Dag %(name)s", True), ("Dag %(naam)s", False)])
def test_placeholders_must_be_the_same(
    catalogue: Callable[[str], Path],
    dutch: str,
    fine: bool,
):
    path = catalogue(f'msgid "Hello %(name)s"\nmsgstr "{dutch}"\n')
    said = problems(read_catalogue(path), iter([sentence("Hello %(name)s")]))
    assert (said == []) is fine


def test_both_forms_of_a_plural_are_needed(catalogue: Callable[[str], Path]):
    path = catalogue('msgid "%(n)d day"\nmsgid_plural "%(n)d days"\nmsgstr[0] "%(n)d dag"\n')
    said = problems(read_catalogue(path), iter([sentence("%(n)d day", "%(n)d days")]))
    assert said == ["a.py:1 '%(n)d day' has no Dutch"]


def test_parts_become_one_catalogue_and_disagreement_is_told(
    catalogue: Callable[..., Path], tmp_path: Path
):
    catalogue('msgid "Go on"\nmsgstr "Ga verder"\n', "a.po")
    catalogue('msgid "Go on"\nmsgstr "Doorgaan"\n\nmsgid "Stop"\nmsgstr "Stop"\n', "b.po")
    catalogue(
        'msgid "%(n)d day"\nmsgid_plural "%(n)d days"\nmsgstr[0] "a"\nmsgstr[1] "b"\n', "c.po"
    )
    target = tmp_path / "nl" / "django.po"
    conflicts = merge(tmp_path / "parts", target)
    merged = read_catalogue(target)
    assert conflicts == ["b.po: 'Go on' is 'Ga verder' already"]
    assert {m.id: m.string for m in merged if m.id} == {
        "Go on": "Ga verder",
        "Stop": "Stop",
        ("%(n)d day", "%(n)d days"): ("a", "b"),
    }
    assert merge(tmp_path / "parts", target) == conflicts
    assert len(read_catalogue(target)) == 3
