"""The outbox for operators: what waits, what failed, what is in doubt. Never what was written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import IndexView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from notifications.access import REPAIR, OperatorPolicy
from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.services.repairing import RETRIED, NothingToDo, send_again, settle_as_sent


def _needs_somebody(notice: Notice) -> bool:
    return notice.state in RETRIED


class NoticeIndexView(IndexView):  # type: ignore[misc]
    """The list, newest first."""

    def get_list_more_buttons(self, instance: Notice) -> list[Any]:
        """Add what can be done about a message that needs somebody."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if _needs_somebody(instance):
            url = reverse("notice:repair", args=[instance.pk])
            buttons.append(Button(_("Send again"), url=url, icon_name="rotate", priority=5))
        return buttons


class RepairView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Say what is known about a message, ask once more, then do what was chosen."""

    permission_policy = OperatorPolicy(Notice)
    permission_required = REPAIR
    page_title = gettext_lazy("Send again")
    header_icon = "mail"
    template_name = "notifications/administration/repair.html"

    @cached_property
    def notice(self) -> Notice:
        """Return the message of this address."""
        found: Notice = get_object_or_404(
            Notice.objects.select_related("person"), pk=self.kwargs["pk"]
        )
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the outbox."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("notice:index"), "label": _("Outbox")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the message, without what is in it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "notice": self.notice,
            "is_in_doubt": self.notice.state == NoticeState.UNKNOWN,
            "came_back": self.notice.state == NoticeState.BOUNCED,
            "can_repair": _needs_somebody(self.notice),
            "index_url": reverse("notice:index"),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it, or say that there is nothing to do."""
        try:
            if "arrived" in request.POST:
                settle_as_sent(notice=self.notice)
                messages.success(request, _("The message counts as sent."))
            else:
                send_again(notice=self.notice)
                messages.success(request, _("The message will be sent again."))
        except NothingToDo:
            sentence = _("There is nothing to do about this message any more.")
            messages.warning(request, sentence)
        return redirect("notice:index")


class NoticeViewSet(ModelViewSet):  # type: ignore[misc]
    """Looking at the outbox; a receiver is found by their whole address."""

    model = Notice
    icon = "mail"
    menu_label = gettext_lazy("Outbox")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = NoticeIndexView
    permission_policy = OperatorPolicy(Notice)
    ordering = ("-queued_at", "-pk")
    list_filter = ("state", "kind", "because")
    list_per_page = 50
    list_display = (
        "title",
        StatusTagColumn(
            "state",
            label=gettext_lazy("State of the message"),
            accessor="get_state_display",
            primary=_needs_somebody,
        ),
        Column("reason", label=gettext_lazy("Why")),
        Column("attempts", label=gettext_lazy("Attempts to send")),
        DateColumn("queued_at", label=gettext_lazy("Asked for"), sort_key="queued_at"),
        DateColumn("not_before", label=gettext_lazy("Not before"), sort_key="not_before"),
        DateColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
    )
    inspect_view_fields = (
        "title", "person", "state", "reason", "attempts", "queued_at", "not_before",
        "claimed_at", "sent_at",
    )  # fmt: skip

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let no page link to one that is not there."""
        names = ("add", "edit", "delete", "copy", "history", "usage")
        absent = {f"{name}_url_name": None for name in names}
        answer: dict[str, Any] = super().get_common_view_kwargs(**{**absent, **kwargs})
        return answer

    def get_urlpatterns(self) -> list[URLPattern]:
        """Offer only what looks, and repairing."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("repair/<int:pk>/", RepairView.as_view(), name="repair"),
        ]

    def register_admin_url_finder(self) -> None:
        """Leave messages out of "edit this": there is no form for them."""
