"""Reads the XML of an official publication: that of the Staatscourant, and its successor STOP."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax import ContentHandler, SAXParseException

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from django.utils.html import escape
from django.utils.translation import gettext as _

from gir.importing.parts import Block, Heading, Part, refuse

# The newer schema has other names for the same things.
_SAME = {"nummer": "nr", "opschrift": "titel", "linummer": "li.nr", "extref": "a", "extioref": "a"}
_HEADING = ("label", "nr", "titel")
# What stands around the text of a publication and is no part of it.
_ABOUT = frozenset(
    {
        *("metadata", "meta", "meta-informatie", "kop", "intitule", "citeertitel"),
        *("inhopg", "inhoudsopgave", "ondertekening", "ondertekenaar", "dagtekening"),
        *("sluiting", "regeling-sluiting", "circulaire-sluiting"),
        *("toelichting", "nota-toelichting", "redactionele-toevoeging"),
        *("illustratie", "plaatje", "figuur"),
    }
)
_EMPHASIS = {"vet": "b", "cur": "i", "b": "b", "i": "i", "strong": "b", "em": "i"}
_BULLETS = frozenset({"", "-", "–", "—", "•", "*", "·"})
_SPACE = re.compile(r"\s+")
_DEEPEST = 60


@dataclass(slots=True)
class Node:
    """An element with its line: the standard library's trees forget where something stood."""

    tag: str
    line: int
    about: dict[str, str] = field(default_factory=dict)
    inside: "list[Node | str]" = field(default_factory=list)

    def children(self, tag: str) -> "list[Node]":
        return [one for one in self.inside if isinstance(one, Node) and one.tag == tag]


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", 0)
        self._open = [self.root]
        self._place: Any = None

    @property
    def line(self) -> int:
        return int(self._place.getLineNumber() or 0) if self._place else 0

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802  name of SAX
        self._place = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        if len(self._open) > _DEEPEST:
            raise refuse(_("The elements are nested too deeply."), self.line)
        tag = name.rpartition(":")[2].lower()
        node = Node(_SAME.get(tag, tag), self.line, dict(attrs))
        self._open[-1].inside.append(node)
        self._open.append(node)

    def endElement(self, _name: str) -> None:  # noqa: N802
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].inside.append(content)


def read_publication(content: bytes) -> list[Part]:
    """Return the headings and blocks; raise `ImportRefused` for XML that is broken or unsafe."""
    builder = _Builder()
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(builder)
    try:
        parser.parse(BytesIO(content))
    except SAXParseException as error:
        line = error.getLineNumber() or 1
        message = _("This is not valid XML: an element is not closed, or a character is wrong.")
        raise refuse(message, line) from error
    except DefusedXmlException as error:
        message = _("The file has its own definitions (DOCTYPE or ENTITY). That is not safe.")
        raise refuse(message, max(builder.line, 1)) from error
    root = next(one for one in builder.root.inside if isinstance(one, Node))
    if root.tag == "html":
        raise refuse(_("This is a web page, not the XML of the publication."), root.line)
    return list(_Reader().read(root))


class _Reader:
    """Walks through the publication in reading order."""

    def __init__(self) -> None:
        self.notes: list[Block] = []

    def read(self, node: Node) -> Iterator[Part]:
        for one in node.inside:
            if isinstance(one, str):
                if one.strip() and node.tag not in _ABOUT:
                    message = _("Here is text in <%(tag)s>, which cannot be read.")
                    raise refuse(message % {"tag": node.tag}, node.line)
            elif one.tag == "kop":
                yield from self._heading(one)
            elif one.tag not in _ABOUT:
                yield from self._part(one)

    def _heading(self, node: Node) -> Iterator[Part]:
        yield from self._take_notes()
        words = [text for name in _HEADING for part in node.children(name) if (text := _text(part))]
        if words:
            yield Heading(node.line, " ".join(words))

    def _part(self, node: Node) -> Iterator[Part]:
        if node.tag in {"al", "p"}:
            html = self._inline(node).strip()
            yield from [Block(node.line, f"<p>{html}</p>")] if html else []
        elif node.tag == "tussenkop":
            yield Block(node.line, f"<h3>{self._inline(node).strip()}</h3>")
        elif node.tag == "lijst":
            yield Block(node.line, self._list(node))
        elif node.tag == "table":
            yield Block(node.line, self._table(node))
        else:
            yield from self.read(node)
            if node.tag in {"bijlage", "divisie", "circulaire.divisie", "paragraaf", "hoofdstuk"}:
                yield from self._take_notes()

    def _take_notes(self) -> Iterator[Part]:
        """Footnotes stand at the end of the part that they belong to."""
        yield from self.notes
        self.notes = []

    def _inline(self, node: Node) -> str:
        parts = (escape(one) if isinstance(one, str) else self._mark(one) for one in node.inside)
        return _SPACE.sub(" ", "".join(parts))

    def _mark(self, node: Node) -> str:
        if node.tag == "noot":
            return self._note(node)
        if node.tag == "li.nr":
            return ""
        inside = self._inline(node)
        mark = _EMPHASIS.get(node.about.get("type", "") if node.tag == "nadruk" else node.tag)
        address = node.about.get("doc") or node.about.get("href") or node.about.get("ref") or ""
        if node.tag == "a" and address.startswith(("https://", "http://")):
            return f'<a href="{escape(address)}">{inside}</a>'
        return f"<{mark}>{inside}</{mark}>" if mark else inside

    def _note(self, node: Node) -> str:
        sign = next((_text(one) for one in node.children("noot.nr")), "*")
        texts = [self._inline(one).strip() for one in node.children("noot.al")]
        self.notes.append(Block(node.line, f"<p>[{escape(sign)}] {' '.join(texts)}</p>"))
        return f" [{escape(sign)}]"

    def _list(self, node: Node) -> str:
        items = "".join(f"<li>{self._item(item)}</li>" for item in node.children("li"))
        return f"<ul>{items}</ul>"

    def _item(self, node: Node) -> str:
        sign = " ".join(_text(one) for one in node.children("li.nr"))
        texts = []
        inner = ""
        for one in node.inside:
            if isinstance(one, Node) and one.tag == "lijst":
                inner += self._list(one)
            elif isinstance(one, Node) and one.tag != "li.nr":
                texts.append(self._inline(one).strip())
            elif isinstance(one, str):
                texts.append(escape(one.strip()))
        start = "" if sign.rstrip(".") in _BULLETS else f"{escape(sign)} "
        return start + " ".join(text for text in texts if text) + inner

    def _table(self, node: Node) -> str:
        """Return the rows as a list: the editor knows no tables."""
        rows = [
            " – ".join(cell for one in row.children("entry") if (cell := self._inline(one).strip()))
            for row in _all(node, "row")
        ]
        return f"<ul>{''.join(f'<li>{row}</li>' for row in rows if row)}</ul>"


def _all(node: Node, tag: str) -> Iterator[Node]:
    for one in node.inside:
        if isinstance(one, Node):
            if one.tag == tag:
                yield one
            else:
                yield from _all(one, tag)


def _text(node: Node) -> str:
    parts = (one if isinstance(one, str) else _text(one) for one in node.inside)
    return " ".join("".join(parts).split())
