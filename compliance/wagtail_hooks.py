"""The menu "Compulsory" of the admin: rules and proposals, cycles and obligations."""

from typing import Any, ClassVar

import django_filters
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from compliance.administration import (
    draft_form_views,
    draft_views,
    requirement_views,
    target_views,
    views,
)
from compliance.administration.exchange import ConnectionsGroup
from compliance.administration.policies import ForOfficers
from compliance.administration.reminder_views import ReminderRuleViewSet
from compliance.administration.snapshot_days import SnapshotDayViewSet
from compliance.enums import DraftState
from compliance.models import (
    Cycle,
    Obligation,
    Requirement,
    RequirementDraft,
    RequirementVersion,
    Target,
)
from core.dates import format_date

_NOT_WRITTEN = ("add", "edit", "delete", "copy", "history", "usage")


class LookedAt(ModelViewSet):
    """A list and a page per row, nothing to fill in."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: ClassVar[list[str]] = []
    search_backend_name = None
    list_per_page = 50

    @property
    def permission_policy(self) -> ForOfficers:
        """Say who may look."""
        return ForOfficers(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let no page link to one that is not there."""
        names = {f"{name}_url_name": None for name in _NOT_WRITTEN}
        answer: dict[str, Any] = super().get_common_view_kwargs(**{**names, **kwargs})
        return answer

    def get_urlpatterns(self) -> list[URLPattern]:
        """Have a list and a page per row."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def register_admin_url_finder(self) -> None:
        """Have no page to edit, so nothing to find."""


class RequirementViewSet(LookedAt):
    """The duties."""

    model = Requirement
    icon = "clipboard-list"
    menu_label = _("Requirements")
    inspect_view_class = requirement_views.RequirementView
    ordering: ClassVar = ["title", "pk"]
    inspect_view_fields: ClassVar = ["key", "title", "subject"]
    list_display: ClassVar = [
        "title",
        Column("key", label=_("Key")),
        Column("subject", label=_("Subject"), accessor="get_subject_display"),
    ]


class RequirementVersionViewSet(LookedAt):
    """The rules, version by version."""

    model = RequirementVersion
    icon = "history"
    menu_label = _("Rules")
    inspect_view_class = requirement_views.VersionView
    ordering: ClassVar = ["requirement__title", "number"]
    inspect_view_fields: ClassVar = ["requirement", "number", "valid_from", "recorded_at"]
    list_display: ClassVar = [
        "requirement",
        Column("number", label=_("Version"), sort_key="number"),
        Column("cycle_kind", label=_("Cycle"), accessor="get_cycle_kind_display"),
        DateColumn("valid_from", label=_("First day"), sort_key="valid_from"),
    ]


class DraftFilters(WagtailFilterSet):
    """Proposals in one state."""

    state = django_filters.ChoiceFilter(choices=DraftState.choices, label=_("State"))

    class Meta:
        model = RequirementDraft
        fields: ClassVar[list[str]] = ["state"]


class RequirementDraftViewSet(LookedAt):
    """Rules that are worked on: proposed by one person, approved by another."""

    model = RequirementDraft
    name = "requirementdraft"
    icon = "edit"
    menu_label = _("Proposals")
    index_view_class = draft_views.DraftIndexView
    filterset_class = DraftFilters
    search_fields: ClassVar = ["title"]
    ordering: ClassVar = ["-pk"]
    list_display: ClassVar = [
        "__str__",
        Column("state", label=_("State"), accessor="stage", sort_key="state"),
        DateColumn("valid_from", label=_("First day"), sort_key="valid_from"),
        Column("proposed_by", label=_("Proposed by")),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add writing, judging, and what a form would mean."""
        form, summary = (
            draft_form_views.DraftFormView.as_view(),
            draft_form_views.SummaryView.as_view(),
        )
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("nieuw/", form, name="add"),
            path("nieuw/<int:requirement>/", form, name="new_version"),
            path("wijzigen/<int:pk>/", form, name="edit"),
            path("bekijken/<int:pk>/", draft_views.DraftView.as_view(), name="inspect"),
            path("betekenis/", summary, name="summary"),
            path("betekenis/<int:requirement>/", summary, name="summary_of"),
        ]


