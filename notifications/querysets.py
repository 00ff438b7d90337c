"""How one speaks about messages."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from notifications.enums import NoticeState

# One mail takes a minute and a half at most, with every time-out used up. After this long in
# `sending` its worker is gone.
GONE_AFTER = timedelta(minutes=10)


class NoticeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Messages by state."""

    def waiting(self) -> Self:
        return self.filter(state=NoticeState.WAITING)

    def due(self, now: datetime) -> Self:
        """Waiting, and it is time."""
        return self.waiting().filter(not_before__lte=now)

    def left_behind(self, now: datetime) -> Self:
        """Taken up by a worker that was never heard of again."""
        return self.filter(state=NoticeState.SENDING, claimed_at__lt=now - GONE_AFTER)
