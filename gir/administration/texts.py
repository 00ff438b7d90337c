"""The menu "Code of conduct" of the admin: themes, questions, dilemmas and their weeks."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core import clock
from gir.administration.weeks import DilemmaWeekViewSet
from gir.models import ArticleVersion, Dilemma, Edition, Question, Theme
from gir.models.lines import KeysField


class ByWorkflowAlone(ModelPermissionPolicy):
    """The usual rights, but for publishing: approval does that, also for superusers."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Give nobody the right to publish by hand."""
        return action != "publish" and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """The same."""
        del instance
        return self.user_has_permission(user, action)


class TextForm(WagtailAdminModelForm):
    """A text that points at articles, which are chosen from a list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "article_keys" in self.fields:
            self.fields["article_keys"] = KeysField(
                label=_("Articles"),
                required=False,
                choices=article_choices(self.instance.article_keys or ()),
            )


def article_choices(chosen: Any) -> list[tuple[str, str]]:
    """Return the articles of today and of the next edition, and what was chosen before."""
    today = clock.today()
    coming = Edition.objects.coming_after(today).first()
    found: dict[str, tuple[int, str]] = {}
    for day in (coming.valid_from if coming else None, today):
        rows = ArticleVersion.objects.in_force_on(day) if day else ()
        found.update({row.key: (row.position, f"{row.label} {row.title}") for row in rows})
    listed = [(key, name) for key, (_place, name) in sorted(found.items(), key=lambda one: one[1])]
    gone = [(key, f"{key} ({_('not in force')})") for key in chosen if key not in found]
    return listed + gone


class TextViewSet(SnippetViewSet):
    """A kind of text that is published by approval."""

    list_per_page = 50
    copy_view_enabled = False

    @property
    def permission_policy(self) -> ByWorkflowAlone:
        """Say who may do what."""
        return ByWorkflowAlone(self.model)

    def get_edit_handler(self) -> Any:
        """Use the panels of the model, with the list of articles."""
        handler = ObjectList(self.model.panels, base_form_class=TextForm)
        return handler.bind_to_model(self.model)


class ThemeViewSet(TextViewSet):
    """The themes."""

    model = Theme
    icon = "folder-open-inverse"
    menu_label = _("Themes")
    list_display: ClassVar[list[Any]] = ["title", "position", "live"]
    search_fields: ClassVar[list[str]] = ["title"]


class QuestionViewSet(TextViewSet):
    """The questions that begin with "Mag ik…?"."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    list_display: ClassVar[list[Any]] = ["text", "position", "live"]
    search_fields: ClassVar[list[str]] = ["text"]


class DilemmaViewSet(TextViewSet):
    """The dilemmas."""

    model = Dilemma
    icon = "doc-full-inverse"
    menu_label = _("Dilemmas")
    list_display: ClassVar[list[Any]] = ["title", "theme", "live"]
    search_fields: ClassVar[list[str]] = ["title"]

    def get_queryset(self, request: Any) -> Any:
        """Ask for the themes along."""
        del request
        return Dilemma.objects.select_related("theme").order_by("key")


class CodeGroup(SnippetViewSetGroup):
    """Everything about the code that is no page."""

    items = (ThemeViewSet, QuestionViewSet, DilemmaViewSet, DilemmaWeekViewSet)
    menu_icon = "form"
    menu_label = _("Code of conduct")
    menu_name = "code-of-conduct"
    menu_order = 250
