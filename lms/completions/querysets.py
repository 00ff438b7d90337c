"""Vocabulary of the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef

if TYPE_CHECKING:
    from lms.completions.models import Completion  # noqa: F401  named in the base class


class CompletionQuerySet(models.QuerySet["Completion"]):
    """Completions, as they stood at a moment."""

    def standing(self, known_at: datetime | None = None) -> Self:
        """Keep facts that are no void and not voided, as known at a moment (None: now)."""
        rows = self.filter(voids__isnull=True)
        voids = self.model.objects.filter(voids=OuterRef("pk"))
        if known_at is not None:
            rows = rows.filter(recorded_at__lte=known_at)
            voids = voids.filter(recorded_at__lte=known_at)
        return rows.filter(~Exists(voids))

    def between(self, start: date, end: date) -> Self:
        """Keep what happened from `start` up to and including `end`."""
        return self.filter(occurred_on__gte=start, occurred_on__lte=end)
