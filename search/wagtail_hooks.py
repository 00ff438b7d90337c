"""What the search adds to the admin: words that mean the same, and results on top."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.models import PromotedResult, SearchSynonym


class SynonymViewSet(SnippetViewSet):
    """Words that mean the same."""

    model = SearchSynonym
    icon = "link"
    menu_label = _("Words that mean the same")
    list_display: ClassVar[list[Any]] = ["words"]
    search_fields: ClassVar[list[str]] = ["words"]
    list_per_page = 50
    copy_view_enabled = False
    panels: ClassVar = [FieldPanel("words")]


class PromotedViewSet(SnippetViewSet):
    """What stands on top for some words."""

    model = PromotedResult
    icon = "arrow-up"
    menu_label = _("Results on top")
    list_display: ClassVar[list[Any]] = ["words", "path"]
    search_fields: ClassVar[list[str]] = ["words", "path"]
    list_per_page = 50
    copy_view_enabled = False
    panels: ClassVar = [FieldPanel("words"), FieldPanel("path")]


class SearchGroup(SnippetViewSetGroup):
    """All that editors can do for who searches."""

    items = (SynonymViewSet, PromotedViewSet)
    menu_icon = "search"
    menu_label = _("Search of the site")
    menu_name = "site-search"
    menu_order = 260


register_snippet(SearchGroup)
