"""Blocks of module and lesson pages, one file each; courses bring their own through their spec.

At most eight types are offered on a page. A module page says with a setting that it may be painful,
so it needs no notice among its blocks; an article of the code of conduct belongs to what one reads
first, so a lesson offers none.
"""

from wagtail.blocks import Block

from core.streamfield import KeepingStreamBlock
from lms.content.blocks.dilemma import DilemmaBlock
from lms.content.blocks.gir_reference import GirReferenceBlock
from lms.content.blocks.image import ImageBlock
from lms.content.blocks.key_figure import KeyFigureBlock
from lms.content.blocks.notice import NoticeBlock
from lms.content.blocks.question import QuestionBlock
from lms.content.blocks.reflection import ReflectionBlock
from lms.content.blocks.text import TextBlock
from lms.content.blocks.video import VideoBlock
from lms.plugins.blocks import plugin_blocks


def module_blocks() -> KeepingStreamBlock:
    """Return what a module page offers."""
    return KeepingStreamBlock(
        [*_explaining(), ("gir_reference", GirReferenceBlock()), *_practising(), *plugin_blocks()]
    )


def lesson_blocks() -> KeepingStreamBlock:
    """Return what a lesson offers."""
    return KeepingStreamBlock(
        [*_explaining(), ("notice", NoticeBlock()), *_practising(), *plugin_blocks()]
    )


def _explaining() -> list[tuple[str, Block]]:
    return [
        ("text", TextBlock()),
        ("key_figure", KeyFigureBlock()),
        ("image", ImageBlock()),
        ("video", VideoBlock()),
    ]


def _practising() -> list[tuple[str, Block]]:
    return [
        ("dilemma", DilemmaBlock()),
        ("reflection", ReflectionBlock()),
        ("question", QuestionBlock()),
    ]
