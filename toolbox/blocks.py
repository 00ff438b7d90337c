"""Parts of a tool in the editor: a line, and what somebody does in their own browser.

What is chosen, ticked or written in these parts is never sent and never kept, not even by the
browser: reloading the page empties them.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from core.streamfield import KeepingStreamBlock

LINE_FEATURES = ["bold", "italic", "link"]
TEXT_FEATURES = [*LINE_FEATURES, "ol", "ul"]
SINGLE, MULTIPLE = "single", "multiple"
KINDS = [(SINGLE, _("One answer is right")), (MULTIPLE, _("Several answers are right"))]


def line(**options: Any) -> blocks.RichTextBlock:
    """Return a field for one line, or a few sentences."""
    return blocks.RichTextBlock(features=LINE_FEATURES, **options)


class AnswerBlock(blocks.StructBlock):
    """A possible answer."""

    text = blocks.TextBlock(label=_("Answer"), rows=2)
    is_right = blocks.BooleanBlock(label=_("This answer is right"), required=False)

    class Meta:
        label = _("Answer")


class QuestionBlock(blocks.StructBlock):
    """A question to oneself: looked at in the browser, counted nowhere."""

    code = blocks.CharBlock(label=_("Number"), max_length=20, required=False)
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=KINDS, default=SINGLE)
    text = blocks.TextBlock(label=_("Question"), rows=2)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2, max_num=8)
    explanation = line(label=_("Explanation"))

    def clean(self, value: Any) -> Any:
        """Refuse a question that nobody, or everybody, can get right."""
        value = super().clean(value)
        right = [answer["is_right"] for answer in value["answers"]]
        message = None
        if not any(right):
            message = _("No answer is right. Mark at least one.")
        elif all(right):
            message = _("All answers are right. Add at least one that is not.")
        elif value["kind"] == SINGLE and sum(right) > 1:
            message = _("Several answers are right. Keep one, or change the kind of question.")
        if message:
            error = ListBlockValidationError(non_block_errors=[ValidationError(message)])
            raise StructBlockValidationError(block_errors={"answers": error})
        return value

    class Meta:
        icon = "list-ul"
        label = _("Question to yourself")
        template = "toolbox/tools/blocks/question.html"


class WayBlock(blocks.StructBlock):
    """Something one could do in a scene, and how it goes on."""

    code = blocks.CharBlock(label=_("Code of the tool"), max_length=10, required=False)
    text = blocks.CharBlock(label=_("What you could do"), max_length=200)
    what_follows = line(label=_("How it goes on"))

    class Meta:
        label = _("Choice")


class SceneBlock(blocks.StructBlock):
    """A short scene to practise on. Every choice has a sequel; none is wrong."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    situation = blocks.RichTextBlock(label=_("What happens"), features=TEXT_FEATURES)
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    ways = blocks.ListBlock(WayBlock(), label=_("Choices"), min_num=2, max_num=8)

    class Meta:
        icon = "media"
        label = _("Scene to practise")
        template = "toolbox/tools/blocks/scene.html"


class NeedBlock(blocks.StructBlock):
    """One thing to look back on."""

    title = blocks.CharBlock(label=_("What"), max_length=80)
    text = line(label=_("What it means"))

    class Meta:
        label = _("Part")


class ScanBlock(blocks.StructBlock):
    """Looking back on a week: per part what helped and what harmed, and one thing for next week."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    parts = blocks.ListBlock(NeedBlock(), label=_("Parts"), min_num=2, max_num=8)
    last_question = blocks.CharBlock(label=_("Last question"), max_length=200)

    class Meta:
        icon = "view"
        label = _("Scan of your week")
        template = "toolbox/tools/blocks/scan.html"


class ChecklistBlock(blocks.StructBlock):
    """Questions to oneself that one ticks off; nobody else ever sees what is ticked."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    items = blocks.ListBlock(line(label=_("Question")), label=_("Questions"), min_num=2)

    class Meta:
        icon = "tick-inverse"
        label = _("Checklist for yourself")
        template = "toolbox/tools/blocks/checklist.html"


def line_blocks() -> KeepingStreamBlock:
    """Return what a list of a tool is made of."""
    return KeepingStreamBlock([("line", line(label=_("Line"), icon="list-ul"))])


def practice_blocks() -> KeepingStreamBlock:
    """Return what somebody can do with a tool in their own browser."""
    return KeepingStreamBlock(
        [
            ("question", QuestionBlock()),
            ("scene", SceneBlock()),
            ("scan", ScanBlock()),
            ("checklist", ChecklistBlock()),
        ]
    )
