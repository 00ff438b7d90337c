"""How one speaks about jobs."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from jobs.enums import RunState

# A running job shows a sign of life every quarter minute; this many missed signs and it is gone.
SILENCE = timedelta(seconds=90)


class JobRunQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Jobs by state."""

    def waiting(self) -> Self:
        return self.filter(state=RunState.WAITING)

    def running(self) -> Self:
        return self.filter(state=RunState.RUNNING)

    def dead(self) -> Self:
        return self.filter(state=RunState.DEAD)

    def silent_since(self, now: datetime) -> Self:
        """Running, but without a sign of life for too long."""
        return self.running().filter(seen_at__lt=now - SILENCE)

    def finished_before(self, moment: datetime) -> Self:
        return self.filter(finished_at__lt=moment)
