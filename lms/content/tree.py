"""Reads the tree of pages: what a module is made of, and where a page is found."""

from typing import Any

from wagtail.models import Page

from lms.content.canonical import canonical_page
from lms.content.frozen import FrozenQuestion, FrozenTest
from lms.content.models import CATALOGUE_SLUG, ModulePage


def module_content(module: ModulePage) -> list[dict[str, Any]]:
    """Return what a version of a module is made of: its page and its published lessons."""
    return [canonical_page(page) for page in (module, *module_lessons(module))]


def module_lessons(module: Page) -> list[Any]:
    """Return the published pages below a module, in order."""
    return list(module.get_children().live().specific().order_by("path"))


def module_test(module: ModulePage) -> FrozenTest | None:
    """Return the test of a module with the questions of all its pages; None without questions."""
    questions: dict[str, FrozenQuestion] = {}
    for page in (module, *module_lessons(module)):
        for child in getattr(page, "body", None) or ():
            if child.block_type == "question":
                question = child.value.freeze(child.id)
                questions.setdefault(question.key, question)
    if not questions:
        return None
    return FrozenTest(
        questions=tuple(questions.values()), pass_mark=module.pass_mark, draw=module.draw
    )


def start_path(page: Page) -> str:
    """Return the address of a page without the language."""
    _catalogue, _slash, path = page.url_path.partition(f"/{CATALOGUE_SLUG}/")
    return f"/{CATALOGUE_SLUG}/{path}"
