"""Compile the translations without GNU gettext, which a fresh machine may not have."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages(folder: Path = LOCALE) -> list[Path]:
    """Write the .mo beside every .po that is newer, and return what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
            written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    # Through a file of its own: several test workers may compile at the same moment.
    half_made = target.with_suffix(f".{os.getpid()}")
    with half_made.open("wb") as file:
        write_mo(file, catalogue)
    half_made.replace(target)
