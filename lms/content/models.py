"""Pages that learners read: catalogue, courses, modules, lessons; and the key figures in them."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, TabbedInterface
from wagtail.models import Page
from wagtail.search import index

from core.streamfield import BlocklessStreamField
from lms.completions.enums import ChangeClass
from lms.content.validation import check_course_key, check_module_key, check_question_keys

CATALOGUE_SLUG = "leren"
# Addresses directly under the catalogue that are not courses.
RESERVED_SLUGS = frozenset({"aanvullingen", "positie"})

_VERSION_PANELS = [
    HelpPanel(template="lms/panels/version_help.html"),
    FieldPanel("change_class"),
    FieldPanel("change_summary"),
]
_TIPS = HelpPanel(template="lms/panels/writing_tips.html", heading=_("Tips for clear text"))


class KeyFigure(index.Indexed, models.Model):
    """What research found, in one place: change it here and every page that shows it follows."""

    key = models.SlugField(_("key"), max_length=100, unique=True)
    value = models.CharField(_("value"), max_length=40, help_text=_("For example 14% or 4,1."))
    text = models.TextField(_("text"), help_text=_("Value and text together read as one sentence."))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    source = models.CharField(
        _("source"), max_length=20, help_text=_("The code of the source, such as K22.")
    )
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    search_fields: ClassVar = [
        index.SearchField("text"),
        index.AutocompleteField("text"),
        index.SearchField("key"),
        index.SearchField("value"),
    ]

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")

    def __str__(self) -> str:
        return f"{self.value} {self.text}"


class ContentStamp(models.Model):
    """One row with a word that is another one whenever something that learners read has changed.

    What a process remembers of pages carries this word, so that all see a change at once. It is
    random and no number, so that a database that was put back never meets what came after it.
    """

    word = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("state of the content")
        verbose_name_plural = _("state of the content")

    def __str__(self) -> str:
        return self.word


class ShownByViews(Page):
    """Hands a page to the views of this package, by name: views stand above models."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the page when it was found by Wagtail's own way through the tree."""
        show: Any = import_string("lms.content.views.show_page")
        response: HttpResponse = show(request, self)
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002
        """Show an editor the page as learners will see it."""
        preview: Any = import_string("lms.content.views.preview_page")
        response: HttpResponse = preview(request, self)
        return response


class LearnerPage(ShownByViews):
    """Base of every page in a course; a course package may bring page types of its own on it."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    change_class = models.CharField(
        _("class of this change"),
        max_length=12,
        choices=ChangeClass,
        default=ChangeClass.EDITORIAL,
        help_text=_("Only a normative change asks people to do the course again."),
    )
    change_summary = models.TextField(
        _("what changed"), blank=True, help_text=_("One sentence that learners may read.")
    )
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    # What a version is made of; a page type adds its own fields.
    content_fields: ClassVar[tuple[str, ...]] = ("title", "minutes")
    promote_panels: ClassVar = [FieldPanel("slug"), FieldPanel("seo_title")]

    class Meta:
        abstract = True

    def get_latest_revision_as_object(self) -> Any:
        """Start each change as an editorial one: a class belongs to one publication."""
        page = super().get_latest_revision_as_object()
        if not page.has_unpublished_changes:
            page.change_class, page.change_summary = ChangeClass.EDITORIAL, ""
        return page

    @classmethod
    def editor_tabs(cls, *settings_panels: Any) -> TabbedInterface:
        """Return the tabs of the editor: content, version, settings."""
        return TabbedInterface(
            [
                ObjectList(cls.content_panels, heading=_("Content")),
                ObjectList(_VERSION_PANELS, heading=_("Version")),
                ObjectList([*settings_panels, *cls.promote_panels], heading=_("Settings")),
            ]
        )


class CourseIndexPage(ShownByViews):
    """The catalogue: all courses that somebody may do."""

    lead = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    promote_panels: ClassVar = [FieldPanel("seo_title")]
    parent_page_types: ClassVar = settings.LMS_CATALOGUE_PARENTS
    subpage_types: ClassVar = ["lms.CoursePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("catalogue of courses")
        verbose_name_plural = _("catalogues of courses")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address that the rest of the site links to."""
        self.slug = CATALOGUE_SLUG
        super().full_clean(*args, **kwargs)


class CoursePage(LearnerPage):
    """The front page of a course: what it is, what counts, and where somebody stands."""

    course_key = models.CharField(
        _("course"), max_length=60, help_text=_("The key of an installed course.")
    )
    summary = models.TextField(_("summary"), max_length=600)

    content_panels: ClassVar = [
        *Page.content_panels,
        _TIPS,
        FieldPanel("summary"),
        FieldPanel("minutes"),
    ]
    content_fields: ClassVar = (*LearnerPage.content_fields, "summary")
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types: ClassVar = ["lms.CourseIndexPage"]
    subpage_types: ClassVar = ["lms.ModulePage"]

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def clean(self) -> None:
        """Refuse an unknown course and an address that the site itself uses."""
        super().clean()
        check_course_key(self.course_key)
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken. Choose another one.")})


class ModulePage(LearnerPage):
    """A module: what somebody reads first, and the settings of its test."""

    module_key = models.CharField(
        _("module"), max_length=60, help_text=_("The key of the module in its course.")
    )
    lead = models.TextField(_("introduction"), max_length=600, blank=True)
    goals = models.TextField(
        _("goals"), blank=True, help_text=_("What somebody can do afterwards. One on each line.")
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark (%)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Which part of the test questions must be right."),
    )
    draw = models.PositiveSmallIntegerField(
        _("number of questions"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Drawn at random for each attempt. Empty: all questions."),
    )
    sensitive = models.BooleanField(
        _("may be painful"),
        default=False,
        help_text=_("Shows at the top that one may stop, and where to find help."),
    )
    body = BlocklessStreamField(
        "lms.content.blocks.module_blocks", blank=True, verbose_name=_("content")
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        _TIPS,
        FieldPanel("lead"),
        FieldPanel("goals"),
        FieldPanel("body"),
    ]
    content_fields: ClassVar = (
        *LearnerPage.content_fields,
        "lead",
        "goals",
        "pass_mark",
        "draw",
        "sensitive",
        "body",
    )
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("goals"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar = ["lms.CoursePage"]

    class Meta:
        verbose_name = _("module page")
        verbose_name_plural = _("module pages")

    @property
    def goal_list(self) -> list[str]:
        """The goals, one by one."""
        return [line.strip() for line in self.goals.splitlines() if line.strip()]

    def clean(self) -> None:
        """Refuse a module that its course does not have, and two questions with one key."""
        super().clean()
        check_module_key(self)
        check_question_keys(self)


class LessonPage(LearnerPage):
    """A page below a module, to read, to practise or with its test."""

    body = BlocklessStreamField(
        "lms.content.blocks.lesson_blocks", blank=True, verbose_name=_("content")
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        _TIPS,
        FieldPanel("minutes"),
        FieldPanel("body"),
    ]
    content_fields: ClassVar = (*LearnerPage.content_fields, "body")
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    parent_page_types: ClassVar = ["lms.ModulePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def clean(self) -> None:
        """Refuse two questions with one key."""
        super().clean()
        check_question_keys(self)


CoursePage.edit_handler = CoursePage.editor_tabs(FieldPanel("course_key"))
ModulePage.edit_handler = ModulePage.editor_tabs(
    FieldPanel("minutes"),
    FieldPanel("module_key"),
    FieldPanel("pass_mark"),
    FieldPanel("draw"),
    FieldPanel("sensitive"),
)
LessonPage.edit_handler = LessonPage.editor_tabs()