class CycleViewSet(LookedAt):
    """The cycles."""

    model = Cycle
    icon = "calendar"
    menu_label = _("Cycles")
    ordering: ClassVar = ["-opens_on", "requirement__title"]
    inspect_view_fields: ClassVar = ["requirement", "label", "opens_on", "due_on", "closes_on"]
    list_display: ClassVar = [
        "requirement",
        Column("label", label=_("Name"), sort_key="label"),
        DateColumn("opens_on", label=_("Opens on"), sort_key="opens_on"),
        DateColumn("due_on", label=_("Due on"), sort_key="due_on"),
    ]


class ObligationFilters(WagtailFilterSet):
    """Obligations of one cycle."""

    cycle = django_filters.ModelChoiceFilter(
        queryset=Cycle.objects.order_by("requirement__title", "label"), label=_("Cycle")
    )

    class Meta:
        model = Obligation
        fields: ClassVar[list[str]] = ["cycle"]


class ObligationViewSet(LookedAt):
    """The obligations, and what was decided about them."""

    model = Obligation
    name = "obligation"
    icon = "check"
    menu_label = _("Obligations")
    index_view_class = views.ObligationIndexView
    inspect_view_class = views.ObligationInspectView
    filterset_class = ObligationFilters
    search_fields: ClassVar = ["person__name"]
    ordering: ClassVar = ["-opens_on", "pk"]
    inspect_view_fields: ClassVar = [
        "person",
        "unit",
        "cycle",
        "version",
        "opens_on",
        "counts_from",
        "due_on",
        "closes_on",
        "is_newcomer",
        "recorded_at",
    ]
    list_display: ClassVar = [
        "person",
        Column("requirement", label=_("Requirement"), accessor="cycle.requirement"),
        Column("label", label=_("Cycle"), accessor="cycle.label"),
        DateColumn("due_on", label=_("Due on"), sort_key="due_on"),
        BooleanColumn("is_newcomer", label=_("Newcomer")),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add deciding and taking back."""
        return [
            *super().get_urlpatterns(),
            path("besluit/<int:pk>/", views.DecideView.as_view(), name="decide"),
            path("terugnemen/<int:pk>/", views.TakeBackView.as_view(), name="take_back"),
        ]


class TargetFilters(WagtailFilterSet):
    """Targets of one requirement."""

    requirement = django_filters.ModelChoiceFilter(
        queryset=Requirement.objects.order_by("title", "pk"), label=_("Requirement")
    )

    class Meta:
        model = Target
        fields: ClassVar[list[str]] = ["requirement"]


class TargetViewSet(LookedAt):
    """What units want to reach."""

    model = Target
    name = "target"
    url_prefix = "streefcijfers"
    icon = "circle-check"
    menu_label = _("Targets")
    inspect_view_enabled = False
    index_view_class = target_views.TargetIndexView
    filterset_class = TargetFilters
    ordering: ClassVar = ["-valid_from", "pk"]
    list_display: ClassVar = [
        "requirement",
        Column("unit_name", label=_("Unit"), sort_key="unit_name"),
        Column("code", label=_("Code"), sort_key="code"),
        Column("origin", label=_("Set in"), accessor=target_views.origin_of),
        Column("percentage", label=_("Target"), accessor=lambda row: f"{row.percentage}%"),
        Column(
            "valid_from",
            label=_("First day"),
            accessor=lambda row: format_date(row.valid_from),
            sort_key="valid_from",
        ),
        Column("last_on", label=_("Last day"), accessor=target_views.last_day_of),
        Column("source", label=_("Source")),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Offer the list, setting and ending."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("nieuw/", target_views.NewTargetView.as_view(), name="new"),
            path("beeindigen/<int:pk>/", target_views.StopTargetView.as_view(), name="stop"),
        ]


class ComplianceGroup(ModelViewSetGroup):
    """All of them under one menu."""

    menu_label = _("Compulsory")
    menu_icon = "clipboard-list"
    menu_order = 650
    items = (
        RequirementViewSet,
        RequirementDraftViewSet,
        RequirementVersionViewSet,
        CycleViewSet,
        ObligationViewSet,
        TargetViewSet,
        SnapshotDayViewSet,
        ReminderRuleViewSet,
    )


@hooks.register("register_admin_viewset")
def register_compliance() -> ComplianceGroup:
    """Give compliance its place in the menu."""
    return ComplianceGroup()


@hooks.register("register_admin_viewset")
def register_connections() -> ConnectionsGroup:
    """Give keys of the API and receivers of events theirs."""
    return ConnectionsGroup()
