"""Reads the files of the catalogue in `workshops/content/`: kinds of workshops and campaigns."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, TypeAdapter

from core.content_files import ContentFile, ContentModel, matching, read_yaml_with_lines

FOLDER = Path(__file__).resolve().parents[1] / "content"
SOURCES = Path(__file__).resolve().parents[2] / "courses" / "bronnen.yaml"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80),
    matching(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        lambda: _("Use only small letters, digits and hyphens here, such as veilig-uitspreken."),
    ),
]
Role = Literal["manager", "informal_leader", "hr_adviser", "confidential_adviser"]
Meant = Literal[
    "everyone", "employees", "managers", "teams", "newcomers", "front_office", "advisers"
]


class WorkshopFile(ContentModel):
    """A kind of workshop as the file describes it.

    `uit_de_opdracht` is the line of the content owner, whole: what the other fields were made of.
    """

    code: Text
    key: Name
    title: Text
    uit_de_opdracht: Text
    summary: Annotated[Text, StringConstraints(max_length=400)]
    for_whom: Annotated[Text, StringConstraints(max_length=200)]
    audiences: tuple[Meant, ...] = Field(min_length=1)
    open_to: tuple[Role, ...] = ()
    minutes: Annotated[int, Field(ge=15)]
    sessions: Annotated[int, Field(ge=1)] = 1
    minimum: Annotated[int, Field(ge=1)]
    maximum: Annotated[int, Field(ge=1)]
    is_for_teams: bool = False
    is_confidential: bool = False
    counts_for: str = ""
    goals: tuple[Text, ...] = Field(min_length=1)
    what_we_do: Text
    in_practice: Text


class CampaignFile(ContentModel):
    """A campaign as the file describes it; its workshops by their keys."""

    slug: Name
    title: Text
    summary: Annotated[Text, StringConstraints(max_length=300)]
    announce_on: date | None = None
    from_on: date
    until_on: date
    text: Text
    workshops: tuple[Name, ...] = ()


def read_workshops(path: Path = FOLDER / "workshops.yaml") -> list[WorkshopFile]:
    """Return the kinds of workshops; raise `InvalidContent` with everything that is wrong."""
    file = read_yaml_with_lines(path)
    found = file.validate_each(TypeAdapter(WorkshopFile))
    for i, one in enumerate(found):
        if one is not None and one.maximum < one.minimum:
            file.add_error(
                (i, "maximum"), _("The largest group must be at least as large as the smallest.")
            )
    rows = [one for one in found if one is not None]
    _refuse_doubles(file, [one.key for one in rows])
    file.raise_errors()
    return rows


def read_campaigns(
    keys: Collection[str], path: Path = FOLDER / "campagnes.yaml"
) -> list[CampaignFile]:
    """Return the campaigns; raise `InvalidContent`, also for a workshop that nobody knows."""
    file = read_yaml_with_lines(path)
    found = file.validate_each(TypeAdapter(CampaignFile))
    for i, one in enumerate(found):
        for j, key in enumerate(one.workshops if one else ()):
            if key not in keys:
                sentence = _("There is no workshop with the key “%(key)s”.") % {"key": key}
                file.add_error((i, "workshops", j), sentence)
        if one is not None and one.until_on < one.from_on:
            file.add_error((i, "until_on"), _("The last day must not come before the first."))
    rows = [one for one in found if one is not None]
    _refuse_doubles(file, [one.slug for one in rows])
    file.raise_errors()
    return rows


def _refuse_doubles(file: ContentFile, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            file.add_double(i, name)
        seen.add(name)
