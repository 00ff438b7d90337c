"""Filters of the lists."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from core import clock
from organisations.enums import UnitKind
from organisations.models import Appointment, Person, Unit
from organisations.querysets import active_q
from organisations.reports import latest_name
from organisations.views.lists import units_below


def kind_filter(model: type, **choices: Any) -> type[WagtailFilterSet]:
    """Return filters on fields with fixed lists."""
    filters = {
        name: django_filters.ChoiceFilter(choices=kinds, label=_("Kind"))
        for name, kinds in choices.items()
    }
    meta = type("Meta", (), {"model": model, "fields": list(choices)})
    return type(f"{model.__name__}Filters", (WagtailFilterSet,), {**filters, "Meta": meta})


def _ministries() -> list[tuple[int, str]]:
    today = active_q(clock.today(), "versions__")
    units = Unit.objects.filter(
        today, versions__kind=UnitKind.MINISTRY, versions__superseded_at__isnull=True
    )
    named = units.annotate(name=latest_name("pk")).order_by("name", "pk")
    return list(named.values_list("pk", "name"))


class PersonFilters(WagtailFilterSet):
    """Persons by ministry and by account."""

    ministry = django_filters.ChoiceFilter(
        label=_("Works at"), choices=_ministries, method="filter_ministry"
    )
    account = django_filters.BooleanFilter(field_name="account", label=_("Can sign in"))

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = []

    def filter_ministry(self, queryset: QuerySet[Person], _name: str, unit: str) -> Any:
        """Keep who works at a ministry today, or anywhere below it."""
        units = units_below(Unit.objects.all(), "", unit)
        rows = Appointment.objects.current().active_on(clock.today()).filter(unit__in=units)
        return queryset.filter(pk__in=rows.values("person"))


class UnitFilters(WagtailFilterSet):
    """Units by ministry and by kind."""

    ministry = django_filters.ChoiceFilter(
        label=_("Part of"), choices=_ministries, method=units_below
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=UnitKind.choices)

    class Meta:
        model = Unit
        fields: ClassVar[list[str]] = []
