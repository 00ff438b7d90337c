"""Choosing a person or a unit in a form; only for whoever manages people and organisation."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import chooser

from organisations.models import Person, Unit
from organisations.reports import latest_name
from organisations.widgets import unit_title

MANAGES = [
    f"organisations.{action}_{model}"
    for action in ("add", "change")
    for model in ("person", "unit", "appointment", "roleassignment", "mandate", "absence")
]
"""Whoever has one of these may look up persons and units; an editor of pages may not."""


class Guarded:
    """Refuse a chooser to whoever does not manage people and organisation."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check first: Wagtail's own choosers are open to every editor."""
        if not any(request.user.has_perm(right) for right in MANAGES):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class SearchForm(BaseFilterForm):
    """Search by name."""

    q = forms.CharField(label=_("Search"), required=False)
    searched: tuple[str, ...] = ()

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what has the words somewhere."""
        objects = super().filter(objects)
        words = self.cleaned_data.get("q")
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        found = Q()
        for field in self.searched:
            found |= Q(**{f"{field}__icontains": words})
        return objects.filter(found)


class PersonSearchForm(SearchForm):
    """Search by name or address."""

    searched = ("name", "email")


class UnitSearchForm(SearchForm):
    """Search by name or code."""

    searched = ("code", "name")


class _Persons:
    filter_form_class = PersonSearchForm
    ordering = ("sort_name", "pk")

    def get_object_list(self) -> QuerySet[Person]:
        return Person.objects.filter(erased_at__isnull=True)


class _Units:
    filter_form_class = UnitSearchForm
    ordering = ("name", "pk")

    def get_object_list(self) -> QuerySet[Unit]:
        return Unit.objects.annotate(name=latest_name("pk"))

    @property
    def title_column(self) -> TitleColumn:
        column = super().title_column  # type: ignore[misc]
        column.accessor = lambda unit: f"{unit.name} ({unit.code})"
        return column


class _UnitTitle:
    def get_display_title(self, instance: Unit) -> str:
        return unit_title(instance)


class ChoosePerson(Guarded, _Persons, chooser.ChooseView):
    """The list in which one chooses somebody."""


class ChoosePersonResults(Guarded, _Persons, chooser.ChooseResultsView):
    """What was found in that list."""


class PersonChosen(Guarded, chooser.ChosenView):
    """Who was chosen."""


class PersonsChosen(Guarded, chooser.ChosenMultipleView):
    """Who were chosen."""


class ChooseUnit(Guarded, _Units, chooser.ChooseView):
    """The list in which one chooses a unit."""


class ChooseUnitResults(Guarded, _Units, chooser.ChooseResultsView):
    """What was found in that list."""


class UnitChosen(Guarded, _UnitTitle, chooser.ChosenView):
    """Which was chosen."""


class UnitsChosen(Guarded, _UnitTitle, chooser.ChosenMultipleView):
    """Which were chosen."""
