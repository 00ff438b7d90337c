"""Blocks of the kennishuis: a text under a heading, key figures, and links from the register."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from core.streamfield import KeepingStreamBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3"]


class KnowledgeSectionBlock(blocks.StructBlock):
    """A heading with a text."""

    title = blocks.CharBlock(label=_("Heading"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "title"
        label = _("Section")
        template = "toolbox/knowledge/blocks/section.html"


class FigureBlock(SnippetChooserBlock):
    """A key figure by reference, with its year and source."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("lms.KeyFigure", **kwargs)

    class Meta:
        icon = "decimal"
        label = _("Key figure")
        template = "toolbox/knowledge/blocks/figure.html"


class LinkBlock(SnippetChooserBlock):
    """A link of the register, so that its address stands in one place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("toolbox.Link", **kwargs)

    class Meta:
        icon = "link"
        label = _("Link of the register")
        template = "toolbox/knowledge/blocks/link.html"


def knowledge_blocks() -> KeepingStreamBlock:
    """Return the blocks that a page of the kennishuis offers."""
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=RICH_TEXT_FEATURES,
        icon="pilcrow",
        template="toolbox/knowledge/blocks/text.html",
    )
    return KeepingStreamBlock(
        [
            ("text", text),
            ("section", KnowledgeSectionBlock()),
            ("figure", FigureBlock()),
            ("link", LinkBlock()),
        ]
    )
