"""Blocks of the plain pages: a section with a heading that can be linked to."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.streamfield import KeepingStreamBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3"]


class SectionBlock(blocks.StructBlock):
    """A heading, an anchor to link to and a text; can be folded away."""

    title = blocks.CharBlock(label=_("Heading"), max_length=200)
    anchor = blocks.RegexBlock(
        label=_("Name for links"),
        regex=r"^[a-z0-9-]*$",
        required=False,
        max_length=60,
        help_text=_("Small letters, digits and hyphens, for a link such as /bronnen/#k22."),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)
    folded = blocks.BooleanBlock(label=_("Folded until opened"), required=False)

    class Meta:
        icon = "title"
        label = _("Section")
        template = "home/blocks/section.html"


def standard_blocks() -> KeepingStreamBlock:
    """Return the blocks that a plain page offers."""
    return KeepingStreamBlock(
        [
            (
                "text",
                blocks.RichTextBlock(
                    label=_("Text"),
                    features=RICH_TEXT_FEATURES,
                    icon="pilcrow",
                    template="home/blocks/text.html",
                ),
            ),
            ("section", SectionBlock()),
        ]
    )
