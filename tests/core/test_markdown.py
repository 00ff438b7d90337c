"""Markdown becomes the HTML that the editor knows, and nothing that can do harm."""

import pytest

from core.markdown import link_sources, render_inline, render_markdown, source_codes

SOURCES = {"K22", "GOR", "GIR", "AK"}


def test_text_becomes_paragraphs_lists_and_headings() -> None:
    html = render_markdown("# Een\n\n**Vet** en *schuin*.\n\n- a\n- b\n\n1. c\n\n###### Zes")
    assert html == (
        "<h2>Een</h2>\n<p><b>Vet</b> en <i>schuin</i>.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
        "<ol>\n<li>c</li>\n</ol>\n<h4>Zes</h4>"
    )


def test_items_of_a_loose_list_hold_no_paragraphs() -> None:
    assert render_markdown("- a\n\n- b") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<b onclick=x>y</b>", '<img src="x" onerror="y">']
)
def test_html_is_shown_as_text(text: str) -> None:
    html = render_markdown(text)
    assert "&lt;" in html
    assert html.count("<") == 2  # only the paragraph around it


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", "JaVaScript:x"],
)
def test_a_link_to_anything_else_than_a_page_a_phone_or_mail_stays_text(url: str) -> None:
    assert "<a" not in render_markdown(f"[klik]({url})")


@pytest.mark.parametrize(
    "url", ["https://example.org/a", "/hulp/", "#r1", "tel:113", "mailto:a@b.nl"]
)
def test_a_link_to_a_page_a_phone_or_mail_is_a_link(url: str) -> None:
    assert render_markdown(f"[klik]({url})") == f'<p><a href="{url}">klik</a></p>'


@pytest.mark.parametrize(
    "text", ["> citaat", "```\ncode\n```", "---", "![beeld](/x.png)", "`code`"]
)
def test_what_the_editor_does_not_know_stays_text(text: str) -> None:
    html = render_markdown(text)
    assert not any(tag in html for tag in ("<blockquote", "<pre", "<code", "<hr", "<img"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Zo [K22].", '<p>Zo [<a href="/bronnen/#k22">K22</a>].</p>'),
        ("[GOR m11]", '<p>[<a href="/bronnen/#gor">GOR m11</a>]</p>'),
        (
            "[GIR 4.4, 4.5]",
            '<p>[<a href="/bronnen/#gir">GIR 4.4</a>, 4.5]</p>',
        ),
        (
            "[AK: Woo, GIR 5.2]",
            '<p>[<a href="/bronnen/#ak">AK</a>: Woo, <a href="/bronnen/#gir">GIR 5.2</a>]</p>',
        ),
        ("[XYZ]", "<p>[XYZ]</p>"),
        ("[K22](/elders/)", '<p><a href="/elders/">K22</a></p>'),
    ],
)
def test_a_code_of_a_known_source_links_to_the_list_of_sources(text: str, html: str) -> None:
    assert render_markdown(text, sources=SOURCES) == html


def test_without_sources_a_code_stays_text() -> None:
    assert link_sources("Zo [K22].", ()) == "Zo [K22]."


def test_the_codes_in_a_text_are_found() -> None:
    text = "A [K22]. B [GOR m11, BIO2 6.03.02] en [een link](/x/), [niets] en [K20](/x/)."
    assert source_codes(text) == ["K22", "GOR", "BIO2"]


def test_one_line_has_no_paragraph_around_it() -> None:
    assert render_inline("*ja* [K22] <b>", sources=SOURCES) == (
        '<i>ja</i> [<a href="/bronnen/#k22">K22</a>] &lt;b&gt;'
    )
