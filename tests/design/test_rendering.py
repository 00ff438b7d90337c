"""The short ways give what Django gives."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Engine, Template
from django.utils import translation
from django.utils.translation import gettext_lazy

from design.rendering import FormRenderer

CHOICES = [
    ("", gettext_lazy("Status")),
    ("<b>", 'A & "B"'),
    (3, "Drie"),
    ("Groep <1>", [("x", "X"), ("y", "Y")]),
]
WIDGETS: list[tuple[forms.Widget, Any]] = [
    (forms.Select(choices=CHOICES), "<b>"),
    (forms.Select(choices=CHOICES, attrs={"required": True, "disabled": False}), 3),
    (forms.Select(choices=[]), None),
    (forms.TextInput(attrs={"type": "search", "data-x": 'a"b'}), "<script>"),
    (forms.TextInput(), None),
    (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "2026-02-29"),
    (forms.HiddenInput(), ""),
    (forms.EmailInput(), "a@example.test"),
    (forms.PasswordInput(), "secret"),
    (forms.NumberInput(attrs={"min": 0}), 12345.5),
    (forms.Textarea(), "tekst"),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_an_input_is_drawn_as_django_draws_it(widget: forms.Widget, value: Any) -> None:
    drawn = [
        widget.render("naam & meer", value, attrs={"id": "id_x"}, renderer=renderer)
        for renderer in (FormRenderer(), DjangoTemplates())
    ]
    ours, theirs = ([line.strip() for line in one.split("\n") if line.strip()] for one in drawn)
    assert ours == theirs


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Name" %}',
        '{% translate "100% sure" %}',
        '{% translate "Name" as x %}[{{ x }}]',
        '{% translate "a < b" %}',
        "{% translate name %}",
        '{% translate "Name"|upper %}',
        '{% translate "Name" noop %}',
        '{% translate "done" context "below a number" %}',
    ],
)
def test_a_sentence_is_translated_as_django_translates_it(source: str) -> None:
    plain = Engine(builtins=["django.templatetags.i18n"])
    with translation.override("nl"):
        context = {"name": "Status <"}
        django = Template(source, engine=plain).render(Context(context))
        assert Template(source).render(Context(context)) == django
