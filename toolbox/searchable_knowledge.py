"""What of the kennishuis, the good practices and the links can be found by searching."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from core.searching import Gate, SearchDocument
from toolbox.enums import Theme
from toolbox.models import GoodPractice, KnowledgePage, Link
from toolbox.reports.knowledge import page_path
from toolbox.tagging import labels_of

_KNOWLEDGE, _PRACTICE = "knowledge", "practice"


def documents() -> Iterable[SearchDocument]:
    """Return everything of it that somebody may read; the words are Dutch."""
    with override("nl"):
        yield from _pages()
        yield from _practices()
        yield from _links()


def _open_gate() -> Gate:
    return Gate.PUBLIC if settings.TOOLBOX_PUBLIC else Gate.SIGNED_IN


def _pages() -> Iterator[SearchDocument]:
    for page in KnowledgePage.objects.live().filter(alias_of=None).order_by("pk"):
        words = " ".join(page.body.stream_block.get_searchable_content(page.body))
        yield SearchDocument(
            kind=_KNOWLEDGE,
            key=page.slug,
            title=page.title,
            text=strip_tags(f"{page.lead} {words}"),
            path=page_path(page),
            keywords=" ".join(labels_of(page.themes, Theme)),
            gate=Gate.UNITS if page.unit_id else _open_gate(),
            unit_ids=frozenset({page.unit_id}) if page.unit_id else frozenset(),
        )


def _practices() -> Iterator[SearchDocument]:
    for practice in GoodPractice.objects.published().order_by("pk"):
        parts = (practice.problem, practice.action, practice.result, practice.tips)
        yield SearchDocument(
            kind=_PRACTICE,
            key=str(practice.uuid),
            title=practice.title,
            text=" ".join(part for part in parts if part),
            path=reverse("toolbox:practice", args=[practice.uuid]),
            keywords=" ".join(labels_of(practice.themes, Theme)),
            gate=Gate.SIGNED_IN,
        )


def _links() -> Iterator[SearchDocument]:
    for link in Link.objects.order_by("pk"):
        if link.is_dead:
            continue
        yield SearchDocument(
            kind=_KNOWLEDGE,
            key=f"link-{link.key}",
            title=link.title,
            text=link.description,
            path=f"{reverse('toolbox:links')}#{link.key}",
            keywords=" ".join(labels_of(link.themes, Theme)),
            gate=_open_gate(),
        )
