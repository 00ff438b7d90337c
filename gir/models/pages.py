"""The pages that editors work on. A reader is shown `ArticleVersion`, so these redirect."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, Workflow

from gir.models.fixed import (
    IndexPermissions,
    KeptPage,
    edition_made_of,
    why_articles_are_fixed,
    why_edition_is_fixed,
)
from gir.models.lines import LegalRefsField
from gir.models.themes import RICH_TEXT_FEATURES
from lms.api import ChangeClass
from organisations.enums import RoleKind

INDEX_SLUG = "gir"
# Wagtail's own fills the address from the title; the addresses of these pages have a rule.
_TITLE = FieldPanel("title", classname="title")
_KEY = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use lower case letters, digits and hyphens."))


def preview(request: HttpRequest, name: str, page: Page) -> HttpResponse:
    """Show a working text; what makes pages stands above these models."""
    show = import_string(f"gir.views.previews.{name}")
    response: HttpResponse = show(request, page)
    return response


class GirIndexPage(Page):
    """What stands above the code; its editions stand below it."""

    is_read_as_page: ClassVar = False
    published_by_workflow: ClassVar = True

    lead = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar = [_TITLE, FieldPanel("lead")]
    promote_panels: ClassVar = [FieldPanel("seo_title")]
    parent_page_types: ClassVar = settings.GIR_PARENTS
    subpage_types: ClassVar = ["gir.EditionPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("code of conduct")
        verbose_name_plural = _("codes of conduct")

    def permissions_for_user(self, user: Any) -> IndexPermissions:
        """An edition is made with a form of its own."""
        return IndexPermissions(user, self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address that the rest of the site links to."""
        self.slug = INDEX_SLUG
        super().full_clean(*args, **kwargs)

    def serve(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Send to the code."""
        return HttpResponseRedirect(reverse("gir:index"))


class EditionPageForm(WagtailAdminPageForm):
    """Says before an edition is sent in what would keep it from being approved."""

    def clean(self) -> dict[str, Any]:
        """Look at the articles too, but not when a draft is saved."""
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation or self.errors:
            return cleaned
        from gir.drafts import problems_of  # noqa: PLC0415  it reads these models

        asked = EditionPage.objects.filter(pk=self.instance.pk).first() or self.instance
        for name in ("code", "valid_from"):
            setattr(asked, name, cleaned.get(name))
        for problem in problems_of(asked):
            self.add_error(None, problem)
        return cleaned


class EditionPage(KeptPage, Page):
    """A proposal of an edition; approving it writes an `Edition` and its article versions."""

    is_read_as_page: ClassVar = False

    code = models.SlugField(
        _("code"), max_length=40, help_text=_("Short and for ever, such as 2020 or 2027-1.")
    )
    stcrt_ref = models.CharField(_("reference in the Staatscourant"), max_length=80, blank=True)
    official_url = models.URLField(_("official publication"), blank=True)
    declaration_url = models.URLField(
        _("model declaration for external hires"),
        blank=True,
        help_text=_("Where external hires find the declaration that they sign."),
    )
    summary = models.TextField(_("what changes, in plain words"), blank=True)
    change_class = models.CharField(
        _("class of change"), max_length=12, choices=ChangeClass, default=ChangeClass.EDITORIAL
    )
    valid_from = models.DateField(
        _("in force from"), help_text=_("From 00:00 in Amsterdam on this day.")
    )

    base_form_class = EditionPageForm
    content_panels: ClassVar = [
        _TITLE,
        FieldPanel("code"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("change_class")]),
        MultiFieldPanel(
            [FieldPanel("stcrt_ref"), FieldPanel("official_url"), FieldPanel("declaration_url")],
            heading=_("Official publication"),
        ),
    ]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["gir.GirIndexPage"]
    subpage_types: ClassVar = ["gir.ArticlePage"]

    class Meta:
        verbose_name = _("edition of the code (page)")
        verbose_name_plural = _("editions of the code (pages)")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show what the edition would change."""
        del mode_name
        return preview(request, "edition", self)

    def why_fixed(self) -> str:
        """Return why nobody can change this; an edition is approved once."""
        return why_edition_is_fixed(self.pk)

    def why_articles_are_fixed(self) -> str:
        """Return why nobody can change, add or delete its articles."""
        return why_articles_are_fixed(self.pk)

    def serve(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Send to the code."""
        return HttpResponseRedirect(reverse("gir:index"))


class ArticlePageForm(WagtailAdminPageForm):
    """Lets an editor tick the roles that are stored as a list, and write the laws as lines."""

    legal_refs = LegalRefsField(
        label=_("legal basis"),
        required=False,
        help_text=_("A law a line. With an address: Ambtenarenwet 2017 | https://…"),
    )
    roles = forms.MultipleChoiceField(
        label=_("roles that help"),
        choices=RoleKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """Ask why an article of an approved edition changes; a draft may wait with that."""
        cleaned: dict[str, Any] = super().clean()
        is_sent_in = not self.is_deferred_validation
        if is_sent_in and self.instance.live and not cleaned.get("change_note", "").strip():
            self.add_error("change_note", _("Say what changed and why. Readers see this."))
        return cleaned


class ArticlePage(KeptPage, Page):
    """The working text of one article in an edition."""

    is_read_as_page: ClassVar = False

    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[_KEY],
        help_text=_("Stays the same for ever, through all editions: it is the address."),
    )
    label = models.CharField(_("number"), max_length=20, help_text=_("As in the code: 4.1."))
    chapter = models.PositiveSmallIntegerField(_("chapter"))
    chapter_title = models.CharField(_("title of the chapter"), max_length=200)
    position = models.PositiveIntegerField(_("place in the code"), default=0)
    rule = RichTextField(_("what is the rule"), features=RICH_TEXT_FEATURES, blank=True)
    expected = RichTextField(_("what is expected"), features=RICH_TEXT_FEATURES, blank=True)
    example = RichTextField(_("example"), features=RICH_TEXT_FEATURES, blank=True)
    where_to_go = RichTextField(_("where to go"), features=RICH_TEXT_FEATURES, blank=True)
    official_text = RichTextField(
        _("official text"), features=[*RICH_TEXT_FEATURES, "h3", "h4"], blank=True
    )
    official_url = models.URLField(_("address of the official text"), blank=True)
    legal_refs = models.JSONField(
        _("legal basis"),
        default=list,
        blank=True,
        help_text=_("A list of names, each with an address if there is one."),
    )
    roles = models.JSONField(_("roles that help"), default=list, blank=True)
    change_note = models.TextField(
        _("what changed, and why, in plain words"),
        blank=True,
        help_text=_("Readers see this with the change. Required when the text changes."),
    )
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = ArticlePageForm
    content_panels: ClassVar = [
        _TITLE,
        FieldPanel("change_note"),
        FieldPanel("rule"),
        FieldPanel("expected"),
        FieldPanel("example"),
        FieldPanel("where_to_go"),
        FieldPanel("roles"),
        FieldPanel("official_text"),
        MultiFieldPanel(
            [FieldPanel("official_url"), FieldPanel("legal_refs")], heading=_("Sources")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("label"), FieldPanel("key")]),
                FieldRowPanel([FieldPanel("chapter"), FieldPanel("position")]),
                FieldPanel("chapter_title"),
            ],
            heading=_("Place in the code"),
        ),
    ]
    promote_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["gir.EditionPage"]
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("article of the code (page)")
        verbose_name_plural = _("articles of the code (pages)")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show it as readers will see it."""
        del mode_name
        return preview(request, "article", self)

    def why_fixed(self) -> str:
        """Return why nobody can change this; it is judged with its edition."""
        return "" if self.pk is None else why_articles_are_fixed(self.get_parent().pk)

    def get_workflow(self) -> Workflow | None:
        """By itself an article is only approved in an edition that was."""
        if edition_made_of(self.get_parent().pk) is None or self.why_fixed():
            return None
        found: Workflow | None = super().get_workflow()
        return found

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The key is the address, also of the page that editors work on."""
        if self.key:
            self.slug = self.key
        super().full_clean(*args, **kwargs)

    def serve(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Send to the article as it is in force."""
        return HttpResponseRedirect(reverse("gir:article", args=[self.key]))
