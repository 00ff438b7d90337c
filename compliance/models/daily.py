"""Counters of a day, so that a page reads some rows instead of all facts. Made anew at will."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.enums import HiddenFrom, Status
from compliance.models.rules import Cycle, Requirement


class CountedDay(models.Model):
    """A day of which there are counters, and the moment up to which they know the facts."""

    as_of = models.DateField(_("reference date"), primary_key=True)
    known_at = models.DateTimeField(_("known at"))

    class Meta:
        verbose_name = _("counted day")
        verbose_name_plural = _("counted days")

    def __str__(self) -> str:
        return str(self.as_of)


class DailyCount(models.Model):
    """How many persons in a unit and below it have a status in a cycle, on a day.

    `n` counts everybody once. Of them `alone` have no second place anywhere in the organisation,
    and `direct` have a place in the unit itself; from these two follows what may be shown, see
    `compliance.privacy.suppression`.
    """

    as_of = models.DateField(_("reference date"))
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("unit"), on_delete=models.CASCADE, related_name="+"
    )
    cycle = models.ForeignKey(
        Cycle, verbose_name=_("cycle"), on_delete=models.CASCADE, related_name="+"
    )
    status = models.CharField(_("status"), max_length=16, choices=Status)
    is_newcomer = models.BooleanField(_("newcomer in term"))
    n = models.PositiveIntegerField(_("number of persons"))
    alone = models.PositiveIntegerField(_("of whom with one place"))
    direct = models.PositiveIntegerField(_("of whom in the unit itself"))

    class Meta:
        verbose_name = _("counter of a day")
        verbose_name_plural = _("counters of a day")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "as_of", "cycle", "status", "is_newcomer"], name="daily_count_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["as_of", "unit"], name="daily_count_of_day_and_unit")
        ]

    def __str__(self) -> str:
        return f"{self.as_of} {self.unit_id} {self.status}: {self.n}"


class HiddenGroup(models.Model):
    """A unit that shows no number on a day, and to whom; see `compliance.privacy.suppression`.

    To everybody or to others: its row in the table of the unit above it, and all below it. To
    listers: its own total, because its rows are too few without the people they see by name.
    """

    as_of = models.DateField(_("reference date"))
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("unit"), on_delete=models.CASCADE, related_name="+"
    )
    requirement = models.ForeignKey(
        Requirement, verbose_name=_("requirement"), on_delete=models.CASCADE, related_name="+"
    )
    hidden_from = models.CharField(_("hidden from"), max_length=12, choices=HiddenFrom)

    class Meta:
        verbose_name = _("hidden group")
        verbose_name_plural = _("hidden groups")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "as_of", "requirement", "hidden_from"], name="hidden_group_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["as_of", "unit"], name="hidden_group_of_day_and_unit")
        ]

    def __str__(self) -> str:
        return f"{self.as_of} {self.unit_id}"
