"""Files that somebody asked for, and reports that come by themselves every month or quarter."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.enums import EndReason, ExportFormat, ExportState, Rhythm
from core import clock
from jobs.enums import RunState
from organisations.querysets import DatedQuerySet


def private_storage() -> Storage:
    """Return where files lie that no address of the web server leads to."""
    return storages["private"]


class ReportSubscription(models.Model):
    """Somebody gets a report every month or quarter, as long as they may see it.

    `parameters` are the choices of the report, without the reference date: that is the last day of
    each period. `valid_until` is the first day on which it ended.
    """

    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="report_subscriptions",
    )
    kind = models.CharField(_("report"), max_length=40)
    parameters = models.JSONField(_("choices"), default=dict)
    format = models.CharField(_("file type"), max_length=4, choices=ExportFormat)
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_because = models.CharField(
        _("ended because"), max_length=12, choices=EndReason, blank=True
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    objects: ClassVar = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("report by schedule")
        verbose_name_plural = _("reports by schedule")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="report_subscription_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True, ended_because="")
                | (Q(valid_until__isnull=False) & ~Q(ended_because="")),
                name="report_subscription_ends_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"


class Export(models.Model):
    """A file that a job makes for one person; it lies private and is deleted when it expires."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what"), max_length=40)
    parameters = models.JSONField(_("choices"), default=dict)
    format = models.CharField(_("file type"), max_length=4, choices=ExportFormat)
    language = models.CharField(_("language"), max_length=8, default="nl")
    requested_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="exports",
    )
    requested_at = models.DateTimeField(_("asked at"), default=clock.now)
    subscription = models.ForeignKey(
        ReportSubscription, null=True, on_delete=models.PROTECT, related_name="exports"
    )
    reference_date = models.DateField(_("reference date"), null=True)
    run = models.ForeignKey("jobs.JobRun", null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(storage=private_storage, max_length=200, blank=True)
    rows = models.PositiveIntegerField(_("rows"), null=True)
    size = models.PositiveBigIntegerField(_("size"), null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    refused_at = models.DateTimeField(_("refused at"), null=True)
    expires_at = models.DateTimeField(_("kept until"))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "reference_date"],
                condition=Q(subscription__isnull=False),
                name="export_once_per_period",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "-requested_at"], name="export_of_person"),
            models.Index(fields=["expires_at"], name="export_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    def state_at(self, now: datetime) -> ExportState:
        """Tell how far it is; the job itself knows whether it still tries."""
        if self.refused_at is not None:
            return ExportState.REFUSED
        if self.expires_at <= now:
            return ExportState.EXPIRED
        if self.finished_at is not None:
            return ExportState.READY
        run = self.run
        if run is None or run.state == RunState.DEAD:
            return ExportState.FAILED
        return ExportState.BUSY if run.state == RunState.RUNNING else ExportState.WAITING
