"""Toolboxes and the tools in them: the pages that editors work on.

Readers see them through views of their own at the same addresses, so that a page has one answer for
who is signed in and for who is not; the text is Dutch, also in the English frame.
"""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.streamfield import BlocklessStreamField
from toolbox.blocks import LINE_FEATURES
from toolbox.enums import Audience, TeamTrait, Theme, ToolKind
from toolbox.models.choices import CodesField, known_articles, known_dilemmas, known_roles
from toolbox.querysets import ToolManager

INDEX_SLUG = "gereedschap"
# Addresses directly below the index that are not toolboxes.
RESERVED_SLUGS = frozenset({"favorieten"})
CODE = RegexValidator(r"^[A-Z]{1,3}[0-9]{0,2}$", _("Use capitals and a number, such as T1."))
_TITLE = FieldPanel("title", classname="title")


class ReadByViews(Page):
    """Hands a page to the views of toolboxes, by name: views stand above models."""

    is_read_as_page: ClassVar = False
    preview: ClassVar[str]
    read_at: ClassVar[str]
    """The name of the view that shows it."""

    class Meta:
        abstract = True

    @property
    def slugs(self) -> list[str]:
        """What its address has below that of all toolboxes."""
        return []

    @property
    def address(self) -> str:
        """Where readers find it."""
        return reverse(self.read_at, args=self.slugs)

    def serve(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Send to where readers find it; Wagtail comes here only by a way of its own."""
        return HttpResponseRedirect(self.address)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show an editor the page as readers will see it."""
        del mode_name
        show: Any = import_string(f"toolbox.views.tools.previews.{self.preview}")
        response: HttpResponse = show(request, self)
        return response


class ToolboxIndexPage(ReadByViews):
    """All toolboxes."""

    lead = models.TextField(_("introduction"), max_length=400, blank=True)

    preview: ClassVar = "index"
    read_at: ClassVar = "toolbox:tools"
    content_panels: ClassVar = [_TITLE, FieldPanel("lead")]
    promote_panels: ClassVar = [FieldPanel("seo_title")]
    parent_page_types: ClassVar = settings.TOOLBOX_PARENTS
    subpage_types: ClassVar = ["toolbox.ToolboxPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("toolboxes")
        verbose_name_plural = _("toolboxes")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address that the rest of the site links to."""
        self.slug = INDEX_SLUG
        super().full_clean(*args, **kwargs)


class ToolboxPage(ReadByViews):
    """A toolbox for one audience; nobody is kept out by that."""

    audience = models.CharField(_("for whom"), max_length=12, choices=Audience)
    lead = models.TextField(_("introduction"), max_length=600, blank=True)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    preview: ClassVar = "box"
    read_at: ClassVar = "toolbox:box"
    content_panels: ClassVar = [_TITLE, FieldPanel("audience"), FieldPanel("lead")]
    promote_panels: ClassVar = [FieldPanel("slug"), FieldPanel("seo_title")]
    parent_page_types: ClassVar = ["toolbox.ToolboxIndexPage"]
    subpage_types: ClassVar = ["toolbox.ToolPage"]

    class Meta:
        verbose_name = _("toolbox")
        verbose_name_plural = _("toolboxes (pages)")

    @property
    def slugs(self) -> list[str]:
        """The last part of its address."""
        return [self.slug]

    def clean(self) -> None:
        """Refuse an address that the site itself uses."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken. Choose another one.")})


