"""What we changed in Wagtail's admin: data in the page where Wagtail writes scripts."""

import re
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.forms.renderers import get_default_renderer
from django.utils.html import escape
from wagtail.admin.widgets import (
    AdminDateInput,
    AdminDateTimeInput,
    AdminPageChooser,
    AdminTimeInput,
    BaseChooser,
)
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.models import Page

import design
from design.wagtail_hooks import render_chooser

THEIRS = Path(wagtail.__file__).parent
OURS = Path(design.__file__).parent / "templates" / "wagtailadmin"
THEIR_TEMPLATES = THEIRS / "admin" / "templates" / "wagtailadmin"
OVERRIDDEN = sorted(
    str(path.relative_to(OURS))
    for path in OURS.rglob("*.html")
    if "data-admin-start" in path.read_text()
)
# A script with an address is allowed, and JSON is data.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|application/json))[^>]*>")
HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+=")


def test_a_page_chooser_starts_from_data(db):
    root = Page.objects.get(depth=1)
    html = AdminPageChooser().render("page", root.pk, attrs={"id": "id_page"})
    assert "<script" not in html
    assert 'data-admin-start="PageChooser" data-admin-id="id_page"' in html
    assert escape('"modelNames": ["wagtailcore.page"]') in html


def test_a_task_chooser_has_a_function_of_its_own(db):
    html = AdminTaskChooser().render("task", None, attrs={"id": "id_task"})
    assert 'data-admin-start="createTaskChooser" data-admin-id="id_task"' in html


def test_what_stands_in_the_data_of_a_chooser_cannot_leave_it(db):
    html = AdminPageChooser().render("page", None, attrs={"id": '"><script>x()</script>'})
    assert "<script" not in html


def test_a_chooser_without_an_id_is_refused_as_wagtail_does(db):
    with pytest.raises(TypeError, match="without an 'id'"):
        AdminPageChooser().render("page", None)


@pytest.mark.parametrize(
    ("widget", "function"),
    [
        (AdminDateInput(), "initDateChooser"),
        (AdminTimeInput(), "initTimeChooser"),
        (AdminDateTimeInput(), "initDateTimeChooser"),
    ],
)
def test_a_picker_starts_from_data(widget, function: str):
    html = widget.render("day", None, attrs={"id": "id_day"}, renderer=get_default_renderer())
    assert "<script" not in html
    assert f'data-admin-start="{function}" data-admin-id="id_day"' in html
    assert escape('"format":') in html


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_a_changed_template_is_that_of_wagtail_but_for_the_script(name: str):
    """When Wagtail changes one of these templates, this says which to look at again."""
    theirs = re.sub(
        r"<script>.*?</script>", "", (THEIR_TEMPLATES / name).read_text(), flags=re.DOTALL
    )
    ours = re.sub(r"<template data-admin-start.*?</template>", "", (OURS / name).read_text())
    assert _squeezed(ours) == _squeezed(theirs)


def _squeezed(text: str) -> str:
    """Take away what our formatter of templates changes."""
    text = re.sub(r"{% endblock \w+ %}", "{% endblock %}", text)
    text = text.replace("blocktrans ", "blocktranslate ").replace(
        "endblocktrans ", "endblocktranslate "
    )
    return re.sub(r"\s+", " ", text).replace("'", '"').strip()


def test_wagtail_has_no_other_template_with_a_script_in_the_page():
    """A new version may bring one; then the policy would break what it starts."""
    found = [
        str(path.relative_to(folder))
        for folder in _folders_of_wagtail()
        for path in folder.rglob("*.html")
        if INLINE_SCRIPT.search(path.read_text()) or HANDLER.search(path.read_text())
    ]
    assert sorted(found) == [f"wagtailadmin/{name}" for name in OVERRIDDEN]


def _folders_of_wagtail() -> list[Path]:
    names = [app for app in settings.INSTALLED_APPS if app.split(".")[0] == "wagtail"]
    folders = [THEIRS.parent / name.replace(".", "/") / "templates" for name in names]
    return [folder for folder in folders if folder.exists()]


def test_only_one_method_of_wagtail_writes_a_script_in_code():
    writers = [
        str(path.relative_to(THEIRS))
        for path in THEIRS.rglob("*.py")
        if "<script" in path.read_text() and not {"tests", "test"} & set(path.parts)
    ]
    assert writers == ["admin/widgets/chooser.py"]
    assert BaseChooser.render is render_chooser
