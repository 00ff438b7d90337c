"""The printed form of a document: PDF/UA-1, tagged, with a language and a title.

Made by typst, that needs nothing of the machine but its own wheel; see ADR 0013.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.numberformat import format as format_number
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from compliance.tables import Document, Figure, Section
from core.spreadsheets import Cell

_TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
_THOUSANDS = {"nl": ".", "en": ","}


def pdf_of(document: Document) -> bytes:
    """Return the document as a PDF; the same document gives the same bytes."""
    made: Any = _compiler().compile(
        format="pdf",
        sys_inputs={"data": json.dumps(_data(document))},
        pdf_standards=["ua-1"],
        timestamp=document.made_at.replace(microsecond=0),
    )
    return bytes(made)


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Return the one compiler of this process: to read fonts costs more than a page."""
    return typst.Compiler(_TEMPLATE, ignore_system_fonts=True, font_paths=[])


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "author": "Kompas",
        "lang": (get_language() or "nl")[:2],
        "lead": document.lead,
        "footer": document.footer,
        "facts": document.facts,
        "sections": [_section(section) for section in document.sections],
        "notes_title": _("What the figures mean"),
        "notes": document.notes,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "note": section.note,
        "numbers": section.is_of_numbers,
        "header": list(section.header),
        "rows": [_row(figure) for figure in section.figures],
    }


def _row(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "cells": [_text(cell) for cell in figure.cells],
        "hidden": figure.hidden,
        "strong": figure.is_total,
    }


def _text(cell: Cell) -> str:
    """Return a cell as people read it: whole numbers in groups of three."""
    if isinstance(cell, int):
        separator = _THOUSANDS.get((get_language() or "nl")[:2], ".")
        text: str = format_number(
            cell, ",", grouping=3, thousand_sep=separator, force_grouping=True
        )
        return text
    return "–" if cell is None else str(cell)
