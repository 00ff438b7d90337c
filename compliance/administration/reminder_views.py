"""Pages of the admin on which somebody sets when people are reminded of a requirement."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.base import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from compliance.enums import Subject
from compliance.models import ReminderRule, Requirement
from compliance.models.reminders import default_days
from compliance.services.reminders import WrongDays, set_reminder_rule


class DaysField(forms.CharField):
    """Whole numbers with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list as text."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the numbers."""
        text = super().clean(value) or ""
        try:
            return [int(part) for part in text.replace(";", ",").split(",") if part.strip()]
        except ValueError:
            raise forms.ValidationError(
                _("Write whole numbers with commas between them."), code="invalid"
            ) from None


class ReminderForm(forms.Form):
    """When people are reminded, and whether the manager above a team hears of it."""

    days = DaysField(
        label=gettext_lazy("Days from the due date"),
        required=False,
        help_text=gettext_lazy(
            "Numbers with commas: -30 is thirty days before, 1 is the day after."
            " Empty: no reminders."
        ),
    )
    escalate_after = forms.IntegerField(
        label=gettext_lazy("Days until the manager above a team hears how many are late"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Empty: never. They see a number and no names."),
    )


class ReminderPage(WagtailAdminTemplateMixin):  # type: ignore[misc]
    """What the list and the form share: superusers only."""

    page_title = gettext_lazy("Reminders")
    header_icon = "mail"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in superusers."""
        if not request.user.is_superuser:
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class ReminderListView(ReminderPage, TemplateView):
    """The requirements of persons, each with its days."""

    template_name = "compliance/administration/reminders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a row per requirement."""
        requirements = Requirement.objects.exclude(subject=Subject.TEAM)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "rows": [
                _row(requirement)
                for requirement in requirements.select_related("reminder_rule").order_by("title")
            ]
        }


def _row(requirement: Requirement) -> dict[str, Any]:
    rule = getattr(requirement, "reminder_rule", None)
    days = rule.days if rule else default_days()
    return {
        "requirement": requirement,
        "days": ", ".join(map(str, days)),
        "escalate_after": rule.escalate_after if rule else None,
        "url": reverse("reminderrule:edit", args=[requirement.pk]),
    }


class ReminderRuleView(ReminderPage, FormView[ReminderForm]):
    """The days of one requirement."""

    page_title = gettext_lazy("Change the reminders")
    template_name = "wagtailadmin/generic/form.html"
    form_class = ReminderForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the requirement."""
        super().setup(request, *args, **kwargs)
        rows = Requirement.objects.exclude(subject=Subject.TEAM)
        self.requirement = get_object_or_404(rows, pk=kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Begin with what holds now."""
        rule = ReminderRule.objects.filter(requirement=self.requirement).first()
        return {
            "days": rule.days if rule else default_days(),
            "escalate_after": rule.escalate_after if rule else None,
        }

    def get_page_subtitle(self) -> str:
        """Say which requirement this is."""
        return self.requirement.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("reminderrule:index"), "label": _("Reminders")},
            {"url": "", "label": self.requirement.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name where the form goes."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "action_url": self.request.path,
            "submit_button_label": _("Save the reminders"),
            "submit_button_active_label": _("Saving…"),
        }

    def form_valid(self, form: ReminderForm) -> HttpResponse:
        """Set the rule, or say why not."""
        try:
            set_reminder_rule(requirement=self.requirement, **form.cleaned_data)
        except WrongDays as wrong:
            form.add_error("days", str(wrong))
            return self.form_invalid(form)
        messages.success(
            self.request, _("The reminders are saved. They count from the next night on.")
        )
        return redirect("reminderrule:index")


class SuperuserItem(MenuItem):  # type: ignore[misc]
    """Stands in the menu of superusers only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this is one."""
        return bool(request.user.is_superuser)


class ReminderRuleViewSet(ViewSet):  # type: ignore[misc]
    """When people are reminded."""

    menu_item_class = SuperuserItem
    name = "reminderrule"
    url_prefix = "herinneringen"
    menu_label = gettext_lazy("Reminders")
    icon = "mail"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Have a list and a form per requirement."""
        return [
            path("", ReminderListView.as_view(), name="index"),
            path("<int:pk>/", ReminderRuleView.as_view(), name="edit"),
        ]
