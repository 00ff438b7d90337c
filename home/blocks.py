"""Blocks of the plain pages and of the start page: sections, news and cards."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from core.streamfield import KeepingStreamBlock
from toolbox.enums import Audience

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


_ADDRESS = {
    "required": False,
    "max_length": 300,
    "regex": r"^(/(?!/)|https://)\S*$",
    "error_messages": {
        "invalid": _("Write an address of this site, such as /hulp/, or one with https://.")
    },
}
ICONS = (
    ("arrow-right", _("Arrow")),
    ("book-open", _("Open book")),
    ("calendar-days", _("Calendar")),
    ("eye", _("Eye")),
    ("info", _("Information")),
    ("library", _("Books")),
    ("life-buoy", _("Lifebuoy")),
    ("lightbulb", _("Light bulb")),
    ("megaphone", _("Megaphone")),
    ("scale", _("Scales")),
    ("users", _("Group of people")),
    ("wrench", _("Spanner")),
)


class LinkedBlock(blocks.StructBlock):
    """Something with a title and a text that leads to a page of this site or to an address."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), max_length=300, rows=2, required=False)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.RegexBlock(
        label=_("Or an address"), help_text=_("Only used without a page."), **_ADDRESS
    )


class NewsBlock(LinkedBlock):
    """A short item on the start page, from one day to another."""

    from_on = blocks.DateBlock(label=_("First day"))
    until_on = blocks.DateBlock(
        label=_("Last day"), required=False, help_text=_("Empty: three months after the first.")
    )
    audience = blocks.ChoiceBlock(
        label=_("For whom"), choices=Audience.choices, default=Audience.EVERYONE
    )
    is_internal = blocks.BooleanBlock(
        label=_("Only for who is signed in"),
        required=False,
        help_text=_("Then it is not in the feed for intranets either."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse days in the wrong order."""
        cleaned = super().clean(value)
        until = cleaned["until_on"]
        if until and until < cleaned["from_on"]:
            wrong = ValidationError(_("The last day must not come before the first."))
            raise StructBlockValidationError(block_errors={"until_on": wrong})
        return cleaned

    class Meta:
        icon = "calendar-alt"
        label = _("News")


class CardBlock(LinkedBlock):
    """A card on the start page."""

    icon = blocks.ChoiceBlock(label=_("Picture"), choices=ICONS, default="arrow-right")

    class Meta:
        icon = "link"
        label = _("Card")


def news_blocks() -> KeepingStreamBlock:
    """Return the block of which the news of the start page consists."""
    return KeepingStreamBlock([("item", NewsBlock())])


def card_blocks() -> KeepingStreamBlock:
    """Return the block of which the cards of the start page consist."""
    return KeepingStreamBlock([("card", CardBlock())])
