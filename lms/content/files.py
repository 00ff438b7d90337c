"""Course files: what an author writes in a course's `content/` folder, read and checked.

See docs/course-format.md. `read_course` reads a whole folder; everything that is wrong in any of
its files is raised at once as `InvalidContent`, each with file, line and a sentence.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import Field, TypeAdapter

from core.content_files import (
    ContentFile,
    ContentFileError,
    ContentModel,
    InvalidContent,
    read_yaml_with_lines,
)
from core.markdown import render_inline, render_markdown
from core.sources import Source, read_sources
from lms.content.files_blocks import (
    Block,
    Dilemma,
    DilemmaOption,
    GirReference,
    ImageFile,
    Lead,
    Question,
    QuestionOption,
    Reflection,
    Slug,
    Title,
    VideoFile,
)
from lms.content.files_borrowed import Shelves
from lms.content.files_figures import KeyFigure, read_key_figures
from lms.content.files_module import (
    ExtraBlocks,
    LessonFile,
    ModuleFile,
    Shared,
    add_unknown_source,
    check_sources,
    read_module_file,
)

__all__ = [
    "Block",
    "ContentFileError",
    "CourseFile",
    "Dilemma",
    "DilemmaOption",
    "ExtraBlocks",
    "GirReference",
    "ImageFile",
    "InvalidContent",
    "KeyFigure",
    "LessonFile",
    "ModuleFile",
    "Question",
    "QuestionOption",
    "Reflection",
    "Source",
    "VideoFile",
    "read_course",
    "read_key_figures",
    "read_sources",
    "render_inline",
    "render_markdown",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFile:
    """A course with its modules, in order."""

    path: Path
    key: str
    title: str
    summary: str
    minutes: int
    sources: tuple[str, ...]
    modules: tuple[ModuleFile, ...]


class _CourseFields(ContentModel):
    key: Slug
    title: Title
    summary: Lead
    minutes: int = Field(ge=1, le=1000)
    sources: tuple[str, ...] = ()


_COURSE = TypeAdapter(_CourseFields)


def read_course(
    folder: Path,
    *,
    course_key: str | None = None,
    module_keys: Sequence[str] | None = None,
    extra_blocks: ExtraBlocks | None = None,
    key_figures: Collection[str] | None = None,
    sources: Collection[str] | None = None,
    shelves: Shelves | None = None,
) -> CourseFile:
    """Return the course in `folder`; raise `InvalidContent` with everything that is wrong.

    `course_key` and `module_keys` are those of the course's spec; `extra_blocks` maps its own
    blocks to a pydantic model (None: passed on as read); `key_figures` and `sources` are the keys
    and codes that exist. What is None is not checked. `shelves` are the folders of the courses from
    which this one may borrow.
    """
    shared = Shared(
        module_keys=module_keys,
        extra_blocks=extra_blocks or {},
        key_figures=key_figures,
        sources=sources,
        shelves=shelves or {},
    )
    modules, errors = _read_modules(folder, shared)
    file = ContentFile(path=folder / "course.yaml")
    fields: _CourseFields | None = None
    try:
        file = read_yaml_with_lines(file.path)
        fields = file.validate(_COURSE, file.data)
    except InvalidContent as invalid:
        file.errors.extend(invalid.errors)
    if fields is not None:
        _check_course(file, fields, course_key, sources)
        if not errors:
            _check_modules(file, modules, module_keys)
    if fields is None or errors or file.errors:
        raise InvalidContent([*errors, *file.errors])
    order = list(module_keys or [module.key for module in modules])
    modules.sort(key=lambda module: order.index(module.key))
    return CourseFile(path=file.path, modules=tuple(modules), **fields.model_dump())


def _read_modules(folder: Path, shared: Shared) -> tuple[list[ModuleFile], list[ContentFileError]]:
    modules: list[ModuleFile] = []
    errors: list[ContentFileError] = []
    for path in sorted(folder.glob("[0-9][0-9]-*.yaml")):
        try:
            modules.append(read_module_file(path, shared))
        except InvalidContent as invalid:
            errors.extend(invalid.errors)
    return modules, errors


def _check_course(
    file: ContentFile,
    fields: _CourseFields,
    course_key: str | None,
    sources: Collection[str] | None,
) -> None:
    if course_key is not None and fields.key != course_key:
        message = _("The key of this course is '%(key)s'. Write that here.")
        file.add_error(("key",), message % {"key": course_key})
    check_sources(file, sources)
    for i, code in enumerate(fields.sources):
        if sources is not None and code not in sources:
            add_unknown_source(file, ("sources", i), code, sources)


def _check_modules(
    file: ContentFile, modules: Sequence[ModuleFile], module_keys: Sequence[str] | None
) -> None:
    if not modules:
        message = _("This course has no module files. Add files such as '01-start.yaml'.")
        file.add_error((), message)
        return
    present = {module.key for module in modules}
    for key in module_keys or ():
        if key not in present:
            message = _("There is no file for the module '%(key)s'. Add one with 'key: %(key)s'.")
            file.add_error((), message % {"key": key})
