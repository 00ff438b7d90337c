"""A situation with several defensible choices. The choice never leaves the browser."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from lms.content.blocks.shared import PRACTISE, PREVIEW_TEMPLATE, key_block, short_rich_text

STRONG, POSSIBLE, RISK = "sterk", "kan", "risico"
VERDICTS = [(STRONG, _("Strong")), (POSSIBLE, _("Possible, but take care")), (RISK, _("Risk"))]
_KINDS = {STRONG: "good", POSSIBLE: "warn", RISK: "bad"}
_ICONS = {STRONG: "circle-check", POSSIBLE: "info", RISK: "triangle-alert"}


class DilemmaOptionValue(blocks.StructValue):
    """An option, with how its verdict is shown: never as right or wrong."""

    @property
    def verdict_label(self) -> str:
        """The verdict in words."""
        return str(dict(VERDICTS).get(self["verdict"], ""))

    @property
    def verdict_kind(self) -> str:
        """The colour of the verdict."""
        return _KINDS.get(self["verdict"], "neutral")

    @property
    def verdict_icon(self) -> str:
        """The icon of the verdict."""
        return _ICONS.get(self["verdict"], "info")


class DilemmaOptionBlock(blocks.StructBlock):
    """One choice and what it would lead to."""

    text = blocks.TextBlock(label=_("Choice"), rows=2)
    verdict = blocks.ChoiceBlock(label=_("Verdict"), choices=VERDICTS)
    feedback = short_rich_text(label=_("Explanation"))
    key = key_block()

    class Meta:
        label = _("Choice")
        value_class = DilemmaOptionValue
        form_layout = BlockGroup(children=["text", "verdict", "feedback"], settings=["key"])


class DilemmaBlock(blocks.StructBlock):
    """A situation, a question and the choices."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    situation = short_rich_text(label=_("Situation"))
    question = blocks.CharBlock(label=_("Question"), max_length=300)
    options = blocks.ListBlock(DilemmaOptionBlock(), label=_("Choices"), min_num=2, max_num=6)
    key = key_block()

    def get_preview_value(self) -> Any:
        """Show an example."""
        return self.to_python(_PREVIEW)

    class Meta:
        icon = "help"
        label = _("Dilemma")
        group = PRACTISE
        description = _("A situation with choices. Counts for nothing and is never stored.")
        template = "lms/blocks/dilemma.html"
        preview_template = PREVIEW_TEMPLATE
        form_layout = BlockGroup(
            children=["title", "situation", "question", "options"], settings=["key"]
        )


_PREVIEW: dict[str, Any] = {
    "title": "Het rapport moet vandaag af",
    "situation": "<p>Een collega vraagt je een cijfer weg te laten. Het cijfer klopt wel.</p>",
    "question": "Wat doe je?",
    "options": [
        {
            "text": "Ik laat het cijfer staan en leg uit waarom.",
            "verdict": STRONG,
            "feedback": "<p>Een ander kan later zien wat je wist.</p>",
        },
        {
            "text": "Ik laat het weg en noteer mijn twijfel.",
            "verdict": RISK,
            "feedback": "<p>De lezer mist wat jij weet.</p>",
        },
    ],
}
