"""Blocks that a course takes over from another one, so that a text stands in one place only."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field, TypeAdapter

from core.content_files import (
    ContentFile,
    ContentModel,
    InvalidContent,
    Location,
    read_yaml_with_lines,
    suggest,
)
from lms.content.files_blocks import Key, Slug

BORROW = "borrow"
Shelves = Mapping[str, Path]
"""The folder with the files of each course that may be borrowed from."""


class _Borrowed(ContentModel):
    course: Slug
    keys: tuple[Key, ...] = Field(min_length=1)


_BORROWED = TypeAdapter(_Borrowed)


def borrowed_blocks(
    file: ContentFile, raw: object, at: Location, shelves: Shelves
) -> list[tuple[Any, Location]]:
    """Return raw blocks, those of another course in the place of `borrow`; each with its place."""
    found: list[tuple[Any, Location]] = []
    for i, block in enumerate(raw if isinstance(raw, list) else []):
        if isinstance(block, dict) and set(block) == {BORROW}:
            found += [(one, (*at, i)) for one in _taken(file, block[BORROW], (*at, i), shelves)]
        else:
            found.append((block, (*at, i)))
    return found


def _taken(file: ContentFile, raw: object, at: Location, shelves: Shelves) -> Iterator[Any]:
    asked = file.validate(_BORROWED, raw, at)
    if asked is None:
        return
    if asked.course not in shelves:
        message = _("There is no course '%(key)s' to take this from.") % {"key": asked.course}
        file.add_error(at, f"{message} {suggest(asked.course, sorted(shelves))}")
        return
    known = _keyed_blocks(shelves[asked.course])
    for key in asked.keys:
        if key in known:
            yield known[key]
        else:
            message = _("The course '%(course)s' has nothing with the key '%(key)s'.")
            values = {"course": asked.course, "key": key}
            file.add_error(at, f"{message % values} {suggest(key, sorted(known))}")


def _keyed_blocks(folder: Path) -> dict[str, Any]:
    """Return the raw blocks of a course that have a key; its own reader says what is wrong."""
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("[0-9][0-9]-*.yaml")):
        try:
            data = read_yaml_with_lines(path).data
        except InvalidContent:
            continue
        for block in _blocks_in(data):
            value = next(iter(block.values()), None) if isinstance(block, dict) else None
            if isinstance(value, dict) and isinstance(value.get("key"), str):
                found[value["key"]] = block
    return found


def _blocks_in(data: Any) -> Iterator[Any]:
    if not isinstance(data, dict):
        return
    yield from data.get("blocks") or []
    for lesson in data.get("lessons") or []:
        yield from _blocks_in(lesson)
