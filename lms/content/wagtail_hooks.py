"""The key figures in the Wagtail admin."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.content.models import KeyFigure


class KeyFigureViewSet(SnippetViewSet):
    """Figures from research; each says on which pages it is used."""

    model = KeyFigure
    icon = "decimal"
    menu_label = _("Key figures")
    add_to_admin_menu = True
    menu_order = 250
    list_display: ClassVar = ["value", "text", "year", "source"]
    list_filter: ClassVar = ["year", "source"]
    list_export: ClassVar = ["key", "value", "text", "year", "source"]
    ordering: ClassVar = ["text", "pk"]
    panels: ClassVar = [
        FieldPanel("value"),
        FieldPanel("text"),
        FieldPanel("year"),
        FieldPanel("source"),
        FieldPanel("key"),
    ]


register_snippet(KeyFigureViewSet)