def _ticked(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class ToolPageForm(WagtailAdminPageForm):
    """Lets an editor tick what is stored as a list."""

    themes = _ticked(_("themes"), Theme.choices)
    traits = _ticked(_("fits teams such as"), TeamTrait.choices)
    also_for = _ticked(_("also stands in the toolbox of"), Audience.choices)
    role_keys = _ticked(_("roles that help"), known_roles)
    article_keys = _ticked(_("articles of the code"), known_articles)
    dilemma_keys = _ticked(_("dilemmas to practise"), known_dilemmas)
    tool_codes = CodesField(label=_("related tools"), required=False)
    workshop_keys = CodesField(label=_("related workshops"), required=False)
    sources = CodesField(label=_("sources"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a code before it is published; a draft may wait with that."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and not cleaned.get("code"):
            self.add_error("code", _("Give the tool a code, such as T1. It is for ever."))
        return cleaned


def _lines(label: Any) -> BlocklessStreamField:
    return BlocklessStreamField("toolbox.blocks.line_blocks", blank=True, verbose_name=label)


def _keys(label: Any) -> models.JSONField:
    return models.JSONField(label, default=list, blank=True)


class ToolPage(ReadByViews):
    """One tool: when to use it, what to do, and what to look out for. Fits on one card."""

    # Empty in a copy, which is a tool of its own.
    code = models.CharField(
        _("code"),
        max_length=6,
        unique=True,
        null=True,
        blank=True,
        validators=[CODE],
        help_text=_("Short and for ever, such as T1: others link to it."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ToolKind, default=ToolKind.CARD)
    summary = models.CharField(
        _("in one sentence"), max_length=240, help_text=_("Stands in lists and in search results.")
    )
    is_sensitive = models.BooleanField(
        _("may be painful"),
        default=False,
        help_text=_("Shows at the top that one may stop, and where to find help."),
    )
    when = RichTextField(_("when"), features=LINE_FEATURES, blank=True)
    goal = RichTextField(_("goal"), features=LINE_FEATURES, blank=True)
    steps = _lines(_("steps"))
    sentences = _lines(_("sentences that work"))
    pitfalls = _lines(_("pitfalls"))
    follow_up = _lines(_("follow-up"))
    practice = BlocklessStreamField(
        "toolbox.blocks.practice_blocks", blank=True, verbose_name=_("practise, in the browser")
    )
    themes = _keys(_("themes"))
    traits = _keys(_("fits teams such as"))
    also_for = _keys(_("also stands in the toolbox of"))
    role_keys = _keys(_("roles that help"))
    article_keys = _keys(_("articles of the code"))
    dilemma_keys = _keys(_("dilemmas to practise"))
    tool_codes = _keys(_("related tools"))
    workshop_keys = _keys(_("related workshops"))
    sources = _keys(_("sources"))
    review_on = models.DateField(
        _("review on"), null=True, blank=True, help_text=_("Readers see this day.")
    )
    caretaker = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("owner of the text"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Gets a message when it has to be reviewed."),
    )
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar = ToolManager()

    preview: ClassVar = "tool"
    read_at: ClassVar = "toolbox:tool"
    base_form_class = ToolPageForm
    exclude_fields_in_copy: ClassVar = ["code", "loaded_hash"]
    content_panels: ClassVar = [
        _TITLE,
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("summary"),
        FieldPanel("is_sensitive"),
        FieldPanel("when"),
        FieldPanel("goal"),
        FieldPanel("steps"),
        FieldPanel("sentences"),
        FieldPanel("pitfalls"),
        FieldPanel("follow_up"),
        HelpPanel(_("What somebody chooses or writes below stays in their own browser.")),
        FieldPanel("practice"),
        FieldPanel("dilemma_keys"),
        MultiFieldPanel(
            [FieldPanel("themes"), FieldPanel("traits"), FieldPanel("also_for")],
            heading=_("Where it is found"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("role_keys"),
                FieldPanel("article_keys"),
                FieldPanel("tool_codes"),
                FieldPanel("workshop_keys"),
                FieldPanel("sources"),
            ],
            heading=_("See also"),
        ),
        FieldRowPanel(
            [FieldPanel("review_on"), FieldPanel("caretaker")], heading=_("Keeping it right")
        ),
    ]
    promote_panels: ClassVar = [FieldPanel("slug"), FieldPanel("seo_title")]
    parent_page_types: ClassVar = ["toolbox.ToolboxPage"]
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    @property
    def box_slug(self) -> str:
        """The last part of the address of its toolbox."""
        return str(self.url_path.rstrip("/").split("/")[-2])

    @property
    def slugs(self) -> list[str]:
        """The toolbox that it lies in, and its own last part."""
        return [self.box_slug, self.slug]
