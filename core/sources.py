"""The list of sources that texts refer to with a code, such as [K22]."""

from pathlib import Path
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import StringConstraints, TypeAdapter

from core.content_files import ContentModel, matching, read_yaml_with_lines

Code = Annotated[
    str,
    StringConstraints(max_length=20),
    matching(
        r"[A-Z]{2,}\d*|[A-Z]\d+",
        lambda: _("A code has capitals and perhaps digits at the end, such as K22 or GOR."),
    ),
]


class Source(ContentModel):
    """A document that a text rests on; the description is Markdown."""

    code: Code
    title: Annotated[str, StringConstraints(min_length=1)]
    description: Annotated[str, StringConstraints(min_length=1)]


def read_sources(path: Path) -> dict[str, Source]:
    """Return the sources by code, in the order of the file; raise `InvalidContent`."""
    file = read_yaml_with_lines(path)
    found: dict[str, Source] = {}
    for i, source in enumerate(file.validate_each(TypeAdapter(Source))):
        if source is not None and source.code in found:
            file.add_double(i, source.code)
        elif source is not None:
            found[source.code] = source
    file.raise_errors()
    return found
