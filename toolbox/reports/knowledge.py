"""What the pages of the kennishuis show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.markdown import render_inline
from organisations.reports import unit_names
from organisations.viewers import Viewer
from toolbox.access.knowledge import pages_read_by
from toolbox.enums import Audience, Theme
from toolbox.knowledge_sources import known_codes
from toolbox.models import KnowledgePage, Link
from toolbox.models.knowledge import INDEX_SLUG
from toolbox.practice_enums import KnowledgeKind, LinkKind
from toolbox.tagging import labels_of

ICONS = {
    KnowledgeKind.ARTICLE: "book-open",
    KnowledgeKind.STORY: "message-circle",
    KnowledgeKind.SOURCE: "library",
    KnowledgeKind.FACTS: "scale",
    KnowledgeKind.PROCEDURE: "list-ordered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A page of the kennishuis in a list."""

    title: str
    lead: str
    url: str
    kind: str
    kind_name: str
    icon: str
    themes: Sequence[str]
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page of the kennishuis, with where it comes from and until when it holds."""

    line: PageLine
    audiences: Sequence[str]
    sources: Sequence[str]
    maintained_by: str
    review_on: date
    is_past_review: bool
    is_story: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """Links of one kind."""

    kind: str
    title: str
    links: Sequence[Link]


def page_path(page: KnowledgePage) -> str:
    """Return the address of a page, in the language of the reader."""
    return reverse("wagtail_serve", args=[f"{INDEX_SLUG}/{page.slug}/"])


def page_lines(pages: Iterable[KnowledgePage]) -> list[PageLine]:
    """Return pages as they stand in a list; one query for the names of all units."""
    rows = list(pages)
    units = [row.unit_id for row in rows if row.unit_id]
    names = unit_names(units, clock.today()) if units else {}
    return [_line(row, names[row.unit_id].name if row.unit_id in names else "") for row in rows]


def found_pages(
    user: Viewer, *, theme: str = "", audience: str = "", kind: str = ""
) -> list[PageLine]:
    """Return the pages that somebody may read about a subject, by title."""
    rows = pages_read_by(user).about(theme=theme, audience=audience, kind=kind)
    return page_lines(rows.defer("body").order_by("title", "pk"))


def page_view(page: KnowledgePage) -> PageView:
    """Return what stands around the text of a page."""
    return PageView(
        line=page_lines([page])[0],
        audiences=labels_of(page.audiences, Audience),
        sources=[render_inline(line, sources=known_codes()) for line in page.source_lines],
        maintained_by=page.maintained_by,
        review_on=page.review_on,
        is_past_review=page.review_on < clock.today(),
        is_story=page.kind == KnowledgeKind.STORY,
    )


def link_groups() -> list[LinkGroup]:
    """Return the register by kind; what is dead stays in it, marked for the reader."""
    rows = list(Link.objects.order_by("title", "pk"))
    titles = {
        LinkKind.INSTITUTE: _("Institutes and help"),
        LinkKind.SITE: _("Information"),
        LinkKind.COURSE: _("Courses elsewhere"),
    }
    found = [
        LinkGroup(
            kind=kind.value,
            title=title,
            links=[row for row in rows if row.kind == kind],
        )
        for kind, title in titles.items()
    ]
    return [group for group in found if group.links]


def _line(page: KnowledgePage, unit_name: str) -> PageLine:
    kind = KnowledgeKind(page.kind)
    return PageLine(
        title=page.title,
        lead=page.lead,
        url=page_path(page),
        kind=kind.value,
        kind_name=str(kind.label),
        icon=ICONS[kind],
        themes=labels_of(page.themes, Theme),
        unit_name=unit_name,
    )
