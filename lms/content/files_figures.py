"""Key figures: what research found, in one place, always with year and source."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, TypeAdapter

from core.content_files import ContentModel, read_yaml_with_lines
from core.sources import Code
from lms.content.files_blocks import Slug, Text
from lms.content.files_module import add_unknown_source


class KeyFigure(ContentModel):
    """A figure that courses show; `value` and `text` together read as one sentence."""

    key: Slug
    value: Annotated[Text, StringConstraints(max_length=40)]
    text: Text
    year: int = Field(ge=1990, le=2100)
    source: Code


def read_key_figures(path: Path, *, sources: Collection[str] | None = None) -> dict[str, KeyFigure]:
    """Return the key figures by key; with `sources`, every source must be one of these codes."""
    file = read_yaml_with_lines(path)
    found: dict[str, KeyFigure] = {}
    for i, figure in enumerate(file.validate_each(TypeAdapter(KeyFigure))):
        if figure is None:
            continue
        if figure.key in found:
            file.add_double(i, figure.key)
        if sources is not None and figure.source not in sources:
            add_unknown_source(file, (i, "source"), figure.source, sources)
        found[figure.key] = figure
    file.raise_errors()
    return found
