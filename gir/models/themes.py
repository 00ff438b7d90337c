"""Ways in: themes for the reader, and questions that begin with "Mag ik…?"."""

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class EditedText(
    PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model
):
    """A snippet that editors change with four eyes."""

    published_by_workflow: ClassVar = True
    preview_template: ClassVar[str]

    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Show it as readers will see it."""
        del request, mode_name
        return self.preview_template


class Theme(EditedText):
    """One of the themes under which a reader looks for a rule."""

    preview_template: ClassVar = "gir/admin/theme_preview.html"

    key = models.SlugField(_("key"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=120)
    about = RichTextField(_("what is it about"), features=RICH_TEXT_FEATURES)
    expected = RichTextField(_("what is expected"), features=RICH_TEXT_FEATURES)
    example = RichTextField(_("example"), features=RICH_TEXT_FEATURES, blank=True)
    where_to_go = RichTextField(_("where to go"), features=RICH_TEXT_FEATURES, blank=True)
    article_keys = models.JSONField(_("articles"), default=list, blank=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="gir_theme",
        for_concrete_model=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="gir_theme")

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("key"),
        FieldPanel("position"),
        FieldPanel("about"),
        FieldPanel("expected"),
        FieldPanel("example"),
        FieldPanel("where_to_go"),
        FieldPanel("article_keys"),
    ]

    class Meta:
        verbose_name = _("theme of the code")
        verbose_name_plural = _("themes of the code")
        ordering: ClassVar = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def revisions(self) -> Any:
        """The revisions of this theme."""
        return self._revisions


class Question(EditedText, ClusterableModel):
    """A question as people ask it, with a short answer and the themes that say more."""

    preview_template: ClassVar = "gir/admin/question_preview.html"

    key = models.SlugField(_("key"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.CharField(_("question"), max_length=200)
    answer = RichTextField(_("short answer"), features=RICH_TEXT_FEATURES, blank=True)
    # Wagtail keeps only this kind of relation in a draft.
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), related_name="questions")
    article_keys = models.JSONField(_("articles"), default=list, blank=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="gir_question",
        for_concrete_model=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="gir_question")

    panels: ClassVar = [
        FieldPanel("text"),
        FieldPanel("key"),
        FieldPanel("position"),
        FieldPanel("answer"),
        FieldPanel("themes"),
        FieldPanel("article_keys"),
    ]

    class Meta:
        verbose_name = _("question about the code")
        verbose_name_plural = _("questions about the code")
        ordering: ClassVar = ["position", "text"]

    def __str__(self) -> str:
        return self.text

    @property
    def revisions(self) -> Any:
        """The revisions of this question."""
        return self._revisions
