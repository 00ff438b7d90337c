"""The menu "Connections" of the admin: keys of the API and receivers of events."""

from typing import Any, ClassVar

from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from accounts.enums import ApiScope
from accounts.models import ApiToken
from compliance.administration import exchange_views as views
from compliance.models import EventSubscription

_NOT_WRITTEN = ("add", "edit", "delete", "copy", "history", "usage")


def _scopes(token: ApiToken) -> str:
    return ", ".join(str(ApiScope(scope).value) for scope in token.scopes)


def _day(name: str) -> Any:
    """Return what shows a date of a row, or a dash."""

    def show(row: Any) -> str:
        day = getattr(row, name)
        return date_format(day, "DATE_FORMAT") if day else "–"

    return show


class _Connection(ModelViewSet):  # type: ignore[misc]
    """What both lists share: no page of Wagtail that writes."""

    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    exclude_form_fields: ClassVar[list[str]] = []
    list_per_page = 50

    @property
    def permission_policy(self) -> views.OnlySuperusers:
        """Say who may look."""
        return views.OnlySuperusers(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let no page link to one that is not there."""
        names = {f"{name}_url_name": None for name in _NOT_WRITTEN}
        answer: dict[str, Any] = super().get_common_view_kwargs(**{**names, **kwargs})
        return answer

    def register_admin_url_finder(self) -> None:
        """Have no page of Wagtail to edit one, so nothing to find."""

    def own_patterns(self) -> list[URLPattern]:
        """Return the addresses besides the list."""
        return []

    def get_urlpatterns(self) -> list[URLPattern]:
        """Offer the list and our own pages."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *self.own_patterns(),
        ]


class ApiTokenViewSet(_Connection):
    """Keys of the API."""

    model = ApiToken
    name = "apitoken"
    url_prefix = "api-sleutels"
    icon = "key"
    menu_label = _("API keys")
    index_view_class = views.TokenListView
    ordering: ClassVar = ["-created_at", "-pk"]
    list_display: ClassVar = [
        "name",
        "hint",
        Column("scopes", label=_("May read"), accessor=_scopes),
        Column("unit_title", label=_("Unit")),
        Column("expires_on", label=_("Last day"), accessor=_day("expires_on")),
        Column("last_used_on", label=_("Last used"), accessor=_day("last_used_on")),
        BooleanColumn("is_open", label=_("Gives access")),
    ]

    def own_patterns(self) -> list[URLPattern]:
        """Add making and withdrawing."""
        return [
            path("nieuw/", views.NewTokenView.as_view(), name="new"),
            path("intrekken/<int:pk>/", views.WithdrawTokenView.as_view(), name="withdraw"),
        ]


class ReceiverViewSet(_Connection):
    """Receivers of events."""

    model = EventSubscription
    name = "eventsubscription"
    url_prefix = "ontvangers"
    icon = "link"
    menu_label = _("Receivers of events")
    index_view_class = views.ReceiverListView
    ordering: ClassVar = ["name", "pk"]
    list_display: ClassVar = [
        "name",
        "url",
        Column("unit_title", label=_("Unit")),
        Column("waiting", label=_("Waiting")),
        Column("dead", label=_("Given up")),
        BooleanColumn("is_active", label=_("Switched on")),
    ]

    def own_patterns(self) -> list[URLPattern]:
        """Add making, and one receiver."""
        return [
            path("nieuw/", views.NewReceiverView.as_view(), name="new"),
            path("<int:pk>/", views.ReceiverView.as_view(), name="receiver"),
        ]


class ConnectionsGroup(ModelViewSetGroup):  # type: ignore[misc]
    """The menu."""

    menu_label = _("Connections")
    menu_icon = "link"
    menu_order = 750
    items = (ApiTokenViewSet, ReceiverViewSet)
