"""Pages of the admin for targets: what a unit wants to reach with a requirement, from when on."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from accounts.models import User
from compliance.administration.officer_pages import OfficerScreen
from compliance.administration.policies import DECIDE, ForOfficers, top_units, units_under
from compliance.administration.target_forms import StopTargetForm, TargetForm
from compliance.errors import RefusedChange
from compliance.models import Target
from core import clock
from core.dates import format_date, last_day
from organisations.models import UnitAncestry
from organisations.querysets import active_q
from organisations.reports import latest_name


def targets_under(user: User) -> QuerySet[Target]:
    """Return the targets, as known now, of the units of this officer, with what they are called."""
    rows: QuerySet[Target] = Target.objects.current()
    rows = rows.filter(unit__in=units_under(user).values("pk"))
    return rows.annotate(unit_name=latest_name("unit"), code=F("unit__code"))


def targets_seen_by(user: User) -> QuerySet[Target]:
    """Return these targets, and those of units above that hold here where nobody set another.

    `is_own`: this officer may change it.
    """
    today = clock.today()
    own = units_under(user).values("pk")
    lines = UnitAncestry.objects.filter(active_q(today), descendant__in=top_units(user))
    above = lines.filter(depth__gt=0).values("ancestor")
    holds = Q(valid_until__isnull=True) | Q(valid_until__gt=today)
    rows: QuerySet[Target] = Target.objects.current()
    rows = rows.filter(Q(unit__in=own) | Q(unit__in=above) & holds)
    is_own = Case(When(unit__in=own, then=Value(True)), default=Value(False))  # noqa: FBT003
    return rows.annotate(unit_name=latest_name("unit"), code=F("unit__code"), is_own=is_own)


def origin_of(target: Any) -> str:
    """Return in words whether a target was set in the own part or above it."""
    return _("Own part") if target.is_own else _("Above it; holds where no own target is set")


def last_day_of(target: Target) -> str:
    """Return the last day of a target in words, or a dash."""
    last = last_day(target.valid_until)
    return format_date(last) if last else "–"


class TargetIndexView(IndexView):  # type: ignore[misc]
    """All targets of the own part, with "change" and "end"."""

    def get_base_queryset(self) -> QuerySet[Target]:
        """Keep what this officer may see, and what holds here because it was set above."""
        return targets_seen_by(self.request.user).select_related("requirement")

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer a new one."""
        new = HeaderButton(_("New target"), url=reverse("target:new"), icon_name="plus")
        return [*super().header_buttons, new]

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Offer another target for the same unit, and to end it; of one from above an own one."""
        if not instance.is_own:
            own = f"{reverse('target:new')}?{urlencode({'verplichting': instance.requirement.key})}"
            set_own = Button(_("Set an own target"), url=own, icon_name="plus", priority=5)
            return [*super().get_list_more_buttons(instance), set_own]
        same = {"onderdeel": instance.code, "verplichting": instance.requirement.key}
        again = f"{reverse('target:new')}?{urlencode(same)}"
        stop = reverse("target:stop", args=[instance.pk])
        return [
            *super().get_list_more_buttons(instance),
            Button(_("Other target from a day on"), url=again, icon_name="edit", priority=5),
            Button(_("End"), url=stop, icon_name="cross", priority=6),
        ]


class TargetPage(OfficerScreen):
    """What both forms share."""

    permission_policy = ForOfficers(Target)
    permission_required = DECIDE
    header_icon = "circle-check"
    list_url_name = "target:index"
    list_label = gettext_lazy("Targets")
    button_label: Any = ""

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
        except RefusedChange as refused:
            form.add_error("last_on", str(refused))
            return self.form_invalid(form)
        log(instance=self.target, action="wagtail.edit", title=f"{self.target.pk}")
        messages.success(self.request, _("The target is ended."))
        return redirect("target:index")
