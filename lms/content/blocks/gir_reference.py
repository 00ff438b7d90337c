"""A pointer to an article of the Gedragscode Integriteit Rijk (GIR)."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.content.blocks.shared import EXPLAIN, PREVIEW_TEMPLATE


class GirReferenceBlock(blocks.StructBlock):
    """An article by its key; becomes a link when an app that knows the articles is installed."""

    article = blocks.RegexBlock(
        regex=r"^[1-9][0-9]*(-[1-9][0-9]*)?$",
        label=_("Article"),
        max_length=10,
        help_text=_("With a hyphen: 4-1 for article 4.1."),
    )
    text = blocks.CharBlock(label=_("Text"), max_length=300)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the number of the article and, when it is known, its address."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        article = value["article"]
        return {
            **context,
            "number": article.replace("-", "."),
            "address": article_address(article),
        }

    def get_preview_value(self) -> Any:
        """Show an example."""
        return self.to_python({"article": "4-1", "text": "Geschenken en uitnodigingen."})

    class Meta:
        icon = "link"
        label = _("Article of the code of conduct")
        group = EXPLAIN
        description = _("Points to an article of the Gedragscode Integriteit Rijk (GIR).")
        template = "lms/blocks/gir_reference.html"
        preview_template = PREVIEW_TEMPLATE


def article_address(article: str) -> str | None:
    """Return the address of an article, from the resolver that an app above has put in settings."""
    path: str | None = getattr(settings, "LMS_ARTICLE_RESOLVER", None)
    return import_string(path)(article) if path else None
