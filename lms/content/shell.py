"""What a page shows to everybody: built once for each change of the content, then cached.

Nothing about a person is in here. Test questions are slots: which ones are asked, and in what
order, depends on the attempt.
"""

from dataclasses import dataclass

from lms.content.frozen import FrozenTest


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page by its title and address."""

    title: str
    url: str
    page_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleEntry:
    """A module in the outline of its course; `activity_id` is that of its place in the ledger."""

    key: str
    activity_id: int | None
    activity_key: str
    page: PageLink
    minutes: int | None
    lessons: tuple[PageLink, ...]
    version_id: int | None

    @property
    def pages(self) -> tuple[PageLink, ...]:
        """The module page and its lessons, in reading order."""
        return (self.page, *self.lessons)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseEntry:
    """A course with its modules."""

    key: str
    activity_id: int | None
    page: PageLink
    summary: str
    minutes: int | None
    repeats: str
    modules: tuple[ModuleEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a page: HTML, or the place of test questions that follow one another."""

    html: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A page as everybody sees it. `course` is None for the catalogue.

    `breadcrumb`, `eyebrow` and `intro` are HTML, made once because making it costs more than all
    else that a page does.
    """

    kind: str
    page: PageLink
    path: str
    language: str
    lead: str = ""
    minutes: int | None = None
    goals: tuple[str, ...] = ()
    sensitive: bool = False
    course: CourseEntry | None = None
    module_key: str = ""
    parts: tuple[Part, ...] = ()
    test: FrozenTest | None = None
    catalogue: tuple[CourseEntry, ...] = ()
    is_restricted: bool = False
    breadcrumb: str = ""
    eyebrow: str = ""
    intro: str = ""

    @property
    def number(self) -> int:
        """The number of the module of this page."""
        modules = self.course.modules if self.course else ()
        keys = [module.key for module in modules]
        return keys.index(self.module_key) + 1 if self.module_key in keys else 0

    @property
    def module(self) -> ModuleEntry | None:
        """The module that the page belongs to."""
        modules = self.course.modules if self.course else ()
        return next((module for module in modules if module.key == self.module_key), None)

    @property
    def has_questions(self) -> bool:
        """Tell whether test questions have their place on this page."""
        return any(part.questions for part in self.parts)

    @property
    def is_last_of_module(self) -> bool:
        """Tell whether this is the last page of its module."""
        return self.module is not None and self.module.pages[-1].page_id == self.page.page_id

    @property
    def neighbours(self) -> tuple[PageLink | None, PageLink | None]:
        """The pages before and after this one in the course."""
        pages = (
            [page for module in self.course.modules for page in module.pages] if self.course else []
        )
        here = next((i for i, p in enumerate(pages) if p.page_id == self.page.page_id), None)
        if here is None:
            return None, None
        return (pages[here - 1] if here else None), (
            pages[here + 1] if here + 1 < len(pages) else None
        )


def block_anchor(key: str) -> str:
    """Return the name of a block in the address of its page."""
    return "b-" + key.lower().replace(".", "-")
