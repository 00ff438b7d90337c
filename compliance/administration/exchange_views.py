"""Pages of the admin for keys of the API and for receivers of events. For superusers only."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.enums import ApiScope
from accounts.models import ApiToken, User
from accounts.tokens import make_token, revoke_token
from compliance.administration.exchange_forms import ReceiverForm, TokenForm
from compliance.enums import DeliveryState
from compliance.models import EventSubscription
from compliance.webhooks.outbox import last_position, try_again
from compliance.webhooks.sending import secret_of
from organisations.models import Unit
from organisations.reports import latest_name

VIEW, CHANGE = "view", "change"
_TITLE = Concat(latest_name("pk"), Value(" ("), "code", Value(")"))


class OnlySuperusers(BasePermissionPolicy):  # type: ignore[misc]
    """Who lets data out answers for the whole organisation."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Let superusers look, and make and withdraw through the pages here."""
        return bool(user.is_active and user.is_superuser) and action in {VIEW, CHANGE}

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Tell whether one of these is possible."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        """Return the superusers."""
        users = get_user_model()._default_manager.filter(is_active=True, is_superuser=True)
        return users if {VIEW, CHANGE} & set(actions) else users.none()


class _Page(PermissionCheckedMixin, WagtailAdminTemplateMixin):  # type: ignore[misc]
    """What the pages here share."""

    permission_policy = OnlySuperusers(ApiToken)
    permission_required = CHANGE
    index_url_name = ""
    index_label: Any = ""
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way back to the list."""
        index = {"url": reverse(self.index_url_name), "label": self.index_label}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]


class _New(_Page, FormView[Any]):
    """A form for something new."""

    template_name = "wagtailadmin/generic/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "submit_button_label": _("Make"),
            "submit_button_active_label": _("Making…"),
        }


class _List(IndexView):  # type: ignore[misc]
    """A list with a button for something new."""

    new_url_name = ""
    new_label: Any = ""

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Add that button."""
        url = reverse(self.new_url_name)
        new = HeaderButton(str(self.new_label), url=url, icon_name="plus")
        return [*super().header_buttons, new]


# --- Keys of the API -------------------------------------------------------------------------


class TokenListView(_List):
    """All keys, with "withdraw" for those that are open."""

    new_url_name = "apitoken:new"
    new_label = gettext_lazy("New key")

    def get_base_queryset(self) -> QuerySet[ApiToken]:
        """Add the name of the unit, which accounts do not know."""
        rows: QuerySet[ApiToken] = super().get_base_queryset()
        units = Unit.objects.filter(uuid=OuterRef("reach")).annotate(title=_TITLE)
        return rows.annotate(unit_title=Subquery(units.values("title")))

    def get_list_more_buttons(self, instance: ApiToken) -> list[Any]:
        """Offer to withdraw what is open."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if instance.revoked_at is None:
            url = reverse("apitoken:withdraw", args=[instance.pk])
            buttons.append(Button(_("Withdraw"), url=url, icon_name="cross", priority=5))
        return buttons


class _Token(_Page):
    index_url_name = "apitoken:index"
    index_label = gettext_lazy("API keys")
    header_icon = "key"


class NewTokenView(_Token, _New):
    """Make a key and show it, this one time."""

    page_title = gettext_lazy("New API key")
    form_class = TokenForm

    def form_valid(self, form: Form) -> HttpResponse:
        """Make it; the answer to this very request is the only place where the key stands."""
        data = form.cleaned_data
        token, key = make_token(
            name=data["name"],
            purpose=data["purpose"],
            scopes=[ApiScope(scope) for scope in data["scopes"]],
            reach=data["unit"].uuid,
            expires_on=data["expires_on"],
            by=_user(self.request),
        )
        log(instance=token, action="wagtail.create", title=f"{token.pk}")
        return ShownKeyView.as_view(key=key, token=token)(_as_get(self.request))


