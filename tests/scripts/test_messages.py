"""Translations are compiled without gettext, and only when they changed."""

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from scripts.messages import compile_messages

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Language: nl\\n"

msgid "Go on"
msgstr "Ga verder"

msgid "%(count)d seat left"
msgid_plural "%(count)d seats left"
msgstr[0] "Nog %(count)d plek"
msgstr[1] "Nog %(count)d plekken"

#, fuzzy
msgid "Not sure"
msgstr "Onzeker"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    return folder / "django.po"


def test_gettext_reads_what_was_compiled(source: Path, tmp_path: Path):
    assert compile_messages(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Go on") == "Ga verder"
    assert (
        dutch.ngettext("%(count)d seat left", "%(count)d seats left", 2) == "Nog %(count)d plekken"
    )
    assert dutch.gettext("Not sure") == "Not sure"


def test_nothing_is_compiled_twice(source: Path, tmp_path: Path):
    compile_messages(tmp_path)
    assert compile_messages(tmp_path) == []


def test_a_changed_translation_is_compiled_again(source: Path, tmp_path: Path):
    compile_messages(tmp_path)
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_messages(tmp_path) == [source.with_suffix(".mo")]


def test_a_broken_file_is_refused_and_leaves_nothing_behind(source: Path, tmp_path: Path):
    source.write_text(PO + '\nmsgid "half\n')
    with pytest.raises(PoFileError):
        compile_messages(tmp_path)
    assert list(source.parent.iterdir()) == [source]
