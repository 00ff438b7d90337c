"""Reads the files of pages in `home/content/`: help, sources, privacy, and those of audiences."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, TypeAdapter

from core.content_files import ContentModel, matching, read_yaml_with_lines
from core.markdown import link_sources
from core.sources import Source, read_sources
from toolbox.enums import Audience

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[
    str,
    StringConstraints(max_length=60),
    matching(
        r"([a-z0-9]+(-[a-z0-9]+)*)?",
        lambda: _("Use only small letters, digits and hyphens here, such as veilig-uitspreken."),
    ),
]


class PageSection(ContentModel):
    """A heading with an anchor to link to and a text in Markdown; may be folded away."""

    title: Text
    anchor: Name = ""
    body: Text
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """A page as written in one file: a plain one, or with an audience the page of that audience.

    `summary` is the line on the start page, of an audience only.
    """

    path: Path
    slug: str
    title: str
    lead: str
    sections: tuple[PageSection, ...]
    audience: str = ""
    summary: str = ""


class _PageFields(ContentModel):
    slug: Annotated[Name, StringConstraints(min_length=1)]
    title: Text
    lead: Annotated[str, StringConstraints(max_length=600)] = ""
    sections: tuple[PageSection, ...] = Field(min_length=1)
    sources: str = ""
    audience: Audience | None = None
    summary: Annotated[str, StringConstraints(max_length=160)] = ""


_PAGE = TypeAdapter(_PageFields)


def read_page_file(path: Path) -> PageFile:
    """Return the page; raise `InvalidContent` with everything that is wrong in the file.

    With `sources: <file>` (relative to this file) references such as [K22] become links, and on
    the page with the slug "bronnen" every source gets a section, with its code as anchor.
    """
    file = read_yaml_with_lines(path)
    fields = file.validate(_PAGE, file.data)
    if fields is None:
        raise file.invalid()
    sources = read_sources((path.parent / fields.sources).resolve()) if fields.sources else {}
    sections = [_linked(section, sources) for section in fields.sections]
    if fields.slug == "bronnen":
        sections += [_source_section(source) for source in sources.values()]
    anchors = [section.anchor for section in sections if section.anchor]
    for i, section in enumerate(fields.sections):
        if section.anchor and anchors.count(section.anchor) > 1:
            message = _("The anchor '%(anchor)s' is used twice. Choose another one.")
            file.add_error(("sections", i, "anchor"), message % {"anchor": section.anchor})
    file.raise_errors()
    return PageFile(
        path=path,
        slug=fields.slug,
        title=fields.title,
        lead=fields.lead,
        sections=tuple(sections),
        audience=fields.audience.value if fields.audience else "",
        summary=fields.summary,
    )


def _linked(section: PageSection, sources: Collection[str]) -> PageSection:
    return section.model_copy(update={"body": link_sources(section.body, sources)})


def _source_section(source: Source) -> PageSection:
    title = f"{source.code}: {source.title}"
    return PageSection(title=title, anchor=source.code.lower(), body=source.description)
