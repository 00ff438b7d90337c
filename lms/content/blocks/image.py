"""A picture with a description for who cannot see it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from lms.content.blocks.shared import EXPLAIN, PREVIEW_TEMPLATE


class ImageBlock(blocks.StructBlock):
    """A picture; without a description it cannot be saved, unless it is only decoration."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Description"),
        max_length=300,
        help_text=_("What is to be seen, for who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    def get_preview_value(self) -> Any:
        """Show the place of the picture: there may be no image on this site yet."""
        return self.to_python(
            {"image": None, "alt": "", "caption": "Dit bijschrift staat eronder."}
        )

    class Meta:
        icon = "image"
        label = _("Image")
        group = EXPLAIN
        description = _("A picture with a description for who cannot see it.")
        template = "lms/blocks/image.html"
        preview_template = PREVIEW_TEMPLATE
