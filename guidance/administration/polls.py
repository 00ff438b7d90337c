"""The polls in the admin: the question, and whether it is asked."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from guidance.models import Poll


class PollViewSet(SnippetViewSet):
    """Questions after a course. Answers are seen on their own page only, in batches."""

    model = Poll
    icon = "help"
    menu_label = _("Polls")
    add_to_admin_menu = True
    menu_order = 260
    copy_view_enabled = False
    list_display: ClassVar = ["question", "is_on", "course"]
    list_filter: ClassVar = ["is_on"]
    ordering: ClassVar = ["position", "pk"]
    panels: ClassVar = [
        FieldPanel("question"),
        FieldPanel("is_on"),
        FieldPanel("course"),
        FieldPanel("compared_with"),
        FieldPanel("position"),
        FieldPanel("key"),
    ]
