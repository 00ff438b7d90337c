"""How a field of a Django form becomes a field of the house style.

Django itself ties the help (`<id>_helptext`) and the error (`<id>_error`) to the input.
"""

from typing import Any

from django import forms

TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "check"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "file"),
)


def field_context(bound: forms.BoundField) -> dict[str, Any]:
    """Return what the template of a field needs: the field, its input, and which kind it is."""
    widget = bound.field.widget
    # The choices of a group are drawn one by one, from the attributes of the widget.
    widget.attrs["class"] = widget_class(widget)
    # A placeholder disappears while somebody types; allauth's only repeat the label.
    widget.attrs.pop("placeholder", None)
    return {
        "field": bound,
        "is_checkbox": isinstance(widget, forms.CheckboxInput),
        "is_group": is_group(bound),
    }


def widget_class(widget: forms.Widget) -> str:
    """Return the class of the house style for this kind of input."""
    return next((name for kind, name in CLASSES if isinstance(widget, kind)), TEXTBOX)


def is_group(bound: forms.BoundField) -> bool:
    """Tell whether this field is a set of choices that are all on the page."""
    return isinstance(bound.field.widget, forms.RadioSelect)


def link_target(bound: forms.BoundField) -> str:
    """Return the id that a link to this field goes to: the first choice of a group."""
    return f"{bound.auto_id}_0" if is_group(bound) else bound.id_for_label
