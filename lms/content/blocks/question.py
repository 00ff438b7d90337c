"""A test question, graded on the server."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from lms.content.blocks.shared import TEST, key_block, short_rich_text
from lms.content.frozen import FrozenOption, FrozenQuestion
from lms.progress.questions import Question

SINGLE, MULTIPLE = "single", "multiple"
KINDS = [(SINGLE, _("One answer is right")), (MULTIPLE, _("Several answers are right"))]


class OptionBlock(blocks.StructBlock):
    """A possible answer."""

    text = blocks.TextBlock(label=_("Answer"), rows=2)
    correct = blocks.BooleanBlock(label=_("This answer is right"), required=False)
    key = key_block()

    class Meta:
        label = _("Answer")
        form_layout = BlockGroup(children=["text", "correct"], settings=["key"])


class QuestionValue(blocks.StructValue):
    """A question that can be frozen: what an attempt shows and grades never changes under it."""

    def freeze(self, block_id: str) -> FrozenQuestion:
        """Return the question by itself; parts without a key are known by their id."""
        return FrozenQuestion(
            key=self["key"] or block_id,
            kind=self["kind"],
            text=self["text"],
            options=tuple(
                FrozenOption(
                    key=child.value["key"] or child.id or str(position),
                    text=child.value["text"],
                    correct=child.value["correct"],
                )
                for position, child in enumerate(self["options"].bound_blocks)
            ),
            explanation=self["explanation"].source,
        )

    def to_question(self, block_id: str) -> Question:
        """Return the question as the grading needs it."""
        return self.freeze(block_id).to_question()


class QuestionBlock(blocks.StructBlock):
    """A question with one or several right answers and an explanation."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=KINDS, default=SINGLE)
    text = blocks.TextBlock(label=_("Question"), rows=2)
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=8)
    explanation = short_rich_text(
        label=_("Explanation"), help_text=_("Shown after every answer, right or not.")
    )
    key = key_block()

    def clean(self, value: Any) -> Any:
        """Refuse a question that nobody, or everybody, can get right."""
        value = super().clean(value)
        options = list(value["options"])
        right = sum(option["correct"] for option in options)
        message = None
        if not right:
            message = _("No answer is right. Mark at least one.")
        elif value["kind"] == SINGLE and right > 1:
            message = _("Several answers are right. Keep one, or change the kind of question.")
        elif right == len(options):
            message = _("All answers are right. Add at least one that is not.")
        keys = [option["key"] for option in options if option["key"]]
        if len(keys) != len(set(keys)):
            message = _("Two answers have the same key. Change one of them.")
        if message:
            error = ListBlockValidationError(non_block_errors=[ValidationError(message)])
            raise StructBlockValidationError(block_errors={"options": error})
        return value

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Show the question as somebody who has not answered it sees it."""
        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        return {**context, "question": value.freeze("voorbeeld")}

    def get_preview_value(self) -> Any:
        """Show an example."""
        return self.to_python(_PREVIEW)

    class Meta:
        icon = "list-ul"
        label = _("Test question")
        group = TEST
        description = _("Counts for the test of the module. Graded on the server.")
        value_class = QuestionValue
        preview_template = "lms/blocks/question_preview.html"
        form_layout = BlockGroup(
            children=["kind", "text", "options", "explanation"], settings=["key"]
        )


_PREVIEW: dict[str, Any] = {
    "kind": SINGLE,
    "text": "Wat is een goede eerste stap bij twijfel?",
    "options": [
        {"text": "Ik bespreek mijn twijfel met een collega.", "correct": True, "key": "a"},
        {"text": "Ik wacht tot iemand anders iets zegt.", "correct": False, "key": "b"},
    ],
    "explanation": "<p>Bespreken is bijna altijd de eerste stap.</p>",
}