def _user(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _as_get(request: HttpRequest) -> HttpRequest:
    request.method = "GET"
    return request


class ShownKeyView(_Token, TemplateView):
    """The key, once."""

    page_title = gettext_lazy("Keep this key now")
    template_name = "compliance/administration/key.html"
    key = ""
    token: ApiToken | None = None

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Leave no copy on the way."""
        response = super().render_to_response(
            context | {"key": self.key, "token": self.token}, **kwargs
        )
        response["Cache-Control"] = "no-store"
        return response


class WithdrawTokenView(_Token, TemplateView):
    """Ask once more, then withdraw."""

    page_title = gettext_lazy("Withdraw the key")
    template_name = "compliance/administration/withdraw.html"

    @cached_property
    def token(self) -> ApiToken:
        """Return the key of this address."""
        return get_object_or_404(ApiToken, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which, and where the list is."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"token": self.token, "index_url": reverse(self.index_url_name)}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Withdraw."""
        revoke_token(token=self.token, by=_user(request))
        log(instance=self.token, action="wagtail.edit", title=f"{self.token.pk}")
        messages.success(request, _("The key gives no access any more."))
        return redirect(self.index_url_name)


# --- Receivers of events ---------------------------------------------------------------------


class ReceiverListView(_List):
    """All receivers, with how much waits and how much was given up."""

    new_url_name = "eventsubscription:new"
    new_label = gettext_lazy("New receiver")

    def get_base_queryset(self) -> QuerySet[EventSubscription]:
        """Count what waits."""
        rows: QuerySet[EventSubscription] = super().get_base_queryset()
        units = Unit.objects.filter(pk=OuterRef("unit")).annotate(title=_TITLE)
        return rows.annotate(
            unit_title=Subquery(units.values("title")),
            waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
            dead=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DEAD)),
        )

    def get_list_more_buttons(self, instance: EventSubscription) -> list[Any]:
        """Lead to its page."""
        url = reverse("eventsubscription:receiver", args=[instance.pk])
        return [Button(_("Look"), url=url, icon_name="view", priority=5)]


class _Receiver(_Page):
    index_url_name = "eventsubscription:index"
    index_label = gettext_lazy("Receivers of events")
    header_icon = "link"


class NewReceiverView(_Receiver, _New):
    """Add a receiver; it is told of what is sealed from now on."""

    page_title = gettext_lazy("New receiver")
    form_class = ReceiverForm

    def form_valid(self, form: ReceiverForm) -> HttpResponse:
        """Add it and lead to its page, with the secret."""
        receiver = form.save(position=last_position())
        log(instance=receiver, action="wagtail.create", title=f"{receiver.pk}")
        return redirect("eventsubscription:receiver", receiver.pk)


class ReceiverView(_Receiver, TemplateView):
    """One receiver: its secret, how its events fare, and the buttons for that."""

    page_title = gettext_lazy("Receiver")
    template_name = "compliance/administration/receiver.html"

    @cached_property
    def receiver(self) -> EventSubscription:
        """Return the receiver of this address."""
        return get_object_or_404(EventSubscription, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Say which."""
        return self.receiver.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the secret, the numbers and the last that went wrong."""
        deliveries = self.receiver.deliveries
        counts = dict(deliveries.values_list("state").annotate(number=Count("pk")))
        wrong = deliveries.exclude(state=DeliveryState.DELIVERED).filter(attempts__gt=0)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "receiver": self.receiver,
            "secret": secret_of(self.receiver),
            "counts": [(state.label, counts.get(state.value, 0)) for state in DeliveryState],
            "dead": counts.get(DeliveryState.DEAD.value, 0),
            "wrong": wrong.order_by("-pk")[:10],
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Try again what was given up, or switch the receiver on or off."""
        if request.POST.get("step") == "again":
            number = try_again(subscription=self.receiver)
            text = ngettext("%(n)d event is sent again.", "%(n)d events are sent again.", number)
            messages.success(request, text % {"n": number})
        else:
            self.receiver.is_active = not self.receiver.is_active
            self.receiver.save(update_fields=["is_active"])
            messages.success(request, _("Saved."))
        log(instance=self.receiver, action="wagtail.edit", title=f"{self.receiver.pk}")
        return redirect("eventsubscription:receiver", self.receiver.pk)
