"""System checks of the learning engine."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.db import connections

from core.append_only import unguarded
from lms.completions.seal_models import APPEND_ONLY
from lms.completions.triggers import missing_triggers
from lms.content.files_blocks import BLOCKS
from lms.plugins.checks import check_courses
from lms.plugins.registry import courses

register("courses")(check_courses)


@register("courses")
def check_block_names(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse a block of a course that would take the place of one of ours."""
    for course in courses():
        spec = getattr(course, "spec", None)
        for name in BLOCKS.keys() & (spec.blocks if spec else {}):
            yield Error(
                f"Course '{course.spec.key}' brings a block '{name}', which exists already.",
                hint="Give the block a name of its own in `CourseSpec.blocks`.",
                id="lms.E011",
            )


@register(Tags.database)
def check_ledger_triggers(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> Iterable[CheckMessage]:
    """Say when the database would let somebody change the ledger.

    A warning, because an error would stop the `migrate` that puts it right.
    """
    for alias in databases or ():
        missing = missing_triggers(connections[alias])
        if missing:
            yield Warning(
                f"The ledger can be changed: these triggers are not there: {', '.join(missing)}.",
                hint="Run `manage.py migrate`; it puts them back.",
                id="lms.W001",
            )


@register(Tags.database)
def check_seal_triggers(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> Iterable[CheckMessage]:
    """Say when the database would let somebody change the seals of the ledger."""
    for alias in databases or ():
        missing = unguarded(connections[alias], APPEND_ONLY)
        if missing:
            yield Warning(
                f"The seals can be changed: these triggers are not there: {', '.join(missing)}.",
                hint="Run `manage.py migrate`; it puts them back.",
                id="lms.W002",
            )
