"""Tags of the guide."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guidance.reports.guide import OutcomeView

register = template.Library()


@register.simple_tag(takes_context=True)
def outcome(context: Context, view: OutcomeView) -> str:
    """Show an outcome. One that stands in more places is drawn once: the page holds each way."""
    memory: Any = context.render_context
    drawn: dict[int, str] = memory.setdefault("guide_outcomes", {})
    if id(view) not in drawn:
        drawn[id(view)] = get_template("guidance/guide/outcome.html").render({"view": view})
    return drawn[id(view)]


@register.simple_tag
def with_link(text: str, number: str) -> SafeString:
    """Show a line with a link on the telephone number in it."""
    before, found, after = text.partition(number)
    if not found:
        return format_html("{}", text)
    return format_html('{}<a class="nl-link" href="tel:{}">{}</a>{}', before, number, number, after)
