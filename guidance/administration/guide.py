"""What the start of the admin says about the guide to who may edit it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from core import clock
from guidance.reports.guide_review import GuideReview, guide_review


class GuideReviewPanel(Component):
    """Outcomes of the guide that should be read again."""

    name = "guide_review"
    order = 90
    template_name = "guidance/admin/guide_review.html"

    def __init__(self, review: GuideReview) -> None:
        self.review = review

    def get_context_data(self, parent_context: Any) -> Mapping[str, Any]:
        """Give the template what is due."""
        del parent_context
        return {"review": self.review}


def review_panel(request: HttpRequest) -> GuideReviewPanel | None:
    """Return the panel; None for who may not edit the guide, and when nothing is due."""
    review = guide_review(clock.today())
    if review is None or not review.page.permissions_for_user(request.user).can_edit():
        return None
    return GuideReviewPanel(review)
