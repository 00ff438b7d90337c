"""What editors have to read again, of all apps that say so, the most urgent first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.reviewing import ReviewItem
from toolbox.models import ToolPage

DAYS_AHEAD = 60
"""So many days before its day a text comes on the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """What is past its day, or has something the matter, and what comes soon."""

    due: Sequence[ReviewItem]
    soon: Sequence[ReviewItem]


def reviews_on(today: date) -> Reviews:
    """Return what there is to review on a day."""
    items = sorted(_all_items(), key=lambda one: (one.review_on, one.title))
    due = [one for one in items if is_due(one, today)]
    until = today + timedelta(days=DAYS_AHEAD)
    soon = [one for one in items if not is_due(one, today) and one.review_on <= until]
    return Reviews(due=due, soon=soon)


def is_due(item: ReviewItem, today: date) -> bool:
    """Tell whether a text should have been read again by now, or has something the matter."""
    return bool(item.why) or item.review_on < today


def tools_to_review() -> Iterable[ReviewItem]:
    """Return the tools that readers may see, with their days."""
    pages = ToolPage.objects.shown().filter(review_on__isnull=False).select_related("caretaker")
    for page in pages.order_by("review_on", "pk"):
        yield ReviewItem(
            title=f"{page.code} {page.title}",
            kind=_("Tool"),
            review_on=page.review_on,
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            owner=page.caretaker.name if page.caretaker else "",
            owner_id=page.caretaker_id,
        )


def _all_items() -> Iterable[ReviewItem]:
    for path in settings.REVIEW_SOURCES:
        yield from import_string(path)()
