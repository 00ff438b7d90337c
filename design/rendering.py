"""Draws the inputs of forms that are on many pages without a template for every attribute.

Django renders a list of choices with a template per choice and another one for its attributes. What
comes out here is the same, for a tenth of the work.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape

Drawn = Callable[[Mapping[str, Any]], str]


class FormRenderer(DjangoTemplates):
    """Django's renderer, with a shorter way for lists of choices and lines of text."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Return the HTML of a widget, a field or a form."""
        draw = _DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return draw(context["widget"])


def _text(value: Any) -> str:
    return conditional_escape(value)


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    attributes = _attributes(widget["attrs"])
    return (
        f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{attributes}>'
    )


def _select(widget: Mapping[str, Any]) -> str:
    drawn = [f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            drawn.append(f'\n  <optgroup label="{_text(group)}">')
        drawn += [f"\n  {_option(option)}" for option in options]
        if group:
            drawn.append("\n  </optgroup>")
    return "".join([*drawn, "\n</select>"])


def _option(option: Mapping[str, Any]) -> str:
    attributes = _attributes(option["attrs"])
    return f'<option value="{_text(option["value"])}"{attributes}>{_text(option["label"])}</option>'


_INPUTS = ("text", "date", "hidden", "email", "password", "number")
_DRAWN: Mapping[str, Drawn] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
}
