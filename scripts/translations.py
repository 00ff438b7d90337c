"""Find every sentence for the screen and see that it has its Dutch, without GNU gettext.

`python -m scripts.translations` lists what is missing; `… merge` adds the entries of
`locale/parts/*.po` to the Dutch catalogue.
"""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

from scripts.terminal import ROOT, say

DUTCH = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
PARTS = ROOT / "locale" / "parts"
_NOT_OURS = {"benchmarks", "build", "docs", "media", "migrations", "node_modules", "scripts"}
_NOT_OURS |= {"site", "staticfiles", "tests", "var"}
_KEYWORDS = {
    name + suffix: None
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
    for suffix in ("", "_lazy", "_noop")
} | {"_": None}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in the code that somebody will read on a screen."""

    path: Path
    line: int
    context: str | None
    singular: str
    plural: str | None

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.singular!r}"


def sentences(root: Path = ROOT) -> Iterator[Sentence]:
    """Yield every sentence in our Python files and templates."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix not in {".py", ".html", ".txt"} or _elsewhere(inside):
            continue
        if path.suffix == ".py":
            yield from _in_source(inside, path.read_text())
        elif "templates" in inside.parts:
            source = templatize(path.read_text(), origin=str(inside))
            # Looks like Python, but for the indentation of the template.
            yield from _in_source(inside, "\n".join(map(str.strip, source.splitlines())))


def problems(catalogue: Catalog, found: Iterator[Sentence]) -> list[str]:
    """Return what a Dutch reader would stumble over: no translation, or other placeholders."""
    said = []
    for sentence in found:
        message = catalogue.get(sentence.singular, context=sentence.context)
        if message is None or message.fuzzy or not all(_texts(message)):
            said.append(f"{sentence} has no Dutch")
        elif _placeholders(sentence.plural or sentence.singular) != _placeholders(
            _texts(message)[-1]
        ):
            said.append(f"{sentence} has other placeholders in Dutch")
    return said


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue, or start the Dutch one."""
    if not path.exists():
        return Catalog(locale="nl", project="Kompas", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="nl", charset="utf-8", abort_invalid=True)


def merge(parts: Path = PARTS, target: Path = DUTCH) -> list[str]:
    """Add the entries of the parts to the catalogue; return where two parts disagree."""
    catalogue, conflicts = read_catalogue(target), []
    for part in sorted(parts.glob("*.po")):
        for message in read_catalogue(part):
            if not message.id:
                continue
            known = catalogue.get(message.id, context=message.context)
            if known is not None and any(_texts(known)) and _texts(known) != _texts(message):
                conflicts.append(f"{part.name}: {message.id!r} is {_texts(known)[0]!r} already")
            else:
                catalogue.add(message.id, message.string, context=message.context)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, omit_header=False)
    return conflicts


def main(arguments: list[str]) -> int:
    """Merge when asked, and list what is wrong."""
    said = merge() if arguments == ["merge"] else []
    said += problems(read_catalogue(DUTCH), sentences())
    for line in said:
        say(line)
    return 1 if said else 0


def _in_source(path: Path, source: str) -> Iterator[Sentence]:
    # Babel's own types say that one text comes as a list of its letters.
    found: Iterator[Any] = extract_python(
        io.BytesIO(source.encode()), _KEYWORDS, (), {"encoding": "utf-8"}
    )
    for line, function, texts, _comments in found:
        # A call without a sentence of its own has no texts at all.
        known = [text for text in ((texts,) if isinstance(texts, str) else texts or ()) if text]
        context = known.pop(0) if "pgettext" in function and len(known) > 1 else None
        if known:
            plural = known[1] if function.startswith("n") and len(known) > 1 else None
            yield Sentence(path=path, line=line, context=context, singular=known[0], plural=plural)


def _elsewhere(path: Path) -> bool:
    return any(part in _NOT_OURS or part.startswith(".") for part in path.parts)


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _placeholders(text: str) -> set[str]:
    return {"".join(groups) for groups in _PLACEHOLDER.findall(text)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
