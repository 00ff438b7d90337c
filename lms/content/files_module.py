"""Reads one module file of a course: its page, its lessons and their blocks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, TypeAdapter

from core.content_files import (
    ContentFile,
    ContentModel,
    Location,
    read_yaml_with_lines,
    suggest,
)
from core.markdown import source_codes
from lms.content.files_blocks import (
    BLOCKS,
    Block,
    Dilemma,
    ImageFile,
    Lead,
    Question,
    Reflection,
    Slug,
    Text,
    Title,
    VideoFile,
)
from lms.content.files_borrowed import Shelves, borrowed_blocks

ExtraBlocks = Mapping[str, type[BaseModel] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFile:
    """A page below a module."""

    slug: str
    title: str
    minutes: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFile:
    """A module page with its lessons, as written in one file."""

    path: Path
    key: str
    title: str
    minutes: int
    lead: str
    goals: tuple[str, ...]
    blocks: tuple[Block, ...]
    lessons: tuple[LessonFile, ...]
    pass_mark: int | None
    draw: int | None
    sensitive: bool

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The blocks of the module page and of all its lessons, in reading order."""
        return self.blocks + tuple(block for lesson in self.lessons for block in lesson.blocks)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All test questions of the module: the bank when only some are drawn."""
        return tuple(block.value for block in self.all_blocks if block.kind == "question")


@dataclass(slots=True, kw_only=True)
class Shared:
    """What the files of one course are checked against together. None: not checked."""

    module_keys: Sequence[str] | None = None
    extra_blocks: ExtraBlocks = field(default_factory=dict)
    key_figures: Collection[str] | None = None
    sources: Collection[str] | None = None
    shelves: Shelves = field(default_factory=dict)
    claimed: dict[str, tuple[Path, int]] = field(default_factory=dict)


class _LessonFields(ContentModel):
    slug: Slug
    title: Title
    minutes: int = Field(ge=1, le=300)
    blocks: list[Any] = Field(min_length=1)


class _ModuleFields(ContentModel):
    key: Slug
    title: Title
    minutes: int = Field(ge=1, le=300)
    lead: Lead
    pass_mark: int | None = Field(default=None, ge=1, le=100)
    draw: int | None = Field(default=None, ge=1, le=500)
    sensitive: bool = False
    goals: tuple[Text, ...] = ()
    blocks: list[Any] = Field(default_factory=list)
    lessons: list[Any] = Field(default_factory=list)


_LESSON = TypeAdapter(_LessonFields)
_MODULE = TypeAdapter(_ModuleFields)


def read_module_file(path: Path, shared: Shared) -> ModuleFile:
    """Return the module in `path`; raise `InvalidContent` with everything that is wrong."""
    file = read_yaml_with_lines(path)
    return _ModuleReader(file=file, shared=shared).read()


def check_sources(file: ContentFile, sources: Collection[str] | None) -> None:
    """Note references such as [K23] to a source that is not in the list of sources."""
    for at, text in file.texts() if sources is not None else ():
        for code in source_codes(text):
            if code not in (sources or ()):
                add_unknown_source(file, at, code, sources or ())


def add_unknown_source(
    file: ContentFile, at: Location, code: str, sources: Collection[str]
) -> None:
    """Note one code that is not in the list of sources."""
    message = _("The source '%(code)s' is not in the list of sources.") % {"code": code}
    file.add_error(at, f"{message} {suggest(code, sorted(sources))}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _ModuleReader:
    """Goes through one file and notes all errors before it gives up."""

    file: ContentFile
    shared: Shared

    def read(self) -> ModuleFile:
        data = self.file.data if isinstance(self.file.data, dict) else {}
        self._check_module_key(data.get("key"))
        check_sources(self.file, self.shared.sources)
        blocks = self._blocks(data.get("blocks"), ("blocks",))
        lessons = self._lessons(data.get("lessons"))
        fields = self.file.validate(_MODULE, self.file.data)
        if fields is None or self.file.errors:
            raise self.file.invalid()
        head = fields.model_dump(exclude={"blocks", "lessons"})
        module = ModuleFile(path=self.file.path, blocks=blocks, lessons=lessons, **head)
        self._check_test(module)
        self.file.raise_errors()
        return module

    def _check_module_key(self, key: object) -> None:
        if not isinstance(key, str) or not key:
            return
        allowed = self.shared.module_keys
        if allowed is not None and key not in allowed:
            message = _("The course has no module '%(key)s'.") % {"key": key}
            self.file.add_error(("key",), f"{message} {suggest(key, allowed)}")
        self._claim(("key",), f"module {key}", shown=key)

    def _lessons(self, raw: object) -> tuple[LessonFile, ...]:
        found = [
            self._lesson(value, ("lessons", i))
            for i, value in enumerate(raw if isinstance(raw, list) else [])
        ]
        lessons = [lesson for lesson in found if lesson is not None]
        for i, lesson in enumerate(lessons):
            if lesson.slug in {other.slug for other in lessons[:i]}:
                message = _("Two lessons have the slug '%(slug)s'. Give one another slug.")
                at = ("lessons", found.index(lesson), "slug")
                self.file.add_error(at, message % {"slug": lesson.slug})
        return tuple(lessons)

    def _lesson(self, raw: object, at: Location) -> LessonFile | None:
        blocks = self._blocks(raw.get("blocks") if isinstance(raw, dict) else None, (*at, "blocks"))
        fields = self.file.validate(_LESSON, raw, at)
        if fields is None:
            return None
        return LessonFile(blocks=blocks, **fields.model_dump(exclude={"blocks"}))

    def _blocks(self, raw: object, at: Location) -> tuple[Block, ...]:
        blocks = borrowed_blocks(self.file, raw, at, self.shared.shelves)
        found = [self._block(value, place) for value, place in blocks]
        return tuple(block for block in found if block is not None)

    def _block(self, raw: object, at: Location) -> Block | None:
        if not isinstance(raw, dict) or len(raw) != 1:
            message = _("A block has exactly one name, followed by a colon, such as 'text:'.")
            self.file.add_error(at, message)
            return None
        ((kind, value),) = raw.items()
        at = (*at, kind)
        known = BLOCKS | {
            name: TypeAdapter(model or Any) for name, model in self.shared.extra_blocks.items()
        }
        if kind not in known:
            message = _("The block '%(kind)s' does not exist.") % {"kind": kind}
            self.file.add_error(at, f"{message} {suggest(kind, known)}")
            return None
        errors = len(self.file.errors)
        valid = self.file.validate(known[kind], value, at)
        if len(self.file.errors) > errors:
            return None
        self._check_block(kind, valid, at)
        return Block(kind=kind, value=valid, line=self.file.line(at))

    def _check_block(self, kind: str, value: Any, at: Location) -> None:
        figures = self.shared.key_figures
        if isinstance(value, Question | Dilemma | Reflection):
            self._claim((*at, "key"), value.key)
        if kind == "key_figure" and figures is not None and value not in figures:
            message = _("There is no key figure '%(key)s'.") % {"key": value}
            self.file.add_error(at, f"{message} {suggest(value, figures)}")
        for name in value.files if isinstance(value, ImageFile | VideoFile) else ():
            if not (self.file.path.parent / name).is_file():
                message = _("The file '%(name)s' is not in this folder. Add it.")
                self.file.add_error(at, message % {"name": name})

    def _claim(self, at: Location, key: str, *, shown: str = "") -> None:
        """Note a key that another block or module of the course already has."""
        if key not in self.shared.claimed:
            self.shared.claimed[key] = (self.file.path, self.file.line(at))
            return
        path, line = self.shared.claimed[key]
        message = _("The key '%(key)s' is already used: %(path)s, line %(line)d. Choose another.")
        values = {"key": shown or key, "path": path.name, "line": line}
        self.file.add_error(at, message % values)

    def _check_test(self, module: ModuleFile) -> None:
        """Note a draw or a pass mark that does not fit the questions."""
        count = len(module.questions)
        if count and module.pass_mark is None:
            message = _("This module has test questions. Add the 'pass_mark', for example 80.")
            self.file.add_error((), message)
        if not count and module.pass_mark is not None:
            message = _("This module has no test questions. Remove the 'pass_mark'.")
            self.file.add_error(("pass_mark",), message)
        if module.draw is not None and module.draw > count:
            message = _(
                "'draw' asks for %(draw)d questions, but there are %(count)d. Lower it or add "
                "questions."
            )
            self.file.add_error(("draw",), message % {"draw": module.draw, "count": count})
