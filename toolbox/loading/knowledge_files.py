"""Reads the files of the kennishuis and the register of links in `toolbox/content/`."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from core.content_files import ContentModel, matching, read_yaml_with_lines, suggest, wrong
from core.markdown import source_codes
from toolbox.enums import Audience, Theme
from toolbox.practice_enums import KnowledgeKind, LinkKind

FOLDER = Path(__file__).resolve().parents[1] / "content"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80),
    matching(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        lambda: _("Use only small letters, digits and hyphens here, such as 4-1."),
    ),
]
Title = Annotated[Text, StringConstraints(max_length=200)]


class LinkFile(ContentModel):
    """An address elsewhere."""

    key: Key
    title: Annotated[Text, StringConstraints(max_length=120)]
    url: Annotated[
        str,
        matching(r"https?://\S+", lambda: _("An address starts with https://.")),
    ]
    description: Annotated[Text, StringConstraints(max_length=400)]
    kind: LinkKind
    themes: tuple[Theme, ...] = ()
    review_on: date
    is_checked: bool = True


class PartFile(ContentModel):
    """A part of a page: a text, under a heading or not, a key figure, or a link of the register."""

    title: Annotated[str, StringConstraints(max_length=200)] = ""
    text: str = ""
    figure: str = ""
    link: str = ""

    @model_validator(mode="after")
    def _one_thing(self) -> "PartFile":
        if sum(map(bool, (self.text, self.figure, self.link))) != 1:
            raise wrong(_("A part has one of these: text, figure or link."))
        return self


class KnowledgeFile(ContentModel):
    """A page of the kennishuis. A story never comes in a file: consent is given to people."""

    slug: Key
    title: Title
    kind: KnowledgeKind
    lead: Annotated[Text, StringConstraints(max_length=600)]
    themes: tuple[Theme, ...] = Field(min_length=1)
    audiences: tuple[Audience, ...] = ()
    sources: tuple[Text, ...] = Field(min_length=1)
    maintained_by: Annotated[Text, StringConstraints(max_length=120)]
    review_on: date
    body: tuple[PartFile, ...] = Field(min_length=1)


def read_links(path: Path = FOLDER / "links.yaml") -> list[LinkFile]:
    """Return the register; raise `InvalidContent` with everything that is wrong."""
    file = read_yaml_with_lines(path)
    found = file.validate_each(TypeAdapter(LinkFile))
    seen: set[str] = set()
    for i, link in enumerate(found):
        if link is not None and link.key in seen:
            file.add_double(i, link.key)
        seen.add(link.key if link else "")
    file.raise_errors()
    return [link for link in found if link is not None]


def read_knowledge(
    *, links: Collection[str], sources: Collection[str], folder: Path = FOLDER / "kennishuis"
) -> Sequence[KnowledgeFile]:
    """Return the pages; raise `InvalidContent`, also for an unknown link or source."""
    return [_read_page(path, links, sources) for path in sorted(folder.glob("*.yaml"))]


def _read_page(path: Path, links: Collection[str], sources: Collection[str]) -> KnowledgeFile:
    file = read_yaml_with_lines(path)
    page = file.validate(TypeAdapter(KnowledgeFile), file.data)
    if page is None:
        raise file.invalid()
    if page.kind == KnowledgeKind.STORY:
        file.add_error(("kind",), _("A story needs consent, so an editor adds it by hand."))
    for i, part in enumerate(page.body):
        if part.link and part.link not in links:
            sentence = _("'%(name)s' does not exist.") % {"name": part.link}
            file.add_error(("body", i, "link"), f"{sentence} {suggest(part.link, links)}".strip())
    for at, text in file.texts():
        for code in source_codes(text):
            if code not in sources:
                file.add_error(at, _("'%(name)s' does not exist.") % {"name": code})
    file.raise_errors()
    return page
