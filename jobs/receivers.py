"""Django's own events: after every migrate the schedules are what the code declares."""

from typing import Any

from jobs.services import sync_schedules


def after_migrate(**_kwargs: Any) -> None:
    """Bring the schedule rows in line, so that a new release needs no command of its own."""
    sync_schedules()
