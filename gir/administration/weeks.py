"""Pinning a dilemma to a week. What nobody pins, the job chooses."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from gir.models import DilemmaWeek


class DilemmaWeekViewSet(SnippetViewSet):
    """The weeks with their dilemma, also those that come."""

    model = DilemmaWeek
    icon = "calendar-alt"
    menu_label = _("Dilemma of the week")
    list_display: ClassVar[list[Any]] = ["monday", "dilemma"]
    list_per_page = 50
    ordering: ClassVar[list[str]] = ["-monday"]
    copy_view_enabled = False
    panels: ClassVar[list[Any]] = [
        FieldPanel("monday", help_text=_("A Monday. The week that it starts shows this dilemma.")),
        FieldPanel("dilemma"),
    ]

    def get_queryset(self, request: Any) -> models.QuerySet[DilemmaWeek]:
        """Ask for the dilemmas along."""
        del request
        return DilemmaWeek.objects.select_related("dilemma").order_by("-monday")
