"""Pages of the admin for targets: what a unit wants to reach with a requirement, from when on."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from accounts.models import User
from compliance.administration.policies import DECIDE, ForOfficers, units_under
from compliance.administration.target_forms import StopTargetForm, TargetForm
from compliance.errors import RefusedChange
from compliance.models import Target
from core.dates import format_date, last_day
from organisations.reports import latest_name
from organisations.services.errors import StaleFact


def targets_under(user: User) -> QuerySet[Target]:
    """Return the targets, as known now, of the units of this officer, with what they are called."""
    rows: QuerySet[Target] = Target.objects.current()
    rows = rows.filter(unit__in=units_under(user).values("pk"))
    return rows.annotate(unit_name=latest_name("unit"), code=F("unit__code"))


def last_day_of(target: Target) -> str:
    """Return the last day of a target in words, or a dash."""
    last = last_day(target.valid_until)
    return format_date(last) if last else "–"


class TargetIndexView(IndexView):  # type: ignore[misc]
    """All targets of the own part, with "change" and "end"."""

    def get_base_queryset(self) -> QuerySet[Target]:
        """Keep what this officer may see."""
        return targets_under(self.request.user).select_related("requirement")

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer a new one."""
        new = HeaderButton(_("New target"), url=reverse("target:new"), icon_name="plus")
        return [*super().header_buttons, new]

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Offer another target for the same unit, and to end it."""
        same = {"onderdeel": instance.code, "verplichting": instance.requirement.key}
        again = f"{reverse('target:new')}?{urlencode(same)}"
        stop = reverse("target:stop", args=[instance.pk])
        return [
            *super().get_list_more_buttons(instance),
            Button(_("Other target from a day on"), url=again, icon_name="edit", priority=5),
            Button(_("End"), url=stop, icon_name="cross", priority=6),
        ]


class TargetPage(PermissionCheckedMixin, WagtailAdminTemplateMixin):  # type: ignore[misc]
    """What both forms share."""

    permission_policy = ForOfficers(Target)
    permission_required = DECIDE
    header_icon = "circle-check"
    button_label: Any = ""
    request: HttpRequest

    @property
    def user(self) -> User:
        """Who asks."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("target:index"), "label": _("Targets")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button and where it leads."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "submit_button_label": self.button_label,
            "submit_button_active_label": _("Recording…"),
        }


class NewTargetView(TargetPage, FormView[TargetForm]):
    """Set a target from a day on."""

    page_title = gettext_lazy("Set a target")
    button_label = gettext_lazy("Record the target")
    template_name = "wagtailadmin/generic/form.html"
    form_class = TargetForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the unit and the requirement of the address."""
        asked = self.request.GET
        return {"unit": asked.get("onderdeel", ""), "requirement": asked.get("verplichting", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose units can be chosen."""
        return super().get_form_kwargs() | {"user": self.user}

    def form_valid(self, form: TargetForm) -> HttpResponse:
        """Set it."""
        target = form.save()
        log(instance=target, action="wagtail.create", title=f"{target.pk}")
        messages.success(self.request, _("The target is recorded."))
        return redirect("target:index")


class StopTargetView(TargetPage, FormView[StopTargetForm]):
    """Let a target end, or take it back."""

    page_title = gettext_lazy("End this target")
    button_label = gettext_lazy("End this target")
    template_name = "wagtailadmin/generic/form.html"
    form_class = StopTargetForm
    target: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the target; one of another part is not there."""
        super().setup(request, *args, **kwargs)
        if not self.user_has_permission(DECIDE):
            raise PermissionDenied
        rows = targets_under(self.user).select_related("requirement", "unit")
        self.target = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Say which it is."""
        return (
            f"{self.target.unit_name}, {self.target.requirement.title}: {self.target.percentage}%"
        )

    def form_valid(self, form: StopTargetForm) -> HttpResponse:
        """End it, or say why not."""
        try:
            form.stop(self.target)
        except (RefusedChange, StaleFact) as refused:
            form.add_error("last_on", str(refused))
            return self.form_invalid(form)
        log(instance=self.target, action="wagtail.edit", title=f"{self.target.pk}")
        messages.success(self.request, _("The target is ended."))
        return redirect("target:index")
