"""Pages of the admin on which an officer sets when people are reminded of a requirement."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from compliance.administration.draft_meaning import may_change
from compliance.administration.officer_pages import OfficerPage, no_person
from compliance.administration.policies import is_officer
from compliance.administration.reminder_forms import ReminderForm
from compliance.enums import Subject
from compliance.models import ReminderRule, Requirement
from compliance.models.reminders import default_days
from compliance.reminders.rules import after_text, changes_of, days_text, standing_rules
from organisations.access import person_of


class ReminderPage(OfficerPage):
    """What the list and the page of one requirement share."""

    page_title = gettext_lazy("Reminders")
    header_icon = "mail"
    list_url_name = "reminderrule:index"
    list_label = gettext_lazy("Reminders")


class ReminderListView(ReminderPage):
    """The requirements of persons, each with what counts now and who set that."""

    template_name = "compliance/administration/reminders.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Be the list itself."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a row per requirement."""
        rules = standing_rules()
        requirements = Requirement.objects.exclude(subject=Subject.TEAM).order_by("title", "pk")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"rows": [_row(one, rules.get(one.pk)) for one in requirements]}


def _row(requirement: Requirement, rule: ReminderRule | None) -> dict[str, Any]:
    return {
        "requirement": requirement,
        "days": days_text(rule.days if rule else default_days()),
        "above": after_text(rule.escalate_after if rule else None),
        "rule": rule,
        "url": reverse("reminderrule:edit", args=[requirement.pk]),
    }


class ReminderRuleView(ReminderPage):
    """The reminders of one requirement: what counts, how that came about, and changing it.

    Whoever may not propose a rule for this requirement reads along.
    """

    template_name = "compliance/administration/reminder_rule.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the requirement."""
        super().setup(request, *args, **kwargs)
        rows = Requirement.objects.exclude(subject=Subject.TEAM)
        self.requirement = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """Say which requirement this is."""
        return _("Reminders of “%(title)s”") % {"title": self.requirement.title}

    @cached_property
    def may_set(self) -> bool:
        """Whether this officer may change them."""
        return may_change(self.user, None, self.requirement)

    @cached_property
    def rule(self) -> ReminderRule | None:
        """The rule that counts now."""
        return self.requirement.reminder_rules.order_by("number").last()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form for who may, what counts now, and every change."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = kwargs.get("form") or ReminderForm(rule=self.rule)
        return context | {
            "form": form if self.may_set else None,
            "requirement": self.requirement,
            **_row(self.requirement, self.rule),
            "changes": changes_of(self.requirement),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Set the rule, or say why not."""
        if not self.may_set:
            raise Http404
        form, person = ReminderForm(request.POST, rule=self.rule), person_of(self.user)
        if person is None:
            form.add_error(None, no_person())
        if person and form.is_valid() and form.save(requirement=self.requirement, by=person):
            messages.success(
                request, _("The reminders are saved. They count from the next night on.")
            )
            return redirect("reminderrule:edit", self.requirement.pk)
        return self.render_to_response(self.get_context_data(form=form))


class OfficerItem(MenuItem):  # type: ignore[misc]
    """Stands in the menu of who may look at the rules."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether this is one."""
        return is_officer(request.user)


class ReminderRuleViewSet(ViewSet):  # type: ignore[misc]
    """When people are reminded."""

    menu_item_class = OfficerItem
    name = "reminderrule"
    url_prefix = "herinneringen"
    menu_label = gettext_lazy("Reminders")
    icon = "mail"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Have a list and a page per requirement."""
        return [
            path("", ReminderListView.as_view(), name="index"),
            path("<int:pk>/", ReminderRuleView.as_view(), name="edit"),
        ]
