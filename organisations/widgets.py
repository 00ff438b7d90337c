"""Choose a person or a unit in a form of the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import BaseChooser

from organisations.models import Person, Unit
from organisations.reports import latest_name


def unit_title(unit: Unit) -> str:
    """Return how a unit is shown to who manages the organisation: newest name and code."""
    named = Unit.objects.annotate(title=latest_name("pk")).filter(pk=unit.pk)
    name = named.values_list("title", flat=True).first()
    return f"{name} ({unit.code})" if name else unit.code


class PersonChooser(BaseChooser):  # type: ignore[misc]
    """Choose somebody."""

    model = Person
    icon = "user"
    chooser_modal_url_name = "choose_person:choose"
    choose_one_text = _("Choose somebody")
    choose_another_text = _("Choose somebody else")


class UnitChooser(BaseChooser):  # type: ignore[misc]
    """Choose a unit."""

    model = Unit
    icon = "group"
    chooser_modal_url_name = "choose_unit:choose"
    choose_one_text = _("Choose a unit")
    choose_another_text = _("Choose another unit")

    def get_display_title(self, instance: Any) -> str:
        """Show the name, which a unit only has through its versions."""
        return unit_title(instance)
