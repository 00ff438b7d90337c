"""What an organisation wants to reach with a duty, with where that was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.models.rules import Requirement
from organisations.models import Dated


class Target(Dated):
    """The part, in per cents, that a unit wants to have done; counts for all units below it too.

    A unit without a target of its own has that of the nearest unit above it. There is none until
    somebody records one.
    """

    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    requirement = models.ForeignKey(
        Requirement, verbose_name=_("requirement"), on_delete=models.PROTECT, related_name="targets"
    )
    percentage = models.PositiveSmallIntegerField(_("percentage"))
    source = models.CharField(
        _("source"),
        max_length=200,
        help_text=_("Where this was decided, such as a plan or a letter."),
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percentage__range=(1, 100)), name="target_is_a_percentage"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="target_has_a_source"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                name="target_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["unit", "requirement", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="target_starts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.percentage}%"
