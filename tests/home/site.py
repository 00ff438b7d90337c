"""A start page, with what a test wants on it."""

import json
from datetime import date
from typing import Any

from wagtail.models import Page, Site

from home.models import AudiencePage, HomePage
from home.services import ensure_home
from workshops.models import CampaignPage, WorkshopIndexPage, WorkshopPage


def home(**fields: Any) -> HomePage:
    """Return the start page, published with these fields; streams are lists of blocks."""
    page = ensure_home()
    return publish(page, **fields)


def publish(page: Any, **fields: Any) -> Any:
    """Change a page as an editor does."""
    for name, value in fields.items():
        setattr(page, name, json.dumps(value) if isinstance(value, list) else value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def news(title: str, **fields: Any) -> dict[str, Any]:
    """Return an item for the news of the start page."""
    value = {"title": title, "text": "", "page": None, "address": "", "until_on": None}
    value |= {"from_on": "2026-11-01", "audience": "everyone", "is_internal": False}
    return {"type": "item", "value": value | fields}


def audience_page(audience: str, slug: str, **fields: Any) -> AudiencePage:
    """Publish the page of an audience."""
    page = AudiencePage(title=slug, slug=slug, audience=audience, summary="Voor jou.", **fields)
    ensure_home().add_child(instance=page)
    return publish(page)


def workshop(key: str, **fields: Any) -> WorkshopPage:
    """Publish a kind of workshop."""
    given = {"title": key.title(), "summary": "Oefenen.", "for_whom": "iedereen", "minutes": 60}
    given |= {"maximum": 10, "audiences": ["everyone"]}
    return _below_index(WorkshopPage(key=key, slug=key, **{**given, **fields}))


def campaign(title: str, first: date, last: date, *kinds: WorkshopPage, **fields: Any) -> Any:
    """Publish a campaign with these workshops."""
    page = CampaignPage(
        title=title, summary="Doe mee.", from_on=first, until_on=last, slug=title.lower(), **fields
    )
    page.workshops = json.dumps([{"type": "workshop", "value": one.pk} for one in kinds])
    return _below_index(page)


def _below_index(page: Page) -> Any:
    root = Site.objects.get(is_default_site=True).root_page
    index = WorkshopIndexPage.objects.child_of(root).first()
    if index is None:
        index = WorkshopIndexPage(title="Workshops", slug="workshops")
        root.specific.add_child(instance=index)
        index.save_revision().publish()
    index.refresh_from_db()
    index.add_child(instance=page)
    page.save_revision().publish()
    return page
