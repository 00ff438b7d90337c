"""The register of links in the admin, and the report of those that no longer work."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from toolbox.enums import Theme
from toolbox.models import Link


class LinkForm(WagtailAdminModelForm):
    """Lets an editor tick the themes; another address starts with a clean sheet."""

    themes = forms.MultipleChoiceField(
        label=_("themes"),
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """Forget what was found about the address that it had."""
        cleaned: dict[str, Any] = super().clean()
        if {"url", "is_checked"} & set(self.changed_data):
            self.instance.forget_findings()
        return cleaned


class LinkViewSet(SnippetViewSet):
    """All links, with how they fared."""

    model = Link
    icon = "link"
    menu_label = _("Links")
    menu_name = "links"
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar[list[Any]] = ["title", "kind", "last_outcome", "review_on"]
    list_filter: ClassVar[list[str]] = ["kind", "last_outcome", "is_checked"]
    list_export: ClassVar[list[str]] = ["key", "title", "url", "kind", "last_outcome", "review_on"]
    search_fields: ClassVar[list[str]] = ["title", "url", "description"]

    def get_edit_handler(self) -> Any:
        """Use the panels of the model, with the themes as ticks."""
        handler = ObjectList(Link.panels, base_form_class=LinkForm)
        return handler.bind_to_model(Link)


class DeadLinksView(ReportView):
    """Links that failed twice in a row, the longest first."""

    page_title = _("Dead links")
    header_icon = "warning"
    index_url_name = "toolbox_dead_links"
    index_results_url_name = "toolbox_dead_links_results"
    permission_policy = ModelPermissionPolicy(Link)
    any_permission_required: ClassVar[list[str]] = ["change"]
    default_ordering = "failing_since"
    is_searchable = False
    list_export: ClassVar[list[str]] = ["title", "url", "last_status", "failing_since"]
    columns: ClassVar[list[Any]] = [
        TitleColumn(
            "title",
            label=_("Title"),
            url_name="wagtailsnippets_toolbox_link:edit",
            classname="report-title",
        ),
        Column("url", label=_("Address"), classname="report-address"),
        Column("get_last_outcome_display", label=_("What was found")),
        Column("last_status", label=_("Answer of the site")),
        DateColumn("failing_since", label=_("Fails since")),
        DateColumn("last_checked_at", label=_("Last looked at")),
    ]

    def get_queryset(self) -> QuerySet[Link]:
        """Return the dead ones."""
        return Link.objects.dead().order_by("failing_since", "pk")


class DeadLinksItem(MenuItem):
    """The way to the report, for who may do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may change links."""
        return bool(ModelPermissionPolicy(Link).user_has_permission(request.user, "change"))
