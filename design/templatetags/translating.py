"""`{% translate "…" %}` of a plain sentence, for a third of the work; every page has dozens.

Whatever is not a plain sentence (a variable, a filter, a context, noop) goes Django's own way.
"""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()


class PlainTranslateNode(template.Node):
    """A sentence from the template itself, which needs no escaping."""

    child_nodelists = ()

    def __init__(self, sentence: str, asvar: str | None) -> None:
        # Percent signs in a template are doubled, so that they are no places for values.
        self.message = sentence.replace("%", "%%")
        self.asvar = asvar

    def render(self, context: Any) -> SafeString:
        """Return the sentence in the language of the page, or keep it under a name."""
        text: SafeString = mark_safe(gettext(self.message).replace("%%", "%"))  # noqa: S308
        if self.asvar is None:
            return text
        context[self.asvar] = text
        return SafeString()


@register.tag
def translate(parser: Parser, token: Token) -> template.Node:
    """Read the tag as Django does, and take the shorter way when it is a plain sentence."""
    node = do_translate(parser, token)
    assert isinstance(node, TranslateNode)  # noqa: S101 - that is what it makes
    expression = node.filter_expression
    sentence = getattr(expression.var, "literal", None)
    is_plain = isinstance(sentence, SafeData) and not (expression.filters or node.noop)
    if not is_plain or node.message_context is not None:
        return node
    return PlainTranslateNode(str(sentence), node.asvar)
