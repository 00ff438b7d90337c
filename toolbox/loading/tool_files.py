"""Reads the files with toolboxes in `toolbox/content/gereedschap/`."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, TypeAdapter

from core.content_files import (
    ContentFileError,
    ContentModel,
    InvalidContent,
    matching,
    read_yaml_with_lines,
)
from toolbox.enums import Audience, TeamTrait, Theme, ToolKind

FOLDER = Path(__file__).resolve().parents[1] / "content" / "gereedschap"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Title = Annotated[Text, StringConstraints(max_length=120)]
Slug = Annotated[
    Text,
    matching(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        lambda: _("Use only small letters, digits and hyphens here, such as veilig-uitspreken."),
    ),
]
Code = Annotated[
    Text,
    matching(r"[A-Z]{1,3}[0-9]{0,2}", lambda: _("Use capitals and a number, such as T1.")),
]


class QuestionFile(ContentModel):
    """A question to oneself, as the assignment of the content owner has it."""

    code: Text
    kind: Literal["enkel", "meer"] = "enkel"
    text: Text
    answers: dict[str, Text] = Field(min_length=2)
    good: tuple[str, ...] = Field(min_length=1)
    explanation: Text


class WayFile(ContentModel):
    """Something one could do in a scene, and how it goes on."""

    code: str = ""
    text: Annotated[Text, StringConstraints(max_length=200)]
    then: Text


class SceneFile(ContentModel):
    """A scene to practise on."""

    title: Title
    situation: Text
    question: Text
    ways: tuple[WayFile, ...] = Field(min_length=2)


class NeedFile(ContentModel):
    """A part of a scan."""

    title: Annotated[Text, StringConstraints(max_length=80)]
    text: Text


class ScanFile(ContentModel):
    """Looking back, part by part."""

    title: Title
    parts: tuple[NeedFile, ...] = Field(min_length=2)
    last_question: Text


class ChecklistFile(ContentModel):
    """Questions that one ticks off."""

    title: Title
    items: tuple[Text, ...] = Field(min_length=2)


class ToolFile(ContentModel):
    """A tool in the words of the assignment; what has no text is not shown."""

    code: Code
    slug: Slug
    title: Title
    kind: ToolKind = ToolKind.CARD
    summary: Annotated[Text, StringConstraints(max_length=240)]
    sensitive: bool = False
    when: str = ""
    goal: str = ""
    steps: tuple[Text, ...] = ()
    sentences: tuple[Text, ...] = ()
    pitfalls: tuple[Text, ...] = ()
    follow_up: tuple[Text, ...] = ()
    questions: tuple[QuestionFile, ...] = ()
    scenes: tuple[SceneFile, ...] = ()
    scan: ScanFile | None = None
    checklist: ChecklistFile | None = None
    dilemmas: tuple[Slug, ...] = ()
    themes: tuple[Theme, ...] = ()
    traits: tuple[TeamTrait, ...] = ()
    also_for: tuple[Audience, ...] = ()
    roles: tuple[Slug, ...] = ()
    articles: tuple[Slug, ...] = ()
    tools: tuple[Code, ...] = ()
    workshops: tuple[Slug, ...] = ()
    sources: tuple[Text, ...] = ()
    review_on: date | None = None

    def texts(self) -> Iterable[str]:
        """Return every text in which a source can be named."""
        yield from (self.summary, self.when, self.goal)
        yield from (*self.steps, *self.sentences, *self.pitfalls, *self.follow_up)
        yield from (one.explanation for one in self.questions)


class BoxFile(ContentModel):
    """A toolbox with its tools. `review_on` holds for every tool that has no day of its own."""

    slug: Slug
    audience: Audience
    title: Title
    lead: Annotated[Text, StringConstraints(max_length=600)]
    review_on: date
    tools: tuple[ToolFile, ...] = Field(min_length=1)


def read_boxes(folder: Path = FOLDER) -> list[BoxFile]:
    """Return the toolboxes in the order of their files; raise `InvalidContent` for all mistakes."""
    boxes: list[BoxFile] = []
    problems: list[ContentFileError] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            boxes.append(_read(path))
        except InvalidContent as error:
            problems += error.errors
    if problems:
        raise InvalidContent(problems)
    return boxes


def _read(path: Path) -> BoxFile:
    file = read_yaml_with_lines(path)
    box = file.validate(TypeAdapter(BoxFile), file.data)
    if box is None:
        raise file.invalid()
    seen: set[str] = set()
    for i, tool in enumerate(box.tools):
        for j, question in enumerate(tool.questions):
            if not set(question.good) < set(question.answers):
                message = _("Name here the letters of the answers that are right, but not all.")
                file.add_error(("tools", i, "questions", j, "good"), message)
        if tool.code in seen:
            file.add_error(("tools", i, "code"), _("This code stands here twice."))
        seen.add(tool.code)
    file.raise_errors()
    return box
