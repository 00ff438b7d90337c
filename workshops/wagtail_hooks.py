"""What workshops add to the admin: a campaign copied for next year, and choosing a date."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import Button
from wagtail.models import Page

from workshops.models import CampaignPage, Event
from workshops.views import choosers
from workshops.views.admin import copy_campaign


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    """Add the address that copies a campaign."""
    return [
        path("campagnes/<int:pk>/volgend-jaar/", copy_campaign, name="workshops_campaign_next_year")
    ]


class ChooseEventViewSet(ChooserViewSet):
    """Choose a workshop on a date; nothing new is made here, planning has screens of its own."""

    model = Event
    icon = "date"
    register_widget = False
    choose_one_text = _("Choose a date")
    choose_view_class = choosers.ChooseEvent
    choose_results_view_class = choosers.ChooseEventResults
    chosen_view_class = choosers.EventChosen
    chosen_multiple_view_class = choosers.EventsChosen

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out the address to make something new; without a form it would answer with 500."""
        return [row for row in super().get_urlpatterns() if row.name != "create"]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ChooserViewSet]:
    """Add the chooser."""
    return [ChooseEventViewSet("choose_event")]


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
