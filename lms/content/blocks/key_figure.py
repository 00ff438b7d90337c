"""A figure from research, by reference: the value, year and source stand in one place."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock

from lms.content.blocks.shared import EXPLAIN, PREVIEW_TEMPLATE


class KeyFigureBlock(SnippetChooserBlock):
    """Shows a key figure with its year and source."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("lms.KeyFigure", **kwargs)

    def get_preview_value(self) -> Any:
        """Show an example that is not stored."""
        return self.model_class(
            key="voorbeeld",
            value="88%",
            text="weet dat er een vertrouwenspersoon is",
            year=2021,
            source="K22",
        )

    class Meta:
        icon = "decimal"
        label = _("Key figure")
        group = EXPLAIN
        description = _("A figure with its year and source, from the list of key figures.")
        template = "lms/blocks/key_figure.html"
        preview_template = PREVIEW_TEMPLATE
