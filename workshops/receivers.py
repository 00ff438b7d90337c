"""What workshops do after events of Wagtail; one line to a service each.

Wagtail publishes from its editor, its schedule and its API; only its own events tell us of all.
"""

from typing import Any

from django.db.models.signals import post_delete
from wagtail import signals
from wagtail.models import Page

from workshops.catalogue.services import sync_type, withdraw_type
from workshops.models import WorkshopPage


def take_up_page(*, instance: Any, **_kwargs: Any) -> None:
    """A workshop page was published, taken offline or got another address."""
    if isinstance(instance, WorkshopPage):
        sync_type(instance)


def take_up_move(*, instance: Page, **_kwargs: Any) -> None:
    """A page was moved, and a workshop page below or at it has another address now."""
    for page in WorkshopPage.objects.descendant_of(instance, inclusive=True):
        sync_type(page)


def take_up_deletion(*, instance: WorkshopPage, **_kwargs: Any) -> None:
    """A workshop page was deleted."""
    withdraw_type(instance)


def connect() -> None:
    """Listen to the events of Wagtail."""
    for signal in (signals.page_published, signals.page_unpublished):
        signal.connect(take_up_page)
    for signal in (signals.post_page_move, signals.page_slug_changed):
        signal.connect(take_up_move)
    post_delete.connect(take_up_deletion, sender=WorkshopPage)
