"""What several blocks have in common: groups in the editor, rich text features, keys, previews."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

EXPLAIN = _("Explain")
PRACTISE = _("Practise")
TEST = _("Test")

PREVIEW_TEMPLATE = "lms/blocks/preview.html"
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
LINE_FEATURES = ["bold", "italic", "link"]


def key_block() -> blocks.RegexBlock:
    """Return the field for a key that stays the same when the text changes."""
    return blocks.RegexBlock(
        regex=r"^[A-Za-z0-9.-]*$",
        required=False,
        max_length=100,
        label=_("Key"),
        help_text=_("Letters, digits, full stops and hyphens. Leave empty if you have none."),
    )


def short_rich_text(**kwargs: Any) -> blocks.RichTextBlock:
    """Return a field for a few sentences."""
    return blocks.RichTextBlock(features=LINE_FEATURES, **kwargs)
