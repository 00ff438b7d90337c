"""Tells who is touched by the subject that they may stop, and where to find help."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.content.blocks.shared import EXPLAIN, PREVIEW_TEMPLATE, short_rich_text


class NoticeBlock(blocks.StructBlock):
    """Asks whether the subject touches somebody, with a link to help; the text is optional."""

    text = short_rich_text(
        label=_("Text"), required=False, help_text=_("Leave empty for the usual text.")
    )

    def get_preview_value(self) -> Any:
        """Show the usual text."""
        return self.to_python({"text": ""})

    class Meta:
        icon = "warning"
        label = _("Does this touch you?")
        group = EXPLAIN
        description = _("Says that one may stop and where to find help.")
        template = "lms/blocks/notice.html"
        preview_template = PREVIEW_TEMPLATE
