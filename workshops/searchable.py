"""What people can find of workshops: the kinds, and where and when they come. Never a booking.

A confidential kind can be found like any other: its page stands in the catalogue, and nobody keeps
what people search for. Its dates are no part of it; the page itself shows those.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.models import Locale

from core import clock
from core.language.plain import text_of
from core.searching import Gate, SearchDocument
from workshops.models import CampaignPage, Event, WorkshopPage, WorkshopType

KIND = "workshop"


def documents() -> Iterator[SearchDocument]:
    """Yield the published pages, and the dates that are for one unit only."""
    kinds = {row.key: row for row in WorkshopType.objects.all()}
    coming = list(_coming())
    places = _places(coming)
    for page in _dutch(WorkshopPage):
        yield _of_kind(page, kinds.get(page.key), places.get(page.key, set()))
    today = clock.today()
    for campaign in _dutch(CampaignPage):
        if campaign.is_shown_on(today):
            yield SearchDocument(
                kind=KIND,
                key=f"campaign-{campaign.slug}",
                title=campaign.title,
                text=campaign.summary,
                keywords="campagne",
                path=_path(campaign),
            )
    yield SearchDocument(
        kind=KIND,
        key="calendar",
        title="Workshops",
        text="",
        keywords="agenda, kalender, data, bijeenkomst, aanmelden, inschrijven, training, cursusdag",
        path=reverse("workshops"),
    )
    for event in coming:
        if event.for_unit_id is not None:
            yield _of_event(event, event.for_unit_id)


def _dutch(model: type[Any]) -> QuerySet[Any]:
    dutch = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    found: QuerySet[Any] = model.objects.live().public()
    return found.filter(locale__in=dutch).order_by("path")


def _coming() -> QuerySet[Event]:
    """Return what is published and to come, and not confidential."""
    found = Event.objects.published().going_on().starting_after(clock.now())
    return (
        found.filter(is_confidential=False, type__is_confidential=False)
        .select_related("type")
        .order_by("starts_at", "pk")
    )


def _places(coming: list[Event]) -> Mapping[str, set[str]]:
    """Return in which regions and months a kind can be followed by everybody."""
    found: dict[str, set[str]] = defaultdict(set)
    for event in coming:
        if event.for_unit_id is None:
            month = date_format(localtime(event.starts_at), "F")
            found[event.type.key] |= {event.get_region_display(), month}
    return found


def _of_kind(page: WorkshopPage, kind: WorkshopType | None, places: set[str]) -> SearchDocument:
    said = [page.summary, *page.goal_list, text_of(page.what_we_do)]
    words = [page.for_whom, *(kind.audience_labels if kind else ()), *sorted(places)]
    return SearchDocument(
        kind=KIND,
        key=page.key,
        title=page.title,
        text=" ".join(part for part in said if part),
        keywords=", ".join(words),
        path=_path(page),
    )


def _of_event(event: Event, unit_id: int) -> SearchDocument:
    """Return a date that only people of one unit may see and book."""
    moment = localtime(event.starts_at)
    named = f"{event.type.title}: {event.subtitle}" if event.subtitle else event.type.title
    return SearchDocument(
        kind=KIND,
        key=f"event-{event.uuid}",
        title=named,
        text=f"{date_format(moment, 'l j F Y H.i')}, {event.get_region_display()}",
        path=reverse("workshops-event", args=[event.uuid]),
        gate=Gate.UNITS,
        unit_ids=frozenset({unit_id}),
    )


def _path(page: WorkshopPage | CampaignPage) -> str:
    return reverse("wagtail_serve", args=[f"workshops/{page.slug}/"])
