"""What people can find of toolboxes: every tool, and the toolboxes themselves."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import override

from core.language.plain import text_of
from core.searching import Gate, SearchDocument
from toolbox.enums import Audience, Theme
from toolbox.models import ToolPage
from toolbox.models.tools import INDEX_SLUG
from toolbox.reports.tools import chosen, toolboxes

KIND = "tool"
BOX_WORDS = "gereedschap, gereedschapskist, toolbox, hulpmiddelen, kaarten"
_STREAMS = ("steps", "sentences", "pitfalls", "follow_up")


def documents() -> Iterator[SearchDocument]:
    """Yield every tool and toolbox that readers may see; never a question of a self-check."""
    gate = Gate.PUBLIC if settings.TOOLBOX_PUBLIC else Gate.SIGNED_IN
    found = toolboxes()
    for box in found.boxes:
        yield SearchDocument(
            kind=KIND,
            key=f"box-{box.slug}",
            title=f"Gereedschapskist: {box.title}",
            text=box.lead,
            path=f"/{INDEX_SLUG}/{box.slug}/",
            keywords=BOX_WORDS,
            gate=gate,
        )
    for page in ToolPage.objects.shown().order_by("path"):
        yield _document(page, gate)


def _document(page: ToolPage, gate: Gate) -> SearchDocument:
    lines = [str(row.value) for name in _STREAMS for row in getattr(page, name)]
    said = [page.summary, text_of(page.when), text_of(page.goal), *map(text_of, lines)]
    return SearchDocument(
        kind=KIND,
        key=page.code or "",
        title=page.title,
        text=" ".join(" ".join(said).split()),
        path=f"/{INDEX_SLUG}/{page.box_slug}/{page.slug}/",
        keywords=", ".join([page.code or "", *_words(page)]),
        label=page.code or "",
        gate=gate,
    )


def _words(page: ToolPage) -> list[str]:
    """Return what it is about and for whom, in Dutch words whatever the language of who asks."""
    with override("nl"):
        choices = [*chosen(page.themes, Theme), *chosen(page.also_for, Audience)]
        return [str(one.label) for one in choices]
