"""Finds the courses' own blocks. Only called once all apps are loaded: see BlocklessStreamField."""

from django.utils.module_loading import import_string
from wagtail.blocks import Block

from lms.plugins.registry import courses


def resolve_block(path: str) -> Block:
    """Return the block at a dotted path: a class, an instance or a function that returns one.

    Raises ImportError or TypeError with a sentence that says what is wrong with the path.
    """
    found = import_string(path)
    block = found if isinstance(found, Block) else found() if callable(found) else None
    if not isinstance(block, Block):
        raise TypeError(f"'{path}' is not a Wagtail block.")
    return block


def plugin_blocks() -> list[tuple[str, Block]]:
    """Return name and block of every block that the installed courses bring."""
    return [
        (name, resolve_block(path))
        for course in courses()
        for name, path in course.spec.blocks.items()
    ]
