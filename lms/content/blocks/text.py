"""A text with headings and lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.content.blocks.shared import EXPLAIN, PREVIEW_TEMPLATE, TEXT_FEATURES


class TextBlock(blocks.RichTextBlock):
    """A text with headings and lists."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = EXPLAIN
        description = _("Paragraphs, headings and lists.")
        template = "lms/blocks/text.html"
        preview_template = PREVIEW_TEMPLATE
        preview_value = (
            "<h2>Voor wie werk je?</h2><p>Je werkt voor het <b>algemeen belang</b>. Dat is het "
            "belang van ons allemaal samen.</p><ul><li>Zeg wat je ziet.</li>"
            "<li>Vraag een ander mee te kijken.</li></ul>"
        )
