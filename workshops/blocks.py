"""Blocks of the pages in the catalogue: text, a section with a heading, and chosen workshops."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.streamfield import KeepingStreamBlock
from workshops.models import Event
from workshops.widgets import EventChooser

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3"]


class SectionBlock(blocks.StructBlock):
    """A heading with a text below it."""

    title = blocks.CharBlock(label=_("Heading"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "title"
        label = _("Section")
        template = "workshops/blocks/section.html"


def page_blocks() -> KeepingStreamBlock:
    """Return the blocks that pages of the catalogue offer."""
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=RICH_TEXT_FEATURES,
        icon="pilcrow",
        template="workshops/blocks/text.html",
    )
    return KeepingStreamBlock([("text", text), ("section", SectionBlock())])


class DateBlock(blocks.ChooserBlock):
    """One workshop on a date."""

    target_model = Event

    @cached_property
    def widget(self) -> EventChooser:
        """What an editor chooses with."""
        return EventChooser()

    class Meta:
        icon = "date"
        label = _("Date")


def chosen_dates() -> KeepingStreamBlock:
    """Return the block with which a campaign takes single dates along."""
    return KeepingStreamBlock([("date", DateBlock())])


def chosen_workshops() -> KeepingStreamBlock:
    """Return the block with which a campaign chooses its workshops."""
    chosen = blocks.PageChooserBlock(
        label=_("Workshop"), page_type="workshops.WorkshopPage", icon="group"
    )
    return KeepingStreamBlock([("workshop", chosen)])
