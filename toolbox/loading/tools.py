"""Turns the files with toolboxes into pages. Doing it again changes nothing.

Every page remembers the hash of what was loaded last. Only when its newest text still has that hash
was it left alone by editors, and may a file renew it. The day of review and the owner are set once:
those are the editors' from then on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from wagtail.models import Page

from core.loading import Putter, ensure_index_page
from toolbox.loading.tool_files import BoxFile, ToolFile
from toolbox.loading.tool_values import box_values, tool_values
from toolbox.models import ToolboxIndexPage, ToolboxPage, ToolPage
from toolbox.models.tools import INDEX_SLUG

TITLE = "Gereedschapskisten"
LEAD = (
    "Korte kaarten voor als het erop aankomt: wat je doet, welke zinnen helpen en waar je op let. "
    "Je mag ze allemaal lezen, wat je functie ook is."
)

P = TypeVar("P", bound=Page)


@transaction.atomic(durable=True)
def load_toolbox(files: Sequence[BoxFile], *, sources: Collection[str], publish: bool) -> list[str]:
    """Make or renew the toolboxes; return a line for each page that changed or was left alone."""
    loader = _Loader(putter=Putter(publish=publish), sources=sources)
    index = ensure_index()
    for file in files:
        loader.load_box(index, file)
    return loader.putter.lines


def ensure_index() -> ToolboxIndexPage:
    """Return the page above the toolboxes, made now or before."""
    return ensure_index_page(ToolboxIndexPage, title=TITLE, lead=LEAD, slug=INDEX_SLUG)


@dataclass(kw_only=True)
class _Loader:
    """One load."""

    putter: Putter
    sources: Collection[str]

    def load_box(self, index: Page, file: BoxFile) -> None:
        """Make or renew a toolbox and the tools in it."""
        values = box_values(file)

        def add() -> ToolboxPage:
            page = ToolboxPage(slug=file.slug, locale=index.locale, live=False)
            return self._added(index, page, values)

        current = ToolboxPage.objects.child_of(index).filter(slug=file.slug).first()
        self.putter.put(f"toolbox {file.slug}", current, values, add=add)
        box = current or ToolboxPage.objects.child_of(index).get(slug=file.slug)
        for tool in file.tools:
            self._load_tool(box, file, tool)

    def _load_tool(self, box: ToolboxPage, file: BoxFile, tool: ToolFile) -> None:
        values = tool_values(tool, self.sources)

        def add() -> ToolPage:
            review_on = tool.review_on or file.review_on
            page = ToolPage(slug=tool.slug, locale=box.locale, live=False, review_on=review_on)
            return self._added(box, page, values)

        current = ToolPage.objects.filter(code=tool.code).first()
        self.putter.put(f"tool {tool.code}", current, values, add=add)

    def _added(self, parent: Page, page: P, values: Mapping[str, Any]) -> P:
        self.putter.fill(page, values)
        parent.add_child(instance=page)
        return page
