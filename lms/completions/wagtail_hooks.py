"""The ledger in the admin: look, and declare invalid with a reason. Nothing else."""

from datetime import datetime
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from lms.completions.access import LedgerPermissionPolicy
from lms.completions.errors import AlreadyVoided, NotVoidable
from lms.completions.forms import VoidForm
from lms.completions.models import Activity, Completion
from lms.completions.services import void_completion

_VOIDED = "lms.void"
_NOT_WRITTEN = ("add", "edit", "delete", "copy", "history", "usage")


def standing_label(completion: Completion) -> str:
    """Say in a word whether a row of the ledger counts."""
    if completion.voids_id is not None:
        return _("Declares another invalid")
    return _("Invalid") if hasattr(completion, "voided_by") else _("Counts")


class LedgerFilterSet(WagtailFilterSet):
    """What was completed, and from when to when."""

    activity = django_filters.ModelChoiceFilter(
        queryset=Activity.objects.order_by("title", "pk"), label=gettext_lazy("Activity")
    )
    occurred_on = django_filters.DateFromToRangeFilter(
        widget=DateRangePickerWidget, label=gettext_lazy("Happened on")
    )

    class Meta:
        model = Completion
        fields = ["activity", "occurred_on"]


class LedgerIndexView(IndexView):
    """All rows of the ledger, latest first."""

    def get_base_queryset(self) -> QuerySet[Completion]:
        rows: QuerySet[Completion] = super().get_base_queryset()
        return rows.select_related("person", "unit", "activity", "voided_by")


class LedgerInspectView(InspectView):
    """One row of the ledger, with the button to declare it invalid."""

    void_url_name = ""

    def get_object(self, queryset: Any = None) -> Completion:  # noqa: ARG002  Wagtail's signature
        return get_object_or_404(Completion.objects.select_related("voided_by"), pk=self.pk)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer what may still be done with this row."""
        if self.object.voids_id or hasattr(self.object, "voided_by"):
            return []
        if not self.permission_policy.user_has_permission(self.request.user, "void"):
            return []
        url = reverse(self.void_url_name, args=[self.object.pk])
        return [Button(_("Declare invalid"), url=url, icon_name="cross", priority=10)]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Show moments in the reader's zone, where Wagtail shows them in UTC, and no "None"."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, datetime):
            return timezone.localtime(value)
        return "–" if value in {None, ""} else value

    def get_fields_context(self) -> list[dict[str, Any]]:
        status = {"label": _("Status"), "value": standing_label(self.object), "component": None}
        return [status, *super().get_fields_context()]


class VoidView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView[VoidForm]):
    """Asks for the reason and declares a completion invalid."""

    permission_required = "void"
    template_name = "lms/ledger/void.html"
    form_class = VoidForm
    page_title = gettext_lazy("Declare invalid")
    header_icon = "cross"
    index_url_name = ""
    inspect_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Completion.objects.select_related("person", "unit", "activity")
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def form_valid(self, form: VoidForm) -> HttpResponse:
        user = self.request.user
        reason = form.cleaned_data["reason"]
        try:
            void_completion(completion=self.object, reason=reason, by=getattr(user, "person", None))
        except AlreadyVoided:
            form.add_error(None, _("Somebody declared this completion invalid before you."))
            return self.form_invalid(form)
        except NotVoidable:
            form.add_error(None, _("This row declares another invalid; that cannot be undone."))
            return self.form_invalid(form)
        log(instance=self.object, action=_VOIDED, user=user)
        messages.success(self.request, _("This completion no longer counts."))
        return redirect(self.inspect_url_name, self.object.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse(self.index_url_name), "label": _("Ledger")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": str(self.object)}
        return [*self.breadcrumbs_items, index, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "object": self.object,
            "action_url": self.request.path,
            "submit_button_label": _("Declare invalid"),
            "submit_button_active_label": _("Declaring invalid…"),
        }


class LedgerViewSet(ModelViewSet):
    """The pages of the ledger in the admin."""

    model = Completion
    name = "ledger"
    url_prefix = "afrondingen"
    icon = "clipboard-list"
    menu_label = gettext_lazy("Ledger")
    menu_order = 700
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = LedgerIndexView
    inspect_view_class = LedgerInspectView
    inspect_view_fields = [
        "person",
        "unit",
        "activity",
        "version",
        "occurred_at",
        "occurred_on",
        "recorded_at",
        "unit_at_time",
        "assurance",
        "source",
        "source_key",
        "recorder",
        "voids",
        "reason",
        "uuid",
    ]
    filterset_class = LedgerFilterSet
    search_fields = ["person__name"]
    search_backend_name = None
    ordering = ("-occurred_at", "-pk")
    exclude_form_fields: list[str] = []
    list_display = [
        "person",
        "unit",
        "activity",
        "occurred_on",
        Column("assurance", label=gettext_lazy("Assurance"), accessor="get_assurance_display"),
        Column("status", label=gettext_lazy("Status"), accessor=standing_label),
    ]

    @property
    def permission_policy(self) -> LedgerPermissionPolicy:
        """Say who may do what."""
        return LedgerPermissionPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {f"{name}_url_name": None for name in _NOT_WRITTEN}
        answer: dict[str, Any] = super().get_common_view_kwargs(**{**names, **kwargs})
        return answer

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        void = {"void_url_name": self.get_url_name("void")}
        answer: dict[str, Any] = super().get_inspect_view_kwargs(**void, **kwargs)
        return answer

    def get_urlpatterns(self) -> list[URLPattern]:
        void_view = VoidView.as_view(
            permission_policy=self.permission_policy,
            index_url_name=self.get_url_name("index"),
            inspect_url_name=self.get_url_name("inspect"),
        )
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("ongeldig/<int:pk>/", void_view, name="void"),
        ]

    def register_admin_url_finder(self) -> None:
        """Have no page to edit a completion, so nothing to find."""


@hooks.register("register_admin_viewset")
def register_ledger() -> LedgerViewSet:
    """Give the ledger its place in the menu."""
    return LedgerViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Let the audit log of the admin name who declared something invalid."""
    actions.register_action(
        _VOIDED, gettext_lazy("Declare invalid"), gettext_lazy("Declared a completion invalid")
    )
