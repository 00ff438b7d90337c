"""The menu "Organisation" of the admin: persons, units and what ties them together."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import ModelPermissionPolicy

from organisations import forms
from organisations.enums import AppointmentKind, MandateKind, RoleKind, UnitKind
from organisations.models import (
    Absence,
    Appointment,
    Dated,
    Mandate,
    Person,
    PersonMerge,
    RoleAssignment,
    Unit,
    UnitVersion,
)
from organisations.views import choosers, editing, filters, lists


class NeverDelete(ModelPermissionPolicy):
    """Facts are corrected, not deleted: not even a superuser deletes one here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse to delete, whoever asks."""
        return action != "delete" and super().user_has_permission(user, action)


class LastDay(Column):
    """The last day, inclusive, of a row."""

    def get_value(self, instance: Dated) -> Any:
        """Return the day before `valid_until`."""
        until = instance.valid_until
        return until - timedelta(days=1) if until else "–"


class ManagedViewSet(ModelViewSet):
    """What all screens share: no deleting, no copying, saved by services."""

    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = editing.CreateView
    edit_view_class = editing.EditView
    search_backend_name = None
    list_per_page = 50
    form_class: ClassVar[type[forms.ServiceForm]]
    new_form_class: ClassVar[type[forms.ServiceForm] | None] = None

    @property
    def permission_policy(self) -> NeverDelete:
        """Whoever has the right of Django for the model, except to delete."""
        return NeverDelete(self.model)

    def get_form_class(self, for_update: bool = False) -> type[forms.ServiceForm]:  # noqa: FBT001, FBT002
        """Return the form that calls the service."""
        return self.form_class if for_update else self.new_form_class or self.form_class

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Offer no right that does not exist."""
        rights: QuerySet[Permission] = super().get_permissions_to_register()
        return rights.exclude(codename__startswith="delete_")


class PersonViewSet(ManagedViewSet):
    """Persons."""

    model = Person
    icon = "user"
    menu_label = _("Persons")
    index_view_class = lists.PersonsView
    inspect_view_class = lists.PersonView
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = ["email", "language", "time_zone"]
    form_class = forms.PersonForm
    search_fields: ClassVar = ["name", "email"]
    filterset_class = filters.PersonFilters
    ordering: ClassVar = ["sort_name", "pk"]
    list_display: ClassVar = [
        Column("email", label=_("E-mail address"), sort_key="email"),
        Column("unit_name", label=_("Works at")),
        BooleanColumn("account", label=_("Can sign in")),
    ]


class UnitViewSet(ManagedViewSet):
    """Units, by their newest name."""

    model = Unit
    icon = "group"
    menu_label = _("Units")
    index_view_class = lists.UnitsView
    inspect_view_class = lists.UnitView
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = ["code"]
    form_class = forms.ChangeUnitForm
    new_form_class = forms.NewUnitForm
    search_fields: ClassVar = ["name", "code"]
    filterset_class = filters.UnitFilters
    ordering: ClassVar = ["name", "pk"]
    list_display: ClassVar = [
        Column("code", label=_("Code"), sort_key="code"),
        Column("kind", label=_("Kind"), accessor=lambda unit: _kind(unit.kind)),
        Column("parent_name", label=_("Part of")),
        BooleanColumn("exists", label=_("Exists today")),
    ]


def _kind(value: str | None) -> Promise | str:
    return UnitKind(value).label if value else ""


class UnitVersionViewSet(ManagedViewSet):
    """Versions of units: opened from a unit, to correct one."""

    model = UnitVersion
    name = "unitversion"
    icon = "history"
    add_to_admin_menu = False
    form_class = forms.UnitVersionForm
    list_display: ClassVar = ["name", DateColumn("valid_from", label=_("First day"))]

    @property
    def permission_policy(self) -> NeverDelete:
        """Whoever may change units corrects their versions."""
        return NeverDelete(Unit)


class RowViewSet(ManagedViewSet):
    """Rows of who, where, and in which period."""

    index_view_class = lists.RowsView
    search_fields: ClassVar = ["person__name"]
    ordering: ClassVar = ["sorted_name", "pk"]


