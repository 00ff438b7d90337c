"""The start page and the plain pages, such as help, sources, privacy and accessibility."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from core.pages import PageInLanguage, ShownByView
from core.streamfield import BlocklessStreamField
from toolbox.enums import Audience


class FrontStamp(models.Model):
    """One row with a word that is another one whenever a page of the site has changed.

    What a process remembers of the start page and of the pages for an audience carries this word,
    so that all see a change at once. It is random, so that a database that was put back never
    meets what came after it.
    """

    word = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("state of the front pages")
        verbose_name_plural = _("state of the front pages")

    def __str__(self) -> str:
        return self.word


class HomePage(ShownByView):
    """The start page; what is on it by itself is in `home.reports.front`."""

    lead = models.TextField(_("introduction"), max_length=400, blank=True)
    news = BlocklessStreamField(
        "home.blocks.news_blocks",
        blank=True,
        verbose_name=_("what is new"),
        help_text=_("New editions of the code, courses and workshops appear by themselves."),
    )
    cards = BlocklessStreamField(
        "home.blocks.card_blocks",
        blank=True,
        verbose_name=_("cards"),
        help_text=_("Empty: the cards that Kompas comes with."),
    )

    view: ClassVar = "home.views.show_home"
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("news"),
        FieldPanel("cards"),
    ]
    parent_page_types: ClassVar = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")


class AudiencePageForm(WagtailAdminPageForm):
    """Offers the audiences that there are; the database keeps the key only."""

    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=[row for row in Audience.choices if row[0] != Audience.EVERYONE],
        help_text=_("Courses, workshops and tools for them appear below the text by themselves."),
    )


class AudiencePage(ShownByView):
    """What matters for one audience; lists of what there is for them follow by themselves."""

    audience = models.CharField(_("for whom"), max_length=20)
    summary = models.CharField(
        _("line on the start page"), max_length=160, help_text=_("What they find here.")
    )
    lead = models.TextField(_("introduction"), max_length=600, blank=True)
    body = BlocklessStreamField(
        "home.blocks.standard_blocks", blank=True, verbose_name=_("what matters for you")
    )
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    view: ClassVar = "home.views.show_audience"
    base_form_class = AudiencePageForm
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("audience"),
        FieldPanel("summary"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("lead"),
    ]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("page for an audience")
        verbose_name_plural = _("pages for an audience")

    def clean(self) -> None:
        """Keep one page for an audience."""
        super().clean()
        others = AudiencePage.objects.filter(audience=self.audience, locale_id=self.locale_id)
        if self.audience and others.exclude(pk=self.pk).exists():
            raise ValidationError(
                {"audience": _("There is a page for this audience already. Change that one.")}
            )


class StandardPage(PageInLanguage):
    """A page with a lead and sections."""

    lead = models.TextField(_("introduction"), max_length=600, blank=True)
    body = BlocklessStreamField("home.blocks.standard_blocks", blank=True, verbose_name=_("body"))
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
