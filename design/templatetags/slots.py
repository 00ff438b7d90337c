"""Places on a page that apps fill which the page does not know; a setting says which."""

from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

register = template.Library()


@cache
def _fillers(names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(import_string(name) for name in names)


@register.simple_tag(takes_context=True)
def slot(context: template.Context, setting: str, subject: str) -> SafeString:
    """Show what each callable of a setting gives for this visitor and this subject.

    A callable takes the request and the subject, and returns HTML that it made itself, or nothing.
    """
    parts = (
        filler(context["request"], subject)
        for filler in _fillers(tuple(getattr(settings, setting)))
    )
    return format_html_join("", "{}", ((part,) for part in parts if part))
