"""What home does after events of Wagtail; one line to a service.

Wagtail publishes from its editor, its schedule and its API; only its own events tell us of all.
"""

from typing import Any

from wagtail import signals
from wagtail.models import Page

from home.memory import forget


def take_up_page(**_kwargs: Any) -> None:
    """A page was published, taken offline, moved or got another address."""
    forget()


def take_up_snippet(*, instance: Any, **_kwargs: Any) -> None:
    """A role that helps, or another text that is no page, was published or taken offline."""
    if not isinstance(instance, Page):
        forget()


def connect() -> None:
    """Listen to the events of Wagtail; a page is taken offline before it is deleted."""
    for signal in (
        signals.page_published,
        signals.page_unpublished,
        signals.post_page_move,
        signals.page_slug_changed,
    ):
        signal.connect(take_up_page)
    for signal in (signals.published, signals.unpublished):
        signal.connect(take_up_snippet)
