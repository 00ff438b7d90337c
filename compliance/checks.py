"""System checks of compliance."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.db import connections

from compliance.guards import FACTS
from core.append_only import unguarded

FLOOR = 5


@register()
def check_small_group(**_kwargs: Any) -> list[CheckMessage]:
    """Figures of fewer than five people are never shown."""
    if settings.SMALL_GROUP >= FLOOR:
        return []
    return [
        Error(
            f"SMALL_GROUP is {settings.SMALL_GROUP}: people in so small a group are recognised.",
            hint=f"Set it to {FLOOR} or more.",
            id="compliance.E001",
        )
    ]


@register(Tags.database)
def check_guards(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> Iterator[CheckMessage]:
    """Say when the database would let somebody change what was once an obligation.

    A warning, because an error would stop the `migrate` that puts it right.
    """
    for alias in databases or ():
        if missing := unguarded(connections[alias], FACTS):
            yield Warning(
                f"Obligations can be changed: these triggers are not there: {', '.join(missing)}.",
                hint="Run `manage.py migrate`; it puts them back.",
                id="compliance.W001",
            )
