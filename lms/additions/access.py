"""Who writes and who approves additions: local editors of courses, and never their own.

One role does both. Who holds it for the unit of an addition, or for one above, approves what
another of them proposed. Administrators and editors of pages have no part in it.
"""

from collections.abc import Iterator, Mapping

from lms.additions.models import Addition, AdditionProposal
from lms.completions.models import Activity
from lms.plugins.registry import courses
from organisations.enums import RoleKind
from organisations.proposing.access import About, Kind


def module_names() -> Mapping[About, str]:
    """Return what modules are called, with the course that they are in, in the order of both."""
    return {about: name for about, name, _is_published in _modules()}


def module_choices() -> list[tuple[str, str]]:
    """Return the modules that people can read today, by the key of their activity."""
    return [
        (activity_key(*about), name) for about, name, is_published in _modules() if is_published
    ]


def activity_key(course_key: str, module_key: str) -> str:
    """Return the key of a module in the ledger."""
    return f"{course_key}/{module_key}"


def _modules() -> Iterator[tuple[tuple[str, str], str, bool]]:
    """Yield course and module, what they are called, and whether there is a page."""
    specs = [course.spec for course in courses()]
    keys = [spec.key for spec in specs]
    keys += [spec.activity_key(module.key) for spec in specs for module in spec.modules]
    rows = Activity.objects.filter(key__in=keys).values_list("key", "title", "start_path")
    known = {key: (title, path) for key, title, path in rows}
    for spec in specs:
        course, _path = known.get(spec.key, (spec.title, ""))
        for module in spec.modules:
            default = (module.title, "")
            title, path = known.get(spec.activity_key(module.key), default)
            yield (spec.key, module.key), f"{course}: {title}", bool(path)


ADDITIONS = Kind(
    proposals=AdditionProposal,
    approved=Addition,
    writes=RoleKind.COURSE_EDITOR,
    judges=RoleKind.COURSE_EDITOR,
    about=("course_key", "module_key"),
    names=module_names,
)
