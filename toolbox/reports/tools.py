"""Toolboxes and the tools in them, as they stand in lists."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Choices
from django.urls import reverse
from wagtail.models import Page

from toolbox.enums import Audience, TeamTrait, Theme, ToolKind
from toolbox.models import ToolboxIndexPage, ToolboxPage, ToolPage

_HEAVY = ("when", "goal", "steps", "sentences", "pitfalls", "follow_up", "practice")
_ICONS = {
    Audience.MANAGERS: "users",
    Audience.BYSTANDERS: "eye",
    Audience.FRONT_OFFICE: "shield",
    Audience.ADVISERS: "heart-handshake",
}
_KIND_ICONS = {
    ToolKind.CARD: "notebook-text",
    ToolKind.EXERCISE: "split",
    ToolKind.CHECK: "list-checks",
    ToolKind.GUIDE: "presentation",
}
C = TypeVar("C", bound=Choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A toolbox. `tools`: those that stand in it, also of another toolbox."""

    path: str
    slug: str
    title: str
    lead: str
    audience: Audience
    tools: Sequence["ToolLine"] = ()

    @property
    def url(self) -> str:
        """Where it is."""
        return reverse("toolbox:box", args=[self.slug])

    @property
    def icon(self) -> str:
        """The icon of its audience."""
        return _ICONS.get(self.audience, "wrench")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolLine:
    """A tool in a list."""

    pk: int
    code: str
    slug: str
    title: str
    summary: str
    kind: ToolKind
    box_path: str
    box_slug: str
    themes: Sequence[Theme]
    traits: Sequence[TeamTrait]
    also_for: Sequence[Audience]

    @property
    def url(self) -> str:
        """Where it is read."""
        return reverse("toolbox:tool", args=[self.box_slug, self.slug])

    @property
    def kind_label(self) -> str:
        """What one does with it, in words."""
        return str(self.kind.label)

    @property
    def icon(self) -> str:
        """The icon of what one does with it."""
        return _KIND_ICONS[self.kind]

    @property
    def is_card(self) -> bool:
        """Whether it is the usual kind, which needs no word of its own."""
        return self.kind is ToolKind.CARD

    @property
    def theme_labels(self) -> list[str]:
        """What it is about, in words."""
        return [str(theme.label) for theme in self.themes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolboxes:
    """Everything that readers may see, with one question to the database for each kind of page."""

    title: str
    lead: str
    boxes: Sequence[Box]

    def box(self, slug: str) -> Box | None:
        """Return the toolbox with this address."""
        return next((box for box in self.boxes if box.slug == slug), None)

    def own_tools(self, box: Box) -> Sequence[ToolLine]:
        """Return the tools that are kept in a toolbox itself."""
        return [line for line in box.tools if line.box_path == box.path]

    def lines(self) -> list[ToolLine]:
        """Return every tool once, in the order of the pages."""
        return [line for box in self.boxes for line in self.own_tools(box)]

    def with_codes(self, codes: Iterable[str]) -> list[ToolLine]:
        """Return the tools with these codes, in this order; what is not there is left out."""
        found = {line.code: line for line in self.lines()}
        return [found[code] for code in codes if code in found]


def toolboxes() -> Toolboxes:
    """Return what readers may see, in the order in which editors put it."""
    index = ToolboxIndexPage.objects.live().first()
    pages = list(ToolboxPage.objects.live().order_by("path"))
    lines = tool_lines()
    boxes = [_box(page, lines) for page in pages]
    return Toolboxes(
        title=index.title if index else "",
        lead=index.lead if index else "",
        boxes=[box for box in boxes if box.tools],
    )


def tool_lines() -> list[ToolLine]:
    """Return every tool that readers may see."""
    pages = ToolPage.objects.shown().defer(*_HEAVY).order_by("path")
    return [line_of(page) for page in pages]


def line_of(page: ToolPage) -> ToolLine:
    """Return a tool as it stands in a list."""
    return ToolLine(
        pk=page.pk,
        code=page.code or "",
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        kind=ToolKind(page.kind),
        box_path=page.path[: -Page.steplen],
        box_slug=page.box_slug,
        themes=chosen(page.themes, Theme),
        traits=chosen(page.traits, TeamTrait),
        also_for=chosen(page.also_for, Audience),
    )


def _box(page: ToolboxPage, lines: Sequence[ToolLine]) -> Box:
    box = Box(
        path=page.path,
        slug=page.slug,
        title=page.title,
        lead=page.lead,
        audience=Audience(page.audience),
    )
    own = [line for line in lines if line.box_path == box.path]
    guests = [line for line in lines if box.audience in line.also_for and line not in own]
    return replace(box, tools=[*own, *guests])


def chosen(values: Collection[str], among: type[C]) -> list[C]:
    """Return the known ones of what is stored, in the order of the fixed list."""
    return [choice for choice in among if choice.value in values]
