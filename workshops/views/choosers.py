"""Choosing a workshop on a date in a form of the admin: only what everybody may see."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import chooser

from core import clock
from workshops.models import Event
from workshops.widgets import date_and_title


class EventSearchForm(BaseFilterForm):
    """Search by words of the title."""

    q = forms.CharField(label=_("Search"), required=False)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what has the words in its title."""
        objects = super().filter(objects)
        words = self.cleaned_data.get("q")
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.filter(Q(type__title__icontains=words) | Q(subtitle__icontains=words))


class _Events:
    """Public workshops to come, the first one first."""

    filter_form_class = EventSearchForm
    ordering = ("starts_at", "pk")

    def get_object_list(self) -> QuerySet[Event]:
        public = Event.objects.published().going_on().starting_after(clock.now())
        found: QuerySet[Event] = public.filter(is_confidential=False, for_unit__isnull=True)
        return found.select_related("type")

    @property
    def title_column(self) -> TitleColumn:
        column = super().title_column  # type: ignore[misc]
        column.accessor = date_and_title
        return column


class _Title:
    def get_display_title(self, instance: Event) -> str:
        return date_and_title(instance)


class ChooseEvent(_Events, chooser.ChooseView):
    """The list in which one chooses a date."""


class ChooseEventResults(_Events, chooser.ChooseResultsView):
    """What was found in that list."""


class EventChosen(_Title, chooser.ChosenView):
    """Which was chosen."""


class EventsChosen(_Title, chooser.ChosenMultipleView):
    """Which were chosen."""
