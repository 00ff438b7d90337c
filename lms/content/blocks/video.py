"""A film on our own server, with subtitles and a written-out text."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from lms.content.blocks.shared import EXPLAIN, PREVIEW_TEMPLATE, TEXT_FEATURES

_VIDEO_TYPES = {"mp4", "webm", "m4v"}


class VideoBlock(blocks.StructBlock):
    """A film; subtitles and transcript are not optional."""

    video = DocumentChooserBlock(label=_("Film"), help_text=_("An .mp4 or .webm file."))
    captions = DocumentChooserBlock(label=_("Subtitles"), help_text=_("A .vtt file in Dutch."))
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    description = blocks.CharBlock(
        label=_("Description"), required=False, max_length=300, help_text=_("What it is about.")
    )
    transcript = blocks.RichTextBlock(
        label=_("Written-out text"),
        features=TEXT_FEATURES,
        help_text=_("Everything that is said and what is to be seen."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse files that a browser cannot play."""
        value = super().clean(value)
        errors = {}
        if value["video"].file_extension.lower() not in _VIDEO_TYPES:
            errors["video"] = ValidationError(_("Choose an .mp4 or .webm file."))
        if value["captions"].file_extension.lower() != "vtt":
            errors["captions"] = ValidationError(_("Choose a .vtt file."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    def get_preview_value(self) -> Any:
        """Show the place of the film: there may be none on this site yet."""
        transcript = "<p>Fatima: “Ik wil hier iets over zeggen.”</p>"
        return self.to_python({"title": "Een film", "transcript": transcript})

    class Meta:
        icon = "media"
        label = _("Film")
        group = EXPLAIN
        description = _("A film with subtitles and a written-out text.")
        template = "lms/blocks/video.html"
        preview_template = PREVIEW_TEMPLATE
