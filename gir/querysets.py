"""Words of the code of conduct for questions to the database."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q


class EditionQuerySet(models.QuerySet[Any]):
    """Editions that were approved."""

    def standing(self) -> "EditionQuerySet":
        """Leave out editions that were withdrawn before their first day."""
        return self.filter(withdrawal__isnull=True)

    def in_force_on(self, day: date) -> "EditionQuerySet":
        """Order so that the edition of a day comes first; earlier ones follow."""
        return self.standing().filter(valid_from__lte=day).order_by("-valid_from", "-pk")

    def coming_after(self, day: date) -> "EditionQuerySet":
        """Return the editions that are approved and not in force yet, soonest first."""
        return self.standing().filter(valid_from__gt=day).order_by("valid_from", "pk")


class ArticleVersionQuerySet(models.QuerySet[Any]):
    """Versions of articles."""

    def standing(self) -> "ArticleVersionQuerySet":
        """Leave out versions of an edition that was withdrawn before its first day."""
        return self.filter(edition__withdrawal__isnull=True)

    def in_force_on(self, day: date) -> "ArticleVersionQuerySet":
        """Return for each key the one version that is in force on a day, in the order of the code.

        Of two that start on one day the one that was recorded last. A removed article has none.
        """
        later = self.model.objects.standing().filter(
            Q(valid_from__gt=OuterRef("valid_from"))
            | Q(valid_from=OuterRef("valid_from"), number__gt=OuterRef("number")),
            key=OuterRef("key"),
            valid_from__lte=day,
        )
        return (
            self.standing()
            .filter(~Exists(later), valid_from__lte=day)
            .exclude(change="removed")
            .order_by("position", "key")
        )

    def changed_until(self, day: date) -> "ArticleVersionQuerySet":
        """Return all changes up to a day; of several on one day only the last ever held."""
        later = self.model.objects.standing().filter(
            key=OuterRef("key"), valid_from=OuterRef("valid_from"), number__gt=OuterRef("number")
        )
        return self.standing().filter(~Exists(later), valid_from__lte=day)
