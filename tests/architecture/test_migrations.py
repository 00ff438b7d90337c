"""Migrations know nothing of blocks: installations with other course plugins would drift apart."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted(
    path
    for app in ROOT.iterdir()
    if app.is_dir() and not app.name.startswith(".") and app.name != "node_modules"
    for path in app.rglob("migrations/[0-9]*.py")
)
# What Wagtail's own StreamField writes when it spells its blocks out.
_BLOCKS = re.compile(r"block_lookup|wagtail\.(\w+\.)?blocks|Block\(|blocks\.\w+Block")


def names_blocks(source: str) -> list[str]:
    return [match.group() for match in _BLOCKS.finditer(source)]


def test_there_are_migrations():
    assert MIGRATIONS


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_migration_defines_no_blocks(path: Path):
    assert names_blocks(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "StreamField([('t', 0)], block_lookup={0: ('wagtail.blocks.TextBlock', (), {})})",
        "wagtail.fields.StreamField([('a', wagtail.images.blocks.ImageChooserBlock())])",
        "from lms.content import blocks\nfield = blocks.TextBlock()",
    ],
)
def test_block_definitions_are_recognised(source: str):
    assert names_blocks(source)
