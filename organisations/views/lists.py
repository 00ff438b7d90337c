"""Lists and pages on which people and organisation are looked up."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views import generic

from core import clock
from organisations.models import Appointment, Person, Unit, UnitAncestry, UnitVersion
from organisations.querysets import active_q
from organisations.reports import latest_name, person_file, unit_file
from organisations.widgets import unit_title


class TitledIndexView(generic.IndexView):
    """A list whose first column is a name that comes with the query."""

    title = ("person_name", _("Person"), "sorted_name")

    @cached_property
    def columns(self) -> list[Any]:
        """Return a link to open the row, and then `list_display`."""
        name, label, sort_key = self.title
        title_class = self._get_title_column_class(TitleColumn)

        def url(row: Any) -> str | None:
            return self.get_inspect_url(row) or self.get_edit_url(row)

        title = title_class(name, label=label, sort_key=sort_key, get_url=url)
        return [title, *super().columns]

    def get_inspect_url(self, instance: Any) -> str | None:
        """Return the page of a row, when it has one."""
        return super().get_inspect_url(instance) if self.inspect_url_name else None


class RowsView(TitledIndexView):
    """What holds now, with names of person and unit, in one query."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the current rows."""
        rows: QuerySet[Any] = self.model.objects.current()
        names = {field.name for field in self.model._meta.get_fields()}
        who = "holder" if "holder" in names else "person"
        rows = rows.annotate(person_name=F(f"{who}__name"), sorted_name=F(f"{who}__sort_name"))
        return rows.annotate(unit_name=latest_name("unit")) if "unit" in names else rows


class MergesView(RowsView):
    """Records that count as another person."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Add as whom they count."""
        rows: QuerySet[Any] = super().get_base_queryset()
        annotated: QuerySet[Any] = rows.annotate(into_name=F("into__name"))
        return annotated


class PersonsView(TitledIndexView):
    """Everybody, with where they work today."""

    title = ("name", _("Name"), "sort_name")

    def get_base_queryset(self) -> QuerySet[Person]:
        """Return everybody with the unit of their first appointment today."""
        rows = Appointment.objects.current().active_on(clock.today()).filter(person=OuterRef("pk"))
        first = rows.order_by("valid_from", "pk").values("unit")[:1]
        open_account = Coalesce("user__is_active", Value(False))  # noqa: FBT003
        people = Person.objects.annotate(unit_id=Subquery(first), account=open_account)
        return people.annotate(unit_name=latest_name("unit_id"))


class PersonView(generic.InspectView):
    """Somebody, with everything that is and was so."""

    page_title = _("Person")
    template_name = "organisations/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add appointments, roles, mandates and absences."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"file": person_file(self.object)}


class UnitsView(TitledIndexView):
    """All units that were ever there, by their newest name."""

    title = ("name", _("Name"), "name")

    def get_base_queryset(self) -> QuerySet[Unit]:
        """Return units with name, kind and the unit above, as they are now."""
        lives = UnitVersion.objects.current().active_on(clock.today()).filter(unit=OuterRef("pk"))
        units = Unit.objects.annotate(
            name=latest_name("pk"),
            parent_id=lives.values("parent")[:1],
            kind=lives.values("kind")[:1],
            exists=Exists(lives),
        )
        return units.annotate(parent_name=latest_name("parent_id"))


class UnitView(generic.InspectView):
    """A unit: what it is part of, what is part of it, and what it was before."""

    page_title = _("Unit")
    template_name = "organisations/unit.html"

    def get_page_subtitle(self) -> str:
        """Show the name."""
        return unit_title(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the place in the tree and the versions."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"file": unit_file(self.object, clock.today())}


def units_below(queryset: QuerySet[Unit], _name: str, unit: Any) -> QuerySet[Unit]:
    """Keep what stands below a unit today; for a filter."""
    if not unit:
        return queryset
    below = UnitAncestry.objects.filter(active_q(clock.today()), ancestor=unit)
    return queryset.filter(pk__in=below.values("descendant"))
