"""The start page and the plain pages, such as help, sources, privacy and accessibility."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from core.streamfield import BlocklessStreamField


class HomePage(Page):
    """The start page for who is not signed in."""

    lead = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    template = "home/home_page.html"

    @property
    def content_language(self) -> str:
        """The language of the text: an alias shows that of the page that it copies."""
        return "nl" if self.alias_of_id else self.locale.language_code

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the addresses of the cards, in the language of the visitor."""
        paths = {"catalogue_url": "leren/", "help_url": "hulp/", "sources_url": "bronnen/"}
        urls = {name: reverse("wagtail_serve", args=[path]) for name, path in paths.items()}
        return {**super().get_context(request, *args, **kwargs), **urls}


class StandardPage(Page):
    """A page with a lead and sections."""

    lead = models.TextField(_("introduction"), max_length=600, blank=True)
    body = BlocklessStreamField("home.blocks.standard_blocks", blank=True, verbose_name=_("body"))
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    template = "home/standard_page.html"

    @property
    def content_language(self) -> str:
        """The language of the text: an alias shows that of the page that it copies."""
        return "nl" if self.alias_of_id else self.locale.language_code

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
