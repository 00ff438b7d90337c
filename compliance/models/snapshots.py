"""Figures as they were published: frozen rows with the day, the knowledge and the rules.

Never changed: the database refuses it. A mistake is corrected by a new snapshot of the same day
that says why and points at the old one.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.models.rules import Requirement
from core import clock
from organisations.querysets import DatedQuerySet


class Snapshot(models.Model):
    """All figures of one reference date, as known at one moment.

    `known_at` lies five minutes before it was taken, so that no transaction that was still busy
    shows up later under the same knowledge (architecture §8). `duties` holds the requirements with
    the versions of their rules, `rule_hash` signs rules, definitions, units and counts together.
    `taken_by` is empty when the schedule took it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference_date = models.DateField(_("reference date"))
    known_at = models.DateTimeField(_("known at"))
    taken_at = models.DateTimeField(_("taken at"), default=clock.now)
    taken_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("taken by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        null=True,
        on_delete=models.PROTECT,
        related_name="correction",
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    duties = models.JSONField(_("duties and their rules"))
    definitions = models.CharField(_("version of the definitions"), max_length=20)
    rule_hash = models.CharField(_("rule hash"), max_length=64)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.UniqueConstraint(
                fields=["reference_date"],
                condition=Q(corrects__isnull=True),
                name="snapshot_once_per_day",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="")
                | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="snapshot_correction_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(known_at__lt=F("taken_at")), name="snapshot_known_before_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference_date}"


class SnapshotUnit(models.Model):
    """A unit as it was called and placed then; `path` is "/" and the ids from the top to itself."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "organisations.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(_("code"), max_length=64)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=24)
    path = models.CharField(_("path"), max_length=500)

    class Meta:
        verbose_name = _("unit in a snapshot")
        verbose_name_plural = _("units in a snapshot")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "unit"], name="snapshot_unit_once")
        ]

    def __str__(self) -> str:
        return self.name


class SnapshotCount(models.Model):
    """How many persons (or teams) of a unit and everything below it stood where with a duty.

    `status` is a field of `compliance.figures.counts.Counts`; what counted nobody has no row.
    `alone` and `direct` say of whom the number tells, see `compliance.privacy.suppression`.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="counts")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=20)
    n = models.PositiveIntegerField(_("number"))
    alone = models.PositiveIntegerField(_("of whom with one place"))
    direct = models.PositiveIntegerField(_("of whom in the unit itself"))

    class Meta:
        verbose_name = _("count in a snapshot")
        verbose_name_plural = _("counts in a snapshot")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "unit", "requirement", "status"], name="snapshot_count_once"
            ),
            models.CheckConstraint(condition=Q(n__gt=0), name="snapshot_counts_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.requirement_id} {self.status}: {self.n}"


class SnapshotDay(models.Model):
    """A day of the year of which the schedule takes a snapshot, in a period. No rows: none."""

    month = models.PositiveSmallIntegerField(_("month"))
    day = models.PositiveSmallIntegerField(_("day"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The first day on which it ended.")
    )

    objects: ClassVar = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of a snapshot")
        verbose_name_plural = _("days of snapshots")
        constraints = [
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)) & Q(day__range=(1, 31)),
                name="snapshot_day_is_a_date",
                violation_error_message=_("This is not a day of the year."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="snapshot_day_ends_after_it_starts",
                violation_error_message=_("The end must come after the start."),
            ),
            models.UniqueConstraint(
                fields=["month", "day"],
                condition=Q(valid_until__isnull=True),
                name="snapshot_day_open_once",
                violation_error_message=_("This day is already in the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}-{self.month}"
