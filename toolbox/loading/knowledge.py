"""Turns the files of the kennishuis and of the links into pages and rows.

Doing it again changes nothing. Every page and link remembers the hash of what was loaded last: only
what editors left alone is renewed. The owner and the day of review are set once: those are the
editors' from then on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core.loading import Putter, digest_of, ensure_index_page
from core.markdown import render_markdown
from lms.pages import KeyFigure
from toolbox.loading.knowledge_files import KnowledgeFile, LinkFile, PartFile
from toolbox.models import KnowledgeIndexPage, KnowledgePage, Link
from toolbox.models.knowledge import INDEX_SLUG
from toolbox.services.knowledge_groups import ensure_editors

TITLE = "Kennishuis"
LEAD = (
    "Feiten, artikelen, verhalen en procedures over integriteit en sociale veiligheid. Bij elke "
    "tekst staat waar die vandaan komt en wanneer we er weer naar kijken."
)


@transaction.atomic(durable=True)
def load_knowledge(
    *,
    pages: Sequence[KnowledgeFile],
    links: Sequence[LinkFile],
    sources: Collection[str],
    publish: bool,
) -> list[str]:
    """Make or renew it all; return a line for each text that changed or was left alone."""
    loader = _Loader(putter=Putter(publish=publish), sources=sources)
    index = ensure_index()
    ensure_editors(index)
    for link in links:
        loader.load_link(link)
    for page in pages:
        loader.load_page(index, page)
    return loader.putter.lines


def ensure_index() -> KnowledgeIndexPage:
    """Return the page above the kennishuis, made now or before."""
    return ensure_index_page(KnowledgeIndexPage, title=TITLE, lead=LEAD, slug=INDEX_SLUG)


@dataclass(kw_only=True)
class _Loader:
    """One load."""

    putter: Putter
    sources: Collection[str]

    def load_link(self, file: LinkFile) -> None:
        """Make or renew a link; the day of review is set once."""
        values = {
            "title": file.title,
            "url": file.url,
            "description": file.description,
            "kind": str(file.kind),
            "themes": [str(theme) for theme in file.themes],
            "is_checked": file.is_checked,
        }
        digest = digest_of(values)
        link = Link.objects.filter(key=file.key).first()
        if link is None:
            link = Link(key=file.key, review_on=file.review_on)
        elif link.loaded_hash == digest:
            return
        elif link.loaded_hash != digest_of({name: getattr(link, name) for name in values}):
            self.putter.lines.append(f"link {file.key}: an editor changed this, left as it is")
            return
        if link.url != file.url:
            link.forget_findings()
        for name, value in values.items():
            setattr(link, name, value)
        link.loaded_hash = digest
        link.save()
        self.putter.lines.append(f"link {file.key}: loaded")

    def load_page(self, index: KnowledgeIndexPage, file: KnowledgeFile) -> None:
        """Make or renew a page."""
        values = self._values(file)

        def add() -> KnowledgePage:
            page = KnowledgePage(
                slug=file.slug,
                locale=index.locale,
                live=False,
                maintained_by=file.maintained_by,
                review_on=file.review_on,
            )
            self.putter.fill(page, values)
            index.add_child(instance=page)
            return page

        current = KnowledgePage.objects.child_of(index).filter(slug=file.slug).first()
        self.putter.put(f"knowledge {file.slug}", current, values, add=add)

    def _values(self, file: KnowledgeFile) -> dict[str, Any]:
        links = dict(Link.objects.values_list("key", "pk"))
        figures = dict(KeyFigure.objects.values_list("key", "pk"))
        parts = (self._part(part, links, figures) for part in file.body)
        return {
            "title": file.title,
            "kind": str(file.kind),
            "lead": file.lead,
            "themes": [str(theme) for theme in file.themes],
            "audiences": [str(audience) for audience in file.audiences],
            "sources": "\n".join(file.sources),
            "body": [part for part in parts if part is not None],
        }

    def _part(
        self, part: PartFile, links: Mapping[str, int], figures: Mapping[str, int]
    ) -> dict[str, Any] | None:
        """Return a block; None for a figure of a course that is switched off."""
        if part.link:
            return {"type": "link", "value": links[part.link]}
        if part.figure:
            found = figures.get(part.figure)
            return None if found is None else {"type": "figure", "value": found}
        text = render_markdown(part.text, sources=self.sources)
        if part.title:
            return {"type": "section", "value": {"title": part.title, "text": text}}
        return {"type": "text", "value": text}
