"""Vocabulary for what can be found: by whom."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Q

from core.searching import Gate


class SearchEntryQuerySet(models.QuerySet[Any]):
    """What can be found."""

    def bound_to(self, units: models.QuerySet[Any]) -> Self:
        """Keep what is only for who works in one of these units, or below it."""
        links = self.model.units.through.objects.filter(unit__in=units.values("pk"))
        return self.filter(gate=Gate.UNITS, pk__in=links.values("entry"))

    def findable(self, gates: Collection[Gate], bound: Collection[int]) -> Self:
        """Keep what stands behind one of these gates, and these entries of one's own units.

        Written so that a search engine beside the database understands it too: only fields of the
        entry itself, and values that are known.
        """
        return self.filter(Q(gate__in=list(gates)) | Q(pk__in=list(bound)))
