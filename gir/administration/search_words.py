"""Words by which people search the code, added by editors."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from core import clock
from gir.models import SearchWords
from gir.reports.outline import articles_on


def _articles() -> list[tuple[str, str]]:
    return [(one.key, f"{one.label} {one.title}") for one in articles_on(clock.today())]


class SearchWordsForm(WagtailAdminModelForm):
    """Lets an editor tick the articles that the words lead to."""

    article_keys = forms.MultipleChoiceField(
        label=_("articles"),
        choices=_articles,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SearchWordsViewSet(SnippetViewSet):
    """Groups of words that mean the same to who searches."""

    model = SearchWords
    icon = "search"
    menu_label = _("Search words of the code")
    list_display: ClassVar[list[Any]] = ["words", "article_keys"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("words"), FieldPanel("article_keys")], base_form_class=SearchWordsForm
    )
