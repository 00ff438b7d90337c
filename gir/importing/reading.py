"""Chooses how to read a file by its name, and refuses what is too large or something else."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from gir.importing.articles import OfficialText, collect, faults_of
from gir.importing.markdown import read_markdown
from gir.importing.parts import ImportRefused, Part, refuse
from gir.importing.publication import read_publication
from gir.importing.word import read_word

LARGEST = 10 * 1024 * 1024
"""Bytes. The code has some forty pages; a Word file of it with pictures is still smaller."""

_READERS: Mapping[str, Callable[[bytes], list[Part]]] = {
    ".xml": read_publication,
    ".docx": read_word,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def read_official(path: Path, labels: list[str]) -> OfficialText:
    """Return the articles of a file; raise `ImportRefused` with everything that is wrong."""
    kind = path.suffix.lower()
    if kind not in _READERS:
        raise refuse(_("Choose a file that ends in .xml, .docx or .md."))
    text = collect(_READERS[kind](_bytes(path)))
    faults = faults_of(text, labels)
    if faults:
        raise ImportRefused(faults, counts_paragraphs=kind == ".docx")
    return text


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise refuse(_("This file cannot be opened.")) from error
    if len(content) > LARGEST:
        raise refuse(_("This file is larger than 10 MB. Leave pictures out of it."))
    if not content.strip():
        raise refuse(_("This file is empty."))
    return content
