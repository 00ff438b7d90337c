"""Choose a workshop on a date in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import BaseChooser

from core import clock
from workshops.models import Event


def date_and_title(event: Event) -> str:
    """Return how an event is shown to an editor: 9-12-2026 10.00, Omstander (Utrecht)."""
    when = ""
    if event.starts_at is not None:
        when = f"{event.starts_at.astimezone(clock.AMSTERDAM):%d-%m-%Y %H.%M}, "
    return f"{when}{event.title} ({event.get_region_display()})"


class EventChooser(BaseChooser):  # type: ignore[misc]
    """Choose a workshop on a date."""

    model = Event
    icon = "date"
    chooser_modal_url_name = "choose_event:choose"
    choose_one_text = _("Choose a date")
    choose_another_text = _("Choose another date")

    def get_display_title(self, instance: Any) -> str:
        """Show when it is."""
        return date_and_title(instance)
