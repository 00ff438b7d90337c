"""Turns the files with toolboxes into pages. Doing it again changes nothing.

Every page remembers the hash of what was loaded last. Only when its newest text still has that hash
was it left alone by editors, and may a file renew it. The day of review and the owner are set once:
those are the editors' from then on.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction
from wagtail.models import Page

from toolbox.loading.index import ensure_index_page
from toolbox.loading.tool_files import BoxFile, ToolFile
from toolbox.loading.tool_values import box_values, plain, tool_values
from toolbox.models import ToolboxIndexPage, ToolboxPage, ToolPage
from toolbox.models.tools import INDEX_SLUG

TITLE = "Gereedschapskisten"
LEAD = (
    "Korte kaarten voor als het erop aankomt: wat je doet, welke zinnen helpen en waar je op let. "
    "Je mag ze allemaal lezen, wat je functie ook is."
)
_STREAMS = ("steps", "sentences", "pitfalls", "follow_up", "practice")


@transaction.atomic(durable=True)
def load_toolbox(files: Sequence[BoxFile], *, sources: Collection[str], publish: bool) -> list[str]:
    """Make or renew the toolboxes; return a line for each page that changed or was left alone."""
    loader = _Loader(publish=publish, sources=sources)
    index = ensure_index()
    for file in files:
        loader.load_box(index, file)
    return loader.lines


def ensure_index() -> ToolboxIndexPage:
    """Return the page above the toolboxes, made now or before."""
    return ensure_index_page(ToolboxIndexPage, title=TITLE, lead=LEAD, slug=INDEX_SLUG)


@dataclass(kw_only=True)
class _Loader:
    """One load: whether it publishes, and what it has to tell."""

    publish: bool
    sources: Collection[str]
    lines: list[str] = field(default_factory=list)

    def load_box(self, index: Page, file: BoxFile) -> None:
        """Make or renew a toolbox and the tools in it."""
        values = box_values(file)
        page = ToolboxPage.objects.child_of(index).filter(slug=file.slug).first()
        if page is None:
            page = ToolboxPage(slug=file.slug, locale=index.locale, live=False)
            self._add(index, page, values, f"toolbox {file.slug}")
        else:
            self._renew(page, values, f"toolbox {file.slug}")
        for tool in file.tools:
            self._load_tool(page, file, tool)

    def _load_tool(self, box: ToolboxPage, file: BoxFile, tool: ToolFile) -> None:
        values = tool_values(tool, self.sources)
        page = ToolPage.objects.filter(code=tool.code).first()
        if page is None:
            review_on = tool.review_on or file.review_on
            page = ToolPage(slug=tool.slug, locale=box.locale, live=False, review_on=review_on)
            self._add(box, page, values, f"tool {tool.code}")
        else:
            self._renew(page, values, f"tool {tool.code}")

    def _add(self, parent: Page, page: Any, values: Mapping[str, Any], name: str) -> None:
        _fill(page, values)
        parent.add_child(instance=page)
        self._save(page, name)

    def _renew(self, page: Any, values: Mapping[str, Any], name: str) -> None:
        """Renew a page that editors left alone; publish a draft that nobody published yet."""
        newest = page.get_latest_revision_as_object()
        if newest.loaded_hash != digest_of(values_of(newest, values)):
            self.lines.append(f"{name}: an editor changed this text, left as it is")
        elif page.loaded_hash != digest_of(values):
            _fill(newest, values)
            if not page.live:
                newest.save()
            self._save(newest, name)
        elif self.publish and not page.live and page.first_published_at is None:
            self._save(newest, name)

    def _save(self, page: Any, name: str) -> None:
        revision = page.save_revision()
        if self.publish:
            revision.publish()
        self.lines.append(f"{name}: {'published' if self.publish else 'draft'}")


def _fill(page: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(page, name, json.dumps(value) if name in _STREAMS else value)
    page.loaded_hash = digest_of(values)


def values_of(page: Any, like: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same fields of a page that is stored, to compare with what was loaded."""
    return {
        name: plain(list(getattr(page, name).raw_data)) if name in _STREAMS else getattr(page, name)
        for name in like
    }


def digest_of(values: Mapping[str, Any]) -> str:
    """Return the hash of fields; the same for what was just made and what was stored."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()
