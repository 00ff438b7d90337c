"""What happens at Django's own events: after every migration the facts are guarded again."""

from typing import Any

from django.db import connections

from compliance.guards import FACTS
from core.append_only import guard


def guard_the_facts(*, using: str, **_kwargs: Any) -> None:
    """Let the database refuse to change or delete obligations and their events."""
    guard(connections[using], FACTS)
