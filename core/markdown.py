"""Markdown of content files to the HTML that Wagtail's rich text allows, and nothing more."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

SOURCES_PATH = "/bronnen/"

# [K22], [GOR m11], [GIR 4.4, 4.5] or [AK: Woo, Archiefwet], but not the text of a link.
_REFERENCE = re.compile(r"\[([^\[\]\n]*)\](?![(\[:])")
_REFERENCE_IN_LINE = re.compile(r"\s*" + _REFERENCE.pattern)
_CODE = re.compile(r"\b([A-Z]{2,}\d*|[A-Z]\d+)\b((?: m?\d[\d.]*)?)")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
_TAGS = {"em": "i", "strong": "b", "h1": "h2", "h5": "h4", "h6": "h4"}


class _RichText(RendererHTML):
    """Renders with the tag names that Wagtail's editor knows."""

    def renderToken(  # noqa: N802  name of markdown-it
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[idx]
        token.tag = _TAGS.get(token.tag, token.tag)
        return super().renderToken(tokens, idx, options, env)

    def hardbreak(self, *_: Any) -> str:
        return "\n"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}, renderer_cls=_RichText)
    parser.enable(["list", "heading", "emphasis", "link", "escape", "entity", "newline"])
    # markdown-it itself only refuses dangerous schemes; rich text here needs no others than these.
    parser.validateLink = lambda url: bool(_SAFE_LINK.match(url))  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def source_codes(text: str) -> list[str]:
    """Return the codes of the sources that a text refers to, such as K22 in [K22]."""
    return [code for inside in _REFERENCE.findall(text) for code, _detail in _CODE.findall(inside)]


def without_sources(text: str) -> str:
    """Return plain text without the references to sources, such as [K22], for a list of results."""
    if "[" not in text:
        return text
    return _REFERENCE_IN_LINE.sub(lambda found: "" if _CODE.match(found[1]) else found[0], text)


def link_sources(text: str, sources: Collection[str]) -> str:
    """Return the Markdown with a link on every code of a known source."""

    def code(match: re.Match[str]) -> str:
        if match[1] not in sources:
            return match[0]
        return f"[{match[0]}]({SOURCES_PATH}#{match[1].lower()})"

    def reference(match: re.Match[str]) -> str:
        linked = _CODE.sub(code, match[1])
        return match[0] if linked == match[1] else rf"\[{linked}\]"

    return _REFERENCE.sub(reference, text)


def render_markdown(text: str, *, sources: Collection[str] = ()) -> str:
    """Return HTML with only p, ul, ol, li, b, i, a and h2 to h4; raw HTML is shown as text.

    `sources` are the codes that have a place on the page with sources.
    """
    tokens = _PARSER.parse(link_sources(text, sources))
    _tighten(tokens)
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {})).strip()


def render_inline(text: str, *, sources: Collection[str] = ()) -> str:
    """Return the HTML of one line of text, without a paragraph around it."""
    return str(_PARSER.renderInline(link_sources(text, sources))).strip()


def _tighten(tokens: Sequence[Token]) -> None:
    """Take the paragraphs out of list items: the editor knows no paragraph inside an item."""
    depth = 0
    for token in tokens:
        if token.type in {"list_item_open", "list_item_close"}:
            depth += token.nesting
        elif token.type in {"paragraph_open", "paragraph_close"} and depth:
            token.hidden = True
