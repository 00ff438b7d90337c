"""Makes a page as everybody sees it, from its row in the tree and the pages around it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageViewRestriction

from design.navigation import in_language
from lms.completions.models import ActivityVersion
from lms.content.frozen import FrozenTest
from lms.content.models import CATALOGUE_SLUG, CourseIndexPage, CoursePage, ModulePage
from lms.content.shell import CourseEntry, ModuleEntry, PageLink, Part, Shell, block_anchor
from lms.content.tree import module_test, start_path
from lms.plugins import UnknownCourse, get_course


def build_shell(page: Any, *, drafts: bool = False) -> Shell | None:
    """Return what everybody sees of a page; None when its course or module is not on offer.

    With `drafts` the outline also holds what is not published yet, for an editor's preview.
    """
    shell = _build(page, drafts=drafts)
    return _with_html(shell) if shell else None


def _build(page: Any, *, drafts: bool) -> Shell | None:
    if isinstance(page, CourseIndexPage):
        return _catalogue_shell(page)
    course_page = _ancestor(page, CoursePage)
    course = _course_entry(course_page, drafts=drafts) if course_page else None
    if course is None:
        return None
    if isinstance(page, CoursePage):
        return _base(page, kind="course", course=course, lead=page.summary)
    module_page = _ancestor(page, ModulePage)
    if module_page is None:
        return None
    shell = _base(page, kind="lesson", course=course, module_key=module_page.module_key)
    entry = shell.module
    if entry is None:
        return None
    if isinstance(page, ModulePage):
        shell = replace(
            shell,
            kind="module",
            lead=page.lead,
            goals=tuple(page.goal_list),
            sensitive=page.sensitive,
        )
    test = module_test(module_page) if drafts else _current_test(entry)
    return replace(shell, parts=tuple(_parts(page)), test=test)


def _with_html(shell: Shell) -> Shell:
    """Render the pieces of a page that are the same for everybody."""
    context = {"shell": shell, "items": _breadcrumb(shell)}
    shell = replace(shell, breadcrumb=render_to_string("lms/partials/breadcrumb.html", context))
    if not shell.module_key:
        return shell
    return replace(
        shell,
        eyebrow=render_to_string("lms/partials/eyebrow.html", context),
        intro=render_to_string("lms/partials/intro.html", context),
    )


def _breadcrumb(shell: Shell) -> list[tuple[str, str | None]]:
    """Return the way back."""
    home = in_language(settings.LOGIN_REDIRECT_URL)
    items: list[tuple[str, str | None]] = [(_("Mijn leren"), home)]
    if shell.course is None:
        return [*items, (shell.page.title, None)]
    items.append((_("Courses"), reverse("learning:catalogue")))
    if shell.kind == "course":
        return [*items, (shell.page.title, None)]
    items.append((shell.course.page.title, shell.course.page.url))
    if shell.module is not None and shell.module.page.page_id != shell.page.page_id:
        items.append((shell.module.page.title, shell.module.page.url))
    return items


def page_url(page: Page) -> str:
    """Return the address of a page in the language of this visitor."""
    path = start_path(page).removeprefix(f"/{CATALOGUE_SLUG}/").removesuffix("/")
    return reverse("learning:page", args=[path]) if path else reverse("learning:catalogue")


def _base(page: Any, **fields: Any) -> Shell:
    return Shell(
        page=_link(page),
        path=start_path(page),
        language=_content_language(page),
        minutes=getattr(page, "minutes", None),
        is_restricted=_is_restricted(page),
        **fields,
    )


def _catalogue_shell(page: CourseIndexPage) -> Shell:
    course_pages = CoursePage.objects.live().child_of(page).order_by("path")
    entries = [_course_entry(course_page) for course_page in course_pages]
    found = tuple(entry for entry in entries if entry is not None)
    return _base(page, kind="catalogue", lead=page.lead, catalogue=found)


def _course_entry(page: CoursePage, *, drafts: bool = False) -> CourseEntry | None:
    """Return the outline of a course; None when it is not published or not installed."""
    try:
        spec = get_course(page.course_key).spec
    except UnknownCourse:
        return None
    if not (page.live or drafts):
        return None
    below = Page.objects.descendant_of(page).order_by("path")
    module_pages = ModulePage.objects.child_of(page).order_by("path")
    if not drafts:
        below, module_pages = below.live(), module_pages.live()
    keys = [spec.activity_key(module.key) for module in spec.modules]
    versions, activities = _latest_versions([spec.key, *keys])
    lessons: dict[str, list[PageLink]] = {}
    for lesson in below.filter(depth=page.depth + 2):
        lessons.setdefault(lesson.path[: -Page.steplen], []).append(_link(lesson))
    known = {module.key for module in spec.modules}
    modules = tuple(
        ModuleEntry(
            key=module.module_key,
            activity_id=activities.get(spec.activity_key(module.module_key)),
            activity_key=spec.activity_key(module.module_key),
            page=_link(module),
            minutes=module.minutes,
            lessons=tuple(lessons.get(module.path, ())),
            version_id=versions.get(spec.activity_key(module.module_key)),
        )
        for module in module_pages
        if module.module_key in known
    )
    return CourseEntry(
        key=spec.key,
        activity_id=activities.get(spec.key),
        page=_link(page),
        summary=page.summary,
        minutes=page.minutes,
        repeats=spec.repeats,
        modules=modules,
    )


def _parts(page: Any) -> Iterator[Part]:
    """Render the blocks; questions that follow one another become one slot."""
    blocks = getattr(page, "body", None) or ()
    for is_test, children in groupby(blocks, key=lambda child: child.block_type == "question"):
        if is_test:
            yield Part(questions=tuple(child.value.freeze(child.id).key for child in children))
        else:
            yield Part(html="\n".join(map(_render, children)))


def _render(child: Any) -> str:
    anchor = block_anchor(_key_of(child) or str(child.id))
    html = child.render(context={"anchor": anchor})
    return f'<div class="spot" id="{anchor}" data-spot>{html}</div>' if html.strip() else ""


def _key_of(child: Any) -> str:
    return str(child.value.get("key") or "") if isinstance(child.value, dict) else ""


def _current_test(entry: ModuleEntry) -> FrozenTest | None:
    """Return the test as the latest version froze it."""
    versions = ActivityVersion.objects.filter(pk=entry.version_id or 0)
    return FrozenTest.from_json(versions.values_list("content", flat=True).first() or {})


def _latest_versions(keys: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return by the key of an activity its latest version, and the activity itself."""
    rows = ActivityVersion.objects.filter(activity__key__in=keys).order_by("number")
    found = list(rows.values_list("activity__key", "pk", "activity_id"))
    return (
        {key: version for key, version, _activity in found},
        {key: activity for key, _version, activity in found},
    )


def _ancestor(page: Page, model: type[Page]) -> Any:
    """Return the page itself or the one above it that is of this type, as an editor has it now."""
    if isinstance(page, model):
        return page
    return model.objects.ancestor_of(page).order_by("-depth").first()


def _link(page: Page) -> PageLink:
    return PageLink(title=page.title, url=page_url(page), page_id=page.pk)


def _content_language(page: Page) -> str:
    """Return the language of the text; an alias shows that of its source."""
    source = page.alias_of if page.alias_of_id else page
    return str(Locale.objects.get(pk=source.locale_id).language_code)


def _is_restricted(page: Page) -> bool:
    paths = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    return bool(PageViewRestriction.objects.filter(page__path__in=paths).exists())
