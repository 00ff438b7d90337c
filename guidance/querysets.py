"""Vocabulary for contacts: who can be reached on a day."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from organisations.querysets import Day, active_q

_NOT_ERASED = Q(person__isnull=True) | Q(person__erased_at__isnull=True)
_STANDS = Q(withdrawn_at__isnull=True) & _NOT_ERASED


class ContactQuerySet(models.QuerySet[Any]):
    """Contacts, found by when they hold and who may see them."""

    def active_on(self, day: Day) -> Self:
        """Keep who can be reached on a day; never a person who was erased."""
        return self.filter(active_q(day), _STANDS)

    def coming_or_active(self, day: Day) -> Self:
        """Keep what has not ended yet on a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), _STANDS)

    def shown_to_everybody(self) -> Self:
        """Keep who may be shown to people who are not signed in."""
        return self.filter(shown_publicly=True)
