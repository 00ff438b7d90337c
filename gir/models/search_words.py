"""Words by which people search, beside those that come with Kompas."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class SearchWords(models.Model):
    """Words that mean the same to who searches, and the articles that they lead to."""

    words = models.TextField(
        _("words"),
        max_length=1000,
        help_text=_("Separated by commas. They also stand in the list from A to Z."),
    )
    article_keys = models.JSONField(_("articles"), default=list, blank=True)

    panels: ClassVar = [FieldPanel("words"), FieldPanel("article_keys")]

    class Meta:
        verbose_name = _("search words of the code")
        verbose_name_plural = _("search words of the code")
        ordering: ClassVar = ["words"]

    def __str__(self) -> str:
        return self.words[:80]
