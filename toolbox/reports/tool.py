"""One tool as a page: its text, and what belongs to it elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from core.markdown import SOURCES_PATH
from design.navigation import NavItem, in_language
from gir.enums import Verdict
from gir.models import ArticleVersion, Dilemma
from gir.reports.weighing import Weighed
from guidance.models import HelpRole
from guidance.navigation import role_address
from toolbox.enums import Audience
from toolbox.models import ToolPage
from toolbox.reports.tools import Box, Toolboxes, ToolLine, line_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DilemmaView:
    """A dilemma of the code of conduct, to practise here."""

    key: str
    title: str
    situation: str
    question: str
    choices: Sequence[Weighed]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolView:
    """A tool with all that its page shows."""

    line: ToolLine
    page: ToolPage
    box: Box | None
    dilemmas: Sequence[DilemmaView]
    related: Sequence[ToolLine]
    roles: Sequence[NavItem]
    articles: Sequence[NavItem]
    workshops: Sequence[NavItem]
    sources: Sequence[NavItem]
    before: ToolLine | None
    after: ToolLine | None

    @property
    def practises(self) -> bool:
        """Whether there is something to do in the browser."""
        return bool(self.dilemmas or len(self.page.practice))

    @property
    def is_front_office(self) -> bool:
        """Whether somebody may look here for where an incident is registered."""
        return self.box is not None and self.box.audience is Audience.FRONT_OFFICE

    def is_due(self, today: date) -> bool:
        """Tell whether it should have been reviewed by now."""
        return self.page.review_on is not None and self.page.review_on < today


def tool_view(page: ToolPage, all_of_them: Toolboxes, today: date) -> ToolView:
    """Return a tool with what belongs to it."""
    line = line_of(page)
    box = next((one for one in all_of_them.boxes if one.path == line.box_path), None)
    row = [one for one in box.tools if one.box_path == box.path] if box else []
    place = next((i for i, one in enumerate(row) if one.pk == line.pk), None)
    return ToolView(
        line=line,
        page=page,
        box=box,
        dilemmas=_dilemmas(page.dilemma_keys),
        related=[one for one in all_of_them.with_codes(page.tool_codes) if one.pk != line.pk],
        roles=_roles(page.role_keys),
        articles=_articles(page.article_keys, today),
        workshops=_workshops(page.workshop_keys),
        sources=_sources(page.sources),
        before=row[place - 1] if place else None,
        after=row[place + 1] if place is not None and place + 1 < len(row) else None,
    )


def _dilemmas(keys: Sequence[str]) -> list[DilemmaView]:
    if not keys:
        return []
    rows = Dilemma.objects.filter(live=True, key__in=keys).prefetch_related("options")
    found = {row.key: row for row in rows}
    return [_dilemma(found[key]) for key in keys if key in found]


def _dilemma(row: Dilemma) -> DilemmaView:
    options = sorted(row.options.all(), key=lambda one: (one.sort_order or 0, one.letter))
    return DilemmaView(
        key=row.key,
        title=row.title,
        situation=row.situation,
        question=row.question,
        choices=[
            Weighed(text=one.text, explanation=one.explanation, verdict=Verdict(one.verdict))
            for one in options
        ],
    )


def _roles(keys: Sequence[str]) -> list[NavItem]:
    if not keys:
        return []
    rows = HelpRole.objects.filter(live=True, key__in=keys).order_by("position", "name")
    return [NavItem(label=row.name, url=role_address(row.key)) for row in rows]


def _articles(keys: Sequence[str], today: date) -> list[NavItem]:
    if not keys:
        return []
    rows = ArticleVersion.objects.in_force_on(today).filter(key__in=keys)
    return [
        NavItem(label=f"{label} {title}", url=reverse("gir:article", args=[key]))
        for key, label, title in rows.values_list("key", "label", "title")
    ]


def _workshops(keys: Sequence[str]) -> Sequence[NavItem]:
    """Ask workshops, which this app does not know, what they are called and where they stand."""
    if not keys or not settings.TOOLBOX_WORKSHOPS:
        return []
    found: Sequence[NavItem] = import_string(settings.TOOLBOX_WORKSHOPS)(keys)
    return found


def _sources(codes: Sequence[str]) -> list[NavItem]:
    return [
        NavItem(label=code, url=f"{in_language(SOURCES_PATH)}#{code.lower()}") for code in codes
    ]
