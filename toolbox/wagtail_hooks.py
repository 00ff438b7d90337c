"""What the toolboxes add to the admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from toolbox.administration import reviewing
from toolbox.administration.links import DeadLinksItem, DeadLinksView, LinkViewSet

register_snippet(LinkViewSet)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    """Add the report of links that no longer work."""
    return [
        path("reports/te-herzien/", reviewing.to_review, name="toolbox_to_review"),
        path("reports/dode-links/", DeadLinksView.as_view(), name="toolbox_dead_links"),
        path(
            "reports/dode-links/resultaten/",
            DeadLinksView.as_view(results_only=True),
            name="toolbox_dead_links_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_to_review() -> MenuItem:
    """Offer what must be read again under Reports, to who changes pages."""
    return reviewing.ToReviewItem(
        _("To review"), reverse("toolbox_to_review"), icon_name="calendar-check", order=890
    )


@hooks.register("register_reports_menu_item")
def register_dead_links() -> MenuItem:
    """Offer it under Reports, to who may change links."""
    return DeadLinksItem(
        _("Dead links"), reverse("toolbox_dead_links"), icon_name="warning", order=900
    )
