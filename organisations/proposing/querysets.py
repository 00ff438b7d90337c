"""Words for what was approved."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from organisations.querysets import Day


class ApprovedQuerySet(models.QuerySet[Any]):
    """Texts that were approved."""

    def in_force_on(self, day: Day) -> "ApprovedQuerySet":
        """Return what holds on a day: neither ended nor replaced by then."""
        replaced = self.model.objects.filter(replaces=OuterRef("pk"), valid_from__lte=day)
        return self.filter(
            ~Exists(replaced),
            Q(valid_until__isnull=True) | Q(valid_until__gt=day),
            valid_from__lte=day,
        )
