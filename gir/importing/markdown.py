"""Reads Markdown: a heading such as "## 4.1 Geschenken" starts an article."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from core.markdown import render_markdown
from gir.importing.parts import Block, Heading, Part, refuse


def read_markdown(content: bytes) -> list[Part]:
    """Return the headings and blocks; raise `ImportRefused` when it is no text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse(_("This file is not UTF-8. Save it again as UTF-8."), line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refuse(_("This is not a text file."), line)
    return list(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    lines = text.splitlines()
    start = 0
    tokens = MarkdownIt("commonmark").parse(text)
    for token, inside in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            yield from _block(lines, start, token.map[0])
            yield Heading(token.map[0] + 1, inside.content)
            start = token.map[1]
    yield from _block(lines, start, len(lines))


def _block(lines: list[str], start: int, end: int) -> Iterator[Part]:
    while start < end and not lines[start].strip():
        start += 1
    html = render_markdown("\n".join(lines[start:end]))
    if html:
        yield Block(start + 1, html)
