"""The checks of the ledger in the admin: what each found, and a button to check now."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import yesno
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

import jobs
from lms.completions.access import LedgerPermissionPolicy
from lms.completions.checking import outcome
from lms.completions.seal_models import LedgerCheck, LedgerSeal

CHECK = "lms.check_ledger"
_NOT_WRITTEN = ("add", "edit", "delete", "copy", "history", "usage")


class CheckIndexView(IndexView):  # type: ignore[misc]
    """All checks, latest first."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer to check now."""
        url = reverse("ledgercheck:now")
        now = HeaderButton(_("Check now"), url=url, icon_name="rotate")
        return [*super().header_buttons, now]


class CheckInspectView(InspectView):  # type: ignore[misc]
    """One check, with its sentences."""

    template_name = "lms/ledger/check.html"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Show moments in the reader's zone, and yes or no in words."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime):
            return timezone.localtime(value)
        return yesno(value) if isinstance(value, bool) else value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was found, in words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"outcome": outcome(self.object), "sentences": self.object.sentences}


class CheckNowView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Say what will happen and where the head stands, then ask the worker."""

    permission_policy = LedgerPermissionPolicy(LedgerCheck)
    permission_required = "view"
    page_title = gettext_lazy("Check the ledger")
    header_icon = "rotate"
    template_name = "lms/ledger/check_now.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("ledgercheck:index"), "label": _("Ledger: checks")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the last seal."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        last = LedgerSeal.objects.order_by("-number").first()
        return context | {"seal": last, "index_url": reverse("ledgercheck:index")}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask the worker; twice at once is once."""
        jobs.enqueue(CHECK, key=CHECK)
        messages.success(request, _("The check runs. The outcome comes in this list."))
        return redirect("ledgercheck:index")


class LedgerCheckViewSet(ModelViewSet):  # type: ignore[misc]
    """The pages."""

    model = LedgerCheck
    name = "ledgercheck"
    url_prefix = "grootboekcontroles"
    icon = "check"
    menu_label = gettext_lazy("Ledger: checks")
    menu_order = 710
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = CheckIndexView
    inspect_view_class = CheckInspectView
    inspect_view_fields: ClassVar = ["checked_at", "batches", "rows", "waiting", "with_file"]
    exclude_form_fields: ClassVar[list[str]] = []
    search_backend_name = None
    ordering = ("-checked_at", "-pk")
    list_display: ClassVar = [
        DateColumn("checked_at", label=gettext_lazy("Checked at"), sort_key="checked_at"),
        Column("outcome", label=gettext_lazy("Outcome"), accessor=outcome),
        Column("rows", label=gettext_lazy("Completions")),
        Column("batches", label=gettext_lazy("Batches")),
        Column("waiting", label=gettext_lazy("Not sealed yet")),
        BooleanColumn("with_file", label=gettext_lazy("Compared with the file")),
    ]

    @property
    def permission_policy(self) -> LedgerPermissionPolicy:
        """Say who may look."""
        return LedgerPermissionPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let no page link to one that is not there."""
        names = {f"{name}_url_name": None for name in _NOT_WRITTEN}
        answer: dict[str, Any] = super().get_common_view_kwargs(**{**names, **kwargs})
        return answer

    def get_urlpatterns(self) -> list[URLPattern]:
        """Offer only what looks, and checking now."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("nu/", CheckNowView.as_view(), name="now"),
        ]

    def register_admin_url_finder(self) -> None:
        """Have no page to edit a check, so nothing to find."""
