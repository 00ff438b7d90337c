"""The report "Te herzien": texts of all apps past their day, or nearly so."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem
from wagtail.permission_policies.pages import PagePermissionPolicy

from core import clock
from toolbox.reports.reviewing import DAYS_AHEAD, reviews_on


@require_safe
def to_review(request: HttpRequest) -> HttpResponse:
    """Show what an editor has to read again."""
    if not _may_see(request.user):
        raise PermissionDenied
    context = {
        "reviews": reviews_on(clock.today()),
        "days_ahead": DAYS_AHEAD,
        "page_title": _("To review"),
        "header_title": _("To review"),
        "header_icon": "calendar-check",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("To review")},
        ],
    }
    return render(request, "toolbox/admin/to_review.html", context)


def _may_see(user: Any) -> bool:
    """Tell whether somebody changes or publishes pages."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, {"change", "publish"}))


class ToReviewItem(MenuItem):
    """The way to the report, for who may do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who changes pages."""
        return _may_see(request.user)
