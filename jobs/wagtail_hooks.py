"""The list of jobs under /beheer/, for superusers, with "try again" for what failed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic.base import TemplateView
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.models import IndexView, InspectView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from jobs.access import RETRY, SuperuserPolicy
from jobs.enums import RunState
from jobs.models import JobRun
from jobs.services import NotDead, retry


def _progress(run: JobRun) -> str:
    return "" if run.percentage is None else f"{run.done}/{run.total}"


def _is_dead(run: JobRun) -> bool:
    return run.state == RunState.DEAD


class JobRunIndexView(IndexView):
    """The list, newest first."""

    def get_list_more_buttons(self, instance: JobRun) -> list[Any]:
        """Add "try again" to a job that was given up."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if instance.state == RunState.DEAD:
            url = reverse("jobrun:retry", args=[instance.pk])
            buttons.append(Button(_("Try again"), url=url, icon_name="rotate", priority=5))
        return buttons


class JobRunRetryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Ask once more, then hand the job to the workers again."""

    permission_policy = SuperuserPolicy(JobRun)
    permission_required = RETRY
    page_title = gettext_lazy("Try again")
    header_icon = "rotate"
    template_name = "jobs/retry.html"

    @cached_property
    def run(self) -> JobRun:
        """Return the job of this address."""
        found: JobRun = get_object_or_404(JobRun, pk=self.kwargs["pk"])
        return found

    def get_page_subtitle(self) -> str:
        """Say which job."""
        return str(self.run)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("jobrun:index"), "label": _("Jobs")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"run": self.run, "index_url": reverse("jobrun:index")}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Try again, or say that there is nothing to try."""
        try:
            retry(run=self.run)
        except NotDead:
            messages.warning(request, _("This job did not fail, so there is nothing to try again."))
        else:
            messages.success(request, _("The job will be tried again."))
        return redirect("jobrun:index")


class JobRunViewSet(ModelViewSet):
    """Looking at jobs: a list and one page per job, nothing to fill in."""

    model = JobRun
    icon = "cogs"
    menu_label = gettext_lazy("Jobs")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = JobRunIndexView
    inspect_view_class = InspectView
    permission_policy = SuperuserPolicy(JobRun)
    ordering = ("-asked_at", "-pk")
    list_filter = ("state", "name")
    list_display = (
        "name",
        StatusTagColumn(
            "state",
            label=pgettext_lazy("job", "State"),
            accessor="get_state_display",
            primary=_is_dead,
        ),
        Column("attempts", label=pgettext_lazy("job", "Attempts")),
        Column("progress", label=pgettext_lazy("job", "Progress"), accessor=_progress),
        Column("message", label=pgettext_lazy("job", "Message")),
        DateColumn("asked_at", label=pgettext_lazy("job", "Asked for"), sort_key="asked_at"),
        DateColumn("finished_at", label=pgettext_lazy("job", "Finished"), sort_key="finished_at"),
    )
    inspect_view_fields = (
        "name", "state", "arguments", "attempts", "max_attempts", "done", "total", "message",
        "error", "asked_at", "run_after", "started_at", "finished_at",
    )  # fmt: skip

    def get_urlpatterns(self) -> list[URLPattern]:
        """Offer only what looks, and trying again."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("retry/<int:pk>/", JobRunRetryView.as_view(), name="retry"),
        ]

    def register_admin_url_finder(self) -> None:
        """Leave jobs out of "edit this": there is no form for them."""


@hooks.register("register_admin_viewset")
def register_jobs() -> JobRunViewSet:
    """Put the list under Settings."""
    return JobRunViewSet("jobrun", url_prefix="taken")
