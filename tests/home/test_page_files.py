"""The plain pages: help, sources, privacy and accessibility, as written in their files."""

from pathlib import Path

import pytest
from django.utils import translation

from core.content_files import InvalidContent
from core.env import BASE_DIR
from core.sources import read_sources
from home.page_files import read_page_file

CONTENT = BASE_DIR / "home" / "content"
SOURCES = BASE_DIR / "courses" / "bronnen.yaml"

PAGE = """\
slug: hulp
title: Hulp
lead: Is er nu gevaar? Bel 112.
sections:
  - title: Praten
    anchor: r1
    folded: true
    body: Praat met iemand.
  - title: Melden
    anchor: r2
    body: Meld het.
"""


def refusal(folder: Path, text: str) -> list[tuple[int, str]]:
    path = folder / "page.yaml"
    path.write_text(text, encoding="utf-8")
    with translation.override("nl"), pytest.raises(InvalidContent) as raised:
        read_page_file(path)
    return [(error.line, error.message) for error in raised.value.errors]


def test_a_page_is_read_with_its_sections_in_order(tmp_path: Path) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(PAGE, encoding="utf-8")
    page = read_page_file(path)
    assert (page.slug, page.title, page.lead) == ("hulp", "Hulp", "Is er nu gevaar? Bel 112.")
    assert [(part.title, part.anchor, part.folded) for part in page.sections] == [
        ("Praten", "r1", True),
        ("Melden", "r2", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "anchor: r2",
            "anchor: r1",
            10,
            "Het anker 'r1' wordt twee keer gebruikt. Kies een ander.",
        ),
        ("body: Meld het.", "bodi: Meld het.", 9, "Het veld 'body' ontbreekt. Voeg het toe."),
        (
            "title: Hulp\n",
            "title:\n",
            2,
            "'title' is leeg. Schrijf een tekst achter de dubbele punt.",
        ),
    ],
)
def test_a_mistake_says_where_it_stands(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert (line, message) in refusal(tmp_path, PAGE.replace(old, new))


def test_references_become_links_and_the_list_of_sources_gets_its_anchors(tmp_path: Path) -> None:
    (tmp_path / "bronnen.yaml").write_text("- {code: K22, title: Brief, description: Een brief.}\n")
    path = tmp_path / "page.yaml"
    text = PAGE.replace("Meld het.", "Meld het [K22].").replace("slug: hulp", "slug: bronnen")
    path.write_text(text + "sources: bronnen.yaml\n", encoding="utf-8")
    page = read_page_file(path)
    assert page.sections[1].body == r"Meld het \[[K22](/bronnen/#k22)\]."
    assert [(part.title, part.anchor, part.body) for part in page.sections[2:]] == [
        ("K22: Brief", "k22", "Een brief.")
    ]


def test_the_pages_that_come_with_kompas_can_be_read() -> None:
    pages = [read_page_file(path) for path in sorted(CONTENT.glob("*.yaml"))]
    assert [page.slug for page in pages] == ["bronnen", "privacy", "toegankelijkheid"]


def test_every_link_within_a_page_leads_to_one_of_its_anchors() -> None:
    for path in CONTENT.glob("*.yaml"):
        page = read_page_file(path)
        anchors = {part.anchor for part in page.sections}
        links = {
            link.split(")")[0] for part in page.sections for link in part.body.split("](#")[1:]
        }
        assert links <= anchors, path.name


def test_every_source_of_the_courses_has_an_anchor_on_the_page_with_sources() -> None:
    anchors = {part.anchor for part in read_page_file(CONTENT / "bronnen.yaml").sections}
    assert {code.lower() for code in read_sources(SOURCES)} <= anchors
