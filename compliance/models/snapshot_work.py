"""What a job does with snapshots when somebody asks: freezing a day, and computing one again.

The row is there before the job starts and stays when it is done, with who asked and what came of
it. So a page that was left can be opened again, and a check of years ago can still be read.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.enums import (
    CheckKnowledge,
    CheckOutcome,
    DifferenceReason,
    SnapshotRefusal,
    SnapshotWorkState,
)
from compliance.models.rules import Requirement
from compliance.models.snapshots import Snapshot
from core import clock
from jobs.enums import RunState


class AskedWork(models.Model):
    """Work that somebody asked for and a job does."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requested_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("asked at"), default=clock.now)
    run = models.ForeignKey("jobs.JobRun", null=True, on_delete=models.SET_NULL, related_name="+")
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        abstract = True

    @property
    def state(self) -> SnapshotWorkState:
        """Tell how far it is; the job itself knows whether it still tries."""
        if self.finished_at is not None:
            return SnapshotWorkState.DONE
        run = self.run
        if run is None or run.state == RunState.DEAD:
            return SnapshotWorkState.FAILED
        return (
            SnapshotWorkState.BUSY if run.state == RunState.RUNNING else SnapshotWorkState.WAITING
        )


class SnapshotRequest(AskedWork):
    """A day that somebody wants frozen, or corrected with a reason.

    `snapshot` is what came of it; `refused` says why nothing could come of it after all.
    """

    reference_date = models.DateField(_("reference date"))
    corrects = models.ForeignKey(
        Snapshot,
        verbose_name=_("corrects"),
        null=True,
        on_delete=models.PROTECT,
        related_name="correction_requests",
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    snapshot = models.OneToOneField(
        Snapshot,
        verbose_name=_("snapshot"),
        null=True,
        on_delete=models.PROTECT,
        related_name="request",
    )
    refused = models.CharField(_("refused"), max_length=16, choices=SnapshotRefusal, blank=True)

    class Meta:
        verbose_name = _("request for a snapshot")
        verbose_name_plural = _("requests for a snapshot")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, snapshot__isnull=True, refused="")
                | Q(finished_at__isnull=False, snapshot__isnull=False, refused="")
                | (Q(finished_at__isnull=False, snapshot__isnull=True) & ~Q(refused="")),
                name="snapshot_request_ends_in_one_way",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="")
                | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="snapshot_request_correction_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference_date} {self.uuid}"

    @property
    def state(self) -> SnapshotWorkState:
        """Tell how far it is, or that it could not be done."""
        return SnapshotWorkState.REFUSED if self.refused else super().state


class SnapshotCheck(AskedWork):
    """A snapshot computed again, with the knowledge of then or of `known_at`.

    Only what differs is kept; the rest is as it was frozen. `rows` is how many rows were compared,
    `changed` how many numbers differ. `is_signed`: the frozen rows are those that were signed.
    """

    snapshot = models.ForeignKey(
        Snapshot, verbose_name=_("snapshot"), on_delete=models.PROTECT, related_name="checks"
    )
    knowledge = models.CharField(_("knowledge"), max_length=4, choices=CheckKnowledge)
    known_at = models.DateTimeField(_("known at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=CheckOutcome, blank=True)
    is_signed = models.BooleanField(_("signature holds"), null=True)
    rows = models.PositiveIntegerField(_("rows compared"), null=True)
    changed = models.PositiveIntegerField(_("numbers that differ"), null=True)
    changed_units = models.JSONField(_("units that differ"), default=list)
    changed_duties = models.JSONField(_("duties that differ"), default=list)

    class Meta:
        verbose_name = _("check of a snapshot")
        verbose_name_plural = _("checks of snapshots")
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    finished_at__isnull=True,
                    outcome="",
                    known_at__isnull=True,
                    rows__isnull=True,
                    changed__isnull=True,
                    is_signed__isnull=True,
                )
                | (
                    Q(
                        finished_at__isnull=False,
                        known_at__isnull=False,
                        rows__isnull=False,
                        changed__isnull=False,
                        is_signed__isnull=False,
                    )
                    & ~Q(outcome="")
                ),
                name="snapshot_check_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["snapshot", "-requested_at"], name="snapshot_check_newest")
        ]

    def __str__(self) -> str:
        return f"{self.knowledge} {self.uuid}"


class SnapshotCheckCount(models.Model):
    """A number that came out otherwise than it was frozen; `n` is what came out, perhaps nobody."""

    check_of = models.ForeignKey(SnapshotCheck, on_delete=models.PROTECT, related_name="counts")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=20)
    n = models.PositiveIntegerField(_("number"))
    alone = models.PositiveIntegerField(_("of whom with one place"))
    direct = models.PositiveIntegerField(_("of whom in the unit itself"))

    class Meta:
        verbose_name = _("number that differs")
        verbose_name_plural = _("numbers that differ")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_of", "unit", "requirement", "status"],
                name="snapshot_check_count_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.requirement_id} {self.status}: {self.n}"


class SnapshotCheckReason(models.Model):
    """How many people in a unit and below it stand elsewhere, by the first reason that applies.

    Shown from the smallest group on only, see `compliance.privacy.suppression`.
    """

    check_of = models.ForeignKey(SnapshotCheck, on_delete=models.PROTECT, related_name="reasons")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=12, choices=DifferenceReason)
    people = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("reason of a difference")
        verbose_name_plural = _("reasons of differences")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_of", "unit", "reason"], name="snapshot_check_reason_once"
            ),
            models.CheckConstraint(
                condition=Q(people__gt=0), name="snapshot_check_reason_has_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.reason}: {self.people}"
