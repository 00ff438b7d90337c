"""Pages of the admin on which somebody looks at an obligation and decides about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from compliance.administration.forms import DecisionForm
from compliance.administration.officer_pages import no_person
from compliance.administration.policies import (
    DECIDE,
    VIEW,
    ForOfficers,
    events_under,
    obligations_under,
)
from compliance.enums import ReasonCode
from compliance.errors import RefusedChange
from compliance.models import Obligation, ObligationEvent
from compliance.services import void_event
from compliance.status.sql import status_rows
from core import clock
from core.dates import format_date, last_day
from organisations.access import person_of


class ObligationIndexView(IndexView):  # type: ignore[misc]
    """All obligations, latest first."""

    def get_base_queryset(self) -> QuerySet[Obligation]:
        """Keep what this officer may see, and read along what the columns show."""
        rows: QuerySet[Obligation] = super().get_base_queryset()
        rows = rows.filter(pk__in=obligations_under(self.request.user).values("pk"))
        return rows.select_related("person", "unit", "cycle__requirement")


class ObligationInspectView(InspectView):  # type: ignore[misc]
    """One obligation with its status today and everything that happened to it."""

    template_name = "compliance/administration/obligation.html"

    def get_object(self, *_args: Any) -> Obligation:
        """Return it when this officer may see it; else there is nothing here."""
        if not self.user_has_permission(VIEW):
            raise PermissionDenied
        return get_object_or_404(obligations_under(self.request.user), pk=self.pk)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer to decide about it."""
        url = reverse("obligation:decide", args=[self.object.pk])
        return [Button(_("Decide"), url=url, icon_name="edit", priority=10)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the status and the events."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        persons = [self.object.person_id] if self.object.person_id else []
        rows = status_rows(as_of=clock.today(), person_ids=persons)
        events = self.object.events.select_related("actor", "voided_by__actor")
        return context | {
            "status": next((row for row in rows if row.obligation_id == self.object.pk), None),
            "today": format_date(clock.today()),
            "events": [
                {
                    "row": event,
                    "last_on": last_day(event.until_on),
                    "voidable": is_voidable(event),
                    "is_absence": tells_of_absence(event) and not self.request.user.is_superuser,
                }
                for event in events.filter(voids__isnull=True).order_by("recorded_at", "pk")
            ],
        }


def tells_of_absence(event: ObligationEvent) -> bool:
    """Tell whether its dates are those of an absence, which only who keeps absences may see."""
    return event.actor_id is None and event.reason_code == ReasonCode.LONG_ABSENCE


def is_voidable(event: ObligationEvent) -> bool:
    """Tell whether a person decided this and nobody took it back."""
    return event.actor_id is not None and not hasattr(event, "voided_by")


class DecisionView(PermissionCheckedMixin, WagtailAdminTemplateMixin):  # type: ignore[misc]
    """What deciding and taking back share."""

    permission_policy = ForOfficers(Obligation)
    permission_required = DECIDE
    header_icon = "edit"
    obligation: Obligation
    request: HttpRequest

    def answer(self, sentence: str) -> HttpResponse:
        """Say it and show the obligation."""
        messages.success(self.request, sentence)
        return redirect("obligation:inspect", self.obligation.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the obligation."""
        there = reverse("obligation:inspect", args=[self.obligation.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("obligation:index"), "label": _("Obligations")},
            {"url": there, "label": str(self.obligation.person or self.obligation.unit)},
            {"url": "", "label": self.get_page_title()},
        ]


class DecideView(DecisionView, FormView[DecisionForm]):
    """Exempt somebody, withdraw a duty or reopen it."""

    page_title = gettext_lazy("Decide about this obligation")
    template_name = "wagtailadmin/generic/form.html"
    form_class = DecisionForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the obligation."""
        super().setup(request, *args, **kwargs)
        if not self.user_has_permission(DECIDE):
            raise PermissionDenied
        rows = obligations_under(request.user).select_related(
            "person", "unit", "cycle__requirement"
        )
        self.obligation = get_object_or_404(rows, pk=kwargs["pk"])

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Record the decision, or say why not."""
        person = person_of(self.request.user)
        if person is None:
            form.add_error(None, no_person())
            return self.form_invalid(form)
        try:
            form.decide(obligation=self.obligation, by=person)
        except RefusedChange as refused:
            form.refuse(refused)
            return self.form_invalid(form)
        return self.answer(_("The decision is recorded."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button and where it leads."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "submit_button_label": _("Record the decision"),
            "submit_button_active_label": _("Recording…"),
        }


class TakeBackView(DecisionView, TemplateView):
    """Ask once more, then take back what somebody decided."""

    page_title = gettext_lazy("Take this decision back")
    template_name = "compliance/administration/take_back.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the decision."""
        super().setup(request, *args, **kwargs)
        if not self.user_has_permission(DECIDE):
            raise PermissionDenied
        rows = events_under(request.user).select_related("obligation__person", "obligation__unit")
        self.event = get_object_or_404(rows, pk=kwargs["pk"])
        self.obligation = self.event.obligation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is taken back."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"event": self.event}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take it back, or say why not."""
        person = person_of(request.user)
        try:
            if person is None:
                messages.error(request, no_person())
                return redirect("obligation:inspect", self.obligation.pk)
            void_event(event=self.event, by=person)
        except RefusedChange as refused:
            messages.error(request, str(refused))
            return redirect("obligation:inspect", self.obligation.pk)
        return self.answer(_("The decision is taken back."))
