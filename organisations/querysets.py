"""Vocabulary for dated facts: who and what was true on a day, as known at a moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from organisations.models import Mandate, Unit


def active_q(day: date, prefix: str = "") -> Q:
    """Return the condition "valid on `day`"; `valid_until` is exclusive."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": day})
    )


def known_q(moment: datetime | None, prefix: str = "") -> Q:
    """Return the condition "known at `moment`"; None means: as known now."""
    if moment is None:
        return Q(**{f"{prefix}superseded_at__isnull": True})
    return Q(**{f"{prefix}recorded_at__lte": moment}) & (
        Q(**{f"{prefix}superseded_at__isnull": True}) | Q(**{f"{prefix}superseded_at__gt": moment})
    )


def overlap_q(start: date, end: date | None, prefix: str = "") -> Q:
    """Return the condition "valid on some day from `start` up to, not including, `end`"."""
    ends_later = Q(**{f"{prefix}valid_until__isnull": True}) | Q(
        **{f"{prefix}valid_until__gt": start}
    )
    return ends_later if end is None else ends_later & Q(**{f"{prefix}valid_from__lt": end})


class KnownQuerySet(models.QuerySet[Any]):
    """Rows that are superseded, never overwritten."""

    def as_known_at(self, moment: datetime | None) -> Self:
        """Keep what was recorded and not yet superseded at `moment`; None means now."""
        return self.filter(known_q(moment))

    def current(self) -> Self:
        """Keep what is known now."""
        return self.as_known_at(None)


class DatedQuerySet(KnownQuerySet):
    """Rows with a period of validity."""

    def active_on(self, day: date) -> Self:
        """Keep what is valid on `day`."""
        return self.filter(active_q(day))

    def overlapping(self, start: date, end: date | None) -> Self:
        """Keep what is valid on some day from `start` up to, not including, `end`."""
        return self.filter(overlap_q(start, end))


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, found by place in the tree."""

    def within(self, unit: Unit, *, on: date) -> Self:
        """Keep `unit` and everything below it on a day, as known now."""
        return self.filter(active_q(on, "ancestor_rows__"), ancestor_rows__ancestor=unit)

    def under(self, mandates: models.QuerySet[Mandate], *, on: date) -> Self:
        """Keep the units of these mandates and everything below them on a day, as known now."""
        rows = self.model.objects.filter(
            active_q(on, "ancestor_rows__"), ancestor_rows__ancestor__in=mandates.values("unit")
        )
        return self.filter(pk__in=rows.values("pk"))


class PlacedQuerySet(DatedQuerySet):
    """Dated rows that stand in a unit."""

    def within(self, unit: Unit, *, on: date) -> Self:
        """Keep rows in `unit` or below it on a day, as known now."""
        return self.filter(
            active_q(on, "unit__ancestor_rows__"), unit__ancestor_rows__ancestor=unit
        )
