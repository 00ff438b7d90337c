"""A film on our own server, with subtitles and a written-out text."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from core.language.plain import text_of
from lms.content.blocks.shared import EXPLAIN, PREVIEW_TEMPLATE, TEXT_FEATURES

_VIDEO_TYPES = {"mp4", "webm", "m4v"}


class VideoBlock(blocks.StructBlock):
    """A film; subtitles and transcript are not optional. Without all three: the place for a film.

    A course can so come with the place, and tell the same in its text until there is a film.
    """

    video = DocumentChooserBlock(
        label=_("Film"),
        required=False,
        help_text=_(
            "An .mp4 or .webm file. No film yet? Leave the film, the subtitles and the written-out "
            "text empty: a learner then reads that the film is still to come."
        ),
    )
    captions = DocumentChooserBlock(
        label=_("Subtitles"), required=False, help_text=_("A .vtt file in Dutch.")
    )
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    description = blocks.CharBlock(
        label=_("Description"), required=False, max_length=300, help_text=_("What it is about.")
    )
    transcript = blocks.RichTextBlock(
        label=_("Written-out text"),
        required=False,
        features=TEXT_FEATURES,
        help_text=_("Everything that is said and what is to be seen."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse files that a browser cannot play, and a film that not everybody can follow."""
        value = super().clean(value)
        errors = {**_missing(value), **_unplayable(value)}
        if errors:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(text) for name, text in errors.items()}
            )
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


def _missing(value: Any) -> dict[str, Any]:
    """Return what a film still needs; a place for a film needs nothing."""
    needs = {
        "video": (value["video"], _("Choose the film as well.")),
        "captions": (value["captions"], _("Choose the subtitles as well.")),
        "transcript": (
            text_of(value["transcript"].source).strip(),
            _("Write out the film as well."),
        ),
    }
    if not any(given for given, _sentence in needs.values()):
        return {}
    return {name: sentence for name, (given, sentence) in needs.items() if not given}


def _unplayable(value: Any) -> dict[str, Any]:
    """Return what is wrong with the files that were chosen."""
    video, captions = value["video"], value["captions"]
    errors = {}
    if video and video.file_extension.lower() not in _VIDEO_TYPES:
        errors["video"] = _("Choose an .mp4 or .webm file.")
    if captions and captions.file_extension.lower() != "vtt":
        errors["captions"] = _("Choose a .vtt file.")
    return errors
