"""What people can find of the plain pages and the pages for an audience."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import resolve, reverse
from wagtail.models import Locale, Page

from core.language.plain import text_of
from core.searching import Gate, SearchDocument
from home.models import AudiencePage, HomePage, StandardPage

KIND = "page"
_LONG = frozenset({"bronnen"})
"""Of the list of sources only its introduction: it names every subject once."""


def documents() -> Iterator[SearchDocument]:
    """Yield the published pages of the Dutch tree; everybody may read them."""
    homes = {home.path: home.url_path for home in _dutch(HomePage)}
    for page in _dutch(StandardPage):
        yield from _of(page, homes, keywords="")
    for page in _dutch(AudiencePage):
        yield from _of(page, homes, keywords=page.summary)


def _of(page: Any, homes: dict[str, str], *, keywords: str) -> Iterator[SearchDocument]:
    above = next((url for path, url in homes.items() if page.path.startswith(path)), "/")
    address = page.url_path.removeprefix(above)
    path = reverse("wagtail_serve", args=[address])
    # An app may have taken the address over; it says itself what can be found there.
    if resolve(path).url_name != "wagtail_serve":
        return
    said = [page.lead, *([] if page.slug in _LONG else _texts(page.body))]
    yield SearchDocument(
        kind=KIND,
        key=address.strip("/"),
        title=page.title,
        text=" ".join(part for part in said if part),
        keywords=keywords,
        path=path,
        gate=Gate.PUBLIC,
    )


def _dutch(model: type[Page]) -> QuerySet[Any]:
    dutch = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    found: QuerySet[Any] = model.objects.live().public()
    return found.filter(locale__in=dutch).order_by("path")


def _texts(body: Any) -> Iterator[str]:
    for child in body:
        if child.block_type == "section":
            yield f"{child.value['title']}. {text_of(child.value['text'].source)}"
        elif child.block_type == "text":
            yield text_of(child.value.source)
