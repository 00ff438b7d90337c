"""Blocks with which editors build the guide: questions, outcomes and words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.streamfield import KeepingStreamBlock
from guidance.models.roles import FEATURES, HelpRole

_KEY = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
_KEY_HELP = _("Short and for ever, such as onderwerp or R1. Answers lead to it by this name.")


class RoleBlock(blocks.FieldBlock):
    """The key of a role, chosen from a list.

    Wagtail's own choice would look all roles up again for each value that is read.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.ChoiceField(choices=role_choices, required=False)
        super().__init__(**kwargs)

    class Meta:
        default = ""


def role_choices() -> list[tuple[str, str]]:
    """Return the roles that can help; asked each time the editor is opened."""
    rows = HelpRole.objects.order_by("position", "name").values_list("key", "name")
    return [("", "—"), *((key, name) for key, name in rows)]


class AnswerBlock(blocks.StructBlock):
    """An answer to a question, and where it leads."""

    text = blocks.CharBlock(label=_("Answer"), max_length=200)
    hint = blocks.CharBlock(label=_("Hint"), required=False, max_length=300)
    leads_to = blocks.CharBlock(
        label=_("Leads to"), max_length=40, help_text=_("Key of a question or an outcome.")
    )
    is_external = blocks.BooleanBlock(
        label=_("Works as an external"),
        required=False,
        help_text=_("After this answer, help that is only for civil servants is left out."),
    )
    anchor = blocks.RegexBlock(
        label=_("Name for links"),
        regex=r"^[a-z0-9-]*$",
        required=False,
        max_length=60,
        help_text=_("Small letters, digits and hyphens, for a link such as /hulp/#agressie."),
    )


class QuestionBlock(blocks.StructBlock):
    """A step: a question with its answers."""

    key = blocks.RegexBlock(label=_("Key"), regex=_KEY, max_length=40, help_text=_KEY_HELP)
    text = blocks.CharBlock(label=_("Question"), max_length=200)
    hint = blocks.CharBlock(label=_("Hint"), required=False, max_length=400)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{key}: {text}"


class HelperBlock(blocks.StructBlock):
    """Who helps here."""

    role = RoleBlock(label=_("Role"))
    name = blocks.CharBlock(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("For somebody without a role, or what the role is called here."),
    )
    text = blocks.RichTextBlock(
        label=_("What they do here"),
        features=FEATURES,
        required=False,
        help_text=_("Empty: who it is, as it stands with the role."),
    )


class ToolBlock(blocks.StructBlock):
    """A link to more."""

    text = blocks.CharBlock(label=_("Text of the link"), max_length=200)
    code = blocks.CharBlock(
        label=_("Code of a tool"), required=False, max_length=40, help_text=_("Such as T1.")
    )
    path = blocks.RegexBlock(
        label=_("Address on this site"),
        regex=r"^(/[^\s]*)?$",
        required=False,
        max_length=200,
        help_text=_("Such as /gir/4-1/. Used when there is no tool with this code."),
    )


class FurtherBlock(blocks.StructBlock):
    """A way on to another question or outcome."""

    text = blocks.CharBlock(label=_("Text of the button"), max_length=200)
    leads_to = blocks.CharBlock(
        label=_("Leads to"), max_length=40, help_text=_("Key of a question or an outcome.")
    )


class OutcomeBlock(blocks.StructBlock):
    """Where somebody can go in one situation."""

    key = blocks.RegexBlock(label=_("Key"), regex=_KEY, max_length=40, help_text=_KEY_HELP)
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    intro = blocks.RichTextBlock(label=_("Introduction"), features=FEATURES, required=False)
    helpers = blocks.ListBlock(HelperBlock(), label=_("Who helps"), min_num=1)
    what_next = blocks.RichTextBlock(
        label=_("What happens next"), features=FEATURES, required=False
    )
    confidentiality = blocks.RichTextBlock(
        label=_("How confidential it is"), features=FEATURES, required=False
    )
    tips = blocks.RichTextBlock(label=_("Good to know"), features=FEATURES, required=False)
    tools = blocks.ListBlock(ToolBlock(), label=_("Read more"), default=[])
    further = blocks.ListBlock(FurtherBlock(), label=_("Ways on"), default=[])
    for_externals = blocks.CharBlock(
        label=_("Outcome for externals"),
        required=False,
        max_length=40,
        help_text=_("Key of the outcome that externals get instead of this one."),
    )
    owner = blocks.CharBlock(
        label=_("Owner"), max_length=120, help_text=_("Who keeps this text right.")
    )
    review_on = blocks.DateBlock(label=_("Review on"))

    class Meta:
        icon = "tick-inverse"
        label = _("Outcome")
        label_format = "{key}: {title}"


class WordBlock(blocks.StructBlock):
    """A word with what it means."""

    term = blocks.CharBlock(label=_("Word"), max_length=80)
    meaning = blocks.CharBlock(label=_("Meaning"), max_length=300)

    class Meta:
        icon = "openquote"
        label = _("Word")
        label_format = "{term}"


def question_blocks() -> KeepingStreamBlock:
    """Return the block of the questions."""
    return KeepingStreamBlock([("question", QuestionBlock())])


def outcome_blocks() -> KeepingStreamBlock:
    """Return the block of the outcomes."""
    return KeepingStreamBlock([("outcome", OutcomeBlock())])


def word_blocks() -> KeepingStreamBlock:
    """Return the block of the words."""
    return KeepingStreamBlock([("word", WordBlock())])
