"""A question to think about. What somebody writes stays in their own browser."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from lms.content.blocks.shared import PRACTISE, PREVIEW_TEMPLATE, key_block


class ReflectionBlock(blocks.StructBlock):
    """A question with room to write, which is never sent."""

    text = blocks.TextBlock(label=_("Question"), rows=3)
    key = key_block()

    def get_preview_value(self) -> Any:
        """Show an example."""
        return self.to_python({"text": "Wanneer zei jij voor het laatst dat je twijfelde?"})

    class Meta:
        icon = "edit"
        label = _("Reflection")
        group = PRACTISE
        description = _("A question to think about. The text stays in the browser.")
        template = "lms/blocks/reflection.html"
        preview_template = PREVIEW_TEMPLATE
        form_layout = BlockGroup(children=["text"], settings=["key"])
