"""Reads Word: a paragraph in a heading style, such as "4.1 Geschenken", starts an article."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax import ContentHandler, SAXException
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.html import escape
from django.utils.translation import gettext as _

from gir.importing.parts import Block, Heading, Part, refuse

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

LARGEST_INSIDE = 50 * 1024 * 1024
_BODY = "word/document.xml"


def read_word(content: bytes) -> list[Part]:
    """Return the headings and blocks; the place of each is the number of its paragraph."""
    from docx import Document  # noqa: PLC0415  loads lxml, which nothing else needs

    _refuse_unsafe(content)
    document = Document(BytesIO(content))
    return list(_join_lists(_parts(document.iter_inner_content())))


def _refuse_unsafe(content: bytes) -> None:
    """Look inside before the library does: a bomb, or XML with definitions of its own."""
    try:
        with ZipFile(BytesIO(content)) as folder:
            if sum(part.file_size for part in folder.infolist()) > LARGEST_INSIDE:
                raise refuse(_("The file is too large when it is unpacked."))
            for name in folder.namelist():
                if name.endswith((".xml", ".rels")):
                    parseString(folder.read(name), ContentHandler(), forbid_dtd=True)
            folder.getinfo(_BODY)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError) as error:
        raise refuse(_("This is not a Word file (.docx).")) from error
    except DefusedXmlException as error:
        message = _("The file has its own definitions (DOCTYPE or ENTITY). That is not safe.")
        raise refuse(message) from error
    except SAXException as error:
        raise refuse(_("This Word file is damaged. Save it again in Word.")) from error


def _parts(found: "Iterator[Paragraph | Table]") -> Iterator[Part]:
    from docx.text.paragraph import Paragraph  # noqa: PLC0415  as above

    for number, one in enumerate(found, start=1):
        if not isinstance(one, Paragraph):
            yield Block(number, _table(one))
            continue
        text = " ".join(one.text.split())
        style = (one.style.name if one.style and one.style.name else "").lower()
        if not text or style == "title" or style.startswith("toc"):
            continue
        if style.startswith("heading"):
            yield Heading(number, text)
        elif _is_item(one, style):
            tag = "ol" if "number" in style else "ul"
            yield Block(number, f"<{tag}><li>{_inline(one)}</li></{tag}>")
        else:
            yield Block(number, f"<p>{_inline(one)}</p>")


def _is_item(paragraph: "Paragraph", style: str) -> bool:
    numbered = paragraph.paragraph_format.element.pPr
    return style.startswith("list") or (numbered is not None and numbered.numPr is not None)


def _join_lists(parts: Iterator[Part]) -> Iterator[Part]:
    """Make one list of items that follow each other."""
    last: Block | None = None
    for part in parts:
        if last is not None and isinstance(part, Block):
            for tag in ("ul", "ol"):
                if last.html.endswith(f"</{tag}>") and part.html.startswith(f"<{tag}>"):
                    html = last.html.removesuffix(f"</{tag}>") + part.html.removeprefix(f"<{tag}>")
                    last = Block(last.line, html)
                    break
            else:
                yield last
                last = part
            continue
        if last is not None:
            yield last
        last = part if isinstance(part, Block) else None
        if isinstance(part, Heading):
            yield part
    if last is not None:
        yield last


def _inline(paragraph: "Paragraph") -> str:
    html = ""
    for one in paragraph.iter_inner_content():
        text = str(escape(one.text))
        address = getattr(one, "address", "") or ""
        if address.startswith(("https://", "http://")):
            html += f'<a href="{escape(address)}">{text}</a>'
            continue
        if getattr(one, "italic", None) and text.strip():
            text = f"<i>{text}</i>"
        html += f"<b>{text}</b>" if getattr(one, "bold", None) and text.strip() else text
    return " ".join(html.split())


def _table(table: "Table") -> str:
    """Return the rows as a list: the editor knows no tables."""
    rows = (
        " – ".join(escape(" ".join(cell.text.split())) for cell in row.cells if cell.text.strip())
        for row in table.rows
    )
    return f"<ul>{''.join(f'<li>{row}</li>' for row in rows if row)}</ul>"
