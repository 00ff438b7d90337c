"""A message to editors when outcomes of the guide should be read again; once for each date."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.urls import reverse
from wagtail.permission_policies.pages import PagePermissionPolicy

from core import clock
from guidance.models import GuidePage
from guidance.reports.guide_review import GuideReview, guide_review
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Person

KIND = "guidance.guide_review"


@transaction.atomic(durable=True)
def send_guide_reviews() -> int:
    """Put a message in the outbox of who may edit the guide; return how many are new.

    Outcomes with the same date share one message, and a date is told of only once.
    """
    review = guide_review(clock.today())
    if review is None:
        return 0
    editors = _editors(review.page)
    return queue_notices(
        [
            NewNotice(
                kind=KIND,
                key=f"{KIND}:{day}:{person.uuid}",
                person=person,
                context={"day": day.isoformat()},
            )
            for day, _due in groupby(review.due, key=lambda one: one.review_on)
            for person in editors
        ]
    )


def _editors(page: GuidePage) -> list[Person]:
    users = PagePermissionPolicy().users_with_any_permission_for_instance({"change"}, page)
    rows = Person.objects.filter(user__in=users, user__is_active=True, erased_at__isnull=True)
    return list(rows.order_by("pk"))


def refresh(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when the outcomes were read again meanwhile."""
    review = guide_review(clock.today())
    return {row.pk: _context(row, review) for row in notices}


def _context(notice: Notice, review: GuideReview | None) -> Mapping[str, Any] | None:
    if review is None:
        return None
    titles = [one.title for one in review.due if one.review_on.isoformat() == notice.context["day"]]
    if not titles:
        return None
    return {
        "naam": notice.person.name,
        "uitkomsten": "\n".join(f"- {title}" for title in titles),
        "knop": reverse("wagtailadmin_pages:edit", args=[review.page.pk]),
    }
