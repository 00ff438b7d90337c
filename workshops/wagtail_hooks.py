"""What workshops add to the admin: a campaign copied for next year."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from workshops.models import CampaignPage
from workshops.views.admin import copy_campaign


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    """Add the address that copies a campaign."""
    return [
        path("campagnes/<int:pk>/volgend-jaar/", copy_campaign, name="workshops_campaign_next_year")
    ]


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Offer the copy above a campaign that is being edited."""
    yield from _buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def page_listing_more_buttons(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Offer the copy in lists of pages."""
    yield from _buttons(page, user)


def _buttons(page: Page, user: Any) -> Iterator[Button]:
    is_campaign = page.specific_class is CampaignPage
    if is_campaign and page.alias_of_id is None and page.permissions_for_user(user).can_copy():
        yield Button(
            _("Set up for next year"),
            reverse("workshops_campaign_next_year", args=[page.pk]),
            icon_name="copy",
            priority=70,
        )