_PERIOD = (
    DateColumn("valid_from", label=_("First day"), sort_key="valid_from"),
    LastDay("valid_until", label=_("Last day"), sort_key="valid_until"),
)
_KIND = Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind")
_ROLE = Column("role", label=_("Role"), accessor="get_role_display", sort_key="role")
_UNIT = Column("unit_name", label=_("Unit"), sort_key="unit_name")


class AppointmentViewSet(RowViewSet):
    """Who works where."""

    model = Appointment
    icon = "user"
    menu_label = _("Appointments")
    form_class = forms.AppointmentForm
    edit_view_class = editing.AppointmentView
    filterset_class = filters.kind_filter(Appointment, kind=AppointmentKind.choices)
    list_display: ClassVar = [_UNIT, _KIND, *_PERIOD]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the page for a transfer."""
        kwargs = {
            **self.get_edit_view_kwargs(),
            "form_class": forms.TransferForm,
            "edit_url_name": self.get_url_name("transfer"),
        }
        view = self.construct_view(editing.TransferView, **kwargs)
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [*patterns, path("transfer/<int:pk>/", view, name="transfer")]


class RoleViewSet(RowViewSet):
    """Who holds which role."""

    model = RoleAssignment
    icon = "tag"
    menu_label = _("Roles")
    form_class = forms.RoleForm
    filterset_class = filters.kind_filter(RoleAssignment, role=RoleKind.choices)
    list_display: ClassVar = [_ROLE, _UNIT, *_PERIOD]


class MandateViewSet(RowViewSet):
    """Who may see which unit."""

    model = Mandate
    icon = "view"
    menu_label = _("Mandates")
    form_class = forms.MandateForm
    search_fields: ClassVar = ["holder__name"]
    filterset_class = filters.kind_filter(Mandate, kind=MandateKind.choices)
    list_display: ClassVar = [_KIND, _UNIT, *_PERIOD]


class AbsenceViewSet(RowViewSet):
    """Who is away for long."""

    model = Absence
    icon = "calendar-alt"
    menu_label = _("Long absences")
    form_class = forms.AbsenceForm
    list_display: ClassVar = [*_PERIOD]


class MergeViewSet(RowViewSet):
    """Records that turned out to be one human being."""

    model = PersonMerge
    icon = "link"
    menu_label = _("Merges of persons")
    index_view_class = lists.MergesView
    form_class = forms.MergeForm
    list_display: ClassVar = [
        Column("into_name", label=_("Counts as")),
        DateColumn("recorded_at", label=_("Recorded"), sort_key="recorded_at"),
    ]


class OrganisationGroup(ModelViewSetGroup):
    """The menu."""

    menu_label = _("Organisation")
    menu_icon = "group"
    menu_order = 250
    items = (
        PersonViewSet,
        UnitViewSet,
        AppointmentViewSet,
        RoleViewSet,
        MandateViewSet,
        AbsenceViewSet,
        MergeViewSet,
    )


class OnlyChoosing(ChooserViewSet):
    """A chooser in which nothing new is made: that has screens of its own."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out the address to make something new; without a form it would answer with 500."""
        return [row for row in super().get_urlpatterns() if row.name != "create"]


class ChoosePersonViewSet(OnlyChoosing):
    """Choose somebody in a form."""

    model = Person
    icon = "user"
    register_widget = False
    choose_one_text = _("Choose somebody")
    choose_view_class = choosers.ChoosePerson
    choose_results_view_class = choosers.ChoosePersonResults
    chosen_view_class = choosers.PersonChosen
    chosen_multiple_view_class = choosers.PersonsChosen


class ChooseUnitViewSet(OnlyChoosing):
    """Choose a unit in a form."""

    model = Unit
    icon = "group"
    register_widget = False
    choose_one_text = _("Choose a unit")
    choose_view_class = choosers.ChooseUnit
    choose_results_view_class = choosers.ChooseUnitResults
    chosen_view_class = choosers.UnitChosen
    chosen_multiple_view_class = choosers.UnitsChosen


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Add the menu and the choosers."""
    return [
        OrganisationGroup(),
        UnitVersionViewSet(),
        ChoosePersonViewSet("choose_person"),
        ChooseUnitViewSet("choose_unit"),
    ]
